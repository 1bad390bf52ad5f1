"""Dates as spans: the grammar itself has its tables in tests/cases."""

from datetime import date

import pytest
import spacy

import pipeline.components  # noqa: F401 - registers the factories


def read(text, language="en", published=None):
    nlp = spacy.blank(language)
    nlp.add_pipe("bluehelm_dates")
    doc = nlp.make_doc(text)
    doc._.published = published
    return nlp(doc)


def test_a_span_has_the_words_the_iso_form_and_the_kind():
    doc = read("A patrol was hit on 3 May 2018 and again in June 2018 at dusk.")
    assert [(span.text, span.kb_id_, span.id_, span.label_) for span in doc.spans["DATE"]] == [
        ("3 May 2018", "2018-05-03", "absolute", "DATE"),
        ("June 2018", "2018-06", "month", "DATE"),
    ]


def test_relative_dates_count_from_the_day_of_publication():
    doc = read("A patrol was hit yesterday near the gate.", published=date(2018, 5, 1))
    assert [(span.text, span.kb_id_) for span in doc.spans["DATE"]] == [("yesterday", "2018-04-30")]


def test_without_it_they_are_marked_and_mean_nothing():
    doc = read("A patrol was hit yesterday near the gate.")
    assert [(span.text, span.kb_id_) for span in doc.spans["DATE"]] == [("yesterday", "")]


def test_the_language_is_the_pipelines():
    text = "Une patrouille a été visée hier à midi."
    french, english = read(text, "fr"), read(text, "en")
    assert [span.text for span in french.spans["DATE"]] == ["hier"]
    assert list(english.spans["DATE"]) == []


def test_what_a_date_means_stands_at_its_first_token():
    doc = read("From 3 to 5 May 2018 the road was shut.")
    [span] = doc.spans["DATE"]
    meaning = doc._.dates[span.start].when
    assert (meaning.start, meaning.end) == (date(2018, 5, 3), date(2018, 5, 5))
    assert doc._.dates.keys() == {span.start}


@pytest.mark.parametrize("text", ["", "Nobody came.", "He may march."])
def test_a_text_without_dates_has_an_empty_group(text):
    doc = read(text, published=date(2018, 5, 1))
    assert list(doc.spans["DATE"]) == []
    assert doc._.dates == {}


def test_can_be_added_to_a_pipeline_twice():
    for _ in range(2):
        doc = read("A patrol was hit on 3 May 2018 at dusk.")
    assert len(doc.spans["DATE"]) == 1
