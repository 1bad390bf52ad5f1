"""Mentions as records: offsets in the source, stable ids, codebook values only."""

from itertools import pairwise

from pipeline.codes import FLAT_LABELS
from pipeline.records import Entry
from pipeline.stages.annotate import Annotated, annotate
from pipeline.stages.mentions import mentions

BEFORE = "Headline, élan 😀\n\n"
TEXT = (
    "On 24 November 2017 one peacekeeper of MINUSMA from Chad was killed in Gao, Mali, "
    "when an improvised explosive device (IED) hit the convoy, spokesperson John Smith said."
)


def read(text=TEXT, language="en"):
    start = len(BEFORE)
    entry = Entry(doc_id="d", entry_id="d#3", start=start, end=start + len(text), language=language)
    [annotated] = annotate([(entry, text, {})], {})
    return mentions(annotated)


def test_offsets_are_lifted_to_the_document():
    document = BEFORE + TEXT
    found = read()
    assert len(found) > 5
    assert [document[e.start : e.end] for e in found] == [e.text for e in found]


def test_ids_count_in_reading_order():
    found = read()
    assert [e.entity_id for e in found] == [f"d#3/e{n}" for n in range(1, len(found) + 1)]
    assert [e.start for e in found] == sorted(e.start for e in found)
    assert {(e.doc_id, e.entry_id) for e in found} == {("d", "d#3")}


def test_finds_what_a_person_marks():
    found = {(e.label, e.text, e.canonical) for e in read()}
    assert found >= {
        ("DATE", "24 November 2017", "2017-11-24"),
        ("MISSION", "MINUSMA", "MINUSMA"),
        ("GPE", "Chad", "TCD"),
        ("GPE", "Gao", "Gao"),
        ("GPE", "Mali", "MLI"),
        ("WEAPON", "improvised explosive device", "ied"),
        ("PERSON", "John Smith", "John Smith"),
        (
            "CASUALTY",
            "one peacekeeper of MINUSMA from Chad was killed",
            "killed:1",
        ),
    }


def test_a_mission_acronym_is_an_acronym_too():
    labels = {e.label for e in read() if e.text == "MINUSMA"}
    assert labels == {"MISSION", "ACRONYM"}


def test_flat_labels_do_not_overlap():
    flat = [e for e in read() if e.label in FLAT_LABELS]
    assert len(flat) > 4
    assert all(first.end <= second.start for first, second in pairwise(flat))


def test_says_where_each_mention_comes_from():
    sources = {e.text: e.source for e in read() if e.label in ("MISSION", "DATE")}
    assert sources == {"MINUSMA": "gazetteer", "24 November 2017": "ruler"}


def test_an_entry_without_a_pipeline_has_no_mentions():
    assert read("Der Konvoi der MINUSMA ist in Gao.", "de") == []


def test_an_entry_without_names_has_no_mentions():
    entry = Entry(doc_id="d", entry_id="d#1", start=0, end=9, language="en")
    assert mentions(Annotated(entry, None)) == []
    assert read("It was so. They left.") == []
