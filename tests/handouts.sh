#!/usr/bin/env bash
# Opens handouts in the programs that people will open them with. What is not there is left out, and said to be.
#   tests/handouts.sh FOLDER MODULES PROGRAM SITUATION
# FOLDER has handouts by name (sample.html, ...); what is seen of them is written to FOLDER/seen, to be looked at. MODULES is a folder for
# modules of node, which are installed there once. PROGRAM writes those of SITUATION too, each twice: under other homes, languages, time zones and
# folders the bytes must be the same. The parts are functions, run in the order in which they stand.
set -euo pipefail

folder=$(realpath "${1:?the folder of the handouts}")
modules=${2:?a folder for the modules of node}
program=$(realpath "${3:?the program}")
situation=$(realpath "${4:?a situation}")
here=$(cd "$(dirname "$0")" && pwd)
seen=$folder/seen
mkdir -p "$seen"

lacks() { # WHAT TOOL...: says that WHAT is not checked where a tool is not there
  local what=$1 tool
  shift
  for tool in "$@"; do
    command -v "$tool" >/dev/null || { echo "NOT CHECKED: $what. $tool is not there."; return 0; }
  done
  return 1
}

pages() {
  local browser
  browser=$(command -v chromium chromium-browser google-chrome | head -n 1) || true
  if [ -z "$browser" ]; then
    echo "NOT CHECKED: handouts as pages. chromium is not there."
    return
  fi
  ! lacks "handouts as pages" node npm || return 0
  mkdir -p "$modules"
  cp "$here/handouts/package.json" "$here/handouts/package-lock.json" "$modules"
  (cd "$modules" && npm ci --ignore-scripts --no-audit --no-fund --silent)
  node "$here/handouts/page.mjs" "$modules" "$browser" "$seen" "$folder"/*.html
}

slides() {
  local name pptx n_pages
  if python3 -c "import pptx" 2>/dev/null; then
    python3 "$here/handouts/slides.py" "$folder"/*.pptx
  else
    echo "NOT CHECKED: handouts as slides, as python-pptx reads them. It is not there."
  fi
  ! lacks "handouts as slides in LibreOffice" soffice pdftotext pdftoppm unzip || return 0
  # A profile of its own: else a LibreOffice that is open would be asked to do it.
  soffice "-env:UserInstallation=file://$seen/profile" --headless --convert-to pdf --outdir "$seen" "$folder"/*.pptx >"$seen/soffice.log" 2>&1
  for pptx in "$folder"/*.pptx; do
    name=$(basename "$pptx" .pptx)
    mv "$seen/$name.pdf" "$seen/$name-slides.pdf"
    n_pages=$(pdftotext "$seen/$name-slides.pdf" - | tr -cd '\f' | wc -c)
    pdftoppm -r 60 -png "$seen/$name-slides.pdf" "$seen/$name-slide"
    echo "$name: $n_pages slides in LibreOffice"
    [ "$n_pages" = "$(unzip -l "$pptx" | grep -c ' ppt/slides/slide[0-9]*\.xml$')" ]
  done
  rm -rf "$seen/profile"
}

# What a PDF says, without spaces, which stand for line ends too: all of it, and what is between the edges, so that a sentence that goes on
# over the page is in one piece.
said() { # PDF
  local width height
  read -r width height < <(pdfinfo "$1" 2>/dev/null | awk '/^Page size:/ { print int($3), int($5) }')
  { pdftotext -raw "$1" -; pdftotext -raw -r 72 -x 0 -y 64 -W "$width" -H $((height - 124)) "$1" -; } 2>/dev/null | tr -d '[:space:]\f'
}

papers() {
  ! lacks "handouts on paper" pdftotext pdffonts pdfinfo pdftoppm || return 0
  local pdf words text word n_lost=0
  for pdf in "$folder"/*.pdf; do
    if pdffonts "$pdf" 2>/dev/null | tail -n +3 | awk '{ if ($(NF-4) != "yes" || $(NF-3) != "yes" || $(NF-2) != "yes") { print; bad = 1 } } END { exit !bad }'; then
      echo "$pdf: a font is not embedded, not cut down, or does not say what its glyphs stand for" >&2
      exit 1
    fi
    pdfinfo "$pdf" 2>/dev/null | grep -q '^Tagged: *yes' || { echo "$pdf is not tagged" >&2; exit 1; }
    pdftoppm -r 60 -png "$pdf" "$seen/$(basename "$pdf" .pdf)" 2>/dev/null
    words=${pdf%.*.pdf}.words
    [ -e "$words" ] || continue
    text=$(said "$pdf")
    while IFS= read -r word || [ -n "$word" ]; do
      word=$(tr -d '[:space:]' <<<"$word")
      [[ $text == *"$word"* ]] || { echo "$pdf does not say: $word" >&2; n_lost=$((n_lost + 1)); }
    done <"$words"
  done
  [ "$n_lost" = 0 ] || exit 1
  echo "$(find "$folder" -name '*.pdf' | wc -l) handouts on paper: every word found, every font in them, tagged"
}

# One with nothing in the environment, one with all that could tell on the bytes.
twice() {
  local one other options out n_files=0
  one=$(mktemp -d) other=$(mktemp -d)
  while read -r out options; do
    # shellcheck disable=SC2086 # options are words
    (cd / && env -i HOME="$one" TZ=UTC LANG=C "$program" brief "$situation" -o "$one/$out" $options) >"$one/said" 2>&1 || { cat "$one/said" >&2; exit 1; }
    # shellcheck disable=SC2086
    (cd "$other" && env HOME="$other" TZ=Asia/Seoul LANG=ko_KR.UTF-8 LC_ALL=ko_KR.UTF-8 SANDTABLE_HOME="$other/own" "$program" brief "$situation" -o "$out" $options) \
      >"$other/said" 2>&1 || { cat "$other/said" >&2; exit 1; }
    rm "$one/said" "$other/said"
  done <<'OPTIONS'
a4.pdf
letter-notes.pdf --paper letter --notes
slide.pdf --paper 16:9 --theme projector
pages.pdf --full-page --release Public
partners.pdf --release Partners --language ko
page.html --notes
partners.html --release Partners
slides.pptx
public.pptx --release Public --theme dark
picture.png
one.png --scene 3 --theme projector
picture.svg --theme dark
OPTIONS
  for out in "$one"/*; do
    cmp "$out" "$other/${out##*/}" || exit 1
    n_files=$((n_files + 1))
  done
  ls -l "$one" | awk 'NF > 8 { print "  " $5, $9 }'
  rm -r "$one" "$other"
  echo "$n_files files of the sample: the same bytes in two processes"
}

echo "-- twice"
twice
echo "-- pages"
pages
echo "-- slides"
slides
echo "-- papers"
papers
