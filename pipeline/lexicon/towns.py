"""Towns of the countries where missions are or were: `models/lexicon/towns.tsv`, from GeoNames.

They only tell where a place lies, and which of several namesakes is meant; names that are looked
for in texts stand in `places.jsonl`. A line is parsed when its name is asked for.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon.names import NameRow, load_rows
from pipeline.lexicon.spelling import fold
from pipeline.resources import lexicon_file

FILE = "towns.tsv"
COLUMNS = ("names", "country", "lat", "lon", "geonames_id")
PRECISION = {"city": 1, "admin2": 3, "admin1": 4, "area": 5}
"""What kind of place a row is, as `where_prec` of UCDP GED has it."""
COUNTRY_PRECISION = 6


@dataclass(frozen=True, slots=True)
class Site:
    """One place that a name can mean; `listed` where it is a row of `places.jsonl`."""

    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    geonames_id: int | None
    precision: int
    listed: bool


def find_sites(name: str) -> list[Site]:
    """The places that bear a name, those of `places.jsonl` first."""
    key = fold(name)
    return [*_listed().get(key, ()), *(_parse(line) for line in _lines().get(key, ()))]


@cache
def country_ids() -> dict[str, int | None]:
    """The GeoNames ids of the countries by their alpha-3 codes."""
    return {row.canonical: row.geonames_id for row in load_rows("countries.jsonl")}


def read_lines() -> Iterator[str]:
    """The lines of the file of towns, without its head."""
    with lexicon_file(FILE).open(encoding="utf-8") as lines:
        next(lines)
        yield from (line.rstrip("\n") for line in lines)


@cache
def _lines() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in read_lines():
        for name in fold(line.partition("\t")[0]).split("|"):
            found[name.strip()].append(line)
    return dict(found)


def _parse(line: str) -> Site:
    _, country, lat, lon, number = line.split("\t")
    return Site(country, None, float(lat), float(lon), int(number), PRECISION["city"], False)


@cache
def _listed() -> dict[str, list[Site]]:
    found: dict[str, list[Site]] = defaultdict(list)
    for row in load_rows("places.jsonl"):
        site = _site(row)
        for key in {fold(name) for names in row.names.values() for name in names} | {
            fold(row.canonical)
        }:
            found[key].append(site)
    return dict(found)


def _site(row: NameRow) -> Site:
    precision = PRECISION[row.kind or "area"]
    return Site(row.country, row.admin1, row.lat, row.lon, row.geonames_id, precision, True)
