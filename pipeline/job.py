"""One run: sources in, a folder of JSON Lines out, with `run.json` saying how it came about."""

import json
import platform
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Self

from pipeline import __version__
from pipeline.config import Settings
from pipeline.corrections import Applied, Corrections, read_corrections
from pipeline.errors import UsageError
from pipeline.flow import Result, run
from pipeline.outputs import read_records
from pipeline.plan import Plan, digest_of, make_plan, tell_apart
from pipeline.readers import Source, find_sources, read
from pipeline.records import SCHEMA_VERSION, Document, Event, Failure, Incident
from pipeline.stages.annotate import model_versions
from pipeline.stages.incidents import Reports, link, reports_of
from pipeline.writers.jsonl import MANIFEST, TEXTS, OutputFolder, hash_file

if TYPE_CHECKING:
    from pipeline.cli.display import Display


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

    def merge(self, other: Self) -> None:
        """Counts in another summary."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @classmethod
    def of(cls, counts: dict[str, Any]) -> Self:
        """The summary that `as_dict` gave these counts of."""
        fields = cls.__dataclass_fields__.keys()
        kinds = {name: Counter(value) for name, value in counts.items() if type(value) is dict}
        return cls(**{name: value for name, value in (counts | kinds).items() if name in fields})

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
    resume: bool = False,
    display: "Display",
) -> Summary:
    """What came of extracting `inputs` into the folder `output`.

    `link_to` is the folder, or the `incidents.jsonl`, of an earlier run: its incidents are taken
    over, and new reports join them. `corrections` is a reviewer's file, applied to the events;
    what the machine had said goes to `corrections.jsonl`. `resume` goes on with a run that was
    stopped, if there is one; the files are those of a run that was not.

    The files appear together when all is done; an interrupt or a fault leaves those of an
    earlier run untouched. Raises `UsageError` where the folder cannot be written, a model is
    missing or the unfinished run had another plan, `RunError` where the run cannot go on.
    """
    started, clock = datetime.now(UTC), perf_counter()
    seconds = defaultdict[str, float](float)
    sources = find_sources(inputs)
    if resume and any(isinstance(each, Source) and each.path is None for each in sources):
        raise UsageError("standard input cannot be read again: no --resume with it")
    plan = make_plan(
        sources, settings, keep_text=keep_text, link_to=link_to, corrections=corrections
    )
    reviewed = read_corrections(corrections) if corrections else Corrections(())
    earlier = list(read_records(link_to, Incident)) if link_to else []
    counted = _Counted(sources)
    with OutputFolder(output, keep_text=keep_text) as folder:
        if resume and (finished := _finished(output, plan)):
            display.tell("nothing to resume: the records are complete")
            return finished
        summary = _start(folder, plan, display, resume=resume)
        before = folder.progress.inputs
        reports = Reports(reports_of(read_records(folder.beside / "events.jsonl", Event)))
        display.start(len(sources))
        try:
            rest = islice(read(counted, settings), before, None)
            for done, result in enumerate(run(rest, settings, workers), start=before + 1):
                for row in correct(result, reviewed):
                    folder.write("corrections", row)
                _write(folder, result, display, keep_text=keep_text)
                summary.add(result)
                reports.extend(reports_of(result.events))
                for stage, spent in result.seconds.items():
                    seconds[stage] += spent
                display.advance(counted.done, summary)
                if done % settings.batch_documents == 0:  # a resumed run makes the same batches
                    folder.save_sometimes(done, summary.as_dict())
        finally:
            display.stop()
        linking = perf_counter()
        for incident in link(reports, earlier):
            folder.write("incidents", incident)
            summary.incidents += 1
        seconds["incidents"] = perf_counter() - linking
        manifest = {
            "bluehelm": __version__,
            "schema": SCHEMA_VERSION,
            "python": platform.python_version(),
            "libraries": plan["versions"]["libraries"],
            "models": model_versions(sorted(summary.languages), settings.models),
            "settings": settings.model_dump(),
            "plan": digest_of(plan),
            "workers": workers,
            "started": started.isoformat(timespec="seconds"),
            "resumed_after": before,
            "seconds": {name: round(value, 3) for name, value in seconds.items()}
            | {"total": round(perf_counter() - clock, 3)},
            "counts": summary.as_dict(),
            "inputs": plan["inputs"],
            "earlier_incidents": len(earlier),
            "outputs": folder.seal(),
        }
        folder.commit(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    return summary


def _finished(output: Path, plan: Plan) -> Summary | None:
    """What came of the last run into the folder, if it had this plan and its files are there."""
    try:
        manifest = json.loads((output / MANIFEST).read_bytes())
        same = manifest["plan"] == digest_of(plan) and all(
            hash_file(output / name) == said["sha256"] for name, said in manifest["outputs"].items()
        )
        return Summary.of(manifest["counts"]) if same else None
    except (OSError, ValueError, LookupError, TypeError):  # no run, or one of an older version
        return None


def _start(folder: OutputFolder, plan: Plan, display: "Display", *, resume: bool) -> Summary:
    """Begins a run, or goes on with an unfinished one; the summary so far."""
    left = folder.unfinished()
    if left is None or not resume:
        if left:
            display.tell(f"an unfinished run of {left[1].inputs:,} documents is discarded")
        elif resume:
            display.tell("nothing to resume: starting from the beginning")
        folder.begin(plan)
        return Summary()
    if problem := tell_apart(left[0], plan):
        raise UsageError(
            f"cannot resume the run in {folder.folder}: {problem}; "
            "without --resume a new run begins"
        )
    folder.resume(left[1])
    display.tell(f"resuming after {left[1].inputs:,} documents")
    return Summary.of(left[1].counts)


class _Counted:
    """The sources as a stream that knows how many were taken."""

    def __init__(self, sources: list[Source | Failure]) -> None:
        self.sources, self.done = sources, 0

    def __iter__(self) -> Iterator[Source | Failure]:
        for source in self.sources:
            yield source
            self.done += 1


def correct(result: Result, corrections: Corrections) -> Iterator[Applied]:
    """Applies a reviewer's corrections to the events of a result; what was applied."""
    for number, event in enumerate(result.events):
        result.events[number], applied = corrections.apply(event)
        yield from applied


def _write(folder: OutputFolder, result: Result, display: "Display", *, keep_text: bool) -> None:
    for failure in result.failures:
        folder.write("errors", failure)
        display.fail(failure)
    if keep_text and isinstance(result.document, Document) and not result.failures:
        folder.write(TEXTS, result.document)
    for name in ("entries", "entities", "events"):
        for record in getattr(result, name):
            folder.write(name, record)
