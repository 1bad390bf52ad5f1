"""Events without harm: sentences with the types that a person reads in them."""

import pytest


@pytest.fixture(scope="module")
def find(extractor):
    """A function from a text and its language to the events in it."""

    def events(text, language="en"):
        return extractor.extract(text, published="2021-06-15", language=language).events

    return events


def check(case, events):
    assert [event.type for event in events] == case["events"]
    if wanted := case.get("assertion"):
        assert {event.assertion for event in events} == {wanted}


@pytest.mark.cases("others_en.toml")
def test_finds_in_english_what_a_person_reads(case, find):
    check(case, find(case["text"]))


@pytest.mark.cases("others_fr.toml")
def test_finds_in_french_what_a_person_reads(case, find):
    check(case, find(case["text"], "fr"))


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("The Security Council will meet on Friday.", "en", "2021-06-18"),
        ("The Security Council met on Friday.", "en", "2021-06-11"),
        ("Le Conseil de sécurité doit se réunir vendredi.", "fr", "2021-06-18"),
        ("Le Conseil de sécurité s'est réuni vendredi.", "fr", "2021-06-11"),
    ],
)
def test_a_weekday_of_what_is_to_come_is_the_next(find, text, language, day):
    [event] = find(text, language)
    assert (event.type, str(event.date.start), str(event.date.end)) == ("meeting", day, day)


def test_what_lies_back_is_recalled(find):
    [event] = find("UNMISS was established in July 2011.")
    assert (event.type, event.recalled, event.mission) == ("mandate", True, ("UNMISS",))


def test_units_take_part_by_their_nationality(find):
    [event] = find("Le bataillon togolais a foré deux puits à Birao.", "fr")
    assert event.participants == ("Togolese battalion",)
    assert [(place.name, place.role) for place in event.places] == [("Birao", "site")]


def test_the_place_goes_before_the_mission(find):
    [event] = find("The Special Representative for MINUSMA is in N'Djamena for talks.")
    assert (event.mission, event.country) == (("MINUSMA",), "TCD")


def test_a_statement_says_who_makes_it(find):
    [event] = find("UNAMID rejects the report on the camp.")
    assert (event.type, event.reported_by) == ("statement", "UNAMID")


def test_what_a_title_says_again_is_one_event(find):
    text = "Medals for Zambians\nThe Zambian battalion received UN medals in Bria on 9 June."
    [event] = find(text)
    assert (event.type, str(event.date.start)) == ("award", "2021-06-09")


def test_the_wounded_are_not_redeployed(find):
    text = "Two peacekeepers were injured near Gao. The injured soldiers were evacuated to Bamako."
    assert "deployment" not in {event.type for event in find(text)}


def test_an_undated_text_tells_no_daily_work(extractor):
    text = "In December the Mission's engineers repaired the bridge of Bor."
    assert extractor.extract(text, language="en").events == []
