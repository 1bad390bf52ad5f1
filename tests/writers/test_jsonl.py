"""The output folder: all files of a run or none of them."""

import hashlib
import json

import pytest

from pipeline.errors import UsageError
from pipeline.records import Document, Failure
from pipeline.writers.jsonl import OutputFolder, hash_file

FAILURE = Failure(document="a.txt", stage="read", reason="empty file")
NAMES = ("entries", "entities", "events", "incidents", "corrections", "errors")
FILES = [f"{name}.jsonl" for name in NAMES]


def write(folder, *records, keep_text=False, manifest="{}\n"):
    with OutputFolder(folder, keep_text=keep_text) as output:
        for name, record in records:
            output.write(name, record)
        sums = output.seal()
        output.commit(manifest)
    return sums


def listed(folder):
    return sorted(path.name for path in folder.iterdir())


def test_writes_every_file_even_without_records(tmp_path):
    write(tmp_path / "out", manifest='{"a": 1}\n')
    assert listed(tmp_path / "out") == sorted([*FILES, "run.json"])
    assert [(tmp_path / "out" / name).read_bytes() for name in FILES] == [b""] * len(FILES)
    assert (tmp_path / "out" / "run.json").read_text("utf-8") == '{"a": 1}\n'


def test_makes_the_folder_with_those_above_it(tmp_path):
    write(tmp_path / "a" / "b" / "c")
    assert (tmp_path / "a" / "b" / "c" / "run.json").is_file()


def test_writes_a_record_a_line_in_order(tmp_path):
    second = FAILURE.model_copy(update={"document": "ménaka.txt"})
    write(tmp_path, ("errors", FAILURE), ("errors", second))
    data = (tmp_path / "errors.jsonl").read_bytes()
    assert data.endswith(b"}\n")
    assert b"\r" not in data
    assert [json.loads(line)["document"] for line in data.splitlines()] == ["a.txt", "ménaka.txt"]


def test_seals_with_count_size_and_sum_of_each_file(tmp_path):
    sums = write(tmp_path, ("errors", FAILURE), ("errors", FAILURE))
    data = (tmp_path / "errors.jsonl").read_bytes()
    assert sums["errors.jsonl"] == {
        "records": 2,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    assert sums["events.jsonl"]["records"] == 0
    assert sorted(sums) == sorted(FILES)


def test_keeps_texts_only_when_asked(tmp_path):
    document = Document(doc_id="a", source="a.txt", text="Ménaka")
    write(tmp_path, ("documents", document), keep_text=True)
    [line] = (tmp_path / "documents.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["text"] == "Ménaka"
    with OutputFolder(tmp_path / "other") as output, pytest.raises(KeyError):
        output.write("documents", document)


def test_texts_of_an_earlier_run_go_with_it(tmp_path):
    write(tmp_path, keep_text=True)
    write(tmp_path)
    assert "documents.jsonl" not in listed(tmp_path)


def test_leaves_files_that_are_not_its_own(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    write(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, SystemExit])
def test_an_interrupt_leaves_the_earlier_files_untouched(tmp_path, error):
    write(tmp_path, ("errors", FAILURE), manifest="first\n")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    other = FAILURE.model_copy(update={"document": "b.txt"})

    def interrupted():
        with OutputFolder(tmp_path) as output:
            output.write("errors", other)
            raise error

    with pytest.raises(error):
        interrupted()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_nothing_is_seen_before_the_commit(tmp_path):
    with OutputFolder(tmp_path) as output:
        output.write("errors", FAILURE)
        output.seal()
        assert [name for name in listed(tmp_path) if not name.startswith(".")] == []
    assert listed(tmp_path) == []


def test_a_folder_below_a_file_is_wrong_usage(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match=r"^cannot write to .*file/out: not a directory$"):
        write(tmp_path / "file" / "out")


def test_an_output_that_is_a_file_is_wrong_usage(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match=r"^cannot write to .*file: file exists$"):
        write(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "x"


def test_hashes_the_bytes_of_a_file(tmp_path):
    data = b"x" * (1 << 20) + b"\x00\xff"
    (tmp_path / "data").write_bytes(data)
    assert hash_file(tmp_path / "data") == hashlib.sha256(data).hexdigest()
