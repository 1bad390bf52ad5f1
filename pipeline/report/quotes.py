"""Quotes cut at the borders of what is marked in them, so that a page need not count characters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.records import Evidence

Piece = tuple[str, tuple[str, ...]]
Quote = list[Piece]


@dataclass(frozen=True, slots=True)
class Mark:
    """A label on some characters of a document."""

    start: int
    end: int
    label: str


def cut_quotes(told: Iterable[Evidence], marks: Iterable[Mark]) -> list[Quote]:
    """Each quote that lies in no other, as pieces of text with the labels that hold for each."""
    known = list(marks)
    kept: list[Evidence] = []
    for quote in sorted(told, key=lambda each: each.start - each.end):
        if not any(each.start <= quote.start and quote.end <= each.end for each in kept):
            kept.append(quote)
    return [list(_cut(quote, known)) for quote in sorted(kept, key=lambda each: each.start)]


def _cut(quote: Evidence, marks: list[Mark]) -> Iterator[Piece]:
    inside = [mark for mark in marks if mark.start < quote.end and mark.end > quote.start]
    borders = {quote.start, quote.end}
    borders |= {min(max(at, quote.start), quote.end) for m in inside for at in (m.start, m.end)}
    ordered = sorted(borders)
    for start, end in pairwise(ordered):
        labels = dict.fromkeys(m.label for m in inside if m.start <= start and end <= m.end)
        yield quote.text[start - quote.start : end - quote.start], tuple(labels)
