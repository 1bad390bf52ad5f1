"""A short run of `bluehelm extract` in a process of its own, and what may happen to it.

The process is forked from this one, which has the models loaded, and so are its workers: a run
takes a second, and hundreds of them can be broken. It saves after every batch, and batches are
small. All else is the command as it is.
"""

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from threading import Timer
from time import monotonic, sleep

from pipeline import config, forkserver, workers
from pipeline.cli import main
from pipeline.writers import jsonl

SECONDS_TO_END = 30.0
"""After which a run that should have ended counts as one that hangs."""
ENGLISH = (
    "{day} Nov 2017 | New York\n"
    "{many} peacekeepers from {who} were killed and {some} others were injured when gunmen "
    "attacked a MINUSCA convoy near {town} yesterday.\n"
)
FRENCH = (
    "New York, le {day} novembre 2017\n\n"
    "{many} Casques bleus ont été tués hier dans une attaque contre un convoi de la MINUSMA "
    "près de {town}.\n"
)


def write_input(folder: Path, rows: int = 130) -> None:
    """Rows of two languages, of which some are broken, some alike and some share an id; files."""
    draw = random.Random(1)
    lines = []
    for number in range(rows):
        values = {"day": draw.randint(10, 28), "many": draw.randint(2, 9), "some": number + 3}
        values |= {"who": draw.choice(["Egypt", "Chad", "Nepal"])}
        text = draw.choice([ENGLISH, FRENCH])
        row = {"text": text.format(town=draw.choice(["Bria", "Kidal", "Gao"]), **values)}
        lines.append(json.dumps(row | {"id": f"row-{number % 100}"}))
        if number % 40 == 7:
            lines.append("{broken")
    folder.mkdir(parents=True)
    (folder / "rows.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    values = {"day": 26, "many": "Two", "some": "three", "who": "Chad", "town": "Bria"}
    (folder / "one.txt").write_text(ENGLISH.format(**values), "utf-8")


class SmallBatches(config.Settings):
    """So many batches that a short run is saved often."""

    batch_documents: int = 8


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the command."""

    inputs: Path
    output: Path
    workers: int = 1

    def start(self, *options: str, largest_file: int | None = None) -> int:
        """The process that does it; no file of it may pass `largest_file` bytes."""
        sys.stdout.flush()
        if child := os.fork():
            return child
        code = 99
        try:
            os.setsid()
            _be_quiet(self.output.with_suffix(".log"))
            jsonl.SECONDS_BETWEEN_SAVES = 0.0
            config.Settings = SmallBatches
            workers.get_context = lambda _: get_context("fork")
            forkserver.start = lambda: None
            signal.signal(signal.SIGINT, signal.default_int_handler)
            if largest_file is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
            arguments = ["extract", str(self.inputs), "-o", str(self.output), "--keep-text"]
            code = main([*arguments, "-w", str(self.workers), *options])
        except KeyboardInterrupt:  # before the command could heed it
            code = 130
        finally:
            os._exit(code)


def _be_quiet(log: Path) -> None:
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)


def wait(process: int) -> int:
    """The exit code of a run, negative for the signal that ended it; nothing of it lives on."""
    end = monotonic() + SECONDS_TO_END
    while not (status := os.waitpid(process, os.WNOHANG))[0]:
        if monotonic() > end:
            os.killpg(process, signal.SIGKILL)
            raise AssertionError("the run hangs")
        sleep(0.005)
    while left := list(_living(process)):
        if monotonic() > end:
            os.killpg(process, signal.SIGKILL)
            raise AssertionError(f"processes of the run live on: {left}")
        sleep(0.005)
    return os.waitstatus_to_exitcode(status[1])


def _living(group: int) -> Iterator[int]:
    """The processes of a session that have not ended."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, session, *_ = stat.read_text().rpartition(")")[2].split()
            if int(session) == group and state != "Z":
                yield int(stat.parent.name)


Fault = Callable[[int, Path], None]
"""What happens to a process and its output folder."""


def send(number: signal.Signals) -> Fault:
    """The fault of a signal."""

    def fault(process: int, _: Path) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)

    return fault


def kill_a_worker(process: int, _: Path) -> None:
    """What the system does when memory runs out."""
    workers = [each for each in _living(process) if each != process]
    if workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(random.choice(workers), signal.SIGKILL)


def remove_output(_: int, output: Path) -> None:
    """What somebody does who does not know that a run is on."""
    shutil.rmtree(output, ignore_errors=True)


FAULTS: dict[str, tuple[Fault | None, int, set[int]]] = {
    "kill -9": (send(signal.SIGKILL), 1, {-signal.SIGKILL}),
    "kill -9, two workers": (send(signal.SIGKILL), 2, {-signal.SIGKILL}),
    "SIGTERM": (send(signal.SIGTERM), 1, {143, -signal.SIGTERM}),
    "SIGTERM, two workers": (send(signal.SIGTERM), 2, {143, -signal.SIGTERM}),
    "SIGINT": (send(signal.SIGINT), 1, {130}),
    "SIGINT, two workers": (send(signal.SIGINT), 2, {130}),
    "a worker killed": (kill_a_worker, 2, {3}),
    "output removed": (remove_output, 1, {3, 2}),
    "disk full": (None, 1, {3, 2}),
}
"""What happens, to how many workers, and the exit codes that say so.

A signal in the first moments ends the process as it does any; a folder that goes while the run
begins cannot be written.
"""


def break_off(run: Run, name: str, draw: random.Random, seconds: float, options: list[str]) -> int:
    """The exit code of a run that something happens to within that many seconds."""
    fault, _, _ = FAULTS[name]
    if fault is None:
        largest = max(path.stat().st_size for path in run.inputs.iterdir())
        return wait(run.start(*options, largest_file=draw.randrange(largest)))
    process = run.start(*options)
    timer = Timer(draw.uniform(0, seconds), fault, (process, run.output))
    timer.start()
    try:
        return wait(process)
    finally:
        timer.cancel()
        timer.join()
