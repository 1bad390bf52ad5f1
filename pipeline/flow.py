"""The way of a document through the stages, for one process or many.

    read      bytes    -> Document          (pipeline.readers)
    triage    Document, Entry -> whether it can hold harm (with `--only harm`)
    detect    Document -> language
    segment   Document -> [Entry]
    annotate  [Entry]  -> spaCy documents   (models/<lang>/config.cfg)
    mentions  document -> [Entity]
    link      [Entity] -> [Entity]       (full names and holders, per document)
    locate    [Entity] -> [Entity]       (where the places lie, per document)
    events    document -> [Event]
    incidents [Event]  -> [Incident]        of all documents, when the last is read (pipeline.job)
    write     records  -> JSON Lines        (pipeline.writers)

Documents go through in batches whose size does not depend on the number of workers, and come
back in the order of the input: the records are the same, byte for byte, with any number.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from time import perf_counter
from traceback import extract_tb

from pipeline import forkserver
from pipeline.acronyms import find_definitions
from pipeline.codes import FailureCode
from pipeline.config import Settings
from pipeline.deadline import TooSlowError, deadline
from pipeline.errors import BluehelmError
from pipeline.lexicon.names import known_places, missions_named
from pipeline.memory import keep_memory
from pipeline.reading import Reading
from pipeline.records import Document, Entity, Entry, Event, Failure
from pipeline.stages.annotate import Annotated, annotate, rare_words_forgotten
from pipeline.stages.detect import UNDETERMINED, detect, detect_entry
from pipeline.stages.events import Setting, events
from pipeline.stages.link import link
from pipeline.stages.locate import locate
from pipeline.stages.mentions import mentions
from pipeline.stages.segment import segment
from pipeline.stages.triage import Triage
from pipeline.workers import in_order

Input = Document | Failure


@dataclass(slots=True)
class Result:
    """What came of one document: its records, or the failure that ended it."""

    document: Document | None
    entries: list[Entry] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    skipped_documents: int = 0
    skipped_entries: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


class Extractor:
    """The stages from text to records, as `pipeline.load()` returns them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._triage = Triage.of_lexicon() if settings.only == "harm" else None

    def extract(
        self,
        text: str,
        *,
        published: date | str | None = None,
        language: str | None = None,
        doc_id: str = "text",
    ) -> Result:
        """The records of one text; what is stated here goes before what the text suggests.

        `published` is the day that relative dates count from where the text has no dateline
        (a `date` or ISO 8601), `language` an ISO 639-1 code.
        """
        stated = {"doc_id": doc_id, "source": doc_id, "published": published}
        document = Document.model_validate(stated | {"language": language, "text": text})
        return self.extract_all([document])[0]

    def extract_all(self, documents: list[Document]) -> list[Result]:
        """The results of some documents, in order; one that fails does not harm the others.

        What takes longer than one document may is done again, one document at a time.

        Raises `UsageError` where a model is missing or the lexicon is broken.
        """
        try:
            with deadline(self.settings.max_seconds):
                return self._run(documents)
        except BluehelmError:  # a missing model, a broken lexicon: no text's fault
            raise
        except Exception as error:  # whatever a text provokes becomes a record that says so
            if isinstance(error, MemoryError) or len(documents) == 1:
                return [self._failed(document, error) for document in documents]
            return [result for document in documents for result in self.extract_all([document])]

    def _run(self, documents: list[Document]) -> list[Result]:
        results = [Result(document) for document in documents]
        readings = [Reading.of(document.text) for document in documents]
        documents = [
            document if reading.is_plain else document.model_copy(update={"text": reading.text})
            for document, reading in zip(documents, readings, strict=True)
        ]
        clock = _Clock()
        texts: list[tuple[Entry, str, dict[str, str]]] = []
        for result, document in zip(results, documents, strict=True):
            with clock.stage("triage"):
                if self._triage and not self._triage.keeps(document.text):
                    result.skipped_documents = 1
                    continue
            with clock.stage("detect"):
                spoken = _language_of(document)
            with clock.stage("segment"):
                result.entries = list(_entries(document, spoken))
            with clock.stage("triage"):
                self._sift(result, document)
            with clock.stage("segment"):
                definitions = {d.short: d.long for d in find_definitions(document.text)}
            with clock.stage("detect"):
                result.entries = [_with_language(entry, document) for entry in result.entries]
            for entry in result.entries:
                texts.append((entry, document.text[entry.start : entry.end], definitions))
        with clock.stage("annotate"):
            annotated = annotate(texts, self.settings.models)
        done = iter(annotated)
        for result, document in zip(results, documents, strict=True):
            if result.entries:
                self._lift(result, document, list(islice(done, len(result.entries))), clock)
        with clock.stage("mentions"):
            for result, document in zip(results, documents, strict=True):
                result.entities = locate(link(result.entities, document.text), document.text)
        for result, reading in zip(results, readings, strict=True):
            if not reading.is_plain:
                _put_back(result, reading)
        if results:
            results[0].seconds = clock.seconds
        return results

    def _sift(self, result: Result, document: Document) -> None:
        """Leaves out the entries that cannot hold harm, if nothing else is wanted."""
        if self._triage is None or self._triage.names_some(document.text):
            return
        keeps, text = self._triage.keeps, document.text
        kept = [entry for entry in result.entries if keeps(text[entry.start : entry.end])]
        result.skipped_entries = len(result.entries) - len(kept)
        result.entries = kept

    def _lift(
        self, result: Result, document: Document, items: list[Annotated], clock: "_Clock"
    ) -> None:
        with clock.stage("mentions"):
            result.entities.extend(mention for item in items for mention in mentions(item))
        with clock.stage("events"):
            setting = _setting(result, document.text)
            result.events.extend(event for item in items for event in events(item, setting))

    def _failed(self, document: Document, error: Exception) -> Result:
        where = extract_tb(error.__traceback__)
        stages = ("detect", "segment", "annotate", "mentions", "events")
        files = [frame.filename.replace("\\", "/") for frame in where]
        stage = next(
            (name for name in stages for file in files if f"stages/{name}" in file), "extract"
        )
        detail = " ".join(str(error).split())[:200]
        reason = f"{type(error).__name__}: {detail}" if detail else type(error).__name__
        code: FailureCode = "failed"
        if isinstance(error, TooSlowError):
            reason, code = str(error), "too_slow"
        failure = Failure(document=document.source, stage=stage, reason=reason, code=code)
        return Result(document, failures=[failure])


