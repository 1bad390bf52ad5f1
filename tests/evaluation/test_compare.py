import numpy as np
import pytest

from pipeline.evaluation.compare import compare, permutation_test
from pipeline.evaluation.counts import Counts
from pipeline.evaluation.metrics import build_metrics
from pipeline.evaluation.score import DocumentScore
from pipeline.evaluation.tables import describe


def metrics(rights, gold="g", start=0, measure="m"):
    return build_metrics(
        [
            DocumentScore(
                f"en/a-{number:03}", "en", "a", gold, {measure: Counts(right, 0, 0, 10 - right, 0)}
            )
            for number, right in enumerate(rights, start)
        ]
    )


def test_the_same_figures_have_no_changes():
    comparison = compare(metrics([3, 4]), metrics([3, 4]))
    assert (comparison.changes, comparison.documents) == ((), 2)
    assert "Nothing changed." in describe(comparison)


def test_a_change_is_told_with_both_figures():
    [change] = compare(metrics([5, 5]), metrics([6, 5])).changes
    assert change.old == pytest.approx(Counts(10, 0, 0, 10).f1)
    assert change.new == pytest.approx(Counts(11, 0, 0, 9).f1)
    assert change.difference > 0
    assert "| m | 0.667 | 0.710 | +0.043 | 1.000 |" in describe(
        compare(metrics([5, 5]), metrics([6, 5]))
    )


def test_the_exact_test_by_hand():
    # Three documents, each better by one: of 8 ways to swap, 2 give so large a difference.
    one = np.array([[1, 0, 0, 1, 0]] * 3, dtype=float)
    other = np.array([[2, 0, 0, 0, 0]] * 3, dtype=float)
    assert permutation_test(one, other) == 2 / 8


def test_a_consistent_gain_is_no_chance_and_a_mixed_one_is():
    low, high = [4] * 40, [6] * 40
    [gain] = compare(metrics(low), metrics(high)).changes
    [mixed] = compare(metrics([4, 6] * 20), metrics([6, 4] * 19 + [6, 6])).changes
    assert gain.p is not None
    assert mixed.p is not None
    assert gain.p < 0.001
    assert mixed.p > 0.5


def test_the_test_is_the_same_again_and_two_sided():
    one, other = metrics([4, 5, 6] * 10), metrics([5, 5, 7] * 10)
    assert compare(one, other) == compare(one, other)
    [up], [down] = compare(one, other).changes, compare(other, one).changes
    assert up.p == down.p
    assert up.difference == -down.difference


def test_a_measure_of_one_side_only_has_no_p():
    [gone, new] = compare(metrics([4]), metrics([4], measure="n")).changes
    assert {(gone.measure, gone.new, gone.p), (new.measure, new.old, new.p)} == {
        ("m", None, None),
        ("n", None, None),
    }


def test_documents_of_one_side_and_of_changed_gold_are_left_out_and_named():
    comparison = compare(metrics([4, 4, 4]), metrics([5, 5, 5], start=1))
    assert (comparison.only_old, comparison.only_new) == (("en/a-000",), ("en/a-003",))
    assert comparison.documents == 2
    changed = compare(metrics([4, 4]), metrics([5, 5], gold="h"))
    assert (changed.changes, changed.documents) == ((), 0)
    assert changed.other_gold == ("en/a-000", "en/a-001")
    assert "left out, their gold has changed: en/a-000, en/a-001" in describe(changed)
