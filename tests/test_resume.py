"""A run that was stopped and resumed writes what one writes that was not."""

import errno
import json
import shutil

import pytest

from pipeline import job
from pipeline.cli.display import make_display
from pipeline.config import Settings
from pipeline.errors import RunError, UsageError
from pipeline.job import extract_to
from pipeline.writers import jsonl
from pipeline.writers.jsonl import WRITING

EGYPT = (
    "26 Nov 2017 | New York\n"
    "One peacekeeper from Egypt was killed and three others were injured when gunmen attacked a "
    "MINUSCA convoy near Bria yesterday.\n"
)
CHAD = (
    "New York, le 24 novembre 2017\n\n"
    "Trois Casques bleus tchadiens ont été tués ce matin dans une attaque contre un convoi de la "
    "MINUSMA près de Kidal, au Mali.\n"
)
TEXTS = [EGYPT, CHAD, EGYPT.replace("yesterday", "on 25 November"), "", CHAD]


class StoppedError(Exception):
    pass


@pytest.fixture(autouse=True)
def save_always(monkeypatch):
    monkeypatch.setattr(jsonl, "SECONDS_BETWEEN_SAVES", 0.0)


@pytest.fixture
def sources(tmp_path):
    """Files and rows, two of which want the same id and one of which is empty."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, "utf-8")
    rows = [{"text": text, "id": "1"} for text in TEXTS]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "rows.jsonl").write_text(lines, "utf-8")
    return folder


@pytest.fixture
def extract(sources, tmp_path):
    """A function that runs over the sources into a folder, with batches of two."""

    def call(output="out", *, inputs=None, batch_documents=2, quiet=True, **options):
        return extract_to(
            [str(path) for path in inputs or [sources]],
            tmp_path / output,
            Settings(batch_documents=batch_documents),
            display=make_display(quiet=quiet),
            **options,
        )

    return call


@pytest.fixture
def stop(extract, monkeypatch):
    """A function that runs, too, but is stopped after some results."""

    def call(after, error=StoppedError, **options):
        def results(*given):
            for number, result in enumerate(run(*given)):
                if number == after:
                    raise error
                yield result

        run = job.run
        with monkeypatch.context() as patch:
            patch.setattr(job, "run", results)
            with pytest.raises(error) as stopped:
                extract(**options)
        return stopped.value

    return call


def records(folder):
    """The bytes of all files but the manifest, and the manifest's counts."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    return found, json.loads(found.pop("run.json"))["counts"]


@pytest.mark.parametrize("after", range(2, 10))
def test_goes_on_from_the_last_batch_that_was_saved(extract, stop, tmp_path, after):
    whole = extract("whole", keep_text=True)
    stop(after, keep_text=True)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [WRITING]
    assert extract(keep_text=True, resume=True) == whole
    assert records(tmp_path / "out") == records(tmp_path / "whole")
    manifest = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert manifest["resumed_after"] == after // 2 * 2


def test_goes_on_again_and_again(extract, stop, tmp_path):
    extract("whole")
    stop(2)
    stop(2, resume=True)
    stop(2, error=KeyboardInterrupt, resume=True)
    stop(0, resume=True)
    extract(resume=True)
    assert records(tmp_path / "out") == records(tmp_path / "whole")


def test_corrections_and_earlier_incidents_come_back(extract, stop, tmp_path):
    extract("earlier")
    (tmp_path / "fixes.csv").write_text("event_id,field,value\n0#1/v1,killed,7\n", "utf-8")
    options = {"corrections": tmp_path / "fixes.csv", "link_to": tmp_path / "earlier"}
    extract("whole", **options)
    stop(6, **options)
    extract(resume=True, **options)
    assert records(tmp_path / "out") == records(tmp_path / "whole")
    assert b'"machine":1' in (tmp_path / "out" / "corrections.jsonl").read_bytes()


def test_an_interrupt_says_what_to_do(stop):
    assert "--resume" in stop(4, error=KeyboardInterrupt).__notes__[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"batch_documents": 1}, "settings: batch_documents is another"),
        ({"keep_text": True}, "options: keep_text is another"),
    ],
)
def test_another_call_is_no_resuming(extract, stop, tmp_path, change, said):
    stop(4)
    with pytest.raises(UsageError, match=said):
        extract(resume=True, **change)
    assert (tmp_path / "out" / WRITING / "progress.json").exists()


