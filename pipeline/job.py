"""One run: sources in, a folder of JSON Lines out, with `run.json` saying how it came about."""

import json
import platform
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from pipeline import __version__
from pipeline.config import Settings
from pipeline.corrections import Corrections, read_corrections
from pipeline.flow import Result, run
from pipeline.outputs import read_records
from pipeline.readers import Source, find_sources, read
from pipeline.records import SCHEMA_VERSION, Document, Failure, Incident, Report
from pipeline.stages.annotate import model_versions
from pipeline.stages.incidents import link, reports_of
from pipeline.writers.jsonl import TEXTS, OutputFolder, hash_file

if TYPE_CHECKING:
    from pipeline.cli.display import Display

LIBRARIES = ("spacy", "langdetect", "text2num", "trafilatura", "pypdf", "python-docx", "pydantic")


@dataclass(slots=True)
class Summary:
    """What a run produced; `killed` and `injured` leave out tolls and recalled events.

    Skipped is what `--only` passed over; the entries of a document skipped whole are not counted.
    """

    documents: int = 0
    entries: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    incidents: int = 0
    killed: int = 0
    injured: int = 0
    failures: int = 0
    skipped_documents: int = 0
    skipped_entries: int = 0

    def add(self, result: Result) -> None:
        """Counts in the result of one document."""
        self.failures += len(result.failures)
        if result.document is None or result.failures:
            return
        self.documents += 1
        self.entries += len(result.entries)
        self.skipped_documents += result.skipped_documents
        self.skipped_entries += result.skipped_entries
        self.languages.update(entry.language for entry in result.entries)
        self.entities.update(entity.label for entity in result.entities)
        self.events.update(event.type for event in result.events)
        fresh = [e for e in result.events if e.type != "toll" and not e.recalled]
        self.killed += sum(event.killed or 0 for event in fresh)
        self.injured += sum(event.injured or 0 for event in fresh)

    def as_dict(self) -> dict[str, int | dict[str, int]]:
        """The counts by name, those by kind sorted by kind."""
        names = self.__dataclass_fields__
        counts = {name: getattr(self, name) for name in names}
        return {
            name: dict(sorted(value.items())) if isinstance(value, Counter) else value
            for name, value in counts.items()
        }


def extract_to(
    inputs: Sequence[str],
    output: Path,
    settings: Settings,
    *,
    workers: int = 1,
    keep_text: bool = False,
    link_to: Path | None = None,
    corrections: Path | None = None,
    display: "Display",
) -> Summary:
    """What came of extracting `inputs` into the folder `output`.

    `link_to` is the folder, or the `incidents.jsonl`, of an earlier run: its incidents are taken
    over, and new reports join them. `corrections` is a reviewer's file, applied to the events;
    what the machine had said goes to `corrections.jsonl`.

    The files appear together when all is done; an interrupt or a fault leaves those of an
    earlier run untouched. Raises `UsageError` where the folder cannot be written or a model
    is missing.
    """
    started, clock = datetime.now(UTC), perf_counter()
    summary, seconds = Summary(), defaultdict[str, float](float)
    sources = find_sources(inputs)
    reviewed = read_corrections(corrections) if corrections else Corrections(())
    earlier = list(read_records(link_to, Incident)) if link_to else []
    reports: list[Report] = []
    counted = _Counted(sources)
    with OutputFolder(output, keep_text=keep_text) as folder:
        display.start(len(sources))
        try:
            for result in run(read(counted, settings), settings, workers):
                _correct(result, reviewed, folder)
                _write(folder, result, display, keep_text=keep_text)
                summary.add(result)
                reports += reports_of(result.events)
                for stage, spent in result.seconds.items():
                    seconds[stage] += spent
                display.advance(counted.done, summary)
        finally:
            display.stop()
        linking = perf_counter()
        for incident in link(reports, earlier):
            folder.write("incidents", incident)
        summary.incidents = folder.counts["incidents"]
        seconds["incidents"] = perf_counter() - linking
        manifest = {
            "bluehelm": __version__,
            "schema": SCHEMA_VERSION,
            "python": platform.python_version(),
            "libraries": {name: _version(name) for name in LIBRARIES},
            "models": model_versions(sorted(summary.languages), settings.models),
            "settings": settings.model_dump(),
            "workers": workers,
            "started": started.isoformat(timespec="seconds"),
            "seconds": {name: round(value, 3) for name, value in seconds.items()}
            | {"total": round(perf_counter() - clock, 3)},
            "counts": summary.as_dict(),
            "inputs": [_describe(source) for source in sources],
            "earlier_incidents": len(earlier),
            "outputs": folder.seal(),
        }
        folder.commit(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    return summary


class _Counted:
    """The sources as a stream that knows how many were taken."""

    def __init__(self, sources: list[Source | Failure]) -> None:
        self.sources, self.done = sources, 0

    def __iter__(self) -> Iterator[Source | Failure]:
        for source in self.sources:
            yield source
            self.done += 1


def _correct(result: Result, corrections: Corrections, folder: OutputFolder) -> None:
    for number, event in enumerate(result.events):
        result.events[number], applied = corrections.apply(event)
        for row in applied:
            folder.write("corrections", row)


def _write(folder: OutputFolder, result: Result, display: "Display", *, keep_text: bool) -> None:
    for failure in result.failures:
        folder.write("errors", failure)
        display.fail(failure)
    if keep_text and isinstance(result.document, Document) and not result.failures:
        folder.write(TEXTS, result.document)
    for name in ("entries", "entities", "events"):
        for record in getattr(result, name):
            folder.write(name, record)


def _describe(source: Source | Failure) -> dict[str, Any]:
    """A source as `run.json` names it, with the SHA-256 of a file that can be read."""
    if isinstance(source, Failure):
        return {"source": source.document, "sha256": None}
    try:
        digest = hash_file(source.path) if source.path and source.path.is_file() else None
    except OSError:
        digest = None
    return {"source": source.name, "doc_id": source.doc_id, "sha256": digest}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
