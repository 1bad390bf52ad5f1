"""The gold of linking: `links.jsonl` and `apart.jsonl`, checked against the gold events.

A line of the first holds the events of one incident; every event of harm that stands in no line
is an incident of its own. A line of the second holds two events that look alike and are two.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import UsageError
from pipeline.evaluation.problems import Problem, explain, refuse

LINKS, APART = "links.jsonl", "apart.jsonl"


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Joined(_Line):
    """Events that report one incident."""

    event_ids: tuple[str, ...] = Field(min_length=2)


class Apart(_Line):
    """Two events that are two incidents, and why one might think otherwise."""

    event_ids: tuple[str, str]
    because: str


L = TypeVar("L", Joined, Apart)


@dataclass(frozen=True, slots=True)
class GoldLinks:
    """Which gold events are one incident, and which pairs must stay apart."""

    incidents: tuple[frozenset[str], ...]
    apart: tuple[tuple[str, str], ...]


def load_links(folder: Path, event_ids: Collection[str]) -> GoldLinks | None:
    """The links of a gold folder, None where it has none; raises `ProblemsError` for wrong ones.

    `event_ids` are the gold events that can be linked.
    """
    if not (folder / LINKS).is_file():
        return None
    problems: list[Problem] = []
    joined = list(_read(folder / LINKS, Joined, problems))
    apart = list(_read(folder / APART, Apart, problems)) if (folder / APART).is_file() else []
    owner: dict[str, int] = {}
    for name, lines in ((LINKS, joined), (APART, apart)):
        for number, line in lines:
            for event_id in line.event_ids:
                if event_id not in event_ids:
                    reason = f"no event of harm {event_id!r}"
                    problems.append(Problem(str(folder / name), number, "event_ids", reason))
    for number, line in joined:
        for event_id in line.event_ids:
            if event_id in owner:
                reason = f"{event_id!r} again, as in line {owner[event_id]}"
                problems.append(Problem(str(folder / LINKS), number, "event_ids", reason))
            owner[event_id] = number
    for number, pair in apart:
        one, other = (owner.get(event_id) for event_id in pair.event_ids)
        if one is not None and one == other:
            reason = f"one incident in line {one} of {LINKS}"
            problems.append(Problem(str(folder / APART), number, "event_ids", reason))
    refuse(problems)
    return GoldLinks(
        tuple(frozenset(line.event_ids) for _, line in joined),
        tuple(line.event_ids for _, line in apart),
    )


def _read(path: Path, kind: type[L], problems: list[Problem]) -> Iterator[tuple[int, L]]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, kind.model_validate_json(line)
            except ValidationError as error:
                problems += explain(str(path), number, error)
