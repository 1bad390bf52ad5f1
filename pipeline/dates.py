"""Dates in running text: where they stand and which days they mean.

A date is only what the grammar below recognises; nothing is guessed from bare numbers.
What a relative date means is counted from the day of publication, as the codebook has it.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from text_to_num import text2num

from pipeline.lexicon.dates import DateWords, Unit, load_date_words
from pipeline.records import EventDate

Kind = Literal["absolute", "weekday", "relative", "month", "year", "range"]
Clue = tuple[int | None, int, int]
"""Year, if written, month and day."""
Meaning = tuple[Kind, EventDate | None, bool]
"""What a match means: its kind, its days if known, and whether the year is written."""
Builder = Callable[[re.Match[str], date | None], Meaning | None]

MAX_DAYS_AHEAD = 45
"""A day and month without a year lie at most this far after the day of publication."""
YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
UNITS: tuple[Unit, ...] = ("day", "week", "month", "year")
LEAP_YEAR = 2000
SATURDAY = 5
ABBREVIATED = 3


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as it stands in a text, `[start:end]`, and the days that it means, if known."""

    start: int
    end: int
    kind: Kind
    when: EventDate | None
    has_year: bool = False


def day_of(when: date) -> EventDate:
    """That one day."""
    return EventDate(start=when, end=when, precision="day")


def span_of(start: date, end: date) -> EventDate:
    """The days from `start` to `end`, one day where they are the same."""
    return day_of(start) if start == end else EventDate(start=start, end=end, precision="range")


def month_of(year: int, month: int) -> EventDate:
    """The days of a month."""
    last = monthrange(year, month)[1]
    return EventDate(start=date(year, month, 1), end=date(year, month, last), precision="month")


def year_of(year: int) -> EventDate:
    """The days of a year."""
    return EventDate(start=date(year, 1, 1), end=date(year, 12, 31), precision="year")


def iso(when: EventDate) -> str:
    """The shortest ISO 8601 form: a day, month or year, else an interval."""
    start, end = when.start.isoformat(), when.end.isoformat()
    if when.precision in ("month", "year"):
        return start[: {"month": 7, "year": 4}[when.precision]]
    return start if start == end else f"{start}/{end}"


def find_dates(text: str, language: str, published: date | None = None) -> list[DateMention]:
    """Every date of the text, in order, none overlapping another.

    `published` anchors relative dates; without it they are found with `when` null.
    """
    return DateGrammar.of(language).find(text, published)


def complete(clue: Clue, published: date | None) -> date | None:
    """The day that (year, month, day) names; a missing year is the one nearest to `published`.

    Returns null for a day that does not exist or that nothing completes.
    """
    year, month, day = clue
    years = [year] if year else []
    if not year and published:
        years = [published.year + 1, published.year, published.year - 1]
    for candidate in years:
        try:
            when = date(candidate, month, day)
        except ValueError:
            continue
        if year or published is None or (when - published).days <= MAX_DAYS_AHEAD:
            return when
    return None


def last_weekday(weekday: int, published: date) -> date:
    """The latest such weekday not after `published`; Monday is 0."""
    return published - timedelta(days=(published.weekday() - weekday) % 7)


