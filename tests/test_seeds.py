"""The five real documents that the main job must be right on, read by a person beforehand.

They are not ours to publish, so they lie beside the checkout; without them these tests say so.
The same layouts and wordings in our own words stand in tests/cases and in corpus/.
"""

from datetime import date
from pathlib import Path

import pytest

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents are not here")


@pytest.fixture(scope="module")
def seed(extractor):
    def extract(start):
        [path] = SEEDS.glob(f"{start}*.txt")
        return extractor.extract(path.read_text("utf-8"), doc_id=start)

    return extract


def event(result, entry, event_type):
    [found] = [
        e for e in result.events if e.entry_id.endswith(f"#{entry}") and e.type == event_type
    ]
    return found


def rows(event):
    return [
        (row.outcome, row.count, row.victim, row.nationality, row.included)
        for row in event.casualties
    ]


def day(event):
    return (str(event.date.start), str(event.date.end), event.date.precision)


def places(event):
    return {(place.name, place.role) for place in event.places}


class TestListOfPressReleases:
    def test_has_nine_dated_entries(self, seed):
        result = seed("000")
        assert [(str(e.published), e.dateline_place) for e in result.entries] == [
            ("2017-11-26", "New York"),
            ("2017-11-24", "New York"),
            ("2017-11-13", None),
            ("2017-11-06", None),
            ("2017-10-26", "New York"),
            ("2017-10-25", None),
            ("2017-10-17", None),
            ("2017-10-05", None),
            ("2017-09-25", "New York"),
        ]
        assert {entry.language for entry in result.entries} == {"en"}

    def test_attack_of_26_november(self, seed):
        attack = event(seed("000"), 1, "attack")
        assert rows(attack) == [
            ("killed", 1, "peacekeeper", ("EGY",), False),
            ("injured", 3, "peacekeeper", (), False),
        ]
        assert day(attack) == ("2017-11-26", "2017-11-26", "day")
        assert (attack.mission, attack.country, attack.target) == (("MINUSCA",), "CAF", "convoy")
        assert [(p.name, p.status) for p in attack.perpetrators] == [("anti-Balaka", "suspected")]
        assert ("Bangassou-Kongbo axis", "area") in places(attack)
        assert ("Bria", "site") not in places(attack)
        assert attack.reported_by == "Secretary-General"

    def test_attacks_of_24_november(self, seed):
        attack = event(seed("000"), 2, "attack")
        assert rows(attack) == [
            ("killed", 4, "peacekeeper", (), False),
            ("killed", 1, "soldier", ("MLI",), False),
            ("injured", 21, "unspecified", (), False),
            ("injured", 1, "un_contractor", (), True),
            ("injured", 1, "soldier", ("MLI",), True),
        ]
        assert (attack.killed, attack.injured) == (5, 21)
        assert (attack.mission, attack.country) == (("MINUSMA",), "MLI")
        assert places(attack) == {("Ménaka", "area"), ("Mopti", "area")}
        assert day(attack) == ("2017-11-24", "2017-11-24", "day")

    def test_attack_of_26_october(self, seed):
        attack = event(seed("000"), 5, "attack")
        assert rows(attack) == [
            ("killed", 3, "peacekeeper", ("TCD",), False),
            ("injured", 2, "peacekeeper", ("TCD",), False),
        ]
        assert (attack.mission, attack.target) == (("MINUSMA",), "convoy")
        assert places(attack) == {("Tessalit", "other"), ("Aguelhok", "other"), ("Kidal", "area")}
        assert day(attack) == ("2017-10-26", "2017-10-26", "day")

    def test_the_other_entries_report_no_harm(self, seed):
        result = seed("000")
        told = {e.entry_id.split("#")[1]: e.type for e in result.events}
        assert told == {
            "1": "attack",
            "2": "attack",
            "3": "statement",
            "4": "meeting",
            "5": "attack",
            "6": "meeting",
            "7": "meeting",
            "8": "meeting",
            "9": "agreement",
        }

    def test_agreement_of_23_september(self, seed):
        agreement = event(seed("000"), 9, "agreement")
        assert day(agreement) == ("2017-09-23", "2017-09-23", "day")
        assert set(agreement.participants) >= {"William Lacy Swing", "Jean-Pierre Lacroix"}


class TestMissionNews:
    def test_has_nine_dated_entries(self, seed):
        result = seed("001")
        assert [str(entry.published) for entry in result.entries] == [
            "2022-06-14",
            "2022-06-04",
            "2022-06-02",
            "2022-05-31",
            "2022-05-26",
            "2022-05-24",
            "2022-04-07",
            "2022-01-20",
            "2021-12-08",
        ]

    def test_toll_since_2013(self, seed):
        toll = event(seed("001"), 1, "toll")
        assert rows(toll) == [
            ("killed", 93, "peacekeeper", (), False),
            ("injured", 698, "civilian", (), False),
            ("injured", 596, "peacekeeper", (), False),
        ]
        assert (toll.weapons, toll.mission) == (("ied",), ("MINUSMA",))
        assert (toll.date.start, toll.date.end) == (date(2013, 1, 1), date(2022, 6, 14))

    def test_award_of_26_may(self, seed):
        award = event(seed("001"), 6, "award")
        assert day(award) == ("2022-05-26", "2022-05-26", "day")
        assert "Abdelrazakh Hamit Bahar" in award.participants

    def test_violation_at_moura(self, seed):
        violation = event(seed("001"), 7, "violation")
        assert day(violation) == ("2022-03-27", "2022-03-31", "range")
        assert places(violation) == {("Moura", "site"), ("Djenné", "area")}
        assert [(p.name, p.status) for p in violation.perpetrators] == [
            ("Malian Armed Forces", "suspected")
        ]
        assert (violation.mission, violation.country) == (("MINUSMA",), "MLI")
        assert (violation.reported_by, violation.casualties) == ("MINUSMA", ())

    def test_air_operations_resume(self, seed):
        deployment = event(seed("001"), 8, "deployment")
        assert (deployment.mission, deployment.country) == (("MINUSMA",), "MLI")

    def test_attack_near_bandiagara(self, seed):
        attack = event(seed("001"), 9, "attack")
        assert rows(attack) == [
            ("killed", 7, "peacekeeper", ("TGO",), False),
            ("injured", 3, "peacekeeper", ("TGO",), False),
        ]
        assert (attack.target, attack.weapons) == ("convoy", ("ied",))
        assert places(attack) == {("Bandiagara", "area")}
        assert day(attack) == ("2021-12-08", "2021-12-08", "day")

    def test_no_other_entry_reports_harm(self, seed):
        harmed = {e.entry_id.split("#")[1] for e in seed("001").events if e.killed or e.injured}
        assert harmed == {"1", "9"}


