"""What a reviewer corrects: read from a file, applied to events, kept apart from the machine's.

A file has rows of `event_id, field, value`, as CSV or JSONL. A value in CSV is JSON where it
reads as such (`3`, `null`, `["MINUSMA"]`), else text. A total (`killed`) corrects the one row
of that outcome, or makes one; where there are several, `casualties` is what to correct.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import JsonValue, ValidationError

from pipeline.codes import OUTCOMES
from pipeline.errors import UsageError
from pipeline.records import Event, Record

FIXED = frozenset({"doc_id", "entry_id", "event_id", "corrected"})
"""Fields that tell which event it is, or are ours to fill."""


class Correction(Record):
    """One row of a reviewer's file."""

    event_id: str
    field: str
    value: JsonValue = None


class Applied(Correction):
    """A correction as it was applied, with what the machine had said."""

    machine: JsonValue = None


class Corrections:
    """The corrections of a file by event."""

    def __init__(self, corrections: Iterable[Correction]) -> None:
        self._rows: defaultdict[str, list[Correction]] = defaultdict(list)
        for correction in corrections:
            self._rows[correction.event_id].append(correction)

    def apply(self, event: Event) -> tuple[Event, list[Applied]]:
        """The event as corrected, and what was applied; raises `UsageError` for a wrong value."""
        applied = []
        for row in self._rows.get(event.event_id, ()):
            data = event.model_dump(mode="json")
            machine = data.get(row.field)
            try:
                event = Event.model_validate(_change(data, row))
            except ValidationError as error:
                reason = error.errors()[0]["msg"].removeprefix("Value error, ")
                raise UsageError(f"correction of {row.event_id}, {row.field}: {reason}") from error
            applied.append(Applied(**row.model_dump(), machine=machine))
        return event, applied


def read_corrections(path: Path) -> Corrections:
    """The corrections of a CSV or JSONL file; raises `UsageError` naming file and line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = _read_csv(file) if path.suffix.lower() == ".csv" else _read_lines(file)
            return Corrections([_check(path, number, row) for number, row in rows])
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error


def _read_csv(file: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, row in enumerate(csv.DictReader(file), start=2):
        yield number, row | {"value": _parse(row.get("value") or "null")}


def _read_lines(file: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            yield number, json.loads(line)


def _parse(text: str) -> JsonValue:
    try:
        value: JsonValue = json.loads(text)
    except ValueError:  # plain words need no quotes in CSV
        return text
    return value


def _check(path: Path, number: int, row: dict[str, Any]) -> Correction:
    try:
        correction = Correction.model_validate(row)
    except ValidationError as error:
        problem = error.errors()[0]
        raise UsageError(f"{path}, line {number}: {problem['loc'][0]}: {problem['msg']}") from error
    if correction.field not in Event.model_fields.keys() - FIXED:
        raise UsageError(f"{path}, line {number}: no field {correction.field!r} to correct")
    return correction


def _change(data: dict[str, Any], row: Correction) -> dict[str, Any]:
    """The event's data with the correction, its totals left to be added up anew."""
    changed = {name: value for name, value in data.items() if name not in OUTCOMES}
    changed["corrected"] = [*dict.fromkeys((*data["corrected"], row.field))]
    if row.field in OUTCOMES:
        return changed | {"casualties": _recount(data, row)}
    return changed | {row.field: row.value}


def _recount(data: dict[str, Any], row: Correction) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = data["casualties"]
    told = [each for each in rows if each["outcome"] == row.field and not each["included"]]
    if len(told) > 1:
        raise UsageError(
            f"correction of {row.event_id}, {row.field}: it has {len(told)} rows; "
            "correct the field casualties"
        )
    counts = {"count": row.value, "count_min": row.value, "count_max": row.value}
    if not told:
        return [*rows, {"outcome": row.field, "evidence": data["evidence"]} | counts]
    changed = told[0] | counts | {"approximate": False}
    return [changed if each is told[0] else each for each in rows]
