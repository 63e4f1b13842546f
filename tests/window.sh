#!/usr/bin/env bash
# The real window, driven with mouse and keys as a person would, under the X server that DISPLAY names.
#   tests/window.sh PATH/TO/sandtable [FOLDER FOR SCREENSHOTS]
# What the program did is read from its log; that it drew is read from the screen. Ends with "N passed, M failed".
set -uo pipefail

program=${1:?the path of the program}
shots=${2:-}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
log=$work/log
: >"$log"
export SANDTABLE_HOME=$work/home
trap 'kill "${pid:-}" "${tracer:-}" 2>/dev/null; rm -rf "$work"' EXIT

source "$here/tests/driving.sh"
shot() { [ -z "$shots" ] || { mkdir -p "$shots" && import -window root "$shots/$1.png"; }; }
screen() { import -window root -resize '64x40!' -depth 8 gray:- | md5sum; }
mark_at() { grep -oE "mark $1 at [0-9]+,[0-9]+" "$log" | tail -n 1 | sed 's/.* at //; s/,/ /'; }
row_at() { grep -oE "row $1 at [0-9]+,[0-9]+" "$log" | tail -n 1 | sed 's/.* at //; s/,/ /'; }
rect_at() { grep -oE "$1 at [0-9]+,[0-9]+" "$log" | tail -n 1 | sed 's/.* at //; s/,/ /'; }
# In the list of the last pass, and not in it.
lists() { # event, event that it must not have
  awk -v has=" row event:$1 at " -v lacks=" row event:$2 at " '
    / pass / { has_it = lacks_it = 0 }
    index($0, has) { has_it = 1 }
    index($0, lacks) { lacks_it = 1 }
    END { exit !(has_it && !lacks_it) }' "$log"
}
# Lets the window take it: of two clicks within one pass of a slow machine, one is lost.
click() { xdotool mousemove --sync "$1" "$2" click 1; settle; }

# Every socket that the program opens is written down, to show that none leads to a network.
RUST_LOG=warn,wgpu_hal=off,sandtable=info,sandtable::frame=trace,sandtable::layout=trace \
  strace -f -qq -e trace=socket,connect -o "$work/sockets" "$program" "$here/data/dprk-russia-2024" 2>"$log" &
tracer=$!

await "the situation is open" logged 'opened the situation'
pid=$(pgrep -P "$tracer")
window=$(xdotool search --sync --onlyvisible --name '^Sandtable$' | head -n 1)
xdotool windowmove --sync "$window" 0 0 windowsize "$window" 1280 800
await "the window is at rest" settled
shot open
before=$(screen)

# A row, by the mouse: the page and the map follow.
mark
click $(row_at event:deployment)
await "a click on a row selects its event" logged 'selected event:deployment'
await "at rest after the click" settled
after=$(screen)
[ "$before" != "$after" ]
verdict $? "the screen shows the selection"
shot row

# A far event, by the keyboard: the map follows to where it is.
mark
keys Home
keys plus plus plus plus plus plus
await "keys zoom the map in" logged 'camera .* zoom [4-9]'
mark
keys Down Down Down
await "the down key selects the next events" logged 'selected event:brics-summit'
await "the map follows the selection to where it is" logged 'camera '
await "at rest after the keys" settled
shot followed

# A mark, by the mouse: list and page follow.
keys Home
await "Home shows the whole situation" settled
mark
click $(mark_at place:kursk-region)
await "a click on a mark selects its place" logged 'selected place:kursk-region'
mark
keys alt+Left
await "Alt+Left goes back" logged 'selected event:'
mark
keys 2
await "the key 2 shows the reports" logged 'list reports'
mark
keys Down
await "the down key selects a report" logged 'selected report:'
shot report
mark
keys t
await "the key T changes the theme" logged 'theme light'
await "at rest in the new theme" settled
shot light

