"""Measures systems side by side: the same texts in turn, several times, the median of each.

Processor time, since another program on the machine must not count; but wall-clock time where
several processes work. Memory is the peak of a process of its own for each system.
"""

import resource
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from multiprocessing import get_context
from os import getloadavg
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import spacy

from pipeline.bench.stream import mixed, other_news, varied
from pipeline.bench.systems import SYSTEMS, Work, whole
from pipeline.codes import HARM_TYPES
from pipeline.config import Settings
from pipeline.flow import Extractor
from pipeline.records import Document

RELEVANT = 0.02
"""The share of texts with harm in the stream of mixed news."""
MIXED_PER_DOCUMENT = 4
"""Texts of mixed news for each document of a round: they are short."""
LONG_RUN = 4
"""Rounds' worth of documents for two workers, whose start counts."""
WARM_UP = 40


@dataclass(frozen=True, slots=True)
class Speed:
    """One system's medians; `tokens` are the same for all, those of the English tokenizer."""

    system: str
    tokens_per_second: float
    entries_per_second: float | None
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What a benchmark found."""

    documents: int
    repeats: int
    load: float
    speeds: list[Speed]
    stages: dict[str, float] = field(default_factory=dict)
    """Microseconds of each of our stages for a token."""
    two_workers: float = 0.0
    """How many times faster two workers are than one, by the clock."""
    only_harm: float = 0.0
    """How many times faster `--only harm` is on mixed news."""
    kept: float = 0.0
    """The share of the mixed news that it keeps."""

    def as_dict(self) -> dict[str, object]:
        """All figures by name."""
        return asdict(self)


def measure(folder: Path, count: int, repeats: int) -> Measured:
    """The figures for English texts like those of `folder`, `count` documents in each round."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    works = {name: make() for name, make in SYSTEMS.items()}
    stream = varied(texts)
    for work in works.values():
        work(_documents(islice(stream, WARM_UP)))
    tokenize = spacy.blank("en").tokenizer
    speeds: dict[str, list[float]] = {name: [] for name in works}
    stages: list[dict[str, float]] = []
    entries: list[float] = []
    for _ in range(repeats):
        documents = _documents(islice(stream, count))
        tokens = sum(len(tokenize(document.text)) for document in documents)
        for name, work in works.items():
            start = process_time()
            found = work(documents)
            spent = process_time() - start
            speeds[name].append(tokens / spent)
            if found:
                entries.append(found.pop("entries") / spent)
                found.pop("skipped")
                stages.append({stage: took * 1e6 / tokens for stage, took in found.items()})
    kept, faster = _only_harm(texts, count * MIXED_PER_DOCUMENT, repeats)
    return Measured(
        documents=count,
        repeats=repeats,
        load=getloadavg()[0],
        speeds=[
            Speed(
                name,
                median(found),
                median(entries) if name == "bluehelm" else None,
                _peak(name, texts, count),
            )
            for name, found in speeds.items()
        ],
        stages={stage: median(found[stage] for found in stages) for stage in stages[0]},
        two_workers=_two_workers(texts, count, repeats),
        only_harm=faster,
        kept=kept,
    )


def _documents(texts: Iterable[str]) -> list[Document]:
    return [
        Document(doc_id=str(number), source=str(number), text=text)
        for number, text in enumerate(texts)
    ]


def _clock(work: Work, documents: Sequence[Document]) -> float:
    start = perf_counter()
    work(documents)
    return perf_counter() - start


def _two_workers(texts: Sequence[str], count: int, repeats: int) -> float:
    """How many times faster two workers are, the time that they take to start included."""
    stream = varied(texts, seed=1)
    ratios = []
    for _ in range(min(repeats, 2)):
        documents = _documents(islice(stream, count * LONG_RUN))
        ratios.append(_clock(whole(), documents) / _clock(whole(workers=2), documents))
    return median(ratios)


def _with_harm(texts: Sequence[str]) -> list[str]:
    """The entries of texts that tell of harm, each by itself."""
    extractor = Extractor(Settings())
    found = []
    for document in _documents(texts):
        result = extractor.extract_all([document])[0]
        harmed = {event.entry_id for event in result.events if event.type in HARM_TYPES}
        told = (entry for entry in result.entries if entry.entry_id in harmed)
        found += [document.text[entry.start : entry.end] for entry in told]
    return found


def _only_harm(texts: Sequence[str], count: int, repeats: int) -> tuple[float, float]:
    """The share of mixed news that `--only harm` keeps, and how many times faster it is."""
    stream = mixed(varied(_with_harm(texts), seed=2), other_news(), RELEVANT)
    only, everything = whole(Settings(only="harm")), whole()
    ratios, kept = [], []
    for _ in range(repeats):
        documents = _documents(islice(stream, count))
        start = process_time()
        found = only(documents)
        middle = process_time()
        everything(documents)
        ratios.append((process_time() - middle) / (middle - start))
        kept.append(1 - found["skipped"] / count)
    return median(kept), median(ratios)


def _peak(name: str, texts: Sequence[str], count: int) -> float:
    """The most memory (MB) that a process of its own takes for a system."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure_peak, (name, list(texts), count))


def _measure_peak(name: str, texts: list[str], count: int) -> float:
    SYSTEMS[name]()(_documents(islice(varied(texts), count)))
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says on Linux is the parent's, where that had more
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def tables(measured: Measured) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """The figures as tables: a title, then rows, the first of them the head."""
    ours = measured.speeds[0].tokens_per_second
    rows: list[tuple[str, ...]] = [("", "tokens/s", "bluehelm is", "entries/s", "peak MB")]
    for speed in measured.speeds:
        entries = f"{speed.entries_per_second:,.0f}" if speed.entries_per_second else "–"
        ratio = f"{ours / speed.tokens_per_second:.2f} x"
        pace = f"{speed.tokens_per_second:,.0f}"
        rows.append((speed.system, pace, ratio, entries, f"{speed.peak_mb:,.0f}"))
    title = (
        f"{measured.documents} documents, median of {measured.repeats}, load {measured.load:.1f}"
    )
    yield title, rows
    stages = [(stage, f"{took:.1f}") for stage, took in measured.stages.items()]
    yield "time per stage", [("stage", "µs a token"), *stages]
    yield (
        "ratios",
        [
            ("", ""),
            ("two workers to one, by the clock", f"{measured.two_workers:.2f} x"),
            ("--only harm on mixed news", f"{measured.only_harm:.1f} x"),
            ("share of mixed news kept", f"{measured.kept:.1%}"),
        ],
    )
