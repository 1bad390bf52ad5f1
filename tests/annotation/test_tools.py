"""Files as the tools write them, made by hand from their documentation."""

import json

import pytest

from pipeline.annotation import TOOLS, brat
from pipeline.annotation.offsets import from_utf16, locate
from pipeline.annotation.tasks import Mark, Task, to_labels
from pipeline.errors import UsageError

DOC = "en/news-001"
TEXT = "🕊 Two peacekeepers\nfrom Chad died in Gao."
GAO, CHAD = TEXT.index("Gao"), TEXT.index("Chad")
ENTRY = {"doc_id": DOC, "entry_id": f"{DOC}#1", "start": 0, "end": len(TEXT), "language": "en"}
KNOWN = {
    "doc_id": DOC,
    "entry_id": f"{DOC}#1",
    "entity_id": f"{DOC}#1/e1",
    "label": "GPE",
    "text": "Chad",
    "start": CHAD,
    "end": CHAD + 4,
    "canonical": "TCD",
}
CARRIED = json.dumps({"doc_id": DOC, "entries": [ENTRY], "entities": [KNOWN], "events": []})
TEXTS = {DOC: TEXT}


def region(start, end, *names, text=None, **fields):
    value = {"start": start, "end": end, "labels": list(names)}
    base = {"id": "x1", "from_name": "label", "to_name": "text", "type": "labels"}
    return base | {"value": value | ({"text": text} if text else {}), "origin": "manual"} | fields


def labelstudio_task(*regions, **fields):
    annotation = {
        "id": 1001,
        "completed_by": 10,
        "result": list(regions),
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": "2021-03-09T22:16:08.728353Z",
        "lead_time": 4.288,
        "result_count": len(regions),
        "task": 1,
    }
    return {
        "id": 1,
        "data": {"text": TEXT, "doc_id": DOC, "bluehelm": CARRIED},
        "annotations": [annotation],
        "predictions": [{"model_version": "bluehelm", "result": []}],
        "project": 83,
    } | fields


def doccano_row(**fields):
    return {"id": 6400, "text": TEXT, "Comments": [], "doc_id": DOC, "bluehelm": CARRIED} | fields


def prodigy_row(*spans, **fields):
    return {
        "text": TEXT,
        "spans": list(spans),
        "tokens": [{"text": "🕊", "start": 0, "end": 1, "id": 0, "ws": True}],
        "meta": {"doc_id": DOC},
        "bluehelm": CARRIED,
        "_input_hash": -1,
        "_task_hash": 2,
        "_view_id": "spans_manual",
        "answer": "accept",
    } | fields


def read(tool, folder, content):
    path = folder / "export"
    if tool == "brat":
        (path / "en").mkdir(parents=True)
        (path / "bluehelm.jsonl").write_text(json.dumps({"bluehelm": CARRIED}), "utf-8")
        (path / f"{DOC}.txt").write_bytes(TEXT.encode())
        (path / f"{DOC}.ann").write_bytes(content.encode())
    elif tool == "labelstudio":
        path.write_text(json.dumps(content), "utf-8")
    else:
        path.write_text("".join(json.dumps(each) + "\n" for each in content), "utf-8")
    return TOOLS[tool].read(path)


def marks(imported):
    [task] = imported.tasks
    assert (task.doc_id, task.text) == (DOC, TEXT)
    return set(task.marks)


def test_a_label_studio_export(tmp_path):
    task = labelstudio_task(
        region(GAO, GAO + 3, "GPE", text="Gao", meta={"text": ["Gao"]}),
        region(CHAD, CHAD + 4, "GPE", "NORP"),
    )
    assert marks(read("labelstudio", tmp_path, [task])) == {
        Mark(GAO, GAO + 3, "GPE", "Gao"),
        Mark(CHAD, CHAD + 4, "GPE"),
        Mark(CHAD, CHAD + 4, "NORP"),
    }


def test_label_studio_offsets_in_utf16_are_put_right(tmp_path):
    task = labelstudio_task(region(GAO + 1, GAO + 4, "GPE", text="Gao"))
    assert marks(read("labelstudio", tmp_path, [task])) == {Mark(GAO, GAO + 3, "GPE")}


def test_a_doccano_export_with_entities(tmp_path):
    spans = [
        {"id": 1662, "label": "GPE", "start_offset": CHAD, "end_offset": CHAD + 4},
        {"id": 1663, "label": "LOC", "start_offset": GAO, "end_offset": GAO + 3},
    ]
    row = doccano_row(entities=spans, relations=[])
    assert marks(read("doccano", tmp_path, [row])) == {
        Mark(CHAD, CHAD + 4, "GPE", "TCD"),
        Mark(GAO, GAO + 3, "LOC"),
    }


