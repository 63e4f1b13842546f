#!/usr/bin/env bash
# How the real window copes with a large situation: until it is shown, while its list is scrolled, walked down and clicked, while the
# ledger of all events is opened and scrolled, and in memory.
#   tests/desk.sh PATH/TO/sandtable PATH/TO/SITUATION
# Wants a display of at least 1920x1080 (xvfb-run -s "-screen 0 1920x1080x24"), xdotool, and a build for speed. Figures to read, not a test:
# it fails only where the window did not open or no frame was measured. Prints lines of JSON: the milliseconds from launch to the end of the
# first frame that shows the situation, then for each motion what tests/frames.sh prints for its own, then the peak of resident memory.
# A frame_ms holds the pause before a frame as well, where the window was at rest.
set -euo pipefail
export LC_ALL=C

program=${1:?the path of the program}
open=${2:?the path of the situation}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
log=$work/log
: >"$log"
trap 'kill "${pid:-}" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
source "$here/tests/driving.sh"

now_us() { echo "${EPOCHREALTIME/./}"; }
fail() { echo "$1" >&2; tail -n 20 "$log" >&2; exit 1; }
# Passes the log on. The pass that follows upon "opened the situation" shows it; when it began, and how long it took, which the log
# says in the frame after it, goes into a file.
stamped() {
  local line opened=0 began=0
  while [ ! -e "$work/start" ] && IFS= read -r line; do
    printf '%s\n' "$line"
    if [ $opened = 0 ]; then
      [[ $line != *"opened the situation"* ]] || opened=1
    elif [ $began = 0 ]; then
      [[ $line != *" pass "[0-9]* ]] || began=$(now_us)
    elif [[ $line =~ thread\ ([0-9.]+)\ ms ]]; then
      awk -v began="$((began - launched))" -v thread="${BASH_REMATCH[1]}" 'BEGIN { printf "%.0f\n", began / 1000 + thread }' >"$work/start.part"
      mv "$work/start.part" "$work/start"
    fi
  done
  exec cat
}

launched=$(now_us)
SANDTABLE_HOME=$work/home RUST_LOG=warn,wgpu_hal=off,sandtable=info,sandtable::frame=trace "$program" "$open" 2> >(stamped >"$log") &
pid=$!
window=$(timeout 60 xdotool search --sync --onlyvisible --name '^Sandtable$' | head -n 1) || fail "the window did not open"
xdotool windowmove "$window" 0 0 windowsize "$window" 1920 1080 windowfocus "$window"

tries=600
until grep -q 'opened the situation' "$log"; do
  kill -0 "$pid" 2>/dev/null || fail "the program ended"
  tries=$((tries - 1))
  [ $tries -gt 0 ] || fail "the situation was not opened within 5 minutes"
  sleep 0.5
done
settle
# Asks for the frame that tells of the one before.
xdotool mousemove 700 560 sleep 0.2 mousemove 705 560
settle
[ -e "$work/start" ] || fail "no frame was measured"
echo "{\"start_ms\": $(cat "$work/start"), \"resident_mb\": $(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status")}"

# The list: in the upper half of the panel at the right.
list_x=1670
n_frames=0
n_selected() { tail -n +"$((first + 1))" "$log" | { grep -oE 'selected [a-z]+:.*' || true; } | sort -u | wc -l; }
measure() { # name of a function
  local said
  first=$(wc -l <"$log")
  "$1"
  # What the motion has set going counts too: flights, and frames that lag behind.
  settle
  said=$(report "$1" "$first")
  echo "${said%\}}, \"selected\": $(n_selected)}"
  n_frames=$((n_frames + $(sed -E 's/.*"frames": ([0-9]+).*/\1/' <<<"$said")))
}

scroll_list() { # some 8 s: down, then half of it up again
  local step clicks=()
  for step in $(seq 200); do clicks+=(click $((step % 100 < 67 ? 5 : 4)) sleep 0.04); done
  xdotool mousemove $list_x 250 sleep 0.3 "${clicks[@]}"
}
walk_down() { # page and map follow each of 60 steps
  xdotool mousemove 700 560 windowfocus "$window" sleep 0.3 key --delay 250 $(printf 'Down %.0s' {1..60})
}
click_rows() { # 30 of them; a click on a heading selects nothing
  local row before tries
  for _ in $(seq 15); do
    for row in 0 1 2 3 4 5; do
      before=$(n_selected) tries=10
      [ "$before" -lt 30 ] || return 0
      xdotool mousemove $list_x $((112 + row * 40)) sleep 0.1 click 1 sleep 0.5
      # Where frames are slow, a click too soon after another would be no click.
      until [ "$(n_selected)" != "$before" ] || [ $tries = 0 ]; do sleep 0.1; tries=$((tries - 1)); done
    done
    xdotool mousemove $list_x 250 sleep 0.1 click --repeat 6 --delay 40 5 sleep 0.5
  done
}

open_ledger() { xdotool mousemove 700 560 windowfocus "$window" sleep 0.3 key Escape sleep 0.5 key w sleep 1; }
scroll_ledger() { # some 6 s: down, and to the right
  local step clicks=()
  for step in $(seq 150); do clicks+=(click $((step % 3 < 2 ? 5 : 7)) sleep 0.04); done
  xdotool mousemove 700 800 sleep 0.3 "${clicks[@]}"
}

measure scroll_list
measure walk_down
measure click_rows
measure open_ledger
measure scroll_ledger
echo "{\"peak_resident_mb\": $(awk '/^VmHWM/ {print int($2 / 1024)}' "/proc/$pid/status"), \"load\": $(cut -d' ' -f1 /proc/loadavg)}"
[ $n_frames -gt 0 ] || fail "no frame was measured"
