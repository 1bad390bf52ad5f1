"""brat: a folder of `.txt` with `.ann` beside each, in standoff format.

A canonical form is a note on its mark. A mark that runs over a line end is written in pieces, as
brat asks. What brat does not hold stands in `bluehelm.jsonl`, which it leaves alone.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from pipeline.annotation.jsonfile import read_json_lines, read_text, write_json_lines, write_text
from pipeline.annotation.tasks import CARRIED, Imported, Mark, Task, TaskError, name_of
from pipeline.codes import LABELS
from pipeline.errors import UsageError

BESIDE = "bluehelm.jsonl"
NOTE = "AnnotatorNotes"


def write(tasks: Sequence[Task], folder: Path) -> None:
    """Writes the texts, the annotations, brat's configuration and what travels along."""
    for task in tasks:
        write_text(folder / f"{task.doc_id}.txt", task.text)
        write_text(folder / f"{task.doc_id}.ann", "".join(_write_marks(task)))
    write_text(folder / "annotation.conf", configuration())
    write_json_lines(folder / BESIDE, ({CARRIED: task.carried} for task in tasks))


def configuration() -> str:
    """Brat's `annotation.conf`: all labels, which may overlap."""
    labels = "\n".join(LABELS)
    overlap = "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
    return f"[entities]\n{labels}\n\n[relations]\n{overlap}\n\n[events]\n\n[attributes]\n"


def _write_marks(task: Task) -> Iterator[str]:
    for number, mark in enumerate(task.marks, start=1):
        pieces = [match.span() for match in LINE.finditer(task.text, mark.start, mark.end)]
        spans = ";".join(f"{start} {end}" for start, end in pieces)
        quote = " ".join(task.text[start:end] for start, end in pieces)
        yield f"T{number}\t{mark.label} {spans}\t{quote}\n"
        if mark.canonical is not None:
            if re.search(r"[\t\r\n]", mark.canonical):
                raise UsageError(f"{task.doc_id}: brat cannot hold {mark.canonical!r}")
            yield f"#{number}\t{NOTE} T{number}\t{mark.canonical}\n"


LINE = re.compile(r"[^\r\n]+")


def read(folder: Path) -> Imported:
    """The documents of a folder that brat worked on."""
    imported = Imported()
    for line, row in read_json_lines(folder / BESIDE):
        doc_id = name_of(row.get(CARRIED), folder / BESIDE, line)
        text = read_text(folder / f"{doc_id}.txt")
        path = folder / f"{doc_id}.ann"
        marks = tuple(_read_marks(read_text(path), text, doc_id, path))
        imported.tasks.append(Task(doc_id, text, marks, row[CARRIED]))
    return imported


MARK = re.compile(r"(T\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t.*")
ABOUT = re.compile(rf"#\S*\t{NOTE} (\S+)\t(.*)")


def _read_marks(content: str, text: str, doc_id: str, path: Path) -> Iterator[Mark]:
    notes: dict[str, str] = {}
    found: list[tuple[str, str, int, int]] = []
    for line in filter(None, content.split("\n")):
        if note := ABOUT.fullmatch(line):
            notes[note[1]] = note[2]
        elif mark := MARK.fullmatch(line):
            found.append((mark[1], mark[2], *_read_span(mark[3], text, doc_id, path)))
        else:
            raise TaskError(path, doc_id, f"{line!r} cannot be kept")
    for name, label, start, end in found:
        yield Mark(start, end, label, notes.get(name))


def _read_span(spans: str, text: str, doc_id: str, path: Path) -> tuple[int, int]:
    """The whole span of pieces that only line ends part."""
    pieces = [tuple(map(int, piece.split())) for piece in spans.split(";")]
    for (_, end), (start, _) in pairwise(pieces):
        if text[end:start].strip():
            raise TaskError(path, doc_id, f"{spans}: a mark with a gap cannot be kept")
    return pieces[0][0], pieces[-1][1]
