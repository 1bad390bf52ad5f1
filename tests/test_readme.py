"""What the README shows is what comes out."""

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline.stages.incidents import link, reports_of
from tests.stages.incidents.builders import event

R = shutil.which("Rscript")
README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def block(language, number=0):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)[number]


def test_the_record_that_is_explained_is_the_one_that_comes_out(extractor):
    result = extractor.extract(block("text").strip(), doc_id="list")
    [event] = [json.loads(event.to_line()) for event in result.events]
    shown = json.loads(block("json"))
    assert {key: event[key] for key in shown} == shown


def test_the_mention_that_is_shown_is_among_those_that_come_out(extractor):
    result = extractor.extract(block("text").strip(), doc_id="list")
    shown = json.loads(block("json", 1))
    found = [json.loads(entity.to_line()) for entity in result.entities]
    assert shown in [{key: entity[key] for key in shown} for entity in found]


@pytest.fixture
def outputs(tmp_path, monkeypatch):
    """A folder with outputs/incidents.jsonl of two incidents, where the README's lines run."""
    incidents = list(link(reports_of([event("a"), event("b", sites=["Kidal"], casualties=[])])))
    (tmp_path / "outputs").mkdir()
    lines = "".join(each.to_line() + "\n" for each in incidents)
    (tmp_path / "outputs" / "incidents.jsonl").write_text(lines, "utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("outputs")
def test_incidents_load_in_pandas_as_described():
    names = {}
    exec(block("python", 0), names)
    incidents = names["incidents"]
    assert list(incidents["killed"]) == [2, 0]
    assert {"incident_id", "country", "event_ids"} <= set(incidents.columns)


@pytest.mark.usefixtures("outputs")
def test_incidents_load_in_duckdb_as_described():
    assert duckdb.sql(block("sql")).fetchall() == [("MLI", 2, 2)]


@pytest.mark.usefixtures("outputs")
@pytest.mark.skipif(R is None, reason="R is not installed (Debian: r-base-core r-cran-jsonlite)")
def test_incidents_load_in_r_as_described():
    lines = block("r") + 'cat("rows:", nrow(incidents), "killed:", sum(incidents$killed), "\\n")'
    done = subprocess.run([R, "-e", lines], capture_output=True, text=True, timeout=60)
    assert "rows: 2 killed: 2" in done.stdout, done.stderr


def test_the_three_lines_of_python_run_as_described():
    names = {}
    exec(block("python", 1), names)
    [event] = names["result"].events
    assert (event.killed, event.date.start) == (2, date(2017, 5, 8))


def test_the_mission_that_is_shown_is_a_valid_row():
    from pipeline.lexicon.names import NameRow

    assert NameRow.model_validate_json(block("json", 2)).canonical == "UNMISS"


def test_the_targets_that_are_named_exist():
    makefile = (Path(__file__).parents[1] / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"`?make ([a-z]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
