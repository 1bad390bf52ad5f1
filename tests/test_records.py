"""Records: what they refuse, how they add up, and the line they write."""

import json
from datetime import date

import pytest
from pydantic import ValidationError

from pipeline.codes import EVENT_TYPES, FLAT_LABELS, HARM_TYPES, LABELS, OUTCOMES, SUBTYPES, VICTIMS
from pipeline.records import (
    Acled,
    Casualty,
    Document,
    Entity,
    Entry,
    Event,
    EventDate,
    Evidence,
    Failure,
    Perpetrator,
    Place,
    total,
)

TEXT = "Three were killed, one of them a contractor."
WORDS = Evidence.cut(TEXT, 0, 17)


def row(outcome="killed", count=3, **more):
    return Casualty(outcome=outcome, count=count, evidence=WORDS, **more)


def event(**more):
    fields = {
        "doc_id": "d",
        "entry_id": "d#1",
        "event_id": "d#1/v1",
        "language": "en",
        "published": date(2018, 5, 17),
        "type": "attack",
        "evidence": WORDS,
    }
    return Event.model_validate(fields | more)


def test_evidence_is_cut_from_the_text():
    assert (WORDS.start, WORDS.end, WORDS.text) == (0, 17, "Three were killed")


def test_evidence_of_nothing_is_refused():
    with pytest.raises(ValidationError, match="at least 1 character"):
        Evidence.cut(TEXT, 5, 5)


@pytest.mark.parametrize("offsets", [{"start": -1, "end": 3}, {"start": 0, "end": -3}])
def test_offsets_are_not_negative(offsets):
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        Evidence(text="abc", **offsets)


def test_a_sub_event_belongs_to_its_event():
    assert Acled(event_type="Battles", sub_event_type="Armed clash").event_type == "Battles"
    with pytest.raises(ValidationError, match="'Attack' is no sub-event of 'Battles'"):
        Acled(event_type="Battles", sub_event_type="Attack")


def test_records_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        WORDS.start = 1


def test_unknown_fields_are_refused():
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Failure(document="a.txt", stage="read", reason="empty file", colour="red")


def test_totals_are_the_sums_of_rows_that_stand_alone():
    rows = (
        row(count=4),
        row(count=1, victim="soldier"),
        row("injured", 21),
        row("injured", 1, included=True, victim="un_contractor"),
    )
    summed = event(casualties=rows)
    assert (summed.killed, summed.injured, summed.missing, summed.abducted) == (5, 21, 0, 0)


@pytest.mark.parametrize(
    ("counts", "killed"),
    [([], 0), ([None], None), ([None, None], None), ([None, 2], 2), ([0], 0)],
)
def test_a_total_is_null_only_where_no_row_has_a_figure(counts, killed):
    rows = tuple(row(count=count) for count in counts)
    assert total(rows, "killed") == killed
    assert event(casualties=rows).killed == killed


def test_a_row_that_is_only_part_of_another_leaves_a_total_of_nothing():
    assert total((row(included=True),), "killed") == 0


def test_a_stated_total_that_is_not_the_sum_is_refused():
    with pytest.raises(ValidationError, match="'killed' is not the sum"):
        event(casualties=(row(count=3),), killed=4, injured=0, missing=0, abducted=0)


def test_a_written_event_can_be_read_again():
    written = event(casualties=(row(count=3),))
    assert Event.model_validate_json(written.to_line()) == written


@pytest.mark.parametrize(
    ("event_type", "subtype"),
    [
        ("attack", "ambush"),
        ("accident", "road"),
        ("attack", "explosive"),
        ("accident", "explosive"),
    ],
)
def test_a_subtype_of_its_type_is_taken(event_type, subtype):
    assert event(type=event_type, subtype=subtype).subtype == subtype


@pytest.mark.parametrize(
    ("event_type", "subtype"), [("attack", "road"), ("accident", "ambush"), ("meeting", "ambush")]
)
def test_a_subtype_of_another_type_is_refused(event_type, subtype):
    with pytest.raises(ValidationError, match="is no subtype of"):
        event(type=event_type, subtype=subtype)


