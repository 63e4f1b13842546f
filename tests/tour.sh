#!/usr/bin/env bash
# The tour of tests/tour.rs in the real window, under the X server that DISPLAY names: twenty tasks by keyboard alone.
#   tests/tour.sh PATH/TO/sandtable [FOLDER FOR A SCREENSHOT]
# That a task was done is seen from outside: in the log, in the settings that were kept, on the screen. Each task starts where the one before
# ended, so the first that fails ends the tour: with its name, the end of the log, and a screenshot.
set -euo pipefail
export LC_ALL=C

program=${1:?the path of the program}
shots=${2:-${TMPDIR:-/tmp}}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
log=$work/log
: >"$log"
export SANDTABLE_HOME=$work/home
settings=$SANDTABLE_HOME/settings.json
trap 'kill "${pid:-}" 2>/dev/null || true; rm -rf "$work"' EXIT

now_task="0. The window opens"
n_tasks=0

fail() { # words
  echo "FAILED: $now_task: $1"
  sed -E '/sandtable::(frame|layout)/d' "$log" | tail -n 30
  mkdir -p "$shots"
  if import -window root "$shots/tour-failed.png"; then echo "screenshot: $shots/tour-failed.png"; fi
  exit 1
}

source "$here/tests/driving.sh"
# Waits (20 s at most) until a command succeeds; the first that does not ends the tour.
await() { # words, command...
  local words=$1 end=$((SECONDS + 20))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "$words"
    kill -0 "$pid" 2>/dev/null || fail "$words: the program ended"
    sleep 0.05
  done
}

# The last thing of a kind that the log tells of, also from before the mark.
last() { grep -oE -- "$1" "$log" | tail -n 1; }
last_is() { [ "$(last "$1")" = "$2" ]; }
last_differs() { [ "$(last "$1")" != "$2" ]; }
# Parts of the screen, not all of it: which names the map has depends on those that it had before.
top_bar=1280x42+0+0
foot_of_map=430x36+480+714
screen() { import -window root -crop "$1" -depth 8 rgb:- | md5sum; } # part
looks_like() { [ "$(screen "$1")" = "$2" ]; }
looks_unlike() { [ "$(screen "$1")" != "$2" ]; }
keeps() { grep -qE -- "$1" "$settings" 2>/dev/null; }
keeps_no() { [ -e "$settings" ] && ! grep -qE -- "$1" "$settings"; }

write() { xdotool windowfocus "$window" type --delay 40 "$1"; }

task() { # name as in tests/tour.rs
  n_tasks=$((n_tasks + 1))
  now_task="$n_tasks. $1"
  mark
}
done_() { echo "ok: $now_task"; }

# Finds something in the palette by typing, and takes it.
find_() { # words, what the log then tells
  mark
  keys ctrl+k
  await "Ctrl+K opens the palette" logged 'overlay Palette'
  write "$1"
  keys Return
  await "Enter shuts the palette" logged 'overlay closed'
  await "“$1” leads to “$2”" logged "$2"
}

# Shows a list and goes to its first item.
list() { # key, list, item
  keys "$1"
  await "the key $1 shows the list of $2" logged "list $2\$"
  keys Down
  await "the down key selects $3" logged "selected $3\$"
}

# Whether the keyboard is at the link to a record: in the last pass, the widget that has the keyboard had its middle where the link had it.
keyboard='keyboard [0-9A-F]+ at [0-9,-]+'
is_at_link() {
  awk -v link=" link $1 at " '
    / pass / { here = "" }
    index($0, link) { here = $NF }
    / keyboard / { is_at = $NF == here }
    END { exit !is_at }' "$log"
}
tab_to_link() {
  local before tries=40
  while [ "$tries" -gt 0 ]; do
    before=$(last "$keyboard" | cut -d' ' -f2)
    keys Tab
    await "Tab moves the keyboard" last_differs 'keyboard [0-9A-F]+' "keyboard $before"
    if is_at_link "$1"; then return; fi
    tries=$((tries - 1))
  done
  fail "Tab does not reach the link to $1"
}

RUST_LOG=warn,wgpu_hal=off,sandtable=info,sandtable::frame=trace,sandtable::layout=trace \
  "$program" "$here/data/dprk-russia-2024" 2>"$log" &
pid=$!
await "the situation is open" logged 'opened the situation'
window=$(timeout 20 xdotool search --sync --onlyvisible --name '^Sandtable$' | head -n 1) || fail "there is no window"
xdotool windowmove "$window" 0 0 windowsize "$window" 1280 900
await "the window is at rest" settled

