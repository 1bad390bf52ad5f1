"""How far two people agree on the same documents: no system can be measured finer than that."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import UsageError
from pipeline.evaluation.bootstrap import Interval, find_intervals
from pipeline.evaluation.counts import CountsByMeasure, add_up
from pipeline.evaluation.entries import align_entries
from pipeline.evaluation.events import align_events
from pipeline.evaluation.gold import LabelsById, Texts
from pipeline.evaluation.score import score
from pipeline.evaluation.tables import ratio, table

SHOWN = ("entries.", "entities.", "events.", "casualties.", "totals.", "roles.", "canonical.all")
SCHEMES = (".strict", ".partial")
"""Of the four schemes for mentions, these say most about people."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """F1 by measure, symmetric between the two, and kappa on the types of aligned events."""

    documents: int
    counts: CountsByMeasure
    intervals: dict[str, Interval]
    types: tuple[tuple[str, str], ...]

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa on event types, of events aligned without regard to the type."""
        return cohen_kappa(self.types)


def agree(one: LabelsById, other: LabelsById, texts: Texts) -> Agreement:
    """The agreement on the documents that both have labelled; an error where there are none."""
    both = sorted(one.keys() & other.keys())
    if not both:
        raise UsageError("the two labellings have no document in common")
    first, second = ({doc_id: each[doc_id] for doc_id in both} for each in (one, other))
    tables = [document.counts for document in score(first, second, texts)]
    types = tuple(pair for doc_id in both for pair in _types(first, second, doc_id))
    return Agreement(len(both), add_up(tables), find_intervals(tables), types)


def _types(one: LabelsById, other: LabelsById, doc_id: str) -> Iterator[tuple[str, str]]:
    first, second = one[doc_id], other[doc_id]
    entries = align_entries(first.entries, second.entries)
    for gold, predicted in align_events(first.events, second.events, entries, by_type=False):
        yield gold.type, predicted.type


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Agreement beyond chance; None without pairs, or where chance alone agrees on all."""
    if not pairs:
        return None
    observed = sum(one == other for one, other in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(first[name] * second[name] for name in first) / len(pairs) ** 2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def print_agreement(agreement: Agreement) -> Iterator[str]:
    """The agreement as Markdown."""
    kappa = ratio(agreement.kappa)
    yield f"{agreement.documents} documents labelled by both."
    yield f"Cohen's kappa on the types of {len(agreement.types)} aligned events: {kappa}."
    yield ""
    yield table(
        ["measure", "F1", "95 %", "agreed", "first", "second"],
        (
            _row(name, agreement)
            for name in agreement.counts
            if name.startswith(SHOWN)
            if not name.startswith("entities.") or name.endswith(SCHEMES)
        ),
    )


def _row(name: str, agreement: Agreement) -> list[str]:
    counts, interval = agreement.counts[name], agreement.intervals.get(name)
    return [
        name,
        ratio(counts.f1),
        f"{ratio(interval[0])}–{ratio(interval[1])}" if interval else "–",
        f"{counts.hits:g}",
        str(counts.possible),
        str(counts.actual),
    ]
