#!/usr/bin/env bash
# The real window, killed at random moments while it is worked in, under the X server that DISPLAY names.
#   tests/kill.sh PATH/TO/sandtable [KILLS]
# Each time files must be whole, and what was done a second before the kill must be taken up. Ends with "N passed, M failed".
set -uo pipefail

program=${1:?the path of the program}
kills=${2:-10}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
log=$work/log
export SANDTABLE_HOME=$work/home
trap 'kill "${pid:-}" 2>/dev/null; rm -rf "$work"' EXIT
cp -r "$here/data/dprk-russia-2024" "$work/war"

source "$here/tests/driving.sh"

n_events() { "$program" info "$work/war" --json | grep -oE '"events": [0-9]+' | grep -oE '[0-9]+'; }
n_done() { grep -cE "[Dd]uplicated? " "$log"; }

for round in $(seq "$kills"); do
  : >"$log"
  before=$(n_events)
  RUST_LOG=warn,wgpu_hal=off,sandtable=info "$program" "$work/war" 2>"$log" &
  pid=$!
  await "the situation is open" grep -q 'opened the situation' "$log" || continue
  window=$(xdotool search --sync --onlyvisible --pid "$pid" --name '^Sandtable$' | head -n 1)
  await "the window takes keys" eval 'keys Escape Down ctrl+d; [ "$(n_done)" -gt 0 ]' || continue
  for _ in $(seq $((RANDOM % 8 + 1))); do
    keys Escape Down ctrl+d
    [ $((RANDOM % 3)) != 0 ] || keys ctrl+s
    sleep "0.$((RANDOM % 4))"
  done
  n_old=$(n_done)
  # More of it in the last second, which may be lost.
  until_ns=$(($(date +%s%N) + 1050000000))
  while [ "$(date +%s%N)" -lt "$until_ns" ]; do keys Escape Down ctrl+d; sleep 0.1; done
  kill -9 "$pid"
  wait "$pid" 2>/dev/null
  "$program" check "$work/war" >"$work/check" || { verdict 1 "files are whole after kill $round"; cat "$work/check"; continue; }
  "$program" recover "$work/war" --take >"$work/recovered" || { verdict 1 "kill $round is recovered from"; cat "$work/recovered"; continue; }
  after=$(n_events)
  [ "$((after - before))" -ge "$n_old" ]
  verdict $? "kill $round: $((after - before)) of $(n_done) steps are there, $n_old were older than a second"
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
