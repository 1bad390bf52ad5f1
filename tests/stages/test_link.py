"""Full names over a whole document, and who holds a role."""

import pytest


@pytest.fixture
def holders(extractor):
    """A function from a text to its roles and the persons who hold them."""

    def holders_of(text, language="en"):
        entities = extractor.extract(text, language=language).entities
        names = {entity.entity_id: entity.text for entity in entities}
        return {
            entity.text: names.get(entity.holder) for entity in entities if entity.label == "ROLE"
        }

    return holders_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Force Commander Ama Boateng left.", {"Force Commander": "Ama Boateng"}),
        ("The spokesperson, Mr. John Smith, left.", {"spokesperson": "John Smith"}),
        ("Ama Boateng, the Force Commander, left.", {"Force Commander": "Ama Boateng"}),
        (
            "Special Representative and Head of MINUSMA, Bintou Keita, left.",
            {"Special Representative": "Bintou Keita", "Head of MINUSMA": "Bintou Keita"},
        ),
        # near misses: another sentence, no name at all, a name too far away
        ("The Force Commander left. Ama Boateng stayed at home.", {"Force Commander": None}),
        ("The Force Commander left.", {"Force Commander": None}),
        ("The Force Commander met, in Gao, Ms. Ama Boateng.", {"Force Commander": None}),
    ],
)
def test_a_role_belongs_to_the_person_beside_it(holders, text, expected):
    assert holders(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La cheffe de la MONUSCO, Bintou Keita, est partie.", "Bintou Keita"),
        ("Le sergent-chef indien Ramesh Kumar est parti.", "Ramesh Kumar"),
        ("Bintou Keita, la cheffe de la MONUSCO, est partie.", "Bintou Keita"),
        ("La cheffe de la MONUSCO est partie. Bintou Keita reste.", None),
    ],
)
def test_in_french_too(holders, text, expected):
    assert list(holders(text, "fr").values()) == [expected]


def test_a_short_name_in_a_later_entry_stands_for_the_full_one(extractor):
    text = (
        "26 Nov 2017 | New York\nJean-Pierre Lacroix arrived in Gao.\n\n"
        "28 Nov 2017 | New York\nMr. Lacroix left Gao.\n"
    )
    result = extractor.extract(text)
    persons = [entity for entity in result.entities if entity.label == "PERSON"]
    assert len({entity.entry_id for entity in persons}) == 2
    assert {entity.canonical for entity in persons} == {"Jean-Pierre Lacroix"}
