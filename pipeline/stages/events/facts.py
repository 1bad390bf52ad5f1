"""What each sentence of an entry says, collected from the spaCy document for the event stage.

After this module nothing reads spaCy: facts are plain values with offsets in the entry's text.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from pipeline.components.casualties import Finding
from pipeline.components.items import Items
from pipeline.components.words import words_of
from pipeline.datelines import read_dateline
from pipeline.lexicon.names import known_places
from pipeline.records import Entry, EventDate


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention or a trigger: what it is, the value it stands for, where it stands."""

    kind: str
    value: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dateline:
    """The spans of an entry's datelines: what they name is no part of what happened."""

    spans: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, entry: Entry, text: str) -> "Dateline":
        """The datelines of an entry: that of its date, and places set before its text."""
        spans = [match.span() for match in AGENCY.finditer(text)]
        written = entry.published_text
        at = text.find(written) if written else -1
        while written and at >= 0:
            start = max((m.end() for m in LINE_END.finditer(text, 0, at)), default=0)
            line = LINE_END.split(text[start:], maxsplit=1)[0]
            read = read_dateline(line, known_places())
            if read and start + read.date_start == at:
                stop = start + (len(line) if read.text_start is None else read.text_start)
                spans.append((start, _skip_place(text, stop)))
                break
            at = text.find(written, at + 1)
        return cls(tuple(spans))

    def past(self, at: int) -> int:
        """The first offset from `at` on that no dateline covers."""
        return max((end for start, end in self.spans if start <= at < end), default=at)

    def holds(self, mark: "Mark | DateMark") -> bool:
        """Whether a mark stands in a dateline."""
        return any(start <= mark.start < end for start, end in self.spans)


def _skip_place(text: str, at: int) -> int:
    """Past a place that stands between a dateline and its text: `New York – The ...`."""
    match = PLACE_DASH.match(text, at)
    return match.end() if match and match["place"].casefold() in known_places() else at


@dataclass(frozen=True, slots=True)
class DateMark:
    """A date that a sentence names, and the days it means."""

    when: EventDate
    kind: str
    start: int
    end: int
    of_publication: bool = False


@dataclass(frozen=True, slots=True)
class CasualtyMark:
    """A casualty finding and where it stands."""

    finding: Finding
    start: int
    end: int


@dataclass(slots=True)
class Sentence:
    """One sentence: its offsets, and all marks inside it in reading order.

    `days` are the weekdays that a text without a date leaves open, `item` is the number of the
    list item or section it stands in.
    """

    start: int
    end: int
    text: str
    item: int = 0
    casualties: list[CasualtyMark] = field(default_factory=list)
    dates: list[DateMark] = field(default_factory=list)
    days: set[str] = field(default_factory=set)
    mentions: list[Mark] = field(default_factory=list)
    triggers: list[Mark] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Mark]:
        """The mentions with one of these labels."""
        return [mark for mark in self.mentions if mark.kind in kinds]

    def trigger(self, section: str, *values: str) -> list[Mark]:
        """The event words of a section, of these values if any are given."""
        return [
            mark
            for mark in self.triggers
            if mark.kind == section and (not values or mark.value in values)
        ]

    @property
    def is_title(self) -> bool:
        """Whether it ends with its line and without a full stop."""
        return self.text.endswith("\n") and self.text.rstrip()[-1:] not in END_MARKS

    def between(self, start: int, end: int) -> str:
        """The words of the sentence from one offset in the entry's text to another."""
        return self.text[max(0, start - self.start) : max(0, end - self.start)]

    def has(self, cue: str) -> bool:
        """Whether the sentence holds a cue."""
        return any(mark.kind == "cue" and mark.value == cue for mark in self.triggers)


END_MARKS = frozenset(".!?:;…")
LINE_END = re.compile(r"[\n\r\u2028\u2029]")
PLACE_DASH = re.compile(r"\s*(?P<place>[^\W\d][\w' ’-]{2,40}?)\s+[–—-]+\s+")
CAPITALS = r"[^\W\d_a-zß-öø-ÿ]"
AGENCY = re.compile(
    rf"(?:^|(?<=[\u2028\u2029])){CAPITALS}{{3,}}(?:[ '’-]{CAPITALS}+){{0,3}}(?:, [^\n,()]{{2,30}})?"
    r"(?:,? [^\n()—–]{0,30})?(?: ?\([^()\n]{2,40}\))? ?(?:—|–|--|-) ",
    re.MULTILINE,
)
"""`BAMAKO, Mali (AP) — ` at the beginning of a line."""
MENTIONS = ("MISSION", "ORG", "ARMED_GROUP", "PERSON", "ROLE", "GPE", "LOC", "NORP", "WEAPON")


def sentences_of(doc: Doc, dateline: Dateline) -> list[Sentence]:
    """The sentences of a document with what the components found in them.

    Dates in the dateline are left out: they tell when it was published.
    """
    text = words_of(doc).text
    items = Items(text)
    found = ((span.start_char, span.end_char) for span in doc.sents)
    sentences = [
        Sentence(start, end, text[start:end], items.at(start))
        for start, end in found
        if text[start:end].strip()
    ]
    at = [sentence.start for sentence in sentences]

    def home(span: Span) -> Sentence | None:
        inside = bisect_right(at, span.start_char) - 1
        return sentences[inside] if inside >= 0 else None

    for span in doc.spans.get("CASUALTY", ()):
        if sentence := home(span):
            mark = CasualtyMark(span._.casualty, span.start_char, span.end_char)
            sentence.casualties.append(mark)
    meanings = doc._.dates or {}
    for span in doc.spans.get("DATE", ()):
        meaning = meanings.get(span.start)
        if meaning and meaning.kind == "weekday" and not meaning.when and (place := home(span)):
            place.days.add(span.text.lower())
        if meaning and meaning.when and (sentence := home(span)):
            issued = meaning.has_year and meaning.when.start == doc._.published
            date = DateMark(meaning.when, meaning.kind, span.start_char, span.end_char, issued)
            if not dateline.holds(date):
                sentence.dates.append(date)
    for label in MENTIONS:
        for span in doc.spans.get(label, ()):
            if sentence := home(span):
                sentence.mentions.append(_mark(span, text))
    for span in doc.spans.get("triggers", ()):
        if sentence := home(span):
            sentence.triggers.append(_mark(span, text))
    for sentence in sentences:
        sentence.mentions.sort(key=lambda mark: (mark.start, -mark.end))
        sentence.triggers.sort(key=lambda mark: (mark.start, -mark.end))
    return sentences


def _mark(span: Span, text: str) -> Mark:
    start, end = span.start_char, span.end_char
    return Mark(span.label_, span.kb_id_, text[start:end], start, end)
