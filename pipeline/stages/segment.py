"""Cuts a document into its dated entries.

Every dateline opens an entry, or closes one where a page sets its dates below the text.
A headline above a dateline belongs to its entry; navigation, page headers and footers
belong to none. A document without dated items is one entry.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from pipeline.acronyms import is_acronym
from pipeline.datelines import Dateline, find_inline_label, read_dateline, read_title_date
from pipeline.dates import YEAR, complete
from pipeline.lexicon.layout import Layout, load_layout
from pipeline.records import Document

HEADLINE_CHARS = 200
HEADLINE_LINES = 3
BODY_CHARS = 200
"""More text than this above a first dateline is an item of its own, not a page header."""
WRAP_CHARS = 60
"""A line at least this long that ends in mid-sentence runs on in the next one."""
DISPATCH_DAYS = timedelta(days=2)
LONE_PLACE = re.compile(
    r"^(?P<place>[^\W\d_a-zß-öø-ÿ]{2,}(?:[ '’-][^\W\d_a-zß-öø-ÿ]+){0,3})"
    r"(?: \([^()\n]{2,40}\))? (?:—|–|--) (?P<text>\S+ \S+ \S+)",
    re.MULTILINE,
)
SEPARATOR = re.compile(r"[|–—-]")
SENTENCE_END = (".", "!", "?", "…", '."', ".”", ".»", ". »", ".)", "!”", "?”", ":", ";")


@dataclass(frozen=True, slots=True)
class Segment:
    """An entry before its language is known: offsets, and what its dateline says."""

    start: int
    end: int
    published: date | None
    published_text: str | None
    dateline_place: str | None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text

    @property
    def is_title(self) -> bool:
        """Whether the line can be a headline: short, and no sentence that ends."""
        return 0 < len(self.text) <= HEADLINE_CHARS and not self.text.endswith((".", ";", ","))


@dataclass(frozen=True, slots=True)
class _Mark:
    """A dateline and the line it stands in."""

    line: int
    dateline: Dateline
    published: date | None = None


def segment(document: Document, places: frozenset[str] = frozenset()) -> list[Segment]:
    """The entries of a document in order; `places` are known names, case-folded.

    An empty list means that the document holds nothing but navigation.
    """
    return _Segmenter(document, places).segments()


class _Segmenter:
    def __init__(self, document: Document, places: frozenset[str]) -> None:
        self.document = document
        self.text = document.text
        self.places = places
        self.layout: Layout = load_layout()
        self.lines = list(_lines(self.text))
        self.content = [self._is_text(line.text) for line in self.lines]
        prose = (
            len(line.text) if content and line.text.endswith(SENTENCE_END) else 0
            for line, content in zip(self.lines, self.content, strict=True)
        )
        # Sums and places, so that no question about many lines looks at them one by one.
        self.prose_before = list(accumulate(prose, initial=0))
        self.content_lines = [number for number, content in enumerate(self.content) if content]
        marks = list(self._marks()) or list(self._title_marks())
        self.marks = self._without_day_told(self._dated(self._merged(marks)))

    def segments(self) -> list[Segment]:
        """The entries, from the ranges of lines that belong together."""
        found = []
        for first, last, mark in self._ranges():
            trimmed = self._trim(first, last, mark)
            if trimmed:
                found.append(self._segment(*trimmed, mark))
        return found

    def _segment(self, start: int, end: int, mark: _Mark | None) -> Segment:
        if mark:
            line = self.lines[mark.line]
            dateline = mark.dateline
            written = line.text[dateline.date_start : dateline.date_end]
            return Segment(start, end, mark.published, written, dateline.place)
        labelled = find_inline_label(self.text[start:end])
        if labelled:
            written = self.text[start + labelled[0] : start + labelled[1]]
            published = complete(labelled[2], self.document.published)
            return Segment(start, end, published or self.document.published, written, None)
        return Segment(start, end, self.document.published, None, self._lone_place(start, end))

    def _lone_place(self, start: int, end: int) -> str | None:
        """The place of a dateline that has no date: `AL-QAWZAH — A brass band ...`."""
        for match in LONE_PLACE.finditer(self.text, start, end):
            known = match["place"].casefold() in self.places
            plain = not is_acronym(match["place"]) and any(map(str.islower, match["text"]))
            if known or plain:
                return match["place"]
        return None

    # Datelines

    def _marks(self) -> Iterator[_Mark]:
        for number, line in enumerate(self.lines):
            if not any(char.isdigit() for char in line.text[:160]):
                continue
            dateline = read_dateline(line.text, self.places)
            if dateline and not self._runs_on(number, dateline):
                yield _Mark(number, dateline)

    def _title_marks(self) -> Iterator[_Mark]:
        """Dates that titles carry, for a page without datelines."""
        for number, line in enumerate(self.lines):
            head = number < HEADLINE_LINES
            dateline = read_title_date(line.text)
            alone = head or self.lines[number - 1].blank
            titled = head or (dateline and dateline.labelled) or not self._is_prose(line)
            if dateline and alone and titled:
                yield _Mark(number, dateline)

    def _runs_on(self, number: int, dateline: Dateline) -> bool:
        """Whether the line only continues the sentence of the line above."""
        above = self.lines[number - 1] if number else None
        return (
            above is not None
            and len(above.text) >= WRAP_CHARS
            and not above.text.endswith(SENTENCE_END)
            and above.text[-1].isalnum() | (above.text[-1] == ",")
            and (not dateline.firm or dateline.text_start is None)
            and not dateline.place
            and self.lines[number].text[0].isdigit()
            and self._is_prose(above)
        )

    def _is_prose(self, line: _Line) -> bool:
        words = line.text.split()
        return sum(word[0].islower() for word in words) > len(words) / 2

    def _merged(self, marks: list[_Mark]) -> list[_Mark]:
        """Without the second of two dateline lines that state the same day of one entry."""
        kept: list[_Mark] = []
        for mark in marks:
            if kept and self._same_entry(kept[-1], mark, heads=len(kept) == 1):
                first = kept[-1]
                if mark.dateline.place and not first.dateline.place:
                    kept[-1] = mark
                elif mark.dateline.text_start is not None:
                    kept[-1] = _Mark(mark.line, mark.dateline)
                continue
            kept.append(mark)
        return kept

    def _same_entry(self, first: _Mark, second: _Mark, *, heads: bool) -> bool:
        """Whether two datelines state one day with nothing, or only a page's head, between."""
        between = range(first.line + 1, second.line)
        own_line = first.dateline.text_start is None or (
            heads and not self.lines[first.line].text.endswith(SENTENCE_END)
        )
        same_day = first.dateline.clue[1:] == second.dateline.clue[1:]
        apart = any(not self.lines[number].blank for number in between)
        if apart and not (heads and second.dateline.place and not first.dateline.place):
            return False
        return same_day and own_line and not self._has_body(first.line + 1, second.line)

    def _dated(self, marks: list[_Mark]) -> list[_Mark]:
        """The marks with their days; a missing year comes from the page around them."""
        if not marks:
            return []
        header = " ".join(line.text for line in self.lines[: marks[0].line])
        stated = re.findall(rf"(?<!\d){YEAR}(?!\d)", header)
        years = [mark.dateline.clue[0] for mark in marks if mark.dateline.clue[0]]
        anywhere = re.findall(rf"(?<!\d){YEAR}(?!\d)", self.text)
        if self.document.published:
            years.insert(0, self.document.published.year)
        fallback = int(stated[-1]) if stated else years[0] if years else None
        if fallback is None and anywhere:
            fallback = int(Counter(anywhere).most_common(1)[0][0])
        several = sum(mark.dateline.clue[0] is None for mark in marks) > 1
        dated = []
        for mark in marks:
            year, month, day = mark.dateline.clue
            published = complete((year or fallback, month, day), None) if year or fallback else None
            opens = not self._has_content(0, mark.line)
            # A day without a year needs a place, or another such line, to be a dateline.
            plausible = bool(mark.dateline.place) or several
            if year is None and not (plausible or (opens and anywhere)):
                continue
            dated.append(_Mark(mark.line, mark.dateline, published))
        return dated

    def _without_day_told(self, marks: list[_Mark]) -> list[_Mark]:
        """The marks, without a lone day that opens a text which was published later.

        `3 May 2018, Goma. A driver was hurt`, published on 20 May, says when it happened.
        """
        published = self.document.published
        if len(marks) != 1 or published is None:
            return marks
        mark = marks[0]
        line, dateline = self.lines[mark.line].text, mark.dateline
        if dateline.text_start is None or dateline.labelled or mark.published is None:
            return marks
        opens = not line[: dateline.date_start].strip()
        separate = SEPARATOR.search(line[dateline.date_end : dateline.text_start])
        earlier = published - mark.published > DISPATCH_DAYS
        return [] if opens and earlier and not separate else marks

    # Entries

    def _ranges(self) -> Iterator[tuple[int, int, _Mark | None]]:
        """First line, line after the last, and dateline of every entry."""
        end = len(self.lines)
        if len(self.marks) <= 1:
            yield 0, end, self.marks[0] if self.marks else None
            return
        if self._dates_close():
            first = 0
            for mark in self.marks:
                yield first, mark.line + 1, mark
                first = mark.line + 1
            return
        marks = self._without_closing(self.marks)
        starts = [self._headline(mark, marks) for mark in marks]
        if self._has_body(0, starts[0]):
            yield 0, starts[0], None
        for mark, first, last in zip(marks, starts, [*starts[1:], end], strict=True):
            yield first, last, mark

    def _dates_close(self) -> bool:
        """Whether this page sets its dates below the texts."""
        first, last = self.marks[0], self.marks[-1]
        return (
            self._has_body(0, first.line)
            and not self._has_body(last.line + 1, len(self.lines))
            and all(mark.dateline.text_start is None for mark in self.marks)
        )

    def _without_closing(self, marks: list[_Mark]) -> list[_Mark]:
        """Without a last dateline that only closes the entry above it."""
        last, before = marks[-1], marks[-2]
        closes = (
            last.dateline.text_start is None
            and not last.dateline.labelled
            and (last.dateline.place is not None or last.published == before.published)
            and self._has_body(before.line + 1, last.line)
            and not self._has_content(last.line + 1, len(self.lines))
            and (len(marks) == 2 or last.published == before.published)
        )
        return marks[:-1] if closes else marks

    def _has_body(self, first: int, last: int) -> bool:
        return self.prose_before[max(first, last)] - self.prose_before[first] >= BODY_CHARS

    def _has_content(self, first: int, last: int) -> bool:
        at = bisect_left(self.content_lines, first)
        return at < len(self.content_lines) and self.content_lines[at] < last

    def _is_text(self, line: str) -> bool:
        return not (
            not line
            or self.layout.is_rule(line)
            or self.layout.is_navigation(line)
            or self.layout.is_footer(line)
        )

    def _headline(self, mark: _Mark, marks: list[_Mark]) -> int:
        """The line where the entry of a dateline begins: its headline, or the dateline."""
        if mark.dateline.text_start is not None and not self._alone(mark):
            return 0 if self._is_dispatch(mark, marks) else mark.line
        at = bisect_left(marks, mark.line, key=lambda other: other.line)
        floor = marks[at - 1].line + 1 if at else 0
        first = self._title_block(mark.line, floor)
        if first == mark.line and mark.line and self.lines[mark.line - 1].blank:
            above = self._title_block(self._skip_blank(mark.line), floor)
            block = range(above, self._skip_blank(mark.line))
            if block and self._set_apart(mark, marks, len(block)):
                return above
        return first

    def _is_dispatch(self, mark: _Mark, marks: list[_Mark]) -> bool:
        """Whether a first dateline opens a dispatch with a title, and a second one corrects it."""
        if mark is not marks[0] or len(marks) != 2 or not mark.dateline.place:
            return False
        second = marks[1]
        above = self._skip_blank(mark.line) - 1
        days = abs((second.published or date.min) - (mark.published or date.min))
        return (
            second.dateline.place == mark.dateline.place
            and days <= DISPATCH_DAYS
            and above >= 0
            and self.lines[above].is_title
        )

    def _alone(self, mark: _Mark) -> bool:
        """Whether a dateline's line holds no more than a short note besides."""
        following = self.lines[mark.line + 1 : mark.line + 2]
        rest = self.lines[mark.line].text[mark.dateline.text_start :]
        return len(rest) < WRAP_CHARS and any(line.blank for line in following)

    def _skip_blank(self, number: int) -> int:
        while number and self.lines[number - 1].blank:
            number -= 1
        return number

    def _title_block(self, bottom: int, floor: int) -> int:
        """The first of the title lines that stand directly above line `bottom`."""
        top = bottom
        while top > floor and bottom - top < HEADLINE_LINES:
            line = self.lines[top - 1]
            if not line.is_title or not self.content[top - 1]:
                break
            top -= 1
        if top < bottom and top > floor and not self.lines[top - 1].blank:
            # Lines of text run on above: only what follows a finished sentence is a title.
            above = self.lines[top - 1].text
            if not above.endswith(SENTENCE_END) and self.content[top - 1]:
                return bottom
        return top

    def _set_apart(self, mark: _Mark, marks: list[_Mark], size: int) -> bool:
        """Whether a block above, apart from its dateline, is a headline as elsewhere in the list.

        In the first entry it may as well be the page's header: there the others decide.
        """
        if mark is marks[0]:
            others = [other for other in marks[1:] if self._headline(other, marks) < other.line]
            return len(others) > len(marks[1:]) / 2
        above = self._skip_blank(mark.line) - size
        return above > 0 and self.lines[above - 1].blank

    # Edges

    def _trim(self, first: int, last: int, mark: _Mark | None) -> tuple[int, int] | None:
        """Offsets of the entry's text without navigation, rules and footers around it."""
        inner = [n for n in range(first, last) if not self.lines[n].blank]
        stop = next(
            (
                n
                for n in inner
                if (mark is None or n > mark.line)
                and self.layout.is_footer(self.lines[n].text)
                and not self._has_body(n + 1, last)  # else a photo's credit, not a footer
            ),
            last,
        )
        inner = [n for n in inner if n < stop]
        fixed = mark.line if mark else -1
        if mark is None or first <= fixed:
            inner = self._below_navigation(inner, fixed)
        kept = [n for n in inner if n == fixed or self.content[n]]
        return (self.lines[kept[0]].start, self.lines[kept[-1]].end) if kept else None

    def _below_navigation(self, inner: list[int], fixed: int) -> list[int]:
        """Without the blocks down to the last menu above the text: a page's head."""
        head = 0
        for position, number in enumerate(inner):
            if fixed >= 0 and number >= fixed:
                break
            if fixed < 0 and self.lines[number].text.endswith(SENTENCE_END):
                break
            line = self.lines[number].text
            if self.layout.is_navigation(line):
                head = position + 1
        return inner[head:]


def _lines(text: str) -> Iterator[_Line]:
    """The lines of a text with their offsets, without the white space around them."""
    for match in re.finditer(r"[^\r\n\u2028\u2029]+|\r\n?|\n\r?", text):
        line = match[0]
        if line[0] in "\r\n":
            if match.start() == 0 or text[match.start() - 1] in "\r\n":
                yield _Line(match.start(), match.start(), "")
            continue
        bare = line.strip(" \t\f\v\u00a0\u200b\ufeff")
        start = match.start() + line.find(bare) if bare else match.start()
        yield _Line(start, start + len(bare), bare)
