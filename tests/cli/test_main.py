"""The command as a shell sees it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_reader_that_leaves_is_no_error():
    """`bluehelm evaluate ... --errors | head -1` writes far more than a pipe holds."""
    command = [sys.executable, "-m", "pipeline", "evaluate", "corpus/gold", "corpus/gold"]
    with subprocess.Popen(
        [*command, "--errors"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() in (0, 141)


def test_a_wrong_call_is_told_apart_from_failure():
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "evaluate", "nowhere", "nowhere"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "nowhere" in done.stderr
