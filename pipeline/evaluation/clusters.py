"""How alike two clusterings of the same things are: B-cubed, CEAF and pairs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from pipeline.evaluation.assignment import assign
from pipeline.evaluation.counts import Counts

Cluster: TypeAlias = frozenset[str]
Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision and recall, and the counts of what is exactly right."""

    precision: float | None
    recall: float | None
    counts: Counts

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two; None where there was nothing to compare."""
        if self.precision is None or self.recall is None:
            return None
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def complete(clusters: Iterable[Iterable[str]], members: Iterable[str]) -> list[Cluster]:
    """The clusters with nothing but the members, and those left out as clusters of one."""
    wanted = set(members)
    kept = [cluster for each in clusters if (cluster := frozenset(each) & wanted)]
    alone = wanted.difference(*kept)
    return kept + [frozenset({member}) for member in sorted(alone)]


def score_b_cubed(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> Agreement:
    """B-cubed (Bagga and Baldwin 1998): the mean over members; counts are of members."""
    mine, theirs = _by_member(gold), _by_member(predicted)
    if not mine:
        return Agreement(None, None, Counts())
    shared = {member: len(mine[member] & theirs[member]) for member in mine}
    right = sum(mine[member] == theirs[member] for member in mine)
    return Agreement(
        sum(shared[member] / len(theirs[member]) for member in mine) / len(mine),
        sum(shared[member] / len(mine[member]) for member in mine) / len(mine),
        Counts(correct=right, incorrect=len(mine) - right),
    )


def score_ceaf(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> Agreement:
    """CEAF-e (Luo 2005, similarity phi 4): the best one-to-one assignment of clusters."""
    if not gold:
        return Agreement(None, None, Counts())
    total = sum(_dice(one, other) for one, other in assign(gold, predicted, _dice))
    right = len(set(gold) & set(predicted))
    counts = Counts(right, missed=len(gold) - right, spurious=len(predicted) - right)
    return Agreement(total / len(predicted), total / len(gold), counts)


def count_pairs(gold: Iterable[Pair], predicted: Iterable[Pair]) -> Counts:
    """The counts of pairs that are in one cluster."""
    mine, theirs = set(gold), set(predicted)
    return Counts(len(mine & theirs), missed=len(mine - theirs), spurious=len(theirs - mine))


def pairs_of(clusters: Iterable[Cluster]) -> list[Pair]:
    """Every two members of one cluster, in the order of their names."""
    return [pair for cluster in clusters for pair in combinations(sorted(cluster), 2)]


def _dice(one: Cluster, other: Cluster) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _by_member(clusters: Iterable[Cluster]) -> Mapping[str, Cluster]:
    return {member: cluster for cluster in clusters for member in cluster}
