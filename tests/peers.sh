#!/usr/bin/env bash
# Sandtable beside other programs on this machine, in one run: an empty MapLibre GL JS map (frames while panning) and QGIS (from start to
# a picture at rest), each timed as Sandtable is. Figures to read, not a test.
#   tests/peers.sh PATH/TO/sandtable
# Wants the scripts in ../shared/peers (or where SANDTABLE_SHARED says), Xvfb and xdotool; for MapLibre node, npm and chromium; for QGIS
# qgis, and python3 with numpy and python-xlib. What is not there is left out, and said to be.
set -euo pipefail

program=$(realpath "${1:?the path of the program}")
here=$(cd "$(dirname "$0")/.." && pwd)
peers=${SANDTABLE_SHARED:-$here/../shared}/peers
places=$here/data/dprk-russia-2024/places.geojson
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
has() { local name; for name in "$@"; do command -v "$name" >/dev/null || { echo "left out: $name is not there"; return 1; }; done; }

echo "== frames, Sandtable"
xvfb-run -a -s "-screen 0 1920x1080x24" "$here/tests/frames.sh" "$program"

if ! [ -d "$peers" ]; then
  echo "left out: the peers ($peers is not there)"
  exit 0
fi

echo "== frames, empty MapLibre GL JS map (med: milliseconds)"
if has node npm chromium; then
  cp -r "$peers/js" "$work/js"
  chmod -R u+w "$work/js"
  echo '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[36.2,51.7]},"properties":{}}]}' >"$work/events_1.geojson"
  (cd "$work/js" && npm ci --silent && node build.mjs) >"$work/npm.log" 2>&1 || { tail "$work/npm.log"; exit 1; }
  node "$work/js/browser_peer.mjs" maplibre circle 1 "$work" "" 200
fi

echo "== start to a picture at rest, Sandtable and QGIS in turn"
if has qgis python3 && python3 -c "import numpy, Xlib" 2>/dev/null; then
  export PEERS_OUT=$work XDG_RUNTIME_DIR=$work
  for _ in 1 2 3 4 5; do
    python3 "$peers/bb.py" sandtable 12 --any --wait 60 --drag 0 -- "$program" "$places"
    # QGIS finds its own modules with the system's Python only.
    python3 "$peers/bb.py" qgis 12 --any --wait 60 --drag 0 -- env PATH=/usr/bin:/bin qgis --nologo --noplugins --noversioncheck \
      --profiles-path "$work/qgis" "$places"
  done
else
  echo "left out: QGIS, or python3 with numpy and Xlib, is not there"
fi
