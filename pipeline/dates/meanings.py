"""What a match of the date grammar means: its kind, and the days counted from publication."""

import re
from datetime import date, timedelta
from typing import Literal

from text_to_num import text2num

from pipeline.dates.days import (
    Clue,
    Side,
    complete,
    day_of,
    last_weekday,
    latest,
    month_of,
    shift,
    span_of,
    year_of,
)
from pipeline.lexicon.dates import DateWords, Unit
from pipeline.records import EventDate

Kind = Literal["absolute", "weekday", "relative", "month", "year", "range"]
Meaning = tuple[Kind, EventDate | None, bool]
"""What a match means: its kind, its days if known, and whether the year is written."""

CONTEXT = 16
"""Characters around a length of time that may make an age or a frequency of it."""
BESIDE = re.compile(r"(\w+),\s*$")
CLAUSE = 60
"""Characters before a weekday that may tell that it is yet to come."""
UNITS: tuple[Unit, ...] = ("day", "week", "month", "year")
LEAP_YEAR = 2000
ABBREVIATED = 3


class Meanings:
    """What the matches of one language's patterns mean.

    Each method takes a match and the day that it counts from, if known, and returns null where
    the match is no date after all.
    """

    def __init__(self, words: DateWords) -> None:
        self.words = words

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

    def told(self, match: re.Match[str], told: date | None) -> Meaning:
        """A day that counts from one told before: `the next day`."""
        unit, by = self.words.told[plain(match["told"])]
        return "relative", shift(told, unit, by) if told else None, False

    def counted(self, match: re.Match[str], told: date | None) -> Meaning | None:
        """A count from a day told before: `two days later`."""
        number = self._number(match)
        if number is None:
            return None
        unit = next(unit for unit in UNITS if match[f"{unit}s"])
        by = -number if match.groupdict().get("back") else number
        if self._is_beside_date(match):  # `on Tuesday, a day after the plane had gone missing`
            from_it = plain(match[0]).endswith((*self.words.words.after, *self.words.words.earlier))
            by = -by if from_it else 0  # `on Tuesday, a day later`: the Tuesday itself
        unit, by = ("day", by * 7) if unit == "week" else (unit, by)
        return "relative", shift(told, unit, by) if told else None, False

    def _is_beside_date(self, match: re.Match[str]) -> bool:
        """Whether a comma and a day or month stand right before: one date tells of the other."""
        before = BESIDE.search(match.string[max(0, match.start() - CONTEXT) : match.start()])
        word = before[1].lower() if before else ""
        return word.isdigit() or word in self.words.weekdays or word in self.words.months

    def duration(self, match: re.Match[str], _: date | None) -> Meaning | None:
        """A length of time, which is no day: no age, and no `twice a day`."""
        parts = self.words.words
        before = plain(match.string[max(0, match.start() - CONTEXT) : match.start()])
        behind = plain(match.string[match.end() : match.end() + CONTEXT])
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

    def holiday(self, match: re.Match[str], published: date | None) -> Meaning:
        """A feast on a fixed day."""
        month, day = self.words.holidays[plain(match["holiday"])]
        when = complete((None, month, day), published) if published else None
        return "absolute", day_of(when) if when else None, False

    def lone_day(self, match: re.Match[str], published: date | None) -> Meaning:
        """A day without its month: the latest one."""
        day = int(match["day"])
        when = latest(day, published) if published else None
        return "absolute", day_of(when) if when else None, False

    def lone_days(self, match: re.Match[str], published: date | None) -> Meaning:
        """Days without their month: the latest ones."""
        last = latest(int(match["day"]), published) if published else None
        first = latest(int(match["first_day"]), last) if last else None
        return "range", span_of(first, last) if first and last else None, False

    def months(self, match: re.Match[str], published: date | None) -> Meaning | None:
        """From one month to another."""
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

    def absolute(self, match: re.Match[str], published: date | None) -> Meaning | None:
        """A day of a month, with or without its year."""
        year, month, day = self._clue(match)
        when = complete((year, month, day), published, self._side(match))
        if when is None and (year or complete((LEAP_YEAR, month, day), None) is None):
            return None
        return "absolute", day_of(when) if when else None, year is not None

    def range(self, match: re.Match[str], published: date | None) -> Meaning:
        """From one day to another."""
        last = complete(self._clue(match), published)
        year, month, day = self._clue(match, "first_")
        stated = match.groupdict().get("first_year")
        year = int(stated) if stated else year
        first = complete((year or (last.year if last else None), month, day), published)
        if first and last and first > last:
            first = complete((last.year - 1, month, day), None)
        when = span_of(first, last) if first and last else None
        return "range", when, year is not None

    def month(self, match: re.Match[str], published: date | None) -> Meaning | None:
        """A month, or a part of one."""
        name, year = match["month"], match.groupdict().get("year")
        if not name[0].isupper() and self.words.capital:
            return None
        if not year and name.lower() not in self.words.full_names and name[-1] != ".":
            return None  # `sept` is a number too
        month = self.words.months[name.lower().rstrip(".")]
        side = "future" if self._is_ahead(match) else self._side(match)
        near = complete((int(year) if year else None, month, 1), published, side)
        if near is None or not (year or published):
            return "month", None, False
        if match.groupdict().get("last1") and published and near > published:
            near = near.replace(year=near.year - 1)
        when = month_of(near.year, month)
        return "month", day_of(when.end) if self._is_end(match) else when, year is not None

    def year(self, match: re.Match[str], _: date | None) -> Meaning:
        """A year, or its end."""
        year = int(match["year"])
        return "year", month_of(year, 12) if self._is_end(match) else year_of(year), True

    def _is_end(self, match: re.Match[str]) -> bool:
        """Whether only the end of a month or a year is meant."""
        return plain(match.groupdict().get("part") or "") in self.words.words.ends

    def relative(self, match: re.Match[str], published: date | None) -> Meaning:
        """A day that counts from that of publication: `yesterday`, `overnight`."""
        if not published:
            return "relative", None, False
        if "overnight" in match.groupdict():
            return "relative", span_of(published - timedelta(days=1), published), False
        days = timedelta(days=self.words.relative[plain(match["relative"])])
        return "relative", day_of(published + days), False

    def period(self, match: re.Match[str], published: date | None) -> Meaning:
        """A time that counts from that of publication: `last week`."""
        unit, back = self.words.periods[plain(match["period"])]
        return "range", shift(published, unit, back) if published else None, False

    def ago(self, match: re.Match[str], published: date | None) -> Meaning | None:
        """A length of time before the day of publication."""
        number = self._number(match)
        if number is None:
            return None
        unit = next(unit for unit in UNITS if match[f"{unit}s"])
        when = shift(published, unit, -number) if published else None
        if when and published and unit == "year" and match["exactly"]:
            day = complete((when.start.year, published.month, published.day), None)
            when = day_of(day) if day else when
        return "relative", when, False

    def weekday(self, match: re.Match[str], published: date | None) -> Meaning | None:
        """A weekday: the latest one, unless its clause looks ahead."""
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
        before = plain(match.string[max(0, match.start() - CONTEXT) : match.start()])
        words = before.replace("'", "' ").split()
        if not self.words.words.since.isdisjoint(words[-3:]):
            return "past"
        return "future" if not self.words.words.ahead.isdisjoint(words[-3:]) else "near"

    def _is_ahead(self, match: re.Match[str]) -> bool:
        """Whether the clause before a date speaks of what is to come: `will be buried on`."""
        before = plain(match.string[max(0, match.start() - CLAUSE) : match.start()])
        words = re.split(r"[.,;:!?()«»\"]", before)[-1].split()
        parts = self.words.words
        return any(word in parts.future or word.endswith(parts.future_endings) for word in words)

    def weekdays(self, match: re.Match[str], published: date | None) -> Meaning:
        """From one weekday to another, or the night between them."""
        if not published:
            return "range", None, False
        end = last_weekday(self._weekday_number(match["weekday"]), published)
        start = last_weekday(self._weekday_number(match["first_weekday"]), end)
        return "range", span_of(start, end), False

    def _weekday_number(self, name: str) -> int:
        return self.words.weekdays[name.lower().rstrip(".")]


def plain(words: str) -> str:
    """The words as the lexicon writes them."""
    return re.sub(r"\s+", " ", words.lower()).replace("’", "'")
