"""Places by name, and how far they are from each other."""

import pytest

from pipeline.lexicon.places import distance_km, find_place, fold


@pytest.mark.parametrize(
    ("name", "countries", "canonical"),
    [
        ("Tombouctou", ["MLI"], "Timbuktu"),
        ("Saïda", ["LBN"], "Sidon"),
        ("MENAKA", ["MLI"], "Ménaka"),
        ("Kaboul", ["AFG"], "Kabul"),
        ("Juba", (), "Juba"),
        ("Timbuktu", ["LBN"], None),
        ("Nowhere at all", ["MLI"], None),
    ],
)
def test_a_place_is_found_by_any_of_its_names_in_its_country(name, countries, canonical):
    found = find_place(name, countries)
    assert (found and found.canonical) == canonical


def test_names_are_compared_without_accents_case_and_hyphens():
    assert fold("Aïn-el-Hadj’") == fold("ain el hadj") == "ain el hadj"


def test_distances_are_those_of_the_globe():
    assert distance_km((0, 0), (0, 0)) == 0
    assert distance_km((0, 0), (0, 180)) == pytest.approx(20015, abs=1)
    assert distance_km((12.65, -8.0), (16.77, -3.0)) == pytest.approx(703, abs=10)
