#!/usr/bin/env bash
# Pictures of the real window for eyes to judge: three sizes and the double scale, each in the three themes, with the denial's page shown.
#   tests/shots.sh PATH/TO/sandtable FOLDER [PATH OF A SITUATION OF HOSTILE TEXTS]
# Wants a display of at least 2560x1440 (xvfb-run -s "-screen 0 2560x1440x24"), xdotool, and a build for speed. Writes SIZE-THEME.png, and
# with the third argument hostile-SIZE-THEME.png too. Not a test: it fails only where there is nothing to take a picture of.
set -euo pipefail
export LC_ALL=C

program=${1:?the path of the program}
out=${2:?the folder for the pictures}
hostile=${3:-}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
log=$work/log
export SANDTABLE_HOME=$work/home
trap 'kill "${pid:-}" 2>/dev/null || true; wait 2>/dev/null; rm -rf "$work"' EXIT
source "$here/tests/driving.sh"
mkdir -p "$out"

fail() { echo "$1" >&2; tail -n 20 "$log" >&2; exit 1; }
await() { # seconds, what the log then tells
  local end=$((SECONDS + $1))
  until grep -qE -- "$2" "$log"; do
    [ "$SECONDS" -lt "$end" ] || fail "the log does not tell of: $2"
    kill -0 "$pid" 2>/dev/null || fail "the program ended"
    sleep 0.1
  done
}

# What the palette finds by these words, or the first item of the list where there are none.
shot() { # name, size, theme, scale in percent, situation, words
  local window
  rm -rf "$SANDTABLE_HOME"
  mkdir -p "$SANDTABLE_HOME"
  echo "{\"theme\": \"$3\", \"scale_percent\": $4}" >"$SANDTABLE_HOME/settings.json"
  RUST_LOG=warn,wgpu_hal=off,sandtable=info,sandtable::frame=trace "$program" "$5" 2>"$log" &
  pid=$!
  window=$(timeout 60 xdotool search --sync --onlyvisible --name '^Sandtable$' | head -n 1) || fail "there is no window"
  xdotool windowmove "$window" 0 0 windowsize "$window" "${2%x*}" "${2#*x}" windowfocus "$window"
  # In the corner the pointer shows nothing of its own.
  xdotool mousemove --sync 0 0
  await 60 'opened the situation'
  settle
  if [ -n "$6" ]; then
    xdotool key ctrl+k
    await 20 'overlay Palette'
    xdotool type --delay 40 "$6"
    xdotool key Return
  else
    xdotool key Down
  fi
  await 20 'selected event:'
  settle
  import -window "$window" "$out/$1.png"
  kill "$pid"
  wait "$pid" 2>/dev/null || true
  echo "$out/$1.png"
}

for theme in dark light projector; do
  for size in 1280x720 1920x1080 2560x1440; do
    shot "$size-$theme" "$size" "$theme" 100 "$here/data/dprk-russia-2024" "deployed to russia"
  done
  shot "1920x1080-200-$theme" 1920x1080 "$theme" 200 "$here/data/dprk-russia-2024" "deployed to russia"
  [ -z "$hostile" ] || shot "hostile-1920x1080-$theme" 1920x1080 "$theme" 100 "$hostile" ""
done
