"""Casualty phrases: one table of cases a language, each case a test of its own."""

import tomllib
from pathlib import Path

import pytest

from pipeline.stages.annotate import load_language

CASES = Path(__file__).parent.parent / "cases"


def cases(language):
    table = tomllib.loads((CASES / f"casualties_{language}.toml").read_text("utf-8"))
    return [
        pytest.param(language, case["text"], case["rows"], id=case["text"][:60])
        for case in table["case"]
    ]


def shown(finding):
    """A finding in the notation of the tables: `killed 4 peacekeeper TCD included`."""
    count = "null" if finding.count is None else str(finding.count)
    least = finding.high is None and (finding.low == finding.count or finding.count is None)
    words = [
        finding.outcome,
        count + "+" * (least and finding.low is not None) + "~" * finding.approximate,
        finding.victim or "unspecified",
        *sorted(finding.nationality),
    ]
    flags = {"included": finding.included, "toll": finding.toll, "unreal": finding.unreal}
    return " ".join([*words, *(flag for flag, set_ in flags.items() if set_)])


@pytest.mark.parametrize(("language", "text", "rows"), [*cases("en"), *cases("fr")])
def test_finds_the_rows_that_a_person_reads(language, text, rows):
    doc = load_language(language)(text)
    assert [shown(span._.casualty) for span in doc.spans["CASUALTY"]] == rows


def test_a_span_carries_outcome_and_count_as_canonical():
    doc = load_language("en")("Two peacekeepers from Chad were killed.")
    [span] = doc.spans["CASUALTY"]
    assert (span.kb_id_, span.text) == ("killed:2", "Two peacekeepers from Chad were killed")


def test_the_evidence_of_a_list_is_each_phrase_alone():
    doc = load_language("en")("Four peacekeepers and two civilians were killed.")
    assert [span.text for span in doc.spans["CASUALTY"]] == [
        "Four peacekeepers",
        "two civilians were killed",
    ]