@pytest.mark.parametrize("event_type", sorted(set(EVENT_TYPES) - HARM_TYPES))
def test_an_event_without_harm_carries_no_casualties(event_type):
    assert event(type=event_type).type == event_type
    with pytest.raises(ValidationError, match="carries no casualties"):
        event(type=event_type, casualties=(row(),))


@pytest.mark.parametrize("assertion", ["negated", "hypothetical"])
def test_what_did_not_happen_carries_no_casualties(assertion):
    with pytest.raises(ValidationError, match=f"{assertion} carries no casualties"):
        event(assertion=assertion, casualties=(row(),))


def test_what_was_attempted_may_carry_casualties():
    assert event(assertion="attempted", casualties=(row(count=2),)).killed == 2


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        (Place, {"name": "Bria", "role": "town"}),
        (Perpetrator, {"name": "M23", "status": "guilty"}),
        (Casualty, {"outcome": "dead", "count": 1, "evidence": WORDS}),
        (Casualty, {"outcome": "killed", "count": -1, "evidence": WORDS}),
        (Casualty, {"outcome": "killed", "victim": "soldiers", "evidence": WORDS}),
        (
            Entity,
            {
                "doc_id": "d",
                "entry_id": "d#1",
                "entity_id": "d#1/e1",
                "label": "CITY",
                "text": "Bria",
                "start": 0,
                "end": 4,
                "source": "model",
            },
        ),
    ],
)
def test_values_outside_the_codebook_are_refused(record, fields):
    with pytest.raises(ValidationError):
        record(**fields)


def test_an_interval_does_not_end_before_it_starts():
    with pytest.raises(ValidationError, match="ends before it starts"):
        EventDate(start=date(2018, 5, 2), end=date(2018, 5, 1), precision="range")


def test_a_line_is_one_line_whatever_the_text_holds():
    text = "a\nb\rc\u2028d\u2029e\x85f\x0bg\x0ch"
    line = Document(doc_id="d", source="d.txt", text=text).to_line()
    assert line.splitlines() == [line]
    assert json.loads(line)["text"] == text


def test_the_keys_of_a_line_are_those_of_the_codebook_in_its_order():
    entry = Entry(doc_id="d", entry_id="d#1", start=0, end=9, language="en")
    assert list(json.loads(entry.to_line())) == [
        "doc_id",
        "entry_id",
        "start",
        "end",
        "language",
        "published",
        "published_text",
        "dateline_place",
    ]
    assert list(json.loads(event().to_line())) == [
        "doc_id",
        "entry_id",
        "event_id",
        "language",
        "published",
        "type",
        "subtype",
        "recalled",
        "assertion",
        "date",
        "mission",
        "country",
        "places",
        "perpetrators",
        "target",
        "weapons",
        "reported_by",
        "participants",
        "casualties",
        "killed",
        "injured",
        "missing",
        "abducted",
        "evidence",
        "acled",
        "plover",
        "date_prec",
        "where_prec",
        "corrected",
    ]


def test_a_line_writes_dates_as_iso_and_what_is_unknown_as_null():
    line = json.loads(event().to_line())
    assert (line["published"], line["date"], line["country"]) == ("2018-05-17", None, None)


def test_letters_are_written_as_they_are():
    assert "Ménaka" in Document(doc_id="d", source="d.txt", text="Ménaka").to_line()


def test_the_vocabularies_are_those_of_the_codebook():
    assert len(LABELS) == len(set(LABELS)) == 12
    assert len(EVENT_TYPES) == len(set(EVENT_TYPES)) == 16
    assert OUTCOMES == ("killed", "injured", "missing", "abducted")
    assert len(VICTIMS) == 10
    assert set(LABELS) - FLAT_LABELS == {"ROLE", "WEAPON", "CASUALTY", "ACRONYM"}
    assert set(EVENT_TYPES) - HARM_TYPES == {
        "statement",
        "meeting",
        "agreement",
        "appointment",
        "award",
        "mandate",
        "deployment",
        "operation",
    }
    assert set(SUBTYPES) == {"attack", "accident"}