# Drag and wheel.
mark
xdotool mousemove --sync 400 600 sleep 0.2 mousedown 1 sleep 0.2 mousemove --sync 430 600 sleep 0.2 mousemove --sync 470 600 sleep 0.2 mouseup 1
await "a drag moves the map" logged 'camera '
mark
xdotool mousemove --sync 400 500 click 4 click 4
await "the wheel zooms" logged 'camera .* zoom'
await "at rest after drag and wheel" settled

# Time: the window typed, brushed, stepped and played; list, map and counts follow.
keys Escape Home 1
await "the events are shown again" settled
before=$(screen)
mark
click $(rect_at 'timeline window')
xdotool key ctrl+a type --delay 30 '24 Oct 2024'
xdotool key Return
await "a window is typed" logged 'window Some\(1729728000\) to Some\(1729814399\)'
await "at rest with the window" settled
await "the list has the day's events and not those of the day before" lists brics-summit deployment
grep -qE 'part 18 outside the window' "$log"
verdict $? "the list says how many are outside the window"
[ "$before" != "$(screen)" ]
verdict $? "the map shows it"
shot typed
mark
click $(rect_at 'timeline window')
xdotool key ctrl+a type --delay 30 '30 Feb 2024'
xdotool key Return Escape
await "at rest after a day that does not exist" settled
! logged '] window '
verdict $? "what is no window leaves the old one"
mark
read -r x y <<<"$(rect_at 'timeline histogram')"
xdotool mousemove --sync $((x - 300)) "$y" sleep 0.2 mousedown 1 sleep 0.2 mousemove --sync $((x - 200)) "$y" sleep 0.2 mousemove --sync $((x + 100)) "$y" sleep 0.2 mouseup 1
await "a window is brushed" logged 'window Some\([0-9]+\) to Some\([0-9]+\)'
await "at rest with the brushed window" settled
shot brushed
mark
keys period
await "the next event is stepped to" logged 'selected event:'
mark
keys shift+d
await "filter and time are reset" logged 'filter and time reset'
click $(rect_at 'timeline speed')
xdotool key ctrl+a type --delay 30 '60 days/s'
xdotool key Return
await "at rest with the speed typed" settled
mark
keys space
await "play begins" logged 'play started'
await "played to the end" logged 'play stopped'
shot played
keys shift+d
mark
keys ctrl+f
await "the filter opens" logged 'Filter open'
await "its values are there" logged 'value actor:north-korea at'
mark
click $(rect_at 'value actor:north-korea')
await "a value is taken into the filter" logged 'filter Filter'
await "at rest with a value" settled
shot filtered
keys Escape shift+d ctrl+f
await "the filter closes" settled

# A source is graded anew with a reason; nothing of it is lost by a slip of the hand.
mark
keys 5
await "the list of sources" logged 'list sources'
keys ctrl+Home
await "a source is selected" logged 'grade source:[^ ]* at'
await "at rest before grading" settled
mark
click $(rect_at 'grade source:[^ ]*')
await "its grade opens the form" logged 'grade-choice E at'
await "at rest with the form" settled
shot grading
click $(rect_at 'grade-choice E')
click $(rect_at 'grade Why')
mark
xdotool type --delay 30 'denied what it did'
keys Return
await "the source is graded anew" logged 'regrade .* to E, [0-9]+ statements follow'
await "the change waits to be saved" logged 'top save at'
mark
keys ctrl+q
await "closing asks what is to become of the change" logged 'overlay Unsaved'
await "at rest with the question" settled
shot unsaved
click $(rect_at 'unsaved Go on working')
await "one can go on working" logged 'overlay closed'
mark
keys ctrl+z
await "the grade is taken back" logged 'took back regrade .* to E'

