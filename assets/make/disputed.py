"""Which areas are disputed, who controls and who claims them, and how their shape is found.

The list is of areas that Natural Earth names as disputed, indeterminate or breakaway and whose shape can be had
from the packages. `parties` are the countries (Natural Earth codes) between which the area is disputed: its boundary
towards them is drawn as disputed, towards third countries as a border. `own_line` says whether the boundary
towards the rest of its own country is a disputed line too, rather than that of a province.
"""

from dataclasses import dataclass

from shapely.geometry import Point, box
from shapely.ops import unary_union

# Slivers between two editions of the same border are narrower than this, in degrees.
SLIVER = 0.012


@dataclass
class Area:
    name: str
    controlled_by: str
    claimed_by: str
    note: str
    parties: frozenset
    country: str  # Natural Earth code of the country whose land it is cut from; "" where no country holds it
    shape: object  # takes Sources, gives a shapely geometry
    own_line: bool = True


@dataclass
class Sources:
    german_view: dict  # code -> geometry: the countries of the basemap
    de_facto: dict  # name -> geometry: who holds the ground
    provinces: list  # (code, name, geometry)


def overlap(country, *others):
    """The part of a country of the basemap that lies in other shapes, which may be of another edition."""

    def shape(sources):
        whole_country = sources.german_view[country]
        return with_slivers(
            opened(whole_country.intersection(unary_union([other(sources) for other in others]))), whole_country
        )

    return shape


def de_facto(name):
    return lambda sources: sources.de_facto[name]


def province(code, name):
    return lambda sources: unary_union([shape for *key, shape in sources.provinces if key == [code, name]])


def provinces_at(code, *positions):
    """The provinces in which the positions lie: for names that more than one has."""
    points = [Point(position) for position in positions]
    return lambda sources: unary_union(
        [
            shape
            for found, _, shape in sources.provinces
            if found == code and any(shape.contains(point) for point in points)
        ]
    )


def whole(country):
    return lambda sources: sources.german_view[country]


def within(country, west, south, east, north):
    return lambda sources: sources.german_view[country].intersection(box(west, south, east, north))


def gap(name):
    """Land that the basemap's countries leave out, held de facto by `name`."""

    def shape(sources):
        held = sources.de_facto[name]
        taken = [country for country in sources.german_view.values() if country.intersects(held)]
        return opened(held.difference(unary_union(taken)))

    return shape


def western_sahara_west(sources):
    return opened(sources.german_view["SAH"].difference(sources.de_facto["W. Sahara"]))


def western_sahara_east(sources):
    return sources.german_view["SAH"].difference(western_sahara_west(sources))


