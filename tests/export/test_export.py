"""Every format holds the same tables, typed, and no cell that a spreadsheet would run."""

import csv
import json
import subprocess
import sys
from datetime import date

import duckdb
import openpyxl
import pytest

from pipeline.cli import export as command
from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.export import FORMATS, PRESETS, export
from pipeline.writers.formulas import neutralize
from tests.export.conftest import HOSTILE

TABLES = ("incidents", "reports", "events", "casualties", "entities", "entries")


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_command_offers_what_there_is():
    assert set(command.FORMATS) == FORMATS.keys()
    assert set(command.PRESETS) == PRESETS.keys()


def test_csv_has_every_table_with_stable_names(outputs, tmp_path):
    export(outputs, tmp_path / "t", "csv")
    assert {path.stem for path in (tmp_path / "t").glob("*.csv")} == set(TABLES)
    [incident] = read_csv(tmp_path / "t" / "incidents.csv")
    told = {name: incident[name] for name in ("killed", "killed_min", "sites", "country")}
    assert told == {"killed": "3", "killed_min": "2", "sites": "Ménaka; Kidal", "country": "MLI"}
    assert (incident["date_start"], incident["recalled"]) == ("2020-03-03", "false")
    assert incident["event_ids"] == "a#1/v1; b#1/v1"
    assert [row["source"] for row in read_csv(tmp_path / "t" / "reports.csv")] == ["a", "b"]
    casualties = read_csv(tmp_path / "t" / "casualties.csv")
    assert [(row["event_id"], row["nationality"]) for row in casualties] == [
        ("a#1/v1", "BFA; TCD"),
        ("b#1/v1", ""),
    ]


def test_parquet_and_duckdb_hold_typed_nulls(outputs, tmp_path):
    export(outputs, tmp_path, "parquet")
    export(outputs, tmp_path, "duckdb")
    asked = "SELECT event_id, date_start, killed, subtype FROM {} ORDER BY event_id"
    expected = [
        ("a#1/v1", date(2020, 3, 3), 2, None),
        ("b#1/v1", date(2020, 3, 3), 3, "explosive"),
        ("c#1/v1", None, 0, None),
    ]
    events = str(tmp_path / "events.parquet")
    assert duckdb.sql(asked.format(f"'{events}'")).fetchall() == expected
    with duckdb.connect(str(tmp_path / "bluehelm.duckdb"), read_only=True) as connection:
        assert connection.sql(asked.format("events")).fetchall() == expected
        assert {name for (name,) in connection.sql("SHOW TABLES").fetchall()} == set(TABLES)
        assert connection.sql("SELECT recalled FROM incidents").fetchall() == [(False,)]


def test_xlsx_has_a_sheet_for_each_table(outputs, tmp_path):
    export(outputs, tmp_path, "xlsx")
    book = openpyxl.load_workbook(tmp_path / "bluehelm.xlsx")
    assert tuple(book.sheetnames) == TABLES
    sheet = book["incidents"]
    head, row = sheet.iter_rows(values_only=True)
    cells = dict(zip(head, row, strict=True))
    assert (cells["killed"], cells["recalled"], cells["lat"]) == (
        3,
        False,
        pytest.approx(15.9, abs=0.1),
    )
    assert cells["date_start"].date() == date(2020, 3, 3)
    assert sheet.freeze_panes == "A2"


def test_geojson_has_points_east_before_north(outputs, tmp_path):
    export(outputs, tmp_path, "geojson")
    data = json.loads((tmp_path / "incidents.geojson").read_text("utf-8"))
    [feature] = data["features"]
    east, north = feature["geometry"]["coordinates"]
    assert (round(east), round(north)) == (2, 16)
    assert feature["properties"]["date_start"] == "2020-03-03"
    assert "lat" not in feature["properties"]


@pytest.mark.parametrize("text", [HOSTILE, "+1", "-1+2", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_what_would_run_as_a_formula_is_text(text):
    assert neutralize(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "3 - 4", "« oui »", "'=1", "1e5"])
def test_other_text_stays_as_it_is(text):
    assert neutralize(text) == text


def test_hostile_cells_are_neutral_in_csv_and_xlsx(outputs, tmp_path):
    export(outputs, tmp_path, "csv")
    export(outputs, tmp_path, "xlsx")
    assert read_csv(tmp_path / "events.csv")[2]["reported_by"] == f"'{HOSTILE}"
    assert read_csv(tmp_path / "entities.csv")[0]["text"] == "'+44 @home"
    book = openpyxl.load_workbook(tmp_path / "bluehelm.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert f"'{HOSTILE}" in {cell.value for cell in cells}


def test_a_cell_longer_than_the_format_holds_ends_in_an_ellipsis(outputs, tmp_path):
    lines = (outputs / "entities.jsonl").read_text("utf-8").replace("+44 @home", "x" * 40_000)
    (outputs / "entities.jsonl").write_text(lines, "utf-8")
    export(outputs, tmp_path, "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "bluehelm.xlsx")["entities"]
    longest = max((str(cell.value) for cell in sheet[2]), key=len)
    assert (len(longest), longest[-1]) == (32_767, "…")


def test_the_data_package_is_valid(outputs, tmp_path):
    export(outputs, tmp_path, "csv")
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    report = json.loads(done.stdout)
    assert (report["valid"], report["stats"]["tasks"]) == (True, len(TABLES)), done.stdout


def test_ged_and_acled_have_their_own_columns(outputs, tmp_path):
    export(outputs, tmp_path, "csv", "ged")
    export(outputs, tmp_path, "csv", "acled")
    [ged] = read_csv(tmp_path / "ged.csv")
    names = "country date_prec where_prec best low high deaths_a deaths_civilians type_of_violence"
    assert {name: ged[name] for name in names.split()} == {
        "country": "Mali",
        "date_prec": "1",
        "where_prec": "1",
        "best": "3",
        "low": "2",
        "high": "3",
        "deaths_a": "3",
        "deaths_civilians": "0",
        "type_of_violence": "",
    }
    [acled] = read_csv(tmp_path / "acled.csv")
    names = "event_type sub_event_type actor2 location fatalities time_precision iso3"
    assert [acled[name] for name in names.split()] == [
        "Explosions/Remote violence",
        "Remote explosive/landmine/IED",
        "MINUSMA",
        "Ménaka",
        "3",
        "1",
        "MLI",
    ]


def test_a_missing_library_is_told_with_the_command(outputs, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.delitem(sys.modules, "pipeline.writers.spreadsheet", raising=False)
    with pytest.raises(UsageError, match=r"xlsxwriter is not installed.*bluehelm\[tables\]"):
        export(outputs, tmp_path, "xlsx")


def test_a_fault_leaves_the_earlier_files(outputs, tmp_path, capsys):
    export(outputs, tmp_path / "t", "csv")
    before = (tmp_path / "t" / "events.csv").read_bytes()
    (outputs / "events.jsonl").write_text("{}\n", "utf-8")
    assert main(["export", str(outputs), "--format", "csv", "-o", str(tmp_path / "t")]) == 2
    assert "events.jsonl, line 1" in capsys.readouterr().err
    assert (tmp_path / "t" / "events.csv").read_bytes() == before


def test_the_command_names_what_it_wrote(outputs, capsys):
    assert main(["export", str(outputs), "--format", "geojson"]) == 0
    assert str(outputs / "tables" / "incidents.geojson") in capsys.readouterr().out.splitlines()
