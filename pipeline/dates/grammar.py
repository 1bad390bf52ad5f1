"""The patterns of dates: which words make one. What they mean, `meanings` says."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from pipeline.dates.anchors import Anchors, Stretch
from pipeline.dates.days import YEAR
from pipeline.dates.meanings import UNITS, Kind, Meaning, Meanings
from pipeline.lexicon.dates import DateWords, date_languages, load_date_words
from pipeline.records import EventDate

Builder = Callable[[re.Match[str], date | None], Meaning | None]


class Pattern(NamedTuple):
    """A pattern of dates, and what makes a meaning of its matches.

    Every match holds a word of the kind `anchor`, if there is one; see `anchors`.
    """

    source: re.Pattern[str]
    build: Builder
    anchor: str | None


CENTURIES = ("19", "20")
"""What a year begins with."""
NOTHING = "(?!)"
COUNT = r"(?P<n>\d{1,2}|[^\W\d]+(?:-[^\W\d]+)?)"
BLANK_LINES = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*\n\s*")
PARAGRAPH = "¶"
"""Stands for what divides paragraphs, letter by letter: no date goes on over it."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as it stands in a text, `[start:end]`, and the days that it means, if known."""

    start: int
    end: int
    kind: Kind
    when: EventDate | None
    has_year: bool = False


