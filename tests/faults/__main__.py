"""`make faults`: breaks runs at random moments, resumes them and compares what they wrote."""

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from itertools import cycle, islice
from pathlib import Path
from time import monotonic

from faults.runs import FAULTS, Run, break_off, wait, write_input
from pipeline.cli import main as bluehelm
from pipeline.writers.jsonl import WRITING

SOME_FAILED = 1
"""The exit code of an undisturbed run: some rows of the input are broken."""
MOST_FAULTS = 3
"""How often one run may be broken before it is left to finish."""


def visible(folder: Path) -> dict[str, bytes]:
    """The files that a user sees, without the times in `run.json`."""
    found = {path.name: path.read_bytes() for path in folder.glob("*.json*")}
    if "run.json" in found:
        said = json.loads(found["run.json"])
        found["run.json"] = json.dumps([said["counts"], said["outputs"], said["plan"]]).encode()
    return found


def check_between(output: Path, allowed: list[dict[str, bytes]]) -> None:
    """Nothing half-written: the files are those of one run, or are being put in place."""
    if not (output / WRITING / "run.json").exists():
        assert visible(output) in allowed, f"half-written: {sorted(visible(output))}"


def try_one(folder: Path, name: str, draw: random.Random, seconds: float) -> Counter[str]:
    """What came of a run that was broken at random and resumed until it was done."""
    tally = Counter(runs=1)
    whole, earlier = visible(folder / "whole"), visible(folder / "earlier")
    run = Run(folder / "in", folder / "out", FAULTS[name][1])
    shutil.rmtree(run.output, ignore_errors=True)
    shutil.copytree(folder / "earlier", run.output)
    options: list[str] = []
    for _ in range(draw.randint(1, MOST_FAULTS)):
        code = break_off(run, name, draw, seconds, options)
        expected = FAULTS[name][2] | {SOME_FAILED}
        assert code in expected, f"exit code {code}, not one of {expected}"
        tally["faults"] += 1
        tally["stopped"] += code != SOME_FAILED
        tally["something kept"] += (run.output / WRITING / "progress.json").exists()
        if name != "output removed":
            check_between(run.output, [earlier, whole])
        options = ["--resume"]
    code = wait(run.start("--resume"))
    assert code == SOME_FAILED, f"exit code {code} of the resumed run"
    assert visible(run.output) == whole, "the records are not those of an undisturbed run"
    assert not (run.output / WRITING).exists(), "something is left behind"
    tally["equal"] = 1
    return tally


def prepare(folder: Path) -> dict[int, float]:
    """Makes the input, an undisturbed run and an earlier one; the seconds of a run by workers."""
    write_input(folder / "in")
    write_input(folder / "in-earlier", rows=3)
    warm = ["extract", "-q", str(folder / "in"), "-o", str(folder / "warm")]
    assert bluehelm(warm) == SOME_FAILED  # what it loads, the processes forked from here have
    assert wait(Run(folder / "in-earlier", folder / "earlier").start()) == SOME_FAILED
    seconds = {}
    for workers in (1, 2):
        started = monotonic()
        assert wait(Run(folder / "in", folder / "whole", workers).start()) == SOME_FAILED
        seconds[workers] = monotonic() - started
    return seconds


def main() -> int:
    """Tries as many runs as asked for; 1 if one was not equal."""
    parser = argparse.ArgumentParser(prog="make faults")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    tallies: dict[str, Counter[str]] = {name: Counter() for name in FAULTS}
    with tempfile.TemporaryDirectory(prefix="faults-") as made:
        folder = Path(made)
        seconds = prepare(folder)
        took = ", ".join(f"{each:.2f} s" for each in seconds.values())
        print(f"undisturbed, with one worker and with two: {took}; seed {options.seed}")
        for number, name in enumerate(islice(cycle(FAULTS), options.runs), start=1):
            try:
                tallies[name] += try_one(folder, name, draw, seconds[FAULTS[name][1]])
            except AssertionError as error:
                tallies[name] += Counter(runs=1)
                print(f"run {number}, {name}: {error}")
                print((folder / "out.log").read_text("utf-8")[-1000:])
            (folder / "out.log").unlink(missing_ok=True)
    columns = ("runs", "faults", "stopped", "something kept", "equal")
    print("| | " + " | ".join(columns) + " |\n| --- |" + " ---: |" * len(columns))
    total = sum(tallies.values(), Counter())
    for name, tally in (*tallies.items(), ("all", total)):
        print(f"| {name} | " + " | ".join(str(tally[column]) for column in columns) + " |")
    return 0 if total["equal"] == options.runs else 1


if __name__ == "__main__":
    sys.exit(main())
