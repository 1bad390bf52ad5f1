"""The output folder: all files of a run or none of them."""

import hashlib
import json
import os
import shutil
from contextlib import suppress

import pytest

from pipeline.errors import RunError, UsageError
from pipeline.records import Document, Failure
from pipeline.writers.jsonl import WRITING, OutputFolder, hash_file

FAILURE = Failure(document="a.txt", stage="read", reason="empty file")
NAMES = ("entries", "entities", "events", "incidents", "corrections", "errors")
FILES = [f"{name}.jsonl" for name in NAMES]


def write(folder, *records, keep_text=False, manifest="{}\n", saved=0):
    with OutputFolder(folder, keep_text=keep_text) as output:
        output.begin({})
        for name, record in records:
            output.write(name, record)
        if saved:
            output.save(saved, {})
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
    with OutputFolder(tmp_path / "other") as output:
        output.begin({})
        with pytest.raises(KeyError):
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
            output.begin({})
            output.write("errors", other)
            raise error

    with pytest.raises(error):
        interrupted()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_nothing_is_seen_before_the_commit(tmp_path):
    with OutputFolder(tmp_path) as output:
        output.begin({})
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


# What is left of a run that was stopped


class StoppedError(Exception):
    pass


def stop_after_saving(folder, *, later=()):
    """A run that saves one record, writes some more and is stopped."""

    def run():
        with OutputFolder(folder) as output:
            output.begin({"a": 1})
            output.write("errors", FAILURE)
            output.save(1, {"failures": 1})
            for record in later:
                output.write("errors", record)
            raise StoppedError

    with pytest.raises(StoppedError) as stopped:
        run()
    return stopped.value


def test_what_was_saved_stays_and_only_that(tmp_path):
    second = FAILURE.model_copy(update={"document": "b.txt"})
    error = stop_after_saving(tmp_path, later=[second] * 1000)
    assert error.__notes__ == ["what is done is kept: the same command with --resume goes on"]
    assert listed(tmp_path) == [WRITING]
    with OutputFolder(tmp_path) as output:
        plan, progress = output.unfinished()
        assert (plan, progress.inputs, progress.counts) == ({"a": 1}, 1, {"failures": 1})
        output.resume(progress)
        output.write("errors", second)
        sums = output.seal()
        output.commit("{}\n")
    assert sums["errors.jsonl"]["records"] == 2
    data = (tmp_path / "errors.jsonl").read_text("utf-8")
    assert data == f"{FAILURE.to_line()}\n{second.to_line()}\n"
    assert WRITING not in listed(tmp_path)


def test_a_run_that_begins_gives_up_what_was_unfinished(tmp_path):
    stop_after_saving(tmp_path)
    write(tmp_path)
    assert (tmp_path / "errors.jsonl").read_bytes() == b""
    assert WRITING not in listed(tmp_path)


@pytest.mark.parametrize("name", ["progress.json", "plan.json", "errors.jsonl"])
def test_what_is_damaged_is_not_resumed(tmp_path, name):
    stop_after_saving(tmp_path)
    path = tmp_path / WRITING / name
    path.write_bytes(path.read_bytes()[:5])
    with OutputFolder(tmp_path) as output:
        assert output.unfinished() is None


@pytest.mark.parametrize("keep_text", [False, True])
@pytest.mark.parametrize("steps", range(9))
def test_a_run_killed_between_two_renames_is_put_in_place(tmp_path, monkeypatch, steps, keep_text):
    earlier, out = FAILURE.model_copy(update={"document": "earlier"}), tmp_path / "out"
    text = Document(doc_id="a", source="a.txt", text="Ménaka")
    write(out, ("errors", earlier), ("documents", text), keep_text=True, manifest="earlier\n")
    rename, done = os.replace, []

    def replace(source, target):
        if WRITING not in str(target):
            if len(done) == steps:
                raise StoppedError
            done.append(target)
        rename(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with suppress(StoppedError):
        write(out, ("errors", FAILURE), keep_text=keep_text, manifest="new\n", saved=1)
    monkeypatch.undo()
    with OutputFolder(out) as output:
        assert output.unfinished() is None
    assert (out / "run.json").read_text() == "new\n"
    assert (out / "errors.jsonl").read_text("utf-8") == f"{FAILURE.to_line()}\n"
    names = {*FILES, "run.json", *(["documents.jsonl"] if keep_text else [])}
    assert set(listed(out)) == names


def test_two_runs_into_one_folder_are_refused(tmp_path):
    with OutputFolder(tmp_path), pytest.raises(UsageError, match="another run is writing"):
        OutputFolder(tmp_path).__enter__()
    with OutputFolder(tmp_path):
        pass


def test_a_folder_removed_in_mid_run_ends_it(tmp_path):
    with OutputFolder(tmp_path / "out") as output:
        output.begin({})
        shutil.rmtree(tmp_path / "out")
        output.write("errors", FAILURE)
        with pytest.raises(RunError, match=r"cannot write to .*: no such file"):
            output.save(1, {})
    assert listed(tmp_path) == []
