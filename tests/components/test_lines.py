"""Lines that shout, headlines, and document symbols."""

import pytest
import spacy

from pipeline.components.lines import headlines, shouted, symbols


@pytest.fixture(scope="module")
def words():
    nlp = spacy.blank("en")

    def words_of(find, text):
        doc = nlp(text)
        return [doc[token].text for token in sorted(find(doc)) if doc[token].is_alpha]

    return words_of


def test_a_line_of_capitals_is_shouted(words):
    text = "Quiet line with UN.\nTHREE KILLED IN A CAR BOMB\nQuiet again."
    assert words(shouted, text) == ["THREE", "KILLED", "IN", "A", "CAR", "BOMB"]


@pytest.mark.parametrize(
    "text", ["MINUSMA and MONUSCO met the FARDC.", "MONUSCO", "UN, AU", "", "\n\n"]
)
def test_acronyms_alone_do_not_shout(words, text):
    assert words(shouted, text) == []


def test_a_headline_has_capitals_throughout(words):
    text = "Peacekeepers Killed in Northern Mali\nThree Peacekeepers were killed in Mali."
    assert words(headlines, text) == ["Peacekeepers", "Killed", "in", "Northern", "Mali"]


@pytest.mark.parametrize(
    "symbol", ["S/2024/292", "SG/SM/19037-PKO/729", "PIO/PR/473/ENG/2009", "A/RES/70/92"]
)
def test_symbols_are_numbers(words, symbol):
    nlp = spacy.blank("en")
    doc = nlp(f"See {symbol} for MINUSMA.")
    inside = {doc[token].text for token in symbols(doc)}
    assert inside
    assert not {"See", "MINUSMA", "for"} & inside


@pytest.mark.parametrize("text", ["AU/UN force", "and/or", "https://un.org/a1", "km/h"])
def test_other_strokes_are_no_symbols(text):
    assert symbols(spacy.blank("en")(text)) == frozenset()
