"""The figures as a file, `metrics.json`: every measure of every group of documents.

It holds the counts of every document too, from which two runs can be compared.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline import __version__
from pipeline.errors import UsageError
from pipeline.evaluation.bootstrap import find_intervals
from pipeline.evaluation.counts import Counts, CountsByMeasure, add_up
from pipeline.evaluation.problems import explain, refuse
from pipeline.evaluation.score import DocumentScore, group

Chosen = Literal["dev", "score", "all"]
DIGITS = 6


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Part):
    """One measure of one group: its counts and ratios, null where nothing can be divided.

    `low` and `high` bound F1 with 95 % confidence; `documents` says how many have a say.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    low: float | None = None
    high: float | None = None
    overgeneration: float | None = None
    correct: int = Field(ge=0)
    incorrect: int = Field(ge=0)
    partial: int = Field(ge=0)
    missed: int = Field(ge=0)
    spurious: int = Field(ge=0)
    documents: int = Field(ge=0)

    @property
    def counts(self) -> Counts:
        """The five counts."""
        return Counts(self.correct, self.incorrect, self.partial, self.missed, self.spurious)


class DocumentFigures(_Part):
    """The counts of one document by measure, in the order of `counts.VERDICTS`."""

    language: str
    kind: str
    gold: str
    counts: dict[str, tuple[int, int, int, int, int]]

    def by_measure(self) -> CountsByMeasure:
        """The counts as such."""
        return {measure: Counts(*numbers) for measure, numbers in self.counts.items()}


class Metrics(_Part):
    """All figures of one evaluation. Two runs on the same files write the same bytes."""

    bluehelm: str
    split: Chosen
    scores: dict[str, dict[str, Figure]]
    documents: dict[str, DocumentFigures]

    def to_json(self) -> str:
        """The file's content."""
        return self.model_dump_json(indent=1) + "\n"


def build_metrics(
    documents: Sequence[DocumentScore],
    split: Chosen = "all",
    more: Mapping[str, dict[str, Figure]] | None = None,
) -> Metrics:
    """The metrics of scored documents, and `more` groups that are not sums over documents."""
    return Metrics(
        bluehelm=__version__,
        split=split,
        scores={name: _figures(members) for name, members in group(documents).items()}
        | dict(more or {}),
        documents={
            each.doc_id: DocumentFigures(
                language=each.language,
                kind=each.kind,
                gold=each.gold,
                counts={name: counts.as_tuple() for name, counts in each.counts.items()},
            )
            for each in documents
        },
    )


def _figures(documents: Sequence[DocumentScore]) -> dict[str, Figure]:
    tables = [each.counts for each in documents]
    intervals = find_intervals(tables)
    return {
        measure: build_figure(
            counts,
            sum(measure in each for each in tables),
            counts.precision,
            counts.recall,
            counts.f1,
            intervals.get(measure),
        )
        for measure, counts in add_up(tables).items()
    }


def build_figure(
    counts: Counts,
    documents: int,
    precision: float | None,
    recall: float | None,
    f1: float | None,
    interval: tuple[float, float] | None = None,
) -> Figure:
    """A figure of counts and of ratios, which need not be those of the counts (B-cubed)."""
    low, high = interval or (None, None)
    return Figure(
        precision=_round(precision),
        recall=_round(recall),
        f1=_round(f1),
        low=_round(low),
        high=_round(high),
        overgeneration=_round(counts.overgeneration),
        correct=counts.correct,
        incorrect=counts.incorrect,
        partial=counts.partial,
        missed=counts.missed,
        spurious=counts.spurious,
        documents=documents,
    )


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def load_metrics(path: Path) -> Metrics:
    """The metrics of a file; raises `UsageError` naming the file and the field."""
    try:
        return Metrics.model_validate_json(path.read_bytes())
    except ValidationError as error:
        refuse(explain(str(path), 0, error))
        raise
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from error
