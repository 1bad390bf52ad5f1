"""How far a figure could be off: intervals by resampling documents, as each is one draw.

Mentions and events of one document resemble each other, so it is documents that are drawn.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluation.counts import VERDICTS, Counts

ROUNDS = 1000
SEED = 20171126
CONFIDENCE = 0.95

Floats = NDArray[np.float64]
Interval = tuple[float, float]


def stack(tables: Sequence[Mapping[str, Counts]], measures: Sequence[str]) -> Floats:
    """The counts as an array of documents x measures x verdicts."""
    none = Counts()
    rows = [[table.get(measure, none).as_tuple() for measure in measures] for table in tables]
    return np.array(rows, dtype=np.float64).reshape(len(tables), len(measures), len(VERDICTS))


def f1_of(counts: Floats) -> Floats:
    """F1 along the last axis, NaN where there is nothing to score."""
    correct, incorrect, partial, missed, spurious = np.moveaxis(counts, -1, 0)
    whole = 2 * (correct + incorrect + partial) + missed + spurious
    with np.errstate(invalid="ignore"):
        return np.asarray((2 * correct + partial) / whole)


def find_intervals(
    tables: Sequence[Mapping[str, Counts]], *, rounds: int = ROUNDS, seed: int = SEED
) -> dict[str, Interval]:
    """The percentile interval of F1 by measure; none for fewer than two documents with it."""
    measures = sorted(
        measure
        for measure in {name for table in tables for name in table}
        if sum(measure in table for table in tables) > 1
    )
    if not measures:
        return {}
    draws = np.random.default_rng(seed).multinomial(
        len(tables), np.full(len(tables), 1 / len(tables)), size=rounds
    )
    sums = np.tensordot(draws.astype(np.float64), stack(tables, measures), axes=1)
    tail = 100 * (1 - CONFIDENCE) / 2
    intervals = {}
    for measure, column in zip(measures, f1_of(sums).T, strict=True):
        low, high = np.percentile(column[~np.isnan(column)], [tail, 100 - tail])
        intervals[measure] = (float(low), float(high))
    return intervals
