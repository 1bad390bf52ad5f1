"""Dates in running text: where they stand and which days they mean.

A date is only what the grammar recognises; nothing is guessed from bare numbers.
What a relative date means is counted from the day of publication, as the codebook has it.
"""

from datetime import date

from pipeline.dates.days import (
    YEAR,
    Clue,
    complete,
    day_of,
    iso,
    last_weekday,
    month_of,
    shift,
    span_of,
    year_of,
)
from pipeline.dates.grammar import DateGrammar, DateMention


def find_dates(text: str, language: str, published: date | None = None) -> list[DateMention]:
    """Every date of the text, in order, none overlapping another.

    `published` anchors relative dates; without it they are found with `when` null.
    """
    return DateGrammar.of(language).find(text, published)


__all__ = [
    "YEAR",
    "Clue",
    "DateMention",
    "complete",
    "day_of",
    "find_dates",
    "iso",
    "last_weekday",
    "month_of",
    "shift",
    "span_of",
    "year_of",
]
