"""Parts of an output folder: what is there of each, and when the whole is finished."""

import pytest

from pipeline.errors import UsageError
from pipeline.records import Failure
from pipeline.writers.parts import PartsFolder

FAILURE = Failure(document="ménaka.txt", stage="read", reason="empty file")


@pytest.fixture
def folder(tmp_path):
    folder = PartsFolder(tmp_path / "out", "jsonl")
    folder.begin({"a": 1})
    return folder


def test_a_run_writes_parts_and_then_says_that_it_is_finished(folder):
    folder.write("00000-00001", "errors", Failure, [FAILURE, FAILURE])
    folder.write("00000-00001", "events", Failure, [])
    folder.complete("00000-00001", {"counts": 2})
    assert (folder.plan(), folder.manifest()) == ({"a": 1}, None)
    assert folder.said_of("00000-00001") == {"counts": 2}
    folder.finish({"b": 2}, ["00000-00001"])
    found = sorted(path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*"))
    assert found == ["errors", "errors/part-00000-00001.jsonl", "run.json"]
    assert (folder.plan(), folder.manifest()) == (None, {"b": 2})
    data = (folder.path / "errors" / "part-00000-00001.jsonl").read_text("utf-8")
    assert data == f"{FAILURE.to_line()}\n" * 2


def test_a_part_that_is_done_again_is_written_over(folder):
    folder.write("0", "errors", Failure, [FAILURE, FAILURE])
    folder.write("0", "errors", Failure, [FAILURE])
    assert (folder.path / "errors" / "part-0.jsonl").read_bytes().count(b"\n") == 1


def test_a_part_half_said_is_not_complete(folder):
    folder.complete("0", {"counts": 2})
    path = folder.path / ".writing" / "0.json"
    path.write_bytes(path.read_bytes()[:-1])
    assert folder.said_of("0") is None
    assert folder.said_of("1") is None


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="is not empty"):
        PartsFolder(tmp_path, "jsonl").begin({})
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_made_is_wrong_usage(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot write to"):
        PartsFolder(tmp_path / "file" / "out", "jsonl").begin({})
