"""Holds incidents against the UN's own list of fatalities, the record of peacekeeping's dead.

The record has one line for each person: date, mission, nationality. Its lines of one mission, day
and kind of incident are compared with the incidents of that mission within a few days, of which
only the UN's own dead count. The record is final and a statement is early, so that more dead on
the record than in the text is to be expected.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pipeline.codes import Victim
from pipeline.errors import UsageError
from pipeline.outputs import read_records
from pipeline.records import Event, Incident

Finding = Literal[
    "agrees", "count differs", "nationality differs", "only in text", "only on record"
]
COLUMNS = ("incident_date", "mission_acronym", "isocode3", "type_of_incident")
UN_DEAD: frozenset[Victim] = frozenset({"peacekeeper", "un_police", "un_staff", "un_contractor"})


@dataclass(frozen=True, slots=True)
class Deaths:
    """The UN's dead of one happening, as one side tells it."""

    name: str
    missions: frozenset[str]
    day: date
    killed: int
    nationalities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the two sides say of one happening; None where a side does not know it."""

    finding: Finding
    text: Deaths | None
    record: Deaths | None


def reconcile(outputs: Path, register: Path, days: int) -> list[Comparison]:
    """All comparisons by date. Of the record, only missions and years that the outputs have."""
    told = list(read_told(outputs, days))
    covered = {(mission, each.day.year) for each in told for mission in each.missions}
    recorded = [
        each
        for each in read_register(register)
        if any((mission, each.day.year) in covered for mission in each.missions)
    ]
    return sorted(_compare(told, recorded, days), key=_order)


def read_told(outputs: Path, days: int) -> Iterator[Deaths]:
    """The incidents in which the text has UN dead, dated to no more than that many days."""
    events = {event.event_id: event for event in read_records(outputs, Event)}
    for incident in read_records(outputs, Incident):
        counts = [_un_dead(events[each]) for each in incident.event_ids if each in events]
        known = [count for count in counts if count[0]]
        when = incident.date
        if when and (when.end - when.start).days <= days and known:
            killed, _ = known[-1]
            nationalities = frozenset(code for _, codes in known for code in codes)
            missions = frozenset(_short(mission) for mission in incident.mission)
            yield Deaths(incident.incident_id, missions, when.start, killed, nationalities)


def _un_dead(event: Event) -> tuple[int, frozenset[str]]:
    rows = [
        row
        for row in event.casualties
        if row.outcome == "killed" and row.victim in UN_DEAD and not row.included
    ]
    return sum(row.count or 0 for row in rows), frozenset(c for r in rows for c in r.nationality)


def read_register(path: Path) -> Iterator[Deaths]:
    """The dead of each mission, day and kind of incident on the record."""
    groups: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            if missing := set(COLUMNS) - set(lines.fieldnames or ()):
                raise UsageError(f"{path}: no column {', '.join(sorted(missing))}")
            for line in lines:
                day, mission, nationality, kind = (line[name] for name in COLUMNS)
                groups[day, mission, kind][nationality] += 1
        for (day, mission, kind), people in groups.items():
            yield Deaths(
                f"{mission} {day} {kind}",
                frozenset({_short(mission)}),
                date.fromisoformat(day),
                people.total(),
                frozenset(people),
            )
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error


def _short(mission: str) -> str:
    """The acronym without its number: the record does not tell UNOSOM II from UNOSOM."""
    return mission.split()[0]


def _compare(told: Sequence[Deaths], recorded: Sequence[Deaths], days: int) -> Iterator[Comparison]:
    """The best pairs first, each side's happening in one pair at most."""
    by_mission: defaultdict[str, list[Deaths]] = defaultdict(list)
    for each in recorded:
        for mission in each.missions:
            by_mission[mission].append(each)
    pairs = [
        (_distance(text, record), text.name, record.name, text, record)
        for text in told
        for mission in sorted(text.missions)
        for record in by_mission[mission]
        if abs((text.day - record.day).days) <= days
    ]
    taken: set[str] = set()
    for *_, text, record in sorted(pairs, key=lambda pair: pair[:3]):
        if text.name not in taken and record.name not in taken:
            taken |= {text.name, record.name}
            yield Comparison(_judge(text, record), text, record)
    for text in told:
        if text.name not in taken:
            yield Comparison("only in text", text, None)
    for record in recorded:
        if record.name not in taken:
            yield Comparison("only on record", None, record)


def _distance(text: Deaths, record: Deaths) -> tuple[bool, int, int]:
    foreign = bool(text.nationalities) and not text.nationalities & record.nationalities
    return foreign, abs((text.day - record.day).days), abs(text.killed - record.killed)


def _judge(text: Deaths, record: Deaths) -> Finding:
    if not text.nationalities <= record.nationalities:
        return "nationality differs"
    return "agrees" if text.killed == record.killed else "count differs"


def _order(comparison: Comparison) -> tuple[date, str]:
    side = comparison.text or comparison.record
    if side is None:
        raise ValueError("a comparison without a side")
    return side.day, side.name


def write_comparisons(comparisons: Iterable[Comparison], path: Path) -> None:
    """Writes the comparisons as CSV; raises `UsageError` where the file cannot be written."""
    names = [f"{side}_{part}" for side in ("text", "record") for part in PARTS]
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["finding", *names])
            for each in comparisons:
                writer.writerow([each.finding, *_cells(each.text), *_cells(each.record)])
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


PARTS = ("name", "mission", "date", "killed", "nationality")


def _cells(side: Deaths | None) -> list[str | int]:
    if side is None:
        return [""] * len(PARTS)
    codes = ("; ".join(sorted(names)) for names in (side.missions, side.nationalities))
    missions, nationalities = codes
    return [side.name, missions, side.day.isoformat(), side.killed, nationalities]