@pytest.mark.parametrize("key", ["label", "labels"])
def test_older_doccano_exports(tmp_path, key):
    row = doccano_row(**{key: [[CHAD, CHAD + 4, "GPE"], [GAO, GAO + 3, "LOC"]]})
    assert marks(read("doccano", tmp_path, [row])) == {
        Mark(CHAD, CHAD + 4, "GPE", "TCD"),
        Mark(GAO, GAO + 3, "LOC"),
    }


def test_a_prodigy_export(tmp_path):
    span = {"start": GAO, "end": GAO + 3, "label": "GPE", "token_start": 7, "token_end": 7}
    kept = {"start": CHAD, "end": CHAD + 4, "label": "GPE", "canonical": "TCD"}
    assert marks(read("prodigy", tmp_path, [prodigy_row(span, kept)])) == {
        Mark(GAO, GAO + 3, "GPE"),
        Mark(CHAD, CHAD + 4, "GPE", "TCD"),
    }


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_what_was_not_accepted_in_prodigy_is_unfinished(tmp_path, answer):
    imported = read("prodigy", tmp_path, [prodigy_row(answer=answer)])
    assert (imported.tasks, imported.unfinished) == ([], [DOC])


@pytest.mark.parametrize("annotations", [[], [{"result": [], "was_cancelled": True}]])
def test_what_nobody_annotated_in_label_studio_is_unfinished(tmp_path, annotations):
    imported = read("labelstudio", tmp_path, [labelstudio_task(annotations=annotations)])
    assert (imported.tasks, imported.unfinished) == ([], [DOC])


def test_brat_annotations(tmp_path):
    line_end = TEXT.index("\n")
    content = (
        f"T1\tGPE {CHAD} {CHAD + 4}\tChad\n"
        "#1\tAnnotatorNotes T1\tTCD\n"
        f"T2\tCASUALTY 2 {line_end};{line_end + 1} {CHAD + 4}\tTwo peacekeepers from Chad\n"
    )
    assert marks(read("brat", tmp_path, content)) == {
        Mark(CHAD, CHAD + 4, "GPE", "TCD"),
        Mark(2, CHAD + 4, "CASUALTY"),
    }


def test_what_brat_gets(tmp_path):
    task = Task(DOC, TEXT, (Mark(2, CHAD + 4, "CASUALTY", "killed:2"),), CARRIED)
    brat.write([task], tmp_path)
    line_end = TEXT.index("\n")
    assert (tmp_path / f"{DOC}.ann").read_text("utf-8") == (
        f"T1\tCASUALTY 2 {line_end};{line_end + 1} {CHAD + 4}\tTwo peacekeepers from Chad\n"
        "#1\tAnnotatorNotes T1\tkilled:2\n"
    )
    assert (tmp_path / f"{DOC}.txt").read_bytes() == TEXT.encode()
    conf = (tmp_path / "annotation.conf").read_text("utf-8").split("\n")
    assert [line for line in conf if line.startswith("[")] == [
        "[entities]",
        "[relations]",
        "[events]",
        "[attributes]",
    ]
    assert "ARMED_GROUP" in conf


def test_what_label_studio_gets(tmp_path):
    task = Task(DOC, TEXT, (Mark(GAO, GAO + 3, "GPE", "Gao"),), CARRIED)
    TOOLS["labelstudio"].write([task], tmp_path / "t.json")
    [written] = json.loads((tmp_path / "t.json").read_text("utf-8"))
    [prediction] = written["predictions"]
    assert written["data"]["text"] == TEXT
    assert prediction["result"] == [
        {
            "id": "e1",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": GAO, "end": GAO + 3, "text": "Gao", "labels": ["GPE"]},
            "meta": {"text": ["Gao"]},
        }
    ]
    interface = (tmp_path / "t.xml").read_text("utf-8")
    assert '<Labels name="label" toName="text">' in interface
    assert '<Label value="ARMED_GROUP"/>' in interface


def test_brat_cannot_hold_a_canonical_of_two_lines(tmp_path):
    task = Task(DOC, TEXT, (Mark(0, 1, "GPE", "a\nb"),), CARRIED)
    with pytest.raises(UsageError, match="brat cannot hold"):
        brat.write([task], tmp_path)


