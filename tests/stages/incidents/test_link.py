"""Events of many documents become incidents: each happening once, its history kept."""

import pytest

from pipeline.stages.incidents import link, reports_of
from tests.stages.incidents.builders import day, event, rows


def linked(*events, earlier=()):
    return list(link(reports_of(events), earlier))


def together(*events):
    """Whether all events are one incident."""
    return len(linked(*events)) == 1


def test_two_languages_tell_of_one_happening():
    [incident] = linked(event("en"), event("fr", language="fr", published="2020-03-04"))
    assert incident.event_ids == ("en#1/v1", "fr#1/v1")
    assert incident.languages == ("en", "fr")
    assert incident.sources == ("en", "fr")
    assert incident.incident_id == "incident:en#1/v1"
    [why] = incident.why
    assert {"same day", "same site", "same mission", "same killed"} <= set(why.agree)
    assert why.disagree == ()


NEAR_MISSES = {
    "a day later, other figures": {
        "date": day("2020-03-04"),
        "published": "2020-03-04",
        "casualties": rows(killed=1, injured=1),
    },
    "two days later": {"date": day("2020-03-05")},
    "another town": {"sites": ["Kidal"]},
    "another country": {"country": "NER", "mission": []},
    "another kind": {"type": "accident"},
    "other victims by other means": {
        "subtype": "shooting",
        "casualties": rows(victim="civilian", killed=9),
    },
    "of another nationality": {
        "sites": [],
        "casualties": rows(nationality=["SEN"], killed=1, injured=9),
    },
}


@pytest.mark.parametrize("fields", NEAR_MISSES.values(), ids=NEAR_MISSES.keys())
def test_what_is_alike_and_is_another_stays_apart(fields):
    first = event(subtype="explosive", casualties=rows(nationality=["BFA"], killed=2, injured=4))
    assert not together(first, event(**fields))


HITS = {
    "the place in French": {"sites": ["Tombouctou"]},
    "no place": {"sites": []},
    "no date of its own": {"date": None},
    "only the country": {"mission": []},
    "the toll has risen": {"published": "2020-03-06", "casualties": rows(killed=4, injured=2)},
    "how is not said": {"type": "death"},
    "recalled by the month": {
        "recalled": True,
        "published": "2020-12-31",
        "date": day("2020-03-01", "2020-03-31", "month"),
    },
    "recalled without a date": {"recalled": True, "published": "2021-01-01", "date": None},
}


@pytest.mark.parametrize("fields", HITS.values(), ids=HITS.keys())
def test_another_account_of_it_joins(fields):
    assert together(event(sites=["Timbuktu"]), event(**{"sites": ["Timbuktu"]} | fields))


def test_towns_are_near_by_their_coordinates():
    one, other = event(sites=["Dherynia"], country="CYP", mission=["UNFICYP"]), "Dherinia"
    assert together(one, event(sites=[other], country="CYP", mission=["UNFICYP"]))


def test_what_one_entry_tells_apart_is_apart():
    assert not together(event("a", 1), event("a", 2))


def test_a_report_that_fits_two_does_not_make_them_one():
    bombs = [event("a", number, casualties=rows(killed=1)) for number in (1, 2)]
    assert len(linked(*bombs, event("b", casualties=rows(killed=1)))) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "toll"},
        {"type": "statement", "casualties": []},
        {"assertion": "negated", "casualties": []},
        {"assertion": "hypothetical", "casualties": []},
    ],
)
def test_what_is_no_happening_is_no_incident(fields):
    assert linked(event(**fields)) == []


def test_an_attempt_is_an_incident():
    assert len(linked(event(assertion="attempted"))) == 1


def test_figures_follow_the_latest_report_and_keep_their_history():
    first = event("a", casualties=rows(killed=4, injured=19))
    later = event("b", published="2020-03-05", casualties=rows(killed=6, injured=17))
    recall = event("c", published="2020-04-01", recalled=True, casualties=rows(killed=5))
    [incident] = linked(recall, later, first)
    assert (incident.killed, incident.killed_min, incident.killed_max) == (6, 4, 6)
    assert (incident.injured, incident.injured_min, incident.injured_max) == (17, 17, 19)
    history = [(r.source, r.killed, r.injured, r.recalled) for r in incident.reports]
    assert history == [("a", 4, 19, False), ("b", 6, 17, False), ("c", 5, 0, True)]
    assert not incident.recalled


