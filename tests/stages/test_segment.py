"""Entries: one table of pages, and what holds for any page."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon.names import known_places
from pipeline.records import Document
from pipeline.stages.segment import segment


def cut(text, published=None):
    document = Document(doc_id="d", source="d.txt", published=published, text=text)
    return segment(document, known_places())


@pytest.mark.cases("segments.toml")
def test_cuts_a_page_as_a_person_does(case):
    text = case["text"]
    entries = [
        [
            entry.published.isoformat() if entry.published else "",
            entry.dateline_place or "",
            text[entry.start : entry.end],
        ]
        for entry in cut(text, case.get("published"))
    ]
    assert entries == case["entries"]


def test_quotes_the_date_as_it_is_written():
    [entry] = cut("Thursday, 17 MAY 2018\nThe gate was hit by two rounds.")
    assert (entry.published_text, entry.published) == ("17 MAY 2018", date(2018, 5, 17))


def test_a_dateline_goes_before_what_the_source_states():
    [entry] = cut("17 May 2018\nThe gate was hit.", published=date(2020, 1, 1))
    assert entry.published == date(2018, 5, 17)


def test_a_year_that_is_not_written_comes_from_the_source():
    first, second = cut(
        "24 May - Goma - The gate was hit.\n\n26 May - Goma - It was hit again.",
        published=date(2016, 6, 1),
    )
    assert (first.published, second.published) == (date(2016, 5, 24), date(2016, 5, 26))


def test_a_lone_day_without_year_and_place_opens_nothing():
    [entry] = cut("The gate was hit.\n\n26 November\n\nThe road is shut.", date(2018, 5, 17))
    assert (entry.published, entry.published_text) == (date(2018, 5, 17), None)


def test_a_place_may_stand_without_a_date():
    [entry] = cut("AL-QAWZAH — A patrol came under fire near the market.")
    assert (entry.published, entry.dateline_place) == (None, "AL-QAWZAH")


PIECES = st.sampled_from(
    [
        "26 Nov 2017 | New York",
        "24 May - Goma - The gate was hit.",
        "New York, le 24 novembre 2017",
        "Press releases",
        "----",
        "The gate was hit by two rounds on 3 May 2018.",
        "Convoy ambushed",
        "",
        "\u00a0",
        "Tags: Mali",
        "2018-05-17",
        "é\U0001f600 x",
    ]
)


@given(st.lists(PIECES, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]))
def test_entries_of_any_page_are_trimmed_ordered_and_apart(pieces, line_end):
    text = line_end.join(pieces)
    entries = cut(text)
    assert all(text[e.start : e.end].strip() == text[e.start : e.end] != "" for e in entries)
    edges = [edge for entry in entries for edge in (entry.start, entry.end)]
    assert edges == sorted(edges)
    for entry in entries:
        assert entry.published_text is None or entry.published_text in text
