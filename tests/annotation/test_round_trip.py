"""What goes out through a tool's format comes back the same, and through the command too."""

import json
from pathlib import Path

import pytest
from evaluation.builders import DOC, day, entry, event, labels, mention, row, write_corpus
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotation import TOOLS
from pipeline.annotation.tasks import build_tasks, to_labels
from pipeline.cli import main
from pipeline.cli.annotate import FORMATS
from pipeline.evaluation.gold import Labels, load_labels, load_texts
from pipeline.evaluation.rows import Mention
from pipeline.records import Entry

CORPUS = Path(__file__).parents[2] / "corpus"
NAMES = {"labelstudio": "t.json", "doccano": "t.jsonl", "prodigy": "t.jsonl", "brat": "t"}


def annotate(path):
    """What Label Studio does when an annotator submits what was predicted."""
    tasks = json.loads(path.read_text("utf-8"))
    for task in tasks:
        result = task.pop("predictions")[0]["result"]
        task["annotations"] = [{"id": 1, "result": result, "was_cancelled": False}]
    path.write_text(json.dumps(tasks), "utf-8")


def there_and_back(tool, found, texts, folder):
    path = folder / NAMES[tool]
    TOOLS[tool].write(build_tasks(found, texts), path)
    if tool == "labelstudio":
        annotate(path)
    imported = TOOLS[tool].read(path)
    assert imported.unfinished == []
    return to_labels(imported, texts, path)


def test_every_tool_can_be_asked_for():
    assert tuple(TOOLS) == FORMATS


@pytest.mark.parametrize("tool", FORMATS)
def test_all_gold_of_the_corpus_comes_back(tool, tmp_path):
    texts = load_texts(CORPUS / "documents")
    gold = load_labels(CORPUS / "gold", texts)
    back = there_and_back(tool, gold, texts, tmp_path)
    assert [back[doc_id] for doc_id in gold] == list(gold.values())
    assert sum(len(each.entities) for each in back.values()) > 1000


texts_and_marks = st.tuples(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.lists(
        st.tuples(
            st.integers(0, 39),
            st.integers(1, 12),
            st.sampled_from(["GPE", "ROLE", "CASUALTY"]),
            st.sampled_from([None, "null", "a b", "é🕊", "12"]),
        ),
        max_size=5,
        unique_by=lambda mark: mark[:3],
    ),
)


@pytest.mark.parametrize("tool", FORMATS)
@given(given_marks=texts_and_marks)
def test_any_text_comes_back(tool, given_marks, tmp_path_factory):
    text, marks = given_marks
    mentions = []
    spans = sorted({(s, min(s + n, len(text)), label): c for s, n, label, c in marks}.items())
    for (start, end, label), canonical in spans:
        # A mark of line ends alone is none that brat could hold, nor one that anybody makes.
        if start < end and text[start:end].strip("\r\n"):
            first = len(text[start:end]) - len(text[start:end].lstrip("\r\n"))
            last = len(text[start:end].rstrip("\r\n"))
            mentions.append((start + first, start + last, label, canonical))
    unique = {mention[:3]: mention for mention in mentions}
    found = Labels(
        DOC,
        (Entry(doc_id=DOC, entry_id="#1", start=0, end=len(text), language="en"),),
        tuple(
            Mention.model_validate(
                {
                    "doc_id": DOC,
                    "entry_id": "#1",
                    "entity_id": f"#1/e{number}",
                    "label": label,
                    "text": text[start:end],
                    "start": start,
                    "end": end,
                    "canonical": canonical,
                }
            )
            for number, (start, end, label, canonical) in enumerate(
                sorted(unique.values(), key=lambda mark: mark[:3]), 1
            )
        ),
    )
    folder = tmp_path_factory.mktemp(tool)
    assert there_and_back(tool, {DOC: found}, {DOC: text}, folder) == {DOC: found}


GOLD = labels(
    entities=[
        mention("CASUALTY", "One peacekeeper from Egypt was killed", canonical="killed:1"),
        mention("GPE", "Bria", canonical="Bria"),
    ],
    events=[event(date=day("2017-11-26"), casualties=[row("killed", 1)])],
)


@pytest.mark.parametrize("tool", FORMATS)
def test_the_commands_export_and_import(tool, tmp_path):
    corpus = write_corpus(tmp_path / "corpus", GOLD)
    tasks = tmp_path / NAMES[tool]
    options = ["--format", tool, "--documents", str(corpus / "documents")]
    assert main(["annotate", "export", str(corpus / "gold"), str(tasks), *options]) == 0
    if tool == "labelstudio":
        annotate(tasks)
    assert main(["annotate", "import", str(tasks), str(tmp_path / "new"), *options]) == 0
    texts = load_texts(corpus / "documents")
    assert load_labels(tmp_path / "new", texts) == load_labels(corpus / "gold", texts)
    for name in ("entries", "entities", "events"):
        new, old = (
            (folder / f"{name}.jsonl").read_text("utf-8")
            for folder in (tmp_path / "new", corpus / "gold" / "en")
        )
        assert new == old


def test_other_documents_of_the_gold_are_kept_and_imported_ones_replaced(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", GOLD)
    entries = corpus / "gold" / "en" / "entries.jsonl"
    other = entry(doc_id="en/other").to_line()
    entries.write_text(f"{other}\n{entries.read_text('utf-8')}", "utf-8")
    tasks = tmp_path / "t.jsonl"
    texts = load_texts(corpus / "documents")
    TOOLS["prodigy"].write(build_tasks({DOC: labels([entry()])}, texts), tasks)
    options = ["--format", "prodigy", "--documents", str(corpus / "documents")]
    assert main(["annotate", "import", str(tasks), str(corpus / "gold" / "en"), *options]) == 0
    lines = entries.read_text("utf-8").splitlines()
    assert [json.loads(line)["doc_id"] for line in lines] == ["en/other", DOC]
    assert lines[0] == other
    assert (corpus / "gold" / "en" / "entities.jsonl").read_text("utf-8") == ""


def test_unfinished_tasks_are_named(tmp_path, capsys):
    corpus = write_corpus(tmp_path / "corpus", GOLD)
    options = ["--format", "labelstudio", "--documents", str(corpus / "documents")]
    tasks = tmp_path / "t.json"
    assert main(["annotate", "export", str(corpus / "gold"), str(tasks), *options]) == 0
    assert main(["annotate", "import", str(tasks), str(tmp_path / "new"), *options]) == 0
    assert "not finished, left out: en/news-001" in capsys.readouterr().err
