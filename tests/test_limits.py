"""Every limit has its own failure record, and the documents beside it go on."""

import gzip
import io
import json
import sys
import threading
import time
import zipfile

import pytest

from pipeline.config import Settings
from pipeline.deadline import TooSlowError, deadline
from pipeline.flow import Extractor
from pipeline.readers import find_sources, read
from pipeline.records import Document, Failure

alarms = pytest.mark.skipif(sys.platform == "win32", reason="no alarms on Windows")


def hang():
    while True:
        try:
            sum(range(10_000))
        except Exception:
            continue


@alarms
class TestDeadline:
    def test_ends_what_hangs_and_swallows_exceptions(self):
        with pytest.raises(TooSlowError, match=r"limit of 0\.05 seconds"), deadline(0.05):
            hang()

    def test_lets_quick_work_be(self):
        with deadline(0.05):
            pass
        time.sleep(0.1)

    def test_ends_a_regular_expression(self):
        import re

        with pytest.raises(TooSlowError), deadline(0.05):
            re.fullmatch(r"(a|aa)+b", "a" * 60)

    def test_sets_no_limit_in_other_threads(self):
        done = []

        def work():
            with deadline(0.01):
                time.sleep(0.05)
            done.append(True)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert done


def word_bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 2_000_000)
    return out.getvalue()


def row_bomb():
    return gzip.compress(b" " * 3_000_000 + b"\n" + json.dumps({"text": "a"}).encode())


FILES = {
    "a.txt": b"A text that is far too long for this limit.",
    "b.docx": word_bomb(),
    "c.jsonl.gz": row_bomb(),
}


@pytest.mark.parametrize(
    ("name", "limits", "code"),
    [
        ("a.txt", {"max_file_bytes": 10}, "too_large"),
        ("a.txt", {"max_document_chars": 10}, "too_long"),
        ("b.docx", {"max_unpacked_bytes": 1_000_000}, "unpacks_too_large"),
        ("c.jsonl.gz", {"max_unpacked_bytes": 1_000_000}, "unpacks_too_large"),
    ],
)
def test_a_limit_has_its_code(tmp_path, name, limits, code):
    (tmp_path / name).write_bytes(FILES[name])
    (tmp_path / "z.txt").write_text("Short.")
    limits.setdefault("max_file_bytes", 100_000)
    first, second = read(find_sources([str(tmp_path)]), Settings(**limits))
    assert isinstance(first, Failure)
    assert (first.code, first.stage) == (code, "read")
    assert isinstance(second, Document)


def test_too_many_pages(tmp_path):
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(100, 100)
    writer.write(tmp_path / "a.pdf")
    [failure] = read(find_sources([str(tmp_path / "a.pdf")]), Settings(max_pages=2))
    assert failure.code == "too_many_pages"


@alarms
def test_a_parser_that_hangs_is_ended(tmp_path, monkeypatch):
    from pipeline.readers import formats
    from pipeline.readers.base import single

    monkeypatch.setitem(formats.READERS, ".pdf", single(lambda data, settings: hang()))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    (tmp_path / "b.txt").write_text("Short.")
    first, second = read(find_sources([str(tmp_path)]), Settings(max_seconds=0.1))
    assert first.code == "too_slow"
    assert isinstance(second, Document)


@alarms
def test_a_stage_that_hangs_fails_only_its_document(monkeypatch, extractor):
    from pipeline import flow

    extractor.extract("One peacekeeper was killed in Mali.")  # the models are loaded
    original = flow.segment
    monkeypatch.setattr(
        flow, "segment", lambda doc, *rest: hang() if "slow" in doc.text else original(doc, *rest)
    )
    texts = ("A text.", "A slow text.", "One peacekeeper was killed in Mali today.")
    documents = [Document(doc_id=str(n), source=str(n), text=t) for n, t in enumerate(texts)]
    results = Extractor(Settings(max_seconds=1)).extract_all(documents)
    assert [[f.code for f in result.failures] for result in results] == [[], ["too_slow"], []]
    assert results[2].events


def test_limits_are_options(tmp_path):
    from pipeline.cli import main

    (tmp_path / "a.txt").write_text("One peacekeeper was killed in Mali.")
    out = tmp_path / "out"
    call = ["extract", str(tmp_path / "a.txt"), "-o", str(out), "-q", "--max-chars", "10"]
    assert main(call) == 1
    [line] = (out / "errors.jsonl").read_text().splitlines()
    assert json.loads(line)["code"] == "too_long"
    assert json.loads((out / "run.json").read_text())["settings"]["max_document_chars"] == 10
    assert main([*call[:-1], "0"]) == 2
