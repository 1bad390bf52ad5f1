"""Datelines: one table of lines, as many that are none, and the weaker dates of titles."""

import pytest

from pipeline.datelines import find_inline_label, read_dateline, read_title_date
from pipeline.lexicon.names import known_places


@pytest.mark.cases("datelines.toml")
def test_reads_a_line_as_a_person_does(case):
    line = case["text"]
    expected = {key: case[key] for key in ("date", "clue", "place", "rest") if key in case}
    dateline = read_dateline(line, known_places())
    assert (_shown(line, dateline) if dateline else {}) == expected


def _shown(line, dateline):
    shown = {
        "date": line[dateline.date_start : dateline.date_end],
        "clue": [dateline.clue[0] or 0, *dateline.clue[1:]],
        "place": dateline.place,
        "rest": None if dateline.text_start is None else line[dateline.text_start :],
    }
    return {key: value for key, value in shown.items() if value is not None}


def test_without_a_year_the_words_before_must_be_a_known_place():
    line = "Quiet Hollow, 24 May – A patrol was hit."
    assert read_dateline(line) is None
    known = read_dateline(line, frozenset({"quiet hollow"}))
    assert (known.place, known.clue) == ("Quiet Hollow", (None, 5, 24))


def test_a_date_far_into_a_line_opens_nothing():
    assert read_dateline(" " * 300 + "26 Nov 2017 | New York") is None


@pytest.mark.parametrize(
    ("line", "labelled"),
    [("Published on 17 May 2018", True), ("17 May 2018", False)],
)
def test_knows_a_date_that_a_label_announces(line, labelled):
    assert read_dateline(line).labelled is labelled


@pytest.mark.parametrize(
    ("line", "firm"),
    [
        ("26 Nov 2017 | New York", True),
        ("26 Nov 2017 - The camp was hit.", True),
        ("26 Nov 2017. The camp was hit.", False),  # as a sentence broken over lines could end
    ],
)
def test_knows_what_running_text_could_look_like(line, firm):
    assert read_dateline(line).firm is firm


@pytest.mark.parametrize(
    ("title", "clue"),
    [
        ("Noon briefing of 3 May 2018", (2018, 5, 3)),
        ("Point de presse du 3 mai 2018", (2018, 5, 3)),
        ("Daily log - 2018-05-03", (2018, 5, 3)),
        ("Letter from the field (3 May 2018)", (2018, 5, 3)),
    ],
)
def test_reads_the_date_at_the_end_of_a_title(title, clue):
    assert read_title_date(title).clue == clue


@pytest.mark.parametrize(
    "title",
    [
        "Noon briefing of 3 May",
        "3 May 2018",
        "The camp was hit on 3 May 2018.",
        "The attack of 3 May 2018 and what followed",
        "Noon briefing of the day",
        "A long line " * 12 + "of 3 May 2018",
    ],
)
def test_reads_no_date_in_what_is_no_such_title(title):
    assert read_title_date(title) is None


@pytest.mark.parametrize(
    ("text", "written", "clue"),
    [
        ("The note was published on 17 May 2018 by the office.", "17 May 2018", (2018, 5, 17)),
        ("Ce texte, publié le 17 mai 2018, fait foi.", "17 mai 2018", (2018, 5, 17)),
    ],
)
def test_finds_a_labelled_date_inside_a_sentence(text, written, clue):
    start, end, found = find_inline_label(text)
    assert (text[start:end], found) == (written, clue)


@pytest.mark.parametrize(
    "text",
    ["The camp was hit on 17 May 2018.", "It was published in May 2018.", "Published on request."],
)
def test_finds_no_labelled_date_where_none_is(text):
    assert find_inline_label(text) is None