def test_uncounted_figures_are_null_and_none_told_are_zero():
    [incident] = linked(event(casualties=rows(injured=None)))
    assert (incident.killed, incident.injured, incident.injured_max) == (0, None, None)


def test_the_most_exact_date_and_the_type_that_is_said_stand():
    vague = event("a", type="death", date=day("2020-03-01", "2020-03-31", "month"))
    [incident] = linked(vague, event("b"))
    assert (incident.type, incident.date.start.isoformat()) == ("attack", "2020-03-03")


def test_the_order_of_events_does_not_matter():
    events = [event(f"d{n}", published=f"2020-03-{4 + n % 3:02}") for n in range(6)]
    events += [event("x", sites=["Kidal"]), event("y", date=day("2020-03-04"), casualties=[])]
    assert linked(*events) == linked(*reversed(events))


# A run that continues an earlier one


def test_new_reports_join_earlier_incidents_which_keep_their_ids():
    earlier = linked(event("b"))
    [incident] = linked(event("a", published="2020-03-02"), earlier=earlier)
    assert incident.incident_id == "incident:b#1/v1"
    assert incident.event_ids == ("a#1/v1", "b#1/v1")
    assert len(incident.why) == 1


def test_in_two_steps_as_in_one():
    events = [event("a"), event("b", sites=["Kidal"]), event("c", recalled=True)]
    events += [event("d", sites=["Kidal"], published="2020-03-04")]
    assert linked(*events[2:], earlier=linked(*events[:2])) == linked(*events)


def test_earlier_incidents_stay_as_they_were():
    earlier = linked(event("a"), event("b"), event("c", sites=["Kidal"]))
    assert linked(earlier=earlier) == earlier


def test_a_document_that_is_read_again_gives_way_to_its_new_reports():
    earlier = linked(event("a"), event("b"))
    [incident] = linked(event("b", casualties=rows(killed=3)), earlier=earlier)
    assert [report.killed for report in incident.reports] == [2, 3]


@pytest.fixture
def work(monkeypatch):
    """A function that says how many comparisons it takes to link some events."""
    from pipeline.stages import incidents

    compared = []
    compare = incidents.compare
    monkeypatch.setattr(incidents, "compare", lambda *given: compared.append(1) or compare(*given))

    def count(events):
        compared.clear()
        linked(*events)
        return len(compared)

    return count


def test_many_are_compared_with_few(work):
    """Doubling what happened doubles the comparisons; it does not square them."""

    def happened(months):
        dates = [f"20{m // 12 + 10}-{m % 12 + 1:02}-{d:02}" for m in range(months) for d in (3, 17)]
        return [event(f"{d}{n}", date=day(d), published=d) for d in dates for n in "ab"]

    assert work(happened(80)) < 2.5 * work(happened(40))


def accounts(number):
    return [event(casualties=rows(killed=2 + n % 2, injured=4)) for n in range(number)]


def test_very_many_accounts_of_one_happening_are_one_incident():
    [incident] = linked(*accounts(150))
    assert len(incident.reports) == 150


def test_very_many_accounts_of_one_happening_are_compared_with_few(work):
    assert work(accounts(200)) < 2.5 * work(accounts(100))


def test_a_recall_meets_the_one_of_its_figures_among_very_many_of_its_place():
    dates = [f"2020-{month:02}-{number:02}" for month in range(1, 13) for number in range(1, 26, 2)]
    others = [event(date=day(d), published=d, casualties=rows(killed=1)) for d in dates]
    first = event(
        "first", date=day("2019-06-01"), published="2019-06-01", casualties=rows(killed=7)
    )
    recall = event("recall", recalled=True, published="2021-01-05", date=None)
    recall = recall.model_copy(update={"killed": 7, "casualties": first.casualties})
    [together] = [each for each in linked(first, *others, recall) if "recall" in each.sources]
    assert together.sources == ("first", "recall")


def test_accounts_of_one_place_meet_on_a_day_of_very_many():
    villages = [f"Village {number:03}" for number in range(200)]
    others = [event(f"d-{site}", sites=[site], type="abduction") for site in villages]
    told = [incident.event_ids for incident in linked(event("a"), *others, event("z"))]
    assert ("a#1/v1", "z#1/v1") in told
