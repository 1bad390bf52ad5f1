"""Triage keeps all that can hold harm, and little else."""

import json
from itertools import islice
from pathlib import Path

import pytest

from pipeline.bench.stream import other_news
from pipeline.codes import HARM_TYPES
from pipeline.config import Settings
from pipeline.flow import Extractor
from pipeline.records import Document
from pipeline.stages.triage import Triage

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def triage():
    return Triage.of_lexicon()


@pytest.fixture(scope="module")
def only():
    return Extractor(Settings(only="harm"))


def gold(language, file):
    lines = (CORPUS / "gold" / language / f"{file}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def extract(extractor, text):
    [result] = extractor.extract_all([Document(doc_id="d", source="d", text=text)])
    return result


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_entry_with_harm_is_passed_over(triage, language):
    harmed = {
        event["entry_id"] for event in gold(language, "events") if event["type"] in HARM_TYPES
    }
    missed = []
    for entry in gold(language, "entries"):
        text = (CORPUS / "documents" / f"{entry['doc_id']}.txt").read_text("utf-8")
        kept = triage.keeps(text[entry["start"] : entry["end"]]) or triage.names_some(text)
        if entry["entry_id"] in harmed and not kept:
            missed.append(entry["entry_id"])
    assert len(harmed) > 100
    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        "Two soldiers were killed in an ambush.",
        "Deux civils ont été tués dans une attaque.",
        "Gunmen kidnapped a nurse.",
        "The MONUSCO base was visited.",
        "Deux cas de choléra et un décès.",
        "Two sol\u00addiers were kil\u200bled in an am\u00adbush.",
        "TWO SOLDIERS\nWERE\nKILLED",
    ],
)
def test_what_can_hold_harm_is_kept(only, text):
    assert extract(only, text).skipped_documents == 0


@pytest.mark.parametrize(
    "text",
    [
        "The orchestra plays Brahms on Monday.",
        "Let us bring the parents and the teachers.",  # LET is a group, `let` a word
        "Her album was the hit of the summer.",
        "Les enfants ont planté des arbres.",
        "",
    ],
)
def test_what_cannot_is_passed_over(only, text):
    result = extract(only, text)
    assert (result.skipped_documents, result.entries, result.events) == (1, [], [])
    assert result.failures == []


def test_words_far_apart_are_no_sign(triage):
    assert triage.keeps("A soldier was killed.")
    assert not triage.keeps(
        "A soldier sang. " + "The sun shone on the sea. " * 20 + "Time was killed."
    )


def test_entries_are_passed_over_one_by_one(only, extractor):
    text = (
        "1 March 2018 - Two soldiers were killed in an attack in Bria.\n\n"
        "2 March 2018 - The orchestra played in the park."
    )
    result = extract(only, text)
    assert [entry.entry_id for entry in result.entries] == ["d#1"]
    assert result.skipped_entries == 1
    assert result.events == extract(extractor, text).events[: len(result.events)]
    assert [event.type for event in result.events] == ["attack"]


def test_all_entries_of_a_document_that_names_a_mission_are_read(only):
    text = (
        "1 March 2018 - MINUSCA opened a school in Bria.\n\n"
        "2 March 2018 - The orchestra played in the park."
    )
    assert len(extract(only, text).entries) == 2


def test_little_of_other_news_is_kept(triage):
    kept = sum(triage.keeps(text) for text in islice(other_news(), 1000))
    assert kept < 50
