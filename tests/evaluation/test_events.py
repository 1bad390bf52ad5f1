import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.builders import (
    bare_event,
    day,
    entry,
    event,
    row,
    second_entry,
)
from pipeline.evaluation.counts import Counts, count
from pipeline.evaluation.events import (
    align_events,
    judge_events,
    judge_near_negatives,
    similarity,
)

ENTRIES = [entry(), second_entry()]
PAIRS = [(each, each) for each in ENTRIES]
KILLED = row("killed", 1, nationality=["EGY"])
INJURED = row("injured", 3, quote="three others were hurt")
POLICE = "Two policemen died in Bria"


def judge(gold, predicted):
    return judge_events(gold, predicted, align_events(gold, predicted, PAIRS))[0]


def full_event(**fields):
    facts = {
        "subtype": "ambush",
        "date": day("2017-11-26"),
        "mission": ["MINUSCA"],
        "country": "CAF",
        "places": [{"name": "Bangassou", "role": "site"}],
        "perpetrators": [{"name": "anti-Balaka", "status": "suspected"}],
        "target": "convoy",
        "weapons": ["small_arms"],
        "reported_by": "MINUSCA",
        "casualties": [KILLED, INJURED],
    }
    return event(**(facts | fields))


def test_empty_against_empty_scores_nothing():
    assert judge([], []) == {}


def test_an_event_against_itself_is_right():
    counts = judge([full_event()], [full_event()])
    assert {name for name, each in counts.items() if each.f1 != 1.0} == set()
    assert counts["events.templates"] == Counts(correct=14)
    assert counts["casualties.strict"] == Counts(correct=2)


def test_all_missed():
    counts = judge([full_event()], [])
    assert counts["events.untyped"] == Counts(missed=1)
    assert counts["events.harm"] == Counts(missed=1)
    assert counts["events.templates"] == Counts(missed=14)
    assert counts["casualties.relaxed"] == Counts(missed=2)
    assert not any(name.startswith(("roles.", "totals.")) for name in counts)


def test_all_false():
    counts = judge([], [full_event()])
    assert counts["events.typed"] == Counts(spurious=1)
    assert counts["casualties.strict"] == Counts(spurious=2)
    assert counts["events.templates"].overgeneration == 1.0


def test_a_wrong_type_of_the_same_family_is_found_untyped():
    counts = judge([full_event()], [clash()])
    assert counts["events.untyped"] == Counts(correct=1)
    assert counts["events.typed"] == Counts(incorrect=1)
    assert counts["events.attack"] == Counts(missed=1)
    assert counts["events.clash"] == Counts(spurious=1)
    assert counts["roles.type"] == Counts(incorrect=1)
    assert counts["events.harm"] == Counts(correct=1)


def clash():
    return full_event(kind="clash", subtype=None)


def test_another_family_is_not_aligned():
    counts = judge([full_event()], [event("statement")])
    assert counts["events.untyped"] == Counts(missed=1, spurious=1)


def test_muc_asks_for_one_thing_more_than_the_type():
    one = event(quote="One peacekeeper", date=day("2017-11-26"))
    other = event(quote=POLICE, date=day("2017-11-01"))
    assert similarity(one, other) == 0.0
    assert similarity(one, event(quote=POLICE, date=day("2017-11-26"))) > 0


def test_one_event_told_as_two_is_right_once_and_false_once():
    halves = [
        event(casualties=[KILLED]),
        event(quote="three others were hurt", casualties=[INJURED]),
    ]
    counts = judge([event(casualties=[KILLED, INJURED])], halves)
    assert counts["events.untyped"] == Counts(correct=1, spurious=1)
    assert counts["casualties.strict"] == Counts(correct=1, missed=1, spurious=1)
    assert counts["totals.exact"] == Counts(incorrect=1)


def test_a_duplicate_is_false():
    counts = judge([full_event()], [full_event(), full_event()])
    assert counts["events.typed"] == Counts(correct=1, spurious=1)
    assert counts["casualties.strict"] == Counts(correct=2, spurious=2)


def test_alignment_takes_the_best_sum():
    first = event(casualties=[KILLED], date=day("2017-11-26"))
    second = event(quote=POLICE, casualties=[row("killed", 2, "police", POLICE)])
    pairs = align_events([first, second], [second, first], PAIRS)
    assert [one is other for one, other in pairs] == [True, True]


def test_events_of_other_entries_are_not_aligned():
    there = event("attack", "The Council met", number=2, date=day("2017-11-26"))
    here = event(date=day("2017-11-26"))
    assert align_events([here], [there], PAIRS) == []


def test_rows_strict_and_relaxed():
    wrong = [row("killed", 1, nationality=["TCD"]), row("injured", 2, quote="three others")]
    counts = judge([event(casualties=[KILLED, INJURED])], [event(casualties=wrong)])
    assert counts["casualties.relaxed"] == Counts(correct=1, incorrect=1)
    assert counts["casualties.strict"] == Counts(incorrect=2)
    assert counts["totals.killed"] == Counts(correct=1)
    assert counts["totals.injured"] == Counts(incorrect=1)
    assert counts["totals.exact"] == Counts(incorrect=1)


