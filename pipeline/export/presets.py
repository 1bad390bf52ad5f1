"""Incidents in the columns of UCDP GED and of ACLED, for the fields that we have.

The column names are theirs; what a value is made of stands in `models/lexicon/ged.toml` and
`acled.toml`. Incidents without a date of their own have an empty one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.lexicon.names import load_rows
from pipeline.lexicon.presets import PlaceLevel, Steps, load_acled_rules, load_ged_rules
from pipeline.outputs import read_records
from pipeline.records import Event, Incident, Spot, total
from pipeline.tables import Cell, Column, ColumnType, Table


@dataclass(frozen=True, slots=True)
class Subject:
    """An incident with what its columns are made of."""

    incident: Incident
    latest: Event
    """The report that the figures come from, as far as one report has them."""

    @property
    def place(self) -> Spot | None:
        """The most exact place; sites come first."""
        return next((each for each in self.incident.places if each.role != "other"), None)

    @property
    def level(self) -> PlaceLevel:
        """How exact that place is."""
        if self.place is None:
            return "country"
        return "site" if self.place.role == "site" else "area"


Getter = Callable[[Subject], Cell]
Preset = Sequence[tuple[str, ColumnType, Getter]]


def read_preset(outputs: Path, preset: str) -> Iterator[Table]:
    """The one table of a preset; raises `UsageError` where a file is missing or wrong."""
    events = {event.event_id: event for event in read_records(outputs, Event)}
    subjects = [
        Subject(incident, latest)
        for incident in read_records(outputs, Incident)
        if (latest := _latest(incident, events)) is not None
    ]
    columns, holds = PRESETS[preset]
    rows = [tuple(get(each) for _, _, get in columns) for each in subjects if holds(each)]
    yield Table(preset, tuple(Column(name, kind) for name, kind, _ in columns), rows)


def _latest(incident: Incident, events: Mapping[str, Event]) -> Event | None:
    """The last event with the incident's figures, else its last; None if none is in this run."""
    told = [events[each] for each in incident.event_ids if each in events]
    exact = [event for event in told if event.killed == incident.killed]
    return (exact or told)[-1] if told else None


def _step(days: int, steps: Steps) -> int | None:
    return next((value for most, value in steps if days <= most), None)


def _days(subject: Subject) -> int | None:
    when = subject.incident.date
    return (when.end - when.start).days + 1 if when else None


def _precision(steps: Callable[[], Steps]) -> Getter:
    def get(subject: Subject) -> Cell:
        days = _days(subject)
        return None if days is None else _step(days, steps())

    return get


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
    ("where_prec", "integer", lambda s: load_ged_rules().where_prec[s.level]),
    ("where_coordinates", "string", _of_place("canonical")),
    ("where_description", "string", _of_place("name")),
    ("adm_1", "string", _of_place("admin1")),
    ("latitude", "number", _of_place("lat")),
    ("longitude", "number", _of_place("lon")),
    ("country", "string", _country),
    ("event_clarity", "integer", lambda s: 1 if s.incident.date else 2),
    ("date_prec", "integer", _precision(lambda: load_ged_rules().date_prec)),
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


def _acled_type(number: int) -> Getter:
    def get(subject: Subject) -> Cell:
        rules, incident = load_acled_rules(), subject.incident
        armed = incident.target in rules.armed_targets
        if incident.type == "attack" and incident.subtype is None and armed:
            return rules.armed[number]
        known = rules.events[incident.type]
        return known.get(incident.subtype or "default", known["default"])[number]

    return get


ACLED: Preset = (
    ("event_id_cnty", "string", _of("incident_id")),
    ("event_date", "date", _of_date("start")),
    ("year", "integer", _year),
    ("time_precision", "integer", _precision(lambda: load_acled_rules().time_precision)),
    ("event_type", "string", _acled_type(0)),
    ("sub_event_type", "string", _acled_type(1)),
    ("actor1", "string", lambda s: _actors(s)[0]),
    ("actor2", "string", lambda s: _actors(s)[1]),
    ("iso3", "string", _of("country")),
    ("country", "string", _country),
    ("admin1", "string", _of_place("admin1")),
    ("location", "string", _of_place("name")),
    ("latitude", "number", _of_place("lat")),
    ("longitude", "number", _of_place("lon")),
    ("geo_precision", "integer", lambda s: load_acled_rules().geo_precision[s.level]),
    ("source", "string", _sources),
    ("notes", "string", _evidence),
    ("fatalities", "integer", _of("killed")),
)

PRESETS: dict[str, tuple[Preset, Callable[[Subject], bool]]] = {
    "ged": (GED, _is_violent),
    "acled": (ACLED, lambda subject: subject.incident.type in load_acled_rules().events),
}
"""The columns of each preset, and which incidents it takes."""