AREAS = [
    Area(
        name="Crimea",
        controlled_by="Russia",
        claimed_by="Ukraine; Russia",
        note="Annexed by Russia in 2014. UN General Assembly resolution 68/262 affirms the territorial integrity of Ukraine.",
        parties=frozenset({"UKR", "RUS"}),
        country="UKR",
        shape=overlap("UKR", de_facto("Russia")),
    ),
    Area(
        name="Western Sahara, west of the berm",
        controlled_by="Morocco",
        claimed_by="Morocco; Sahrawi Arab Democratic Republic",
        note="On the UN list of non-self-governing territories.",
        parties=frozenset({"SAH", "MAR"}),
        country="SAH",
        shape=western_sahara_west,
    ),
    Area(
        name="Western Sahara, east of the berm",
        controlled_by="Sahrawi Arab Democratic Republic",
        claimed_by="Morocco; Sahrawi Arab Democratic Republic",
        note="On the UN list of non-self-governing territories.",
        parties=frozenset({"SAH", "MAR"}),
        country="SAH",
        shape=western_sahara_east,
    ),
    Area(
        name="Somaliland",
        controlled_by="Somaliland; the east in part by others",
        claimed_by="Somaliland; Somalia",
        note="Declared independence in 1991.",
        parties=frozenset({"SOM"}),
        country="SOM",
        shape=overlap("SOM", de_facto("Somaliland")),
    ),
    Area(
        name="Northern Cyprus",
        controlled_by="Turkish Republic of Northern Cyprus",
        claimed_by="Cyprus; Turkish Republic of Northern Cyprus",
        note="Declared independence in 1983, recognised by Turkey only. The UN buffer zone is included.",
        parties=frozenset({"CYP"}),
        country="CYP",
        shape=overlap("CYP", de_facto("N. Cyprus"), de_facto("Cyprus U.N. Buffer Zone")),
    ),
    Area(
        name="Golan Heights",
        controlled_by="Israel",
        claimed_by="Syria; Israel",
        note="Held by the UN to be occupied by Israel since 1967. UN Security Council resolution 497 calls its annexation null and void.",
        parties=frozenset({"SYR", "ISR", ""}),
        country="",
        shape=gap("Israel"),
    ),
    Area(
        name="West Bank and Gaza",
        controlled_by="Israel; Palestinian bodies in parts",
        claimed_by="State of Palestine; Israel in part",
        note="Held by the UN to be occupied by Israel since 1967. The extent of control differs from place to place.",
        parties=frozenset({"PSX", "ISR"}),
        country="PSX",
        shape=whole("PSX"),
    ),
    Area(
        name="Abyei",
        controlled_by="Sudan and South Sudan, in parts",
        claimed_by="Sudan; South Sudan",
        note="Special status under the agreement of 2005. UN force UNISFA.",
        parties=frozenset({"SDN", "SDS", ""}),
        country="",
        shape=gap("Sudan"),
    ),
    Area(
        name="Siachen Glacier",
        controlled_by="India",
        claimed_by="India; Pakistan",
        note="Part of the Kashmir dispute. The agreed line of control ends south of it.",
        parties=frozenset({"IND", "PAK", "CHN"}),
        country="IND",
        shape=overlap("IND", de_facto("Siachen Glacier")),
        own_line=False,
    ),
    Area(
        name="Jammu and Kashmir, Ladakh",
        controlled_by="India",
        claimed_by="India; Pakistan; China in part",
        note="Part of the Kashmir dispute.",
        parties=frozenset({"IND", "PAK", "CHN"}),
        country="IND",
        shape=overlap("IND", province("IND", "Jammu and Kashmir"), province("IND", "Ladakh")),
        own_line=False,
    ),
    Area(
        name="Azad Kashmir, Gilgit-Baltistan",
        controlled_by="Pakistan",
        claimed_by="Pakistan; India",
        note="Part of the Kashmir dispute.",
        parties=frozenset({"IND", "PAK"}),
        country="PAK",
        shape=overlap("PAK", province("PAK", "Azad Kashmir"), province("PAK", "Gilgit-Baltistan")),
        own_line=False,
    ),
    Area(
        name="Arunachal Pradesh",
        controlled_by="India",
        claimed_by="India; China",
        note="China claims most of it.",
        parties=frozenset({"IND", "CHN"}),
        country="IND",
        shape=overlap("IND", province("IND", "Arunachal Pradesh")),
        own_line=False,
    ),
    Area(
        name="Abkhazia",
        controlled_by="Abkhazia, with Russian forces",
        claimed_by="Abkhazia; Georgia",
        note="Declared independence in 1999. Recognised by Russia and a few other states.",
        parties=frozenset({"GEO"}),
        country="GEO",
        shape=overlap("GEO", province("GEO", "Abkhazia")),
    ),
    Area(
        name="Transnistria",
        controlled_by="Transnistria, with Russian forces",
        claimed_by="Transnistria; Moldova",
        note="Declared independence in 1990. Recognised by no UN member. Shown by whole districts.",
        parties=frozenset({"MDA"}),
        country="MDA",
        shape=overlap(
            "MDA", provinces_at("MDA", (28.67, 48.0), (29.09, 47.73), (29.27, 47.28), (29.42, 47.14), (29.75, 46.76))
        ),
    ),
    Area(
        name="Kosovo",
        controlled_by="Kosovo",
        claimed_by="Kosovo; Serbia",
        note="Declared independence in 2008. Recognised by about half of the UN members.",
        parties=frozenset({"KOS", "SRB"}),
        country="KOS",
        shape=whole("KOS"),
    ),
    Area(
        name="Southern Kuril Islands / Northern Territories",
        controlled_by="Russia",
        claimed_by="Russia; Japan",
        note="Held by the Soviet Union, then Russia, since 1945.",
        parties=frozenset({"RUS", "JPN"}),
        country="RUS",
        shape=within("RUS", 145.3, 43.2, 149.2, 45.65),
    ),
    Area(
        name="Falkland Islands (Malvinas)",
        controlled_by="United Kingdom",
        claimed_by="United Kingdom; Argentina",
        note="On the UN list of non-self-governing territories.",
        parties=frozenset({"FLK"}),
        country="FLK",
        shape=whole("FLK"),
    ),
]


def opened(shape):
    """The shape without its slivers and thin tails, and without specks."""
    thick = (
        shape.buffer(-SLIVER / 2, join_style="mitre").buffer(SLIVER / 2 * 1.2, join_style="mitre").intersection(shape)
    )
    parts = [
        part for part in getattr(thick, "geoms", [thick]) if part.geom_type == "Polygon" and part.area > SLIVER / 4
    ]
    return unary_union(parts)


def with_slivers(shape, country):
    """The shape and what it leaves of its country as slivers between two editions of one coast or border."""
    rest = country.difference(shape)
    thin = rest.difference(rest.buffer(-SLIVER / 2).buffer(SLIVER / 2 * 1.2)).intersection(shape.buffer(3 * SLIVER))
    slivers = [part for part in getattr(thin, "geoms", [thin]) if part.distance(shape) == 0 or part.area < SLIVER**2]
    return unary_union([shape, *slivers])


def cut(sources):
    """The disputed areas with their shapes, none overlapping another."""
    taken, found = [], []
    for area in AREAS:
        shape = area.shape(sources)
        if taken:
            shape = shape.difference(unary_union(taken))
        assert not shape.is_empty, f"{area.name} has no shape"
        taken.append(shape)
        found.append((area, shape))
    return found
