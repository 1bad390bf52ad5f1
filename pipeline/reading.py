"""A text as it is read, and where each of its characters stands in the source.

Pages hold characters that nobody sees or that only tell how to print: soft hyphens, zero-width
marks, blanks of many kinds and twice over, accents apart from their letters, marks of footnotes.
Everything after the readers works on the text without them; at the end the records are put back
into the source, so that their offsets are exact and their words are those that stand there.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.records import Entity, Entry, Event, Evidence

PLAIN: dict[int, str] = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006"), " "
)
PLAIN |= dict.fromkeys(map(ord, "\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " ")
PLAIN |= dict.fromkeys(map(ord, "\u2010\u2011"), "-")
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
MARKS = "\u0300-\u036f"
FOOTNOTES = r"(?<=[^\W\d_])(?:[⁰¹²³⁴-⁹]+|[†‡]+|\[\d{1,2}\])"
TWICE = r"(?<=\S) (?= \S)"
"""One of two blanks between words, as typists and printers set them; more than two are a gap."""
ODD = re.compile(
    rf"(?P<unseen>[{UNSEEN}]+)|(?P<apart>\w[{MARKS}]+)|(?P<footnote>{FOOTNOTES})|(?P<twice>{TWICE})"
)
HINT = re.compile(rf"[{UNSEEN}{MARKS}⁰¹²³⁴-⁹†‡\[]")
"""What all that is odd has one of, but blanks: to look for it takes a tenth of the time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text to read; character `i` of it is `source[starts[i]:ends[i]]`."""

    source: str
    text: str
    starts: "array[int]"
    ends: "array[int]"

    @classmethod
    def of(cls, source: str) -> "Reading":
        """The reading of a text; nothing is copied of one that holds nothing odd."""
        plain = source if source.isascii() else source.translate(PLAIN)
        hinted = "  " in plain or HINT.search(plain) is not None
        if not hinted or ODD.search(plain) is None:
            return cls(source, plain, array("L"), array("L"))
        starts, ends = array("L"), array("L")
        parts = []
        for part, start, end in _parts(plain):
            parts.append(part)
            if len(part) == end - start:
                starts.extend(range(start, end))
                ends.extend(range(start + 1, end + 1))
            else:  # one letter for the letter and its marks
                starts.extend([start] * len(part))
                ends.extend([end] * len(part))
        return cls(source, "".join(parts), starts, ends)

    @property
    def is_plain(self) -> bool:
        """Whether the source is read as it stands."""
        return self.text == self.source

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the source."""
        if not self.starts:
            return start, end
        first = self.starts[start] if start < len(self.starts) else len(self.source)
        return first, self.ends[end - 1] if end > start else first

    def entry(self, entry: Entry) -> Entry:
        """The entry with its offsets in the source; one up to the end takes all that is left."""
        start, end = self.span(entry.start, entry.end)
        if entry.end == len(self.text):
            end = len(self.source)
        return entry.model_copy(update={"start": start, "end": end})

    def entity(self, entity: Entity) -> Entity:
        """The mention as it stands in the source."""
        start, end = self.span(entity.start, entity.end)
        place = {"start": start, "end": end, "text": self.source[start:end]}
        return entity.model_copy(update=place)

    def event(self, event: Event) -> Event:
        """The event with its evidence, and that of its casualties, as it stands in the source."""
        casualties = tuple(
            row.model_copy(update={"evidence": self._evidence(row.evidence)})
            for row in event.casualties
        )
        evidence = self._evidence(event.evidence)
        return event.model_copy(update={"casualties": casualties, "evidence": evidence})

    def _evidence(self, evidence: Evidence) -> Evidence:
        return Evidence.cut(self.source, *self.span(evidence.start, evidence.end))


def _parts(text: str) -> Iterator[tuple[str, int, int]]:
    """The pieces to read, with their place in the source."""
    at = 0
    for match in ODD.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], at, match.start()
        if match["apart"]:
            yield unicodedata.normalize("NFC", match["apart"]), *match.span()
        at = match.end()
    if at < len(text):
        yield text[at:], at, len(text)