def test_the_order_of_nationalities_does_not_matter():
    one, other = (row("killed", 4, nationality=codes) for codes in (["TCD", "TGO"], ["TGO", "TCD"]))
    counts = judge([event(casualties=[one])], [event(casualties=[other])])
    assert counts["casualties.strict"] == Counts(correct=1)


def test_equal_rows_count_as_often_as_they_stand():
    counts = judge([event(casualties=[KILLED, KILLED])], [event(casualties=[KILLED])])
    assert counts["casualties.strict"] == Counts(correct=1, missed=1)


def test_uncounted_victims_are_no_zero():
    counts = judge(
        [event(casualties=[row("killed", None)])], [event(casualties=[row("killed", 2)])]
    )
    assert counts["totals.killed"] == Counts(incorrect=1)
    none = judge([event(casualties=[row("killed", None)])], [event()])
    assert none["totals.killed"] == Counts(missed=1)


def test_roles_are_slots():
    gold = full_event(places=[{"name": "Bria", "role": "site"}, {"name": "Haut", "role": "area"}])
    predicted = full_event(
        date=None,
        country="COD",
        places=[{"name": "Bria", "role": "area"}],
        weapons=["ied", "small_arms"],
    )
    counts = judge([gold], [predicted])
    assert counts["roles.date"] == Counts(missed=1)
    assert counts["roles.country"] == Counts(incorrect=1)
    assert counts["roles.place_names"] == Counts(correct=1, missed=1)
    assert counts["roles.places"] == Counts(incorrect=1, missed=1)
    assert counts["roles.weapons"] == Counts(correct=1, spurious=1)


def test_fields_that_the_gold_leaves_out_are_not_judged():
    gold = bare_event(date=day("2017-11-26"))
    counts = judge([gold], [full_event(date=day("2017-11-26"))])
    assert counts["roles.date"] == Counts(correct=1)
    judged = {name for name in counts if name.startswith(("roles.", "totals.", "casualties."))}
    assert judged == {"roles.type", "roles.date", "roles.precision", "roles.assertion"}
    assert counts["events.templates"] == Counts(correct=3)


def test_an_assertion_left_out_is_asserted():
    counts = judge([event()], [event(assertion="negated")])
    assert counts["roles.assertion"] == Counts(incorrect=1)
    assert counts["events.harm"] == Counts(missed=1)


def test_near_negative_entries():
    meeting = event("meeting", "The Council met", number=2)
    false = event("attack", "The Council met", number=2)

    def near(gold, predicted):
        return count(judge_near_negatives(ENTRIES, gold, predicted))["events.near_negative"]

    assert near([event(), meeting], [event()]) == Counts(correct=1)
    assert near([event(), meeting], [false]) == Counts(incorrect=1)
    assert near([meeting], []) == Counts(correct=2)
    denied = event("attack", "The Council met", number=2, assertion="negated")
    assert near([event(), denied], [denied]) == Counts(correct=1)


def test_a_prediction_in_another_entry_still_fills_a_near_negative():
    gold = [event("meeting", "The Council met", number=2)]
    misplaced = event("attack", "The Council met", number=1)
    found = judge_near_negatives([second_entry()], gold, [misplaced])
    assert [each.verdict for each in found] == ["incorrect"]


QUOTES = ("One peacekeeper from Egypt was killed", "three others were hurt", POLICE)
events = st.lists(
    st.builds(
        lambda kind, quote, rows, when, mission, recalled: event(
            kind,
            quote,
            date=when and day(when),
            mission=mission,
            recalled=recalled,
            casualties=rows if kind != "meeting" else [],
        ),
        st.sampled_from(["attack", "clash", "meeting"]),
        st.sampled_from(QUOTES),
        st.lists(
            st.sampled_from([KILLED, INJURED, row("killed", None), row("killed", 1)]), max_size=2
        ),
        st.sampled_from([None, "2017-11-26", "2017-11-25"]),
        st.sampled_from([[], ["MINUSCA"]]),
        st.booleans(),
    ),
    max_size=5,
)


@given(events)
def test_events_against_themselves_are_right(gold):
    for name, counts in judge(gold, gold).items():
        assert counts.f1 == 1.0, name


@given(events, events)
def test_counts_are_conserved(gold, predicted):
    counts = judge(gold, predicted)
    for name in ("events.untyped", "events.typed"):
        assert counts.get(name, Counts()).possible == len(gold)
        assert counts.get(name, Counts()).actual == len(predicted)
    rows = counts.get("casualties.strict", Counts())
    assert rows.possible == sum(len(each.casualties) for each in gold)
    assert rows.actual == sum(len(each.casualties) for each in predicted)
    assert rows.correct <= counts.get("casualties.relaxed", Counts()).correct


@given(events, events)
def test_similarity_is_symmetric(gold, predicted):
    for one in gold:
        for other in predicted:
            assert similarity(one, other) == pytest.approx(similarity(other, one))
            assert similarity(one, one) >= similarity(one, other) - 1e-9