task "Find the denial"
keys 2
await "the key 2 shows the reports" logged 'list reports$'
find_ "deployed to russia" 'selected event:deployment$'
await "the page tells of the denial" logged 'stance denied at '
done_

task "Who said it, and through whom"
keys Return
await "Enter sends the keyboard to the page" logged "$keyboard"
tab_to_link source:north-korea-un-mission
keys Return
await "Enter on the link selects its source" logged 'selected source:north-korea-un-mission$'
await "the page tells of its reports" logged 'section Linked · '
done_

task "Back to the event"
keys alt+Left
await "Alt+Left goes back to the event" logged 'selected event:deployment$'
await "at rest" settled
done_

task "Where: the map is fitted to it"
camera='camera .*'
before=$(last "$camera")
keys f
await "F moves the map" last_differs "$camera" "$before"
await "at rest" settled
done_

task "Back to the view before"
keys bracketleft
await "[ moves the map back to $before" last_is "$camera" "$before"
done_

task "Sort reports by grade"
keys 2
await "the key 2 shows the reports" logged 'list reports$'
keys s s s
await "three times S sorts by the grade of the source, the best first" logged 'Reports: Sorted by grade: source, best first, grouped by nothing$'
done_

task "Turn the order round"
keys shift+s
await "Shift+S turns the order round" logged 'Reports: Sorted by grade: source, worst first, grouped by nothing$'
done_

task "Group reports by source"
keys shift+g
await "Shift+G groups by source" logged 'Reports: Sorted by grade: source, worst first, grouped by source$'
done_

task "The first report"
keys ctrl+Home
await "Ctrl+Home selects the first report" logged 'selected report:'
done_

task "And two more with it"
keys shift+j
await "Shift+J picks out the next as well" logged 'picked 2$'
second=$(last 'selected .*')
keys shift+j
await "Shift+J picks out a third" logged 'picked 3$'
third=$(last 'selected .*')
[ "$second" != "$third" ] || fail "the selection stands still at $third"
done_

task "Put back"
keys Escape
await "Escape puts back what is picked" logged 'picked 0$'
await "and clears the selection" logged 'selected nothing$'
done_

task "The thread of the treaty"
find_ "comprehensive strateg" 'selected event:partnership$'
await "the page has its thread" logged 'section Thread '
done_

task "Go back twice"
keys alt+Left
await "Alt+Left goes back to the third report" logged "$third\$"
keys alt+Left
await "Alt+Left goes back to the second report" logged "$second\$"
done_

task "Places"
list 3 places place:kazan
done_

task "Sources"
list 5 sources source:news-article
done_

task "What lies in the tray"
list 6 tray event:.+
await "at rest" settled
done_

task "Which key was it?"
before=$(screen "$top_bar")
keys question
await "? shows all keys" logged 'overlay Shortcuts$'
await "the keys of lists are among them" logged 'section Lists '
await "the screen behind them is dimmed" looks_unlike "$top_bar" "$before"
keys Escape
await "Escape takes them away" logged 'overlay closed$'
await "the screen is as before" looks_like "$top_bar" "$before"
done_

task "Problems, and shut again"
before=$(screen "$foot_of_map")
keys p
await "P opens the drawer with the problems" logged 'drawer Problems$'
await "the drawer is where the map ended" looks_unlike "$foot_of_map" "$before"
keys p
await "P shuts the drawer" logged 'drawer closed$'
await "the map ends as before" looks_like "$foot_of_map" "$before"
done_

task "Light theme and larger, by keys"
dark=$(screen "$top_bar")
keys t
await "T changes the theme" logged 'theme light$'
await "the theme is kept" keeps '"theme": "light"'
await "the screen shows the theme" looks_unlike "$top_bar" "$dark"
await "at rest" settled
usual=$(screen "$top_bar")
keys ctrl+plus
await "Ctrl+Plus makes everything larger" keeps '"scale_percent": 110'
await "the screen shows it" looks_unlike "$top_bar" "$usual"
done_

task "A command by its name"
find_ "usual size" 'overlay closed$'
await "the size is as usual again" keeps_no scale_percent
await "the theme stays" keeps '"theme": "light"'
await "the screen shows it" looks_like "$top_bar" "$usual"
done_

keys ctrl+q
for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
! kill -0 "$pid" 2>/dev/null || fail "after it Ctrl+Q does not close the window"
wait "$pid" || fail "after it the program ends with exit code $?"
echo "$n_tasks tasks done by keyboard in $SECONDS s"
