from pathlib import Path

import pytest

from evaluation.builders import (
    DOC,
    SECOND,
    TEXT,
    entry,
    event,
    labels,
    mention,
    row,
    second_entry,
    write_labels,
)
from pipeline.evaluation.codebook import check_gold
from pipeline.evaluation.gold import load_texts
from pipeline.evaluation.rows import read_rows

CORPUS = Path(__file__).parents[2] / "corpus"


def check(folder, found, texts=None):
    problems = check_gold(read_rows(write_labels(folder, found)), texts or {DOC: TEXT})
    return [(each.field, each.reason) for each in problems]


def meeting(**fields):
    there = {"published": "2017-11-27"} | fields
    return event("meeting", "The Council met", number=2, **there)


def test_the_gold_of_the_corpus_has_no_problem():
    texts = load_texts(CORPUS / "documents")
    assert [str(p) for p in check_gold(read_rows(CORPUS / "gold"), texts)] == []


def test_good_gold_has_no_problem(tmp_path):
    rows = [row("injured", 3), row("injured", 1, included=True), row("killed", 40, count_min=41)]
    good = labels(
        [entry(published_text="26 Nov 2017"), second_entry()],
        [
            mention("MISSION", "MINUSCA", canonical="MINUSCA"),
            mention("ACRONYM", "MINUSCA", canonical="x"),
            mention("DATE", "26 Nov 2017", canonical="2017-11-26"),
            mention("CASUALTY", "Two policemen died", canonical="killed:2"),
            mention("GPE", "Bria", canonical=None),
        ],
        [event(casualties=rows, mission=["MINUSCA"], country="CAF"), meeting(participants=["x"])],
    )
    assert check(tmp_path, good) == []


@pytest.mark.parametrize(
    ("found", "field", "reason"),
    [
        (labels([entry(), entry(2, SECOND - 3, len(TEXT))]), "start", "overlaps the entry of"),
        (labels([entry(published_text="3 May")]), "published_text", "'3 May' is not in"),
        (labels([entry(entry_id="first")]), "entry_id", "does not start with"),
        (
            labels(entities=[mention("GPE", "New York"), mention("ORG", "York")]),
            "start",
            "overlaps GPE 'New York' of line 1 in the flat layer",
        ),
        (
            labels(entities=[mention("ROLE", "Two policemen"), mention("ROLE", "policemen")]),
            "start",
            "overlaps ROLE 'Two policemen' of line 1 in ROLE",
        ),
        (labels(entities=[mention("GPE", "Bria. ")]), "text", "ends with a space"),
        (labels(entities=[mention("DATE", "26 Nov 2017", canonical="null")]), "canonical", "ISO"),
        (labels(entities=[mention("DATE", "26 Nov 2017", canonical="26/11")]), "canonical", "ISO"),
        (
            labels(entities=[mention("CASUALTY", "died", canonical="dead:2")]),
            "canonical",
            "outcome:count",
        ),
        (labels(entities=[mention("WEAPON", "hurt", canonical="gun")]), "canonical", "weapons"),
        (labels(entities=[mention("MISSION", "MINUSCA", canonical="X")]), "canonical", "lexicon"),
        (labels(events=[event(language="fr")]), "language", "fr is not the entry's en"),
        (labels(events=[event(published=None)]), "published", "None is not the entry's 2017-11-26"),
        (
            labels(events=[event(places=[{"name": "Gao", "role": "site"}])]),
            "places.0.name",
            "'Gao' is not in the entry",
        ),
        (labels(events=[event(participants=["x"])]), "participants", "without harm"),
        (
            labels(events=[meeting(perpetrators=[{"name": "x", "status": "stated"}])]),
            "perpetrators",
            "of harm",
        ),
        (labels(events=[event(mission=["MINUSX"])]), "mission.0", "no mission 'MINUSX'"),
        (labels(events=[event(country="XXX")]), "country", "no country 'XXX'"),
        (
            labels(events=[event(casualties=[row("killed", 1, nationality=["Egypt"])])]),
            "casualties.0.nationality",
            "no country 'Egypt'",
        ),
        (
            labels(events=[event(casualties=[row("killed", 5, count_min=6, count_max=8)])]),
            "casualties.0.count",
            "6 <= 5 <= 8 does not hold",
        ),
        (
            labels(events=[event(casualties=[row("killed", 5, count_max=4)])]),
            "casualties.0.count",
            "does not hold",
        ),
        (
            labels(events=[event(casualties=[row("killed", 5, approximate=True, count_min=5)])]),
            "casualties.0.approximate",
            "no bounds",
        ),
        (
            labels(events=[event(casualties=[row("killed", 5, included=True)])]),
            "casualties.0.included",
            "no row of killed",
        ),
    ],
)
def test_what_the_codebook_forbids_is_named(tmp_path, found, field, reason):
    [(where, said)] = check(tmp_path, found)
    assert where == field
    assert reason in said


def test_a_document_without_gold_is_named(tmp_path):
    assert check(tmp_path, labels(), {DOC: TEXT, "en/new-001": "x"}) == [
        ("", "the document has no gold")
    ]


def test_structure_comes_first(tmp_path):
    wrong = labels(entities=[mention("DATE", "Bria", canonical="null", start=0)])
    assert [field for field, _ in check(tmp_path, wrong)] == ["text"]
