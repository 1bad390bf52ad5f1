"""Acronym mentions: defined, known, unknown in brackets, and words that only look so."""

import pytest
import spacy

import pipeline.components  # noqa: F401 - registers the factories


def read(text, definitions=None):
    nlp = spacy.blank("en")
    nlp.add_pipe("bluehelm_acronyms")
    doc = nlp.make_doc(text)
    doc._.definitions = definitions
    doc = nlp(doc)
    return [(span.text, span.kb_id_, span.id_) for span in doc.spans["ACRONYM"]]


def test_a_definition_of_the_document_goes_before_the_lexicon():
    own = {"UNIFIL": "Union for Interim Filing"}
    assert read("UNIFIL met.", own) == [("UNIFIL", "Union for Interim Filing", "definition")]
    assert read("UNIFIL met.") == [
        ("UNIFIL", "United Nations Interim Force in Lebanon", "gazetteer")
    ]


def test_every_mention_is_marked():
    found = read("The QRF left. Later the QRF came back.", {"QRF": "Quick Reaction Force"})
    assert [text for text, _, _ in found] == ["QRF", "QRF"]


def test_an_unknown_acronym_is_marked_in_brackets_only():
    assert read("The Zebra Xylophone Club (ZXQV) met.") == [("ZXQV", "", "ruler")]
    assert read("The ZXQV met.") == []


def test_an_acronym_may_have_several_tokens():
    found = read("The QRF-2 left.", {"QRF-2": "second Quick Reaction Force"})
    assert found == [("QRF-2", "second Quick Reaction Force", "definition")]


@pytest.mark.parametrize(
    "text",
    [
        "The convoy left at dawn.",
        "Chapter XIV (VII) was read.",
        "Resolution 2391 (2017) of the Council.",
        "A person (named below) came.",
        "",
    ],
)
def test_marks_no_acronym(text):
    assert read(text) == []


def test_shouted_words_are_no_acronyms():
    assert read("THE MAN WHO KNEW THEM ALL LEFT") == []
    assert [text for text, _, _ in read("The WHO left.")] == ["WHO"]