class _Clock:
    """Adds up the seconds of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._running: list[tuple[str, float]] = []

    def stage(self, name: str) -> "_Clock":
        """A context that times a stage."""
        self._running.append((name, perf_counter()))
        return self

    def __enter__(self) -> None:
        """Time runs from `stage`."""

    def __exit__(self, *_: object) -> None:
        name, start = self._running.pop()
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start


def _setting(result: Result, text: str) -> Setting:
    """What the frame of a text and its mentions say of all its entries."""
    ends = [0, *(entry.end for entry in result.entries)]
    starts = [*(entry.start for entry in result.entries), len(text)]
    framing = missions_named(
        " ".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    )
    mentioned = (entity.canonical for entity in result.entities if entity.label == "MISSION")
    named = {canonical for canonical in mentioned if canonical} or framing
    return Setting(mission=_only(named), publisher=_only(framing))


def _only(names: set[str]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None


def _put_back(result: Result, reading: Reading) -> None:
    """Gives the records of a result the offsets and the words of its source."""
    result.entries = [reading.entry(entry) for entry in result.entries]
    result.entities = [reading.entity(entity) for entity in result.entities]
    result.events = [reading.event(event) for event in result.events]


def _language_of(document: Document) -> str:
    stated = (document.language or "").split("-")[0].strip().lower()
    if stated.isalpha() and 2 <= len(stated) <= 3:
        return stated
    return detect(document.text)


def _entries(document: Document, language: str) -> Iterator[Entry]:
    for number, piece in enumerate(segment(document, known_places()), start=1):
        yield Entry(
            doc_id=document.doc_id,
            entry_id=f"{document.doc_id}#{number}",
            start=piece.start,
            end=piece.end,
            language=language,
            published=piece.published,
            published_text=piece.published_text,
            dateline_place=piece.dateline_place,
        )


def _with_language(entry: Entry, document: Document) -> Entry:
    if document.language and entry.language != UNDETERMINED:
        return entry
    language = detect_entry(document.text[entry.start : entry.end], entry.language)
    return entry if language == entry.language else entry.model_copy(update={"language": language})


def run(documents: Iterable[Input], settings: Settings, workers: int = 1) -> Iterator[Result]:
    """The results of a stream of documents, in its order; failures pass through as results.

    Raises `RunError` where a worker was killed.
    """
    batches = _batched(documents, settings.batch_documents)
    if workers <= 1:
        done: Iterator[list[Result]] = map(partial(_process, Extractor(settings)), batches)
    else:
        if not settings.models:
            forkserver.start()
        done = in_order(partial(_worker, settings), batches, workers)
    for results in done:
        yield from results


def _batched(items: Iterable[Input], size: int) -> Iterator[tuple[Input, ...]]:
    stream = iter(items)
    while batch := tuple(islice(stream, size)):
        yield batch


def _process(extractor: Extractor, batch: tuple[Input, ...]) -> list[Result]:
    """The results of a batch, failures in their place between the documents."""
    documents = [item for item in batch if isinstance(item, Document)]
    with rare_words_forgotten():
        done = iter(extractor.extract_all(documents))
    return [
        next(done) if isinstance(item, Document) else Result(None, failures=[item])
        for item in batch
    ]


def _worker(settings: Settings) -> Callable[[tuple[Input, ...]], list[Result]]:
    """What does the batches of one worker process."""
    keep_memory()
    return partial(_process, Extractor(settings))
