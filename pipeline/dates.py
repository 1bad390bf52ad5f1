"""Dates in running text: where they stand and which days they mean.

A date is only what the grammar below recognises; nothing is guessed from bare numbers.
What a relative date means is counted from the day of publication, as the codebook has it.
"""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from text_to_num import text2num

from pipeline.lexicon.dates import DateWords, Unit, date_languages, load_date_words
from pipeline.records import EventDate

Kind = Literal["absolute", "weekday", "relative", "month", "year", "range"]
Side = Literal["past", "near", "future"]
Clue = tuple[int | None, int, int]
"""Year, if written, month and day."""
Meaning = tuple[Kind, EventDate | None, bool]
"""What a match means: its kind, its days if known, and whether the year is written."""
Builder = Callable[[re.Match[str], date | None], Meaning | None]

Pattern = tuple[re.Pattern[str], Builder]
"""A pattern of dates, and what makes a meaning of its matches."""

NOTHING = "(?!)"
CONTEXT = 16
"""Characters around a length of time that may make an age or a frequency of it."""
MAX_YEAR = 366
CLAUSE = 60
"""Characters before a weekday that may tell that it is yet to come."""
MAX_DAYS_AHEAD = 45
"""A day and month without a year lie at most this far after the day of publication."""
YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
COUNT = r"(?P<n>\d{1,2}|[^\W\d]+(?:-[^\W\d]+)?)"
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


BLANK_LINES = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*\n\s*")
PARAGRAPH = "¶"
"""Stands for what divides paragraphs, letter by letter: no date goes on over it."""


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
    months = when.start.day == 1 and (when.end + timedelta(days=1)).day == 1
    if when.precision == "range" and months and start[:7] != end[:7]:
        return f"{start[:7]}/{end[:7]}"
    if when.precision in ("month", "year"):
        return start[: {"month": 7, "year": 4}[when.precision]]
    return start if start == end else f"{start}/{end}"


def find_dates(text: str, language: str, published: date | None = None) -> list[DateMention]:
    """Every date of the text, in order, none overlapping another.

    `published` anchors relative dates; without it they are found with `when` null.
    """
    return DateGrammar.of(language).find(text, published)


def complete(clue: Clue, published: date | None, side: Side = "near") -> date | None:
    """The day that (year, month, day) names; a missing year is the one nearest to `published`.

    `side` says that it lies before or after that day. Returns null for a day that does not exist
    or that nothing completes.
    """
    year, month, day = clue
    years = [year] if year else []
    if not year and published:
        years = [published.year + 1, published.year, published.year - 1]
        years = sorted(years) if side == "future" else years
    most = {"past": 0, "near": MAX_DAYS_AHEAD, "future": MAX_YEAR}[side]
    least = 0 if side == "future" else -MAX_YEAR
    for candidate in years:
        try:
            when = date(candidate, month, day)
        except ValueError:
            continue
        if year or published is None or least <= (when - published).days <= most:
            return when
    return None