def _either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, any space and apostrophe in them."""
    longest_first = sorted(words, key=len, reverse=True)
    patterns = (re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") for w in longest_first)
    return "(?:" + "|".join(patterns) + ")"


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
        daypart = _either(parts.dayparts)
        table: list[tuple[str, Builder]] = [
            (r"(?P<year>\d{4})-(?P<month_n>\d\d)-(?P<day>\d\d)(?![\d-])", self._absolute),
            (
                rf"(?P<day>\d\d?)(?P<sep>[./])(?P<month_n>\d\d?)(?P=sep)(?P<year>{YEAR})(?![.]?\d)",
                self._absolute,
            ),
            (
                rf"{between}(?:{first_weekday},?\s+{article})?{first_day}(?:{of}\s+{first_month})?{joint}"
                rf"(?:{weekday}\s+)?{day}{of}\s+{month}(?:,?\s+{year})?",
                self._range,
            ),
            (
                rf"{between}{first_day}{of}\s+{first_month},?\s+{first_year}{joint}"
                rf"(?:{weekday}\s+)?{day}{of}\s+{month},?\s+{year}",
                self._range,
            ),
            (
                rf"{between}{first_month}\s+{first_day}{joint}{day}(?:,?\s+{year})?(?!\s*\w*\d)",
                self._range,
            ),
            (rf"{on_weekday}{day}{of}\s+{month}{any_year}", self._absolute),
            (rf"{on_weekday}{month}\s+{day}{any_year}", self._absolute),
            (rf"{month}\s+{year}", self._month),
            (rf"(?P<overnight>{_either(words.overnight)})\b", self._relative),
            (rf"(?P<relative>{_either(words.relative)})\b", self._relative),
            (rf"(?P<period>{_either(words.periods)})\b", self._period),
            (self._ago_source(), self._ago),
            (rf"{first_weekday}(?:\s+{daypart})?{joint}{weekday}", self._weekdays),
            (
                rf"(?:{last}\s+)?(?:{daypart}\s+)?{weekday}"
                rf"(?:\s+{last.replace('<last>', '<last1>')}\b)?(?:\s+{daypart}\b)?",
                self._weekday,
            ),
            (rf"{_either(parts.before_month)}[\s-]+(?P<date>{month})(?!\s+\d)", self._month),
            (rf"{_either(parts.before_year)}\s+(?P<date>{year})(?![-/]\d)", self._year),
            (rf"\((?P<date>{year})\)", self._year),
            (r"\((?P<date>(?P<day>\d\d?)[/.](?P<month_n>\d\d?))\)", self._absolute),
        ]
        self.patterns = [
            (re.compile(rf"(?<![\w/.]){source}", re.IGNORECASE), build) for source, build in table
        ]

    @classmethod
    @cache
    def of(cls, language: str) -> "DateGrammar":
        """The grammar of a language, built once."""
        return cls(load_date_words(language))

    def find(self, text: str, published: date | None) -> list[DateMention]:
        """Every date of the text, in order; an earlier pattern's find is not found again."""
        taken: list[DateMention] = []
        for pattern, build in self.patterns:
            group = "date" if "date" in pattern.groupindex else 0
            for match in pattern.finditer(text):
                start, end = match.span(group)
                if any(start < other.end and other.start < end for other in taken):
                    continue
                if meaning := build(match, published):
                    taken.append(DateMention(start, end, *meaning))
        return sorted(taken, key=lambda mention: mention.start)

    def _ago_source(self) -> str:
        ago = self.words.ago
        units = "|".join(f"(?P<{unit}s>{_either(getattr(ago, unit))})" for unit in UNITS)
        number = r"(?P<n>\d{1,2}|[^\W\d]+(?:-[^\W\d]+)?)"
        source = re.escape(ago.pattern).replace(r"\ ", r"\s+")
        return source.replace(r"\{n\}", number).replace(r"\{unit\}", f"(?:{units})") + r"\b"

    def _clue(self, match: re.Match[str], which: str = "") -> Clue:
        groups = match.groupdict()
        year = groups.get("year") or groups.get("year1")
        name = groups.get(f"{which}month") or groups.get("month") or groups.get("first_month")
        month = self.words.months[name.lower().rstrip(".")] if name else None
        month = month or int(groups["month_n"])
        day = int(groups[f"{which}day"] or 0)
        if month > 12 and day <= 12:  # 12/31/2018, as American pages write
            month, day = day, month
        return int(year) if year else None, month, day

    def _absolute(self, match: re.Match[str], published: date | None) -> Meaning | None:
        year, month, day = self._clue(match)
        when = complete((year, month, day), published)
        if when is None and (year or complete((LEAP_YEAR, month, day), None) is None):
            return None
        return "absolute", day_of(when) if when else None, year is not None

    def _range(self, match: re.Match[str], published: date | None) -> Meaning:
        last = complete(self._clue(match), published)
        year, month, day = self._clue(match, "first_")
        stated = match.groupdict().get("first_year")
        year = int(stated) if stated else year
        first = complete((year or (last.year if last else None), month, day), published)
        if first and last and first > last:
            first = complete((last.year - 1, month, day), None)
        when = span_of(first, last) if first and last else None
        return "range", when, year is not None

    def _month(self, match: re.Match[str], published: date | None) -> Meaning | None:
        name, year = match["month"], match.groupdict().get("year")
        if not name[0].isupper() and self.words.capital:
            return None
        month = self.words.months[name.lower().rstrip(".")]
        if year:
            return "month", month_of(int(year), month), True
        near = complete((None, month, 1), published)
        return "month", month_of(near.year, month) if near and published else None, False

    def _year(self, match: re.Match[str], _: date | None) -> Meaning:
        return "year", year_of(int(match["year"])), True

    def _relative(self, match: re.Match[str], published: date | None) -> Meaning:
        if not published:
            return "relative", None, False
        if "overnight" in match.groupdict():
            return "relative", span_of(published - timedelta(days=1), published), False
        days = timedelta(days=self.words.relative[_plain(match["relative"])])
        return "relative", day_of(published + days), False

    def _period(self, match: re.Match[str], published: date | None) -> Meaning:
        unit, back = self.words.periods[_plain(match["period"])]
        return "range", shift(published, unit, back) if published else None, False

    def _ago(self, match: re.Match[str], published: date | None) -> Meaning | None:
        written = match["n"].lower()
        try:
            number = int(written) if written.isdigit() else text2num(written, self.words.language)
        except ValueError:
            return None
        unit = next(unit for unit in UNITS if match[f"{unit}s"])
        return "relative", shift(published, unit, -number) if published else None, False

    def _weekday(self, match: re.Match[str], published: date | None) -> Meaning | None:
        name = match["weekday"]
        if len(name) <= ABBREVIATED and not name[0].isupper():
            return None  # the French `mar`, the English `sun`: words as well
        if not published:
            return "weekday", None, False
        when = last_weekday(self._weekday_number(name), published)
        if (match["last"] or match["last1"]) and when == published:
            when -= timedelta(days=7)
        return "weekday", day_of(when), False

    def _weekdays(self, match: re.Match[str], published: date | None) -> Meaning:
        if not published:
            return "range", None, False
        end = last_weekday(self._weekday_number(match["weekday"]), published)
        start = last_weekday(self._weekday_number(match["first_weekday"]), end)
        return "range", span_of(start, end), False

    def _weekday_number(self, name: str) -> int:
        return self.words.weekdays[name.lower().rstrip(".")]


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower()).replace("’", "'")


def shift(published: date, unit: Unit, by: int) -> EventDate | None:
    """The day, week, weekend, month or year that lies `by` units from the day of publication.

    Returns null before the year 1 or after 9999.
    """
    try:
        if unit == "day":
            return day_of(published + timedelta(days=by))
        if unit == "year":
            return year_of(published.year + by)
        if unit == "month":
            months = published.year * 12 + published.month - 1 + by
            return month_of(months // 12, months % 12 + 1)
        if unit == "week" and by < -1:
            return day_of(published + timedelta(weeks=by))
        if unit == "weekend":  # the latest one that has begun, or the one before that goes on
            saturday = last_weekday(SATURDAY, published)
            if by < 0 and published.weekday() >= SATURDAY:
                saturday += timedelta(weeks=by)
            return span_of(saturday, saturday + timedelta(days=1))
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=by)
        return EventDate(start=monday, end=monday + timedelta(days=6), precision="week")
    except (OverflowError, ValueError):
        return None
