"""The best one-to-one assignment between two lists, as CEAF and MUC alignments ask for."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

A = TypeVar("A")
B = TypeVar("B")


def assign(
    gold: Sequence[A], predicted: Sequence[B], similarity: Callable[[A, B], float]
) -> list[tuple[A, B]]:
    """The pairs whose similarities add up to the most; those without any similarity are none."""
    if not gold or not predicted:
        return []
    table = np.array([[similarity(one, other) for other in predicted] for one in gold])
    rows, columns = linear_sum_assignment(table, maximize=True)
    return [
        (gold[row], predicted[column])
        for row, column in zip(rows, columns, strict=True)
        if table[row, column] > 0
    ]
