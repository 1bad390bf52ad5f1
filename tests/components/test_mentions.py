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
        ("A mine was found on the Sake road.", "LOC Sake road = Sake road"),
        ("They slept at Position 80.", "LOC Position 80 = Position 80"),
        ("The Malian navy left.", "ORG Malian navy = Malian Navy"),
        ("The Council agreed.", "ORG Council = Security Council"),
        ("Pte Rooney died.", "PERSON Rooney = Rooney"),
        ("The envoy met President Magufuli.", "PERSON Magufuli = Magufuli"),
        ("It was led by Iyad Ag Ghali.", "PERSON Iyad Ag Ghali = Iyad Ag Ghali"),
        ("Major General Stefano Del Col left.", "PERSON Stefano Del Col = Stefano Del Col"),
        ("The Ambassador of Ghana left.", "ROLE Ambassador of Ghana = ambassador of Ghana"),
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
        ("Il est soigné à l'hôpital de Ménaka.", "LOC hôpital de Ménaka = hôpital de Ménaka"),
        ("Des tirs dans le quartier Boikene.", "LOC Boikene = Boikene"),
        ("Les raids de l'aviation turque.", "ORG aviation turque = Turkish Air Force"),
        ("Le Président Touadéra a signé.", "PERSON Touadéra = Touadéra"),
        ("Bintou Keita est venue.", "PERSON Bintou Keita = Bintou Keita"),
        (
            "LE SECRETAIRE GENERAL NOMME M. MANKEUR NDIAYE, DU SENEGAL",
            "PERSON MANKEUR NDIAYE = Mankeur Ndiaye",
        ),
        (
            "BANGUI, 17 juillet 2020 (Agence Oubangui) - Rien.",
            "ORG Agence Oubangui = Agence Oubangui",
        ),
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
        ("Soldiers of the UN mission in Mali left.", "MISSION UN mission in Mali"),
        ("SG/SM/19037 was issued.", "ROLE SG"),
        ("Secretary-General Condemns Killing of Peacekeeper", "PERSON Condemns Killing"),
        ("The Council of Ministers met.", "ORG Council"),
        ("The MINUSMA camp was hit.", "LOC MINUSMA camp"),
        ("FIVE KILLED IN A CAR BOMB", "GPE CAR"),
        ("The Sudanese Government agreed.", "ORG Sudanese Government"),
    ],
)
def test_does_not_mark(find, text, words):
    assert words not in {found.split(" = ")[0] for found in find(text)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Enlevés mardi, ils sont libres.", "GPE Enlevés"),
        ("Le Gouvernement a parlé.", "GPE Gouvernement"),
        ("L'exercice « Harmattan » est fini.", "GPE Harmattan"),
        ("Il est mort dans un hôpital de Douala.", "LOC hôpital de Douala"),
        ("La médaille Capitaine Mbaye Diagne est rare.", "PERSON Mbaye Diagne"),
        ("UN TROISIEME, PARTI CHERCHER DE L'EAU, EST RENTRE", "ORG UN"),
        ("Deux soldats de la mission de l'ONU en Centrafrique.", "MISSION mission"),
    ],
)
def test_does_not_mark_in_french(find, text, words):
    assert not any(found.startswith(words) for found in find(text, "fr"))


def test_a_persons_later_short_name_stands_for_the_full_one(find):
    found = find("Force Commander Ama Boateng spoke. Later Mr. Boateng left.")
    assert {"PERSON Ama Boateng = Ama Boateng", "PERSON Boateng = Ama Boateng"} <= found


def test_a_long_name_that_the_document_explains_is_a_mission(find):
    text = "The UNIFIL team left. The Blue Water Operation stayed."
    plain = {found for found in find(text) if found.startswith("MISSION")}
    assert plain == {"MISSION UNIFIL = UNIFIL"}
    defined = find(text, definitions={"UNIFIL": "Blue Water Operation"})
    assert "MISSION Blue Water Operation = UNIFIL" in defined


def test_a_mission_that_only_the_document_defines_is_one(find):
    text = "The United Nations Example Mission in Ruritania (UNEXMR) left. UNEXMR is gone."
    definitions = {"UNEXMR": "United Nations Example Mission in Ruritania"}
    missions = {found for found in find(text, definitions=definitions) if "MISSION" in found}
    assert missions == {
        "MISSION United Nations Example Mission in Ruritania = UNEXMR",
        "MISSION UNEXMR = UNEXMR",
    }


@pytest.mark.parametrize(
    "long", ["African Union Example Mission in Ruritania", "Example Training Course in Ruritania"]
)
def test_what_is_no_mission_of_the_united_nations_is_none(find, long):
    found = find(f"The {long} (AXMR) left.", definitions={"AXMR": long})
    assert not any(mention.startswith("MISSION") for mention in found)


def test_an_acronym_by_which_the_document_means_something_else_is_no_group(find):
    text = "Une unité de police constituée (UPC) est là. L'UPC patrouille."
    plain = {found for found in find(text, "fr") if found.startswith("ARMED_GROUP")}
    assert len(plain) == 1
    defined = find(text, "fr", definitions={"UPC": "unité de police constituée"})
    assert not any(found.startswith("ARMED_GROUP") for found in defined)


def test_a_group_that_the_document_defines_has_its_canonical_name(find):
    long = "Mouvement de libération de l'Azawad"
    found = find(f"Le {long} (MNLA) est là.", "fr", definitions={"MNLA": long})
    assert f"ARMED_GROUP {long} = MNLA" in found


@pytest.mark.parametrize(
    ("text", "wins", "loses"),
    [
        # a mission before a place inside its name
        ("The United Nations Mission in South Sudan left.", "MISSION", "GPE"),
        # a person behind a title before a place of that name
        ("Secretary-General Ban Ki-moon left.", "PERSON", "GPE"),
        # an axis before the towns at its ends
        ("They left on the Gao-Kidal axis.", "LOC", "GPE"),
        # a State's force before the nationality
        ("The Malian navy left.", "ORG", "NORP"),
    ],
)
def test_the_more_the_evidence_is_about_this_place_the_earlier_it_counts(find, text, wins, loses):
    labels = {mention.split()[0] for mention in find(text)}
    assert wins in labels
    assert loses not in labels


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
