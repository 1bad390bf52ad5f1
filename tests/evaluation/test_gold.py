import json

import pytest

from evaluation.builders import (
    DOC,
    TEXT,
    day,
    entry,
    event,
    labels,
    mention,
    row,
    write_corpus,
    write_labels,
)
from pipeline.errors import UsageError
from pipeline.evaluation.gold import (
    find_documents,
    kind_of,
    load_labels,
    load_outputs,
    load_texts,
    require,
    require_same_sources,
)
from pipeline.evaluation.problems import ProblemsError
from pipeline.evaluation.rows import OPEN_END

GOOD = labels(
    entities=[mention("MISSION", "MINUSCA", canonical="MINUSCA")],
    events=[event(date=day("2017-11-26"), casualties=[row("killed", 1)])],
)
TEXTS = {DOC: TEXT}


@pytest.fixture
def folder(tmp_path):
    return write_labels(tmp_path / "gold", GOOD)


def change(folder, name, line=1, **fields):
    """Changes fields of a line, dots for nesting; a value of `...` takes the field away."""
    path = folder / f"{name}.jsonl"
    lines = path.read_text("utf-8").splitlines()
    data = json.loads(lines[line - 1])
    for dotted, value in fields.items():
        *parents, last = dotted.split("__")
        inner = data
        for parent in parents:
            inner = inner[int(parent) if parent.isdigit() else parent]
        if value is ...:
            del inner[last]
        else:
            inner[last] = value
    lines[line - 1] = json.dumps(data)
    path.write_text("".join(text + "\n" for text in lines), "utf-8")


def problems_of(folder, texts=TEXTS):
    with pytest.raises(ProblemsError) as caught:
        load_labels(folder, texts)
    return [(each.file, each.line, each.field, each.reason) for each in caught.value.problems]


def test_labels_come_by_document_in_the_order_of_the_text(folder):
    assert load_labels(folder, TEXTS) == {DOC: GOOD}


def test_folders_below_are_read_and_hidden_ones_are_not(tmp_path, folder):
    write_labels(tmp_path / "gold" / ".writing-1", GOOD)
    assert load_labels(tmp_path, TEXTS) == {DOC: GOOD}


def test_gold_may_leave_out_sources_assertions_and_totals(folder):
    for outcome in ("killed", "injured", "missing", "abducted"):
        change(folder, "events", **{outcome: ...})
    [found] = load_labels(folder, TEXTS)[DOC].events
    assert (found.killed, found.injured, found.assertion) == (1, 0, "asserted")


def test_an_open_interval_has_no_end(folder):
    change(folder, "events", date__end=None, date__precision="range")
    [found] = load_labels(folder, TEXTS)[DOC].events
    assert found.date.end == OPEN_END


@pytest.mark.parametrize(
    ("name", "fields", "field", "reason"),
    [
        ("entries", {"colour": "blue"}, "colour", "Extra inputs are not permitted"),
        ("entities", {"colour": "blue"}, "colour", "Extra inputs are not permitted"),
        ("events", {"date__century": 21}, "date.century", "Extra inputs are not permitted"),
        ("entries", {"start": "0"}, "start", "wrong type: '0'"),
        ("entries", {"start": 0.0}, "start", "wrong type: 0.0"),
        ("events", {"recalled": "no"}, "recalled", "wrong type: 'no'"),
        ("events", {"casualties__0__count": True}, "casualties.0.count", "wrong type: True"),
        ("events", {"casualties__0__count": -1}, "casualties.0.count", "greater than or equal"),
        ("events", {"type": "battle"}, "type", "Input should be 'attack'"),
        ("events", {"killed": 2}, "", "the total 'killed' is not the sum of its rows"),
        ("events", {"subtype": "road"}, "", "'road' is no subtype of 'attack'"),
        ("entities", {"label": "PLACE"}, "label", "Input should be 'MISSION'"),
        ("entities", {"start": ...}, "start", "Field required"),
        ("entities", {"doc_id": "en/other"}, "doc_id", "no document 'en/other'"),
        ("entities", {"entry_id": "en/news-001#9"}, "entry_id", "no entry"),
        ("events", {"entry_id": "en/news-001#9"}, "entry_id", "no entry"),
        ("entities", {"text": "MINUSMA"}, "text", "'MINUSCA', not 'MINUSMA'"),
        ("entities", {"start": 0, "end": 7}, "text", "'26 Nov ', not 'MINUSCA'"),
        ("events", {"evidence__text": "Two"}, "evidence", "not 'Two'"),
        (
            "events",
            {"casualties__0__evidence__end": 9999},
            "casualties.0.evidence",
            "not 'Egypt'",
        ),
        ("entities", {"entry_id": "en/news-001#2"}, "text", "lies outside the entry"),
        ("entries", {"end": 9999}, "end", "is no part of the text"),
        ("entries", {"start": 50, "end": 50}, "end", "is no part of the text"),
    ],
)
def test_a_wrong_line_is_named(folder, name, fields, field, reason):
    change(folder, name, **fields)
    found = [each for each in problems_of(folder) if each[0].endswith(f"{name}.jsonl")]
    assert {each[1:3] for each in found} == {(1, field)}
    assert reason in "; ".join(each[3] for each in found)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "Expecting property name"),
        (b"[]", "not a JSON object"),
        (b'{"doc_id": "a", "doc_id": "b"}', "the field 'doc_id' is given twice"),
        (b'{"doc_id": "\xff"}', "utf-8"),
    ],
)
def test_a_broken_line_is_named(folder, line, reason):
    with (folder / "entities.jsonl").open("ab") as stream:
        stream.write(b"\n" + line)
    [(file, number, _, said)] = problems_of(folder)
    assert (file.endswith("entities.jsonl"), number) == (True, 3)
    assert reason in said


