"""Names of the lexicon alone, as the component finds them: hits, and words that look alike."""

import pytest

from pipeline.stages.annotate import load_language


def read(text, language="en"):
    nlp = load_language(language)
    return nlp.get_pipe("bluehelm_names")(nlp.make_doc(text))


def find(text, language="en"):
    """The names of a text as `label words = canonical`."""
    doc = read(text, language)
    return [f"{span.label_} {span.text} = {span.kb_id_}" for span in doc.spans["names"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("MINUSMA left.", ["MISSION MINUSMA = MINUSMA"]),
        (
            "The United Nations Interim Force in Lebanon (UNIFIL) stayed.",
            [
                "MISSION United Nations Interim Force in Lebanon = UNIFIL",
                "MISSION UNIFIL = UNIFIL",
            ],
        ),
        ("They walked from Gao to Kidal.", ["GPE Gao = Gao", "GPE Kidal = Kidal"]),
        ("Malian and Chadian units met.", ["NORP Malian = MLI", "NORP Chadian = TCD"]),
        ("Troops from Chad and Togo met.", ["GPE Chad = TCD", "GPE Togo = TGO"]),
        ("It was a mortar.", ["WEAPON mortar = mortar"]),
        ("IT WAS A MORTAR.", ["WEAPON MORTAR = mortar"]),
        ("The M23 took the hill.", ["ARMED_GROUP M23 = M23"]),
        ("Anti-balaka fighters came.", ["ARMED_GROUP Anti-balaka = anti-Balaka"]),
        ("Menaka is far from MÉNAKA.", ["GPE Menaka = Ménaka", "GPE MÉNAKA = Ménaka"]),
    ],
)
def test_finds_english_names(text, names):
    assert find(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("La FINUL est restée.", ["MISSION FINUL = UNIFIL"]),
        (
            "La Force intérimaire des Nations Unies au Liban est restée.",
            ["MISSION Force intérimaire des Nations Unies au Liban = UNIFIL"],
        ),
        ("Des soldats maliens et tchadiens.", ["NORP maliens = MLI", "NORP tchadiens = TCD"]),
        ("Il vient de Côte d’Ivoire.", ["GPE Côte d’Ivoire = CIV"]),
        ("Il vient de Cote d'Ivoire.", ["GPE Cote d'Ivoire = CIV"]),
        ("C'était un mortier.", ["WEAPON mortier = mortar"]),
    ],
)
def test_finds_french_names(text, names):
    assert find(text, "fr") == names


@pytest.mark.parametrize(
    "text",
    [
        "MINUSMAX left.",  # no part of a longer word
        "The fardc left.",  # acronyms match letter by letter
        "They walked from gao to the hill.",  # a place has its capital
        "They eat and drink well and chat.",
        "Nobody came.",
        "",
    ],
)
def test_finds_no_english_name(text):
    assert find(text) == []


@pytest.mark.parametrize(
    "text", ["Les fardc sont là.", "Il est parti ce matin.", "Ils ont un mal fou."]
)
def test_finds_no_french_name(text):
    assert find(text, "fr") == []


def test_the_longest_name_of_the_flat_layer_wins():
    found = find("The United Nations Mission in South Sudan said so.")
    assert found == ["MISSION United Nations Mission in South Sudan = UNMISS"]


def test_an_office_may_overlap_a_name():
    found = find("The Special Representative of the Secretary-General for Mali came.")
    labels = [name.split()[0] for name in found]
    assert labels.count("ROLE") == 1
    assert "GPE Mali = MLI" in found


def test_each_span_says_which_file_it_comes_from():
    doc = read("La FINUL et le Liban.", "fr")
    assert [(span.text, span.id_) for span in doc.spans["names"]] == [
        ("FINUL", "missions.jsonl"),
        ("Liban", "countries.jsonl"),
    ]
