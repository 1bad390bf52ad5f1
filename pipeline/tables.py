"""Records as flat tables: stable column names and types, derived from the records themselves.

A field of a record is a column of its name; one that holds a record is a column for each of its
fields (`date_start`); one that holds several values is one cell, joined by `; `. Lists of records
become tables of their own, save places and perpetrators, whose names are enough.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from pipeline.outputs import read_records
from pipeline.records import (
    Casualty,
    Entity,
    Entry,
    Event,
    Incident,
    Perpetrator,
    Place,
    Report,
    Spot,
)

ColumnType = Literal["string", "integer", "number", "boolean", "date"]
Cell = str | int | float | bool | date | None
Getter = Callable[[Any], Cell]
SCALARS: dict[type, ColumnType] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    date: "date",
}
PLACE_COLUMNS = {"sites": "site", "areas": "area", "other_places": "other"}
SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its type, in the words of Frictionless Table Schema."""

    name: str
    type: ColumnType


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose values are the keys of another table."""

    column: str
    table: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, its rows with one cell for each, and its key."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


def read_tables(outputs: Path) -> Iterator[Table]:
    """All tables of an output folder; raises `UsageError` where a file is missing or wrong."""
    events = list(read_records(outputs, Event))
    incidents = list(read_records(outputs, Incident))
    yield _table("incidents", Incident, incidents, ("incident_id",))
    yield _part("reports", "incident_id", Report, ((i.incident_id, i.reports) for i in incidents))
    yield _table("events", Event, events, ("event_id",))
    yield _part("casualties", "event_id", Casualty, ((e.event_id, e.casualties) for e in events))
    yield _table("entities", Entity, read_records(outputs, Entity), ("entity_id",))
    yield _table("entries", Entry, read_records(outputs, Entry), ("entry_id",))


def _table(name: str, kind: type[BaseModel], records: Iterable[Any], key: tuple[str, ...]) -> Table:
    columns = list(_columns(kind))
    rows = (tuple(get(record) for _, get in columns) for record in records)
    return Table(name, tuple(column for column, _ in columns), rows, key, _references(name))


def _part(
    name: str, owner: str, kind: type[BaseModel], owned: Iterable[tuple[str, tuple[Any, ...]]]
) -> Table:
    """The table of records that belong to others, with the owner's id and their number in it."""
    columns = list(_columns(kind))
    rows = (
        (identity, number, *(get(part) for _, get in columns))
        for identity, parts in owned
        for number, part in enumerate(parts, start=1)
    )
    head = (Column(owner, "string"), Column("number", "integer"))
    names = (*head, *(column for column, _ in columns))
    return Table(name, names, rows, (owner, "number"), _references(name))


def _references(name: str) -> tuple[Reference, ...]:
    known = {
        "reports": (Reference("incident_id", "incidents"), Reference("event_id", "events")),
        "events": (Reference("entry_id", "entries"),),
        "casualties": (Reference("event_id", "events"),),
        "entities": (Reference("entry_id", "entries"),),
    }
    return known.get(name, ())


def _columns(kind: type[BaseModel]) -> Iterator[tuple[Column, Getter]]:
    """The columns of a record and how to get their cells."""
    for name, field in kind.model_fields.items():
        yield from _columns_of_field(name, _without_none(field.annotation))


def _columns_of_field(name: str, annotation: Any) -> Iterator[tuple[Column, Getter]]:  # noqa: ANN401
    if get_origin(annotation) is tuple:
        yield from _columns_of_list(name, get_args(annotation)[0])
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for column, get in _columns(annotation):
            yield Column(f"{name}_{column.name}", column.type), _inside(name, get)
    else:
        yield Column(name, _scalar(annotation)), _attribute(name)


def _columns_of_list(name: str, item: Any) -> Iterator[tuple[Column, Getter]]:  # noqa: ANN401
    if not (isinstance(item, type) and issubclass(item, BaseModel)):
        yield Column(name, "string"), lambda record: _join(getattr(record, name))
    elif issubclass(item, Place):
        for column, role in PLACE_COLUMNS.items():
            yield Column(column, "string"), _places(name, role)
        if issubclass(item, Spot):
            for part in ("admin1", "lat", "lon"):
                kind = _scalar(_without_none(Spot.model_fields[part].annotation))
                yield Column(part, kind), _first_located(name, part)
    elif issubclass(item, Perpetrator):
        for column, part in ((name, "name"), ("perpetrator_status", "status")):
            yield Column(column, "string"), _parts(name, part)


def _scalar(annotation: Any) -> ColumnType:  # noqa: ANN401
    if get_origin(annotation) is Literal:
        annotation = type(get_args(annotation)[0])
    return SCALARS[annotation]


def _without_none(annotation: Any) -> Any:  # noqa: ANN401
    if get_origin(annotation) in (Union, UnionType):
        [annotation] = [each for each in get_args(annotation) if each is not type(None)]
    return annotation


def _attribute(name: str) -> Getter:
    return lambda record: getattr(record, name)


def _inside(name: str, get: Getter) -> Getter:
    return lambda record: None if getattr(record, name) is None else get(getattr(record, name))


def _places(name: str, role: str) -> Getter:
    return lambda record: _join(place.name for place in getattr(record, name) if place.role == role)


def _parts(name: str, part: str) -> Getter:
    return lambda record: _join(getattr(each, part) for each in getattr(record, name))


def _first_located(name: str, part: str) -> Getter:
    """The part of the first place that is known: sites come before areas."""

    def get(record: Any) -> Cell:  # noqa: ANN401
        known = (spot for spot in getattr(record, name) if spot.role != "other")
        return next((value for spot in known if (value := getattr(spot, part)) is not None), None)

    return get


def _join(values: Iterable[str]) -> str | None:
    return SEPARATOR.join(values) or None
