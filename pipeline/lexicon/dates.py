"""The words of dates of one language: `models/lexicon/<lang>/dates.toml` and CLDR."""

from functools import cache
from typing import Literal

from babel import Locale
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import LexiconError
from pipeline.lexicon.spelling import strip_accents
from pipeline.resources import models_folder, read_toml

Unit = Literal["day", "week", "weekend", "month", "year"]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DateParts(_Section):
    """Function words that stand in and around a date."""

    ordinals: tuple[str, ...]
    of: tuple[str, ...]
    and_: tuple[str, ...]
    between: tuple[str, ...]
    article: tuple[str, ...]
    until: tuple[str, ...]
    last: tuple[str, ...]
    last_after: tuple[str, ...]
    next: tuple[str, ...]
    next_after: tuple[str, ...]
    this_day: tuple[str, ...]
    early: tuple[str, ...]
    dayparts: tuple[str, ...]
    nights: tuple[str, ...]
    parts: tuple[str, ...]
    ends: frozenset[str]
    before_day: tuple[str, ...]
    after_day: tuple[str, ...]
    with_day: tuple[str, ...]
    since: frozenset[str]
    ahead: frozenset[str]
    future: frozenset[str]
    future_endings: tuple[str, ...]
    one: frozenset[str]
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    after: tuple[str, ...]
    to_the_day: tuple[str, ...]
    before_duration: tuple[str, ...]
    not_before_duration: tuple[str, ...]
    before_age: tuple[str, ...]
    behind_age: tuple[str, ...]
    before_month: tuple[str, ...]
    before_year: tuple[str, ...]


class Ago(_Section):
    """Phrases that count back from the day of publication."""

    pattern: str
    day: tuple[str, ...]
    week: tuple[str, ...]
    month: tuple[str, ...]
    year: tuple[str, ...]


class DatelineWords(_Section):
    """Labels that announce a date of publication."""

    bylines: tuple[str, ...]
    labels: tuple[str, ...]
    inline_labels: tuple[str, ...] = ()


class DateWords(_Section):
    """All that a language's `dates.toml` holds, with the names of months and weekdays.

    Short forms (`Sept`, `dim`) are among the names; `full_names` are those written out.
    """

    language: str
    capital: bool
    full_names: frozenset[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    words: DateParts
    relative: dict[str, int]
    overnight: tuple[str, ...]
    periods: dict[str, tuple[Unit, int]]
    told: dict[str, tuple[Unit, int]]
    holidays: dict[str, tuple[int, int]]
    ago: Ago
    dateline: DatelineWords


@cache
def date_languages() -> tuple[str, ...]:
    """The languages that have a `dates.toml`, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in models_folder().glob("lexicon/*/dates.toml")))


@cache
def load_date_words(language: str) -> DateWords:
    """The checked date words of a language; raises `LexiconError` on a bad file."""
    data = read_toml(language, "dates.toml")
    calendar = Locale(language)
    widths = ("wide", "abbreviated")
    months = [calendar.months["format"][width] for width in widths]
    weekdays = [calendar.days["format"][width] for width in widths]
    try:
        data["words"]["and_"] = data["words"].pop("and")
        return DateWords.model_validate(
            data
            | {
                "language": language,
                "full_names": _names([months[0], weekdays[0]]).keys(),
                "months": _names(months) | data["months"],
                "weekdays": _names(weekdays),
                "overnight": data["overnight"]["words"],
            }
        )
    except (ValidationError, KeyError) as error:
        raise LexiconError(f"{language}/dates.toml: {error}") from error


def _names(tables: list[dict[int, str]]) -> dict[str, int]:
    names: dict[str, int] = {}
    for table in tables:
        for number, name in table.items():
            plain = name.lower().rstrip(".")
            names |= {plain: number, strip_accents(plain): number}
    return names
