#!/usr/bin/env bash
# A briefing given in the real window with keys and mouse, on the displays of the X server that DISPLAY names (tests/two_displays.sh has two).
#   tests/present.sh PATH/TO/sandtable [FOLDER FOR SCREENSHOTS]
# What was done is read from the log, and what the room sees from the pixels of the wall. Ends with "N passed, M failed".
set -uo pipefail
export LC_ALL=C

program=${1:?the path of the program}
shots=${2:-}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
log=$work/log
: >"$log"
export SANDTABLE_HOME=$work/home
trap 'kill "${pid:-}" "${rendering:-}" 2>/dev/null; rm -rf "$work"' EXIT

source "$here/tests/driving.sh"
scenes=(opening treaty soldiers kursk denial seoul judgements closing)

# What the room sees, kept under a name once it is at rest; whether it sees just that now; whether it sees anything else.
# Of a window that is gone `import` waits for ever.
picture() { timeout 20 import -window "$1" -depth 8 "$work/$2.ppm"; }
look() { settle; picture "$wall" "$1"; }
shows() { picture "$wall" now && cmp -s "$work/now.ppm" "$work/$1.ppm"; }
shows_other() { settle; ! shows "$1"; }
of_image() { convert "$work/$1.ppm" -format "$2" info:; }
shot() { [ -z "$shots" ] || { settle; import -window root "$shots/$1.png"; }; }
check() { # words, command...
  local words=$1
  shift
  "$@"
  verdict $? "$words"
}
# At rest, looked at for a shorter time than elsewhere: a pass that is still being drawn takes processor time meanwhile.
settled() {
  local passes ticks
  passes=$(n_passes) ticks=$(n_ticks)
  sleep 0.3
  [ "$passes" = "$(n_passes)" ] && [ $(($(n_ticks) - ticks)) -le 1 ]
}
# Presses keys in the speaker's window and waits for what the log is to say of it.
press() { # pattern of the log, keys...
  local pattern=$1 tries=300
  shift
  mark
  keys "$@"
  until logged "$pattern"; do
    tries=$((tries - 1))
    if [ "$tries" = 0 ]; then verdict 1 "$*: $pattern"; return; fi
    sleep 0.1
  done
}
come() { press "presenting\] scene ${scenes[$1 - 1]}\$" "${@:2}"; } # number, keys...
# Where the room's picture is not concerned: on the notes where they have a display, else in the wall's corner.
park() {
  if [ "$n_displays" -gt 1 ]; then xdotool mousemove --sync 2 2; else xdotool mousemove --sync 1919 1079; fi
  settle
}
point() { xdotool mousemove --sync $((wall_x + $1)) $((wall_y + $2)); settle; } # in pixels of the wall
# From one place of the wall to another: of moves within one pass of a slow machine all but the last are lost.
drag() { # x y x y
  point "$1" "$2"
  xdotool mousedown 1
  settle
  point $((($1 + $3) / 2)) $((($2 + $4) / 2))
  point "$3" "$4"
  xdotool mouseup 1
  settle
}
# Without a pass for 5 s, and without processor time to speak of. The clock of the notes goes on once a minute, and a slow machine may owe a
# pass when the time begins.
rests() {
  local before n busy try
  settle
  for try in 1 2 3; do
    before=$(wc -l <"$log") n=$(n_passes) busy=$(n_ticks)
    sleep 5
    busy=$(($(n_ticks) - busy))
    [ "$n" = "$(n_passes)" ] && [ "$busy" -le 2 ] && return 0
    echo "   $(($(n_passes) - n)) passes in 5 s, $busy ticks of 10 ms"
    tail -n +"$((before + 1))" "$log" | grep ' pass ' | head -n 4
  done
  return 1
}

mkdir -p "$SANDTABLE_HOME" ${shots:+"$shots"}
echo '{"theme": "projector"}' >"$SANDTABLE_HOME/settings.json"
cp -r "$here/data/dprk-russia-2024" "$work/situation"

