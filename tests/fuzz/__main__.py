"""Runs the targets under Atheris, each for its share of the time, and counts the inputs tried.

    PYTHONPATH=tests python -m fuzz --seconds 60 [TARGET ...]

What breaks a target is written to `tests/regressions/TARGET/`, from where the tests run it
again. The exit code is 1 then, 2 where Atheris is not installed (it runs on Linux only).
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

REGRESSIONS = Path(__file__).parents[1] / "regressions"
HANG_SECONDS = 20
MAX_BYTES = {"whole": 200, "read-html": 3000, "read-pdf": 1200, "read-docx": 20_000}
DEFAULT_BYTES = 160


def main() -> int:
    """Fuzzes the chosen targets one after the other; see the module's text."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", default=[])
    parser.add_argument("--seconds", type=int, default=60, help="for all targets together")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options, rest = parser.parse_known_args()
    if options.one:
        return fuzz(options.one, rest)
    from .targets import TARGETS

    chosen = options.targets or list(TARGETS)
    if unknown := set(chosen) - TARGETS.keys():
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    total, failed = 0, []
    for name in chosen:
        count, ok = run(name, max(1, options.seconds // len(chosen)))
        print(f"{name:12} {count:>12,} inputs  {'ok' if ok else 'FAILED'}", flush=True)
        total += count
        failed += [] if ok else [name]
    print(f"{'all':12} {total:>12,} inputs")
    return 1 if failed else 0


def run(name: str, seconds: int) -> tuple[int, bool]:
    """How many inputs were tried in a process of its own, and whether all went well."""
    from .seeds import write_seeds

    found = REGRESSIONS / name
    with tempfile.TemporaryDirectory(prefix="fuzz-seeds-") as folder:
        write_seeds(name, Path(folder))
        command = [
            *(sys.executable, "-m", "fuzz", "--one", name, folder),
            *(f"-max_total_time={seconds}", f"-timeout={HANG_SECONDS}", "-print_final_stats=1"),
            *(f"-max_len={MAX_BYTES.get(name, DEFAULT_BYTES)}", "-rss_limit_mb=4096"),
            *(f"-artifact_prefix={found}{os.sep}", "-verbosity=1"),
        ]
        found.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if not any(found.iterdir()):
        found.rmdir()
    told = re.findall(r"number_of_executed_units:\s*(\d+)", done.stderr)
    if done.returncode:
        print(done.stderr[-4000:], file=sys.stderr)
    return int(told[-1]) if told else 0, done.returncode == 0


def fuzz(name: str, arguments: list[str]) -> int:
    """Never returns: libFuzzer ends the process itself."""
    try:
        import atheris
    except ImportError:
        print("Atheris is not installed: pip install atheris (Linux only)", file=sys.stderr)
        return 2
    # Only our own code is explored, so it must be imported here and not before.
    with atheris.instrument_imports(include=["pipeline"]):
        from .targets import TARGETS
    TARGETS[name](b"\x00One peacekeeper was killed in Mali.")  # loads models and libraries
    atheris.Setup([f"fuzz {name}", *arguments], TARGETS[name])
    atheris.Fuzz()
    return 0


sys.exit(main())
