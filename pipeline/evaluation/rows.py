"""Reads the lines of gold and output files into records; a wrong line is a problem instead."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from pipeline.codes import OUTCOMES, Source
from pipeline.evaluation.problems import Problem, explain
from pipeline.records import Casualty, Entity, Entry, Event, Record, total


class Mention(Entity):
    """An entity of gold or of outputs; gold leaves out the `source`, and may the `canonical`."""

    source: Source | None = None  # type: ignore[assignment]  # gold does not say who found it


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Row(Generic[R]):
    """A record and the place where it was read."""

    record: R
    file: str
    line: int

    def problem(self, field: str, reason: str) -> Problem:
        """What is wrong with this record."""
        return Problem(self.file, self.line, field, reason)


@dataclass(slots=True)
class Rows:
    """All rows below a folder, and what could not be read."""

    entries: list[Row[Entry]] = field(default_factory=list)
    entities: list[Row[Mention]] = field(default_factory=list)
    events: list[Row[Event]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


FILES = ("entries.jsonl", "entities.jsonl", "events.jsonl")


def read_rows(folder: Path) -> Rows:
    """The rows of every folder below, and of this one, that has such files."""
    rows = Rows()
    folders = sorted({path.parent for name in FILES for path in _find(folder, name)})
    if not folders:
        rows.problems.append(Problem(str(folder), 0, "", f"no {', '.join(FILES)} in this folder"))
    for each in folders:
        rows.entries += _read(each / "entries.jsonl", Entry, rows.problems)
        rows.entities += _read(each / "entities.jsonl", Mention, rows.problems)
        rows.events += _read(each / "events.jsonl", Event, rows.problems)
    return rows


def _find(folder: Path, name: str) -> Iterator[Path]:
    """The files of that name, not those in hidden folders, which are being written."""
    for path in folder.rglob(name):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _read(path: Path, kind: type[R], problems: list[Problem]) -> list[Row[R]]:
    file = str(path)
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        problems.append(Problem(file, 0, "", (error.strerror or str(error)).lower()))
        return []
    rows = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            record, found = parse(line, kind, file, number)
            problems += found
            if record is not None:
                rows.append(Row(record, file, number))
    return rows


def parse(line: bytes, kind: type[R], file: str, number: int) -> tuple[R | None, list[Problem]]:
    """The record of one line and no problem, or none and what is wrong with the line."""
    try:
        data = json.loads(line.decode("utf-8"), object_pairs_hook=_without_repetition)
    except ValueError as error:  # not UTF-8, not JSON, or a key given twice
        return None, [Problem(file, number, "", str(error))]
    if not isinstance(data, dict):
        return None, [Problem(file, number, "", "not a JSON object")]
    data = _complete(data) if kind is Event else data
    try:
        record = kind.model_validate(data)
    except ValidationError as error:
        return None, explain(file, number, error)
    changed = list(_changed(data, record.model_dump(mode="json")))
    return record, [
        Problem(file, number, path, f"wrong type: {value!r}") for path, value in changed
    ]


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        twice = next(key for key, _ in pairs if [k for k, _ in pairs].count(key) > 1)
        raise ValueError(f"the field {twice!r} is given twice")
    return data


OPEN_END = date.max
"""The end of an interval that the gold leaves open: a toll in a text of no stated date."""


def dump(record: Entry | Mention | Event) -> dict[str, Any]:
    """The data of a record as gold writes it: what was left out stays out, open ends are null."""
    data = record.model_dump(mode="json", exclude_unset=True)
    when = data.get("date")
    if when and when["end"] == OPEN_END.isoformat():
        data["date"] = when | {"end": None}
    return data


_ROWS = TypeAdapter(tuple[Casualty, ...])


def _complete(data: dict[str, Any]) -> dict[str, Any]:
    """The data of an event with what gold may leave out: an interval's end, the totals."""
    when = data.get("date")
    if isinstance(when, dict) and when.get("end", "") is None:
        data = data | {"date": when | {"end": OPEN_END.isoformat()}}
    if data.keys() & set(OUTCOMES):
        return data
    try:
        rows = _ROWS.validate_python(data.get("casualties", ()))
    except ValidationError:  # is found again, with its place, when the event is validated
        return data | dict.fromkeys(OUTCOMES, 0)
    return data | {outcome: total(rows, outcome) for outcome in OUTCOMES}


def _changed(given: Any, read: Any, path: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Path and value of all that validation had to convert: `"1"` is no number, 1 no truth."""
    if isinstance(given, dict) and isinstance(read, dict):
        for key, value in given.items():
            yield from _changed(value, read.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(given, list) and isinstance(read, list) and len(given) == len(read):
        for number, (old, new) in enumerate(zip(given, read, strict=True)):
            yield from _changed(old, new, f"{path}.{number}")
    elif type(given) is not type(read) or given != read:
        yield path, given
