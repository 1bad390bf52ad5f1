"""Scores events: which were found, with which roles, casualties and totals.

Gold and predicted events of an entry are aligned one to one so that what they share adds up to
the most (CEAF); as in MUC-4 a pair must agree at least partly on the type and on one thing more.
"""

from collections.abc import Iterable, Sequence

from pipeline.codes import HARM_TYPES, OUTCOMES
from pipeline.evaluation.assignment import assign
from pipeline.evaluation.counts import Counts, CountsByMeasure, Finding, Verdict, add_up, count
from pipeline.evaluation.entries import Pairs as EntryPairs
from pipeline.evaluation.slots import (
    ROW_NAMES,
    SLOTS,
    TEMPLATE_SLOTS,
    Fills,
    compare_fills,
    is_harm,
    is_judged,
    judge_fills,
    name_row,
    name_row_relaxed,
    share,
)
from pipeline.records import Casualty, Entry, Event, EventDate, Evidence

Pairs = list[tuple[Event, Event]]
Events = Sequence[Event]
Rows = Sequence[Casualty]

WEIGHTS = {
    "type": 3.0,
    "casualties": 3.0,
    "date": 2.0,
    "places": 2.0,
    "evidence": 2.0,
    "perpetrators": 1.0,
    "participants": 1.0,
    "mission": 1.0,
    "content": 0.5,
}
"""What each part of the similarity counts. What tells the happenings of an entry apart counts
most; `content` decides between pairs that agree on all that."""


def similarity(gold: Event, predicted: Event, *, by_type: bool = True) -> float:
    """How much two events share, 0 where MUC would not align them.

    Without `by_type` the type is left out of it, so that agreement on types can be measured.
    """
    parts = _parts(gold, predicted)
    kind = _type_part(gold, predicted)
    if not any(parts.values()) or (by_type and not kind):
        return 0.0
    parts["type"] = kind if by_type else 0.0
    parts["content"] = share(_content(gold), _content(predicted))
    return sum(WEIGHTS[name] * part for name, part in parts.items())


def _parts(gold: Event, predicted: Event) -> dict[str, float]:
    return {
        "casualties": share(
            map(name_row_relaxed, gold.casualties), map(name_row_relaxed, predicted.casualties)
        ),
        "date": _date_part(gold.date, predicted.date),
        "places": share(_fills("place_names", gold), _fills("place_names", predicted)),
        "evidence": _span_part(gold.evidence, predicted.evidence),
        "perpetrators": share(
            _fills("perpetrator_names", gold), _fills("perpetrator_names", predicted)
        ),
        "participants": share(gold.participants, predicted.participants),
        "mission": share(gold.mission, predicted.mission),
    }


def _type_part(gold: Event, predicted: Event) -> float:
    """1 for the same type, half for another of the same family, harm or none."""
    if gold.type == predicted.type:
        return 1.0
    return 0.5 if (gold.type in HARM_TYPES) == (predicted.type in HARM_TYPES) else 0.0


def _date_part(gold: EventDate | None, predicted: EventDate | None) -> float:
    if gold is None or predicted is None:
        return 0.0
    if (gold.start, gold.end) == (predicted.start, predicted.end):
        return 1.0
    return 0.5 if gold.start <= predicted.end and predicted.start <= gold.end else 0.0


def _span_part(gold: Evidence, predicted: Evidence) -> float:
    shared = min(gold.end, predicted.end) - max(gold.start, predicted.start)
    return max(0, shared) / (max(gold.end, predicted.end) - min(gold.start, predicted.start))


def _fills(slot: str, event: Event) -> Fills:
    return SLOTS[slot][1](event)


def _content(event: Event) -> list[str]:
    slots = [f"{slot} {fill}" for slot in SLOTS for fill in _fills(slot, event)]
    return slots + [row.model_dump_json() for row in event.casualties]


def align_events(
    gold: Events, predicted: Events, entries: EntryPairs, *, by_type: bool = True
) -> Pairs:
    """The events of one document that tell the same happening, within aligned entries."""
    pairs: Pairs = []
    for one, other in entries:
        mine = [event for event in gold if event.entry_id == one.entry_id]
        theirs = [event for event in predicted if event.entry_id == other.entry_id]
        pairs += assign(mine, theirs, lambda a, b: similarity(a, b, by_type=by_type))
    return pairs


def judge_events(
    gold: Events, predicted: Events, pairs: Pairs
) -> tuple[CountsByMeasure, list[Finding]]:
    """The counts of one document's events, and every answer that was given about them.

    Roles and totals are asked of aligned events; casualty rows and `events.templates`, which is
    MUC's "all templates", of all events, so that a missed one costs all that it holds.
    """
    missed = [event for event in gold if not any(event is one for one, _ in pairs)]
    spurious = [event for event in predicted if not any(event is other for _, other in pairs)]
    findings = [*_judge_detection(pairs, missed, spurious), *_judge_rows(pairs, missed, spurious)]
    for one, other in pairs:
        findings += _judge_roles(one, other)
        findings += _judge_totals(one, other)
    templates = _count_templates(pairs, missed, spurious)
    return add_up([count(findings), templates]), findings


def _judge_detection(pairs: Pairs, missed: Events, spurious: Events) -> list[Finding]:
    found = []
    for one, other in pairs:
        found.append(_answer("events.untyped", "correct", one, one, other))
        found += _judge_type(one, other)
        found += _judge_harm(one, other)
    for event in missed:
        found += [_answer(name, "missed", event, event, None) for name in _measures(event)]
    for event in spurious:
        found += [_answer(name, "spurious", event, None, event) for name in _measures(event)]
    return found


def _measures(event: Event) -> tuple[str, ...]:
    """The measures of detection that an event on its own is asked by."""
    harm = ("events.harm",) if is_harm(event) else ()
    return ("events.untyped", "events.typed", f"events.{event.type}", *harm)


