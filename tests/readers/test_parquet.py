"""Parquet rows are read as JSONL rows are; without its library, a failure says what to install."""

import sys
from datetime import date, datetime

import pytest

from pipeline.config import Settings
from pipeline.readers import find_sources, read


def read_all(path):
    return list(read(find_sources([str(path)]), Settings()))


def write(path, rows):
    pyarrow = pytest.importorskip("pyarrow", reason="needs the extra `ray`: make test-ray")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)


def test_rows_become_documents_and_bad_ones_failures(tmp_path):
    path = tmp_path / "rows.parquet"
    rows = [
        {"text": "One.", "id": "a", "published": date(2017, 11, 26), "other": 1},
        {"text": " ", "id": "b"},
        {"text": "Three.", "id": None},
    ]
    write(path, rows)
    first, second, third = read_all(path)
    assert (first.doc_id, first.text, first.published) == ("a", "One.", date(2017, 11, 26))
    assert (second.document, second.reason) == (f"{path}:2", "no text")
    assert (third.doc_id, third.source) == ("rows:3", f"{path}:3")


def test_a_moment_is_read_as_its_day(tmp_path):
    write(tmp_path / "a.parquet", [{"text": "One.", "published": datetime(2017, 11, 26, 9)}])
    [document] = read_all(tmp_path / "a.parquet")
    assert document.published == date(2017, 11, 26)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [([{"id": "a"}], "field 'text': field required"), ([{"text": 5}], "valid string")],
)
def test_rows_without_a_text_say_so(tmp_path, rows, reason):
    write(tmp_path / "a.parquet", rows)
    [failure] = read_all(tmp_path / "a.parquet")
    assert reason in failure.reason


def test_what_is_no_parquet_says_so(tmp_path):
    pytest.importorskip("pyarrow", reason="needs the extra `ray`: make test-ray")
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
    [failure] = read_all(tmp_path / "a.parquet")
    assert failure.stage == "read"
    assert "damaged" in failure.reason


def test_without_the_library_a_failure_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    [failure] = read_all(tmp_path / "a.parquet")
    assert failure.reason == "Parquet needs: pip install 'bluehelm[ray]'"


def test_a_url_without_the_library_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "upath", None)
    [failure] = read_all("s3://bucket/folder")
    assert failure.document == "s3://bucket/folder"
    assert failure.reason == "URLs need: pip install 'bluehelm[ray]'"


@pytest.mark.parametrize("url", ["nosuch://bucket/a.txt", "memory://nowhere/a.txt"])
def test_a_url_that_leads_nowhere_is_a_failure(url):
    pytest.importorskip("upath", reason="needs the extra `ray`: make test-ray")
    [failure] = read_all(url)
    assert failure.document == url


def test_folders_of_a_store_are_read_as_those_of_a_disk():
    upath = pytest.importorskip("upath", reason="needs the extra `ray`: make test-ray")
    for name in ("b/c/two.txt", "b/one.txt", "b/d/three.txt"):
        file = upath.UPath(f"memory://{name}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Some text.")
    found = read_all("memory://b")
    assert [document.doc_id for document in found] == ["c/two", "d/three", "one"]
