"""The Ray engine writes what the local one does, whatever machine is lost.

Skipped where Ray is not installed: `make test-ray` installs it.
"""

import json
import os
import signal
from pathlib import Path

import pytest

from pipeline import cluster
from pipeline.cli import main
from pipeline.cli.display import QuietDisplay, make_display
from pipeline.cluster import extract_on_cluster
from pipeline.config import Settings
from pipeline.errors import UsageError
from pipeline.job import extract_to

ray = pytest.importorskip("ray", reason="needs the extra `ray`: make test-ray")
pytestmark = pytest.mark.filterwarnings("default")

ENGLISH = (
    "{day} Nov 2017 | New York\n"
    "{day} peacekeepers from Egypt were killed and three others were injured when gunmen attacked "
    "a MINUSCA convoy near Bria yesterday.\n"
)
FRENCH = (
    "New York, le {day} novembre 2017\n\n"
    "Trois Casques bleus tchadiens ont été tués ce matin dans une attaque contre un convoi de la "
    "MINUSMA près de Kidal, au Mali.\n"
)
NAMES = ("documents", "entries", "entities", "events", "incidents", "corrections", "errors")


@pytest.fixture(scope="module", autouse=True)
def local_cluster():
    """Several worker processes on this machine."""
    cluster._connect(workers=2)
    yield
    ray.shutdown()


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(cluster, "DOCUMENTS_IN_PART", 8)


def row(number):
    text = (ENGLISH if number % 3 else FRENCH).format(day=10 + number % 18)
    return {"id": f"row-{number % 70}", "text": text, "published": f"2017-11-{10 + number % 18}"}


@pytest.fixture
def sources(tmp_path):
    """Rows of which some share an id and one is broken, and files of which one is empty."""
    folder = tmp_path / "in"
    folder.mkdir()
    lines = [json.dumps(row(number)) for number in range(150)]
    (folder / "rows.jsonl").write_text("\n".join([*lines, "{broken"]) + "\n", "utf-8")
    (folder / "row-3.txt").write_text(ENGLISH.format(day=20), "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    return folder


def on_cluster(inputs, output, *, display=None, **options):
    display = display or make_display(quiet=True)
    return extract_on_cluster(
        [str(inputs)],
        str(output),
        Settings(),
        workers=2,
        keep_text=True,
        display=display,
        **options,
    )


def here(inputs, output, **options):
    display = make_display(quiet=True)
    return extract_to([str(inputs)], output, Settings(), keep_text=True, display=display, **options)


def joined(folder):
    """The parts of each kind of record, one behind the other."""
    return {
        name: b"".join(path.read_bytes() for path in sorted((folder / name).glob("part-*.jsonl")))
        for name in NAMES
    }


def whole(folder):
    return {name: (folder / f"{name}.jsonl").read_bytes() for name in NAMES}


class KillingDisplay(QuietDisplay):
    """Kills one of the actors when the first part is done."""

    killed = 0

    def advance(self, sources, summary):
        if not self.killed:
            self.killed, _ = actors()
            os.kill(self.killed, signal.SIGKILL)


class StoppingDisplay(QuietDisplay):
    """Stops the run when some parts are done."""

    parts = 0

    def advance(self, sources, summary):
        self.parts += 1
        if self.parts == 5:
            raise KeyboardInterrupt


def actors():
    """The processes that run the stages, of those that this one began."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            title = (path / "cmdline").read_bytes()
        except OSError:
            continue
        if b"_Stages" in title and title.startswith(b"ray::") and is_ours(int(path.name)):
            yield int(path.name)


def is_ours(process):
    while process > 1:
        if process == os.getpid():
            return True
        stat = Path(f"/proc/{process}/stat").read_text()
        process = int(stat.rpartition(")")[2].split()[1])
    return False


def test_a_worker_killed_in_mid_run_loses_and_doubles_nothing(sources, tmp_path):
    (tmp_path / "fixes.csv").write_text("event_id,field,value\nrow-5~2#1/v1,killed,7\n", "utf-8")
    here(sources / "row-3.txt", tmp_path / "earlier")
    options = {"corrections": tmp_path / "fixes.csv", "link_to": tmp_path / "earlier"}
    expected = here(sources, tmp_path / "local", **options)
    display = KillingDisplay()
    found = on_cluster(sources, tmp_path / "parts", display=display, **options)
    assert display.killed
    assert not Path(f"/proc/{display.killed}").exists()
    assert joined(tmp_path / "parts") == whole(tmp_path / "local")
    assert all(joined(tmp_path / "parts").values())
    assert found == expected
    manifest = json.loads((tmp_path / "parts" / "run.json").read_text("utf-8"))
    assert manifest["parts"] == 20
    assert not (tmp_path / "parts" / ".writing").exists()


def test_a_run_that_was_stopped_does_only_the_rest(sources, tmp_path):
    expected = here(sources, tmp_path / "local")
    out = tmp_path / "parts"
    with pytest.raises(KeyboardInterrupt):
        on_cluster(sources, out, display=StoppingDisplay())
    assert not (out / "run.json").exists()
    done = {path: path.stat().st_mtime_ns for path in (out / ".writing").glob("0*.json")}
    files = {
        path: path.stat().st_mtime_ns
        for part in done
        for path in out.glob(f"entries/part-{part.stem}.jsonl")
    }
    assert len(files) >= 4
    with pytest.raises(UsageError, match="is not empty"):
        on_cluster(sources, out)
    assert on_cluster(sources, out, resume=True) == expected
    assert joined(out) == whole(tmp_path / "local")
    assert {path: path.stat().st_mtime_ns for path in files} == files
    assert on_cluster(sources, out, resume=True) == expected  # there is nothing to do


def test_parquet_from_a_url_gives_the_same_records(tmp_path, capsys):
    from pyarrow import Table, parquet

    folder = tmp_path / "in"
    folder.mkdir()
    rows = [row(number) for number in range(40)]
    parquet.write_table(Table.from_pylist(rows), folder / "rows.parquet")
    here(folder, tmp_path / "local")
    url = (tmp_path / "parts").as_uri()
    arguments = ["-o", url, "--engine", "ray", "--format", "parquet", "--keep-text", "-q"]
    assert main(["extract", folder.as_uri(), *arguments]) == 0
    for name in NAMES:
        lines = (tmp_path / "local" / f"{name}.jsonl").read_text("utf-8").splitlines()
        parts = sorted((tmp_path / "parts" / name).glob("part-*.parquet"))
        assert bool(lines) == bool(parts), name
        found = [each for part in parts for each in parquet.read_table(part).to_pylist()]
        expected = [json.loads(line) for line in lines]
        for record in expected:  # how the place of the input is written is all that differs
            if name == "documents":
                record["source"] = record["source"].replace(str(folder), folder.as_uri())
        assert json.loads(json.dumps(found, default=str)) == expected, name


def test_a_missing_model_is_wrong_usage(sources, tmp_path):
    with pytest.raises(UsageError, match="pip install"):
        extract_on_cluster(
            [str(sources)],
            str(tmp_path / "parts"),
            Settings(models={"en": "no_such_model"}),
            display=make_display(quiet=True),
        )
