"""B-cubed, CEAF and pairs, against values worked out by hand."""

import pytest

from pipeline.evaluation.clusters import (
    complete,
    count_pairs,
    pairs_of,
    score_b_cubed,
    score_ceaf,
)
from pipeline.evaluation.counts import Counts


def clusters(text):
    """`ab c` is a cluster of two and one of one."""
    return [frozenset(word) for word in text.split()]


@pytest.mark.parametrize(
    ("gold", "predicted", "precision", "recall"),
    [
        ("abc de", "abc de", 1, 1),
        ("abc", "a b c", 1, 1 / 3),
        ("a b c", "abc", 1 / 3, 1),
        ("abcde fg hijkl", "abcde fghijkl", (5 + 2 * 2 / 7 + 5 * 5 / 7) / 12, 1),
    ],
)
def test_b_cubed(gold, predicted, precision, recall):
    agreement = score_b_cubed(clusters(gold), clusters(predicted))
    assert (agreement.precision, agreement.recall) == pytest.approx((precision, recall))


def test_ceaf_assigns_each_cluster_once():
    agreement = score_ceaf(clusters("ab cd"), clusters("abcd"))
    assert agreement.precision == pytest.approx(2 / 3)
    assert agreement.recall == pytest.approx(1 / 3)
    assert agreement.counts == Counts(0, missed=2, spurious=1)


def test_pairs_count_what_is_linked():
    counts = count_pairs(pairs_of(clusters("abc d")), pairs_of(clusters("ab cd")))
    assert counts == Counts(1, missed=2, spurious=1)


def test_completion_adds_those_alone_and_drops_strangers():
    assert complete(["ab", "x"], "abc") == clusters("ab c")


def test_nothing_to_compare_has_no_figure():
    assert score_b_cubed([], []).f1 is None
    assert score_ceaf([], []).f1 is None
    assert score_b_cubed(clusters("ab"), clusters("ab")).f1 == 1
