"""A reviewer's corrections change events, are marked, and leave what the machine said."""

import json

import pytest

from pipeline.cli.display import make_display
from pipeline.config import Settings
from pipeline.corrections import Correction, Corrections, read_corrections
from pipeline.errors import UsageError
from pipeline.job import extract_to
from tests.stages.incidents.builders import event, rows


def apply(field, value, **fields):
    correction = Correction(event_id="a#1/v1", field=field, value=value)
    return Corrections([correction]).apply(event("a", **fields))


def test_a_value_is_changed_marked_and_its_old_one_kept():
    changed, [row] = apply("target", "convoy")
    assert (changed.target, changed.corrected) == ("convoy", ("target",))
    assert (row.machine, row.value) == (None, "convoy")


def test_a_total_corrects_its_row():
    changed, [row] = apply("killed", 3)
    assert (changed.killed, changed.injured, changed.casualties[0].count_max) == (3, 4, 3)
    assert row.machine == 2


def test_a_total_without_a_row_makes_one():
    changed, _ = apply("missing", 1)
    assert (changed.missing, changed.casualties[-1].victim) == (1, "unspecified")


def test_a_total_of_several_rows_is_refused():
    with pytest.raises(UsageError, match="2 rows; correct the field casualties"):
        apply("killed", 3, casualties=[*rows(killed=1), *rows("civilian", killed=1)])


def test_a_wrong_value_is_refused():
    with pytest.raises(UsageError, match="a#1/v1, target"):
        apply("target", "the moon")


def test_other_events_stay_as_they_are():
    other = event("b")
    assert Corrections([Correction(event_id="a", field="country")]).apply(other) == (other, [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", 'event_id,field,value\na#1/v1,mission,"[""MINUSCA""]"\na#1/v1,country,CAF\n'),
        (
            "a.jsonl",
            '{"event_id": "a#1/v1", "field": "mission", "value": ["MINUSCA"]}\n'
            '{"event_id": "a#1/v1", "field": "country", "value": "CAF"}\n',
        ),
    ],
)
def test_both_formats_say_the_same(tmp_path, name, text):
    (tmp_path / name).write_text(text, "utf-8")
    changed, _ = read_corrections(tmp_path / name).apply(event("a"))
    assert (changed.mission, changed.country) == (("MINUSCA",), "CAF")
    assert changed.corrected == ("mission", "country")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,nothing,1", "line 2: no field 'nothing'"),
        ("a,event_id,b", "line 2: no field 'event_id'"),
        ("a", "line 2: field"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, row, reason):
    path = tmp_path / "a.csv"
    path.write_text(f"event_id,field,value\n{row}\n", "utf-8")
    with pytest.raises(UsageError, match=reason):
        read_corrections(path)


def test_a_run_applies_them_before_it_links(tmp_path):
    text = "26 Nov 2017 | New York\nOne peacekeeper was killed today in an attack near Bria.\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "review.csv").write_text("event_id,field,value\na#1/v1,killed,2\n", "utf-8")
    out = tmp_path / "out"
    extract_to(
        [str(tmp_path / "a.txt")],
        out,
        Settings(),
        corrections=tmp_path / "review.csv",
        display=make_display(quiet=True),
    )

    def read(name):
        return [json.loads(line) for line in (out / name).read_text("utf-8").splitlines()]

    assert [incident["killed"] for incident in read("incidents.jsonl")] == [2]
    assert [each["corrected"] for each in read("events.jsonl")] == [["killed"]]
    [row] = read("corrections.jsonl")
    assert (row["field"], row["machine"], row["value"]) == ("killed", 1, 2)
