import pytest

from pipeline.evaluation.counts import Counts, Finding, add_up, count


def test_ratios_by_hand():
    counts = Counts(correct=6, incorrect=1, partial=2, missed=1, spurious=3)
    assert (counts.hits, counts.actual, counts.possible) == (7.0, 12, 10)
    assert counts.precision == pytest.approx(7 / 12)
    assert counts.recall == pytest.approx(0.7)
    assert counts.f1 == pytest.approx(2 * (7 / 12) * 0.7 / (7 / 12 + 0.7))
    assert counts.overgeneration == pytest.approx(3 / 12)


def test_empty_against_empty_is_nothing_to_score():
    counts = Counts()
    assert (counts.precision, counts.recall, counts.f1, counts.overgeneration) == (None,) * 4


def test_all_missed_and_all_false():
    missed, false = Counts(missed=3), Counts(spurious=2)
    assert (missed.precision, missed.recall, missed.f1) == (None, 0.0, 0.0)
    assert (false.precision, false.recall, false.f1) == (0.0, None, 0.0)


def test_adding_up_by_measure():
    tables = [{"b": Counts(correct=1)}, {"b": Counts(missed=2), "a": Counts(spurious=1)}]
    assert add_up(tables) == {"a": Counts(spurious=1), "b": Counts(correct=1, missed=2)}
    assert list(add_up(tables)) == ["a", "b"]


def test_counting_findings():
    findings = [Finding("m", verdict, "d", 0, 1, None, None) for verdict in ("correct", "partial")]
    assert count(findings) == {"m": Counts(correct=1, partial=1)}