def last_weekday(weekday: int, published: date) -> date:
    """The latest such weekday not after `published`; Monday is 0."""
    return published - timedelta(days=(published.weekday() - weekday) % 7)


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
        table: list[tuple[str, Builder]] = [
            (r"(?P<year>\d{4})-(?P<month_n>\d\d)-(?P<day>\d\d)(?![\d-])", self._absolute),
            (
                rf"(?P<day>\d\d?)(?P<sep>[./])(?P<month_n>\d\d?)(?P=sep)(?P<year>{YEAR})(?![.]?\d)",
                self._absolute,
            ),
            (
                rf"{night}{between}(?:{first_weekday},?\s+{article})?{first_day}(?:{of}\s+{first_month})?{joint}"
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
            (rf"{night}{on_weekday}{day}{of}\s+{month}{any_year}", self._absolute),
            (rf"{on_weekday}{month}\s+{day}{any_year}(?:\s+{first_weekday})?", self._absolute),
            (rf"{between}{first_month}{until}{month}(?:\s+{year})?(?!\s+\d)", self._months),
            (rf"{part}{month}(?:\s+{year})?(?!\s+\d)", self._month),
            (rf"{month}\s+{year}", self._month),
            (rf"{part}{year}", self._year),
            (rf"(?P<overnight>{_either(words.overnight)})\b", self._relative),
            (
                rf"(?:{_either(parts.early)}\s+)?(?P<relative>{_either(words.relative)})\b(?!-)"
                rf"(?:\s+{weekday})?",
                self._relative,
            ),
            (rf"(?P<period>{_either(words.periods)})\b", self._period),
            (self._ago_source(), self._ago),
            (rf"{night}{first_weekday}(?:\s+{daypart})?{joint}{weekday}", self._weekdays),
            (
                rf"{weekday}\s+{day}(?=\s*[,;.)\n]|\s*:\s|\s+{_either(parts.after_day)}\b)",
                self._lone_day,
            ),
            (
                rf"(?:(?:{last}|{next_}|{_either(parts.this_day)})\s+)?(?:{night}|{daypart}\s+)?"
                rf"{weekday}(?:\s+(?:{last_after}|{next_after}))?(?:\s+{daypart}\b)?",
                self._weekday,
            ),
            (rf"{month}\s+{last_after}", self._month),
            (
                rf"{_either(parts.before_month)}[\s-]+(?P<date>{month})(?!\s+\d{{1,2}}\b)",
                self._month,
            ),
            (rf"{_either(parts.before_year)}\s+(?P<date>{year})(?![-/]\d)", self._year),
            (rf"(?<!\d )\((?P<date>{year})\)", self._year),
            (rf"(?:^|(?<=[\n\t]))(?P<date>{year})(?=\t|\n|$)", self._year),
            (rf"(?P<holiday>{_either(words.holidays)})\b", self._holiday),
            (
                rf"{_either(parts.nights)}\s+(?P<first_day>[0-3]?\d){until}{day}(?!\s*(?:h\b|\d))",
                self._lone_days,
            ),
            (
                rf"{_either(parts.before_day)}\s+(?P<date>(?P<first_day>[0-3]?\d){until}{day})(?=[,;.)])",
                self._lone_days,
            ),
            (
                rf"{_either(parts.before_day)}\s+(?P<date>{_either(parts.with_day)}{day})"
                rf"(?=[,;.)]|\s+{_either(parts.after_day)}\b)",
                self._lone_day,
            ),
            (r"\((?P<date>(?P<day>\d\d?)[/.](?P<month_n>\d\d?))\)", self._absolute),
        ]
        told: list[tuple[str, Builder]] = [
            (rf"(?P<told>{_either(words.told)})\b", self._told),
            (rf"{counted}\s+(?P<back>{_either(parts.earlier)})\b", self._counted),
            (rf"{counted}\s+{_either(parts.later)}\b", self._counted),
            (rf"{counted}\b(?:\s+{_either(parts.to_the_day)}\b)?", self._duration),
        ]
        self.patterns = _compile(table)
        self.told = _compile(told)
        [self.full] = _compile([(rf"{day}{of}\s+{month},?\s+{year}", self._absolute)])

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
        for pattern in (*self.patterns, *self._foreign()):
            found += _meant(text, pattern, taken, lambda _: published)
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
            found += _meant(text, pattern, taken, told)
        return sorted(found, key=lambda mention: mention.start)

    def _foreign(self) -> list[Pattern]:
        """Full dates of the other languages: pages mix them."""
        others = (language for language in date_languages() if language != self.words.language)
        return [DateGrammar.of(language).full for language in others]

    def _ago_source(self) -> str:
        source = re.escape(self.words.ago.pattern).replace(r"\ ", r"\s+")
        source = source.replace(r"\{n\}", COUNT).replace(r"\{unit\}", self._units())
        return source + rf"\b(?P<exactly>\s+{_either(self.words.words.to_the_day)}\b)?"

    def _units(self) -> str:
        ago = self.words.ago
        units = "|".join(f"(?P<{unit}s>{_either(getattr(ago, unit))})" for unit in UNITS)
        return f"(?:{units})"

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

    def _number(self, match: re.Match[str]) -> int | None:
        written = match["n"].lower()
        if written in self.words.words.one:
            return 1
        try:
            return int(written) if written.isdigit() else text2num(written, self.words.language)
        except ValueError:
            return None

    def _told(self, match: re.Match[str], told: date | None) -> Meaning:
        unit, by = self.words.told[_plain(match["told"])]
        return "relative", shift(told, unit, by) if told else None, False

    def _counted(self, match: re.Match[str], told: date | None) -> Meaning | None:
        number = self._number(match)
        if number is None:
            return None
        unit = next(unit for unit in UNITS if match[f"{unit}s"])
        by = -number if match.groupdict().get("back") else number
        unit, by = ("day", by * 7) if unit == "week" else (unit, by)
        return "relative", shift(told, unit, by) if told else None, False

    def _duration(self, match: re.Match[str], _: date | None) -> Meaning | None:
        """A length of time, which is no day: no age, and no `twice a day`."""
        parts = self.words.words
        before = _plain(match.string[max(0, match.start() - CONTEXT) : match.start()])
        behind = _plain(match.string[match.end() : match.end() + CONTEXT])
        if self._number(match) is None or before.endswith(parts.not_before_duration):
            return None
        if match["years"] and (match["n"].isdigit() or before.endswith(parts.before_age)):
            return None
        if behind.startswith(parts.behind_age):
            return None
        single = match["n"].lower() in parts.one
        if single and not before.endswith(parts.before_duration):
            return None
        return "range", None, False

    def _holiday(self, match: re.Match[str], published: date | None) -> Meaning:
        month, day = self.words.holidays[_plain(match["holiday"])]
        when = complete((None, month, day), published) if published else None
        return "absolute", day_of(when) if when else None, False

    def _lone_day(self, match: re.Match[str], published: date | None) -> Meaning:
        day = int(match["day"])
        when = _latest(day, published) if published else None
        return "absolute", day_of(when) if when else None, False

    def _lone_days(self, match: re.Match[str], published: date | None) -> Meaning:
        last = _latest(int(match["day"]), published) if published else None
        first = _latest(int(match["first_day"]), last) if last else None
        return "range", span_of(first, last) if first and last else None, False

    def _months(self, match: re.Match[str], published: date | None) -> Meaning | None:
        first, last = match["first_month"], match["month"]
        if self.words.capital and not (first[0].isupper() and last[0].isupper()):
            return None
        year = match.groupdict().get("year")
        end_month = self.words.months[last.lower().rstrip(".")]
        near = complete((int(year) if year else None, end_month, 1), published)
        if near is None or not (year or published):
            return "range", None, False
        start_month = self.words.months[first.lower().rstrip(".")]
        start = date(near.year - (start_month > end_month), start_month, 1)
        return "range", span_of(start, month_of(near.year, end_month).end), year is not None

    def _absolute(self, match: re.Match[str], published: date | None) -> Meaning | None:
        year, month, day = self._clue(match)
        when = complete((year, month, day), published, self._side(match))
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
        near = complete((int(year) if year else None, month, 1), published, self._side(match))
        if near is None or not (year or published):
            return "month", None, False
        if match.groupdict().get("last1") and published and near > published:
            near = near.replace(year=near.year - 1)
        when = month_of(near.year, month)
        return "month", day_of(when.end) if self._is_end(match) else when, year is not None

    def _year(self, match: re.Match[str], _: date | None) -> Meaning:
        year = int(match["year"])
        return "year", month_of(year, 12) if self._is_end(match) else year_of(year), True

    def _is_end(self, match: re.Match[str]) -> bool:
        """Whether only the end of a month or a year is meant."""
        return _plain(match.groupdict().get("part") or "") in self.words.words.ends

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
        number = self._number(match)
        if number is None:
            return None
        unit = next(unit for unit in UNITS if match[f"{unit}s"])
        when = shift(published, unit, -number) if published else None
        if when and published and unit == "year" and match["exactly"]:
            day = complete((when.start.year, published.month, published.day), None)
            when = day_of(day) if day else when
        return "relative", when, False

    def _weekday(self, match: re.Match[str], published: date | None) -> Meaning | None:
        name = match["weekday"]
        if len(name.rstrip(".")) <= ABBREVIATED and not name[0].isupper():
            return None  # the French `mar`, the English `sun`: words as well
        if not published:
            return "weekday", None, False
        when = last_weekday(self._weekday_number(name), published)
        if match["next"] or match["next1"] or (when != published and self._is_ahead(match)):
            when += timedelta(days=7)
        elif (match["last"] or match["last1"]) and when == published:
            when -= timedelta(days=7)
        return "weekday", day_of(when), False

    def _side(self, match: re.Match[str]) -> Side:
        """Whether the words before a date put it behind or ahead: `since`, `until`."""
        before = _plain(match.string[max(0, match.start() - CONTEXT) : match.start()])
        words = before.replace("'", "' ").split()
        if not self.words.words.since.isdisjoint(words[-3:]):
            return "past"
        return "future" if not self.words.words.ahead.isdisjoint(words[-3:]) else "near"

    def _is_ahead(self, match: re.Match[str]) -> bool:
        """Whether the clause before a weekday speaks of what is to come: `will be buried on`."""
        before = _plain(match.string[max(0, match.start() - CLAUSE) : match.start()])
        words = re.split(r"[.,;:!?()«»\"]", before)[-1].split()
        return not self.words.words.future.isdisjoint(words)

    def _weekdays(self, match: re.Match[str], published: date | None) -> Meaning:
        if not published:
            return "range", None, False
        end = last_weekday(self._weekday_number(match["weekday"]), published)
        start = last_weekday(self._weekday_number(match["first_weekday"]), end)
        return "range", span_of(start, end), False

    def _weekday_number(self, name: str) -> int:
        return self.words.weekdays[name.lower().rstrip(".")]


def _compile(table: list[tuple[str, Builder]]) -> list[Pattern]:
    return [(re.compile(rf"(?<![\w/.]){source}", re.IGNORECASE), build) for source, build in table]


def _meant(
    text: str,
    pattern: Pattern,
    taken: bytearray,
    anchor: Callable[[int], date | None],
) -> Iterator[DateMention]:
    """The mentions of one pattern in characters that are not `taken`, which they then are."""
    source, build = pattern
    group = "date" if "date" in source.groupindex else 0
    for match in source.finditer(text):
        start, end = match.span(group)
        if any(taken[start:end]):
            continue
        if meaning := build(match, anchor(start)):
            taken[start:end] = b"\x01" * (end - start)
            yield DateMention(start, end, *meaning)


def _latest(day: int, published: date) -> date | None:
    """The latest day with that number in its month that lies not after `published`."""
    month = published.replace(day=1)
    for _ in range(3):
        if day <= monthrange(month.year, month.month)[1] and month.replace(day=day) <= published:
            return month.replace(day=day)
        month = (month - timedelta(days=1)).replace(day=1)
    return None


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
