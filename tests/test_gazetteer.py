"""The list of towns: how it is made from GeoNames, and that what is shipped holds."""

import pytest

from pipeline.gazetteer import latin_names, line, select
from pipeline.lexicon.names import load_rows
from pipeline.lexicon.towns import COLUMNS, find_sites, read_lines

CODES = {"ML": "MLI", "PT": "PRT"}


def town(name, code="ML", population=900, other=()):
    return {
        "geonameid": abs(hash(name)) % 10**6,
        "name": name,
        "latitude": 14.25,
        "longitude": -4.5,
        "countrycode": code,
        "population": population,
        "alternatenames": list(other),
    }


def test_only_countries_of_missions_are_taken():
    found = list(select([town("Djenné"), town("Moura", "PT")], CODES))
    assert [each["name"] for each in found] == ["Djenné"]


def test_the_largest_towns_come_first():
    found = list(select([town("A", population=1), town("B", population=2)], CODES))
    assert [each["name"] for each in found] == ["B", "A"]


@pytest.mark.parametrize(
    ("other", "names"),
    [
        ((), ["Djenné"]),
        (("Djenne", "Jenne"), ["Djenné", "Jenne"]),
        (("جني", "DJN|x", "Dj"), ["Djenné"]),
    ],
)
def test_names_are_latin_and_stand_once(other, names):
    assert latin_names(town("Djenné", other=other)) == names


def test_a_line_has_all_columns():
    fields = line(town("Djenné") | {"geonameid": 7}, CODES).split("\t")
    assert fields == ["Djenné", "MLI", "14.2500", "-4.5000", "7"]
    assert len(fields) == len(COLUMNS)


def test_every_line_that_is_shipped_can_be_read():
    countries = {row.canonical for row in load_rows("countries.jsonl")}
    ids = []
    for text in read_lines():
        names, country, lat, lon, number = text.split("\t")
        assert all(name.strip() == name and name for name in names.split("|")), text
        assert country in countries, text
        assert -90 <= float(lat) <= 90, text
        assert -180 <= float(lon) <= 180, text
        ids.append(int(number))
    assert len(ids) > 10_000
    assert len(ids) == len(set(ids))


def test_a_name_is_found_in_any_spelling():
    assert {site.country for site in find_sites("menaka")} == {"MLI"}
    assert find_sites("Nosuchplace") == []
