"""Incidents beside the record of fatalities: what agrees, differs, and only one side knows."""

import csv

import pytest

from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.reconcile import reconcile
from tests.export.conftest import write_outputs
from tests.stages.incidents.builders import day, event, rows

HEAD = "id,incident_date,mission_acronym,isocode3,type_of_incident"


@pytest.fixture
def register(tmp_path):
    """A function from lines of date, mission, nationality to a register."""

    def write(*lines):
        text = [HEAD, *(f"{n},{line},Malicious Act" for n, line in enumerate(lines))]
        path = tmp_path / "register.csv"
        path.write_text("\n".join(text) + "\n", "utf-8")
        return path

    return write


def compare(tmp_path, register, *events):
    return reconcile(write_outputs(tmp_path / "outputs", events), register, days=3)


CASES = {
    "agrees": (["2020-03-04,MINUSMA,BFA"] * 2, "agrees"),
    "count": (["2020-03-03,MINUSMA,BFA"] * 3, "count differs"),
    "nationality": (["2020-03-03,MINUSMA,TCD"] * 2, "nationality differs"),
}


@pytest.mark.parametrize(("lines", "finding"), CASES.values(), ids=CASES.keys())
def test_the_same_happening_is_compared(tmp_path, register, lines, finding):
    dead = rows("peacekeeper", ["BFA"], killed=2)
    [found] = compare(tmp_path, register(*lines), event(casualties=dead))
    assert found.finding == finding
    assert (found.text.killed, found.record.killed) == (2, len(lines))


@pytest.mark.parametrize("line", ["2020-03-09,MINUSMA,BFA", "2020-03-03,MINUSMA,BFA"])
def test_what_only_one_side_knows(tmp_path, register, line):
    other = {"mission": ["MINUSMA"], "casualties": rows("civilian", killed=2)}
    events = [event()] if "09" in line else [event(**other), event(date=day("2020-08-01"))]
    found = {each.finding for each in compare(tmp_path, register(line), *events)}
    assert found == {"only in text", "only on record"}


def test_missions_and_years_without_outputs_are_left_out(tmp_path, register):
    lines = ("2020-03-03,UNIFIL,IRL", "2019-03-03,MINUSMA,TCD")
    [found] = compare(tmp_path, register(*lines), event())
    assert found.finding == "only in text"


def test_the_nearest_in_nationality_is_taken(tmp_path, register):
    dead = rows("peacekeeper", ["TCD"], killed=1)
    lines = ("2020-03-03,MINUSMA,BFA", "2020-03-04,MINUSMA,TCD")
    found = compare(tmp_path, register(*lines), event(casualties=dead))
    assert [each.finding for each in found] == ["only on record", "agrees"]


def test_another_file_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n", "utf-8")
    with pytest.raises(UsageError, match="no column incident_date"):
        compare(tmp_path, tmp_path / "x.csv", event())


def test_the_command_counts_tells_and_writes(tmp_path, register, capsys):
    outputs = write_outputs(tmp_path / "outputs", [event("a")])
    path = register("2020-03-03,MINUSMA,BFA")
    rows_file = tmp_path / "rows.csv"
    assert main(["reconcile", str(outputs), str(path), "-o", str(rows_file)]) == 0
    assert capsys.readouterr().out == (
        "count differs: 1\ncount differs: 2020-03-03 incident:a#1/v1: 2 in text, 1 BFA on record\n"
    )
    with rows_file.open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["finding"], row["record_nationality"]) == ("count differs", "BFA")
