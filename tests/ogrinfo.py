#!/usr/bin/env python3
"""Compares what `sandtable info` says of files with what GDAL says of them: how many rows, and how far they reach.

    tests/ogrinfo.py PATH/TO/sandtable [FOLDER...]

Without folders: the project's own files and those of the shared data (../shared, or where SANDTABLE_SHARED says). Prints a line for each
file. A difference needs one of the reasons below, each of which looks into the file to see that it truly holds; where none does, the
difference is marked and the exit code is 1. Wants ogrinfo and ogr2ogr.
"""

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SANDTABLE_SHARED", HERE.parent / "shared"))
FOLDERS = [HERE / "data", *(HERE / "fuzz/corpus" / name for name in "geojson kml gpx cot timemap tables shapefile flatgeobuf geopackage".split()),
           SHARED / "data/events", SHARED / "data/conformance"]
ENDINGS = {".geojson", ".geojsonl", ".geojsons", ".ndjson", ".json", ".kml", ".kmz", ".gpx", ".xml", ".cot", ".csv", ".tsv", ".xlsx", ".ods",
           ".zip", ".shp", ".fgb", ".gpkg", ".gz"}
# Suites of other things, which are compared elsewhere.
PASSED_OVER = {"mil-std-2525-tables", "milsymbol", "naughty-strings", "edtf"}
TOLERANCE_DEG = 1e-6
# ogrinfo writes six decimals.
ROUNDING_DEG = 0.51e-6

TABLES = ("CSV", "TSV", "XLSX", "ODS")
OURS_ONLY = ("a table in JSON", "timemap events", "ORBAT Mapper scenario", "Cursor on Target")
LAT, LON = "lat latitude", "lon lng long longitude"


class File:
    """A file as both have it."""

    def __init__(self, program, path):
        self.path = path
        told = subprocess.run([program, "info", "--json", path], capture_output=True, text=True)
        info = json.loads(told.stdout)["paths"][0]
        self.format, self.box = info["format"], info["bbox"]
        self.rows = info["counts"].get("features") if self.format else None
        self.errors, self.warnings = info["problems"]["errors"], info["problems"]["warnings"]
        self.vector = "/vsizip/" + str(path) if path.suffix == ".zip" else str(path)
        self.ask_gdal()
        self._geometries = None

    def options(self):
        if self.path.suffix not in (".csv", ".tsv"):
            return []
        return ["-oo", "X_POSSIBLE_NAMES=" + LON.replace(" ", ","), "-oo", "Y_POSSIBLE_NAMES=" + LAT.replace(" ", ","), "-oo", "KEEP_GEOM_COLUMNS=YES"]

    def ask_gdal(self):
        command = ["ogrinfo", "-ro", "-al", "-so", *self.options(), self.vector]
        text = subprocess.run(command, capture_output=True, text=True, errors="replace").stdout
        self.driver = next(iter(re.findall(r"using driver `(.*?)'", text)), None)
        self.layers = []
        for part in re.split(r"^Layer name: ", text, flags=re.M)[1:]:
            name = part.split("\n")[0]
            # The points of lines again, one by one.
            if self.driver == "GPX" and name.endswith("_points"):
                continue
            rows = int(re.search(r"Feature Count: (\d+)", part).group(1))
            extent = re.search(r"Extent: \((\S+), (\S+)\) - \((\S+), (\S+)\)", part)
            if rows or self.driver != "GPX":
                self.layers.append((name, rows, [float(n) for n in extent.groups()] if extent and rows else None))
        extents = [extent for _, _, extent in self.layers if extent]
        self.gdal_rows = sum(rows for _, rows, _ in self.layers) if self.driver else None
        self.gdal_box = None
        if extents:
            west, south, east, north = zip(*extents)
            self.gdal_box = [min(west), min(south), max(east), max(north)]

    def text(self):
        """The bytes, or those of the KML in a KMZ."""
        if self.path.suffix == ".kmz":
            with zipfile.ZipFile(self.path) as archive:
                return b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".kml")).decode(errors="replace")
        return self.path.read_bytes().decode(errors="replace")

    def geometries(self):
        """Of all rows as GDAL reads them: rings and lines as lists of positions, with whether they are holes."""
        if self._geometries is None:
            found = []

            def add(geometry):
                if not geometry:
                    return
                kind, at = geometry["type"], geometry.get("coordinates")
                if kind == "GeometryCollection":
                    for part in geometry["geometries"]:
                        add(part)
                elif kind == "Point":
                    found.append((False, [at]))
                elif kind in ("MultiPoint",):
                    found.extend((False, [one]) for one in at)
                elif kind == "LineString":
                    found.append((False, at))
                elif kind == "MultiLineString":
                    found.extend((False, one) for one in at)
                else:
                    for polygon in [at] if kind == "Polygon" else at:
                        found.extend((number > 0, ring) for number, ring in enumerate(polygon))

            for name, _, _ in self.layers:
                # As plain GeoJSON, whose rings it leaves as they run.
                command = ["ogr2ogr", "-f", "GeoJSON", "/vsistdout/", *self.options(), "-lco", "COORDINATE_PRECISION=15", self.vector, name]
                text = subprocess.run(command, capture_output=True, text=True, errors="replace").stdout
                for feature in json.loads(text)["features"] if text.strip() else []:
                    add(feature["geometry"])
            self._geometries = [(is_hole, [at for at in run if len(at) > 1]) for is_hole, run in found]
        return self._geometries

    def positions(self, holes=True):
        return [at for is_hole, run in self.geometries() if holes or not is_hole for at in run]

    def rows_agree(self):
        # What neither has anything of is the same, however it is refused.
        return self.rows == self.gdal_rows or (not self.rows and not self.gdal_rows)

    def boxes_agree(self):
        return are_alike(self.box, self.gdal_box)


