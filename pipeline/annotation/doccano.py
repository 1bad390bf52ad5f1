"""doccano: JSON Lines with `entities`, or `label` (older `labels`) as lists of start, end, label.

doccano holds no canonical forms: a mark that comes back as it went keeps its own, a new or a
changed one has none until somebody writes it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.annotation.jsonfile import read_json_lines, write_json_lines
from pipeline.annotation.tasks import (
    CARRIED,
    Imported,
    Mark,
    Task,
    TaskError,
    known_canonicals,
    name_of,
)

KEYS = ("entities", "label", "labels")


def write(tasks: Sequence[Task], path: Path) -> None:
    """Writes the tasks in the format for projects with relations, whose entities have ids."""
    write_json_lines(path, (_write_task(task) for task in tasks))


def _write_task(task: Task) -> dict[str, Any]:
    entities = [
        {"id": number, "label": mark.label, "start_offset": mark.start, "end_offset": mark.end}
        for number, mark in enumerate(task.marks, start=1)
    ]
    return {
        "text": task.text,
        "entities": entities,
        "relations": [],
        "doc_id": task.doc_id,
        CARRIED: task.carried,
    }


def read(path: Path) -> Imported:
    """The tasks of an export in doccano's JSONL format."""
    imported = Imported()
    for line, row in read_json_lines(path):
        doc_id = name_of(row.get(CARRIED), path, line)
        canonicals = known_canonicals(row[CARRIED])
        marks = tuple(
            Mark(start, end, label, canonicals.get((start, end, label)))
            for start, end, label in _read_spans(row, doc_id, path)
        )
        imported.tasks.append(Task(doc_id, str(row.get("text")), marks, row[CARRIED]))
    return imported


def _read_spans(row: dict[str, Any], doc_id: str, path: Path) -> Iterator[tuple[int, int, str]]:
    given = [key for key in KEYS if key in row]
    if len(given) != 1:
        raise TaskError(path, doc_id, f"one of {', '.join(KEYS)} is needed, here {given}")
    if row.get("relations"):
        raise TaskError(path, doc_id, "its relations cannot be kept")
    for span in row[given[0]]:
        try:
            if isinstance(span, dict):
                yield int(span["start_offset"]), int(span["end_offset"]), str(span["label"])
            else:
                start, end, label = span
                yield int(start), int(end), str(label)
        except (KeyError, TypeError, ValueError) as error:
            raise TaskError(path, doc_id, f"{span!r} is no span") from error
