"""Where places lie: which of several namesakes is meant, and how exact it is."""

import pytest

from pipeline.lexicon.towns import Site
from pipeline.records import Entity
from pipeline.stages.locate import choose, locate

NOWHERE = (frozenset(), frozenset())


def site(country, *, lat=1.0, listed=False):
    return Site(country, None, lat, lat, 1, 1, listed)


def entities(text, *marks, entry="d#1"):
    """Entities of the words, each given as label, words and canonical form."""
    return [
        Entity(
            doc_id="d",
            entry_id=entry,
            entity_id=f"{entry}/e{number}",
            label=label,
            text=words,
            start=text.index(words),
            end=text.index(words) + len(words),
            canonical=canonical,
            source="gazetteer",
        )
        for number, (label, words, canonical) in enumerate(marks, start=1)
    ]


def test_the_countries_of_the_mission_decide_between_namesakes():
    mali, portugal = site("MLI"), site("PRT", listed=True)
    assert choose([portugal, mali], (frozenset({"MLI"}), frozenset({"PRT"}))) is mali
    assert choose([portugal, mali], (frozenset(), frozenset({"PRT"}))) is portugal


def test_without_a_country_only_listed_places_are_taken():
    assert choose([site("MLI")], NOWHERE) is None
    listed = site("MLI", listed=True)
    assert choose([site("PRT"), listed], NOWHERE) is listed
    assert choose([], NOWHERE) is None


def test_of_two_in_one_country_the_one_with_coordinates_is_taken():
    bare, known = site("MLI", lat=None, listed=True), site("MLI")
    assert choose([bare, known], (frozenset({"MLI"}),)) is known
    assert choose([bare], (frozenset({"MLI"}),)) is bare


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("Shots in Bria.", ("GPE", "Bria", "Bria"), ("CAF", 1)),
        ("Shots near Bria.", ("GPE", "Bria", "Bria"), ("CAF", 2)),
        ("Des tirs près de Bria.", ("GPE", "Bria", "Bria"), ("CAF", 2)),
        ("Shots in Haute-Kotto.", ("GPE", "Haute-Kotto", "Haute-Kotto"), ("CAF", 4)),
        ("Shots in Mali.", ("GPE", "Mali", "MLI"), ("MLI", 6)),
    ],
)
def test_precision_is_that_of_ucdp(text, mark, expected):
    [entity] = locate(entities(text, mark), text)
    assert (entity.geo.country, entity.geo.precision) == expected
    assert entity.geo.geonames_id


def test_a_town_has_its_coordinates_and_a_country_none():
    text = "Shots in Bria, Mali."
    bria, mali = locate(entities(text, ("GPE", "Bria", "Bria"), ("GPE", "Mali", "MLI")), text)
    assert (round(bria.geo.lat, 1), round(bria.geo.lon, 1)) == (6.5, 22.0)
    assert mali.geo.lat is None


@pytest.mark.parametrize(
    ("label", "words", "canonical"),
    [("GPE", "Nosuchplace", "Nosuchplace"), ("PERSON", "Bria", "Bria"), ("NORP", "Malian", "MLI")],
)
def test_what_is_unknown_or_no_place_lies_nowhere(label, words, canonical):
    text = f"Seen: {words}."
    [entity] = locate(entities(text, (label, words, canonical)), text)
    assert entity.geo is None


def test_a_country_of_another_entry_counts_less_than_ones_own():
    text = "MINUSMA, Mali. MINUSCA, Bria."
    first = entities(text, ("MISSION", "MINUSMA", "MINUSMA"), ("GPE", "Mali", "MLI"))
    second = entities(text, ("MISSION", "MINUSCA", "MINUSCA"), ("GPE", "Bria", "Bria"), entry="d#2")
    found = {entity.text: entity.geo for entity in locate([*first, *second], text)}
    assert found["Bria"].country == "CAF"
    assert found["MINUSCA"] is None
