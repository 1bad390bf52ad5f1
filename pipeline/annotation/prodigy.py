"""Prodigy: JSON Lines with `spans`; what `db-out` writes has an `answer` too.

A span keeps every field that it is given, so the canonical form is one of them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.annotation.jsonfile import read_json_lines, write_json_lines
from pipeline.annotation.tasks import CARRIED, Imported, Mark, Task, TaskError, name_of

ACCEPTED = "accept"


def write(tasks: Sequence[Task], path: Path) -> None:
    """Writes the tasks for the interface `spans_manual`, whose spans may overlap."""
    write_json_lines(path, (_write_task(task) for task in tasks))


def _write_task(task: Task) -> dict[str, Any]:
    spans = [
        {"start": m.start, "end": m.end, "label": m.label, "canonical": m.canonical}
        for m in task.marks
    ]
    return {
        "text": task.text,
        "spans": spans,
        "meta": {"doc_id": task.doc_id},
        CARRIED: task.carried,
    }


def read(path: Path) -> Imported:
    """The accepted tasks of an export; a task without an answer was edited by hand and counts."""
    imported = Imported()
    for line, row in read_json_lines(path):
        doc_id = name_of(row.get(CARRIED), path, line)
        if row.get("answer", ACCEPTED) != ACCEPTED:
            imported.unfinished.append(doc_id)
            continue
        marks = tuple(_read_span(span, doc_id, path) for span in row.get("spans", []))
        imported.tasks.append(Task(doc_id, str(row.get("text")), marks, row[CARRIED]))
    return imported


def _read_span(span: Any, doc_id: str, path: Path) -> Mark:  # noqa: ANN401
    try:
        return Mark(
            int(span["start"]), int(span["end"]), str(span["label"]), span.get("canonical") or None
        )
    except (KeyError, TypeError, ValueError) as error:
        raise TaskError(path, doc_id, f"{span!r} is no span") from error
