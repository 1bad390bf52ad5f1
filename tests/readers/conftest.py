"""What the tests of the readers share: write a file, read it as a run would."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Settings
from pipeline.readers import find_sources, read
from pipeline.records import Document, Failure

Records = list[Document | Failure]
ReadFile = Callable[..., Records]


@pytest.fixture
def read_file(tmp_path: Path) -> ReadFile:
    """A function that writes bytes to a file of that name and gives all records of it."""

    def write_and_read(name: str, data: bytes, **limits: Any) -> Records:
        path = tmp_path / name
        path.write_bytes(data)
        return list(read(find_sources([str(path)]), Settings(**limits)))

    return write_and_read


@pytest.fixture
def read_one(read_file: ReadFile) -> Callable[..., Document]:
    """The same for a file that gives exactly one document."""

    def write_and_read(name: str, data: bytes, **limits: Any) -> Document:
        (record,) = read_file(name, data, **limits)
        assert isinstance(record, Document), record
        return record

    return write_and_read


@pytest.fixture
def refuse(read_file: ReadFile) -> Callable[..., str]:
    """The same for a file that gives exactly one failure: its reason."""

    def write_and_read(name: str, data: bytes, **limits: Any) -> str:
        (record,) = read_file(name, data, **limits)
        assert isinstance(record, Failure), record
        assert record.stage == "read"
        assert record.document.endswith(name)
        assert "\n" not in record.reason
        return record.reason

    return write_and_read
