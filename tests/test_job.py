"""One run into a folder: its files, its manifest, its summary, and what an interrupt leaves."""

import hashlib
import json

import pytest

from pipeline import job
from pipeline.cli.display import make_display
from pipeline.config import Settings
from pipeline.errors import UsageError
from pipeline.flow import Result
from pipeline.job import Summary, extract_to
from pipeline.records import Casualty, Document, Entry, Event, Evidence, Failure

ENGLISH = (
    "26 Nov 2017 | New York\n"
    "One peacekeeper from Egypt was killed and three others were injured when gunmen attacked a "
    "MINUSCA convoy near Bria yesterday.\n\n"
    "14 Nov 2017 | New York\n"
    "Ninety peacekeepers have been killed since 2013, and the toll is rising.\n"
)
FRENCH = (
    "New York, le 24 novembre 2017\n\n"
    "Trois Casques bleus tchadiens ont été tués ce matin dans une attaque contre un convoi de la "
    "MINUSMA près de Kidal, au Mali.\n"
)
RECORDS = [
    f"{name}.jsonl"
    for name in ("entries", "entities", "events", "incidents", "corrections", "errors")
]


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text(ENGLISH, "utf-8")
    (folder / "b.txt").write_bytes(b"")
    (folder / "c.jsonl").write_text(
        json.dumps({"text": ENGLISH, "id": "row"}) + "\n{broken\n", "utf-8"
    )
    (folder / "sub" / "d.txt").write_text(FRENCH, "utf-8")
    return folder


def extract(inputs, output, *, workers=1, keep_text=False, **settings):
    return extract_to(
        [str(path) for path in inputs],
        output,
        Settings(**settings),
        workers=workers,
        keep_text=keep_text,
        display=make_display(quiet=True),
    )


def read(folder, name):
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def contents(folder, names=RECORDS):
    return {name: (folder / name).read_bytes() for name in names}


def test_two_runs_and_two_workers_write_the_same_bytes(sources, tmp_path):
    extract([sources], tmp_path / "one", batch_documents=1)
    extract([sources], tmp_path / "two", batch_documents=1, workers=2)
    extract([sources], tmp_path / "one again", batch_documents=1)
    first = contents(tmp_path / "one")
    assert all(data for name, data in first.items() if name != "corrections.jsonl")
    assert contents(tmp_path / "two") == first
    assert contents(tmp_path / "one again") == first


def test_writes_what_the_documents_say(sources, tmp_path):
    out = tmp_path / "out"
    summary = extract([sources], out)
    assert [(e["doc_id"], e["published"]) for e in read(out, "entries.jsonl")] == [
        ("a", "2017-11-26"),
        ("a", "2017-11-14"),
        ("row", "2017-11-26"),
        ("row", "2017-11-14"),
        ("sub/d", "2017-11-24"),
    ]
    assert [(e["event_id"], e["type"], e["killed"]) for e in read(out, "events.jsonl")] == [
        ("a#1/v1", "attack", 1),
        ("a#2/v1", "toll", 90),
        ("row#1/v1", "attack", 1),
        ("row#2/v1", "toll", 90),
        ("sub/d#1/v1", "attack", 3),
    ]
    assert (summary.documents, summary.entries, summary.failures) == (3, 5, 2)
    assert summary.languages == {"en": 4, "fr": 1}
    assert summary.events == {"attack": 3, "toll": 2}
    assert (summary.killed, summary.injured) == (5, 6)  # tolls are not counted again


def test_what_fails_is_written_and_told(sources, tmp_path, capsys):
    out = tmp_path / "out"
    extract([sources, tmp_path / "nowhere"], out)
    errors = read(out, "errors.jsonl")
    assert [(e["document"], e["stage"]) for e in errors] == [
        (str(sources / "b.txt"), "read"),
        (f"{sources / 'c.jsonl'}:2", "read"),
        (str(tmp_path / "nowhere"), "read"),
    ]
    assert [e["reason"] for e in errors][::2] == ["empty file", "does not exist"]
    told = capsys.readouterr().err.splitlines()
    assert told == [f"error: {e['document']}: {e['reason']} (read)" for e in errors]


