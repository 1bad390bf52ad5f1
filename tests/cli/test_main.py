"""The command as a shell sees it."""

import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.skipif(sys.platform != "linux", reason="wants a device that is always full")
@pytest.mark.parametrize("full", ["stdout", "stderr"])
def test_what_cannot_be_said_is_no_failed_document(tmp_path, full):
    """The exit code is all that is left where messages go to a full disk."""
    (tmp_path / "a.txt").write_text("Nothing happened here, as far as anybody knows.")
    with open("/dev/full", "w") as device:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "extract", str(tmp_path), "-o", tmp_path / "out"],
            cwd=ROOT,
            check=False,
            **{"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | {full: device},
        )
    assert done.returncode == 3
