"""What all readers share: the source, the limits, and the one place where errors become records."""

import logging
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from textwrap import shorten
from typing import BinaryIO, NamedTuple

from pipeline.codes import FailureCode
from pipeline.config import Settings
from pipeline.deadline import TooSlowError, deadline
from pipeline.records import Document, Failure


@dataclass(frozen=True, slots=True)
class Source:
    """Where text comes from: a file, a row of one, or standard input (then `path` is None).

    `name` is what a person would look for: the path as given, `path:line` for a row.
    """

    path: Path | None
    doc_id: str
    name: str


class Content(NamedTuple):
    """What a format gives: the text, and what the source itself states about it."""

    text: str
    title: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None
    doc_id: str | None = None


Record = Document | Failure
Reader = Callable[[Source, Settings], Iterator[Record]]
Parser = Callable[[bytes, Settings], Content]


class UnreadableError(ValueError):
    """The input cannot be read; the message is the reason, in plain English for people.

    `code` names the limit that it passes, if that is why.
    """

    def __init__(self, reason: str, code: FailureCode = "unreadable") -> None:
        super().__init__(reason)
        self.code = code


def guarded(reader: Reader) -> Reader:
    """The same reader, which ends in a failure record instead of raising.

    Parsers raise anything on hostile input, so this catches everything, in this one place.
    """

    @wraps(reader)
    def read(source: Source, settings: Settings) -> Iterator[Record]:
        try:
            yield from reader(source, settings)
        except Exception as error:
            yield fail(source.name, explain(error), code_of(error))

    return read


def single(parse: Parser) -> Reader:
    """The reader of a format in which one file is one document."""

    @guarded
    def read(source: Source, settings: Settings) -> Iterator[Record]:
        data = load(source, settings)
        with deadline(settings.max_seconds):
            content = parse(data, settings)
        yield build_document(source, content, settings)

    return read


def fail(name: str, reason: str, code: FailureCode = "unreadable") -> Failure:
    """The record that says that `name` could not be read, and why."""
    return Failure(document=name, stage="read", reason=reason, code=code)


def code_of(error: Exception) -> FailureCode:
    """The limit that an error is about, else that the input is unreadable."""
    match error:
        case UnreadableError():
            return error.code
        case TooSlowError():
            return "too_slow"
        case _:
            return "unreadable"


def explain(error: Exception) -> str:
    """The reason for people, on one line: no traceback, no line ends."""
    match error:
        case UnreadableError() | TooSlowError():
            reason = str(error)
        case RecursionError():
            reason = "nested too deeply"
        case MemoryError():
            reason = "not enough memory"
        case FileNotFoundError():
            reason = "does not exist"
        case OSError(strerror=str(message)):
            reason = message[:1].lower() + message[1:]
        case _:
            reason = f"damaged or unsupported file ({type(error).__name__}: {error})"
    return shorten(make_printable(reason), 200, placeholder=" …")


def make_printable(text: str) -> str:
    """The text with what UTF-8 cannot encode replaced, as in a file name of stray bytes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def build_document(source: Source, content: Content, settings: Settings) -> Document:
    """The document, if its text is there, is not too long and can be written as UTF-8."""
    check_text(content.text, settings.max_document_chars)
    return Document(
        doc_id=content.doc_id or source.doc_id,
        source=source.name,
        title=_tidy(content.title),
        url=_tidy(content.url),
        published=content.published,
        language=_tidy(content.language),
        text=content.text,
    )


def check_text(text: str, limit: int) -> None:
    """Nothing, or the reason why the text cannot be a document's."""
    if not text.strip():
        raise UnreadableError("no text")
    if len(text) > limit:
        reason = f"text of {len(text):,} characters, over the limit of {limit:,}"
        raise UnreadableError(reason, "too_long")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableError(f"lone surrogate at character {error.start}") from None


def load(source: Source, settings: Settings) -> bytes:
    """The bytes of the source, if it is neither empty nor larger than a file may be."""
    limit = settings.max_file_bytes
    if source.path is not None and (size := get_size(source.path)) > limit:
        raise UnreadableError(f"file of {size:,} bytes, over the limit of {limit:,}", "too_large")
    with open_source(source) as stream:
        return read_bounded(stream, limit)


def read_bounded(stream: BinaryIO, limit: int, head: bytes = b"") -> bytes:
    """`head` and the rest of the stream, of which never more than the limit is read."""
    data = head + stream.read(max(limit + 1 - len(head), 0))
    if not data:
        raise UnreadableError("empty file")
    if len(data) > limit:
        raise UnreadableError(f"more than the limit of {limit:,} bytes", "too_large")
    return data


def open_source(source: Source) -> AbstractContextManager[BinaryIO]:
    """The bytes to read from; standard input is not ours to close."""
    if source.path is None:
        return nullcontext(sys.stdin.buffer)
    get_size(source.path)
    return source.path.open("rb")


def get_size(path: Path) -> int:
    """The bytes of a regular file; anything else is refused, as a named pipe may never end."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("not a regular file")
    return status.st_size


def silence(library: str) -> None:
    """No output of that library's own logging: what matters becomes a failure record."""
    logging.getLogger(library).setLevel(logging.CRITICAL + 1)


def _tidy(text: str | None) -> str | None:
    """The text without blanks around it, or None if nothing is left or it is no UTF-8."""
    stripped = (text or "").strip()
    return stripped if stripped and stripped == make_printable(stripped) else None
