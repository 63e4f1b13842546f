#!/usr/bin/env bash
# Runs a command under an X server with two displays, as a speaker has them: one of 1280x800 for the notes, and right of it one of 1920x1080
# for the wall.
#   tests/two_displays.sh COMMAND...
# Xorg has them with its driver for no card at all (xserver-xorg-core, xserver-xorg-video-dummy, x11-xserver-utils). Where that is missing or
# may not be started, the command runs under Xvfb, which has one display, of 1920x1080.
set -uo pipefail

work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null; rm -rf "$work"' EXIT

cat >"$work/xorg.conf" <<'CONF'
Section "Device"
  Identifier "none"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "any"
  HorizSync 5-1000
  VertRefresh 5-200
  Modeline "1920x1080" 173.00 1920 2048 2248 2576 1080 1083 1088 1120
EndSection
Section "Screen"
  Identifier "all"
  Device "none"
  Monitor "any"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "1920x1080"
    Virtual 3200 1080
  EndSubSection
EndSection
Section "ServerFlags"
  Option "AutoAddDevices" "false"
EndSection
CONF

start_xorg() {
  local tries=50
  command -v Xorg >/dev/null && command -v xrandr >/dev/null || return 1
  # Without taking the machine's own screen, if it has one.
  Xorg -noreset -nolisten tcp -novtswitch -sharevts -config "$work/xorg.conf" -logfile "$work/xorg.log" -displayfd 5 5>"$work/number" >"$work/out" 2>&1 &
  server=$!
  until [ -s "$work/number" ]; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] && kill -0 "$server" 2>/dev/null || return 1
    sleep 0.1
  done
  DISPLAY=:$(cat "$work/number")
  export DISPLAY
  # The second output is as yet without a display.
  xrandr --addmode DUMMY1 1920x1080 &&
    xrandr --output DUMMY0 --mode 1280x800 --pos 0x0 --primary --output DUMMY1 --mode 1920x1080 --pos 1280x0
}

if start_xorg; then
  "$@"
else
  echo "Xorg did not start with two displays: $(tail -n 1 "$work/out" 2>/dev/null)"
  kill "${server:-}" 2>/dev/null
  xvfb-run -a -s "-screen 0 1920x1080x24" "$@"
fi
