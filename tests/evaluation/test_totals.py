import json

import pytest

from evaluation.builders import DOC, day, event, labels, row
from pipeline.errors import UsageError
from pipeline.evaluation.totals import (
    compare_totals,
    document_totals,
    main_date,
    print_totals,
    read_coded,
)

EVENTS = [
    event(date=day("2017-11-26"), casualties=[row("killed", 1), row("injured", 3)]),
    event("death", "Two policemen died", casualties=[row("killed", 2), row("injured", None)]),
    event("toll", "Egypt", casualties=[row("killed", 100)]),
    event("attack", "Egypt", recalled=True, casualties=[row("killed", 50)]),
]
OUTPUTS = {DOC: labels(events=EVENTS), "en/other": labels()}


def write(folder, *rows, name="coded.jsonl"):
    path = folder / name
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), "utf-8")
    return path


def compare(folder, *rows):
    path = write(folder, *rows)
    return compare_totals(read_coded(path), OUTPUTS, path)


def test_totals_are_those_of_the_news():
    assert document_totals(EVENTS) == {"killed": 3, "injured": 3, "abducted": 0}


def test_harm_without_any_figure_has_no_total():
    assert document_totals([event(casualties=[row("killed", None)])])["killed"] is None


def test_exact_missed_and_false_by_hand(tmp_path):
    totals = compare(
        tmp_path,
        {"id": DOC, "killed": 3, "injured": 2, "abducted": 0, "date": "2017-11-26"},
        {"id": "en/other", "killed": 4, "injured": 0},
    )
    killed, injured = totals.tallies["killed"], totals.tallies["injured"]
    assert (killed.coded, killed.exact, killed.silent) == (2, 1, 1)
    assert (injured.coded, injured.exact, injured.zero, injured.false_alarms) == (1, 0, 1, 0)
    assert (totals.tallies["abducted"].zero, totals.tallies["date"].exact) == (1, 1)
    assert [
        (each.doc_id, each.column, each.coded, each.predicted) for each in totals.differences
    ] == [
        (DOC, "injured", "2", "3"),
        ("en/other", "killed", "4", "0"),
    ]


def test_a_figure_where_none_was_coded_is_a_false_alarm(tmp_path):
    totals = compare(tmp_path, {"id": DOC, "killed": 0})
    assert (totals.tallies["killed"].zero, totals.tallies["killed"].false_alarms) == (1, 1)
    assert totals.uncoded == 1


def test_a_date_is_that_of_the_first_harm(tmp_path):
    meeting = event("meeting", date=day("2017-01-01"))
    assert main_date([meeting, *EVENTS]) == EVENTS[0].date
    assert main_date([meeting]) == meeting.date
    assert main_date([event()]) is None


def test_a_date_within_an_interval_is_not_exact(tmp_path):
    path = write(tmp_path, {"id": DOC, "date": "2017-11-20"})
    week = {"start": "2017-11-20", "end": "2017-11-26", "precision": "week"}
    tally = compare_totals(
        read_coded(path), {DOC: labels(events=[event(date=week)])}, path
    ).tallies["date"]
    assert (tally.exact, tally.within, tally.silent) == (0, 1, 0)


def test_a_csv_table_is_read_with_empty_cells_and_other_columns(tmp_path):
    path = tmp_path / "coded.csv"
    path.write_text("\ufeffid,killed,date,province\nen/a,3,,ghazni\nen/b,,2013-01-24,\n", "utf-8")
    first, second = read_coded(path)
    assert (first.killed, first.injured, first.date) == (3, None, None)
    assert (second.killed, str(second.date)) == (None, "2013-01-24")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("id,killed\na,x\n", r"line 2: killed"),
        ("id,killed\na,-1\n", r"line 2: killed"),
        ("id,date\na,24/01/2013\n", r"line 2: date"),
        ("id,killed\na,1,2\n", r"line 2: more cells"),
        ("id,killed\na,1\na,2\n", r"line 3: id: 'a' again, as in line 2"),
        ("id,dead\na,1\n", "no column killed"),
        ("killed\n1\n", r"line 2: id"),
    ],
)
def test_a_wrong_table_is_named(tmp_path, content, reason):
    path = tmp_path / "coded.csv"
    path.write_text(content)
    with pytest.raises(UsageError, match=reason):
        read_coded(path)


@pytest.mark.parametrize("content", ["{", "[1]"])
def test_a_wrong_line_is_named(tmp_path, content):
    path = tmp_path / "coded.jsonl"
    path.write_text('{"id": "a", "killed": 1}\n' + content)
    with pytest.raises(UsageError, match="line 2"):
        read_coded(path)


def test_a_coded_document_that_the_outputs_lack_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="the outputs hold no document 'nowhere'"):
        compare(tmp_path, {"id": "nowhere", "killed": 1})


def test_the_table_shows_only_what_was_coded(tmp_path):
    text = "\n".join(print_totals(compare(tmp_path, {"id": DOC, "killed": 4})))
    assert "| killed | 1 | 0 | 0.000 | 0 | – | 0 | 0 | – |" in text
    assert "| injured" not in text
    assert f"  {DOC} killed: coded 4, predicted 3" in text
