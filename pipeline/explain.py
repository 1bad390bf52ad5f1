"""Says for one text what was found, and which line of the lexicon or which rule found it.

The stages keep no trace of their own, so that a run costs nothing more: the text goes through
them again here, and what they marked is looked up in the files it came from.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span

from pipeline.acronyms import find_definitions
from pipeline.codes import HARM_TYPES
from pipeline.components.casualties import GROUP as CASUALTIES
from pipeline.components.names import GROUP as NAMES
from pipeline.components.phrases import expand
from pipeline.components.triggers import GROUP as TRIGGERS
from pipeline.flow import Result
from pipeline.records import Entity, Entry, Event
from pipeline.resources import lexicon_file, read_rows
from pipeline.stages.annotate import annotate

TABLE = re.compile(r"\[+([\w.\"-]+)\]+")
KEY = re.compile(r"(?:([\w-]+)|\"([^\"]+)\")\s*=")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
MAX_WORDS = 10
"""Tokens that a phrase of the lexicon can have."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something was found: the words, and the place in the data or the rule they stand for.

    `start` and `end` are offsets in the document's text.
    """

    start: int
    end: int
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Explained:
    """What was found in one entry, each with its causes, in reading order."""

    entry: Entry
    text: str
    entities: tuple[tuple[Entity, Cause], ...]
    events: tuple[tuple[Event, tuple[Cause, ...]], ...]


def explain(result: Result, models: dict[str, str]) -> Iterator[Explained]:
    """What was found in each entry of a document, and why; `models` are those of the run."""
    document = result.document
    if document is None:
        return
    definitions = {d.short: d.long for d in find_definitions(document.text)}
    texts = [document.text[entry.start : entry.end] for entry in result.entries]
    items = [(entry, text, definitions) for entry, text in zip(result.entries, texts, strict=True)]
    for item, text in zip(annotate(items, models), texts, strict=True):
        entry, doc = item.entry, item.doc
        entities = [one for one in result.entities if one.entry_id == entry.entry_id]
        events = [one for one in result.events if one.entry_id == entry.entry_id]
        yield Explained(
            entry,
            text,
            tuple((one, _cause_of_entity(one, entry, doc)) for one in entities),
            tuple((one, tuple(_causes_of_event(one, entry, doc))) for one in events),
        )


def _cause_of_entity(entity: Entity, entry: Entry, doc: Doc | None) -> Cause:
    """The line of the lexicon that has the name, else what else found it."""
    found = {
        (entry.start + span.start_char, entry.start + span.end_char, span.label_): span
        for span in (doc.spans.get(NAMES, ()) if doc else ())
    }
    name = found.get((entity.start, entity.end, entity.label))
    source: str = entity.source
    if name is not None and entity.source == "gazetteer":
        line = _lines_of_rows(name.id_).get(name.kb_id_)
        source = f"{name.id_}:{line}" if line else name.id_
    return Cause(entity.start, entity.end, entity.text, source)


def _causes_of_event(event: Event, entry: Entry, doc: Doc | None) -> Iterator[Cause]:
    """The event words in the evidence of an event, and what its casualty rows were read from."""
    if doc is None:
        return
    start, end = event.evidence.start - entry.start, event.evidence.end - entry.start
    for span in doc.spans.get(TRIGGERS, ()):
        if start <= span.start_char < end and _speaks_for(span, event):
            key = f"{span.label_}.{span.kb_id_.replace('/', '.')}"
            yield _cause(span, entry, _find(entry.language, "events.toml", span.text, key))
    rows = {(row.evidence.start, row.evidence.end) for row in event.casualties}
    for span in doc.spans.get(CASUALTIES, ()):
        if (entry.start + span.start_char, entry.start + span.end_char) in rows:
            finding = span._.casualty
            yield _cause(span, entry, f"rule {finding.pattern}: {span.kb_id_}")
            for word in _words(span, entry.language):
                yield _cause(word, entry, _find(entry.language, "casualty.toml", word.text))


def _speaks_for(span: Span, event: Event) -> bool:
    """Whether an event word can have made an event what it is."""
    if span.label_ == "other":
        return span.kb_id_.startswith(f"{event.type}/")
    if event.type not in HARM_TYPES:
        return span.kb_id_ in ("negation", "recalled")
    return span.label_ in ("harm", "subtype", "target", "weapon", "cue")


def _cause(span: Span, entry: Entry, source: str) -> Cause:
    return Cause(entry.start + span.start_char, entry.start + span.end_char, span.text, source)


def _words(span: Span, language: str) -> Iterator[Span]:
    """The longest phrases of the casualty lexicon inside a span, none over another."""
    known = _lines_of_phrases(language, "casualty.toml")
    at = span.start
    while at < span.end:
        ends = range(min(span.end, at + MAX_WORDS), at, -1)
        phrase = next(
            (span.doc[at:end] for end in ends if _plain(span.doc[at:end].text) in known), None
        )
        if phrase is not None:
            yield phrase
        at = phrase.end if phrase is not None else at + 1


def _find(language: str, file: str, words: str, key: str = "") -> str:
    """Where a phrase stands: file, line and key; all its places where no key is asked for."""
    places = _lines_of_phrases(language, file).get(_plain(words), ())
    if key:
        places = tuple(place for place in places if place[1] == _key_in_file(key))[:1]
    told = ", ".join(f"{line} {name}" for line, name in places)
    return f"{language}/{file}:{told}" if told else f"{language}/{file} {key}".rstrip()


def _key_in_file(key: str) -> str:
    """The key of `events.toml` as the file writes it, from a mark's section and value."""
    section, _, rest = key.partition(".")
    return ".".join(filter(None, (SECTIONS.get(section, section), rest)))


SECTIONS = {"subtype": "subtypes", "target": "targets", "weapon": "weapons", "cue": "cues"}
"""Sections of `events.toml` whose marks are named otherwise."""


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


@cache
def _lines_of_phrases(language: str, file: str) -> dict[str, tuple[tuple[int, str], ...]]:
    """Line and key of every phrase of a TOML file, by each of its readings."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    table = key = ""
    for number, line in enumerate(lexicon_file(language, file).read_text("utf-8").splitlines(), 1):
        code = line.strip()
        if code.startswith("#"):
            continue
        if head := TABLE.fullmatch(code.split("#")[0].strip()):
            table, key = head[1], ""
            continue
        if assigned := KEY.match(code):
            key = assigned[1] or assigned[2]
            code = code[assigned.end() :] if code[assigned.end() :].strip()[:1] in '["' else code
        for phrase in STRING.findall(code):
            for reading in expand(phrase):
                found[_plain(reading)].append((number, f"{table}.{key}"))
    return {reading: tuple(places) for reading, places in found.items()}


@cache
def _lines_of_rows(file: str) -> dict[str, int]:
    """The line of every row of a JSONL file, by its canonical form and its capital's."""
    rows = reversed([*read_rows(file)])
    return {
        str(name): number
        for number, row in rows
        for name in (row.get("capital"), row["canonical"])
        if name
    }
