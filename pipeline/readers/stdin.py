"""Standard input: JSON Lines if it starts with `{`, else one plain text."""

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from pipeline.config import Settings
from pipeline.readers.base import (
    Record,
    Source,
    build_document,
    guarded,
    open_source,
    read_bounded,
)
from pipeline.readers.jsonl import BLANK, get_line_limit, read_rows, split_lines
from pipeline.readers.text import parse_text


@guarded
def read_stdin(source: Source, settings: Settings) -> Iterator[Record]:
    """The rows as they arrive, or one document of everything."""
    with open_source(source) as stream:
        head = _read_head(stream, settings.max_file_bytes)
        if head.endswith(b"{"):
            yield from read_rows(_resume_lines(head, stream, settings), source, settings)
        else:
            data = read_bounded(stream, settings.max_file_bytes, head)
            yield build_document(source, parse_text(data, settings), settings)


def _read_head(stream: BinaryIO, limit: int) -> bytes:
    """The blank start of the stream and the first byte that is not blank."""
    head = bytearray()
    while len(head) < limit and (byte := stream.read(1)):
        head += byte
        if byte not in BLANK:
            break
    return bytes(head)


def _resume_lines(head: bytes, stream: BinaryIO, settings: Settings) -> Iterator[bytes]:
    """All lines of the stream, of which `head` has been read."""
    *blank, start = head.split(b"\n")
    rest = split_lines(stream, get_line_limit(settings))
    return chain(blank, [start + next(rest, b"")], rest)
