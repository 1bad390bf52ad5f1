"""Loads gold and outputs by document, checked against the texts that they were made from.

Gold and outputs share the files of the codebook. What does not fit its text stops the scoring
with file, line and field: a figure of half-read files would be wrong without saying so.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pipeline.config import Settings
from pipeline.errors import UsageError
from pipeline.evaluation.problems import Problem, refuse
from pipeline.evaluation.rows import Mention, Row, Rows, read_rows
from pipeline.readers import find_sources, read
from pipeline.records import Entry, Event, Evidence, Failure
from pipeline.writers.jsonl import hash_file

Texts = Mapping[str, str]
R = TypeVar("R", Entry, Mention, Event)


@dataclass(frozen=True, slots=True)
class Labels:
    """All records of one document, in the order of the text."""

    doc_id: str
    entries: tuple[Entry, ...]
    entities: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def language(self) -> str:
        """The language of most entries."""
        languages = [entry.language for entry in self.entries]
        return max(sorted(set(languages)), key=languages.count)

    @property
    def kind(self) -> str:
        """The document's kind: its name without folder and number."""
        return kind_of(self.doc_id)

    def digest(self, text: str) -> str:
        """A fingerprint of text and labels, which tells whether two gold documents are the same."""
        records = (*self.entries, *self.entities, *self.events)
        lines = [text, *(record.to_line() for record in records)]
        return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def kind_of(doc_id: str) -> str:
    """The kind of a document: its name without folder and number."""
    name = doc_id.rpartition("/")[2]
    return name.rstrip("0123456789").rstrip("-_") or name


LabelsById = dict[str, Labels]


