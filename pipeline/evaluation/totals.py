"""Compares totals and dates with a table that others coded, document by document.

For who holds a table and the texts, and no gold. Only what is news counts: tolls, recalled
events and harm that did not happen are left out, as in the summary of a run.
"""

import csv
import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipeline.errors import UsageError
from pipeline.evaluation.gold import LabelsById
from pipeline.evaluation.problems import Problem, explain, refuse
from pipeline.evaluation.slots import is_harm
from pipeline.evaluation.tables import ratio, table
from pipeline.records import Event, EventDate

Figure = Literal["killed", "injured", "abducted"]
FIGURES: tuple[Figure, ...] = get_args(Figure)
COLUMNS = (*FIGURES, "date")


class Coded(BaseModel):
    """What others coded of one document; None where they did not code it. More columns may be."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    killed: int | None = Field(default=None, ge=0)
    injured: int | None = Field(default=None, ge=0)
    abducted: int | None = Field(default=None, ge=0)
    date: datetime.date | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value


@dataclass(frozen=True, slots=True)
class Difference:
    """A document and column where coded and predicted do not agree."""

    doc_id: str
    column: str
    coded: str
    predicted: str


@dataclass(slots=True)
class Tally:
    """How one column compares: documents coded above zero and those coded zero.

    A date has no zero; `within` counts the dates that lie inside the predicted interval.
    """

    coded: int = 0
    exact: int = 0
    within: int = 0
    silent: int = 0
    zero: int = 0
    false_alarms: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """The comparison of a coded table with outputs."""

    tallies: dict[str, Tally]
    differences: tuple[Difference, ...]
    uncoded: int


def read_coded(path: Path) -> list[Coded]:
    """The rows of a CSV or JSONL file; raises `UsageError` naming file, line and field."""
    rows: list[Coded] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    columns: set[str] = set()
    for line, data in _read_lines(path):
        columns |= data.keys()
        try:
            row = Coded.model_validate(data)
        except ValidationError as error:
            problems += explain(str(path), line, error)
            continue
        if (first := seen.setdefault(row.id, line)) != line:
            problems.append(Problem(str(path), line, "id", f"{row.id!r} again, as in line {first}"))
        rows.append(row)
    if rows and not columns & set(COLUMNS):
        problems.append(Problem(str(path), 0, "", f"no column {', '.join(COLUMNS)}"))
    refuse(problems)
    return rows


def _read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    if path.suffix == ".csv":
        reader = csv.DictReader(text.splitlines(keepends=True))
        for row in reader:
            if None in row:
                refuse([Problem(str(path), reader.line_num, "", "more cells than columns")])
            yield reader.line_num, {key: value for key, value in row.items() if value is not None}
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _parse(path, number, line)


def _parse(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{path}, line {number}: {error}") from error
    if not isinstance(data, dict):
        raise UsageError(f"{path}, line {number}: not a JSON object")
    return data


def compare_totals(coded: Sequence[Coded], outputs: LabelsById, path: Path) -> Totals:
    """The comparison; raises `UsageError` for coded documents that the outputs lack."""
    refuse(
        [
            Problem(str(path), 0, "id", f"the outputs hold no document {row.id!r}")
            for row in coded
            if row.id not in outputs
        ]
    )
    tallies = {column: Tally() for column in COLUMNS}
    differences: list[Difference] = []
    for row in coded:
        events = outputs[row.id].events
        for figure in FIGURES:
            if (value := getattr(row, figure)) is not None:
                differences += _compare_figure(row, figure, value, events, tallies[figure])
        if row.date is not None:
            differences += _compare_date(row, row.date, main_date(events), tallies["date"])
    return Totals(tallies, tuple(differences), len(outputs.keys() - {row.id for row in coded}))


def document_totals(events: Sequence[Event]) -> dict[Figure, int | None]:
    """The totals of a document's news, None where people came to harm without any figure."""
    return {figure: _total(events, figure) for figure in FIGURES}


def _total(events: Sequence[Event], figure: Figure) -> int | None:
    sums = [getattr(event, figure) for event in events if is_news(event)]
    known = [each for each in sums if each is not None]
    return None if None in sums and not sum(known) else sum(known)


def is_news(event: Event) -> bool:
    """Whether an event of harm is reported as fresh, not summed up or remembered."""
    return is_harm(event) and event.type != "toll" and not event.recalled


def main_date(events: Sequence[Event]) -> EventDate | None:
    """The date of the first event of harm that is news and has one, else of any first event."""
    dated = [event for event in events if event.date]
    first = next((event for event in dated if is_news(event)), dated[0] if dated else None)
    return first.date if first else None


def _compare_figure(
    row: Coded, figure: Figure, value: int, events: Sequence[Event], tally: Tally
) -> list[Difference]:
    predicted = _total(events, figure)
    if value:
        tally.coded += 1
        tally.exact += predicted == value
        tally.silent += predicted == 0
    else:
        tally.zero += 1
        tally.false_alarms += predicted != 0
    shown = "some" if predicted is None else str(predicted)
    return [] if predicted == value else [Difference(row.id, figure, str(value), shown)]


def _compare_date(
    row: Coded, value: datetime.date, predicted: EventDate | None, tally: Tally
) -> list[Difference]:
    exact = predicted is not None and predicted.start == predicted.end == value
    tally.coded += 1
    tally.exact += exact
    tally.within += predicted is not None and predicted.start <= value <= predicted.end
    tally.silent += predicted is None
    shown = f"{predicted.start}..{predicted.end}" if predicted else "none"
    return [] if exact else [Difference(row.id, "date", str(value), shown)]


def print_totals(totals: Totals) -> Iterator[str]:
    """The comparison as Markdown, the differences behind the table."""
    yield table(
        ["", "coded", "exact", "rate", "not found", "within", "coded 0", "false alarms", "rate "],
        (_row(name, tally) for name, tally in totals.tallies.items() if tally.coded + tally.zero),
    )
    if totals.uncoded:
        yield f"\n{totals.uncoded} documents of the outputs are not coded."
    yield f"\n{len(totals.differences)} differences"
    for each in totals.differences:
        yield f"  {each.doc_id} {each.column}: coded {each.coded}, predicted {each.predicted}"


def _row(name: str, tally: Tally) -> list[str]:
    return [
        name,
        str(tally.coded),
        str(tally.exact),
        ratio(tally.exact / tally.coded if tally.coded else None),
        str(tally.silent),
        str(tally.within) if name == "date" else "–",
        str(tally.zero),
        str(tally.false_alarms),
        ratio(tally.false_alarms / tally.zero if tally.zero else None),
    ]
