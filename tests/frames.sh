#!/usr/bin/env bash
# How long frames take in the real window while the map is dragged and zoomed and while scenes change on the wall, and how much of that is our
# own work.
#   tests/frames.sh PATH/TO/sandtable [PATH TO OPEN]
# Wants a display of at least 1920x1080 (xvfb-run -s "-screen 0 1920x1080x24"), xdotool, and a build for speed. Prints for each motion one
# line of JSON: frames, and as median and 95th percentile the milliseconds from frame to frame, and the processor time of panels and picture in
# a frame and of all that the window's thread does in it (tessellating and handing the image over, which is no small part of it under Xvfb).
set -euo pipefail

program=${1:?the path of the program}
here=$(cd "$(dirname "$0")/.." && pwd)
open=${2:-$here/data/dprk-russia-2024}
log=$(mktemp)
trap 'kill "${pid:-}" 2>/dev/null; rm -rf "$log" "$log.home" "$log.flights"' EXIT

SANDTABLE_HOME=$log.home RUST_LOG=warn,wgpu_hal=off,sandtable=info,sandtable::frame=trace,sandtable::rows=trace "$program" "$open" 2>"$log" &
pid=$!
window=$(xdotool search --sync --onlyvisible --name '^Sandtable$' | head -n 1)
xdotool windowmove --sync "$window" 0 0 windowsize --sync "$window" 1920 1080 windowfocus "$window"

source "$here/tests/driving.sh"
settle

drag() { # a slow curve, some 5 s of it, a step each 8 ms: faster than frames come
  local step moves=()
  for step in $(seq 600); do
    moves+=(mousemove $(awk -v t="$step" 'BEGIN { printf "%d %d", 700 + 260 * sin(t / 60), 560 + 150 * sin(t / 37) }') sleep 0.008)
  done
  xdotool mousemove 700 560 sleep 0.3 mousedown 1 "${moves[@]}" sleep 0.3 mouseup 1
}
wheel() { # in and out again
  local step clicks=()
  for step in $(seq 120); do clicks+=(click $((step % 60 < 30 ? 4 : 5)) sleep 0.04); done
  xdotool mousemove 700 560 sleep 0.3 "${clicks[@]}"
}

play() { # time goes on by itself
  keys space
  sleep 6
  keys space
}

for motion in drag wheel play; do
  first=$(wc -l <"$log")
  "$motion"
  report "$motion" "$first"
  settle
done

# Of data layers: how long the threads take from a changed window or filter to the answer, and from another view or answer to its image; and how
# long it takes until a frame has them, which waits for the frame before to be shown.
for what in "rows found" "points made" "rows answered" "points drawn"; do
  echo "{\"what\": \"$what\", \"ms\": $(sed -nE "s/.*$what after ([0-9.]+) ms/\1/p" "$log" | quantiles)}"
done
# Where no situation is open there is nothing to present.
[ -d "$open" ] || exit 0

# All scenes and back again; of the passes those from where a flight begins to where it ends, of both windows.
keys F5
settle
first=$(wc -l <"$log")
for key in Right Right Right Right Right Right Right Left Left Left Left Left Left Left; do
  keys "$key"
  settle
done
tail -n +"$((first + 1))" "$log" | awk '/presenting\] scene/ { flies = 1 } flies; /look\] camera/ { ends = 1 } / frame [0-9]/ && ends { flies = ends = 0 }' >"$log.flights"
log=$log.flights report scenes 0
echo "{\"resident_mb\": $(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status"), \"load\": $(cut -d' ' -f1 /proc/loadavg)}"
