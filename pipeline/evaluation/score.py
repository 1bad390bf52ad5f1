"""The whole score: every measure of every document, and of groups of documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from pipeline.evaluation.counts import CountsByMeasure, Finding, add_up, count
from pipeline.evaluation.entities import judge_entities
from pipeline.evaluation.entries import align_entries, judge_entries
from pipeline.evaluation.events import align_events, judge_events, judge_near_negatives
from pipeline.evaluation.gold import Labels, LabelsById, Texts

Grouping = Literal["overall", "language", "kind"]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """What one document scores, and everything that was found on the way."""

    doc_id: str
    language: str
    kind: str
    gold: str
    """The fingerprint of the gold that it was scored against."""
    counts: CountsByMeasure
    findings: tuple[Finding, ...] = ()


def score_document(gold: Labels, predicted: Labels, text: str) -> DocumentScore:
    """The score of one document."""
    entries = align_entries(gold.entries, predicted.entries)
    events = align_events(gold.events, predicted.events, entries)
    entity_counts, entity_findings = judge_entities(gold.entities, predicted.entities)
    event_counts, event_findings = judge_events(gold.events, predicted.events, events)
    entry_findings = judge_entries(gold.entries, predicted.entries, entries)
    near = judge_near_negatives(gold.entries, gold.events, predicted.events)
    counts = add_up([count(entry_findings), entity_counts, event_counts, count(near)])
    findings = (*entry_findings, *entity_findings, *event_findings, *near)
    digest = gold.digest(text)
    return DocumentScore(gold.doc_id, gold.language, gold.kind, digest, counts, findings)


def score(gold: LabelsById, predicted: LabelsById, texts: Texts) -> list[DocumentScore]:
    """The scores of all documents that have gold; every one must have predictions."""
    return [
        score_document(labels, predicted[doc_id], texts[doc_id]) for doc_id, labels in gold.items()
    ]


def group(documents: Iterable[DocumentScore]) -> dict[str, list[DocumentScore]]:
    """The documents by group: `overall`, then `language.en` ..., then `kind.news` ..."""
    groups: dict[str, list[DocumentScore]] = {"overall": list(documents)}
    for grouping in ("language", "kind"):
        for name in sorted({getattr(each, grouping) for each in groups["overall"]}):
            groups[f"{grouping}.{name}"] = [
                each for each in groups["overall"] if getattr(each, grouping) == name
            ]
    return groups
