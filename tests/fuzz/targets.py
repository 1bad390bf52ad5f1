"""What a fuzzer calls: one function for each reader and stage, from bytes to nothing.

Each raises `AssertionError` where a promise is broken: no crash, and offsets that give back the
text. Whoever calls them watches the time.
"""

import gzip
import io
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
from spacy.language import Language

import pipeline
from pipeline.acronyms import find_definitions
from pipeline.components.casualties.tags import Tagger
from pipeline.components.items import Items
from pipeline.components.lines import headlines, shouted, symbols
from pipeline.config import Settings
from pipeline.datelines import read_dateline, read_title_date
from pipeline.dates import find_dates
from pipeline.flow import Extractor, Result
from pipeline.lexicon.names import known_places
from pipeline.readers import find_sources, read
from pipeline.reading import Reading
from pipeline.records import Document, Failure
from pipeline.stages.annotate import load_language
from pipeline.stages.detect import detect
from pipeline.stages.segment import segment

from .texts import text_of

Target = Callable[[bytes], None]
SETTINGS = Settings(max_document_chars=200_000, max_unpacked_bytes=5_000_000, max_pages=50)
LANGUAGES = ("en", "fr")


@cache
def _scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def _read(suffix: str, data: bytes) -> None:
    """Every record is a document that can be written, or a failure on one line."""
    path = _scratch() / f"input{suffix}"
    path.write_bytes(data)
    records = list(read(find_sources([str(path)]), SETTINGS))
    assert records, "neither a document nor a failure"
    for record in records:
        record.to_line().encode("utf-8")
        if isinstance(record, Document):
            assert record.text.strip()
            assert len(record.text) <= SETTINGS.max_document_chars
        else:
            assert isinstance(record, Failure)
            assert record.reason
            assert not {"\n", "\r"} & set(record.reason)


def read_text(data: bytes) -> None:
    """Plain text."""
    _read(".txt", data)


def read_html(data: bytes) -> None:
    """A page; its tags may be any."""
    _read(".html", data)


def read_pdf(data: bytes) -> None:
    """A PDF; what lacks its mark gets one."""
    _read(".pdf", data if b"%PDF-" in data[:1024] else b"%PDF-1.4\n" + data)


def read_docx(data: bytes) -> None:
    """A Word file, or one whose main part is the bytes."""
    if data.startswith(b"PK"):
        _read(".docx", data)
    else:
        _read(".docx", _with_body(data))


@cache
def _word_parts() -> dict[str, bytes]:
    out = io.BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with_body(body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in _word_parts().items():
            archive.writestr(name, body if name == "word/document.xml" else content)
    return out.getvalue()


def read_jsonl(data: bytes) -> None:
    """Rows of any types."""
    _read(".jsonl", data)


def read_gzip(data: bytes) -> None:
    """Packed rows, whole or damaged."""
    packed = gzip.compress(data, 1) if data[:1] > b"\x7f" else data
    _read(".jsonl.gz", packed)


def reading(data: bytes) -> None:
    """Every stretch of the reading lies in order in its source."""
    source = text_of(data)
    made = Reading.of(source)
    at = 0
    for index in range(0, len(made.text), max(1, len(made.text) // 50)):
        start, end = made.span(index, index + 1)
        assert at <= start < end <= len(source)
        at = start


def stage_segment(data: bytes) -> None:
    """Entries lie in the text, in order, and share nothing."""
    text = text_of(data)
    at = 0
    for piece in segment(Document(doc_id="a", source="a", text=text), known_places()):
        assert at <= piece.start < piece.end <= len(text)
        assert piece.published_text is None or piece.published_text in text
        at = piece.end


def dates(data: bytes) -> None:
    """Dates lie in the text, in order, and do not overlap."""
    text = text_of(data)
    for language in LANGUAGES:
        at = 0
        for mention in find_dates(text, language):
            assert at <= mention.start < mention.end <= len(text)
            assert mention.when is None or mention.when.start <= mention.when.end
            at = mention.end


def datelines(data: bytes) -> None:
    """Datelines and dates of titles, line by line."""
    for line in text_of(data).splitlines():
        for found in (read_dateline(line.strip(), known_places()), read_title_date(line)):
            assert found is None or 0 <= found.date_start < found.date_end <= len(line)


def acronyms(data: bytes) -> None:
    """Definitions are quoted as they stand in the text, up to blanks."""
    text = text_of(data)
    for found in find_definitions(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.long


def stage_detect(data: bytes) -> None:
    """A language, the same twice."""
    text = text_of(data)
    assert detect(text) == detect(text)


def items(data: bytes) -> None:
    """Numbers of items only grow."""
    text = text_of(data)
    made = Items(text)
    numbers = [made.at(at) for at in range(0, len(text), max(1, len(text) // 20))]
    assert numbers == sorted(numbers)


@cache
def _parts(language: str) -> tuple[Language, Tagger]:
    nlp = load_language(language)
    return nlp, nlp.get_pipe("bluehelm_casualties").tagger


def tokens(data: bytes) -> None:
    """Tokens, sentences, lines, symbols, numbers and names, without the trained model."""
    text = text_of(data)[:3000]
    nlp, tagger = _parts(LANGUAGES[len(text) % 2])
    doc = nlp.make_doc(text)
    assert doc.text == text
    for name in ("bluehelm_sentences", "bluehelm_names", "bluehelm_acronyms", "bluehelm_triggers"):
        doc = nlp.get_pipe(name)(doc)
    assert "".join(sent.text_with_ws for sent in doc.sents) == text
    marked = shouted(doc) | headlines(doc) | symbols(doc)
    assert all(0 <= token < len(doc) for token in marked)
    for tags in tagger(doc, set()).found.values():
        assert all(tag.start < tag.end <= len(doc) for tag in tags.values())


@cache
def _extractor() -> Extractor:
    return pipeline.load()


def whole(data: bytes) -> None:
    """All records of a text: none fails, every quote stands where it says."""
    text = text_of(data)[:6000]
    if text.strip():
        check(_extractor().extract(text, published="2017-05-10"), text)


def check(result: Result, text: str) -> None:
    """Whether the records of a text keep what the codebook promises."""
    assert result.failures == []
    for entry in result.entries:
        assert 0 <= entry.start < entry.end <= len(text)
    for entity in result.entities:
        assert text[entity.start : entity.end] == entity.text, entity
    for event in result.events:
        for said in (event.evidence, *(row.evidence for row in event.casualties)):
            assert text[said.start : said.end] == said.text, event
    for record in (*result.entries, *result.entities, *result.events):
        record.to_line().encode("utf-8")


TARGETS: dict[str, Target] = {
    "read-text": read_text,
    "read-html": read_html,
    "read-pdf": read_pdf,
    "read-docx": read_docx,
    "read-jsonl": read_jsonl,
    "read-gzip": read_gzip,
    "reading": reading,
    "segment": stage_segment,
    "dates": dates,
    "datelines": datelines,
    "acronyms": acronyms,
    "detect": stage_detect,
    "items": items,
    "tokens": tokens,
    "whole": whole,
}