def are_alike(a, b):
    if a is None or b is None:
        return a is b
    return all(abs(u - v) <= TOLERANCE_DEG + ROUNDING_DEG for u, v in zip(a, b))


def width(box):
    return (box[2] - box[0]) % 360 if box[2] - box[0] != 360 else 360


def holds(box, lon, lat):
    """Whether a position lies within a box of ours, turned by 360 degrees where that brings it in."""
    slack = TOLERANCE_DEG
    is_beside = (lon - box[0] + slack) % 360 > width(box) + 2 * slack and width(box) < 360
    return not is_beside and box[1] - slack <= lat <= box[3] + slack


def turn(run):
    """By how many degrees of longitude a ring goes round the world, each step taken the short way."""
    return sum((b[0] - a[0] + 180) % 360 - 180 for a, b in zip(run, run[1:]))


def box_of(positions):
    lons, lats = [at[0] for at in positions], [at[1] for at in positions]
    return [min(lons), min(lats), max(lons), max(lats)] if positions else None


# Reasons for another number of rows.

def gdal_has_no_reader(file):
    return file.format in OURS_ONLY and file.driver is None


def gdal_refuses_what_has_an_error(file):
    return file.driver is None and file.errors > 0


def rows_are_saved_from_faulty_json(file):
    return file.errors > 0 and file.driver in ("GeoJSON", "GeoJSONSeq") and file.rows > file.gdal_rows


def gdal_counts_the_row_of_what_is_whole_of_a_broken_text(file):
    """Of a sequence of which one text is broken GDAL makes a row without anything of the broken one."""
    return file.errors > 0 and file.driver == "GeoJSONSeq" and file.rows < file.gdal_rows <= file.text().count("\x1e")


def gdal_counts_a_row_of_tags(file):
    if file.format not in ("CSV", "TSV") or file.gdal_rows != file.rows + 1:
        return False
    rows = list(csv.reader(file.text().splitlines()[:2]))
    return len(rows) == 2 and all(not cell or cell.startswith("#") for cell in rows[1])


def gdal_counts_lines_before_the_header(file):
    if not (file.format or "").startswith("CSV") or file.gdal_rows is None or file.gdal_rows <= file.rows:
        return False
    first = file.text().lstrip("\ufeff").splitlines()[0].strip('"')
    return first.startswith("sep=") or not any(delimiter in first for delimiter in ",;\t|")


def gdal_counts_the_header_of_a_sheet(file):
    return file.format in ("XLSX", "ODS") and file.gdal_rows == file.rows + 1


def gdal_knows_spreadsheets_by_what_ours_lacks(file):
    """GDAL wants the whole of what Excel writes."""
    if file.format != "XLSX" or file.driver:
        return False
    with zipfile.ZipFile(file.path) as archive:
        return not {"docProps/app.xml", "xl/theme/theme1.xml", "xl/styles.xml"} <= set(archive.namelist())


def gdal_reads_no_utf_16(file):
    head = file.path.read_bytes()[:64].lstrip(b"\xff\xfe")
    return file.driver is None and (not any(head[0::2]) or not any(head[1::2]))


def gdal_wants_commas(file):
    return file.driver is None and file.format == "CSV with vertical bars" and "," not in file.text().splitlines()[0]


def gdal_wants_an_index(file):
    return file.path.suffix == ".shp" and file.driver is None and not file.path.with_suffix(".shx").exists()