@pytest.mark.parametrize(
    ("tool", "content", "reason"),
    [
        ("labelstudio", {"a": 1}, "not a list of tasks"),
        ("labelstudio", [{"data": {"text": TEXT}}], "task 1: no field 'bluehelm'"),
        ("labelstudio", [labelstudio_task(region(0, 1, "GPE", type="choices"))], "'choices'"),
        ("labelstudio", [labelstudio_task(region(0, 3, "GPE", text="Gao"))], "'Gao' is not at"),
        ("labelstudio", [labelstudio_task({"type": "labels"})], "a region without 'value'"),
        (
            "labelstudio",
            [labelstudio_task(annotations=[{"result": []}, {"result": []}])],
            "has 2 annotations",
        ),
        ("doccano", [doccano_row()], "one of entities, label, labels is needed"),
        ("doccano", [doccano_row(label=[], entities=[])], "one of entities"),
        ("doccano", [doccano_row(label=[[1, 2]])], r"\[1, 2\] is no span"),
        ("doccano", [doccano_row(entities=[{"label": "GPE"}])], "is no span"),
        ("doccano", [doccano_row(entities=[], relations=[{"id": 1}])], "relations cannot be kept"),
        ("doccano", [{"text": TEXT, "label": []}], "task 1: no field 'bluehelm'"),
        ("doccano", [[]], "line 1: not a JSON object"),
        ("prodigy", [prodigy_row({"start": 1, "label": "GPE"})], "is no span"),
        ("prodigy", [{"text": TEXT}], "task 1: no field 'bluehelm'"),
        ("brat", "T1\tGPE 0 1;5 7\tx y\n", "a mark with a gap"),
        ("brat", "R1\tOrigin Arg1:T1 Arg2:T2\n", "cannot be kept"),
        ("brat", "T1 GPE 0 1 x\n", "cannot be kept"),
    ],
)
def test_what_cannot_be_kept_is_an_error(tmp_path, tool, content, reason):
    with pytest.raises(UsageError, match=reason):
        read(tool, tmp_path, content)


@pytest.mark.parametrize("tool", ["labelstudio", "prodigy", "doccano"])
def test_a_file_that_is_no_json_is_an_error(tmp_path, tool):
    (tmp_path / "x").write_text("{")
    with pytest.raises(UsageError, match="x"):
        TOOLS[tool].read(tmp_path / "x")
    with pytest.raises(UsageError, match="nowhere"):
        TOOLS[tool].read(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (prodigy_row({"start": 0, "end": 1, "label": "PLACE"}), "no label 'PLACE'"),
        (prodigy_row({"start": 0, "end": 999, "label": "GPE"}), "is no part of the text"),
        (prodigy_row({"start": 3, "end": 3, "label": "GPE"}), "is no part of the text"),
        (prodigy_row(text="Another text"), "its text is not that of the document"),
        (prodigy_row(bluehelm=json.dumps({"doc_id": DOC})), "what it carries was changed"),
        (
            prodigy_row(
                {"start": GAO, "end": GAO + 3, "label": "GPE"},
                bluehelm=CARRIED.replace(f'"end": {len(TEXT)}', '"end": 5'),
            ),
            "GPE 'Gao' lies in no entry",
        ),
    ],
)
def test_labels_that_do_not_fit_are_an_error(tmp_path, row, reason):
    with pytest.raises(UsageError, match=reason):
        to_labels(read("prodigy", tmp_path, [row]), TEXTS, "export")


def test_a_task_that_comes_twice_is_an_error(tmp_path):
    imported = read("prodigy", tmp_path, [prodigy_row(), prodigy_row()])
    with pytest.raises(UsageError, match="comes twice"):
        to_labels(imported, TEXTS, "export")


def test_marks_that_stay_keep_their_id_and_new_ones_get_the_next(tmp_path):
    late = {"start": GAO, "end": GAO + 3, "label": "GPE"}
    early = {"start": 2, "end": 5, "label": "ROLE"}
    same = {"start": CHAD, "end": CHAD + 4, "label": "GPE"}
    rows = [prodigy_row(late, early, same, late)]
    found = to_labels(read("prodigy", tmp_path, rows), TEXTS, "x")
    ids = [(each.entity_id, each.text) for each in found[DOC].entities]
    assert ids == [(f"{DOC}#1/e2", "Two"), (f"{DOC}#1/e1", "Chad"), (f"{DOC}#1/e3", "Gao")]


def test_utf16_offsets():
    assert [from_utf16("a🕊b", offset) for offset in range(6)] == [0, 1, None, 2, 3, None]
    assert locate("a🕊b", 3, 4, "b") == (2, 3)
    assert locate("a🕊b", 2, 3, "b") == (2, 3)
    assert locate("a🕊b", 0, 1, "b") is None
    assert locate("a🕊b", 0, 1, None) == (0, 1)
