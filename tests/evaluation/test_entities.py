from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.builders import mention
from pipeline.codes import LABELS
from pipeline.evaluation.counts import Counts
from pipeline.evaluation.entities import judge_entities, list_errors, match, score_entities
from pipeline.evaluation.rows import Mention


def span(label, start, end, **fields):
    base = {"doc_id": "d", "entry_id": "d#1", "entity_id": "x", "text": "x" * (end - start)}
    return Mention.model_validate(base | {"label": label, "start": start, "end": end} | fields)


def of(counts, scheme, label="all"):
    return counts[f"entities.{label}.{scheme}"].as_tuple()


def test_empty_against_empty_scores_nothing():
    assert score_entities([], []) == {}


def test_all_missed_and_all_false():
    one = [span("GPE", 0, 5), span("ORG", 10, 15)]
    assert of(score_entities(one, []), "strict") == (0, 0, 0, 2, 0)
    assert of(score_entities([], one), "partial") == (0, 0, 0, 0, 2)


def test_all_wrong():
    gold, predicted = [span("GPE", 0, 5)], [span("GPE", 50, 55)]
    for scheme in ("strict", "exact", "partial", "ent_type"):
        assert of(score_entities(gold, predicted), scheme) == (0, 0, 0, 1, 1)


@pytest.mark.parametrize(
    ("guess", "strict", "exact", "partial", "ent_type"),
    [  # the scenarios of SemEval 2013 task 9.1, against GPE [10:20]
        (("GPE", 10, 20), (1, 0, 0, 0, 0), (1, 0, 0, 0, 0), (1, 0, 0, 0, 0), (1, 0, 0, 0, 0)),
        (("ORG", 10, 20), (0, 1, 0, 0, 0), (1, 0, 0, 0, 0), (1, 0, 0, 0, 0), (0, 1, 0, 0, 0)),
        (("GPE", 12, 20), (0, 1, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 1, 0, 0), (1, 0, 0, 0, 0)),
        (("ORG", 12, 20), (0, 1, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 1, 0, 0), (0, 1, 0, 0, 0)),
        (("GPE", 20, 25), (0, 0, 0, 1, 1), (0, 0, 0, 1, 1), (0, 0, 0, 1, 1), (0, 0, 0, 1, 1)),
        (("GPE", 5, 10), (0, 0, 0, 1, 1), (0, 0, 0, 1, 1), (0, 0, 0, 1, 1), (0, 0, 0, 1, 1)),
    ],
)
def test_the_schemes_of_semeval(guess, strict, exact, partial, ent_type):
    counts = score_entities([span("GPE", 10, 20)], [span(*guess)])
    found = [of(counts, scheme) for scheme in ("strict", "exact", "partial", "ent_type")]
    assert found == [strict, exact, partial, ent_type]


def test_spans_that_only_touch_do_not_overlap():
    counts = score_entities([span("GPE", 0, 10)], [span("GPE", 10, 20)])
    assert of(counts, "partial") == (0, 0, 0, 1, 1)


def test_a_duplicate_is_spurious():
    one = span("GPE", 0, 5)
    assert of(score_entities([one], [one, one]), "strict") == (1, 0, 0, 0, 1)


def test_an_overlapping_guess_does_not_take_the_partner_of_a_right_one():
    gold = [span("GPE", 10, 20)]
    predicted = [span("GPE", 5, 12), span("GPE", 10, 20)]
    assert of(score_entities(gold, predicted), "strict") == (1, 0, 0, 0, 1)


def test_layers_are_scored_apart():
    gold = [span("MISSION", 0, 7), span("ACRONYM", 0, 7)]
    counts = score_entities(gold, [span("ACRONYM", 0, 7)])
    assert of(counts, "exact") == (1, 0, 0, 1, 0)
    assert of(counts, "strict", "MISSION") == (0, 0, 0, 1, 0)


def test_each_label_has_its_own_counts():
    counts = score_entities([span("GPE", 0, 5)], [span("ORG", 0, 5)])
    assert of(counts, "strict", "GPE") == (0, 0, 0, 1, 0)
    assert of(counts, "strict", "ORG") == (0, 0, 0, 0, 1)


def test_canonicals_are_asked_of_strict_matches_only():
    gold = [
        mention("MISSION", "MINUSCA", canonical="MINUSCA"),
        mention("GPE", "Bria", canonical="Bria"),
    ]
    predicted = [
        mention("MISSION", "MINUSCA", canonical="MINUSMA"),
        mention("LOC", "Bria", canonical="Bria"),
    ]
    counts, findings = judge_entities(gold, predicted)
    assert counts["canonical.all"] == Counts(incorrect=1)
    assert counts["canonical.MISSION"] == Counts(incorrect=1)
    assert [f.predicted for f in findings if f.measure == "canonical.MISSION"] == [
        "MINUSCA = MINUSMA"
    ]


def test_a_null_canonical_is_an_answer_and_an_absent_one_is_none():
    null = mention("GPE", "Bria", canonical=None)
    absent = mention("GPE", "Bria")
    assert judge_entities([null], [null])[0]["canonical.all"] == Counts(correct=1)
    assert "canonical.all" not in judge_entities([absent], [null])[0]


def test_errors_say_what_was_missed_false_and_wrong():
    gold = [span("GPE", 0, 5), span("DATE", 10, 15)]
    predicted = [span("LOC", 0, 4), span("DATE", 20, 25)]
    _, missed, spurious = match(gold, predicted)
    found = {(each.verdict, each.measure) for each in list_errors(missed, spurious)}
    assert found == {
        ("incorrect", "entities.GPE"),
        ("missed", "entities.DATE"),
        ("spurious", "entities.DATE"),
    }


def test_an_overlap_across_layers_is_no_wrong_label():
    found = list_errors([span("GPE", 0, 5)], [span("ROLE", 0, 20)])
    assert {each.verdict for each in found} == {"missed", "spurious"}


spans = st.lists(
    st.builds(
        lambda label, start, length: span(label, start, start + length),
        st.sampled_from(LABELS[:6]),
        st.integers(0, 30),
        st.integers(1, 8),
    ),
    max_size=8,
)


@given(spans, spans, st.randoms(use_true_random=False))
def test_the_order_of_mentions_does_not_matter(gold, predicted, random: Random):
    counts = score_entities(gold, predicted)
    random.shuffle(gold)
    random.shuffle(predicted)
    assert score_entities(gold, predicted) == counts


@given(spans)
def test_mentions_against_themselves_are_right(gold):
    for counts in score_entities(gold, gold).values():
        assert counts.f1 == 1.0


@given(spans, spans)
def test_strict_hits_are_the_equal_mentions(gold, predicted):
    pairs, _, _ = match(gold, predicted)
    counts = score_entities(gold, predicted).get("entities.all.strict", Counts())
    assert counts.correct == len(pairs)
    assert counts.possible == len(gold)
    assert counts.actual == len(predicted)
