"""The records of the codebook, as immutable types that cannot hold a wrong value.

Field order is the order of the keys in the JSON lines. Nothing here knows spaCy.
"""

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.codes import (
    ACLED_SUB_EVENTS,
    HARM_TYPES,
    OUTCOMES,
    SUBTYPES,
    AcledEventType,
    AcledSubEventType,
    Assertion,
    DatePrec,
    EventType,
    FailureCode,
    Label,
    Outcome,
    PerpetratorStatus,
    PlaceRole,
    PloverType,
    Precision,
    Source,
    Subtype,
    Target,
    Victim,
    Weapon,
    WherePrec,
)

SCHEMA_VERSION = "1.1"
"""Of the records' fields and values: the first number changes where a reader of the old ones
would stumble, the second where something is new. `pipeline/CHANGELOG.md` says what."""
LINE_SEPARATORS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}


class Record(BaseModel):
    """What all records share: immutable, no unknown fields, one JSON line each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def to_line(self) -> str:
        """The record as one JSON line, keys in field order, without the line end.

        Line separators that some tools take for line ends are escaped.
        """
        return self.model_dump_json().translate(LINE_SEPARATORS)


class Document(Record):
    """One source as text. The text never changes after reading; all offsets point into it.

    `doc_id` is the path below the input folder without its extension, or the row's own id;
    `published` and `language` are what the source itself states (HTML metadata, JSONL fields).
    """

    doc_id: str
    source: str
    title: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None
    text: str


class Entry(Record):
    """One dated item of a document: `text[start:end]`, offsets in Unicode code points.

    `language` is an ISO 639-1 code, or `und` where it cannot be told.
    """

    doc_id: str
    entry_id: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    language: str
    published: date | None = None
    published_text: str | None = None
    dateline_place: str | None = None


class Evidence(Record):
    """The words that say so: `text` is exactly the document's `[start:end]`."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str = Field(min_length=1)

    @classmethod
    def cut(cls, text: str, start: int, end: int) -> Self:
        """Evidence cut from the document's text, so that quote and offsets cannot disagree."""
        return cls(start=start, end=end, text=text[start:end])


class Geo(Record):
    """Where a place lies, as far as known (WGS 84, GeoNames id, ISO 3166-1 alpha-3).

    `precision` is `where_prec` of UCDP GED: how far the coordinates can be trusted.
    """

    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    geonames_id: int | None = None
    country: str | None = None
    admin1: str | None = None
    precision: int = Field(ge=1, le=7)


class Entity(Record):
    """One mention: what is marked, where, and what it stands for.

    `holder` is the `entity_id` of the person whom a role belongs to, where the text says so;
    `geo` is known for places only.
    """

    doc_id: str
    entry_id: str
    entity_id: str
    label: Label
    text: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    canonical: str | None = None
    source: Source
    holder: str | None = None
    geo: Geo | None = None


class EventDate(Record):
    """When it happened: an inclusive interval of days and how exact it is."""

    start: date
    end: date
    precision: Precision

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"the interval ends before it starts: {self.start}..{self.end}")
        return self


class Place(Record):
    """A place of an event as written, and what it is to the event."""

    name: str
    role: PlaceRole


class Perpetrator(Record):
    """Who did it, by canonical name, and how sure the text is."""

    name: str
    status: PerpetratorStatus


class Acled(Record):
    """What ACLED calls an event: its type, and the sub-event type below it."""

    event_type: AcledEventType
    sub_event_type: AcledSubEventType

    @model_validator(mode="after")
    def _belongs(self) -> Self:
        if self.sub_event_type not in ACLED_SUB_EVENTS[self.event_type]:
            raise ValueError(f"{self.sub_event_type!r} is no sub-event of {self.event_type!r}")
        return self


class Casualty(Record):
    """One row of outcome x count x victim x nationality.

    `count` is null where the text gives no figure; `count_min` and `count_max` bound it.
    `included` rows are part of another row's count and never added to the totals.
    `nationality` holds ISO 3166-1 alpha-3 codes.
    """

    outcome: Outcome
    count: int | None = Field(default=None, ge=0)
    count_min: int | None = Field(default=None, ge=0)
    count_max: int | None = Field(default=None, ge=0)
    approximate: bool = False
    victim: Victim = "unspecified"
    nationality: tuple[str, ...] = ()
    included: bool = False
    evidence: Evidence


