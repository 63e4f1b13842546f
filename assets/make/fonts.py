"""Makes assets/fonts: whole Noto Sans for Latin, Greek and Cyrillic, and subsets for Hangul and for symbols."""

import gzip
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

import basemap

PACKAGES = "node_modules/@expo-google-fonts"
WHOLE = {
    "NotoSans-Regular.ttf": ("noto-sans", "400Regular/NotoSans_400Regular.ttf"),
    "NotoSans-SemiBold.ttf": ("noto-sans", "600SemiBold/NotoSans_600SemiBold.ttf"),
}
HANGUL = ("noto-sans-kr", "400Regular/NotoSansKR_400Regular.ttf")
# In the order in which they are asked for a symbol.
SYMBOLS = {
    "NotoSansSymbols2-subset.ttf": ("noto-sans-symbols-2", "400Regular/NotoSansSymbols2_400Regular.ttf"),
    "NotoSansMath-subset.ttf": ("noto-sans-math", "400Regular/NotoSansMath_400Regular.ttf"),
}
UI_SYMBOLS = "→←↑↓↔↕⇄↗↘↖↙⇧⏎✓✔✕✗×•·–—‹›«»▲▼▶◀▸▾◂△▽●○◐◆◇■□◯★☆☰⌘⌥⚠≈≤≥≠±−∞…′″°½²³¹⁰⁴₂€£¥₩₴₽†‡§"
# Han signs that Korean headlines use for countries and directions.
HEADLINE_HAN = "北南韓朝美中日露英佛獨伊印東西前新舊大小軍故"


def make(work, out, texts):
    """`texts` are the names that the program can show: what the fonts lack of them is printed."""
    out.mkdir(parents=True, exist_ok=True)
    covered = set()
    for name, (package, path) in WHOLE.items():
        shutil.copyfile(work / PACKAGES / package / path, out / name)
        covered = characters(out / name)
        licence(work, out, package)
    for name, (package, path) in SYMBOLS.items():
        wanted = (set(UI_SYMBOLS) - covered) & characters(work / PACKAGES / package / path)
        make_subset(work / PACKAGES / package / path, out / name, wanted)
        covered |= wanted
        licence(work, out, package)
    package, path = HANGUL
    han = {letter for letter in "".join(texts) if "\u3400" <= letter <= "\u9fff"}
    make_subset(
        work / PACKAGES / package / path,
        out / "NotoSansKR-subset.ttf",
        korean() | han | set(HEADLINE_HAN) | (set(UI_SYMBOLS) - covered),
    )
    licence(work, out, package)
    covered |= characters(out / "NotoSansKR-subset.ttf")
    print("not covered:", "".join(sorted(set(UI_SYMBOLS + "".join(texts)) - covered)).strip() or "nothing")


def characters(path):
    return {chr(code) for code in TTFont(path).getBestCmap()}


def korean():
    """Hangul of KS X 1001, all jamo of it, and the punctuation that Korean text uses."""
    ranges = [
        (0x3131, 0x3163),
        (0x3000, 0x3003),
        (0x3008, 0x3011),
        (0x3014, 0x3015),
        (0xFF01, 0xFF5E),
        (0xAC00, 0xD7A3),
    ]
    letters = {chr(code) for first, last in ranges for code in range(first, last + 1)}
    return {letter for letter in letters if not "가" <= letter <= "힣" or is_in_ks_x_1001(letter)} | set(
        "·…‘’“”「」『』〈〉《》₩"
    )


def is_in_ks_x_1001(letter):
    try:
        return len(letter.encode("euc_kr")) == 2
    except UnicodeEncodeError:
        return False


def make_subset(source, target, letters):
    """Drops what egui does not use (vertical forms, glyph names) and keeps the time stamp, so that runs give the same bytes."""
    options = subset.Options(
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        recalc_timestamp=False,
        layout_features=["ccmp", "kern", "mark", "mkmk"],
    )
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(letter) for letter in letters])
    subsetter.subset(font)
    subset.save_font(font, target, options)


def licence(work, out, package):
    shutil.copyfile(work / PACKAGES / package / "LICENSE_FONT", out / f"OFL-{package}.txt")


def shown_texts(work, assets):
    places = gzip.decompress((assets / "gazetteer/places.tsv.gz").read_bytes()).decode()
    countries = [
        record[field]
        for record in basemap.countries(work)[1].values()
        for field in ("NAME_EN", "NAME_KO", "NAME_RU", "NAME_UK")
    ]
    return [places.replace("\t", "").replace("\n", ""), *countries]


if __name__ == "__main__":
    here = Path(__file__).parent
    make(here / "work", here.parent / "fonts", shown_texts(here / "work", here.parent))
