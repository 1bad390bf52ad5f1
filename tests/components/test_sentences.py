"""Sentence boundaries: what ends a sentence, and the full stops and line breaks that do not."""

import pytest
import spacy

import pipeline.components  # noqa: F401 - registers the factories

LONG_LINE = "The convoy that had left the town before dawn was on its way to the"


def split(text, language="en"):
    nlp = spacy.blank(language)
    nlp.add_pipe("bluehelm_sentences")
    return [sentence.text.strip() for sentence in nlp(text).sents if sentence.text.strip()]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Two were killed.", "Three were hurt."],
        ["Was it an ambush?", "It was!", "Nobody knows …"],
        ["“Two were killed.”", "The rest fled."],
        ["(Two were killed.)", "The rest fled."],
        ["Two were killed.", "“It was dark,” he said."],
        ["The toll is 12.", "It may rise."],
    ],
)
def test_ends_a_sentence(sentences):
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "Lt. Brown and Gen. Smith were killed.",
        "The U.N. Mission left.",
        "Mr. Brown left with J. Smith.",
        "About 3.5 million fled.",
        "It cost 1.200 lives, i.e. too many.",
        "See www.example.org for more.",
        "They fled ... and came back.",
        f"{LONG_LINE}\ncamp when it was hit.",
        f"{LONG_LINE}\nBria road.",
    ],
)
def test_does_not_end_a_sentence(text):
    assert split(text) == [text]


@pytest.mark.parametrize("text", ["M. Diallo est parti.", "Le gén. Traoré et Mme Keïta sont là."])
def test_does_not_end_a_french_sentence(text):
    assert split(text, "fr") == [text]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Convoy ambushed\nTwo were killed.", ["Convoy ambushed", "Two were killed."]),
        ("26 Nov 2017\nTwo died.", ["26 Nov 2017", "Two died."]),
        (f"{LONG_LINE}\n\ncamp when it was hit.", [LONG_LINE, "camp when it was hit."]),
        (f"{LONG_LINE[:-7]}\nBria road.", [LONG_LINE[:-7], "Bria road."]),
    ],
)
def test_a_line_break_ends_what_is_no_running_text(text, sentences):
    assert split(text) == sentences


def test_every_token_is_decided():
    nlp = spacy.blank("en")
    nlp.add_pipe("bluehelm_sentences")
    doc = nlp("Two died.\n\nThree fled. ")
    assert doc.has_annotation("SENT_START")
    assert [token.text for token in doc if token.is_sent_start] == ["Two", "Three"]


def test_an_empty_text_has_no_sentences():
    assert split("") == []
    assert split(" \n ") == []