@pytest.mark.parametrize("name", ["entries", "entities", "events"])
def test_an_id_given_twice_is_named(folder, name):
    path = folder / f"{name}.jsonl"
    text = path.read_text("utf-8")
    path.write_text(text + text.splitlines()[0] + "\n", "utf-8")
    last = len(path.read_text("utf-8").splitlines())
    [(file, line, _, reason)] = problems_of(folder)
    assert (file, line) == (str(path), last)
    assert "again, as in" in reason
    assert reason.endswith("line 1")


def test_a_missing_file_is_an_error(folder):
    (folder / "events.jsonl").unlink()
    [(file, line, _, reason)] = problems_of(folder)
    assert (file.endswith("events.jsonl"), line, reason) == (True, 0, "no such file or directory")


def test_a_folder_without_labels_is_an_error(tmp_path):
    assert "in this folder" in problems_of(tmp_path)[0][3]


def test_an_entity_of_another_document_is_an_error(folder):
    texts = TEXTS | {"en/other": TEXT}
    change(folder, "entities", doc_id="en/other")
    assert "the entry belongs to 'en/news-001'" in problems_of(folder, texts)[0][3]


def test_another_text_than_the_labels_were_made_from_is_an_error(folder):
    found = problems_of(folder, {DOC: "X" + TEXT})
    assert {each[2] for each in found} == {"text", "evidence", "casualties.0.evidence"}


def test_all_problems_are_told_at_once(folder):
    change(folder, "entries", start="0")
    change(folder, "events", colour="blue")
    assert len(problems_of(folder)) == 2
    change(folder, "entries", start=5000)
    change(folder, "events", colour=...)
    change(folder, "entities", text="MINUSMA")
    assert {each[2] for each in problems_of(folder)} >= {"end", "text"}


def test_a_broken_entry_does_not_hide_behind_its_entities(folder):
    change(folder, "entries", colour="blue")
    assert [each[2] for each in problems_of(folder)] == ["colour"]


def test_a_long_list_of_problems_is_cut_and_counted(folder):
    with (folder / "entities.jsonl").open("a") as stream:
        stream.write("{\n" * 30)
    with pytest.raises(ProblemsError, match=r"\.\.\. and 10 more$"):
        load_labels(folder, TEXTS)


def test_a_document_without_predictions_is_an_error(folder):
    found = load_labels(folder, TEXTS)
    require(found, [DOC], folder)
    with pytest.raises(ProblemsError, match="no entry of document 'en/news-002'"):
        require(found, [DOC, "en/news-002"], folder)


def test_outputs_of_another_file_are_an_error(tmp_path):
    corpus = write_corpus(tmp_path, GOOD)
    outputs = write_labels(tmp_path / "out", GOOD)
    require_same_sources(outputs, corpus / "documents")
    for digest, inputs in (("0" * 64, True), (None, False)):
        manifest = {"inputs": [{"source": "x", "doc_id": DOC, "sha256": digest}]}
        (outputs / "run.json").write_text(json.dumps(manifest))
        if inputs:
            with pytest.raises(ProblemsError, match="'en/news-001' was made from another text"):
                require_same_sources(outputs, corpus / "documents")
        else:
            require_same_sources(outputs, corpus / "documents")


@pytest.mark.parametrize("content", ["{", "[]", '{"inputs": [1]}', "{}"])
def test_a_run_json_of_something_else_is_an_error(tmp_path, content):
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(UsageError, match=r"run\.json"):
        require_same_sources(tmp_path, tmp_path)


def test_texts_come_by_id(tmp_path):
    corpus = write_corpus(tmp_path, GOOD)
    assert load_texts(corpus / "documents") == TEXTS
    assert find_documents(corpus / "gold" / "en") == corpus.resolve() / "documents"


def test_missing_documents_are_an_error(tmp_path):
    with pytest.raises(UsageError, match="no such folder of documents"):
        load_texts(tmp_path / "documents")
    with pytest.raises(UsageError, match="name it with --documents"):
        find_documents(tmp_path / "gold")


def test_outputs_without_texts_are_checked_for_their_form(folder):
    assert load_outputs(folder) == {DOC: GOOD}
    change(folder, "events", colour=1)
    with pytest.raises(ProblemsError, match="colour"):
        load_outputs(folder)


def test_a_kind_is_the_name_without_its_number():
    names = ["en/news-001", "fr/sg-declaration-012", "notes", "123", "a/b_7"]
    assert [kind_of(name) for name in names] == ["news", "sg-declaration", "notes", "123", "b"]


def test_a_digest_tells_gold_from_changed_gold():
    other = labels([entry(published=None)])
    assert GOOD.digest(TEXT) == GOOD.digest(TEXT)
    assert len({GOOD.digest(TEXT), GOOD.digest(TEXT + " "), other.digest(TEXT)}) == 3


def test_the_language_of_a_document_is_that_of_most_entries():
    french = [entry(number, number, number + 1, language="fr") for number in (2, 3)]
    assert labels([entry(), *french]).language == "fr"
