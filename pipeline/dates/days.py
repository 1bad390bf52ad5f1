"""Days, weeks, months and years as records, and counting with them: no text here."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from pipeline.lexicon.dates import Unit
from pipeline.records import EventDate

Side = Literal["past", "near", "future"]
Clue = tuple[int | None, int, int]
"""Year, if written, month and day."""

YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
MAX_YEAR = 366
MAX_DAYS_AHEAD = 45
"""A day and month without a year lie at most this far after the day of publication."""
SATURDAY = 5


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


def latest(day: int, published: date) -> date | None:
    """The latest day with that number in its month that lies not after `published`."""
    month = published.replace(day=1)
    for _ in range(3):
        if day <= monthrange(month.year, month.month)[1] and month.replace(day=day) <= published:
            return month.replace(day=day)
        month = (month - timedelta(days=1)).replace(day=1)
    return None


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
