"""JSON Lines: one document a row, streamed, so that neither file nor line is ever too large."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Annotated, BinaryIO, Protocol, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from pipeline.config import Settings
from pipeline.readers.base import (
    Content,
    Record,
    Source,
    UnreadableError,
    build_document,
    guarded,
    open_source,
)

MAX_RATIO = 100
"""How many times smaller packed rows may be; real ones are five to twenty times."""
BLANK = b" \t\r\n\xef\xbb\xbf"
"""What may stand before the first row: white space and the UTF-8 byte order mark."""


@guarded
def read_jsonl(source: Source, settings: Settings) -> Iterator[Record]:
    """The documents of the rows, and a failure for each bad row."""
    with open_source(source) as stream:
        yield from read_rows(split_lines(stream, get_line_limit(settings)), source, settings)


@guarded
def read_gzipped_jsonl(source: Source, settings: Settings) -> Iterator[Record]:
    """The same for a gzipped file; of a damaged one, the rows before the damage."""
    try:
        with open_source(source) as packed, gzip.GzipFile(fileobj=packed) as unpacked:
            bounded = _Bounded(cast(BinaryIO, unpacked), packed, settings.max_unpacked_bytes)
            lines = split_lines(bounded, get_line_limit(settings))
            yield from read_rows(lines, source, settings)
    except EOFError:
        raise UnreadableError("truncated gzip stream") from None
    except (zlib.error, gzip.BadGzipFile):
        raise UnreadableError("corrupt gzip stream") from None


def read_rows(lines: Iterable[bytes], source: Source, settings: Settings) -> Iterator[Record]:
    """A record for each line that is not blank."""
    empty = True
    for number, line in enumerate(lines, 1):
        if line.strip(BLANK):
            empty = False
            row = Source(source.path, f"{source.doc_id}:{number}", f"{source.name}:{number}")
            yield from guarded(partial(_read_row, line))(row, settings)
    if empty:
        raise UnreadableError("empty file")


def get_line_limit(settings: Settings) -> int:
    r"""The most bytes of a line: each character as an escape (`\\u00e9`), and other fields."""
    return 6 * settings.max_document_chars + 65_536


class _Lines(Protocol):
    """What lines are read from."""

    def readline(self, limit: int, /) -> bytes:
        """The next line, or as many bytes of it as the limit allows."""


class _Bounded:
    """An unpacked stream that ends with an error where it is a bomb.

    A long file of rows may unpack to any size, but nothing that people write packs a hundred
    times smaller.
    """

    def __init__(self, unpacked: BinaryIO, packed: BinaryIO, limit: int) -> None:
        self.unpacked, self.packed, self.limit = unpacked, packed, limit
        self.read = 0

    def readline(self, limit: int, /) -> bytes:
        """The next line of the unpacked stream; raises `UnreadableError` in a bomb."""
        line = self.unpacked.readline(limit)
        self.read += len(line)
        if self.read > max(self.limit, MAX_RATIO * self.packed.tell()):
            reason = f"unpacks to more than the limit of {self.limit:,} bytes"
            raise UnreadableError(reason, "unpacks_too_large")
        return line


def split_lines(stream: _Lines, limit: int) -> Iterator[bytes]:
    """The lines of the stream; of a longer one just more than `limit` bytes, then the next."""
    while line := stream.readline(limit + 1):
        yield line
        while len(line) > limit and not line.endswith(b"\n"):
            line = stream.readline(limit + 1)


def _read_row(line: bytes, source: Source, settings: Settings) -> Iterator[Record]:
    """The document of one line."""
    if len(line) > (limit := get_line_limit(settings)):
        raise UnreadableError(f"line longer than {limit:,} bytes", "too_long")
    yield build_row(_parse(line), source, settings)


def build_row(fields: dict[str, object], source: Source, settings: Settings) -> Record:
    """The document that the fields of a row tell of."""
    row = _validate(fields)
    content = Content(row.text, row.title, row.url, row.published, row.language, row.id)
    return build_document(source, content, settings)


def _parse(line: bytes) -> dict[str, object]:
    """The JSON object on the line."""
    import jsonlines

    try:
        # The standard parser by name: jsonlines would take another one where it is installed.
        return jsonlines.Reader([line], loads=json.loads).read(type=dict)
    except jsonlines.InvalidLineError as error:
        match error.__cause__:
            case UnicodeDecodeError(start=start):
                raise UnreadableError(f"not valid UTF-8 at byte {start} of the line") from None
            case None:
                raise UnreadableError("not a JSON object") from None
            case json.JSONDecodeError(msg=message, pos=position):
                reason = f"not valid JSON: {message.lower()} at character {position}"
                raise UnreadableError(reason) from None
            case cause:
                raise UnreadableError(f"not valid JSON: {cause}") from None


def _validate(fields: dict[str, object]) -> "Row":
    """The row, if its fields have the right types."""
    try:
        return Row.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        message = first["msg"][:1].lower() + first["msg"][1:]
        raise UnreadableError(f"field {first['loc'][0]!r}: {message}") from None


def _check_string(value: object) -> object:
    """The value, unless it is a string that UTF-8 cannot hold."""
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            reason = "lone surrogate at character {position}"
            raise PydanticCustomError("surrogate", reason, {"position": error.start}) from None
    return value


def _get_id(value: object) -> object:
    """An integer id as a string, as other fields refer to it."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else _check_string(value)


def _get_date(value: object) -> object:
    """The day that an ISO date or date-time names, as it is written there."""
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        raise PydanticCustomError("date", "not an ISO date") from None


Text = Annotated[str, BeforeValidator(_check_string)]


class Row(BaseModel):
    """The fields of a row that we read; all others are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    text: Text
    id: Annotated[str | None, BeforeValidator(_get_id)] = None
    url: Text | None = None
    title: Text | None = None
    published: Annotated[date | None, BeforeValidator(_get_date)] = None
    language: Text | None = None
