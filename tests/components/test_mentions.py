"""Which mentions stand where the lexicon, the rulers and the model all have a say."""

import pytest

from pipeline.codes import FLAT_LABELS

LABELS = ("PERSON", "ROLE", "GPE", "LOC", "ORG", "MISSION", "NORP", "ARMED_GROUP", "WEAPON")


@pytest.fixture
def find(read_text):
    """A function from a text to its mentions as `label words = canonical`."""

    def mentions_of(text, language="en", definitions=None):
        doc = read_text(text, language, definitions=definitions)
        return {
            f"{label} {span.text} = {span.kb_id_}" for label in LABELS for span in doc.spans[label]
        }

    return mentions_of


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Force Commander Ama Boateng left.", "PERSON Ama Boateng = Ama Boateng"),
        ("A convoy was hit on the Gao-Kidal axis.", "LOC Gao-Kidal axis = Gao-Kidal axis"),
        ("A patrol in the Kidal region was hit.", "GPE Kidal = Kidal"),
        ("The Government of Mali agreed.", "GPE Mali = MLI"),
    ],
)
def test_marks_in_english(find, text, mention):
    assert mention in find(text)


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Un convoi est tombé sur l'axe Gao-Kidal.", "LOC axe Gao-Kidal = axe Gao-Kidal"),
        ("Le porte-parole, M. Moussa Traoré, est parti.", "PERSON Moussa Traoré = Moussa Traoré"),
        ("La MINUSMA est au Mali.", "GPE Mali = MLI"),
    ],
)
def test_marks_in_french(find, text, mention):
    assert mention in find(text, "fr")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Secretary-General Ban Ki-moon left.", "GPE Ban"),
        ("A convoy was hit on the Gao-Kidal axis.", "GPE Gao"),
        ("The United Nations Mission in South Sudan left.", "GPE South Sudan"),
        ("He won the Captain Mbaye Diagne Medal.", "PERSON Mbaye Diagne"),
        ("A major road was shut.", "ROLE major"),
        ("The captain of the ship slept.", "ROLE captain"),
    ],
)
def test_does_not_mark(find, text, words):
    assert words not in {found.split(" = ")[0] for found in find(text)}


def test_a_persons_later_short_name_stands_for_the_full_one(find):
    found = find("Force Commander Ama Boateng spoke. Later Mr. Boateng left.")
    assert {"PERSON Ama Boateng = Ama Boateng", "PERSON Boateng = Ama Boateng"} <= found


def test_a_long_name_that_the_document_explains_is_a_mission(find):
    text = "The UNIFIL team left. The Blue Water Operation stayed."
    plain = {found for found in find(text) if found.startswith("MISSION")}
    assert plain == {"MISSION UNIFIL = UNIFIL"}
    defined = find(text, definitions={"UNIFIL": "Blue Water Operation"})
    assert "MISSION Blue Water Operation = UNIFIL" in defined


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "The Malian Air Force and the United Nations Mission in South Sudan met Ban Ki-moon "
            "of New York on the Gao-Kidal axis on 3 May 2018, Force Commander Ama Boateng said.",
            "en",
        ),
        (
            "Le 3 mai 2018, la Mission des Nations Unies au Soudan du Sud et l'armée malienne ont "
            "rencontré M. Moussa Traoré à New York, sur l'axe Gao-Kidal.",
            "fr",
        ),
    ],
)
def test_no_two_flat_mentions_share_a_token(read_text, text, language):
    doc = read_text(text, language)
    tokens = [token.i for label in FLAT_LABELS for span in doc.spans[label] for token in span]
    assert len(tokens) > 8
    assert len(tokens) == len(set(tokens))


def test_every_label_of_the_codebook_has_its_group(read_text):
    doc = read_text("Nobody came.")
    assert {*FLAT_LABELS, "ROLE", "WEAPON", "CASUALTY", "ACRONYM"} <= doc.spans.keys()
    assert sum(len(group) for group in doc.spans.values()) == 0


def test_each_mention_says_its_source(read_text):
    doc = read_text("MINUSMA met Force Commander Ama Boateng in Gao on 3 May 2018 at dusk.")
    sources = {span.text: span.id_ for label in FLAT_LABELS for span in doc.spans[label]}
    assert sources == {
        "MINUSMA": "gazetteer",
        "Ama Boateng": "ruler",
        "Gao": "gazetteer",
        "3 May 2018": "ruler",
    }
