"""Text as pages really hold it: the names are found and the offsets are those of the source."""

import textwrap
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon.spelling import strip_accents
from pipeline.reading import Reading

ENGLISH = (
    "On 3 May 2018 a peacekeeper of the United Nations Mission in South Sudan was killed near "
    "Bentiu. The Malian army's patrol met Côte d'Ivoire's contingent of MINUSMA in Ménaka."
)
FRENCH = (
    "Le 3 mai 2018, un Casque bleu de la Force intérimaire des Nations Unies au Liban a été tué "
    "près de Naqoura. L'armée malienne et la MINUSMA étaient à Ménaka, en République "
    "démocratique du Congo et en Côte d'Ivoire."
)


def with_soft_hyphens(text):
    return text.replace("Nations", "Na\u00adtions").replace("MINUSMA", "MINUS\u00adMA")


def with_unbreakable_blanks(text):
    return text.replace(" ", "\u00a0").replace("\u00a0a\u00a0", " a\u202f")


def with_zero_width_characters(text):
    return text.replace("i", "i\u200b").replace("M", "\ufeffM")


def decomposed(text):
    return unicodedata.normalize("NFD", text)


def with_curly_quotes(text):
    return text.replace("'", "’")


def with_footnotes(text):
    return text.replace("Nations", "Nations¹").replace("MINUSMA", "MINUSMA[12]")


def broken_over_lines(text):
    return textwrap.fill(text, width=62)


DISGUISES = [
    with_soft_hyphens,
    with_unbreakable_blanks,
    with_zero_width_characters,
    decomposed,
    with_curly_quotes,
    with_footnotes,
    broken_over_lines,
    strip_accents,
]


def names(result):
    labels = ("MISSION", "GPE", "NORP", "DATE", "ARMED_GROUP")
    return sorted({(e.label, e.canonical) for e in result.entities if e.label in labels})


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (FRENCH, "fr")])
def test_names_are_found_and_offsets_are_exact(extractor, disguise, text, language):
    plain = extractor.extract(text, language=language)
    disguised = disguise(text)
    assert disguised != text
    found = extractor.extract(disguised, language=language)
    assert len(names(plain)) >= 6
    expected = {(label, strip_accents(name)) for label, name in names(plain)}
    assert {(label, strip_accents(name)) for label, name in names(found)} == expected
    pieces = [*found.entities, *(event.evidence for event in found.events)]
    assert all(disguised[piece.start : piece.end] == piece.text for piece in pieces)
    assert [(entry.start, entry.end) for entry in found.entries] == [(0, len(disguised))]


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (FRENCH, "fr")])
def test_names_are_found_in_capitals(extractor, text, language):
    found = names(extractor.extract(text.upper(), language=language))
    kept = {("MISSION", "MINUSMA"), ("DATE", "2018-05-03"), ("GPE", "CIV"), ("GPE", "Ménaka")}
    assert kept <= set(found)
    assert sum(label == "MISSION" for label, _ in found) == 2


def test_casualties_keep_their_words(extractor):
    text = "Four peace\u00adkeepers\u00a0were killed\u200b in Gao."
    [event] = extractor.extract(text, language="en").events
    [row] = event.casualties
    assert (event.killed, row.evidence.text) == (4, "Four peace\u00adkeepers\u00a0were killed")


@pytest.mark.parametrize("text", ["", "Plain.", "Élan, déjà composé."])
def test_a_text_without_anything_odd_is_read_as_it_stands(text):
    reading = Reading.of(text)
    assert reading.is_plain
    assert reading.span(0, len(text)) == (0, len(text))


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("MINUS\u00adMA", "MINUSMA"),
        ("a\u00a0b", "a b"),
        ("e\u0301te\u0301", "été"),
        ("Force¹ et 5²", "Force et 5²"),
        ("the Force[12] and [13] more", "the Force and [13] more"),
    ],
)
def test_what_is_read(source, read):
    assert Reading.of(source).text == read


@given(st.text(alphabet="aé e\u0301\u00ad\u200b\u00a0M¹[2].", max_size=30))
def test_every_span_comes_from_its_own_characters(source):
    reading = Reading.of(source)
    for at in range(len(reading.text)):
        start, end = reading.span(at, at + 1)
        assert 0 <= start < end <= len(source)
        piece = unicodedata.normalize("NFC", source[start:end]).replace("\u00a0", " ")
        assert piece == reading.text[at] or reading.text[at] in piece
