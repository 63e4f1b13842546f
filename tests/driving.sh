# Sourced by the scripts that drive the real window and by those that measure it: keys, and what its log, in the file $log, says since the
# last mark. $pid is its process, $window its window.

passed=0
failed=0
verdict() { # status, words
  if [ "$1" = 0 ]; then passed=$((passed + 1)); echo "ok: $2"; else failed=$((failed + 1)); echo "FAILED: $2"; fi
}

# Waits (30 s at most) until a command succeeds: state is waited for, never time.
await() { # words, command...
  local words=$1 tries=300
  shift
  until "$@"; do
    tries=$((tries - 1))
    if [ "$tries" = 0 ]; then verdict 1 "$words"; return 1; fi
    sleep 0.1
  done
  verdict 0 "$words"
}

since=0
mark() { since=$(wc -l <"$log"); }
new_lines() { tail -n +"$((since + 1))" "$log"; }
logged() { new_lines | grep -E -- "$1" >/dev/null; }

n_passes() { grep -cE 'sandtable::frame.* pass [0-9]' "$log" || true; }
n_ticks() { awk '{print $14 + $15}' "/proc/$pid/stat"; }
# At rest: no pass begun, and none still being drawn nor anything worked on, which would take processor time (20 ms are a timer's).
settled() {
  local passes ticks
  passes=$(n_passes) ticks=$(n_ticks)
  sleep 0.7
  [ "$passes" = "$(n_passes)" ] && [ $(($(n_ticks) - ticks)) -le 2 ]
}
settle() {
  local tries=140
  until settled || [ "$tries" = 0 ]; do tries=$((tries - 1)); done
}

# As a person types: to the window in front, key by key.
keys() { xdotool windowfocus "$window" key --delay 60 "$@"; }

# Median and 95th percentile of the numbers on standard input.
quantiles() {
  sort -n | awk '{ v[NR] = $1 } END { if (NR) printf "{\"median\": %.1f, \"p95\": %.1f}", v[int((NR - 1) * 0.5 + 1.5)], v[int((NR - 1) * 0.95 + 1.5)]; else printf "null" }'
}

# Prints as a line of JSON what the log says since line $2 of the passes of a motion.
report() { # name, first line
  local lines
  lines=$(tail -n +"$(($2 + 1))" "$log" | sed -nE 's/.* frame ([0-9.]+) ms: panels and picture ([0-9.]+) ms, thread ([0-9.]+) ms/\1 \2 \3/p')
  column() { [ -z "$lines" ] || cut -d' ' -f"$1" <<<"$lines"; }
  echo "{\"motion\": \"$1\", \"frames\": $(column 1 | wc -l), \"frame_ms\": $(column 1 | quantiles), \"panels_and_picture_ms\": $(column 2 | quantiles), \"thread_ms\": $(column 3 | quantiles)}"
}
