"""Scores linking against hand-labelled links, on the gold events and on the extracted ones.

`incidents.gold` links the gold events, so that extraction has no part in it. `incidents.extracted`
takes the incidents of the outputs, each extracted event as the gold event that it is aligned
with; a gold event that was not found is an incident of its own there, which costs recall, and
an extracted event that answers none has no part: the scores of events count it.
"""

from collections.abc import Iterable
from pathlib import Path

from pipeline.evaluation.clusters import (
    Agreement,
    Cluster,
    Pair,
    complete,
    count_pairs,
    pairs_of,
    score_b_cubed,
    score_ceaf,
)
from pipeline.evaluation.counts import Counts
from pipeline.evaluation.entries import align_entries
from pipeline.evaluation.events import align_events
from pipeline.evaluation.gold import LabelsById
from pipeline.evaluation.links import GoldLinks, load_links
from pipeline.evaluation.metrics import Figure, build_figure
from pipeline.outputs import read_records
from pipeline.records import Event, Incident
from pipeline.stages.incidents import link, reports_of
from pipeline.stages.incidents.reports import is_linked

Figures = dict[str, dict[str, Figure]]
FILE = "incidents.jsonl"


def score_incidents(
    gold_folder: Path, outputs: Path, every: LabelsById, chosen: LabelsById, predicted: LabelsById
) -> Figures:
    """The figures of linking by group, none where the gold has no links.

    All gold of `every` is linked, as a run would; only events of `chosen` documents count.
    """
    events = [event for event in _events(every) if is_linked(event)]
    links = load_links(gold_folder, {event.event_id for event in events})
    if links is None:
        return {}
    counted = [event for event in _events(chosen) if is_linked(event)]
    linked = [incident.event_ids for incident in link(reports_of(events))]
    figures = {"incidents.gold": _judge(links, linked, counted)}
    if (outputs / FILE).is_file():
        names = _align(chosen, predicted)
        found = [
            [names[each] for each in incident.event_ids if each in names]
            for incident in read_records(outputs, Incident)
        ]
        figures["incidents.extracted"] = _judge(links, found, counted)
    return figures


def _events(labels: LabelsById) -> list[Event]:
    return [event for each in labels.values() for event in each.events]


def _align(gold: LabelsById, predicted: LabelsById) -> dict[str, str]:
    """The gold event that each extracted event is aligned with, by their ids."""
    names = {}
    for doc_id, labels in gold.items():
        mine, theirs = labels, predicted[doc_id]
        entries = align_entries(mine.entries, theirs.entries)
        for one, other in align_events(mine.events, theirs.events, entries):
            names[other.event_id] = one.event_id
    return names


def _judge(
    links: GoldLinks, found: Iterable[Iterable[str]], counted: list[Event]
) -> dict[str, Figure]:
    languages = {event.event_id: event.language for event in counted}
    gold = complete(links.incidents, languages)
    predicted = complete(found, languages)
    agreements = {
        "b_cubed": score_b_cubed(gold, predicted),
        "ceaf_e": score_ceaf(gold, predicted),
        "pairs": _of(count_pairs(pairs_of(gold), pairs_of(predicted))),
        "pairs.cross_language": _of(
            count_pairs(_across(gold, languages), _across(predicted, languages))
        ),
        "apart": _of(_count_apart(links.apart, predicted)),
    }
    documents = len({event.doc_id for event in counted})
    return {
        name: build_figure(each.counts, documents, each.precision, each.recall, each.f1)
        for name, each in agreements.items()
    }


def _of(counts: Counts) -> Agreement:
    return Agreement(counts.precision, counts.recall, counts)


def _across(clusters: Iterable[Cluster], languages: dict[str, str]) -> list[Pair]:
    return [(a, b) for a, b in pairs_of(clusters) if languages[a] != languages[b]]


def _count_apart(apart: Iterable[Pair], predicted: Iterable[Cluster]) -> Counts:
    """Of the pairs that must stay apart, how many did."""
    owner = {member: number for number, each in enumerate(predicted) for member in each}
    verdicts = [owner[a] != owner[b] for a, b in apart if a in owner and b in owner]
    return Counts(correct=sum(verdicts), incorrect=len(verdicts) - sum(verdicts))