# The same scenes without a window, to be compared with the wall.
for number in 1 2 3 4 5 6 7 8; do
  "$program" render "$here/data/dprk-russia-2024" --scene "$number" --theme projector --size 1920x1080 -o "$work/render$number.png" 2>/dev/null
done &
rendering=$!

RUST_LOG=warn,wgpu_hal=off,sandtable=info,sandtable::command=debug,sandtable::frame=trace,sandtable::layout=trace "$program" "$work/situation" 2>"$log" &
pid=$!
await "the situation is open" logged 'opened the situation'
window=$(xdotool search --sync --onlyvisible --name '^Sandtable$' | head -n 1)
xdotool windowmove --sync "$window" 0 0 windowsize "$window" 1280 800 mousemove --sync 2 2
wait "$rendering"
settle
press 'camera .* zoom' plus plus plus
press 'selected event:' Down Down
settle
picture "$window" desk

# On which display, and how large.
start_presenting() {
  press 'presenting from opening' F5
  wall=$(xdotool search --sync --onlyvisible --name 'Sandtable: the wall' | head -n 1)
  settle
}
start_presenting
where() { xdotool getwindowgeometry --shell "$1" | sed -nE 's/^(X|Y|WIDTH|HEIGHT)=//p' | paste -sd' '; }
read -r wall_x wall_y _ <<<"$(where "$wall")"
n_displays=$(grep -cE 'app::window\] display [0-9]' "$log")
if [ "$n_displays" -gt 1 ]; then
  check "the wall covers the other display: $(where "$wall")" [ "$(where "$wall")" = "1280 0 1920 1080" ]
  check "the notes stay on theirs: $(where "$window")" [ "$(where "$window")" = "0 0 1280 800" ]
else
  echo "NOT CHECKED: two displays. This X server has one."
  check "the wall covers the display: $(where "$wall")" [ "$(where "$wall")" = "0 0 1920 1080" ]
fi
park

# Through all scenes, each as it is without a window.
is_rendered() { picture "$wall" "$number" && [ "$(compare -metric AE "$work/render$number.png" "$work/$number.ppm" null: 2>&1)" = 0 ]; }
number=1
await "the first scene is that of render, to the pixel" is_rendered
for key in Right Page_Down space Down n Right Page_Down; do
  number=$((number + 1))
  come "$number" "$key"
  settle
  await "$key: scene $number, that of render to the pixel" is_rendered || { [ -z "$shots" ] || compare "$work/render$number.png" "$work/$number.ppm" "$shots/differs$number.png"; }
  shot "$number"
done
press 'wall: Next' Right
check "past the last scene nothing comes" eval 'settle; shows 8'
number=8
for key in Left Page_Up Up; do
  number=$((number - 1))
  come "$number" "$key"
  await "$key: scene $number again, the same picture" shows "$number"
done
come 1 Home
await "Home: the first" shows 1
come 8 End
await "End: the last" shows 8

# What stands behind it.
for number in 3 7 5; do
  come "$number" "$number" Return
  await "$number and Enter: scene $number" shows "$number"
  press 'wall: Evidence' e
  check "E shows another page" shows_other "$number"
  shot "evidence$number"
  [ "$number" != 5 ] || check "the page at rest" rests
  press 'wall: Evidence' e
  await "E again: just what was there" shows "$number"
done
check "a scene at rest" rests

# "Go there": with the mouse, and by a search that the room does not see.
mark
drag 1300 700 1000 500
check "a drag wanders" logged 'look\] camera '
await "a pointer that rests on the wall is hidden" logged 'pointer on the wall hidden'
park
check "the room sees elsewhere" shows_other 5
look wandered
shot wandered
press 'wall: Evidence' e
check "E from there" shows_other wandered
press 'wall: Evidence' e
await "E again: where one wandered" shows wandered
come 5 BackSpace
await "Backspace: the scene" shows 5
press 'overlay ' ctrl+k
xdotool windowfocus "$window" type --delay 40 'Vladivostok'
settle
shot search
check "what is typed in the notes is not on the wall" shows 5
press 'look\] camera ' Return
check "the wall has flown there" shows_other 5
shot there
come 5 BackSpace
await "Backspace: the scene" shows 5

