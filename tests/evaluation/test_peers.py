import pytest

from evaluation.builders import DOC, TEXT, entry, event, labels, mention, row
from pipeline.evaluation.gold import Labels
from pipeline.evaluation.peers import (
    PEERS,
    compare_peers,
    predict_with_patterns,
    predict_with_spacy,
)
from pipeline.evaluation.score import score


def one_entry(text, language):
    whole = entry(1, 0, len(text), language=language)
    return Labels(DOC, (whole,))


def rows(text, language="en"):
    return [
        (found.outcome, found.count, found.evidence.text)
        for each in predict_with_patterns(one_entry(text, language), text).events
        for found in each.casualties
    ]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Two Chadian peacekeepers were killed.", "en", [("killed", 2)]),
        ("The blast killed 12 and left 3 wounded.", "en", [("killed", 12), ("injured", 3)]),
        ("Quatre casques bleus ont été tués et 5 blessés.", "fr", [("killed", 4), ("injured", 5)]),
        ("Two buses left. A man who was ill for years was killed.", "en", []),
        ("Two of the five men died.", "en", [("killed", 5)]),
        ("The Council met.", "en", []),
        ("Zwei Soldaten starben.", "de", []),
    ],
)
def test_what_count_patterns_find(text, language, expected):
    assert [found[:2] for found in rows(text, language)] == expected


def test_the_evidence_is_what_the_pattern_read():
    assert rows("On Monday two men died.")[0][2] == "two men died"


@pytest.mark.parametrize(
    ("text", "language", "found", "label"),
    [
        ("Farhan Haq spoke in New York on Monday.", "en", "New York", "GPE"),
        ("Farhan Haq a parlé à Paris.", "fr", "Paris", "GPE"),
        ("Farhan Haq spoke in New York on Monday.", "en", "Farhan Haq", "PERSON"),
    ],
)
def test_what_trained_models_find(text, language, found, label):
    marked = predict_with_spacy(one_entry(text, language), text).entities
    assert (found, label) in {(each.text, each.label) for each in marked}
    assert all(text[each.start : each.end] == each.text for each in marked)


def test_a_language_without_a_model_has_no_entities():
    assert predict_with_spacy(one_entry("Zwei Soldaten starben.", "de"), "Zwei").entities == ()


def test_offsets_are_those_of_the_document():
    found = {(m.text, m.start) for m in predict_with_spacy(labels(), TEXT).entities}
    assert ("New York", TEXT.rindex("New York")) in found


def test_the_table_asks_each_peer_only_what_it_answers():
    gold = {
        DOC: labels(
            entities=[mention("GPE", "Bria")], events=[event(casualties=[row("killed", 1)])]
        )
    }
    texts = {DOC: TEXT}
    head, _, *lines = compare_peers(gold, score(gold, gold, texts), texts).split("\n")
    assert head == "| F1 | bluehelm | spaCy models | count patterns |"
    cells = {line.split(" | ")[0]: line.split(" | ")[1:] for line in lines}
    assert cells["| entities, strict (overall)"][0] == "1.000"
    assert cells["| entities, strict (overall)"][2] == "– |"
    assert cells["| casualty rows, outcome and count (en)"][:2] == ["1.000", "–"]
    assert len(PEERS) == 2
