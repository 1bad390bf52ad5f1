"""Reads and writes the JSON and JSON Lines files of annotation tools."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError


def read_text(path: Path) -> str:
    """The content of a UTF-8 file; raises `UsageError` naming it."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise UsageError(f"{path}: {error}") from error


def read_json(path: Path) -> Any:  # noqa: ANN401
    """The value in a JSON file."""
    try:
        return json.loads(read_text(path))
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from error


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of every line that is not blank."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            try:
                data = json.loads(line)
            except ValueError as error:
                raise UsageError(f"{path}, line {number}: {error}") from error
            if not isinstance(data, dict):
                raise UsageError(f"{path}, line {number}: not a JSON object")
            yield number, data


def write_text(path: Path, text: str) -> None:
    """Writes a UTF-8 file, its line ends as they are, and the folders above it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise UsageError(
            f"cannot write {path}: {(error.strerror or str(error)).lower()}"
        ) from error


def write_json_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Writes one object a line."""
    write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
