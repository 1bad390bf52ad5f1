from evaluation.builders import DOC, TEXT, entry, event, labels, mention, row, second_entry
from pipeline.evaluation.errors import list_errors, print_errors
from pipeline.evaluation.score import score_document

TEXTS = {DOC: TEXT}


def errors(gold, predicted):
    return list_errors([score_document(gold, predicted, TEXT)], TEXTS)


def test_nothing_wrong_is_an_empty_list():
    gold = labels(entities=[mention("GPE", "Bria")], events=[event(casualties=[row("killed", 1)])])
    assert errors(gold, gold) == {}


def test_the_most_frequent_kind_comes_first():
    gold = labels(
        entities=[mention("GPE", "Bria"), mention("GPE", "Bangassou"), mention("ORG", "Council")]
    )
    found = errors(gold, labels())
    assert [(kind, len(each)) for kind, each in found.items()] == [
        ("missed entities.GPE", 2),
        ("missed entities.ORG", 1),
    ]
    assert [each.evidence for each in found["missed entities.GPE"]] == ["Bangassou", "Bria"]


def test_a_missed_event_is_told_with_the_nearest_prediction():
    gold = labels(events=[event(), event("death", "Two policemen died")])
    found = errors(gold, labels(events=[event()]))
    [missed] = found["missed events.untyped"]
    assert (missed.gold, missed.predicted, missed.nearest) == ("death", None, "attack")


def test_a_wrong_field_is_told_once_with_both_values():
    gold = event(country="CAF", casualties=[row("killed", 1)])
    found = errors(
        labels(events=[gold]),
        labels(events=[event(country="COD", casualties=[row("killed", 2)])]),
    )
    assert set(found) == {
        "wrong roles.country",
        "wrong casualties.strict",
        "wrong totals.killed",
    }
    [wrong] = found["wrong casualties.strict"]
    assert (wrong.gold, wrong.predicted) == ("killed 1 peacekeeper", "killed 2 peacekeeper")


def test_a_wrong_type_is_listed_as_a_role_only():
    found = errors(labels(events=[event()]), labels(events=[event("clash")]))
    assert set(found) == {"wrong roles.type"}


def test_a_missed_entry_is_listed_once():
    found = errors(labels(), labels([entry()]))
    assert [(kind, len(each)) for kind, each in found.items()] == [("missed entries.boundaries", 1)]


def test_a_wrong_date_of_an_entry_is_listed():
    found = errors(labels(), labels([entry(), second_entry(published=None)]))
    [wrong] = found["wrong entries.published"]
    assert (wrong.gold, wrong.predicted) == ("2017-11-27", "None")


def test_a_false_event_in_an_entry_without_harm_is_listed():
    found = errors(labels(), labels(events=[event("attack", "The Council met", number=2)]))
    assert set(found) == {"false alarm events.untyped", "wrong events.near_negative"}


def test_the_lines_name_document_place_and_words():
    gold = labels(entities=[mention("GPE", "Bria")])
    start = TEXT.index("Bria")
    assert list(print_errors(errors(gold, labels()))) == [
        "missed entities.GPE (1)",
        f"  en/news-001 [{start}:{start + 4}] 'Bria'",
        "    gold: GPE 'Bria'",
    ]
