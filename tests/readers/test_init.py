import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.config import Settings
from pipeline.readers import READERS, Source, find_sources, read
from pipeline.records import Document, Failure


def list_ids(*sources: Source | Failure) -> list[str]:
    """The ids of the documents, the reasons of the failures."""
    return [
        record.doc_id if isinstance(record, Document) else record.reason
        for record in read(sources, Settings())
    ]


def write(path: Path, text: str = "text") -> Source:
    path.write_text(text)
    return Source(path, path.stem, str(path))


def test_records_come_in_the_order_of_the_sources(tmp_path: Path) -> None:
    failure = Failure(document="x", stage="read", reason="does not exist")
    sources: list[Source | Failure] = [
        write(tmp_path / "b.txt"),
        failure,
        write(tmp_path / "empty.txt", ""),
        write(tmp_path / "r.jsonl", '{"text": "a"}\n{"text": "b"}'),
        write(tmp_path / "a.md"),
    ]
    assert list_ids(*sources) == ["b", "does not exist", "empty file", "r:1", "r:2", "a"]


def test_reading_is_lazy(tmp_path: Path) -> None:
    sources = iter([write(tmp_path / "a.txt"), write(tmp_path / "b.txt")])
    records = read(sources, Settings())
    (tmp_path / "a.txt").write_text("changed before it was read")
    first = next(records)
    assert isinstance(first, Document)
    assert first.text == "changed before it was read"
    assert isinstance(next(sources), Source)


def test_repeated_ids_are_numbered_in_order(tmp_path: Path) -> None:
    rows = [{"text": "x", "id": wanted} for wanted in ["a", "a~2", "a", "a", "b", "a~2"]]
    source = write(tmp_path / "r.jsonl", "\n".join(map(json.dumps, rows)))
    assert list_ids(source) == ["a", "a~2", "a~3", "a~4", "b", "a~2~2"]
    assert list_ids(source) == ["a", "a~2", "a~3", "a~4", "b", "a~2~2"]


def test_files_that_differ_in_suffix_only_have_two_ids(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "a.md")
    records = list(read(find_sources([str(tmp_path)]), Settings()))
    assert [(r.doc_id, r.source[-5:]) for r in records if isinstance(r, Document)] == [
        ("a", "/a.md"),
        ("a~2", "a.txt"),
    ]


def test_every_format_is_in_the_table() -> None:
    assert " ".join(READERS) == (
        ".txt .text .md .markdown .html .htm .xhtml .pdf .docx .jsonl .ndjson .jsonl.gz .ndjson.gz"
        " .parquet"
    )


def test_importing_the_readers_imports_no_heavy_library() -> None:
    heavy = ["trafilatura", "htmldate", "lxml", "pypdf", "docx", "charset_normalizer"]
    code = f"import pipeline.readers, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


MAGIC = [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"<html><body><p>", b'{"text": "']


@pytest.mark.parametrize("suffix", READERS)
@given(magic=st.sampled_from(MAGIC), data=st.binary(max_size=300))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_bytes_make_a_reader_raise(
    tmp_path: Path, suffix: str, magic: bytes, data: bytes
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(magic + data)
    records = list(READERS[suffix](Source(path, "a", "in/a"), Settings()))
    assert records
    for record in records:
        assert record.to_line().encode()


@given(data=st.binary(max_size=300))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_on_standard_input_raise(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert list(read(find_sources(["-"]), Settings()))
