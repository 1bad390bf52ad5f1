"""What an event answers, slot by slot: the fills that two events are compared by."""

from collections import Counter
from collections.abc import Callable, Iterable

from pipeline.codes import HARM_TYPES
from pipeline.evaluation.counts import Counts, Finding, Verdict
from pipeline.evaluation.rows import OPEN_END
from pipeline.records import Casualty, Event, EventDate

Fills = tuple[str, ...]
"""What a slot holds, as text: several fills, one, or none."""


def _one(value: object) -> Fills:
    return () if value is None else (str(value),)


def _interval(when: EventDate | None) -> Fills:
    if when is None:
        return ()
    return (f"{when.start}..{'' if when.end == OPEN_END else when.end}",)


SLOTS: dict[str, tuple[str, Callable[[Event], Fills]]] = {
    "type": ("type", lambda e: (e.type,)),
    "subtype": ("subtype", lambda e: _one(e.subtype)),
    "recalled": ("recalled", lambda e: (str(e.recalled),)),
    "assertion": ("assertion", lambda e: (e.assertion,)),
    "date": ("date", lambda e: _interval(e.date)),
    "precision": ("date", lambda e: _one(e.date and e.date.precision)),
    "mission": ("mission", lambda e: e.mission),
    "country": ("country", lambda e: _one(e.country)),
    "places": ("places", lambda e: tuple(f"{p.name} ({p.role})" for p in e.places)),
    "place_names": ("places", lambda e: tuple(p.name for p in e.places)),
    "perpetrators": (
        "perpetrators",
        lambda e: tuple(f"{p.name} ({p.status})" for p in e.perpetrators),
    ),
    "perpetrator_names": ("perpetrators", lambda e: tuple(p.name for p in e.perpetrators)),
    "target": ("target", lambda e: _one(e.target)),
    "weapons": ("weapons", lambda e: e.weapons),
    "reported_by": ("reported_by", lambda e: _one(e.reported_by)),
    "participants": ("participants", lambda e: e.participants),
}
"""Slot by name: the field that it is read from, and how. A date is its interval; its precision,
the role of a place and the status of a perpetrator are asked apart from the bare value."""

TEMPLATE_SLOTS = tuple(
    name for name in SLOTS if name not in ("precision", "place_names", "perpetrator_names")
)
"""The slots of a whole template, nothing asked twice."""

DEFAULT_WHERE_ABSENT = {"assertion"}
"""Fields that gold writes only where they are not the default."""


def is_judged(event: Event, field: str) -> bool:
    """Whether the gold says anything about this field of the event."""
    return field in event.model_fields_set or field in DEFAULT_WHERE_ABSENT


def is_harm(event: Event) -> bool:
    """Whether people came to harm in it, by the codebook: denied and feared harm is none."""
    return event.type in HARM_TYPES and event.assertion in ("asserted", "attempted")


def name_row(row: Casualty) -> str:
    """A casualty row as the strict comparison sees it."""
    count = "?" if row.count is None else row.count
    return " ".join([f"{row.outcome} {count} {row.victim}", *sorted(row.nationality)])


def name_row_relaxed(row: Casualty) -> str:
    """A casualty row as the relaxed comparison sees it: outcome and count."""
    return f"{row.outcome} {'?' if row.count is None else row.count}"


ROW_NAMES: dict[str, Callable[[Casualty], str]] = {
    "strict": name_row,
    "relaxed": name_row_relaxed,
}


def share(one: Iterable[str], other: Iterable[str]) -> float:
    """How much of two bags of fills is the same, between 0 and 1; 0 where one is empty."""
    first, second = Counter(one), Counter(other)
    size = first.total() + second.total()
    return 2 * (first & second).total() / size if first and second else 0.0


def compare_fills(gold: Fills, predicted: Fills) -> Counts:
    """MUC's counts of a slot: a wrong fill that stands for a gold one is incorrect, not both."""
    first, second = Counter(gold), Counter(predicted)
    correct = (first & second).total()
    missed, spurious = first.total() - correct, second.total() - correct
    incorrect = min(missed, spurious)
    return Counts(correct, incorrect, 0, missed - incorrect, spurious - incorrect)


def judge_fills(measure: str, event: Event, gold: Fills, predicted: Fills) -> list[Finding]:
    """The findings of a slot, one for each fill; their counts are those of `compare_fills`."""
    left, over = Counter(gold) - Counter(predicted), Counter(predicted) - Counter(gold)
    right = Counter(gold) & Counter(predicted)
    missing, extra = sorted(left.elements()), sorted(over.elements())
    answers: list[tuple[Verdict, str | None, str | None]] = [
        *(("correct", fill, fill) for fill in right.elements()),
        *(("incorrect", one, other) for one, other in zip(missing, extra, strict=False)),
        *(("missed", fill, None) for fill in missing[len(extra) :]),
        *(("spurious", None, fill) for fill in extra[len(missing) :]),
    ]
    span = event.evidence
    return [
        Finding(measure, verdict, event.doc_id, span.start, span.end, one, other)
        for verdict, one, other in answers
    ]
