"""The same bytes for the same input: workers, batches, order, hash seed, locale, time zone.

And without a network: nothing is fetched at run time.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli.display import make_display
from pipeline.config import Settings
from pipeline.job import extract_to

DOCUMENTS = Path(__file__).parents[1] / "corpus" / "documents"
NAMES = (
    *("en/clutter-001", "en/news-001", "en/sg-statement-001", "en/wire-digest-001"),
    *("fr/communique-001", "fr/mixte-001", "fr/presse-001"),
)
FILES = ("entries", "entities", "events", "incidents", "errors")
ELSEWHERE = {
    "PYTHONPATH": str(Path(__file__).parent / "offline"),
    "PYTHONHASHSEED": "4711",
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "tr_TR.UTF-8",
    "LANG": "tr_TR.UTF-8",
    "COLUMNS": "40",
}
"""As unlike the usual machine as can be: in Turkish, `I` is not the capital of `i`."""


@pytest.fixture(scope="module")
def sources():
    return [DOCUMENTS / f"{name}.txt" for name in NAMES]


@pytest.fixture(scope="module")
def usual(sources, tmp_path_factory):
    return extract(sources, tmp_path_factory.mktemp("usual"))


def extract(sources, folder, **settings):
    paths = [str(path) for path in sources]
    extract_to(paths, folder, Settings(**settings), display=make_display(quiet=True))
    return lines_of(folder)


def lines_of(folder):
    return {name: (folder / f"{name}.jsonl").read_bytes().splitlines() for name in FILES}


def test_batches_change_nothing(sources, usual, tmp_path):
    assert extract(sources, tmp_path, batch_documents=1) == usual


def test_the_order_of_files_changes_only_the_order(sources, usual, tmp_path):
    turned = extract(sources[::-1], tmp_path)
    assert turned["incidents"] == usual["incidents"]
    assert {name: sorted(lines) for name, lines in turned.items()} == {
        name: sorted(lines) for name, lines in usual.items()
    }


def test_the_network_is_blocked():
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | ELSEWHERE, capture_output=True, text=True
    )
    assert "no network here" in done.stderr


def test_another_machine_and_two_workers_change_nothing(sources, usual, tmp_path):
    command = [sys.executable, "-m", "pipeline", "extract", *map(str, sources)]
    command += ["-o", str(tmp_path), "-w", "2", "-q"]
    done = subprocess.run(command, env=os.environ | ELSEWHERE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert lines_of(tmp_path) == usual
