"""Where a named place is: the gazetteer of `models/lexicon/places.jsonl` and the capitals."""

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from math import asin, cos, radians, sin, sqrt

from pipeline.lexicon.names import NameRow, load_rows
from pipeline.lexicon.spelling import fold

EARTH_KM = 6371.0


def find_place(name: str, countries: Collection[str]) -> NameRow | None:
    """The place of that name in one of the countries; without any, the only one of the name."""
    rows = _rows_by_name().get(fold(name), ())
    if countries:
        rows = tuple(row for row in rows if row.country in countries)
    known = {(row.canonical, row.country) for row in rows}
    return rows[0] if len(known) == 1 or (rows and countries) else None


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two points, each latitude and longitude in degrees."""
    (lat, lon), (lat2, lon2) = (map(radians, one), map(radians, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


@cache
def _rows_by_name() -> dict[str, tuple[NameRow, ...]]:
    """The rows of each folded name, towns before the units that are named after them."""
    found: defaultdict[str, list[NameRow]] = defaultdict(list)
    for row in sorted(load_rows("places.jsonl"), key=lambda row: row.kind != "city"):
        for name in {fold(name) for names in row.names.values() for name in names}:
            found[name].append(row)
    for row in load_rows("countries.jsonl"):
        for name in {fold(capital) for capital in row.capitals}:
            if row.capital and all(known.country != row.canonical for known in found[name]):
                place = NameRow(canonical=row.capital, country=row.canonical, kind="city")
                found[name].append(place)
    return {name: tuple(rows) for name, rows in found.items()}
