"""Where the places of a document lie: coordinates, country and how far they can be trusted.

Many places share a name. What is meant lies in a country of the entry's missions, else in one
that the entry or the document names; a namesake that nothing there speaks for is not taken.
"""

from collections.abc import Iterable
from itertools import groupby

from pipeline.lexicon.names import missions
from pipeline.lexicon.text import near_words
from pipeline.lexicon.towns import COUNTRY_PRECISION, Site, country_ids, find_sites
from pipeline.records import Entity, Geo

EXACT, NEAR = 1, 2
BEFORE = 24
"""Characters before a name in which a word like `near` can stand."""
Context = tuple[frozenset[str], ...]
"""Sets of countries (ISO 3166-1 alpha-3), those that speak loudest first."""


def locate(entities: list[Entity], text: str) -> list[Entity]:
    """The same mentions, the places among them with where they lie, as far as known."""
    whole = _countries(entities)
    found = []
    for _, entry in groupby(entities, key=lambda entity: entity.entry_id):
        mentions = list(entry)
        context = (*_countries(mentions), *whole)
        for entity in mentions:
            geo = _geo(entity, context, text) if entity.label in ("GPE", "LOC") else None
            found.append(entity.model_copy(update={"geo": geo}) if geo else entity)
    return found


def _countries(entities: Iterable[Entity]) -> Context:
    """The countries of the missions, and those that are named."""
    of_missions: set[str] = set()
    named: set[str] = set()
    for entity in entities:
        if entity.label == "MISSION" and entity.canonical in missions():
            of_missions.update(missions()[entity.canonical].countries)
        elif entity.label == "GPE" and entity.canonical in country_ids():
            named.add(entity.canonical)
    return frozenset(of_missions), frozenset(named)


def _geo(entity: Entity, context: Context, text: str) -> Geo | None:
    name, ids = entity.canonical or entity.text, country_ids()
    if name in ids:
        return Geo(country=name, geonames_id=ids[name], precision=COUNTRY_PRECISION)
    site = choose(find_sites(name), context)
    if site is None:
        return None
    words = " ".join(text[max(0, entity.start - BEFORE) : entity.start].lower().split()) + " "
    near = site.precision == EXACT and words.replace("’", "'").endswith(near_words())
    return Geo(
        lat=site.lat,
        lon=site.lon,
        geonames_id=site.geonames_id,
        country=site.country,
        admin1=site.admin1,
        precision=NEAR if near else site.precision,
    )


def choose(sites: list[Site], context: Context) -> Site | None:
    """The site that the countries around speak for, else the first that the lexicon lists.

    Of several in one country the one whose coordinates are known is taken.
    """
    for countries in context:
        there = [site for site in sites if site.country in countries]
        if there:
            return next((site for site in there if site.lat is not None), there[0])
    return next((site for site in sites if site.listed), None)
