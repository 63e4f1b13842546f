"""Writing the basemap's binary form. `src/earth/basemap.rs` reads it and describes it."""

import gzip

UNITS_PER_DEGREE = 10_000
MAGIC = b"STBM\x01"


class Packer:
    """Bytes of one file: varints, texts, and points as differences from the point before."""

    def __init__(self):
        self.bytes = bytearray(MAGIC)
        self.last = (0, 0)

    def number(self, value):
        while value >= 0x80:
            self.bytes.append(value & 0x7F | 0x80)
            value >>= 7
        self.bytes.append(value)

    def text(self, text):
        encoded = (text or "").encode()
        self.number(len(encoded))
        self.bytes += encoded

    def point(self, position):
        quantised = quantise(position)
        for now, before in zip(quantised, self.last):
            difference = now - before
            self.number(difference << 1 if difference >= 0 else (-difference << 1) - 1)
        self.last = quantised

    def line(self, positions):
        kept = without_repeats(positions)
        self.number(len(kept))
        for position in kept:
            self.point(position)

    def lines(self, lines):
        usable = [line for line in lines if len(without_repeats(line)) >= 2]
        self.number(len(usable))
        for line in usable:
            self.line(line)

    def rings(self, rings):
        """The rings of one polygon, outer first; the closing position is not written."""
        usable = [ring[:-1] for ring in rings if len(without_repeats(ring[:-1])) >= 3]
        self.number(len(usable))
        for ring in usable:
            self.line(ring)

    def write(self, path):
        """Compresses with a fixed time stamp, so that the same input gives the same bytes."""
        path.write_bytes(gzip.compress(bytes(self.bytes), compresslevel=9, mtime=0))


def quantise(position):
    return (round(position[0] * UNITS_PER_DEGREE), round(position[1] * UNITS_PER_DEGREE))


def without_repeats(positions):
    kept = []
    for position in positions:
        if not kept or quantise(kept[-1]) != quantise(position):
            kept.append(position)
    return kept


def polygons_of(geometry):
    """The polygons of a GeoJSON geometry, each a list of rings."""
    if geometry is None:
        return []
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    if geometry["type"] == "MultiPolygon":
        return geometry["coordinates"]
    if geometry["type"] == "GeometryCollection":
        return [polygon for part in geometry["geometries"] for polygon in polygons_of(part)]
    return []


def lines_of(geometry):
    """The lines of a GeoJSON geometry."""
    if geometry is None:
        return []
    if geometry["type"] == "LineString":
        return [geometry["coordinates"]]
    if geometry["type"] == "MultiLineString":
        return geometry["coordinates"]
    if geometry["type"] == "GeometryCollection":
        return [line for part in geometry["geometries"] for line in lines_of(part)]
    return []


def without_seam(line):
    """The parts of a coast line that are not the cut at 180 degrees or the edge at the pole: those are no coast."""
    parts, part = [], [line[0]]
    for before, now in zip(line, line[1:]):
        at_seam = abs(before[0]) >= 179.9999 and abs(now[0]) >= 179.9999
        at_pole = before[1] <= -89.99 and now[1] <= -89.99
        if at_seam or at_pole:
            parts.append(part)
            part = [now]
        else:
            part.append(now)
    parts.append(part)
    return [part for part in parts if len(part) >= 2]
