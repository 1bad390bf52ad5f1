"""The table of formats: adding one is a module with its reader and a line here."""

from pipeline.readers.base import Reader, Source, single
from pipeline.readers.docx import parse_docx
from pipeline.readers.html import parse_html
from pipeline.readers.jsonl import read_gzipped_jsonl, read_jsonl
from pipeline.readers.parquet import read_parquet
from pipeline.readers.pdf import parse_pdf
from pipeline.readers.stdin import read_stdin
from pipeline.readers.text import parse_text

# The readers import their libraries inside their functions: those take a second or more to
# load, which a run over plain text, or `--help`, should not pay.
READERS: dict[str, Reader] = {
    ".txt": single(parse_text),
    ".text": single(parse_text),
    ".md": single(parse_text),
    ".markdown": single(parse_text),
    ".html": single(parse_html),
    ".htm": single(parse_html),
    ".xhtml": single(parse_html),
    ".pdf": single(parse_pdf),
    ".docx": single(parse_docx),
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".jsonl.gz": read_gzipped_jsonl,
    ".ndjson.gz": read_gzipped_jsonl,
    ".parquet": read_parquet,
}


def get_suffix(name: str) -> str:
    """The supported suffix that the file name ends with, in lower case; empty if none."""
    lowered = name.lower()
    fitting = [suffix for suffix in READERS if lowered.endswith(suffix) and lowered != suffix]
    return max(fitting, key=len, default="")


def get_reader(source: Source) -> Reader:
    """The reader for the source: by suffix, or by what standard input starts with."""
    return read_stdin if source.path is None else READERS[get_suffix(source.path.name)]
