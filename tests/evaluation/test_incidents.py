"""Gold links are checked, and linking is scored on gold and on extracted events."""

import json

import pytest

from pipeline.evaluation.gold import Labels
from pipeline.evaluation.incidents import score_incidents
from pipeline.evaluation.links import load_links
from pipeline.evaluation.problems import ProblemsError
from pipeline.records import Entry
from pipeline.stages.incidents import link, reports_of
from tests.stages.incidents.builders import event


def labels(*events):
    """One document for each event."""
    return {
        each.doc_id: Labels(
            each.doc_id,
            (Entry(doc_id=each.doc_id, entry_id=each.entry_id, start=0, end=9, language="en"),),
            (),
            (each,),
        )
        for each in events
    }


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def gold(tmp_path):
    write(tmp_path / "links.jsonl", {"event_ids": ["a#1/v1", "b#1/v1"]})
    write(tmp_path / "apart.jsonl", {"event_ids": ["a#1/v1", "c#1/v1"], "because": "elsewhere"})
    return tmp_path


EVENTS = (event("a"), event("b", language="fr"), event("c", sites=["Kidal"]))


def test_right_links_score_full(gold, tmp_path):
    every = labels(*EVENTS)
    outputs = tmp_path / "out"
    outputs.mkdir()
    lines = "".join(each.to_line() + "\n" for each in link(reports_of(EVENTS)))
    (outputs / "incidents.jsonl").write_text(lines, "utf-8")
    figures = score_incidents(gold, outputs, every, every, every)
    assert set(figures) == {"incidents.gold", "incidents.extracted"}
    for group in figures.values():
        assert {name: figure.f1 for name, figure in group.items()} == dict.fromkeys(
            ("b_cubed", "ceaf_e", "pairs", "pairs.cross_language", "apart"), 1
        )


def test_what_was_not_found_is_alone(gold, tmp_path):
    every = labels(*EVENTS)
    outputs = tmp_path / "out"
    outputs.mkdir()
    (outputs / "incidents.jsonl").write_text("", "utf-8")
    found = score_incidents(gold, outputs, every, every, every)["incidents.extracted"]
    assert found["pairs"].recall == 0
    assert found["b_cubed"].recall == pytest.approx(2 / 3, abs=1e-6)
    assert found["b_cubed"].precision == 1


def test_only_the_chosen_documents_count(gold, tmp_path):
    every = labels(*EVENTS)
    chosen = labels(*EVENTS[:1])
    figures = score_incidents(gold, tmp_path / "none", every, chosen, every)["incidents.gold"]
    assert figures["b_cubed"].correct == 1
    assert figures["pairs"].f1 is None


def test_gold_without_links_has_no_figures(tmp_path):
    every = labels(*EVENTS)
    assert score_incidents(tmp_path, tmp_path, every, every, every) == {}


@pytest.mark.parametrize(
    ("file", "rows", "reason"),
    [
        ("links", [{"event_ids": ["a#1/v1", "z#1/v1"]}], "no event of harm 'z#1/v1'"),
        ("links", [{"event_ids": ["a#1/v1"]}], "at least 2"),
        ("links", [{"event_ids": ["a#1/v1", "b#1/v1"]}] * 2, "again, as in line 1"),
        ("apart", [{"event_ids": ["a#1/v1", "b#1/v1"], "because": "x"}], "one incident in line 1"),
        ("apart", [{"event_ids": ["a#1/v1", "c#1/v1"]}], "because"),
    ],
)
def test_wrong_links_are_told(gold, file, rows, reason):
    write(gold / f"{file}.jsonl", *rows)
    with pytest.raises(ProblemsError, match=reason):
        load_links(gold, {"a#1/v1", "b#1/v1", "c#1/v1"})