# Black, overview, frozen, larger.
press 'wall: Black' b
look black
check "B: black is black" [ "$(of_image black '%[fx:maxima]')" = 0 ]
check "black at rest" rests
press 'wall: Black' b
await "B again: the scene" shows 5
press 'wall: Overview' o
check "O: all scenes" shows_other 5
look overview
shot overview
press 'wall: Next' Down
check "an arrow takes up the next" shows_other overview
come 6 Return
await "Enter goes there" shows 6
press 'wall: Freeze' f
press 'wall: Next' Right
check "frozen: the wall stays" eval 'settle; shows 6'
come 7 f
await "let go: the scene comes" shows 7
come 3 3 Return
await "3 and Enter: scene 3" shows 3
press 'wall: Larger' plus
check "plus: larger" shows_other 3
shot larger
press 'wall: Smaller' minus
await "minus: as it was" shows 3
press 'wall: Spotlight' s
check "S: all but the selection is dimmed" shows_other 3
press 'wall: Spotlight' s
await "S again: as it was" shows 3

# Laser and pen; a pointer on a mark.
press 'wall: Laser' l
point 1500 700
look laser
check "L: a red dot where the pointer is" [ "$(convert "$work/laser.ppm" -crop 1x1+1500+700 -format '%[fx:r > 0.7 && g < 0.4 && b < 0.4]' info:)" = 1 ]
park
press 'wall: Laser' l
await "L again: no dot" shows 3
press 'wall: Pen' p
drag 1300 500 1500 650
park
check "P and a drag: a line" shows_other 3
press 'wall: TakeBack' z
await "Z takes it back" shows 3
press 'wall: Hand' h
read -r x y <<<"$(grep -oE 'mark place:pyongyang at [0-9]+,[0-9]+' "$log" | tail -n 1 | sed 's/.* at //; s/,/ /')"
mark
# The canvas of the wall is 345 points high.
point $((x * 1080 / 345)) $((y * 1080 / 345))
await "the pointer rests on a mark" logged 'pointer on the wall hidden'
check "and nothing stands beside it" eval 'settle; shows 3'
park

# The end, and back at the desk.
press 'wall: Pen' p
drag 1300 500 1500 650
park
look line
press 'wall: Leave' Escape
check "Escape: the holding card" shows_other line
look holding
shot holding
check "it has no map: $(of_image holding %k) colours" [ "$(of_image holding %k)" -lt 400 ]
check "the holding card at rest" rests
press 'wall: Enter' Return
await "Enter: the scene with its line again" shows line
press 'wall: Leave' Escape
await "Escape: the holding card" shows holding
press 'wall: Leave' Escape
if [ "$n_displays" -gt 1 ]; then check "Escape again asks on the notes alone" eval 'settle; shows holding'; else check "Escape again asks what is to become of the line" shows_other holding; fi
shot keep
press 'presenting ended' d
# The ground may be drawn where before it was copied, which makes a 255th of difference in some of its pixels.
is_back() { picture "$window" now && [ "$(compare -metric AE -fuzz 0.5% "$work/desk.ppm" "$work/now.ppm" null: 2>&1)" = 0 ]; }
await "D throws it away, and the analyst is where they were, in every pixel" is_back
shot back
! xdotool search --onlyvisible --name 'Sandtable: the wall' >/dev/null 2>&1
verdict $? "the wall is gone"

# Once more, from elsewhere; and what others do to the files is nothing to the room.
press 'look\] camera ' Home
start_presenting
await "the first scene is as it was" shows 1
mark
echo >>"$work/situation/sources.json"
await "the files change" logged 'ChangedOnDisk'
check "the room does not see that files changed" eval 'settle; shows 1'
shot changed
press 'wall: Arrow' a
drag 1500 500 1700 650
press 'wall: Leave.*' Escape Escape
press 'Drawings of the briefing kept' k
press 'took back' ctrl+z

if [ "$failed" != 0 ]; then sed -E '/sandtable::(frame|layout|command)/d' "$log" | tail -n 40; fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
