"""From an event to what it reports of an incident, its places found in the gazetteers."""

from collections.abc import Iterable
from typing import TypeVar

from pipeline.lexicon.names import missions
from pipeline.lexicon.places import find_place
from pipeline.lexicon.towns import find_sites
from pipeline.records import Event, Place, Report, Spot
from pipeline.stages.locate import choose

T = TypeVar("T")
LINKED_TYPES = frozenset(
    {"attack", "clash", "abduction", "violation", "accident", "illness", "death"}
)
"""Types that are happenings of their own: all harm but tolls, which count others again."""
LINKED_ASSERTIONS = frozenset({"asserted", "attempted"})


def is_linked(event: Event) -> bool:
    """Whether the event tells of an incident: harm that was done, or attempted."""
    return event.type in LINKED_TYPES and event.assertion in LINKED_ASSERTIONS


def report_of(event: Event) -> Report:
    """What the event reports."""
    countries = scope_countries(event.mission, event.country)
    fields = {name: getattr(event, name) for name in Report.model_fields if hasattr(event, name)}
    return Report.model_validate(
        fields
        | {
            "source": event.doc_id,
            "places": tuple(_locate(place, countries) for place in event.places),
            "perpetrators": tuple(each.name for each in event.perpetrators),
            "nationality": _once(code for row in event.casualties for code in row.nationality),
            "victims": _once(row.victim for row in event.casualties),
        }
    )


def scope_countries(acronyms: tuple[str, ...], country: str | None) -> frozenset[str]:
    """The country that is told, else those that the missions serve in."""
    if country:
        return frozenset({country})
    known = missions()
    return frozenset(
        code for acronym in acronyms if acronym in known for code in known[acronym].countries
    )


def _once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _locate(place: Place, countries: frozenset[str]) -> Spot:
    """The place with what the lexicon knows of it, else where the one town of that name lies."""
    known = find_place(place.name, countries) or choose(find_sites(place.name), (countries,))
    return Spot(
        name=place.name,
        role=place.role,
        canonical=getattr(known, "canonical", None),
        admin1=known.admin1 if known else None,
        lat=known.lat if known else None,
        lon=known.lon if known else None,
        geonames_id=known.geonames_id if known else None,
    )
