import gzip
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.readers.base import Source
from pipeline.readers.jsonl import get_line_limit, read_jsonl, read_rows, split_lines
from pipeline.records import Document, Failure

ReadFile = Callable[..., list[Document | Failure]]
ReadOne = Callable[..., Document]
GOOD = b'{"text": "Bangui"}'
SOURCE = Source(None, "rows", "rows.jsonl")


def tell(records: list[Document | Failure]) -> list[str]:
    """The ids of the documents, `line: reason` for the failures."""
    return [
        record.doc_id
        if isinstance(record, Document)
        else f"{record.document.rpartition('/')[2]}: {record.reason}"
        for record in records
    ]


def test_a_row_with_all_fields(read_one: ReadOne) -> None:
    row = {
        "text": " Deux soldats\r\ntués\x00. ",
        "id": "un/7",
        "url": "https://news.un.org/7",
        "title": "Gao",
        "published": "2019-01-20",
        "language": "fr",
        "unknown": {"a": [1]},
    }
    document = read_one("rows.jsonl", json.dumps(row).encode())
    assert document.source.endswith("/rows.jsonl:1")
    assert document.model_dump(exclude={"source"}) == {
        "doc_id": "un/7",
        "url": "https://news.un.org/7",
        "title": "Gao",
        "published": date(2019, 1, 20),
        "language": "fr",
        "text": " Deux soldats\r\ntués\x00. ",
    }


def test_absent_and_null_fields_are_none(read_one: ReadOne) -> None:
    document = read_one(
        "rows.jsonl", b'{"text": "x", "id": null, "published": null, "title": null, "url": ""}'
    )
    assert document.doc_id == "rows:1"
    assert (document.title, document.url, document.published, document.language) == (None,) * 4


@pytest.mark.parametrize("suffix", ["jsonl", "ndjson"])
def test_rows_are_numbered_by_line_and_blank_lines_skipped(
    read_file: ReadFile, suffix: str
) -> None:
    data = b"\xef\xbb\xbf" + GOOD + b"\r\n\n  \n" + GOOD + b"\n" + b'{"text": "x", "id": 12}'
    assert tell(read_file(f"rows.{suffix}", data)) == ["rows:1", "rows:4", "12"]


@pytest.mark.parametrize("suffix", ["jsonl.gz", "ndjson.gz"])
def test_gzipped_rows(read_file: ReadFile, suffix: str) -> None:
    packed = gzip.compress(GOOD + b"\n") + gzip.compress(GOOD)
    assert tell(read_file(f"rows.{suffix}", packed)) == ["rows:1", "rows:2"]


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2019-01-20", date(2019, 1, 20)),
        ("2019-01-20T23:59:00Z", date(2019, 1, 20)),
        ("2019-01-20T01:00:00.5+03:00", date(2019, 1, 20)),
        ("2019-01-20 10:00", date(2019, 1, 20)),
    ],
)
def test_dates_and_date_times(read_one: ReadOne, stated: str, day: date) -> None:
    data = json.dumps({"text": "x", "published": stated}).encode()
    assert read_one("rows.jsonl", data).published == day


