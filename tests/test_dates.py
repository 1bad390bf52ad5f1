"""Dates in running text: tables of cases for each language, and the arithmetic behind them."""

from datetime import date
from itertools import pairwise

import pytest

from pipeline.dates import (
    complete,
    day_of,
    find_dates,
    iso,
    last_weekday,
    month_of,
    shift,
    span_of,
    year_of,
)

THURSDAY = date(2018, 5, 17)


def found(text, language, published=None):
    """Each date as the tables write it: `words = ISO form`, `?` where it has no meaning."""
    return [
        f"{text[mention.start : mention.end]} = {iso(mention.when) if mention.when else '?'}"
        for mention in find_dates(text, language, published)
    ]


@pytest.mark.cases("dates_en.toml")
def test_finds_the_dates_of_an_english_sentence(case):
    assert found(case["text"], "en", case.get("published")) == case["dates"]


@pytest.mark.cases("dates_fr.toml")
def test_finds_the_dates_of_a_french_sentence(case):
    assert found(case["text"], "fr", case.get("published")) == case["dates"]


@pytest.mark.parametrize(
    ("text", "kind", "has_year"),
    [
        ("It happened on 3 May 2018.", "absolute", True),
        ("It happened on 3 May.", "absolute", False),
        ("It happened on Tuesday.", "weekday", False),
        ("It happened yesterday.", "relative", False),
        ("It happened in May 2018.", "month", True),
        ("It happened in May.", "month", False),
        ("It happened in 2018.", "year", True),
        ("It happened from 3 to 5 May 2018.", "range", True),
        ("It happened last week.", "range", False),
    ],
)
def test_says_what_kind_of_date_it_is(text, kind, has_year):
    [mention] = find_dates(text, "en", THURSDAY)
    assert (mention.kind, mention.has_year) == (kind, has_year)


def test_the_week_of_a_relative_week_runs_from_monday_to_sunday():
    [mention] = find_dates("Fighting went on last week.", "en", THURSDAY)
    assert (mention.when.start, mention.when.end) == (date(2018, 5, 7), date(2018, 5, 13))
    assert mention.when.precision == "week"


def test_dates_come_in_reading_order_though_patterns_do_not():
    text = "Yesterday, on Tuesday, and on 2 May 2018, in 2013 and from 3 to 4 June 2017."
    starts = [mention.start for mention in find_dates(text, "en", THURSDAY)]
    assert len(starts) == 5
    assert starts == sorted(starts)


def test_dates_do_not_overlap():
    text = "On Thursday, 17 May 2018, between 3 and 5 May 2018, and on 2018-05-17."
    mentions = find_dates(text, "en", THURSDAY)
    pairs = pairwise(mentions)
    assert [text[m.start : m.end] for m in mentions][-1] == "2018-05-17"
    assert all(first.end <= second.start for first, second in pairs)


@pytest.mark.parametrize(
    ("clue", "published", "when"),
    [
        ((2017, 11, 24), None, date(2017, 11, 24)),
        ((2017, 11, 24), date(2022, 1, 1), date(2017, 11, 24)),
        ((None, 5, 8), THURSDAY, date(2018, 5, 8)),
        ((None, 12, 30), date(2018, 1, 2), date(2017, 12, 30)),  # not the one to come
        ((None, 1, 5), date(2017, 12, 28), date(2018, 1, 5)),  # eight days ahead, not a year back
        ((None, 2, 29), date(2017, 1, 20), date(2016, 2, 29)),
        ((None, 5, 8), None, None),
        ((2017, 2, 29), None, None),
        ((None, 6, 31), THURSDAY, None),
        ((2018, 13, 1), None, None),
    ],
)
def test_completes_a_day_by_the_year_nearest_to_publication(clue, published, when):
    assert complete(clue, published) == when


@pytest.mark.parametrize(
    ("weekday", "when"),
    [(3, date(2018, 5, 17)), (2, date(2018, 5, 16)), (4, date(2018, 5, 11))],
)
def test_a_weekday_is_the_latest_not_after_publication(weekday, when):
    assert last_weekday(weekday, THURSDAY) == when


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (day_of(date(2018, 5, 3)), "2018-05-03"),
        (month_of(2018, 5), "2018-05"),
        (year_of(2018), "2018"),
        (span_of(date(2018, 5, 3), date(2018, 5, 5)), "2018-05-03/2018-05-05"),
        (span_of(date(2018, 5, 3), date(2018, 5, 3)), "2018-05-03"),
    ],
)
def test_writes_the_shortest_iso_form(when, written):
    assert iso(when) == written


@pytest.mark.parametrize(
    ("year", "month", "last"), [(2018, 2, 28), (2020, 2, 29), (2018, 12, 31), (2018, 4, 30)]
)
def test_a_month_ends_on_its_last_day(year, month, last):
    assert month_of(year, month).end == date(year, month, last)


@pytest.mark.parametrize(
    ("unit", "by", "written"),
    [
        ("day", -3, "2018-05-14"),
        ("week", 0, "2018-05-14/2018-05-20"),
        ("week", -1, "2018-05-07/2018-05-13"),
        ("week", -3, "2018-04-26"),  # `three weeks ago` is a day
        ("weekend", -1, "2018-05-12/2018-05-13"),
        ("month", -5, "2017-12"),
        ("month", -4, "2018-01"),
        ("year", -5, "2013"),
    ],
)
def test_shifts_from_the_day_of_publication(unit, by, written):
    assert iso(shift(THURSDAY, unit, by)) == written


@pytest.mark.parametrize(("unit", "by"), [("year", -2018), ("year", 9000), ("day", -9999999)])
def test_gives_nothing_outside_the_calendar(unit, by):
    assert shift(THURSDAY, unit, by) is None


def test_a_number_that_is_no_number_word_is_not_ago():
    assert found("Umpteen days ago the road was open.", "en", THURSDAY) == []
