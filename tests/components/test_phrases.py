"""Phrases are found however they stand in the text, whether or not another text had them before."""

import pytest
import spacy
from spacy.matcher import PhraseMatcher

from pipeline.components.phrases import Phrases

KNOWN = ["came under fire", "peacekeepers", "prise d'otages", "un", "cannot", "hors-la-loi", "MALI"]


@pytest.fixture
def nlp():
    return spacy.blank("fr")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They came under fire again", ["came under fire"]),
        ("They CAME\nunder  Fire", []),  # blanks are tokens: whoever asks leaves them out
        ("une prise d'otages et une Prise d'otages", ["prise d'otages"] * 2),
        ("des hors-la-loi", ["hors-la-loi"]),
        ("the peacekeepers’ camp in Mali", ["peacekeepers", "MALI"]),
        ("rapeacekeepersx", []),
        ("un", ["un"]),
        ("", []),
    ],
)
def test_the_phrases_of_a_text(nlp, text, found):
    phrases = Phrases(nlp, {phrase: phrase for phrase in KNOWN}, "LOWER")
    everything = PhraseMatcher(nlp.vocab, attr="LOWER")
    for phrase in KNOWN:
        everything.add(phrase, [nlp.make_doc(phrase)])
    for _ in range(2):  # ready the second time
        doc = nlp.make_doc(text)
        matches = phrases(doc, doc.text)
        assert [nlp.vocab.strings[key] for key, _, _ in matches] == found
        assert matches == everything(doc)


def test_words_without_the_blanks_between_them_are_found_in_the_text_that_has_them(nlp):
    phrases = Phrases(nlp, {"x": "came under fire"}, "LOWER")
    words = spacy.tokens.Doc(nlp.vocab, words=["came", "under", "fire"])
    assert [match[1:] for match in phrases(words, "came\n\tunder fire")] == [(0, 3)]


def test_letters_must_agree_where_they_are_asked_to(nlp):
    phrases = Phrases(nlp, {"MALI": "MALI"}, "ORTH")
    found = {text: len(phrases(nlp.make_doc(text), text)) for text in ("MALI", "Mali")}
    assert found == {"MALI": 1, "Mali": 0}
