"""Reads back what a run wrote: the records of an output folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from pipeline.errors import UsageError
from pipeline.records import Record

R = TypeVar("R", bound=Record)


def read_records(path: Path, kind: type[R]) -> Iterator[R]:
    """The records of a JSON Lines file, or of the file of their name in an output folder.

    Raises `UsageError` that names the file and the line of what is no such record.
    """
    if path.is_dir():
        path = path / FILE_OF[kind.__name__]
    number = 0
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                number += 1
                if line.strip():
                    yield kind.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors()[0]
        field = ".".join(str(part) for part in problem["loc"])
        raise UsageError(f"{path}, line {number}: {field}: {problem['msg']}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


FILE_OF = {
    "Document": "documents.jsonl",
    "Entry": "entries.jsonl",
    "Entity": "entities.jsonl",
    "Event": "events.jsonl",
    "Incident": "incidents.jsonl",
    "Failure": "errors.jsonl",
}
