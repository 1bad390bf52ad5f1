"""Event words: the section and the key of each."""

import pytest

from pipeline.components.phrases import expand
from pipeline.stages.annotate import load_language


def find(text, language="en"):
    """The sections, keys and words of a text's event words."""
    nlp = load_language(language)
    doc = nlp.get_pipe("bluehelm_triggers")(nlp.make_doc(text))
    return {(span.label_, span.kb_id_, span.text) for span in doc.spans["triggers"]}


@pytest.mark.parametrize(
    ("text", "language", "trigger"),
    [
        ("A convoy was ambushed.", "en", ("harm", "attack", "ambushed")),
        ("A convoy was ambushed.", "en", ("target", "convoy", "convoy")),
        ("They were kidnapped.", "en", ("harm", "abduction", "kidnapped")),
        ("SUSPECTED FIGHTERS CAME.", "en", ("cue", "suspected", "SUSPECTED")),
        ("Un convoi est tombé dans une embuscade.", "fr", ("harm", "attack", "embuscade")),
        ("Un convoi est tombé dans une embuscade.", "fr", ("target", "convoy", "convoi")),
    ],
)
def test_says_section_and_key(text, language, trigger):
    assert trigger in find(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The weather was fine; children sang.", "en"),
        ("Conveyor belts, ambulances.", "en"),
        ("Il faisait beau, les enfants chantaient.", "fr"),
        ("", "en"),
    ],
)
def test_finds_nothing_in_plain_words(text, language):
    assert {found for found in find(text, language) if found[0] != "place"} == set()


def test_a_word_may_mean_several_things():
    labels = {label for label, _, text in find("They were stoned.") if text == "stoned"}
    assert labels == {"harm", "subtype", "weapon"}


@pytest.mark.parametrize(
    ("phrase", "readings"),
    [
        ("opened fire", ["opened fire"]),
        ("lost (his|her) life", ["lost his life", "lost her life"]),
        ("came under (heavy|) fire", ["came under heavy fire", "came under fire"]),
        ("mort d'un", ["mort d'un", "mort d’un"]),
        ("(a|b) (c|d)", ["a c", "a d", "b c", "b d"]),
    ],
)
def test_expands_a_phrase_to_all_its_readings(phrase, readings):
    assert expand(phrase) == readings


def test_accents_may_be_missing_only_where_none_are_written():
    nlp = load_language("fr")
    found = []
    for text in (
        "DEUX CASQUES BLEUS ONT ETE TUES À GAO.",
        "Deux casques bleus ont ete tues a Gao.",
        "Là, deux casques bleus ont ete tues.",
    ):
        doc = nlp(text)
        found.append([span.text for span in doc.spans["CASUALTY"]])
    assert found == [
        ["DEUX CASQUES BLEUS ONT ETE TUES"],
        ["Deux casques bleus ont ete tues"],
        [],
    ]