def _judge_type(one: Event, other: Event) -> list[Finding]:
    if one.type == other.type:
        measures = ("events.typed", f"events.{one.type}")
        return [_answer(measure, "correct", one, one, other) for measure in measures]
    return [
        _answer("events.typed", "incorrect", one, one, other),
        _answer(f"events.{one.type}", "missed", one, one, other),
        _answer(f"events.{other.type}", "spurious", one, one, other),
    ]


def _judge_harm(one: Event, other: Event) -> list[Finding]:
    verdicts: dict[tuple[bool, bool], Verdict] = {
        (True, True): "correct",
        (True, False): "missed",
        (False, True): "spurious",
    }
    verdict = verdicts.get((is_harm(one), is_harm(other)))
    return [_answer("events.harm", verdict, one, one, other)] if verdict else []


def _answer(
    measure: str, verdict: Verdict, at: Event, one: Event | None, other: Event | None
) -> Finding:
    return Finding(
        measure,
        verdict,
        at.doc_id,
        at.evidence.start,
        at.evidence.end,
        name_event(one) if one else None,
        name_event(other) if other else None,
    )


def name_event(event: Event) -> str:
    """An event in a few words: what, when, and with which casualties."""
    when = _fills("date", event)
    marks = [*(("recalled",) if event.recalled else ()), *_marks(event)]
    rows = "; ".join(name_row(row) for row in event.casualties)
    return ", ".join([event.type, *when, *marks, *([rows] if rows else [])])


def _marks(event: Event) -> Fills:
    return () if event.assertion == "asserted" else (event.assertion,)


def _judge_rows(pairs: Pairs, missed: Events, spurious: Events) -> list[Finding]:
    found = []
    for one, other in pairs:
        if is_judged(one, "casualties"):
            found += _compare_rows(one, one.casualties, other.casualties)
    for event in missed:
        found += _compare_rows(event, event.casualties, ())
    for event in spurious:
        found += _compare_rows(event, (), event.casualties)
    return found


def _compare_rows(at: Event, gold: Rows, predicted: Rows) -> list[Finding]:
    return [
        finding
        for name, fill in ROW_NAMES.items()
        for finding in judge_fills(
            f"casualties.{name}", at, tuple(map(fill, gold)), tuple(map(fill, predicted))
        )
    ]


def _judge_roles(one: Event, other: Event) -> list[Finding]:
    return [
        finding
        for slot, (field, read) in SLOTS.items()
        if is_judged(one, field)
        for finding in judge_fills(f"roles.{slot}", one, read(one), read(other))
    ]


def _judge_totals(one: Event, other: Event) -> list[Finding]:
    """Totals of killed, injured, missing and abducted, asked where a side has any.

    `totals.exact` asks of every aligned event of harm whether all four are right.
    """
    if not is_judged(one, "casualties") or not (is_harm(one) or is_harm(other)):
        return []
    found = []
    for outcome in OUTCOMES:
        fills = [_total(event, outcome) for event in (one, other)]
        found += judge_fills(f"totals.{outcome}", one, *fills)
    if is_harm(one):
        gold, predicted = (
            [_total(event, outcome) for outcome in OUTCOMES] for event in (one, other)
        )
        verdict: Verdict = "correct" if gold == predicted else "incorrect"
        found.append(_answer("totals.exact", verdict, one, one, other))
    return found


def _total(event: Event, outcome: str) -> Fills:
    """The total as a fill: none where it is 0, `?` where people were hurt without a figure."""
    figure = getattr(event, outcome)
    return () if figure == 0 else ("?" if figure is None else str(figure),)


def _count_templates(pairs: Pairs, missed: Events, spurious: Events) -> CountsByMeasure:
    counts = Counts()
    for one, other in pairs:
        counts += _compare_templates(one, other)
    for event in missed:
        counts += Counts(missed=sum(len(fills) for fills in _template(event, event).values()))
    for event in spurious:
        counts += Counts(spurious=sum(len(fills) for fills in _template(event, None).values()))
    return {"events.templates": counts} if counts != Counts() else {}


def _compare_templates(one: Event, other: Event) -> Counts:
    gold, predicted = _template(one, one), _template(other, one)
    sums = Counts()
    for slot, fills in gold.items():
        sums += compare_fills(fills, predicted[slot])
    return sums


def _template(event: Event, judge: Event | None) -> dict[str, Fills]:
    """The fills of all slots, of those only that the gold event judges, where there is one."""
    slots = {
        slot: read(event)
        for slot in TEMPLATE_SLOTS
        for field, read in [SLOTS[slot]]
        if judge is None or is_judged(judge, field)
    }
    if judge is None or is_judged(judge, "casualties"):
        slots["casualties"] = tuple(map(name_row, event.casualties))
    return slots


def judge_near_negatives(
    entries: Iterable[Entry], gold: Events, predicted: Events
) -> list[Finding]:
    """Whether entries that report no harm were left without an event of harm.

    Asked of the entry's text, so that a prediction counts whatever entry it was put into.
    """
    found = []
    for entry in entries:
        if any(is_harm(event) for event in gold if event.entry_id == entry.entry_id):
            continue
        false = [event for event in predicted if is_harm(event) and _lies_in(event, entry)]
        said = "; ".join(name_event(event) for event in false) or None
        verdict: Verdict = "incorrect" if false else "correct"
        found.append(
            Finding(
                "events.near_negative",
                verdict,
                entry.doc_id,
                entry.start,
                entry.end,
                "no harm",
                said or "no harm",
            )
        )
    return found


def _lies_in(event: Event, entry: Entry) -> bool:
    return event.evidence.start < entry.end and entry.start < event.evidence.end
