import numpy as np
import pytest

from pipeline.evaluation.bootstrap import f1_of, find_intervals, stack
from pipeline.evaluation.counts import Counts


def test_stacking_fills_in_zeros():
    stacked = stack([{"a": Counts(1, 2, 3, 4, 5)}, {"b": Counts(6)}], ["a", "b"])
    assert stacked.shape == (2, 2, 5)
    assert stacked[0].tolist() == [[1, 2, 3, 4, 5], [0] * 5]
    assert stacked[1].tolist() == [[0] * 5, [6, 0, 0, 0, 0]]


@pytest.mark.parametrize("numbers", [(1, 2, 3, 4, 5), (7, 0, 0, 0, 0), (0, 0, 0, 3, 0)])
def test_f1_is_that_of_the_counts(numbers):
    assert f1_of(np.array(numbers, dtype=float)) == pytest.approx(Counts(*numbers).f1)


def test_f1_of_nothing_is_nan():
    assert np.isnan(f1_of(np.zeros(5)))


def test_an_interval_holds_the_figure_and_is_the_same_again():
    tables = [{"m": Counts(correct=right, missed=10 - right)} for right in range(11)] * 3
    low, high = find_intervals(tables)["m"]
    figure = Counts(correct=165, missed=165).f1
    assert figure is not None
    assert low < figure < high
    assert find_intervals(tables) == {"m": (low, high)}
    assert find_intervals(tables, seed=1) != {"m": (low, high)}


def test_more_documents_make_a_narrower_interval():
    def width(copies):
        tables = [{"m": Counts(correct=right, missed=10 - right)} for right in (2, 5, 9)] * copies
        low, high = find_intervals(tables)["m"]
        return high - low

    assert width(50) < width(5) / 2


def test_documents_that_agree_leave_no_doubt():
    assert find_intervals([{"m": Counts(correct=3)}] * 4) == {"m": (1.0, 1.0)}


def test_one_document_says_nothing_about_others():
    assert find_intervals([{"m": Counts(correct=1)}]) == {}
    assert find_intervals([{"m": Counts(correct=1)}, {"n": Counts(correct=1)}]) == {}
    assert find_intervals([]) == {}
