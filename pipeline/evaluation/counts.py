"""What every figure is made of: the five counts of MUC and SemEval 2013 task 9.1."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Verdict = Literal["correct", "incorrect", "partial", "missed", "spurious"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many answers were correct, incorrect, half right, missed and spurious.

    A ratio without anything to divide by is None: nothing was asked, or nothing was said.
    """

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(a + b for a, b in zip(self.as_tuple(), other.as_tuple(), strict=True)))

    def as_tuple(self) -> tuple[int, int, int, int, int]:
        """The counts in the order of `VERDICTS`."""
        return (self.correct, self.incorrect, self.partial, self.missed, self.spurious)

    @property
    def hits(self) -> float:
        """Right answers, half right ones counted half."""
        return self.correct + 0.5 * self.partial

    @property
    def actual(self) -> int:
        """All that was predicted."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def possible(self) -> int:
        """All that the gold holds."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def precision(self) -> float | None:
        """The share of the predicted that is right."""
        return _ratio(self.hits, self.actual)

    @property
    def recall(self) -> float | None:
        """The share of the gold that was found."""
        return _ratio(self.hits, self.possible)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; for an accuracy, the accuracy."""
        return _ratio(2 * self.hits, self.actual + self.possible)

    @property
    def overgeneration(self) -> float | None:
        """MUC's share of the predicted that answers nothing in the gold."""
        return _ratio(self.spurious, self.actual)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


CountsByMeasure = dict[str, Counts]


def add_up(tables: Iterable[Mapping[str, Counts]]) -> CountsByMeasure:
    """The sums by measure, in the order of the measures' names."""
    sums: CountsByMeasure = {}
    for table in tables:
        for measure, counts in table.items():
            sums[measure] = sums.get(measure, Counts()) + counts
    return dict(sorted(sums.items()))


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer and its verdict: what the gold says, what was predicted, and where.

    `start` and `end` point into the document's text; `gold` or `predicted` is None where
    that side says nothing.
    """

    measure: str
    verdict: Verdict
    doc_id: str
    start: int
    end: int
    gold: str | None
    predicted: str | None


def count(findings: Iterable[Finding]) -> CountsByMeasure:
    """The counts of the findings by measure."""
    return add_up({finding.measure: Counts(**{finding.verdict: 1})} for finding in findings)
