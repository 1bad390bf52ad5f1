"""One evaluation from folders: loads, checks and scores; knows the errors and their page."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.evaluation.errors import Error, list_errors
from pipeline.evaluation.gold import (
    LabelsById,
    Texts,
    find_documents,
    load_labels,
    load_texts,
    require,
    require_same_sources,
)
from pipeline.evaluation.incidents import score_incidents
from pipeline.evaluation.metrics import Chosen, Metrics, build_metrics
from pipeline.evaluation.page import build_page
from pipeline.evaluation.score import DocumentScore, score
from pipeline.evaluation.splits import Splits, load_splits

SPLITS = "splits.toml"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of a run, with what is needed to explain them."""

    texts: Texts
    gold: LabelsById
    predicted: LabelsById
    documents: list[DocumentScore]
    metrics: Metrics
    splits: Splits | None
    unscored: int

    def errors(self) -> dict[str, list[Error]]:
        """The errors by kind, of documents that may be read for tuning."""
        if self.metrics.split == "score":
            raise UsageError("the score split is for figures only: its errors are not listed")
        readable = [
            each
            for each in self.documents
            if self.splits is None or self.splits.split_of(each.doc_id) == "dev"
        ]
        return list_errors(readable, self.texts)

    def page(self) -> str:
        """The errors as an HTML page."""
        return build_page(self.errors(), self.gold, self.predicted, self.texts)


def evaluate(
    gold_folder: Path, outputs: Path, documents: Path | None = None, split: Chosen = "all"
) -> Evaluation:
    """The evaluation of outputs; raises `UsageError` for all that keeps it from being right."""
    for folder in (gold_folder, outputs):
        if not folder.is_dir():
            raise UsageError(f"{folder}: no such folder")
    documents = documents or find_documents(gold_folder)
    splits = find_splits(documents)
    texts = load_texts(documents)
    every = load_labels(gold_folder, texts)
    gold = choose(every, splits, split)
    predicted = load_labels(outputs, texts)
    require(predicted, gold.keys(), outputs)
    require_same_sources(outputs, documents)
    scores = score(gold, predicted, texts)
    links = score_incidents(gold_folder, outputs, every, gold, predicted)
    metrics = build_metrics(scores, split, links)
    unscored = len(predicted.keys() - gold.keys())
    return Evaluation(texts, gold, predicted, scores, metrics, splits, unscored)


def find_splits(documents: Path) -> Splits | None:
    """The splits of the corpus that the folder of documents belongs to, if it has any."""
    path = documents.resolve().parent / SPLITS
    return load_splits(path) if path.is_file() else None


def choose(gold: LabelsById, splits: Splits | None, split: Chosen) -> LabelsById:
    """The gold of a split; raises `UsageError` where there is none."""
    if split == "all":
        chosen = gold
    elif splits is None:
        raise UsageError(f"--split {split}: no {SPLITS} beside the documents")
    else:
        chosen = {doc_id: gold[doc_id] for doc_id in splits.select(gold, split)}
    if not chosen:
        raise UsageError(f"no gold in split {split}")
    return chosen
