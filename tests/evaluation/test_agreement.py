import pytest

from evaluation.builders import DOC, TEXT, day, event, labels, mention, row
from pipeline.errors import UsageError
from pipeline.evaluation.agreement import agree, cohen_kappa, print_agreement

TEXTS = {DOC: TEXT}


def test_kappa_by_hand():
    # Agreement on 3 of 4; by chance (2*3 + 2*1) / 16 = 0.5.
    pairs = [("a", "a"), ("a", "a"), ("b", "b"), ("b", "a")]
    assert cohen_kappa(pairs) == pytest.approx((0.75 - 0.5) / (1 - 0.5))


def test_kappa_is_one_for_full_agreement_and_below_zero_for_worse_than_chance():
    assert cohen_kappa([("a", "a"), ("b", "b")]) == 1.0
    assert cohen_kappa([("a", "b"), ("b", "a")]) == -1.0


def test_kappa_is_undefined_without_pairs_or_choice():
    assert cohen_kappa([]) is None
    assert cohen_kappa([("a", "a")] * 5) is None


def test_agreement_is_symmetric():
    one = {DOC: labels(entities=[mention("GPE", "Bria")], events=[event(date=day("2017-11-26"))])}
    events = [event("clash", casualties=[row("killed", 1)]), event("death", "Two policemen died")]
    other = {DOC: labels(entities=[mention("LOC", "Bria")], events=events)}
    there, back = agree(one, other, TEXTS), agree(other, one, TEXTS)
    f1 = {name: counts.f1 for name, counts in there.counts.items()}
    assert f1 == {name: counts.f1 for name, counts in back.counts.items()}
    assert there.types == (("attack", "clash"),)


def test_types_are_compared_across_families():
    one, other = {DOC: labels(events=[event()])}, {DOC: labels(events=[event("meeting")])}
    assert agree(one, other, TEXTS).types == (("attack", "meeting"),)


def test_only_documents_of_both_count():
    one = {DOC: labels()}
    assert agree(one, one | {"en/other": labels()}, TEXTS).documents == 1
    with pytest.raises(UsageError, match="no document in common"):
        agree(one, {"en/other": labels()}, TEXTS)


def test_the_table_says_what_was_agreed():
    one = {DOC: labels(entities=[mention("GPE", "Bria")], events=[event()])}
    lines = list(print_agreement(agree(one, one, TEXTS)))
    assert lines[0] == "1 documents labelled by both."
    assert lines[1] == "Cohen's kappa on the types of 1 aligned events: –."
    assert "| entities.GPE.strict | 1.000 | – | 1 | 1 | 1 |" in lines[-1]
    assert ".ent_type" not in lines[-1]
