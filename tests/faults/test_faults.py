"""A small sample of `make faults`; the rest takes minutes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to see what lives on")
def test_runs_that_are_broken_off_and_resumed_write_the_same():
    done = subprocess.run(
        [sys.executable, "-m", "faults", "--runs", "9"],
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"PYTHONPATH": str(TESTS), "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    name, runs, faults, stopped, _, equal = done.stdout.splitlines()[-1].split("|")[1:-1]
    assert (name.strip(), int(runs), int(equal)) == ("all", 9, 9)
    assert int(faults) >= int(stopped) > 0
