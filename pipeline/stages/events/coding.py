"""Adds the codes of other event tables: ACLED, PLOVER, UCDP GED.

ACLED's and PLOVER's stand in `models/lexicon/event_codes.toml`; how exact date and place are
follows from the record, and from whether the text says only that it was near a place.
"""

from collections.abc import Iterable, Set

from pipeline.codes import DatePrec, Target, Victim, WherePrec
from pipeline.lexicon.event_codes import CodeRow, load_event_codes
from pipeline.lexicon.names import place_kinds
from pipeline.records import Event, EventDate, Place
from pipeline.stages.events.facts import Sentence

ARMED_VICTIMS: frozenset[Victim] = frozenset(
    {"peacekeeper", "un_police", "soldier", "police", "combatant"}
)
ARMED_TARGETS: frozenset[Target] = frozenset({"convoy", "patrol", "camp", "national_forces"})
UNITS: dict[str | None, WherePrec] = {"city": 1, "admin2": 3, "admin1": 4, "area": 5}
NEAR_CHARS = 3


def near_places(sentences: Iterable[Sentence]) -> frozenset[str]:
    """The places that the sentences name only as a neighbour: `20 km from Gao`, `north of Gao`."""
    return frozenset(
        place.text
        for sentence in sentences
        for word in sentence.trigger("place", "near")
        for place in sentence.of("GPE", "LOC")
        if 0 <= place.start - word.end <= NEAR_CHARS
    )


def with_codes(event: Event, near: Set[str]) -> Event:
    """The event with its codes; `near` are the places that it only lies near to."""
    row = next((row for row in load_event_codes() if _fits(row, event)), None)
    return event.model_copy(
        update={
            "acled": row.acled if row else None,
            "plover": row.plover if row else None,
            "date_prec": date_prec(event.date),
            "where_prec": where_prec(event.places, event.country, near),
        }
    )


def _fits(row: CodeRow, event: Event) -> bool:
    """Whether a row of the table holds for an event that took place."""
    return (
        event.assertion in ("asserted", "attempted")
        and event.type in row.types
        and (not row.subtypes or event.subtype in row.subtypes)
        and (not row.weapons or not {*row.weapons}.isdisjoint(event.weapons))
        and row.armed in (None, _hits_armed(event))
    )


def _hits_armed(event: Event) -> bool:
    victims = {row.victim for row in event.casualties}
    return event.target in ARMED_TARGETS or not victims.isdisjoint(ARMED_VICTIMS)


def date_prec(when: EventDate | None) -> DatePrec | None:
    """How exact a date is: a day, up to six, a week, up to a month, or longer."""
    if when is None or when.precision == "unknown":
        return None
    days = (when.end - when.start).days + 1
    limits: tuple[tuple[int, DatePrec], ...] = ((1, 1), (6, 2), (7, 3), (31, 4))
    return next((code for most, code in limits if days <= most), 5)


def where_prec(places: Iterable[Place], country: str | None, near: Set[str]) -> WherePrec | None:
    """How exact the site is: the best that a site gives, else an area, else the country."""
    told = [place for place in places if place.role != "other"]
    sites = [place for place in told if place.role == "site"]
    codes = [_prec_of(place, near) for place in sites or told]
    if codes:
        return min(codes)
    return 6 if country else None


def _prec_of(place: Place, near: Set[str]) -> WherePrec:
    """A site the lexicon does not know is a point; an area it does not know is vague."""
    unknown: WherePrec = 1 if place.role == "site" else 5
    code = UNITS.get(place_kinds().get(place.name.casefold()), unknown)
    return 2 if code == 1 and place.name in near else code