def test_other_inputs_are_no_resuming(extract, stop, sources):
    stop(4)
    (sources / "1.txt").write_text(CHAD + " ", "utf-8")
    with pytest.raises(UsageError, match=r"1\.txt has changed"):
        extract(resume=True)
    (sources / "1.txt").write_text(CHAD, "utf-8")
    (sources / "7.txt").write_text(CHAD, "utf-8")
    with pytest.raises(UsageError, match=r"7\.txt is new"):
        extract(resume=True)
    (sources / "7.txt").unlink()
    with pytest.raises(UsageError, match=r"0\.txt is no longer read"):
        extract(inputs=sorted(sources.iterdir())[1:], resume=True)
    with pytest.raises(UsageError, match="another order"):
        extract(inputs=sorted(sources.iterdir())[::-1], resume=True)
    assert extract(resume=True).documents == 8


def test_other_knowledge_is_no_resuming(extract, stop, monkeypatch):
    stop(4)
    monkeypatch.setattr("pipeline.plan.libraries", lambda: {"spacy": "9"})
    with pytest.raises(UsageError, match="versions: libraries is another"):
        extract(resume=True)


def test_without_resume_a_run_begins_anew_and_says_so(extract, stop, tmp_path, capsys):
    extract("whole")
    stop(4)
    extract(quiet=False)
    assert "an unfinished run of 4 documents is discarded\n" in capsys.readouterr().err
    assert records(tmp_path / "out") == records(tmp_path / "whole")


def test_nothing_to_resume_is_a_run_like_any_other(extract, tmp_path, capsys):
    whole = extract(resume=True, quiet=False)
    assert "nothing to resume: starting" in capsys.readouterr().err
    before = (tmp_path / "out" / "run.json").read_bytes()
    assert extract(resume=True, quiet=False) == whole
    assert "the records are complete" in capsys.readouterr().err
    assert (tmp_path / "out" / "run.json").read_bytes() == before
    (tmp_path / "out" / "events.jsonl").write_text("")
    extract(resume=True)
    assert (tmp_path / "out" / "events.jsonl").stat().st_size > 0


def test_standard_input_is_no_resuming(extract):
    with pytest.raises(UsageError, match="standard input cannot be read again"):
        extract(inputs=["-"], resume=True)


@pytest.mark.parametrize("where", ["write", "save", "incidents", "seal", "commit"])
def test_a_full_disk_loses_nothing(extract, tmp_path, monkeypatch, where):
    extract("whole")

    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        fill_disk(patch, where, refuse)
        with pytest.raises(RunError) as stopped:
            extract()
    assert str(stopped.value).endswith("/out: no space left on device")
    assert "--resume" in stopped.value.__notes__[0]
    extract(resume=True)
    assert records(tmp_path / "out") == records(tmp_path / "whole")


def fill_disk(patch, where, refuse):
    """Lets the disk be full from the second save on, when something is written to it."""
    if where == "seal":
        patch.setattr(jsonl, "hash_file", refuse)
        return
    if where == "commit":
        patch.setattr(jsonl.OutputFolder, "_rename", refuse)
        return
    if where == "incidents":
        link = job.link

        def link_and_fill(*given):
            patch.setattr(jsonl.os, "fsync", refuse)
            return link(*given)

        patch.setattr(job, "link", link_and_fill)
        return
    save, saves = jsonl.OutputFolder.save, []

    def fill(self, *given):
        saves.append(1)
        if len(saves) == 3 and where == "save":
            patch.setattr(jsonl.os, "fsync", refuse)
        save(self, *given)
        if len(saves) == 2 and where == "write":
            for name, file in self._files.items():
                file.close()
                self._files[name] = open("/dev/full", "w", buffering=1)  # noqa: SIM115, PTH123

    patch.setattr(jsonl.OutputFolder, "save", fill)


def test_an_output_removed_in_mid_run_is_made_anew(extract, tmp_path, monkeypatch):
    extract("whole")
    save = jsonl.OutputFolder.save

    def remove(self, *given):
        save(self, *given)
        shutil.rmtree(self.folder)

    with monkeypatch.context() as patch:
        patch.setattr(jsonl.OutputFolder, "save", remove)
        with pytest.raises(RunError, match="no such file"):
            extract()
    extract(resume=True)
    assert records(tmp_path / "out") == records(tmp_path / "whole")
