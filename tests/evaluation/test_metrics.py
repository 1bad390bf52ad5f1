import json

import pytest

from pipeline.errors import UsageError
from pipeline.evaluation.counts import Counts
from pipeline.evaluation.metrics import build_metrics, load_metrics
from pipeline.evaluation.score import DocumentScore
from pipeline.evaluation.tables import HEADLINES, summarize, table, to_markdown

DOCUMENTS = [
    DocumentScore("en/a-1", "en", "a", "x", {"entities.all.strict": Counts(3, 1, 0, 2, 0)}),
    DocumentScore("en/a-2", "en", "a", "y", {"entities.all.strict": Counts(1, 0, 0, 0, 4)}),
    DocumentScore("fr/b-1", "fr", "b", "z", {"events.typed": Counts(missed=2)}),
]
METRICS = build_metrics(DOCUMENTS, "dev")


def test_figures_are_sums_over_the_documents_of_a_group():
    figure = METRICS.scores["overall"]["entities.all.strict"]
    assert figure.counts == Counts(4, 1, 0, 2, 4)
    assert (figure.precision, figure.recall) == (round(4 / 9, 6), round(4 / 7, 6))
    assert (figure.f1, figure.documents) == (0.5, 2)
    assert METRICS.scores["language.fr"] == METRICS.scores["kind.b"]
    assert set(METRICS.scores["language.fr"]) == {"events.typed"}


def test_what_cannot_be_divided_is_null():
    figure = json.loads(METRICS.to_json())["scores"]["overall"]["events.typed"]
    assert (figure["precision"], figure["recall"], figure["f1"]) == (None, 0.0, 0.0)
    assert (figure["low"], figure["high"]) == (None, None)


def test_metrics_are_read_as_they_were_written(tmp_path):
    path = tmp_path / "metrics.json"
    path.write_text(METRICS.to_json(), "utf-8")
    assert load_metrics(path) == METRICS
    assert METRICS.to_json() == build_metrics(DOCUMENTS, "dev").to_json()
    assert METRICS.documents["en/a-1"].by_measure() == DOCUMENTS[0].counts


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"split": "train"}, "split"),
        ({"colour": 1}, "colour"),
        ({"documents": {"d": {"language": "en"}}}, r"documents\.d\.kind"),
    ],
)
def test_a_wrong_file_is_named(tmp_path, change, field):
    path = tmp_path / "metrics.json"
    path.write_text(json.dumps(json.loads(METRICS.to_json()) | change))
    with pytest.raises(UsageError, match=rf"metrics\.json: {field}"):
        load_metrics(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        load_metrics(tmp_path / "metrics.json")


def test_the_summary_has_the_headlines_and_a_column_for_each_language():
    head, _, *lines = summarize(METRICS).split("\n")
    assert head.endswith("| F1 en | F1 fr |")
    assert [line.split(" | ")[0] for line in lines] == [
        f"| {HEADLINES[name]}" for name in ("entities.all.strict", "events.typed")
    ]
    assert " 0.444 | 0.571 | 0.500 |" in lines[0]
    assert lines[0].endswith("| 4 | 7 | 9 | 0.500 | – |")


def test_the_report_has_every_group():
    text = to_markdown(METRICS)
    assert [line for line in text.split("\n") if line.startswith("## ")] == [
        f"## {name}" for name in METRICS.scores
    ]
    assert "3 documents, split `dev`" in text


def test_cells_do_not_break_a_table():
    assert table(["a|b"], [["x\ny"]]).split("\n") == ["| a\\|b |", "| --- |", "| x y |"]
