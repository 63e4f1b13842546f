# `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run test check fmt clippy doc present frames desk shots peers install uninstall kill verify typos deny fuzz symbols handouts ogrinfo packages-run packages-test packages-verify
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

# Overridable: make run SITUATION=path, make fuzz FUZZ_SECONDS=600
SITUATION ?= data/dprk-russia-2024
FUZZ_SECONDS ?= 60

target := $(abspath $(or $(CARGO_TARGET_DIR),target))
SHOTS ?= $(target)/shots

# Tools of `make verify`, built once into a cache and used from there.
TOOLS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/sandtable-tools
export PATH := $(PATH):$(TOOLS)/bin

# Without a desktop session the graphics libraries complain that this is not set.
ifndef XDG_RUNTIME_DIR
export XDG_RUNTIME_DIR := $(target)/xdg-runtime
quiet_runtime = mkdir -p -m 700 "$$XDG_RUNTIME_DIR"
else
quiet_runtime = :
endif

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name does; do printf 'make %-9s %s\n' "$$name" "$$does"; done

run: packages-run ## opens the sample situation, built for speed; installs missing system libraries (asks first)
	@$(quiet_runtime)
	cargo run --release --locked -- "$(SITUATION)"

# The tests build the program itself too, so the real-window script finds it without a second build.
test: packages-test check ## check, every test, and a real window under Xvfb; installs what that needs
	@$(quiet_runtime)
	cargo test --locked --no-fail-fast
	env -u WAYLAND_DISPLAY xvfb-run -a -s "-screen 0 1400x900x24" tests/window.sh "$(target)/debug/sandtable"
	env -u WAYLAND_DISPLAY xvfb-run -a -s "-screen 0 1400x900x24" tests/tour.sh "$(target)/debug/sandtable"

check: fmt clippy doc ## formatting, lints, documentation: every warning is an error

fmt:
	cargo fmt --check

clippy:
	cargo clippy --locked --all-targets -- -D warnings

# Naming the examples makes cargo use the features that clippy has just checked the dependencies with.
doc:
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --lib --examples

verify: typos deny symbols handouts ogrinfo present fuzz kill peers ## the long ones: spelling, dependencies, symbols, handouts, presenting, fuzzing, kills, other programs beside ours; installs the tools with cargo and npm

KILLS ?= 200
kill: packages-test ## kills the program at KILLS random moments while it edits and saves, and ten times with a window: nothing may be lost
	@$(quiet_runtime)
	KILLS=$(KILLS) cargo test --locked --test kill -- --nocapture
	env -u WAYLAND_DISPLAY xvfb-run -a -s "-screen 0 1280x800x24" tests/kill.sh "$(target)/debug/sandtable"

present: packages-test ## a briefing given in the real window on two displays: every scene, every key, each scene compared with what render draws
	@$(quiet_runtime)
	cargo test --locked --no-run
	env -u WAYLAND_DISPLAY tests/two_displays.sh tests/present.sh "$(target)/debug/sandtable"

# Figures to read, not a test: they depend on the machine and on what else it does.
frames: packages-test ## how long frames take in the real window while the map is dragged and zoomed and scenes change
	@$(quiet_runtime)
	cargo build --release --locked
	env -u WAYLAND_DISPLAY xvfb-run -a -s "-screen 0 1920x1080x24" tests/frames.sh "$(target)/release/sandtable" "$(SITUATION)"

# The example is built as the tests build it: for speed, it would have all that the tests need built a second time.
desk: packages-test ## how the window copes with 300,000 records: start, list, selecting, memory
	@$(quiet_runtime)
	cargo build --release --locked
	[ -e "$(target)/large/situation.json" ] || cargo run --locked --example large_situation -- "$(target)/large"
	env -u WAYLAND_DISPLAY xvfb-run -a -s "-screen 0 1920x1080x24" tests/desk.sh "$(target)/release/sandtable" "$(target)/large"

# NAUGHTY=path names a file of the big list of naughty strings, which goes into the hostile situation besides its own.
NAUGHTY ?=
shots: packages-test ## pictures of the window in its sizes and themes, into SHOTS (target/shots), to be looked at
	@$(quiet_runtime)
	cargo build --release --locked
	cargo run --locked --example naughty_situation -- "$(target)/naughty" $(NAUGHTY)
	env -u WAYLAND_DISPLAY xvfb-run -a -s "-screen 0 2560x1440x24" tests/shots.sh "$(target)/release/sandtable" "$(SHOTS)" "$(target)/naughty"

peers: packages-test
	@$(quiet_runtime)
	cargo build --release --locked
	env -u WAYLAND_DISPLAY tests/peers.sh "$(target)/release/sandtable"

# On Linux. A package builder sets DESTDIR to where the files are gathered, and PREFIX to where they will be.
PREFIX ?= $(HOME)/.local
share := $(DESTDIR)$(PREFIX)/share
installed := $(DESTDIR)$(PREFIX)/bin/sandtable $(share)/applications/sandtable.desktop $(share)/icons/hicolor/scalable/apps/sandtable.svg \
  $(share)/icons/hicolor/256x256/apps/sandtable.png $(share)/mime/packages/sandtable.xml

