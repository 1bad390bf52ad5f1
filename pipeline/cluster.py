"""One run on many machines: the same stages as a Ray Data pipeline, the same records and ids.

    sources -> number   which ids are taken twice, in the order of the input    (tasks)
            -> read     parts of some hundred documents                         (tasks)
            -> extract  records, written part by part                           (actors)
            -> link     the reports of all parts, by the same keys              (here)

A part is named after its place in the input and is written whole or again, so that whatever
machine is lost, nothing is lost or doubled.
"""

import json
import logging
import os
import platform
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from pipeline import __version__
from pipeline.config import Settings
from pipeline.corrections import Applied, Corrections, read_corrections
from pipeline.errors import BluehelmError, RunError, UsageError
from pipeline.flow import Input, Result, run
from pipeline.job import Summary, correct
from pipeline.outputs import read_records
from pipeline.plan import Plan, digest_of, make_plan, tell_apart
from pipeline.readers import Source, UniqueIds, find_sources, read_source
from pipeline.readers.sources import get_path
from pipeline.records import (
    SCHEMA_VERSION,
    Document,
    Entity,
    Entry,
    Event,
    Failure,
    Incident,
    Record,
    Report,
)
from pipeline.stages.incidents import Reports, link, reports_of
from pipeline.writers.parts import Format, PartsFolder

if TYPE_CHECKING:
    from ray.data import Dataset

    from pipeline.cli.display import Display

DOCUMENTS_IN_PART = 256
"""Enough for a file to be worth its name, few enough to do again when a machine is lost."""
BYTES_IN_BLOCK = 1
"""What Ray hands on at once: one part, so that those of one large file go to many actors."""
BYTES_IN_GROUP = 1 << 22
CPUS_TO_READ = 0.5
KINDS: dict[str, type[Record]] = {
    "documents": Document,
    "entries": Entry,
    "entities": Entity,
    "events": Event,
    "corrections": Applied,
    "errors": Failure,
}
INPUT: TypeAdapter[Input] = TypeAdapter(Document | Failure)
Row = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """What all machines know of a run."""

    sources: list[Source | Failure]
    groups: list[tuple[int, int]]
    """First source, and the one behind the last, of each group that is read by one task."""
    documents_in_part: int
    settings: Settings
    folder: PartsFolder
    keep_text: bool
    corrections: Corrections


def extract_on_cluster(
    inputs: list[str],
    output: str,
    settings: Settings,
    *,
    workers: int = 1,
    keep_text: bool = False,
    link_to: Path | None = None,
    corrections: Path | None = None,
    resume: bool = False,
    format: Format = "jsonl",
    display: "Display",
) -> Summary:
    """What came of extracting `inputs` into the parts below `output`, both paths or URLs.

    As `pipeline.job.extract_to`, on the cluster that `RAY_ADDRESS` names, or on one of its own
    on this machine. Raises `UsageError` where Ray is not installed or `output` is not empty.
    """
    started, clock = datetime.now(UTC), perf_counter()
    sources = find_sources(inputs)
    if any(isinstance(each, Source) and each.path is None for each in sources):
        raise UsageError("other machines cannot read this one's standard input")
    plan = make_plan(
        sources, settings, keep_text=keep_text, link_to=link_to, corrections=corrections
    )
    plan["options"]["format"] = format
    folder = PartsFolder(get_path(output).absolute(), format)
    if resume and (manifest := folder.manifest()) and manifest["plan"] == digest_of(plan):
        display.tell("nothing to resume: the records are complete")
        return Summary.of(manifest["counts"])
    _start(folder, plan, resume=resume)
    earlier = list(read_records(link_to, Incident)) if link_to else []
    reviewed = read_corrections(corrections) if corrections else Corrections(())
    groups = _group([each["bytes"] or 0 for each in plan["inputs"]])
    work = Work(sources, groups, DOCUMENTS_IN_PART, settings, folder, keep_text, reviewed)
    summary, seconds, reports, parts = Summary(), Counter[str](), Reports(), list[str]()
    display.start(len(sources))
    try:
        for said in _run(work, workers):
            parts.append(said["part"])
            summary.merge(Summary.of(said["counts"]))
            seconds.update(said["seconds"])
            reports.extend(map(Report.model_validate_json, said["reports"]))
            for line in said["failures"]:
                display.fail(Failure.model_validate_json(line))
            display.advance(said["sources"], summary)
    finally:
        display.stop()
    linking = perf_counter()
    incidents = list(link(reports, earlier))
    folder.write("00000", "incidents", Incident, incidents)
    summary.incidents = len(incidents)
    manifest = {
        "bluehelm": __version__,
        "schema": SCHEMA_VERSION,
        "python": platform.python_version(),
        "libraries": plan["versions"]["libraries"],
        "settings": settings.model_dump(),
        "plan": digest_of(plan),
        "workers": workers,
        "started": started.isoformat(timespec="seconds"),
        "seconds": {name: round(value, 3) for name, value in seconds.items()}
        | {"incidents": round(perf_counter() - linking, 3)}
        | {"total": round(perf_counter() - clock, 3)},
        "counts": summary.as_dict(),
        "inputs": plan["inputs"],
        "earlier_incidents": len(earlier),
        "parts": len(parts),
    }
    folder.finish(manifest, parts)
    return summary


def _start(folder: PartsFolder, plan: Plan, *, resume: bool) -> None:
    """Begins a run, or goes on with an unfinished one that has the same plan."""
    left = folder.plan()
    if left is None or not resume:
        folder.begin(plan)
    elif problem := tell_apart(left, plan):
        raise UsageError(f"cannot resume the run in {folder.path}: {problem}")


