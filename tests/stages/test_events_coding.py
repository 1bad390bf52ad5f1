"""Codes of other event tables: ACLED, PLOVER, UCDP GED."""

from datetime import date
from typing import get_args

import pytest

from pipeline.codes import ACLED_SUB_EVENTS, AcledEventType, AcledSubEventType
from pipeline.lexicon.event_codes import load_event_codes
from pipeline.records import Casualty, Event, EventDate, Evidence, Place
from pipeline.stages.events.coding import date_prec, where_prec, with_codes

WORDS = Evidence(start=0, end=1, text="x")


def event(event_type, *, victim=None, **more):
    rows = [Casualty(outcome="killed", count=1, victim=victim, evidence=WORDS)] if victim else []
    fields = {"doc_id": "d", "entry_id": "d#1", "event_id": "d#1/v1", "language": "en"}
    fields |= {"published": None, "type": event_type, "casualties": rows, "evidence": WORDS}
    return Event.model_validate(fields | more)


def codes(found):
    coded = with_codes(found, frozenset())
    return coded.acled.sub_event_type if coded.acled else None, coded.plover


@pytest.mark.parametrize(
    ("fields", "sub_event", "plover"),
    [
        ({"event_type": "attack", "subtype": "suicide"}, "Suicide bomb", "ASSAULT"),
        ({"event_type": "attack", "subtype": "airstrike"}, "Air/drone strike", "ASSAULT"),
        (
            {"event_type": "attack", "subtype": "shelling", "target": "camp"},
            "Shelling/artillery/missile attack",
            "ASSAULT",
        ),
        ({"event_type": "attack", "subtype": "mob"}, "Mob violence", "ASSAULT"),
        ({"event_type": "attack", "subtype": "looting"}, "Looting/property destruction", "ASSAULT"),
        (
            {"event_type": "attack", "subtype": "ambush", "target": "patrol"},
            "Armed clash",
            "ASSAULT",
        ),
        (
            {"event_type": "attack", "subtype": "ambush", "victim": "aid_worker"},
            "Attack",
            "ASSAULT",
        ),
        (
            {"event_type": "attack", "subtype": "explosive", "weapons": ["grenade"]},
            "Grenade",
            "ASSAULT",
        ),
        (
            {"event_type": "attack", "subtype": "explosive", "victim": "peacekeeper"},
            "Remote explosive/landmine/IED",
            "ASSAULT",
        ),
        (
            {"event_type": "attack", "weapons": ["rocket"]},
            "Shelling/artillery/missile attack",
            "ASSAULT",
        ),
        ({"event_type": "attack", "victim": "soldier"}, "Armed clash", "ASSAULT"),
        ({"event_type": "attack", "victim": "civilian"}, "Attack", "ASSAULT"),
        ({"event_type": "clash"}, "Armed clash", "ASSAULT"),
        ({"event_type": "abduction"}, "Abduction/forced disappearance", "ASSAULT"),
        ({"event_type": "violation"}, "Attack", "ASSAULT"),
        ({"event_type": "agreement"}, "Agreement", "AGREE"),
        ({"event_type": "deployment"}, "Change to group/activity", None),
        ({"event_type": "meeting"}, None, "CONSULT"),
        ({"event_type": "award"}, None, "SUPPORT"),
        ({"event_type": "operation"}, None, "AID"),
        ({"event_type": "statement"}, None, None),
        ({"event_type": "accident", "subtype": "explosive"}, None, None),
        ({"event_type": "illness"}, None, None),
        ({"event_type": "toll", "victim": "peacekeeper"}, None, None),
        ({"event_type": "attack", "assertion": "negated"}, None, None),
        ({"event_type": "attack", "assertion": "hypothetical"}, None, None),
        ({"event_type": "attack", "assertion": "attempted"}, "Attack", "ASSAULT"),
    ],
)
def test_acled_and_plover(fields, sub_event, plover):
    assert codes(event(**fields)) == (sub_event, plover)


@pytest.mark.parametrize(
    ("start", "end", "precision", "code"),
    [
        ("2017-11-24", "2017-11-24", "day", 1),
        ("2017-11-24", "2017-11-25", "range", 2),
        ("2017-11-24", "2017-11-29", "range", 2),
        ("2017-11-20", "2017-11-26", "week", 3),
        ("2017-11-01", "2017-11-30", "month", 4),
        ("2017-10-20", "2017-10-29", "range", 4),
        ("2017-01-01", "2017-12-31", "year", 5),
        ("2013-07-01", "2017-11-24", "range", 5),
        ("2017-11-24", "2017-11-24", "unknown", None),
    ],
)
def test_how_exact_the_date_is(start, end, precision, code):
    when = EventDate(
        start=date.fromisoformat(start), end=date.fromisoformat(end), precision=precision
    )
    assert date_prec(when) == code


def test_no_date_has_no_precision():
    assert date_prec(None) is None


@pytest.mark.parametrize(
    ("places", "country", "near", "code"),
    [
        ([("Gao", "site")], "MLI", set(), 1),
        ([("Gao", "site")], "MLI", {"Gao"}, 2),
        ([("Position 68", "site")], "SYR", set(), 1),
        ([("Djugu", "area"), ("Bule", "site")], "COD", set(), 1),
        ([("Beni", "other"), ("Bria", "site")], "CAF", {"Beni"}, 1),
        ([("Jonglei", "area")], "SSD", set(), 4),
        ([("Bangassou-Kongbo axis", "area")], "CAF", set(), 5),
        ([("Bria", "other")], "CAF", set(), 6),
        ([], "CAF", set(), 6),
        ([], None, set(), None),
    ],
)
def test_how_exact_the_place_is(places, country, near, code):
    told = [Place(name=name, role=role) for name, role in places]
    assert where_prec(told, country, near) == code


def test_a_place_told_as_a_neighbour_is_near(extractor):
    text = "Two peacekeepers were killed on Monday some 20 km from Gao."
    [found] = extractor.extract(text, published="2021-06-15", language="en").events
    assert (found.date_prec, found.where_prec) == (1, 2)


def test_a_french_neighbour_is_near_too(extractor):
    text = "Deux Casques bleus ont été tués lundi près de Gao."
    [found] = extractor.extract(text, published="2021-06-15", language="fr").events
    assert (found.date_prec, found.where_prec) == (1, 2)


def test_the_lists_of_acled_are_complete():
    assert set(ACLED_SUB_EVENTS) == {*get_args(AcledEventType)}
    named = [name for names in ACLED_SUB_EVENTS.values() for name in names]
    assert sorted(named) == sorted(get_args(AcledSubEventType))


def test_every_row_gives_a_code_and_none_is_said_twice():
    rows = load_event_codes()
    assert all(row.acled or row.plover for row in rows)
    assert len({(row.types, row.subtypes, row.weapons, row.armed) for row in rows}) == len(rows)