# Desktops find new entries through these caches; whoever builds a package leaves them to its installation.
define update_caches
@[ -z "$(DESTDIR)" ] || exit 0; \
update() { if command -v "$$1" >/dev/null; then "$$@" || echo "not up to date: $$1 failed" >&2; fi; }; \
update update-mime-database "$(share)/mime"; \
update update-desktop-database -q "$(share)/applications"; \
update gtk-update-icon-cache -q -f -t "$(share)/icons/hicolor"
endef

install: ## into PREFIX (~/.local): the program built for speed, its menu entry, icon and file type
	cargo build --release --locked
	install -D -m 755 "$(target)/release/sandtable" "$(DESTDIR)$(PREFIX)/bin/sandtable"
	install -D -m 644 assets/linux/sandtable.desktop "$(share)/applications/sandtable.desktop"
	@# A desktop's search path often lacks ~/.local/bin.
	sed -i 's|^Exec=sandtable|Exec="$(PREFIX)/bin/sandtable"|; s|^TryExec=.*|TryExec=$(PREFIX)/bin/sandtable|' "$(share)/applications/sandtable.desktop"
	install -D -m 644 assets/linux/sandtable.svg "$(share)/icons/hicolor/scalable/apps/sandtable.svg"
	install -D -m 644 assets/icon.png "$(share)/icons/hicolor/256x256/apps/sandtable.png"
	install -D -m 644 assets/linux/sandtable.xml "$(share)/mime/packages/sandtable.xml"
	$(update_caches)

uninstall: ## takes away what make install put there
	rm -f $(foreach file,$(installed),"$(file)")
	$(update_caches)

typos:
	@echo "== typos: spelling in code, texts and names"
	@command -v typos >/dev/null || cargo install --locked --root "$(TOOLS)" typos-cli@1.52.0
	typos

# Advisories come from a git repository; everything else is in the lock file and the crates.
deny:
	@echo "== cargo-deny: licences, sources and doubles among the dependencies, known vulnerabilities"
	@command -v cargo-deny >/dev/null || cargo install --locked --root "$(TOOLS)" cargo-deny@0.20.2
	cargo deny --all-features check --hide-inclusion-graph licenses bans sources
	@if timeout 120 cargo deny fetch db; then \
	  cargo deny --all-features check advisories; \
	else \
	  echo "NOT CHECKED: advisories. The database could not be fetched (it needs the network)."; \
	fi

# Node and npm are needed for this alone: milsymbol draws the same symbols, and a renderer of SVG paints what it gives.
SYMBOLS ?= 1000
symbols:
	@echo "== symbols: $(SYMBOLS) random codes, drawn by us and by milsymbol"
	@if ! command -v node npm >/dev/null; then echo "NOT CHECKED: symbols. node and npm are not there."; exit 0; fi; \
	mkdir -p "$(TOOLS)/symbols"; cp tests/symbols/package.json tests/symbols/package-lock.json "$(TOOLS)/symbols"; \
	(cd "$(TOOLS)/symbols" && npm ci --ignore-scripts --no-audit --no-fund --silent) && \
	rm -rf "$(target)/symbols" && node tests/symbols/reference.mjs "$(TOOLS)/symbols" assets/symbols/artwork.tsv.gz assets/fonts "$(target)/symbols" $(SYMBOLS) && \
	cargo run --locked --example symbols -- compare "$(target)/symbols" tests/symbols/exceptions.tsv

# Handouts in a browser and in other programs that open them, each of which may be missing.
handouts: packages-test
	@echo "== handouts: opened as people will open them"
	@$(quiet_runtime); rm -rf "$(target)/handouts"; mkdir -p "$(target)/handouts"
	HANDOUTS="$(target)/handouts" cargo test --locked --test handouts --test briefing
	tests/handouts.sh "$(target)/handouts" "$(TOOLS)/handouts" "$(target)/debug/sandtable" "$(SITUATION)"

# What GDAL says of the same files; every difference must have a reason that holds.
ogrinfo: packages-verify
	@echo "== ogrinfo: rows and extents as GDAL has them"
	cargo build --locked
	python3 tests/ogrinfo.py "$(target)/debug/sandtable"

# The sanitizer needs unstable flags: from the nightly compiler, or else from the one that is there, told to take them.
# What fuzzing finds out about the input is kept beside the build; fuzz/corpus holds the seeds.
fuzz_cargo = $$(rustup run nightly rustc --version >/dev/null 2>&1 && echo "cargo +nightly" || echo "env RUSTC_BOOTSTRAP=1 cargo")
fuzz:
	@echo "== fuzzing: every target for $(FUZZ_SECONDS) s"
	@command -v cargo-fuzz >/dev/null || cargo install --locked --root "$(TOOLS)" cargo-fuzz@0.13.2
	@cargo=$(fuzz_cargo); \
	for name in $$($$cargo fuzz list); do \
	  found="$(target)/fuzz-found/$$name"; seeds="fuzz/corpus/$$name"; mkdir -p "$$found" "$$seeds"; \
	  echo "-- $$name"; \
	  $$cargo fuzz run "$$name" "$$found" "$$seeds" -- -max_len=65536 -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048; \
	done

packages-run packages-test packages-verify: packages-%:
	@.ci/packages $*
