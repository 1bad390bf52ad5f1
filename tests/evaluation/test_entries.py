from evaluation.builders import SECOND, TEXT, entry, second_entry
from pipeline.evaluation.counts import Counts, count
from pipeline.evaluation.entries import align_entries, judge_entries


def judge(gold, predicted):
    return count(judge_entries(gold, predicted, align_entries(gold, predicted)))


def test_entries_against_themselves_are_right():
    gold = [entry(), second_entry()]
    counts = judge(gold, gold)
    assert counts["entries.boundaries"] == Counts(correct=2)
    assert counts["entries.place"] == Counts(correct=1)
    assert all(each.f1 == 1.0 for each in counts.values())


def test_one_entry_cut_in_two_is_wrong_once_and_false_once():
    whole = [entry(1, 0, 100)]
    counts = judge(whole, [entry(1, 0, 80), entry(2, 80, 100)])
    assert counts["entries.boundaries"] == Counts(incorrect=1, spurious=1)
    assert counts["entries.published"] == Counts(correct=1, spurious=1)


def test_two_entries_taken_for_one_are_wrong_once_and_missed_once():
    counts = judge([entry(), second_entry()], [entry(1, 0, len(TEXT))])
    assert counts["entries.boundaries"] == Counts(incorrect=1, missed=1)
    assert counts["entries.language"] == Counts(correct=1, missed=1)


def test_wrong_date_language_and_place():
    wrong = entry(published="2017-11-25", language="fr", dateline_place="Bangui")
    counts = judge([entry()], [wrong])
    assert counts["entries.published"] == Counts(incorrect=1)
    assert counts["entries.language"] == Counts(incorrect=1)
    assert counts["entries.place"] == Counts(incorrect=1)
    assert counts["entries.boundaries"] == Counts(correct=1)


def test_a_date_that_should_be_null_is_right_only_as_null():
    undated = entry(published=None)
    assert judge([undated], [undated])["entries.published"] == Counts(correct=1)
    assert judge([undated], [entry()])["entries.published"] == Counts(incorrect=1)


def test_a_place_is_missed_or_false_where_one_side_has_none():
    without = entry(dateline_place=None)
    assert judge([entry()], [without])["entries.place"] == Counts(missed=1)
    assert judge([without], [entry()])["entries.place"] == Counts(spurious=1)
    assert "entries.place" not in judge([without], [without])


def test_entries_that_share_no_text_are_not_aligned():
    assert align_entries([entry(1, 0, SECOND)], [second_entry()]) == []


def test_alignment_takes_the_best_sum_not_the_first():
    gold = [entry(1, 0, 60), entry(2, 60, 100)]
    predicted = [entry(1, 0, 20), entry(2, 20, 100)]
    pairs = [(one.start, other.start) for one, other in align_entries(gold, predicted)]
    assert pairs == [(0, 0), (60, 20)]
