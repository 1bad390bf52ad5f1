import io
import sys
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.config import Settings
from pipeline.readers import find_sources, read
from pipeline.records import Document, Failure

ReadStdin = Callable[..., list[Document | Failure]]


@pytest.fixture
def read_stdin(monkeypatch: pytest.MonkeyPatch) -> ReadStdin:
    """A function that gives all records of standard input with these bytes."""

    def feed_and_read(data: bytes, **limits: Any) -> list[Document | Failure]:
        stream = io.TextIOWrapper(io.BytesIO(data))
        monkeypatch.setattr(sys, "stdin", stream)
        records = list(read(find_sources(["-"]), Settings(**limits)))
        assert not stream.closed
        return records

    return feed_and_read


@pytest.mark.parametrize("text", ["Bangui, 3 mai –\n\nTrois morts.\n", " x", "[1]", "\n\nDeux {"])
def test_text_is_one_document(read_stdin: ReadStdin, text: str) -> None:
    assert read_stdin(text.encode()) == [Document(doc_id="stdin", source="stdin", text=text)]


@pytest.mark.parametrize(
    ("head", "line"), [(b"", 1), (b"\n \r\n\t", 3), (b"\xef\xbb\xbf", 1), (b"\xef\xbb\xbf\n", 2)]
)
def test_an_object_makes_it_rows(read_stdin: ReadStdin, head: bytes, line: int) -> None:
    first, second, bad = read_stdin(head + b'{"text": "a"}\n{"text": "b", "id": 7}\nx')
    assert first == Document(doc_id=f"stdin:{line}", source=f"stdin:{line}", text="a")
    assert second == Document(doc_id="7", source=f"stdin:{line + 1}", text="b")
    assert isinstance(bad, Failure)
    assert bad.document == f"stdin:{line + 2}"


def test_rows_have_no_limit_together_but_each_its_own(read_stdin: ReadStdin) -> None:
    rows = b'{"text": "a"}\n' * 20 + b'{"text": "' + b"x" * 70_000 + b'"}\n{"text": "a"}'
    records = read_stdin(rows, max_file_bytes=50, max_document_chars=10)
    assert [record.reason for record in records if isinstance(record, Failure)] == [
        "line longer than 65,596 bytes"
    ]
    assert len(records) == 22


@pytest.mark.parametrize("data", [b"x" * 51, b" " * 51, b" " * 50 + b"{"])
def test_text_is_bounded(read_stdin: ReadStdin, data: bytes) -> None:
    (failure,) = read_stdin(data, max_file_bytes=50)
    assert failure == Failure(
        document="stdin",
        stage="read",
        reason="more than the limit of 50 bytes",
        code="too_large",
    )


@pytest.mark.parametrize("data", [b"", b" \n"])
def test_nothing_is_a_failure(read_stdin: ReadStdin, data: bytes) -> None:
    assert read_stdin(data) == [Failure(document="stdin", stage="read", reason="empty file")]


def test_a_closed_standard_input_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    (failure,) = read(find_sources(["-"]), Settings())
    assert isinstance(failure, Failure)
