import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.readers.base import (
    Content,
    Record,
    Source,
    UnreadableError,
    guarded,
    read_bounded,
    single,
)
from pipeline.records import Document, Failure

ReadOne = Callable[..., Document]
Refuse = Callable[..., str]
SOURCE = Source(Path("a.txt"), "a", "in/a.txt")


def test_a_file_over_the_limit_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(2000))
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))
    reader = single(lambda data, settings: Content("text"))
    (record,) = reader(Source(path, "a", "a"), Settings(max_file_bytes=1999))
    assert isinstance(record, Failure)
    assert record.reason == "file of 2,000 bytes, over the limit of 1,999"


def test_a_stream_is_read_no_further_than_the_limit() -> None:
    stream = BytesIO(b"x" * 100)
    with pytest.raises(UnreadableError, match="more than the limit of 10 bytes"):
        read_bounded(stream, 10, b"12")
    assert stream.tell() == 9


def test_a_file_at_the_limits_is_read(read_one: ReadOne) -> None:
    data = "é" * 50
    document = read_one("a.txt", data.encode(), max_file_bytes=100, max_document_chars=50)
    assert document.text == data


def test_a_text_over_the_limit_is_refused(refuse: Refuse) -> None:
    reason = refuse("a.txt", b"x" * 51, max_document_chars=50)
    assert reason == "text of 51 characters, over the limit of 50"


def test_a_named_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    source = Source(tmp_path / "a.txt", "a", "a.txt")
    (record,) = single(lambda data, settings: Content("text"))(source, Settings())
    assert isinstance(record, Failure)
    assert record.reason == "not a regular file"


def test_a_file_that_went_away_is_a_failure() -> None:
    (record,) = single(lambda data, settings: Content("text"))(SOURCE, Settings())
    assert record == Failure(document="in/a.txt", stage="read", reason="does not exist")


class HostileError(Exception):
    """What a library might raise."""


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (RecursionError("maximum"), "nested too deeply"),
        (MemoryError(), "not enough memory"),
        (PermissionError(13, "Permission denied"), "permission denied"),
        (HostileError("a\nb\r\n  c"), "damaged or unsupported file (HostileError: a b c)"),
        (HostileError("\ud800"), "damaged or unsupported file (HostileError: ?)"),
        (UnicodeDecodeError("x", b"", 0, 1, "y"), None),
        (OSError(), "damaged or unsupported file (OSError: )"),
    ],
)
def test_whatever_is_raised_becomes_a_last_record(error: Exception, reason: str | None) -> None:
    @guarded
    def broken(source: Source, settings: Settings) -> Iterator[Record]:
        yield Document(doc_id="a", source="a", text="kept")
        raise error

    kept, failure = broken(SOURCE, Settings())
    assert isinstance(kept, Document)
    assert isinstance(failure, Failure)
    assert failure.document == "in/a.txt"
    assert reason is None or failure.reason == reason


def test_a_long_reason_is_cut() -> None:
    @guarded
    def broken(source: Source, settings: Settings) -> Iterator[Record]:
        raise HostileError("word " * 1000)
        yield

    (failure,) = broken(SOURCE, Settings())
    assert isinstance(failure, Failure)
    assert len(failure.reason) <= 200


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_document_without_text_is_refused(tmp_path: Path, text: str) -> None:
    assert _read_content(tmp_path, Content(text)) == "no text"


def test_a_lone_surrogate_is_refused(tmp_path: Path) -> None:
    assert _read_content(tmp_path, Content("ab\udc80")) == "lone surrogate at character 2"


def test_control_characters_are_kept(tmp_path: Path) -> None:
    assert _read_content(tmp_path, Content("a\0b\x01\r\n")) == "a\0b\x01\r\n"


def _read_content(tmp_path: Path, content: Content) -> str:
    """The text of the document, or the reason of the failure."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    (record,) = single(lambda data, settings: content)(Source(path, "a", "a"), Settings())
    return record.text if isinstance(record, Document) else record.reason


def test_a_title_that_cannot_be_written_or_is_blank_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    for title, expected in [("\ud800", None), ("  ", None), (" T ", "T")]:
        parse = single(lambda data, settings, title=title: Content("text", title=title))  # type: ignore[misc]
        (record,) = parse(Source(path, "a", "a"), Settings())
        assert isinstance(record, Document)
        assert record.title == expected