def gdal_wants_files_in_an_archive_to_be_whole(file):
    if file.path.suffix != ".zip" or file.driver:
        return False
    with zipfile.ZipFile(file.path) as archive:
        names = archive.namelist()
    return any(name.endswith(".shp") and name[:-4] + ".shx" not in names for name in names)


def gdal_wants_a_mark_of_geopackage(file):
    return file.path.suffix == ".gpkg" and file.driver is None and file.path.read_bytes()[68:72] not in (b"GPKG", b"GP10", b"GP11")


def gdal_counts_overlays(file):
    """A picture that lies on the ground is a polygon for GDAL."""
    n = len(re.findall(r"<(?:\w+:)?(?:GroundOverlay|PhotoOverlay)\b", file.text()))
    return file.format == "KML" and 0 < file.gdal_rows - file.rows <= n


def gdal_reads_the_first_placemark_beside_no_document(file):
    text = file.text()
    return file.format == "KML" and not re.search(r"<(?:\w+:)?(?:Document|Folder)\b", text) and file.gdal_rows == 1 and file.rows == len(re.findall(r"<Placemark\b", text))


# Reasons for another box.

def gdal_joins_no_antimeridian(file):
    """Ours goes over 180 degrees, holds every position, and is narrower."""
    if not file.box or not file.gdal_box or width(file.box) >= file.gdal_box[2] - file.gdal_box[0]:
        return False
    lats_agree = all(abs(file.box[n] - file.gdal_box[n]) <= TOLERANCE_DEG + ROUNDING_DEG for n in (1, 3)) or goes_round_a_pole(file)
    touches = file.box[0] > file.box[2] or 180 in (abs(file.box[0]), abs(file.box[2]))
    return touches and lats_agree and all(holds(file.box, *at[:2]) for at in file.positions())


def goes_round_a_pole(file):
    """A ring goes once round the world, so that a pole is within it: of GeoJSON the one to its left (RFC 7946), else the nearer one."""
    if not file.box:
        return False
    poles = set()
    for is_hole, run in file.geometries():
        if abs(abs(turn(run)) - 360) < 1:
            is_north = (turn(run) > 0) != is_hole if "GeoJSON" in file.format else sum(at[1] for at in run) > 0
            poles.add(90 if is_north else -90)
    lats = file.positions() and [at[1] for at in file.positions()]
    reached = {pole for pole, side in ((-90, file.box[1]), (90, file.box[3])) if side == pole and pole not in lats}
    return bool(poles) and bool(reached) and reached <= poles and all(holds(file.box, *at[:2]) for at in file.positions())


def longitudes_beyond_180_are_turned_back(file):
    if not file.box or not file.gdal_box or not file.warnings:
        return False
    return max(abs(file.gdal_box[0]), abs(file.gdal_box[2])) > 180 and all(holds(file.box, *at[:2]) for at in file.positions() if abs(at[1]) <= 90)


def faulty_geometries_are_left_out(file):
    """What is no place on earth, or no line or ring, is an error here and left out."""
    if not file.errors or not file.gdal_box:
        return False
    inner = file.box is None or (file.gdal_box[1] - TOLERANCE_DEG <= file.box[1] and file.box[3] <= file.gdal_box[3] + TOLERANCE_DEG)
    return inner and file.driver is not None


def a_hole_leaves_its_area(file):
    """GDAL counts holes, which cannot make an area larger."""
    return are_alike(file.box, box_of(file.positions(holes=False))) and not are_alike(file.box, box_of(file.positions()))


def gdal_knows_places_in_tables_by_names_only(file):
    """Columns that are called otherwise, a grid reference, a shape as text, an encoding."""
    if not file.format.startswith(TABLES) or file.gdal_box:
        return False
    if file.format in ("XLSX", "ODS"):
        return True
    first = file.text().lstrip("\ufeff").splitlines()[0].lower()
    names = [name.strip(' "') for name in re.split(r"[,;\t|]", first)]
    is_named = set(names) & set(LAT.split()) and set(names) & set(LON.split())
    has_decimal_commas = re.search(r"\d,\d", file.text()) and ";" in file.text()
    return not is_named or has_decimal_commas


def gdal_reads_one_track_of_several(file):
    """Of a gx:MultiTrack, and of tracks beside other geometries, GDAL's box has a part."""
    if file.format != "KML" or not file.gdal_box or "MultiTrack" not in file.text() and "<gx:Track" not in file.text():
        return False
    numbers = re.findall(r"<gx:coord>\s*(\S+) (\S+)", file.text())
    lists = re.findall(r"<coordinates>(.*?)</coordinates>", file.text(), flags=re.S)
    plain = [at.split(",")[:2] for text in lists for at in text.split()]
    return are_alike(file.box, box_of([[float(lon), float(lat)] for lon, lat in numbers + plain]))


