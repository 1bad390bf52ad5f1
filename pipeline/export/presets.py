"""Incidents in the columns of UCDP GED and of ACLED, for the fields that we have.

The column names are theirs; what a value is made of stands in `models/lexicon/ged.toml` and
`acled.toml`. Incidents without a date of their own have an empty one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.codes import WherePrec
from pipeline.lexicon.names import load_rows
from pipeline.lexicon.presets import Steps, load_acled_rules, load_ged_rules
from pipeline.outputs import read_records
from pipeline.records import Acled, Event, Incident, Spot, total
from pipeline.stages.events.coding import date_prec
from pipeline.tables import Cell, Column, ColumnType, Table


@dataclass(frozen=True, slots=True)
class Subject:
    """An incident with what its columns are made of."""

    incident: Incident
    latest: Event
    """The report that the figures come from, as far as one report has them."""
    told: tuple[Event, ...]
    """All its events of this run."""

    @property
    def place(self) -> Spot | None:
        """The most exact place; sites come first."""
        return next((each for each in self.incident.places if each.role != "other"), None)

    @property
    def where_prec(self) -> WherePrec | None:
        """How exact the most exact place is that an event gives, as UCDP GED counts it."""
        return min((each.where_prec for each in self.told if each.where_prec), default=None)

    @property
    def acled(self) -> Acled | None:
        """ACLED's codes, of the event that is most like the incident in type and subtype."""
        kind = (self.incident.type, self.incident.subtype)
        coded = [event for event in self.told if event.acled]
        coded.sort(key=lambda event: (event.type != kind[0], event.subtype != kind[1]))
        return coded[0].acled if coded else None


Getter = Callable[[Subject], Cell]
Preset = Sequence[tuple[str, ColumnType, Getter]]


def read_preset(outputs: Path, preset: str) -> Iterator[Table]:
    """The one table of a preset; raises `UsageError` where a file is missing or wrong."""
    events = {event.event_id: event for event in read_records(outputs, Event)}
    subjects = [
        Subject(incident, _latest(incident, told), told)
        for incident in read_records(outputs, Incident)
        if (told := tuple(events[each] for each in incident.event_ids if each in events))
    ]
    columns, holds = PRESETS[preset]
    rows = [tuple(get(each) for _, _, get in columns) for each in subjects if holds(each)]
    yield Table(preset, tuple(Column(name, kind) for name, kind, _ in columns), rows)


def _latest(incident: Incident, told: Sequence[Event]) -> Event:
    """The last event with the incident's figures, else its last."""
    exact = [event for event in told if event.killed == incident.killed]
    return (exact or told)[-1]


def _step(value: int | None, steps: Steps) -> int | None:
    return next((code for most, code in steps if value is not None and value <= most), None)


def _days(subject: Subject) -> int | None:
    when = subject.incident.date
    return (when.end - when.start).days + 1 if when else None


def _country(subject: Subject) -> Cell:
    """The English name of the country."""
    names = (
        row.names["en"][0]
        for row in load_rows("countries.jsonl")
        if row.canonical == subject.incident.country
    )
    return next(names, None)


def _of_place(name: str) -> Getter:
    return lambda subject: getattr(subject.place, name, None)


def _of_date(name: str) -> Getter:
    return lambda subject: getattr(subject.incident.date, name, None)


def _of(name: str) -> Getter:
    return lambda subject: getattr(subject.incident, name)


def _year(subject: Subject) -> Cell:
    return subject.incident.date.start.year if subject.incident.date else None


def _sources(subject: Subject) -> Cell:
    return "; ".join(subject.incident.sources)


def _evidence(subject: Subject) -> Cell:
    return subject.latest.evidence.text


def _actors(subject: Subject) -> tuple[Cell, Cell]:
    """Who acted and who was acted upon, or the two sides of a clash."""
    incident = subject.incident
    if incident.type == "clash" and len(incident.perpetrators) > 1:
        return incident.perpetrators[0], incident.perpetrators[1]
    return next(iter(incident.perpetrators), None), next(iter(incident.mission), None)


# UCDP GED


def _deaths(side: str) -> Getter:
    def get(subject: Subject) -> Cell:
        victims = next(v for name, v in load_ged_rules().deaths.items() if name == side)
        rows = tuple(row for row in subject.latest.casualties if row.victim in victims)
        return total(rows, "killed")

    return get


def _violence(subject: Subject) -> Cell:
    rules, incident = load_ged_rules(), subject.incident
    by_target = rules.violence_by_target.get(incident.target) if incident.target else None
    return by_target or rules.violence_by_type.get(incident.type)


def _is_violent(subject: Subject) -> bool:
    return subject.incident.type in ("attack", "clash", "violation")


GED: Preset = (
    ("id", "string", _of("incident_id")),
    ("year", "integer", _year),
    ("type_of_violence", "integer", _violence),
    ("side_a", "string", lambda s: _actors(s)[1]),
    ("side_b", "string", lambda s: _actors(s)[0]),
    ("number_of_sources", "integer", lambda s: len(s.incident.sources)),
    ("source_article", "string", _sources),
    ("source_date", "date", lambda s: s.latest.published),
    ("source_headline", "string", _evidence),
    ("where_prec", "integer", lambda s: s.where_prec),
    ("where_coordinates", "string", _of_place("canonical")),
    ("where_description", "string", _of_place("name")),
    ("adm_1", "string", _of_place("admin1")),
    ("latitude", "number", _of_place("lat")),
    ("longitude", "number", _of_place("lon")),
    ("country", "string", _country),
    ("event_clarity", "integer", lambda s: 1 if s.incident.date else 2),
    ("date_prec", "integer", lambda s: date_prec(s.incident.date)),
    ("date_start", "date", _of_date("start")),
    ("date_end", "date", _of_date("end")),
    ("deaths_a", "integer", _deaths("a")),
    ("deaths_b", "integer", _deaths("b")),
    ("deaths_civilians", "integer", _deaths("civilians")),
    ("deaths_unknown", "integer", _deaths("unknown")),
    ("best", "integer", _of("killed")),
    ("high", "integer", _of("killed_max")),
    ("low", "integer", _of("killed_min")),
)


# ACLED


ACLED: Preset = (
    ("event_id_cnty", "string", _of("incident_id")),
    ("event_date", "date", _of_date("start")),
    ("year", "integer", _year),
    ("time_precision", "integer", lambda s: _step(_days(s), load_acled_rules().time_precision)),
    ("event_type", "string", lambda s: s.acled.event_type if s.acled else None),
    ("sub_event_type", "string", lambda s: s.acled.sub_event_type if s.acled else None),
    ("actor1", "string", lambda s: _actors(s)[0]),
    ("actor2", "string", lambda s: _actors(s)[1]),
    ("iso3", "string", _of("country")),
    ("country", "string", _country),
    ("admin1", "string", _of_place("admin1")),
    ("location", "string", _of_place("name")),
    ("latitude", "number", _of_place("lat")),
    ("longitude", "number", _of_place("lon")),
    ("geo_precision", "integer", lambda s: _step(s.where_prec, load_acled_rules().geo_precision)),
    ("source", "string", _sources),
    ("notes", "string", _evidence),
    ("fatalities", "integer", _of("killed")),
)

PRESETS: dict[str, tuple[Preset, Callable[[Subject], bool]]] = {
    "ged": (GED, _is_violent),
    "acled": (ACLED, lambda subject: subject.acled is not None),
}
"""The columns of each preset, and which incidents it takes."""
