# Sourced by the scripts that measure the real window: what its log, in the file $log, says of passes and frames; $pid is its process.

# At rest: no pass for a while, and not busy with one that takes long either.
n_passes() { grep -cE 'sandtable::frame.* pass [0-9]' "$log" || true; }
n_ticks() { awk '{print $14 + $15}' "/proc/$pid/stat"; }
settle() {
  local passes ticks tries=100
  while [ $tries -gt 0 ]; do
    passes=$(n_passes) ticks=$(n_ticks)
    sleep 1
    [ "$passes" != "$(n_passes)" ] || [ $(($(n_ticks) - ticks)) -gt 20 ] || return 0
    tries=$((tries - 1))
  done
}

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
