"""What changed between two evaluations, and whether chance would do the same.

A paired permutation test: had the two systems been the same, each document's two scores could
be swapped; `p` is how often swapping gives a difference in F1 as large as the one seen.
"""

from dataclasses import dataclass

import numpy as np

from pipeline.evaluation.bootstrap import SEED, Floats, f1_of, stack
from pipeline.evaluation.metrics import Metrics

ROUNDS = 2000
EXACT_UP_TO = 11
"""With so few documents that differ, all ways to swap them are tried: at most `ROUNDS` or so."""


@dataclass(frozen=True, slots=True)
class Change:
    """One measure's F1 before and after, None where there was nothing to score."""

    measure: str
    old: float | None
    new: float | None
    p: float | None

    @property
    def difference(self) -> float:
        """How much it rose."""
        return (self.new or 0.0) - (self.old or 0.0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes over the documents that both evaluations scored against the same gold."""

    changes: tuple[Change, ...]
    documents: int
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    other_gold: tuple[str, ...]


def compare(old: Metrics, new: Metrics, *, rounds: int = ROUNDS, seed: int = SEED) -> Comparison:
    """The comparison of two evaluations, the largest change first."""
    both = sorted(old.documents.keys() & new.documents.keys())
    same = [name for name in both if old.documents[name].gold == new.documents[name].gold]
    return Comparison(
        tuple(_changes(old, new, same, rounds, seed)) if same else (),
        len(same),
        tuple(sorted(old.documents.keys() - new.documents.keys())),
        tuple(sorted(new.documents.keys() - old.documents.keys())),
        tuple(name for name in both if name not in same),
    )


def _changes(old: Metrics, new: Metrics, names: list[str], rounds: int, seed: int) -> list[Change]:
    before = [old.documents[name].by_measure() for name in names]
    after = [new.documents[name].by_measure() for name in names]
    measures = sorted({measure for table in (*before, *after) for measure in table})
    first, second = stack(before, measures), stack(after, measures)
    changes = []
    for number, measure in enumerate(measures):
        one, other = first[:, number], second[:, number]
        if not np.array_equal(one, other):
            changes.append(_change(measure, one, other, rounds, seed))
    return sorted(changes, key=lambda change: (-abs(change.difference), change.measure))


def _change(measure: str, old: Floats, new: Floats, rounds: int, seed: int) -> Change:
    before, after = float(f1_of(old.sum(axis=0))), float(f1_of(new.sum(axis=0)))
    if np.isnan(before) or np.isnan(after):
        return Change(measure, _known(before), _known(after), None)
    return Change(measure, before, after, permutation_test(old, new, rounds=rounds, seed=seed))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def permutation_test(old: Floats, new: Floats, *, rounds: int = ROUNDS, seed: int = SEED) -> float:
    """The two-sided p of a difference in F1 between documents x verdicts of two systems."""
    differ = np.any(old != new, axis=1)
    fixed = old[~differ].sum(axis=0)
    one, other = old[differ], new[differ]
    swaps, exact = _draw_swaps(len(one), rounds, seed)
    first = fixed + swaps @ other + (1 - swaps) @ one
    second = fixed + swaps @ one + (1 - swaps) @ other
    seen = abs(f1_of(new.sum(axis=0)) - f1_of(old.sum(axis=0)))
    # NaN where a swap leaves one side without anything to score: no evidence against chance.
    gaps = np.nan_to_num(np.abs(f1_of(first) - f1_of(second)), nan=np.inf)
    as_large = int(np.sum(gaps >= seen - 1e-12))
    return as_large / len(swaps) if exact else (as_large + 1) / (len(swaps) + 1)


def _draw_swaps(documents: int, rounds: int, seed: int) -> tuple[Floats, bool]:
    """Rows of 0 and 1, one per document, and whether these are all rows there are."""
    if documents <= EXACT_UP_TO:
        numbers = np.arange(2**documents)[:, None]
        return ((numbers >> np.arange(documents)) & 1).astype(np.float64), True
    draws = np.random.default_rng(seed).integers(0, 2, size=(rounds, documents))
    return draws.astype(np.float64), False