# What came in is added: an event with its report at a place of the world, with keys alone. Presses beyond the text are counted.
n_presses=0
press() { keys "$@"; n_presses=$((n_presses + $#)); }
write_text() { xdotool windowfocus "$window" type --delay 25 "$1"; await "at rest with \"$1\" typed" settled; }
keys Escape Home 1
await "at rest before adding" settled
mark
press n
await "the key N asks for a new event" logged 'overlay NewEvent'
await "at rest with the form" settled
write_text 'Shelling of the crossing at Sudzha'
press Return
write_text '24 Oct 2024'
press Return
write_text 'sudzha'
shot adding-place
press Return
write_text 'Kursk Gazette'
press Return
write_text '25 Oct 2024'
press Return
write_text 'https://example.org/sudzha'
press Return
write_text 'The crossing came under fire.'
shot adding
mark
press ctrl+Return
await "it is added with its report as one step" logged 'add the event .*Shelling of the crossing'
await "and selected" logged 'selected event:shelling-of-the-crossing-at-sudzha'
[ "$n_presses" -le 12 ]
verdict $? "an event with a report at a searched place took $n_presses key presses beyond the text"
await "at rest with the event" settled
shot added
mark
keys ctrl+z
await "all of it is taken back" logged 'took back add the event'

# From "troops in Kursk" to who asserts and who denies it: two presses of the mouse, no typing.
keys Escape Escape Home 1
await "at rest before the ledger" settled
mark
click $(mark_at place:kursk-region)
await "first press: the mark of the Kursk region" logged 'selected place:kursk-region'
await "its page is shown" settled
mark
click $(rect_at 'open-ledger Ledger')
await "second press: the ledger" logged 'drawer Ledger'
await "it has who asserts that forces are in Kursk" logged 'ledger-cell event:stationing/ukrainian-military-intelligence at'
await "and who denies the deployment that this is part of" logged 'ledger-cell event:stationing/north-korea-un-mission at'
await "at rest with the ledger" settled
shot ledger
mark
click $(rect_at 'ledger-cell event:stationing/ukrainian-military-intelligence')
await "a cell opens its report" logged 'selected report:ukrainian-military-intelligence-statement'
await "at rest with the report" settled
mark
keys Left
settle
keys Return
await "the arrows go to the denial, and Enter opens it" logged 'selected report:north-korea-un-mission-denial'
mark
keys w
await "the key W shuts the ledger" logged 'drawer closed'
keys Escape
await "at rest without it" settled

# Idle: no pass, so nothing is computed and nothing drawn. A slow machine may still owe passes when the first 5 s begin (a tooltip comes
# half a second after the pointer); a window that is kept awake has no 5 s without any, and the log says by what.
idle() {
  local before n busy
  before=$(wc -l <"$log")
  n=$(n_passes)
  busy=$(n_ticks)
  sleep 5
  busy=$(($(n_ticks) - busy))
  echo "   $(($(n_passes) - n)) passes in 5 s, $busy ticks of 10 ms"
  { [ "$n" = "$(n_passes)" ] && [ "$busy" -le 2 ]; } || { tail -n +"$((before + 1))" "$log" | grep ' pass ' | head -n 8; return 1; }
}
xdotool mousemove --sync 640 15
await "at rest with the pointer away" settled
idle || idle || idle
verdict $? "5 s idle: no pass, and no processor time to speak of"

# Close, as the window's close button does.
keys ctrl+q
for _ in $(seq 100); do kill -0 "$tracer" 2>/dev/null || break; sleep 0.1; done
if kill -0 "$tracer" 2>/dev/null; then verdict 1 "Ctrl+Q closes the window"; else
  wait "$tracer"
  verdict $? "Ctrl+Q closes the window, exit code 0"
fi
! grep -qE 'AF_INET' "$work/sockets"
verdict $? "no internet socket was opened ($(grep -c 'socket(AF_UNIX' "$work/sockets") local ones to display and session)"

# The commands without a window.
for command in "info" "check" "render -o $work/out.png"; do
  strace -f -qq -e trace=socket,connect -o "$work/sockets-of-command" "$program" $command "$here/data/dprk-russia-2024" >/dev/null 2>&1
  verdict $? "sandtable ${command%% *} under strace"
  ! grep -qE 'AF_INET' "$work/sockets-of-command"
  verdict $? "sandtable ${command%% *} opened no internet socket"
done

if [ "$failed" != 0 ]; then sed -E '/sandtable::(frame|layout)/d' "$log" | tail -n 40; fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
