import json

import pytest
from evaluation.builders import TEXT, day, event, labels, mention, row, write_corpus, write_labels

from pipeline.cli import main

GOLD = labels(
    entities=[mention("GPE", "Bria")],
    events=[event(date=day("2017-11-26"), casualties=[row("killed", 1)])],
)
WRONG = labels(entities=[mention("LOC", "Bria")], events=[event(casualties=[row("killed", 2)])])


@pytest.fixture
def corpus(tmp_path):
    write_labels(tmp_path / "right", GOLD)
    write_labels(tmp_path / "wrong", WRONG)
    return write_corpus(tmp_path / "corpus", GOLD)


@pytest.fixture
def evaluate(corpus, capsys):
    """A function that runs the command on the corpus and outputs: exit code, output, errors."""

    def run(outputs, *options):
        code = main(["evaluate", str(corpus / "gold"), str(corpus.parent / outputs), *options])
        return code, *capsys.readouterr()

    return run


def test_right_outputs_score_one(evaluate):
    code, out, err = evaluate("right")
    assert (code, err) == (0, "")
    assert "| entities, strict | 1.000 | 1.000 | 1.000 | – | 1 | 1 | 1 | 1.000 |" in out


def test_files_are_written_where_asked(evaluate, tmp_path):
    paths = {name: tmp_path / "new" / name for name in ("json", "markdown", "page")}
    code, _, _ = evaluate("wrong", *(part for n, p in paths.items() for part in (f"--{n}", str(p))))
    assert code == 0
    scores = json.loads(paths["json"].read_text("utf-8"))["scores"]
    assert scores["overall"]["entities.all.strict"]["incorrect"] == 1
    assert "## overall" in paths["markdown"].read_text("utf-8")
    assert "wrong casualties.strict" in paths["page"].read_text("utf-8")


def test_errors_are_listed(evaluate):
    _, out, _ = evaluate("wrong", "--errors")
    assert "wrong casualties.strict (1)" in out
    assert "    predicted: killed 2 peacekeeper" in out


def test_errors_of_score_documents_are_not_listed(evaluate, corpus, tmp_path):
    splits = 'parts = 3\nscore_parts = 1\n[always]\nscore = ["*"]\n'
    (corpus / "splits.toml").write_text(splits)
    code, out, _ = evaluate("wrong", "--errors")
    assert (code, "casualties.strict" in out) == (0, False)
    code, _, err = evaluate("wrong", "--errors", "--split", "score")
    assert (code, "its errors are not listed" in err) == (2, True)
    code, _, err = evaluate("wrong", "--split", "dev")
    assert (code, "no gold in split dev" in err) == (2, True)


def test_a_split_needs_its_file(evaluate):
    code, _, err = evaluate("wrong", "--split", "dev")
    assert (code, "no splits.toml" in err) == (2, True)


def test_changes_are_told_against_older_figures(evaluate, tmp_path):
    old = tmp_path / "old.json"
    evaluate("wrong", "--json", str(old))
    code, out, _ = evaluate("right", "--against", str(old))
    assert code == 0
    assert "| casualties.strict | 0.000 | 1.000 | +1.000 |" in out


@pytest.mark.parametrize(("outputs", "expected"), [("right", 0), ("wrong", 1)])
def test_floors_decide_the_exit_code(evaluate, tmp_path, outputs, expected):
    floors = tmp_path / "floors.toml"
    floors.write_text(
        'split = "all"\nmargin = 0.05\n[floors.overall]\n"casualties.strict" = { f1 = 0.9 }\n'
    )
    code, out, _ = evaluate(outputs, "--floors", str(floors))
    assert code == expected
    assert ("BELOW FLOOR overall casualties.strict f1: 0.000" in out) == (expected == 1)
    assert ("could rise: overall casualties.strict f1" in out) == (expected == 0)


def test_documents_elsewhere_can_be_named(evaluate, corpus, tmp_path):
    moved = corpus.rename(tmp_path / "elsewhere")
    (moved / "documents").rename(tmp_path / "texts")
    code = main(["evaluate", str(moved / "gold"), str(tmp_path / "right")])
    assert code == 2
    options = ["--documents", str(tmp_path / "texts")]
    assert main(["evaluate", str(moved / "gold"), str(tmp_path / "right"), *options]) == 0


def test_another_text_is_an_error(evaluate, corpus):
    [text] = (corpus / "documents").rglob("*.txt")
    text.write_text("X" + TEXT, "utf-8")
    code, out, err = evaluate("right")
    assert (code, out) == (2, "")
    assert "entities.jsonl, line 1: text: the text at" in err


def test_a_document_without_predictions_is_an_error(evaluate, tmp_path):
    for file in (tmp_path / "right").iterdir():
        file.write_text("")
    code, _, err = evaluate("right")
    assert (code, "no entry of document 'en/news-001'" in err) == (2, True)


def test_a_missing_folder_is_an_error(evaluate):
    code, _, err = evaluate("nowhere")
    assert (code, "nowhere: no such folder" in err) == (2, True)


def test_a_file_that_cannot_be_written_is_an_error(evaluate, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = evaluate("right", "--json", str(tmp_path / "file" / "metrics.json"))
    assert (code, "cannot write" in err) == (2, True)


def test_a_coded_table_is_compared(corpus, tmp_path, capsys):
    coded = tmp_path / "coded.csv"
    coded.write_text("id,killed\nen/news-001,3\n")
    code = main(["evaluate", "--totals", str(coded), str(tmp_path / "right")])
    assert code == 0
    assert "en/news-001 killed: coded 3, predicted 1" in capsys.readouterr().out
