from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.evaluation.counts import Counts
from pipeline.evaluation.floors import Floors, explain_floors, load_floors, stand
from pipeline.evaluation.metrics import build_metrics
from pipeline.evaluation.score import DocumentScore

METRICS = build_metrics([DocumentScore("en/a-1", "en", "a", "x", {"m": Counts(8, 0, 0, 4, 0)})])


def floors(split="all", **values):
    return Floors(split=split, margin=0.05, floors={"overall": {"m": values}})


def told(wanted):
    return explain_floors(stand(wanted, METRICS), wanted.margin, Path("floors.toml"))


def test_a_floor_that_holds_says_nothing():
    assert told(floors(f1=0.78, precision=0.99)) == []


def test_a_figure_equal_to_its_floor_holds():
    assert [each.holds for each in stand(floors(f1=0.8), METRICS)] == [True]


def test_a_figure_below_its_floor_is_named_with_what_to_do():
    first, last = told(floors(recall=0.7))
    assert first == "BELOW FLOOR overall m recall: 0.667, floor 0.700"
    assert "bluehelm evaluate --errors" in last
    assert "floors.toml" in last


def test_a_figure_well_above_its_floor_is_pointed_out():
    assert told(floors(f1=0.7)) == ["could rise: overall m f1: 0.800, floor 0.700 in floors.toml"]


def test_nothing_to_measure_is_below_any_floor():
    wanted = Floors(split="all", margin=0.05, floors={"language.fr": {"m": {"f1": 0.0}}})
    assert told(wanted)[0] == "BELOW FLOOR language.fr m f1: nothing to measure, floor 0.000"


def test_floors_hold_for_their_split_only():
    with pytest.raises(UsageError, match="for --split dev, the figures of --split all"):
        stand(floors("dev", f1=0.1), METRICS)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('split = "all"\nmargin = 0.1', "floors"),
        ('split = "all"\nmargin = 2.0\n[floors]', "margin"),
        ('split = "all"\nmargin = 0.1\n[floors.overall.m]\nf2 = 1.0', "floors.overall.m.f2"),
        ("split", "floors.toml"),
    ],
)
def test_a_wrong_file_is_named(tmp_path, content, reason):
    path = tmp_path / "floors.toml"
    path.write_text(content)
    with pytest.raises(UsageError, match=reason):
        load_floors(path)


def test_the_floors_of_the_corpus_are_read():
    path = Path(__file__).parents[2] / "corpus" / "floors.toml"
    assert load_floors(path).floors["overall"]["casualties.strict"]["f1"] > 0