def _group(sizes: list[int]) -> list[tuple[int, int]]:
    """Small sources together, as many as make a part; a large one alone."""
    groups: list[tuple[int, int]] = []
    first, total = 0, 0
    for position, size in enumerate(sizes):
        full = total + size > BYTES_IN_GROUP or position - first == DOCUMENTS_IN_PART
        if position > first and full:
            groups.append((first, position))
            first, total = position, 0
        total += size
    return [*groups, (first, len(sizes))]


def _run(work: Work, workers: int) -> Iterator[dict[str, Any]]:
    """What is said of each part, as the parts are done."""
    ray = _connect(workers)
    try:
        names = ray.put(_find_names(work))
        read = lambda row: _read_parts(work, row["id"], ray.get(names))  # noqa: E731
        # Other needs than the actors', or Ray would let one actor read and do all of a file.
        parts = _spread(work).flat_map(read, num_cpus=CPUS_TO_READ)
        actors = ray.data.ActorPoolStrategy(size=workers)
        done = parts.map(_Stages, fn_constructor_args=(work,), compute=actors, num_cpus=1)
        for row in done.iter_rows():
            said = json.loads(row["said"])
            if wrong := said.get("wrong usage"):
                raise UsageError(wrong)
            yield said
    except ray.exceptions.RayError as error:
        last = str(error).strip().splitlines()[-1]
        raise RunError(f"the cluster gave up: {last}") from error


def _connect(workers: int) -> Any:  # noqa: ANN401 - a module
    """Ray, connected; quiet, and telling nobody outside that it is used."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # It warns of every actor that may start again that it may not; what matters is raised.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        import ray
        import ray.data
    except ImportError:
        raise UsageError("--engine ray needs: pip install 'bluehelm[ray]'") from None
    if not ray.is_initialized():
        here = {} if "RAY_ADDRESS" in os.environ else {"num_cpus": workers + 1}
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **here)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.target_max_block_size = BYTES_IN_BLOCK
    context.execution_options.preserve_order = True
    return ray


def _spread(work: Work) -> "Dataset":
    """The positions of the groups, a block each."""
    import ray

    return ray.data.range(len(work.groups), override_num_blocks=len(work.groups))


def _find_names(work: Work) -> dict[int, dict[int, str]]:
    """By group and number, the ids of those documents whose own is taken."""
    names: defaultdict[int, dict[int, str]] = defaultdict(dict)
    numbers = Counter[int]()
    read = lambda row: _read_ids(work, row["id"])  # noqa: E731
    with UniqueIds() as claimed:
        for row in _spread(work).flat_map(read, num_cpus=CPUS_TO_READ).iter_rows():
            for wanted in row["ids"]:
                number = numbers[row["group"]]
                numbers[row["group"]] += 1
                if (unique := claimed.claim(wanted)) != wanted:
                    names[row["group"]][number] = unique
    return dict(names)


def _read_ids(work: Work, group: int) -> Iterator[Row]:
    """The ids of the documents of a group, in lists."""
    found = _read(work, group)
    ids = (record.doc_id for record in found if isinstance(record, Document))
    for some in _in_lists(ids, 4 * work.documents_in_part):
        yield {"group": group, "ids": some}


def _read_parts(work: Work, group: int, names: dict[int, dict[int, str]]) -> Iterator[Row]:
    """The parts of a group; documents and failures as JSON, the documents with unique ids."""
    named = _with_names(_read(work, group), names.get(group, {}))
    for number, some in enumerate(_in_lists(named, work.documents_in_part)):
        part = f"{group:05}-{number:05}"
        inputs = [record.model_dump_json() for record in some]
        yield {"part": part, "sources": work.groups[group][1], "inputs": inputs}


def _with_names(records: Iterable[Input], names: dict[int, str]) -> Iterator[Input]:
    number = 0
    for record in records:
        if isinstance(record, Document):
            if number in names:
                record = record.model_copy(update={"doc_id": names[number]})
            number += 1
        yield record


def _read(work: Work, group: int) -> Iterator[Input]:
    first, end = work.groups[group]
    for source in work.sources[first:end]:
        yield from read_source(source, work.settings)


def _in_lists(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    stream = iter(items)
    while some := list(islice(stream, size)):
        yield some


class _Stages:
    """An actor: it has the models, and makes the records of one part after the other."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def __call__(self, row: Row) -> Row:
        part = str(row["part"])
        try:
            said = self.work.folder.said_of(part) or self._extract(part, row["inputs"])
        except BluehelmError as error:  # a missing model, a wrong correction: not to be tried again
            said = {"wrong usage": str(error)}
        return {"said": json.dumps(said | {"sources": int(row["sources"])})}

    def _extract(self, part: str, lines: Iterable[str]) -> dict[str, Any]:
        """Writes the records of a part, and what there is to say of it."""
        work, summary, seconds = self.work, Summary(), Counter[str]()
        records: dict[str, list[Any]] = {name: [] for name in KINDS}
        for result in run(map(INPUT.validate_json, lines), work.settings):
            records["corrections"] += correct(result, work.corrections)
            self._add(records, result)
            summary.add(result)
            seconds.update(result.seconds)
        for name, kind in KINDS.items():
            work.folder.write(part, name, kind, records[name])
        said = {
            "part": part,
            "counts": summary.as_dict(),
            "seconds": dict(seconds),
            "reports": [report.model_dump_json() for report in reports_of(records["events"])],
            "failures": [failure.model_dump_json() for failure in records["errors"]],
        }
        work.folder.complete(part, said)
        return said

    def _add(self, records: dict[str, list[Any]], result: Result) -> None:
        records["errors"] += result.failures
        if self.work.keep_text and result.document and not result.failures:
            records["documents"].append(result.document)
        for name in ("entries", "entities", "events"):
            records[name] += getattr(result, name)
