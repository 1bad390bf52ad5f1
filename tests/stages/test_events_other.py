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