def gdals_rows_are_some_of_ours(file):
    """For a reason that is told of the rows."""
    inner = holds(file.box, *file.gdal_box[:2]) and holds(file.box, *file.gdal_box[2:]) if file.box and file.gdal_box else False
    return inner and file.gdal_rows < file.rows and reason(ROW_REASONS, file) is not None


ROW_REASONS = [
    ("GDAL has no reader for it", gdal_has_no_reader),
    ("GDAL refuses what has an error, which is told here", gdal_refuses_what_has_an_error),
    ("what is whole of faulty JSON is read here", rows_are_saved_from_faulty_json),
    ("GDAL makes a row of a broken text", gdal_counts_the_row_of_what_is_whole_of_a_broken_text),
    ("GDAL counts the row of HXL tags", gdal_counts_a_row_of_tags),
    ("GDAL counts lines before the header", gdal_counts_lines_before_the_header),
    ("GDAL counts the header of a sheet of texts", gdal_counts_the_header_of_a_sheet),
    ("GDAL refuses a bare spreadsheet", gdal_knows_spreadsheets_by_what_ours_lacks),
    ("GDAL reads no UTF-16", gdal_reads_no_utf_16),
    ("GDAL knows no bars between fields", gdal_wants_commas),
    ("GDAL wants the .shx", gdal_wants_an_index),
    ("GDAL wants the .shx", gdal_wants_files_in_an_archive_to_be_whole),
    ("GDAL wants the mark of a GeoPackage in the header", gdal_wants_a_mark_of_geopackage),
    ("GDAL counts overlays", gdal_counts_overlays),
    ("GDAL reads the first Placemark only", gdal_reads_the_first_placemark_beside_no_document),
]
BOX_REASONS = [
    ("GDAL joins no antimeridian", gdal_joins_no_antimeridian),
    ("a ring goes round a pole", goes_round_a_pole),
    ("longitudes beyond 180 are turned back here", longitudes_beyond_180_are_turned_back),
    ("faulty geometries are left out here", faulty_geometries_are_left_out),
    ("a hole leaves its area", a_hole_leaves_its_area),
    ("GDAL knows places in tables by names only", gdal_knows_places_in_tables_by_names_only),
    ("GDAL reads one track of several", gdal_reads_one_track_of_several),
    ("overlays are no rows here", gdal_counts_overlays),
    ("GDAL has less of it", gdals_rows_are_some_of_ours),
]


def reason(reasons, file):
    return next((words for words, holds_for in reasons if holds_for(file)), None)


def verdict(file):
    """Why the two differ, "" where they do not; None where nobody knows."""
    why = []
    if not file.rows_agree():
        why.append(reason(ROW_REASONS, file))
    # Without rows on one side there is nothing to compare.
    if not file.boxes_agree() and file.rows and file.gdal_rows:
        why.append(reason(BOX_REASONS, file))
    elif not file.boxes_agree() and file.rows_agree():
        why.append(None)
    return None if None in why else "; ".join(dict.fromkeys(why))


def shown(box):
    return "nowhere" if box is None else " ".join(f"{number:.6f}" for number in box)


def files_of(folders):
    for folder in folders:
        if not folder.exists():
            print(f"left out: {folder} is not there", file=sys.stderr)
            continue
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in ENDINGS and path.is_file() and not PASSED_OVER & set(path.parts):
                yield path


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    program, folders = sys.argv[1], [Path(folder) for folder in sys.argv[2:]] or FOLDERS
    n_same, n_told, n_unknown = 0, 0, 0
    print("file", "format", "rows", "GDAL's", "box", "GDAL's", "why they differ", sep="\t")
    for path in files_of(folders):
        file = File(program, path)
        # GDAL knows no situations.
        if file.format == "situation":
            continue
        why = verdict(file)
        n_same += why == ""
        n_told += bool(why)
        n_unknown += why is None
        name = next((path.relative_to(root) for root in (HERE, SHARED / "data") if path.is_relative_to(root)), path)
        words = "NO REASON" if why is None else why
        print(name, file.format or "refused", file.rows, file.gdal_rows, shown(file.box), shown(file.gdal_box), words, sep="\t", flush=True)
    print(f"{n_same} files the same, {n_told} different for a reason, {n_unknown} without one")
    return 1 if n_unknown or not n_same else 0


if __name__ == "__main__":
    sys.exit(main())