class Event(Record):
    """One happening that an entry reports, with its roles and casualties.

    The four totals are the sums of the rows that are not included in others, null where
    no such row has a figure; they are computed, so they cannot disagree with the rows.
    `acled`, `plover`, `date_prec` and `where_prec` are the codes of ACLED, PLOVER and UCDP GED,
    null where these have none. `corrected` names the fields that a reviewer changed.
    """

    doc_id: str
    entry_id: str
    event_id: str
    language: str
    published: date | None
    type: EventType
    subtype: Subtype | None = None
    recalled: bool = False
    assertion: Assertion = "asserted"
    date: EventDate | None = None
    mission: tuple[str, ...] = ()
    country: str | None = None
    places: tuple[Place, ...] = ()
    perpetrators: tuple[Perpetrator, ...] = ()
    target: Target | None = None
    weapons: tuple[Weapon, ...] = ()
    reported_by: str | None = None
    participants: tuple[str, ...] = ()
    casualties: tuple[Casualty, ...] = ()
    killed: int | None = 0
    injured: int | None = 0
    missing: int | None = 0
    abducted: int | None = 0
    evidence: Evidence
    acled: Acled | None = None
    plover: PloverType | None = None
    date_prec: DatePrec | None = None
    where_prec: WherePrec | None = None
    corrected: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _add_up(cls, values: object) -> object:
        if isinstance(values, dict) and not OUTCOMES_SET & values.keys():
            rows = tuple(Casualty.model_validate(row) for row in values.get("casualties", ()))
            return values | {outcome: total(rows, outcome) for outcome in OUTCOMES}
        return values

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.subtype and self.subtype not in SUBTYPES.get(self.type, ()):
            raise ValueError(f"{self.subtype!r} is no subtype of {self.type!r}")
        if self.casualties and self.type not in HARM_TYPES:
            raise ValueError(f"an event of type {self.type!r} carries no casualties")
        if self.casualties and self.assertion in ("negated", "hypothetical"):
            raise ValueError(f"an event that is {self.assertion} carries no casualties")
        for outcome in OUTCOMES:
            if getattr(self, outcome) != total(self.casualties, outcome):
                raise ValueError(f"the total {outcome!r} is not the sum of its rows")
        return self


class Spot(Place):
    """A place of a report, and what is known of it; the rest is null for an unknown one."""

    canonical: str | None = None
    admin1: str | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    geonames_id: int | None = None


class Report(Record):
    """What one event says of an incident: all that telling incidents apart asks for.

    `source` is the document, `published` the day of the report, `date` that of the happening;
    `nationality` and `victims` are those of all casualty rows.
    """

    event_id: str
    entry_id: str
    source: str
    published: date | None
    language: str
    reported_by: str | None
    recalled: bool
    type: EventType
    subtype: Subtype | None
    date: EventDate | None
    mission: tuple[str, ...]
    country: str | None
    places: tuple[Spot, ...]
    perpetrators: tuple[str, ...]
    target: Target | None
    weapons: tuple[Weapon, ...]
    nationality: tuple[str, ...]
    victims: tuple[Victim, ...]
    killed: int | None
    injured: int | None
    missing: int | None
    abducted: int | None


class Link(Record):
    """Why two reports are one incident: what agrees between them and what does not."""

    event_id: str
    joined: str
    score: float
    agree: tuple[str, ...]
    disagree: tuple[str, ...]


class Incident(Record):
    """One happening in the world, with every report of it in the order of publication.

    A figure comes from the latest report that gives one, a recalled one only where nothing else
    does; its `_min` and `_max` span what the reports say. All are null where none has a figure.
    `recalled` holds where every report merely recalls it.
    """

    incident_id: str
    type: EventType
    subtype: Subtype | None
    recalled: bool
    date: EventDate | None
    mission: tuple[str, ...]
    country: str | None
    places: tuple[Spot, ...]
    perpetrators: tuple[str, ...]
    target: Target | None
    weapons: tuple[Weapon, ...]
    killed: int | None
    killed_min: int | None
    killed_max: int | None
    injured: int | None
    injured_min: int | None
    injured_max: int | None
    missing: int | None
    missing_min: int | None
    missing_max: int | None
    abducted: int | None
    abducted_min: int | None
    abducted_max: int | None
    event_ids: tuple[str, ...]
    languages: tuple[str, ...]
    sources: tuple[str, ...]
    reports: tuple[Report, ...]
    why: tuple[Link, ...]


class Failure(Record):
    """A document, or a part of one, that could not be processed, and why.

    `code` tells the kind of fault for programs: which limit was passed, or none.
    """

    document: str
    stage: str
    reason: str
    code: FailureCode = "unreadable"


OUTCOMES_SET = frozenset(OUTCOMES)


def total(rows: "tuple[Casualty, ...]", outcome: Outcome) -> int | None:
    """The sum over rows of `outcome` that are part of no other; null if none has a figure."""
    counted = [row.count for row in rows if row.outcome == outcome and not row.included]
    figures = [count for count in counted if count is not None]
    return None if counted and not figures else sum(figures)