def _either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, any space and apostrophe in them."""
    longest_first = sorted(words, key=len, reverse=True)
    patterns = (re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") for w in longest_first)
    return "(?:" + "|".join(patterns) + ")" if longest_first else NOTHING


def _name(group: str, names: Iterable[str], full: frozenset[str]) -> str:
    """A pattern for a name of a month or weekday; only a short form has a full stop of its own."""
    short = [name for name in names if name not in full]
    return rf"(?P<{group}>{_either(full)}\b|{_either(short)}\b\.?)"


class DateGrammar:
    """The date expressions of one language as a short list of patterns, first match wins.

    A pattern with a group `date` means only that group; the rest is the context it needs.
    """

    def __init__(self, words: DateWords) -> None:
        self.words = words
        self.meanings = Meanings(words)
        parts = words.words
        day = rf"(?P<day>0?[1-9]|[12]\d|3[01])(?:{_either(parts.ordinals)}\b)?(?!\d)"
        month = _name("month", words.months, words.full_names & words.months.keys())
        weekday = _name("weekday", words.weekdays, words.full_names & words.weekdays.keys())
        year = rf"(?P<year>{YEAR})\b"
        first_day, first_month, first_weekday = (
            source.replace("(?P<", "(?P<first_", 1) for source in (day, month, weekday)
        )
        first_year = rf"(?P<first_year>{YEAR})\b"
        article = rf"(?:{_either(parts.article)}\s+)?"
        between = rf"(?:{_either(parts.between)}\s+)?"
        of = rf"(?:\s+{_either(parts.of)})?"
        joint = rf"\s*(?:[-–—/]|\b{_either(parts.and_)}\b)\s*{article}"
        on_weekday = rf"(?:{weekday},?\s+{article})?"
        any_year = rf"(?:,?\s+{year}|\s*\({year.replace('<year>', '<year1>')}\))?"
        last = rf"(?P<last>{_either(parts.last)})"
        last_after = rf"(?P<last1>{_either(parts.last_after)})\b"
        next_ = rf"(?P<next>{_either(parts.next)})"
        next_after = rf"(?P<next1>{_either(parts.next_after)})\b"
        daypart = _either(parts.dayparts)
        night = rf"(?:{_either(parts.nights)}\s+)?"
        part = rf"(?P<part>{_either(parts.parts)})[\s-]+"
        until = rf"\s*(?:[-–—]|\b{_either(parts.until)}\b)\s*{article}"
        counted = rf"{COUNT}\s+{self._units()}"
        table: list[tuple[str, Builder, str | None]] = [
            (
                r"(?P<year>\d{4})-(?P<month_n>\d\d)-(?P<day>\d\d)(?![\d-])",
                self.meanings.absolute,
                None,
            ),
            (
                rf"(?P<day>\d\d?)(?P<sep>[./])(?P<month_n>\d\d?)(?P=sep)(?P<year>{YEAR})(?![.]?\d)",
                self.meanings.absolute,
                None,
            ),
            (
                rf"{night}{between}(?:{first_weekday},?\s+{article})?{first_day}(?:{of}\s+{first_month})?{joint}"
                rf"(?:{weekday}\s+)?{day}{of}\s+{month}(?:,?\s+{year})?",
                self.meanings.range,
                "month",
            ),
            (
                rf"{between}{first_day}{of}\s+{first_month},?\s+{first_year}{joint}"
                rf"(?:{weekday}\s+)?{day}{of}\s+{month},?\s+{year}",
                self.meanings.range,
                "month",
            ),
            (
                rf"{between}{first_month}\s+{first_day}{joint}{day}(?:,?\s+{year})?(?!\s*\w*\d)",
                self.meanings.range,
                "month",
            ),
            (rf"{night}{on_weekday}{day}{of}\s+{month}{any_year}", self.meanings.absolute, "month"),
            (
                rf"{on_weekday}{month}\s+{day}{any_year}(?:\s+{first_weekday})?",
                self.meanings.absolute,
                "month",
            ),
            (
                rf"{between}{first_month}{until}{month}(?:\s+{year})?(?!\s+\d)",
                self.meanings.months,
                "month",
            ),
            (rf"{part}{month}(?:\s+{year})?(?!\s+\d)", self.meanings.month, "month"),
            (rf"{month}\s+{year}", self.meanings.month, "month"),
            (rf"{part}{year}", self.meanings.year, "year"),
            (
                rf"(?:{_either(words.overnight)}\s+)?{night}{first_weekday}(?:\s+{daypart})?{joint}{weekday}",
                self.meanings.weekdays,
                "weekday",
            ),
            (rf"(?P<overnight>{_either(words.overnight)})\b", self.meanings.relative, "overnight"),
            (
                rf"(?:{_either(parts.early)}\s+)?(?P<relative>{_either(words.relative)})\b(?!-)"
                rf"(?:\s+{weekday})?",
                self.meanings.relative,
                "relative",
            ),
            (rf"(?P<period>{_either(words.periods)})\b", self.meanings.period, "period"),
            (self._ago_source(), self.meanings.ago, "unit"),
            (
                rf"{weekday}\s+{day}(?=\s*[,;.)\n]|\s*:\s|\s+{_either(parts.after_day)}\b)",
                self.meanings.lone_day,
                "weekday",
            ),
            (
                rf"(?:(?:{last}|{next_}|{_either(parts.this_day)})\s+)?(?:{night}|{daypart}\s+)?"
                rf"{weekday}(?:\s+(?:{last_after}|{next_after}))?(?:\s+{daypart}\b)?",
                self.meanings.weekday,
                "weekday",
            ),
            (rf"{month}\s+{last_after}", self.meanings.month, "month"),
            (
                rf"{_either(parts.before_month)}[\s-]+(?P<date>{month})(?!\s+\d{{1,2}}\b)",
                self.meanings.month,
                "month",
            ),
            (
                rf"{_either(parts.before_year)}\s+(?P<date>{year})(?![-/]\d)",
                self.meanings.year,
                "year",
            ),
            (rf"(?<!\d )\((?P<date>{year})\)", self.meanings.year, "year"),
            (rf"(?:^|(?<=[\n\t]))(?P<date>{year})(?=\t|\n|$)", self.meanings.year, "year"),
            (rf"(?P<holiday>{_either(words.holidays)})\b", self.meanings.holiday, "holiday"),
            (
                rf"{_either(parts.nights)}\s+(?P<first_day>[0-3]?\d){until}{day}(?!\s*(?:h\b|\d))",
                self.meanings.lone_days,
                None,
            ),
            (
                rf"{_either(parts.nights)}\s+{_either(parts.with_day)}{day}(?!\s*(?:h\b|\d))",
                self.meanings.lone_day,
                None,
            ),
            (
                rf"{_either(parts.before_day)}\s+(?P<date>(?P<first_day>[0-3]?\d){until}{day})(?=[,;.)])",
                self.meanings.lone_days,
                None,
            ),
            (
                rf"{_either(parts.before_day)}\s+(?P<date>{_either(parts.with_day)}{day})"
                rf"(?=[,;.)]|\s+{_either(parts.after_day)}\b)",
                self.meanings.lone_day,
                None,
            ),
            (r"\((?P<date>(?P<day>\d\d?)[/.](?P<month_n>\d\d?))\)", self.meanings.absolute, None),
        ]
        told: list[tuple[str, Builder, str | None]] = [
            (rf"(?P<told>{_either(words.told)})\b", self.meanings.told, "told"),
            (rf"{counted}\s+(?P<back>{_either(parts.earlier)})\b", self.meanings.counted, "unit"),
            (rf"{counted}\s+{_either(parts.later)}\b", self.meanings.counted, "unit"),
            (rf"{counted}\b(?:\s+{_either(parts.to_the_day)}\b)?", self.meanings.duration, "unit"),
        ]
        ago = words.ago
        self.anchors = Anchors(
            {
                "month": words.months,
                "weekday": words.weekdays,
                "unit": (*ago.day, *ago.week, *ago.month, *ago.year),
                "year": CENTURIES,
                "overnight": words.overnight,
                "relative": words.relative,
                "period": words.periods,
                "told": words.told,
                "holiday": words.holidays,
            }
        )
        self.patterns = _compile(table)
        self.told = _compile(told)
        [self.full] = _compile(
            [(rf"{day}{of}\s+{month},?\s+{year}", self.meanings.absolute, "month")]
        )

    @classmethod
    @cache
    def of(cls, language: str) -> "DateGrammar":
        """The grammar of a language, built once."""
        return cls(load_date_words(language))

    def find(self, text: str, published: date | None) -> list[DateMention]:
        """Every date of the text, in order; an earlier pattern's find is not found again."""
        text = BLANK_LINES.sub(lambda match: PARAGRAPH * len(match[0]), text)
        found: list[DateMention] = []
        taken = bytearray(len(text))
        stretches = self.anchors.stretches(text)
        for pattern in self.patterns:
            found += _meant(text, pattern, stretches, taken, lambda _: published)
        for other in self._foreign():
            theirs = other.anchors.stretches(text)
            found += _meant(text, other.full, theirs, taken, lambda _: published)
        named = sorted(
            (mention.end, mention.when.start)
            for mention in found
            if mention.when and mention.when.precision in ("day", "year")
        )

        def told(at: int) -> date | None:
            """The day or year named last before a place in the text, else that of publication."""
            number = bisect_right(named, (at, date.max))
            return named[number - 1][1] if number else published

        for pattern in self.told:
            found += _meant(text, pattern, stretches, taken, told)
        return sorted(found, key=lambda mention: mention.start)

    def _foreign(self) -> list["DateGrammar"]:
        """The other languages, whose full dates pages mix in."""
        others = (language for language in date_languages() if language != self.words.language)
        return [DateGrammar.of(language) for language in others]

    def _ago_source(self) -> str:
        source = re.escape(self.words.ago.pattern).replace(r"\ ", r"\s+")
        source = source.replace(r"\{n\}", COUNT).replace(r"\{unit\}", self._units())
        return source + rf"\b(?P<exactly>\s+{_either(self.words.words.to_the_day)}\b)?"

    def _units(self) -> str:
        ago = self.words.ago
        units = "|".join(f"(?P<{unit}s>{_either(getattr(ago, unit))})" for unit in UNITS)
        return f"(?:{units})"


def _compile(table: list[tuple[str, Builder, str | None]]) -> list[Pattern]:
    return [
        Pattern(re.compile(rf"(?<![\w/.]){source}", re.IGNORECASE), build, anchor)
        for source, build, anchor in table
    ]


def _meant(
    text: str,
    pattern: Pattern,
    stretches: dict[str, list[Stretch]],
    taken: bytearray,
    counted_from: Callable[[int], date | None],
) -> Iterator[DateMention]:
    """The mentions of one pattern in characters that are not `taken`, which they then are."""
    source, build, anchor = pattern
    group = "date" if "date" in source.groupindex else 0
    for opens, closes in stretches.get(anchor, ()) if anchor else [(0, len(text))]:
        for match in source.finditer(text, opens, closes):
            start, end = match.span(group)
            if any(taken[start:end]):
                continue
            if meaning := build(match, counted_from(start)):
                taken[start:end] = b"\x01" * (end - start)
                yield DateMention(start, end, *meaning)
