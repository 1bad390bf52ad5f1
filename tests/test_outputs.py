"""What a run wrote is read back as it was."""

import pytest

from pipeline.errors import UsageError
from pipeline.outputs import read_records
from pipeline.records import Failure

FAILURE = Failure(document="a", stage="read", reason="empty")


def test_records_come_back_from_a_file_or_a_folder(tmp_path):
    path = tmp_path / "errors.jsonl"
    path.write_text(FAILURE.to_line() + "\n\n", "utf-8")
    assert list(read_records(path, Failure)) == [FAILURE]
    assert list(read_records(tmp_path, Failure)) == [FAILURE]


def test_a_wrong_line_is_named(tmp_path):
    (tmp_path / "errors.jsonl").write_text(FAILURE.to_line() + '\n{"document": 1}\n', "utf-8")
    with pytest.raises(UsageError, match=r"errors\.jsonl, line 2: document"):
        list(read_records(tmp_path, Failure))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"errors\.jsonl: No such file"):
        list(read_records(tmp_path, Failure))
