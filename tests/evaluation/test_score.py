from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.builders import (
    DOC,
    TEXT,
    day,
    entry,
    event,
    labels,
    mention,
    row,
    second_entry,
    write_labels,
)
from pipeline.evaluation.counts import add_up
from pipeline.evaluation.evaluation import evaluate
from pipeline.evaluation.gold import load_labels, load_texts
from pipeline.evaluation.metrics import build_metrics
from pipeline.evaluation.score import group, score, score_document

CORPUS = Path(__file__).parents[2] / "corpus"
GOLD = labels(
    entities=[
        mention("MISSION", "MINUSCA", canonical="MINUSCA"),
        mention("GPE", "Bria", canonical="Bria"),
        mention("ORG", "Council", canonical=None),
    ],
    events=[
        event(date=day("2017-11-26"), casualties=[row("killed", 1), row("injured", 3)]),
        event("death", "Two policemen died", casualties=[row("killed", 2, "police")]),
        event("meeting", "The Council met", number=2),
    ],
)
PREDICTED = labels(
    [entry(), second_entry(published=None)],
    entities=[
        mention("MISSION", "MINUSCA", canonical="MINUSMA"),
        mention("LOC", "Bria"),
        mention("DATE", "27 Nov 2017"),
    ],
    events=[
        event(casualties=[row("killed", 1)]),
        event("clash", "Two policemen died in Bria", casualties=[row("killed", 2, "police")]),
        event("attack", "The Council met", number=2),
    ],
)


@pytest.fixture(scope="module")
def corpus():
    """The corpus's texts and gold."""
    texts = load_texts(CORPUS / "documents")
    return texts, load_labels(CORPUS / "gold", texts)


def test_every_measure_of_a_document_by_hand():
    counts = score_document(GOLD, PREDICTED, TEXT).counts
    expected = {
        "entries.boundaries": (2, 0, 0, 0, 0),
        "entries.published": (1, 1, 0, 0, 0),
        "entities.all.strict": (1, 1, 0, 1, 1),
        "entities.all.exact": (2, 0, 0, 1, 1),
        "canonical.all": (0, 1, 0, 0, 0),
        "events.untyped": (2, 0, 0, 1, 1),
        "events.typed": (1, 1, 0, 1, 1),
        "events.harm": (2, 0, 0, 0, 1),
        "casualties.strict": (2, 0, 0, 1, 0),
        "totals.killed": (2, 0, 0, 0, 0),
        "totals.injured": (0, 0, 0, 1, 0),
        "totals.exact": (1, 1, 0, 0, 0),
        "events.near_negative": (0, 1, 0, 0, 0),
    }
    assert {name: counts[name].as_tuple() for name in expected} == expected


def test_the_gold_of_the_corpus_scores_exactly_one_against_itself(corpus):
    texts, gold = corpus
    for name, figures in build_metrics(score(gold, gold, texts)).scores.items():
        wrong = [measure for measure, figure in figures.items() if figure.f1 != 1.0]
        assert wrong == [], name
    assert set(figures) >= {"entries.boundaries", "entities.all.strict", "events.typed"}


@settings(deadline=None, max_examples=25)
@given(st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(tmp_path_factory, random: Random):
    folder = tmp_path_factory.mktemp("labels")
    texts = {DOC: TEXT}
    for name, found in (("gold", GOLD), ("predicted", PREDICTED)):
        for file in write_labels(folder / name, found).glob("*.jsonl"):
            lines = file.read_text("utf-8").splitlines(keepends=True)
            random.shuffle(lines)
            file.write_text("".join(lines), "utf-8")
    gold, predicted = (load_labels(folder / name, texts) for name in ("gold", "predicted"))
    assert score(gold, predicted, texts)[0].counts == score_document(GOLD, PREDICTED, TEXT).counts


def test_new_ids_do_not_matter():
    renamed = [each.model_copy(update={"event_id": f"x{n}"}) for n, each in enumerate(GOLD.events)]
    again = labels(GOLD.entries, GOLD.entities, renamed)
    counts = score_document(GOLD, again, TEXT).counts
    assert all(each.f1 == 1.0 for each in counts.values())


def test_groups_are_overall_languages_and_kinds(corpus):
    texts, gold = corpus
    documents = score(gold, gold, texts)
    groups = group(documents)
    assert next(iter(groups)) == "overall"
    assert {"language.en", "language.fr", "kind.news"} <= set(groups)
    for grouping in ("language", "kind"):
        members = [each for name, many in groups.items() for each in many if grouping in name]
        assert sorted(m.doc_id for m in members) == sorted(d.doc_id for d in documents)
        parts = add_up(
            add_up(each.counts for each in many)
            for name, many in groups.items()
            if grouping in name
        )
        assert parts == add_up(each.counts for each in documents)


def test_the_corpus_can_be_evaluated_by_split():
    gold = CORPUS / "gold"
    dev, held, whole = (evaluate(gold, gold, split=name) for name in ("dev", "score", "all"))
    assert set(dev.metrics.documents) & set(held.metrics.documents) == set()
    assert len(dev.documents) + len(held.documents) == len(whole.documents)
    assert held.unscored == len(dev.documents)