class TestAnnualReport:
    def test_is_one_entry_without_events(self, seed):
        result = seed("002")
        assert len(result.entries) == 1
        assert result.events == []

    def test_reads_the_table_of_acronyms_cell_by_cell(self, seed):
        defined = {
            entity.text: entity.canonical
            for entity in seed("002").entities
            if entity.label == "ACRONYM" and entity.source == "definition"
        }
        assert set(defined) >= {
            *("BINUH", "CNMC", "MINURSO", "MINUSCA", "MONUSCO", "UNAMA", "UNAMI", "UNDOF"),
            *("UNFICYP", "UNIFIL", "UNISFA", "UNITAMS", "UNMHA", "UNMIK", "UNMISS", "UNMOGIP"),
            *("UNOAU", "UNOCA", "UNOWAS", "UNRCCA", "UNRGID", "UNSCO", "UNSCOL", "UNSMIL"),
            *("UNSOM", "UNSOS", "UNTSO"),
        }
        assert defined["UNMIK"] == "United Nations Interim Administration Mission in Kosovo"
        assert defined["UNMHA"] == "United Nations Mission to Support the Hedaydah Agreement"
        assert defined["UNSCOL"] == "Office of the United Nations Special Coordinator for Lebanon"

    def test_long_names_in_the_table_are_missions(self, seed):
        missions = {e.text: e.canonical for e in seed("002").entities if e.label == "MISSION"}
        assert missions["United Nations Mission to Support the Hedaydah Agreement"] == "UNMHA"
        assert missions["United Nations Interim Force in Lebanon"] == "UNIFIL"


class TestQuestionsAndAnswers:
    def test_is_one_entry(self, seed):
        [entry] = seed("003").entries
        assert (entry.published, entry.language) == (None, "en")

    def test_appointment_of_14_february_2017(self, seed):
        appointment = event(seed("003"), 1, "appointment")
        assert day(appointment) == ("2017-02-14", "2017-02-14", "day")
        assert set(appointment.participants) >= {"Jean-Pierre Lacroix", "Hervé Ladsous"}

    def test_untso_was_established_in_may_1948(self, seed):
        mandate = event(seed("003"), 1, "mandate")
        assert (mandate.mission, day(mandate)) == (
            ("UNTSO",),
            ("1948-05-01", "1948-05-31", "month"),
        )

    def test_nobody_is_harmed(self, seed):
        assert not [e for e in seed("003").events if e.type == "attack" or e.casualties]

    def test_persons_and_roles(self, seed):
        entities = seed("003").entities
        persons = {e.canonical for e in entities if e.label == "PERSON"}
        assert persons >= {
            "Jean-Pierre Lacroix",
            "António Guterres",
            "Hervé Ladsous",
            "Alexandre Zouev",
        }
        roles = {e.canonical for e in entities if e.label == "ROLE"}
        assert "Under-Secretary-General for Peacekeeping Operations" in roles


class TestFrenchStatement:
    def test_is_dated_by_its_closing_line(self, seed):
        [entry] = seed("004").entries
        assert (str(entry.published), entry.published_text, entry.dateline_place) == (
            "2017-11-24",
            "24 novembre 2017",
            "New York",
        )
        assert entry.language == "fr"

    def test_reports_the_same_attack_as_the_english_list(self, seed):
        french, english = event(seed("004"), 1, "attack"), event(seed("000"), 2, "attack")
        assert rows(french) == rows(english)
        assert (french.mission, french.country, french.date) == (
            english.mission,
            english.country,
            english.date,
        )
        assert places(french) == places(english)

    def test_the_mission_closed_on_31_december_2023(self, seed):
        mandate = event(seed("004"), 1, "mandate")
        assert (mandate.mission, day(mandate)) == (
            ("MINUSMA",),
            ("2023-12-31", "2023-12-31", "day"),
        )


@pytest.mark.parametrize("start", ["000", "001", "002", "003", "004"])
def test_every_offset_gives_back_its_words(seed, start):
    result = seed(start)
    text = result.document.text
    for entity in result.entities:
        assert text[entity.start : entity.end] == entity.text
    for found in result.events:
        for evidence in (found.evidence, *(row.evidence for row in found.casualties)):
            assert text[evidence.start : evidence.end] == evidence.text


def test_english_and_french_tell_of_the_attacks_of_24_november_once(seed):
    from pipeline.stages.incidents import link, reports_of

    told = reports_of([*seed("000").events, *seed("004").events])
    [incident] = [each for each in link(told) if len(each.event_ids) > 1]
    assert incident.languages == ("en", "fr")
    assert str(incident.date.start) == "2017-11-24"
    assert {place.name for place in incident.places} >= {"Ménaka", "Mopti"}
