"""Phrases are found however they stand in the text, whether or not another text had them before."""

import pytest
import spacy
from spacy.matcher import PhraseMatcher

from pipeline.components.phrases import RULE, Phrases

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
        assert [key for key, _, _ in matches] == found
        assert matches == [(nlp.vocab.strings[key], *span) for key, *span in everything(doc)]


def test_words_without_the_blanks_between_them_are_found_in_the_text_that_has_them(nlp):
    phrases = Phrases(nlp, {"x": "came under fire"}, "LOWER")
    words = spacy.tokens.Doc(nlp.vocab, words=["came", "under", "fire"])
    assert [match[1:] for match in phrases(words, "came\n\tunder fire")] == [(0, 3)]


def test_letters_must_agree_where_they_are_asked_to(nlp):
    phrases = Phrases(nlp, {"MALI": "MALI"}, "ORTH")
    found = {text: len(phrases(nlp.make_doc(text), text)) for text in ("MALI", "Mali")}
    assert found == {"MALI": 1, "Mali": 0}


def test_a_rule_is_found_again_after_its_words_were_forgotten():
    nlp = spacy.blank("en")
    phrases = Phrases(nlp, {"death toll": "death toll"}, "LOWER")
    text = "The death toll rose."
    with nlp.memory_zone():
        nlp.vocab.strings.add(f"{RULE}death toll")  # known as long as the zone is open
        assert phrases(nlp(text), text) == [("death toll", 1, 3)]
    assert phrases(nlp(text), text) == [("death toll", 1, 3)]


def test_a_rule_whose_name_a_text_has_is_found_in_the_next():
    nlp = spacy.blank("en")
    phrases = Phrases(nlp, {"spokesperson": "spokesperson"}, "LOWER")
    text = "A spokesperson said so."
    with nlp.memory_zone():
        assert phrases(nlp(text), text) == [("spokesperson", 1, 2)]
    assert phrases(nlp(text), text) == [("spokesperson", 1, 2)]
