"""Definitions of acronyms: a table of texts, and what is built like an acronym at all."""

import pytest

from pipeline.acronyms import find_definitions, is_acronym


@pytest.mark.cases("acronyms.toml")
def test_reads_what_a_text_defines(case):
    found = find_definitions(case["text"])
    assert [f"{definition.short} = {definition.long}" for definition in found] == case[
        "definitions"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A long way in. At dawn the Quick Reaction Force (QRF) left at dawn.",
        "IED – improvised explosive device",
        "A DDR (disarmament, demobilization and reintegration) scheme.",
        "Title\n\nUNTSO\tUnited Nations Truce Supervision Organization\tUNDOF\tSome Other Force",
    ],
)
def test_offsets_point_to_the_long_form(text):
    definitions = find_definitions(text)
    assert definitions != []
    for definition in definitions:
        assert text[definition.start : definition.end] == definition.long


def test_a_long_form_broken_over_lines_is_one_line_and_keeps_its_offsets():
    text = "At dawn the Quick\nReaction Force (QRF) left."
    [definition] = find_definitions(text)
    assert definition.long == "Quick Reaction Force"
    assert text[definition.start : definition.end] == "Quick\nReaction Force"


def test_a_footnote_mark_is_no_part_of_a_name():
    [definition] = find_definitions("UNTSO\tUnited Nations Truce Supervision Organization *")
    assert definition.long == "United Nations Truce Supervision Organization"


@pytest.mark.parametrize("word", ["UN", "MINUSCA", "DRC", "UNMISS", "IEDs", "FARDC", "AoR"])
def test_is_built_like_an_acronym(word):
    assert is_acronym(word)


@pytest.mark.parametrize(
    "word", ["XIV", "II", "Mali", "U", "un", "2017", "S/2018/125", "COVID-19x", "Mc", "A", ""]
)
def test_is_not_built_like_an_acronym(word):
    assert not is_acronym(word)
