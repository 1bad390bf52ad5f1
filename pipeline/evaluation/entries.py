"""Scores entries: where they begin and end, their language, date and place."""

from collections.abc import Sequence

from pipeline.evaluation.assignment import assign
from pipeline.evaluation.counts import Finding, Verdict
from pipeline.records import Entry

Pairs = list[tuple[Entry, Entry]]


def align_entries(gold: Sequence[Entry], predicted: Sequence[Entry]) -> Pairs:
    """The entries of one document that cover the same text best, one to one."""
    return assign(gold, predicted, overlap)


def overlap(one: Entry, other: Entry) -> float:
    """The shared text of two entries as a share of all that they cover."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start)) if shared > 0 else 0.0


def judge_entries(gold: Sequence[Entry], predicted: Sequence[Entry], pairs: Pairs) -> list[Finding]:
    """All answers about the entries of one document.

    `entries.boundaries` asks for both ends exactly; language and date are asked of every entry,
    so that a null that should be one is right; the place where one side has it.
    """
    found = []
    for one, other in pairs:
        exact = (one.start, one.end) == (other.start, other.end)
        found.append(_answer("entries.boundaries", exact, one, other, _span(one), _span(other)))
        for measure, field in (
            ("entries.language", "language"),
            ("entries.published", "published"),
        ):
            if field in one.model_fields_set:
                found.append(_compare(measure, one, other, field))
        found += _judge_place(one, other)
    for entry in gold:
        if not any(entry is one for one, _ in pairs):
            found += [_alone(measure, "missed", entry) for measure in ASKED_OF_ALL]
    for entry in predicted:
        if not any(entry is other for _, other in pairs):
            found += [_alone(measure, "spurious", entry) for measure in ASKED_OF_ALL]
    return found


ASKED_OF_ALL = ("entries.boundaries", "entries.language", "entries.published")


def _judge_place(one: Entry, other: Entry) -> list[Finding]:
    if "dateline_place" not in one.model_fields_set:
        return []
    if one.dateline_place is None and other.dateline_place is None:
        return []
    if one.dateline_place is None or other.dateline_place is None:
        verdict: Verdict = "missed" if other.dateline_place is None else "spurious"
        return [
            Finding(
                "entries.place",
                verdict,
                one.doc_id,
                one.start,
                one.end,
                one.dateline_place,
                other.dateline_place,
            )
        ]
    return [_compare("entries.place", one, other, "dateline_place")]


def _compare(measure: str, one: Entry, other: Entry, field: str) -> Finding:
    gold, predicted = getattr(one, field), getattr(other, field)
    return _answer(measure, gold == predicted, one, other, str(gold), str(predicted))


def _answer(
    measure: str, right: bool, one: Entry, other: Entry, gold: str, predicted: str
) -> Finding:
    verdict: Verdict = "correct" if right else "incorrect"
    return Finding(measure, verdict, one.doc_id, one.start, one.end, gold, predicted)


def _alone(measure: str, verdict: Verdict, entry: Entry) -> Finding:
    shown = _span(entry)
    gold, predicted = (shown, None) if verdict == "missed" else (None, shown)
    return Finding(measure, verdict, entry.doc_id, entry.start, entry.end, gold, predicted)


def _span(entry: Entry) -> str:
    return f"[{entry.start}:{entry.end}] {entry.published} {entry.language}"