BAD_ROWS = [
    (b"not json", "not valid JSON: expecting value at character 0"),
    (b'{"text": "x"', "not valid JSON: expecting ',' delimiter at character 13"),
    (b'["text"]', "not a JSON object"),
    (b"null", "not a JSON object"),
    (b"7", "not a JSON object"),
    (b"{}", "field 'text': field required"),
    (b'{"text": null}', "field 'text': input should be a valid string"),
    (b'{"text": 7}', "field 'text': input should be a valid string"),
    (b'{"text": ""}', "no text"),
    (b'{"text": " \\n"}', "no text"),
    (b'{"text": "x", "id": 1.5}', "field 'id': input should be a valid string"),
    (b'{"text": "x", "id": true}', "field 'id': input should be a valid string"),
    (b'{"text": "x", "url": ["u"]}', "field 'url': input should be a valid string"),
    (b'{"text": "x", "title": 1}', "field 'title': input should be a valid string"),
    (b'{"text": "x", "language": {}}', "field 'language': input should be a valid string"),
    (b'{"text": "x", "published": "20 Jan"}', "field 'published': not an ISO date"),
    (b'{"text": "x", "published": "2019-13-01"}', "field 'published': not an ISO date"),
    (b'{"text": "x", "published": ""}', "field 'published': not an ISO date"),
    (b'{"text": "x", "published": 2019}', "field 'published': input should be a valid date"),
    (b'{"text": "a\\ud800"}', "field 'text': lone surrogate at character 1"),
    (b'{"text": "x", "id": "\\udfff"}', "field 'id': lone surrogate at character 0"),
    (b'{"text": "x", "title": "\\udfff"}', "field 'title': lone surrogate at character 0"),
    (b'{"text": "\xff"}', "not valid UTF-8 at byte 10 of the line"),
    (b"[" * 60_000, "nested too deeply"),
    (b'{"text": "' + b"x" * 101 + b'"}', "text of 101 characters, over the limit of 100"),
    (b'{"text": "' + b"x" * 70_000 + b'"}', "line longer than 66,136 bytes"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_ROWS, ids=[reason for _, reason in BAD_ROWS])
def test_a_bad_row_is_a_failure_and_reading_goes_on(
    read_file: ReadFile, line: bytes, reason: str
) -> None:
    records = read_file("rows.jsonl", GOOD + b"\n" + line + b"\n" + GOOD, max_document_chars=100)
    assert tell(records) == ["rows:1", f"rows.jsonl:2: {reason}", "rows:3"]


def test_a_number_too_long_for_python_is_a_bad_row(read_file: ReadFile) -> None:
    line = b'{"text": "x", "n": ' + b"9" * 5000 + b"}"
    failure, document = tell(read_file("rows.jsonl", line + b"\n" + GOOD))
    assert failure.startswith("rows.jsonl:1: not valid JSON: Exceeds the limit (4300 digits)")
    assert document == "rows:2"


def test_a_text_of_nothing_but_escapes_fits_into_a_line(read_one: ReadOne) -> None:
    text = "é" * 20_000
    data = json.dumps({"text": text}).encode()
    assert b"\\u00e9" in data
    assert read_one("rows.jsonl", data, max_document_chars=20_000).text == text


def test_repeated_row_ids_are_told_apart(read_file: ReadFile) -> None:
    data = b"\n".join([b'{"text": "x", "id": "a"}', b'{"text": "x", "id": "a"}'])
    assert tell(read_file("rows.jsonl", data)) == ["a", "a~2"]


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf\n"])
def test_a_file_without_rows(read_file: ReadFile, data: bytes) -> None:
    assert tell(read_file("rows.jsonl", data)) == ["rows.jsonl: empty file"]


def pack_rows(count: int) -> bytes:
    """Gzipped rows that do not pack well, so that damage hits few of them."""
    rows = (json.dumps({"text": f"{number * 7919 % 10007:x}" * 9}) for number in range(count))
    return gzip.compress("\n".join(rows).encode())


def test_of_a_truncated_file_the_rows_before_are_kept(read_file: ReadFile) -> None:
    records = read_file("rows.jsonl.gz", pack_rows(4000)[:-200])
    *kept, last = tell(records)
    assert last == "rows.jsonl.gz: truncated gzip stream"
    assert kept[:2] == ["rows:1", "rows:2"]
    assert len(kept) > 3800


def test_of_a_corrupt_file_the_rows_before_are_kept(read_file: ReadFile) -> None:
    packed = bytearray(pack_rows(20_000))
    middle = len(packed) * 3 // 4
    packed[middle : middle + 200] = bytes([255]) * 200
    *kept, last = tell(read_file("rows.jsonl.gz", bytes(packed)))
    assert last == "rows.jsonl.gz: corrupt gzip stream"
    assert kept[:2] == ["rows:1", "rows:2"]


def test_a_wrong_checksum_is_told_after_the_rows(read_file: ReadFile) -> None:
    packed = gzip.compress(GOOD)
    packed = packed[:-8] + bytes(4) + packed[-4:]
    records = tell(read_file("rows.jsonl.gz", packed))
    assert records[-1] == "rows.jsonl.gz: corrupt gzip stream"


def test_what_is_no_gzip_at_all(read_file: ReadFile) -> None:
    assert tell(read_file("rows.jsonl.gz", GOOD)) == ["rows.jsonl.gz: corrupt gzip stream"]


def test_rows_are_read_only_when_asked_for() -> None:
    def lines() -> Iterator[bytes]:
        yield GOOD
        yield GOOD
        pytest.fail("read too far")

    assert len(list(islice(read_rows(lines(), SOURCE, Settings()), 2))) == 2


def test_a_file_has_no_size_limit(read_file: ReadFile) -> None:
    assert tell(read_file("rows.jsonl", GOOD + b"\n" + GOOD, max_file_bytes=5)) == [
        "rows:1",
        "rows:2",
    ]


def test_lines_are_cut_at_the_limit_and_resumed_after_the_line_end() -> None:
    stream = io.BytesIO(b"1234\n" + b"x" * 50 + b"\n56\n" + b"y" * 9)
    assert list(split_lines(stream, 5)) == [b"1234\n", b"xxxxxx", b"56\n", b"yyyyyy"]


def test_a_huge_line_is_never_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    with path.open("wb") as stream:
        for _ in range(40):
            stream.write(b" x" * 500_000)
        stream.write(b"\n" + GOOD)
    settings = Settings(max_document_chars=1000)
    tracemalloc.start()
    try:
        failure, document = read_jsonl(Source(path, "rows", "rows.jsonl"), settings)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(failure, Failure)
    assert failure.document == "rows.jsonl:1"
    assert failure.reason == f"line longer than {get_line_limit(settings):,} bytes"
    assert isinstance(document, Document)
    assert document.doc_id == "rows:2"
    assert peak < 2_000_000
