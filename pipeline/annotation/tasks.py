"""What goes to an annotation tool and comes back: a text, its marks, and what only travels along.

Tools hold spans with labels. Entries and events, which they cannot show, travel as one string of
JSON that no tool touches, and come back as they were.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

from pipeline.codes import Label
from pipeline.errors import UsageError
from pipeline.evaluation.gold import Labels, LabelsById, Texts
from pipeline.evaluation.rows import Mention, dump, parse
from pipeline.records import Entry, Event

R = TypeVar("R", Entry, Mention, Event)

LABELS = frozenset(get_args(Label))
CARRIED = "bluehelm"
"""The name of the field that carries what a tool does not hold."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span with its label and what it stands for."""

    start: int
    end: int
    label: str
    canonical: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One document for an annotator; `carried` is a string of JSON."""

    doc_id: str
    text: str
    marks: tuple[Mark, ...]
    carried: str


@dataclass(slots=True)
class Imported:
    """The tasks that came back, and the ids of those that nobody finished."""

    tasks: list[Task] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)


class TaskError(UsageError):
    """A file of tasks that cannot be read back; the message names file, task and reason."""

    def __init__(self, file: object, task: str, reason: str) -> None:
        super().__init__(f"{file}, task {task}: {reason}")


def build_tasks(labels: LabelsById, texts: Texts) -> list[Task]:
    """The tasks of labelled documents, predictions as marks."""
    return [_build(each, texts[doc_id]) for doc_id, each in labels.items()]


def _build(labels: Labels, text: str) -> Task:
    marks = [Mark(m.start, m.end, m.label, m.canonical) for m in labels.entities]
    carried = {
        "doc_id": labels.doc_id,
        "entries": [dump(entry) for entry in labels.entries],
        "events": [dump(event) for event in labels.events],
        "entities": [dump(mention) for mention in labels.entities],
    }
    return Task(labels.doc_id, text, tuple(marks), json.dumps(carried, ensure_ascii=False))


def known_canonicals(carried: str) -> dict[tuple[int, int, str], str | None]:
    """What the marks stood for when they were exported, for tools that cannot hold it."""
    return {_place(each): each.get("canonical") for each in json.loads(carried)["entities"]}


def _place(mention: Mapping[str, Any]) -> tuple[int, int, str]:
    return mention["start"], mention["end"], mention["label"]


def name_of(carried: object, file: object, position: int) -> str:
    """The document's id in what a task carries; raises `TaskError` where it is not ours."""
    try:
        return str(json.loads(str(carried))["doc_id"])
    except (ValueError, KeyError, TypeError) as error:
        raise TaskError(file, str(position), f"no field {CARRIED!r} of an export") from error


def to_labels(imported: Imported, texts: Texts, file: object) -> LabelsById:
    """The labels by document; raises `TaskError` for marks that are none, and repeated tasks."""
    labels: LabelsById = {}
    for task in imported.tasks:
        if task.doc_id in labels:
            raise TaskError(file, task.doc_id, "comes twice: decide on one version first")
        labels[task.doc_id] = _to_labels(task, texts, file)
    return labels


def _to_labels(task: Task, texts: Texts, file: object) -> Labels:
    if texts.get(task.doc_id) != task.text:
        raise TaskError(file, task.doc_id, "its text is not that of the document")
    entries = _read_carried(task, "entries", Entry, file)
    events = _read_carried(task, "events", Event, file)
    known = {_place(dump(each)): each for each in _read_carried(task, "entities", Mention, file)}
    taken = {mention.entity_id for mention in known.values()}
    mentions = []
    for mark in sorted(set(task.marks), key=lambda each: (each.start, each.end, each.label)):
        entry = _entry_of(mark, task, entries, file)
        old = known.get((mark.start, mark.end, mark.label))
        name = old.entity_id if old else _new_id(entry, taken)
        mentions.append(_to_mention(mark, task, entry, name))
    return Labels(task.doc_id, entries, tuple(mentions), events)


def _new_id(entry: Entry, taken: set[str]) -> str:
    """The first free id of the entry, which is taken then; ids of marks that stay do not change."""
    number = 1
    while (name := f"{entry.entry_id}/e{number}") in taken:
        number += 1
    taken.add(name)
    return name


def _read_carried(task: Task, name: str, kind: type[R], file: object) -> tuple[R, ...]:
    records = []
    for data in json.loads(task.carried).get(name, [None]):
        record, problems = parse(json.dumps(data).encode(), kind, name, 0)
        if record is None or problems:
            raise TaskError(file, task.doc_id, f"what it carries was changed: {problems[0]}")
        records.append(record)
    return tuple(records)


def _entry_of(mark: Mark, task: Task, entries: Sequence[Entry], file: object) -> Entry:
    """The entry that holds a mark; raises `TaskError` for one that is none, or lies in none."""
    if mark.label not in LABELS:
        raise TaskError(file, task.doc_id, f"no label {mark.label!r}")
    if not 0 <= mark.start < mark.end <= len(task.text):
        raise TaskError(file, task.doc_id, f"[{mark.start}:{mark.end}] is no part of the text")
    for entry in entries:
        if entry.start <= mark.start and mark.end <= entry.end:
            return entry
    quote = task.text[mark.start : mark.end]
    raise TaskError(file, task.doc_id, f"{mark.label} {quote!r} lies in no entry")


def _to_mention(mark: Mark, task: Task, entry: Entry, name: str) -> Mention:
    return Mention.model_validate(
        {
            "doc_id": task.doc_id,
            "entry_id": entry.entry_id,
            "entity_id": name,
            "label": mark.label,
            "text": task.text[mark.start : mark.end],
            "start": mark.start,
            "end": mark.end,
            "canonical": mark.canonical,
        }
    )


def to_lines(labels: Iterable[Labels], name: str) -> dict[str, list[str]]:
    """The lines of one gold file by document: `entries`, `entities` or `events`."""
    return {
        each.doc_id: [json.dumps(dump(r), ensure_ascii=False) for r in getattr(each, name)]
        for each in labels
    }


def merge_lines(old: Iterable[str], new: Mapping[str, Sequence[str]]) -> list[str]:
    """The lines of a gold file with those of some documents replaced, or added at the end."""
    merged: dict[str, list[str]] = {}
    for line in old:
        if line.strip():
            merged.setdefault(json.loads(line)["doc_id"], []).append(line)
    merged |= {doc_id: list(lines) for doc_id, lines in new.items()}
    return [line for lines in merged.values() for line in lines]
