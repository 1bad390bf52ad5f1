"""Label Studio: a JSON list of tasks; ours come as `predictions`, theirs as `annotations`.

The canonical form is the region's meta text, which the annotator sees and may change. Beside
the tasks stands the labelling interface that they are made for.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.annotation.jsonfile import read_json, write_text
from pipeline.annotation.offsets import locate
from pipeline.annotation.tasks import CARRIED, Imported, Mark, Task, TaskError, name_of
from pipeline.codes import LABELS
from pipeline.errors import UsageError

FROM, TO, KIND = "label", "text", "labels"


def write(tasks: Sequence[Task], path: Path) -> None:
    """Writes the tasks, and beside them the interface as `*.xml`."""
    rows = [_write_task(task) for task in tasks]
    write_text(path, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    write_text(path.with_suffix(".xml"), interface())


def interface() -> str:
    """The labelling interface: all labels, and the text with all its spaces kept."""
    labels = "\n".join(f'    <Label value="{label}"/>' for label in LABELS)
    return (
        "<View>\n  <Style>.htx-text { white-space: pre-wrap; }</Style>\n"
        f'  <Labels name="{FROM}" toName="{TO}">\n{labels}\n  </Labels>\n'
        f'  <Text name="{TO}" value="$text"/>\n</View>\n'
    )


def _write_task(task: Task) -> dict[str, Any]:
    regions = [_write_region(task, mark, number) for number, mark in enumerate(task.marks, 1)]
    return {
        "data": {"text": task.text, "doc_id": task.doc_id, CARRIED: task.carried},
        "predictions": [{"model_version": "bluehelm", "result": regions}],
    }


def _write_region(task: Task, mark: Mark, number: int) -> dict[str, Any]:
    value = {
        "start": mark.start,
        "end": mark.end,
        "text": task.text[mark.start : mark.end],
        "labels": [mark.label],
    }
    region: dict[str, Any] = {
        "id": f"e{number}",
        "from_name": FROM,
        "to_name": TO,
        "type": KIND,
        "value": value,
    }
    return region | ({} if mark.canonical is None else {"meta": {"text": [mark.canonical]}})


def read(path: Path) -> Imported:
    """The tasks of an export in Label Studio's JSON format."""
    rows = read_json(path)
    if not isinstance(rows, list):
        raise UsageError(f"{path}: not a list of tasks")
    imported = Imported()
    for position, row in enumerate(rows, start=1):
        data = row.get("data", {}) if isinstance(row, dict) else {}
        doc_id = name_of(data.get(CARRIED), path, position)
        done = [each for each in row.get("annotations", []) if not each.get("was_cancelled")]
        if not done:
            imported.unfinished.append(doc_id)
            continue
        if len(done) > 1:
            raise TaskError(path, doc_id, f"has {len(done)} annotations: decide on one first")
        regions = done[0].get("result", [])
        marks = tuple(mark for each in regions for mark in _read_region(each, data, doc_id, path))
        imported.tasks.append(Task(doc_id, data["text"], marks, data[CARRIED]))
    return imported


def _read_region(
    region: dict[str, Any], data: dict[str, Any], doc_id: str, path: Path
) -> Iterator[Mark]:
    if region.get("type") != KIND:
        raise TaskError(path, doc_id, f"a region of type {region.get('type')!r} cannot be kept")
    try:
        value = region["value"]
        span = locate(data["text"], value["start"], value["end"], value.get("text"))
        labels = value["labels"]
    except (KeyError, TypeError) as error:
        raise TaskError(path, doc_id, f"a region without {error}") from error
    if span is None:
        raise TaskError(path, doc_id, f"{value.get('text')!r} is not at [{value['start']}]")
    notes = (region.get("meta") or {}).get("text") or []
    canonical = notes if isinstance(notes, str) else "\n".join(notes)
    for label in labels:
        yield Mark(*span, label, canonical or None)