def test_the_manifest_says_how_it_came_about(sources, tmp_path):
    out = tmp_path / "out"
    summary = extract([sources], out, keep_text=True)
    manifest = json.loads((out / "run.json").read_text("utf-8"))
    assert manifest["settings"] == Settings().model_dump()
    assert manifest["workers"] == 1
    assert manifest["models"]["fr"] == "fr_core_news_sm 3.8.0"
    assert manifest["counts"] == summary.as_dict()
    assert manifest["libraries"]["spacy"].startswith("3.8.")
    stages = {"detect", "segment", "annotate", "mentions", "events", "total"}
    assert stages <= manifest["seconds"].keys()
    sums = {one["source"]: one["sha256"] for one in manifest["inputs"]}
    assert sums == {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in [
            sources / "a.txt",
            sources / "b.txt",
            sources / "c.jsonl",
            sources / "sub" / "d.txt",
        ]
    }
    for name, said in manifest["outputs"].items():
        data = (out / name).read_bytes()
        assert said["sha256"] == hashlib.sha256(data).hexdigest(), name
        assert said["records"] == data.count(b"\n"), name
    assert sorted(manifest["outputs"]) == sorted([*RECORDS, "documents.jsonl"])


def test_offsets_point_into_the_texts_that_are_kept(sources, tmp_path):
    out = tmp_path / "out"
    extract([sources], out, keep_text=True)
    texts = {document["doc_id"]: document["text"] for document in read(out, "documents.jsonl")}
    assert texts.keys() == {"a", "row", "sub/d"}
    entities = read(out, "entities.jsonl")
    assert len(entities) > 10
    for entity in entities:
        assert texts[entity["doc_id"]][entity["start"] : entity["end"]] == entity["text"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_interrupt_leaves_the_earlier_outputs_untouched(sources, tmp_path, monkeypatch, error):
    out = tmp_path / "out"
    extract([sources / "sub"], out)
    names = sorted(path.name for path in out.iterdir())
    before = contents(out, names)

    def interrupt(*_):
        yield Result(None, failures=[Failure(document="x", stage="read", reason="y")])
        raise error

    monkeypatch.setattr(job, "run", interrupt)
    with pytest.raises(error):
        extract([sources], out)
    assert sorted(path.name for path in out.iterdir()) == names
    assert contents(out, names) == before


def test_a_missing_model_ends_the_run_and_leaves_nothing(sources, tmp_path):
    with pytest.raises(UsageError, match="pip install"):
        extract([sources], tmp_path / "out", models={"en": "no_such_model"})
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_wrong_usage(sources):
    with pytest.raises(UsageError, match="cannot write to"):
        extract([sources], sources / "a.txt" / "out")


def test_a_summary_leaves_out_tolls_and_what_is_recalled():
    words = Evidence(start=0, end=3, text="abc")
    fields = {"doc_id": "d", "entry_id": "d#1", "language": "en", "published": None}
    fields |= {"type": "attack", "evidence": words}
    row = Casualty(outcome="killed", count=2, evidence=words)
    kinds = [{}, {"type": "toll"}, {"recalled": True}, {"casualties": ()}]
    events = [
        Event.model_validate(fields | {"event_id": f"d#1/v{n}", "casualties": (row,)} | kind)
        for n, kind in enumerate(kinds)
    ]
    entry = Entry(doc_id="d", entry_id="d#1", start=0, end=3, language="en")
    document = Document(doc_id="d", source="d.txt", text="abc")
    summary = Summary()
    summary.add(Result(document, entries=[entry], events=events))
    summary.add(Result(None, failures=[Failure(document="x", stage="read", reason="y")]))
    assert (summary.documents, summary.entries, summary.failures) == (1, 1, 1)
    assert (summary.killed, summary.injured) == (2, 0)
    assert summary.as_dict()["events"] == {"attack": 3, "toll": 1}


def test_what_triage_passes_over_is_counted_and_no_error(tmp_path):
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "harm.txt").write_text(ENGLISH, "utf-8")
    (folder / "music.txt").write_text("The orchestra played in the park on Monday.\n", "utf-8")
    summary = extract([folder], tmp_path / "out", only="harm")
    everything = extract([folder], tmp_path / "all")
    assert (summary.documents, summary.skipped_documents, summary.failures) == (2, 1, 0)
    assert (everything.documents, everything.skipped_documents) == (2, 0)
    manifest = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert manifest["settings"]["only"] == "harm"
    assert manifest["counts"]["skipped_documents"] == 1
    assert read(tmp_path / "out", "errors.jsonl") == []
    assert read(tmp_path / "out", "events.jsonl") == read(tmp_path / "all", "events.jsonl")