def load_texts(folder: Path) -> dict[str, str]:
    """The texts of all documents below a folder by their id, as a run would read them."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder of documents")
    texts = {}
    for record in read(find_sources([str(folder)]), Settings()):
        if isinstance(record, Failure):
            raise UsageError(f"{record.document}: {record.reason}")
        texts[record.doc_id] = record.text
    return texts


def find_documents(gold: Path) -> Path:
    """The folder `documents` beside the gold folder or beside one that holds it."""
    for parent in gold.resolve().parents:
        if (parent / "documents").is_dir():
            return parent / "documents"
    raise UsageError(f"no folder documents/ beside {gold}: name it with --documents")


def load_labels(folder: Path, texts: Texts) -> LabelsById:
    """The labels by document; raises `ProblemsError` with what is wrong."""
    rows = read_rows(folder)
    refuse(rows.problems)  # first: a line that is no entry would make others look wrong
    refuse(check_structure(rows, texts))
    return collect(rows)


def load_outputs(folder: Path) -> LabelsById:
    """The labels by document where no texts are at hand: only their form can be checked."""
    rows = read_rows(folder)
    refuse(rows.problems)
    return collect(rows)


def collect(rows: Rows) -> LabelsById:
    """The rows by document, each kind in the order of the text whatever that of the lines."""
    entries, entities, events = (
        _by_document(rows.entries),
        _by_document(rows.entities),
        _by_document(rows.events),
    )
    return {
        doc_id: Labels(
            doc_id,
            tuple(sorted(entries[doc_id], key=lambda entry: (entry.start, entry.end))),
            tuple(sorted(entities.get(doc_id, ()), key=_mention_key)),
            tuple(sorted(events.get(doc_id, ()), key=event_key)),
        )
        for doc_id in sorted(entries)
    }


def _by_document(rows: list[Row[R]]) -> dict[str, list[R]]:
    found: defaultdict[str, list[R]] = defaultdict(list)
    for row in rows:
        found[row.record.doc_id].append(row.record)
    return found


def _mention_key(mention: Mention) -> tuple[int, int, str, str]:
    return mention.start, mention.end, mention.label, mention.canonical or ""


def event_key(event: Event) -> tuple[int, int, str]:
    """Where an event stands among those of its document, by place and content, not by id."""
    content = json.dumps(event.model_dump(mode="json", exclude={"event_id"}))
    return event.evidence.start, event.evidence.end, content


def check_structure(rows: Rows, texts: Texts) -> list[Problem]:
    """All that keeps rows from being scored: ids that do not fit, offsets that do not."""
    entries = {row.record.entry_id: row.record for row in rows.entries}
    problems = [
        *_check_repetition("entry_id", rows.entries),
        *_check_repetition("entity_id", rows.entities),
        *_check_repetition("event_id", rows.events),
    ]
    for entry in rows.entries:
        problems += _check_document(entry, texts)
        problems += _check_entry(entry, texts.get(entry.record.doc_id))
    for mention in rows.entities:
        problems += _check_document(mention, texts)
        problems += _check_owner(mention, entries)
        problems += _check_span(mention, "text", mention.record, entries, texts)
    for event in rows.events:
        problems += _check_document(event, texts)
        problems += _check_owner(event, entries)
        problems += _check_span(event, "evidence", event.record.evidence, entries, texts)
        for number, casualty in enumerate(event.record.casualties):
            field = f"casualties.{number}.evidence"
            problems += _check_span(event, field, casualty.evidence, entries, texts)
    return problems


def _check_repetition(field: str, rows: Iterable[Row[R]]) -> Iterator[Problem]:
    seen: dict[str, Row[R]] = {}
    for row in rows:
        identity = getattr(row.record, field)
        first = seen.setdefault(identity, row)
        if first is not row:
            yield row.problem(field, f"{identity!r} again, as in {first.file}, line {first.line}")


def _check_document(row: Row[R], texts: Texts) -> Iterator[Problem]:
    if row.record.doc_id not in texts:
        yield row.problem("doc_id", f"no document {row.record.doc_id!r}")


def _check_entry(row: Row[Entry], text: str | None) -> Iterator[Problem]:
    if text is not None and not row.record.start < row.record.end <= len(text):
        span = f"[{row.record.start}:{row.record.end}]"
        yield row.problem("end", f"{span} is no part of the text of {len(text)} characters")


def _check_owner(row: Row[Mention] | Row[Event], entries: Mapping[str, Entry]) -> Iterator[Problem]:
    entry = entries.get(row.record.entry_id)
    if entry is None:
        yield row.problem("entry_id", f"no entry {row.record.entry_id!r}")
    elif entry.doc_id != row.record.doc_id:
        yield row.problem("doc_id", f"the entry belongs to {entry.doc_id!r}")


def _check_span(
    row: Row[Mention] | Row[Event],
    field: str,
    quote: Mention | Evidence,
    entries: Mapping[str, Entry],
    texts: Texts,
) -> Iterator[Problem]:
    text = texts.get(row.record.doc_id)
    if text is None:
        return
    span = f"[{quote.start}:{quote.end}]"
    if (found := text[quote.start : quote.end]) != quote.text or quote.end > len(text):
        yield row.problem(field, f"the text at {span} is {found!r}, not {quote.text!r}")
    entry = entries.get(row.record.entry_id)
    if entry and not entry.start <= quote.start < quote.end <= entry.end:
        yield row.problem(field, f"{span} lies outside the entry [{entry.start}:{entry.end}]")


def require(labels: LabelsById, doc_ids: Collection[str], folder: Path) -> None:
    """Raises `ProblemsError` where a document has no labels in that folder."""
    missing = sorted(set(doc_ids) - labels.keys())
    refuse(
        [Problem(str(folder), 0, "doc_id", f"no entry of document {each!r}") for each in missing]
    )


def require_same_sources(outputs: Path, documents: Path) -> None:
    """Raises `ProblemsError` where `run.json` says that other files were read than these.

    Offsets may fit a changed text by chance; the SHA-256 of the file cannot.
    """
    manifest = outputs / "run.json"
    if not manifest.is_file():
        return
    try:
        inputs = json.loads(manifest.read_text("utf-8"))["inputs"]
        read_then = {each["doc_id"]: each["sha256"] for each in inputs if each.get("doc_id")}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{manifest}: not the run.json of a run: {error}") from error
    refuse(
        [
            Problem(str(manifest), 0, "inputs", f"{source.doc_id!r} was made from another text")
            for source in find_sources([str(documents)])
            if not isinstance(source, Failure) and source.path
            if read_then.get(source.doc_id) not in (None, hash_file(source.path))
        ]
    )
