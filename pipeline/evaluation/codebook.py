"""Checks gold against the codebook: values, sums, overlaps, and what records alone cannot know."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar, get_args

from pipeline.codes import FLAT_LABELS, HARM_TYPES, LABELS, OUTCOMES, Weapon
from pipeline.evaluation.gold import Texts, check_structure
from pipeline.evaluation.problems import Problem
from pipeline.evaluation.rows import Mention, Row, Rows
from pipeline.lexicon.names import load_rows, missions
from pipeline.records import Casualty, Entry, Event

R = TypeVar("R", Entry, Mention)

ISO_DAY = r"\d{4}(-\d\d(-\d\d)?|-W\d\d)?"
CANONICALS: dict[str, tuple[re.Pattern[str], str]] = {
    "DATE": (re.compile(rf"{ISO_DAY}(/({ISO_DAY})?)?|/{ISO_DAY}"), "an ISO 8601 date or interval"),
    "CASUALTY": (re.compile(rf"({'|'.join(OUTCOMES)}):(\d+|null)"), "outcome:count"),
    "WEAPON": (re.compile("|".join(get_args(Weapon))), "a value of the field weapons"),
}
"""What the canonical form of a label looks like, where it has a form; null it may always be."""


def check_gold(rows: Rows, texts: Texts) -> list[Problem]:
    """All problems of gold, those of its structure alone where there are any."""
    if structure := [*rows.problems, *check_structure(rows, texts)]:
        return sorted(structure)
    entries = {row.record.entry_id: row.record for row in rows.entries}
    return sorted(
        [
            *_check_documents(rows, texts),
            *_check_entries(rows.entries, texts),
            *_check_overlaps(rows.entities),
            *(problem for row in rows.entities for problem in _check_mention(row)),
            *(
                problem
                for row in rows.events
                for problem in _check_event(row, entries[row.record.entry_id], texts)
            ),
        ]
    )


def _check_documents(rows: Rows, texts: Texts) -> Iterator[Problem]:
    labelled = {row.record.doc_id for row in rows.entries}
    for doc_id in sorted(texts.keys() - labelled):
        yield Problem(doc_id, 0, "", "the document has no gold")


def _check_entries(rows: Sequence[Row[Entry]], texts: Texts) -> Iterator[Problem]:
    for one, other in _neighbours(rows):
        if other.record.start < one.record.end:
            yield other.problem("start", f"overlaps the entry of line {one.line}")
    for row in rows:
        quote, text = row.record.published_text, texts[row.record.doc_id]
        if quote is not None and quote not in text:
            yield row.problem("published_text", f"{quote!r} is not in the document")
        if not row.record.entry_id.startswith(f"{row.record.doc_id}#"):
            yield row.problem("entry_id", "does not start with the document's id and #")


def _check_overlaps(rows: Sequence[Row[Mention]]) -> Iterator[Problem]:
    """Mentions of one label may not overlap, nor those of the flat layer."""
    layers = [("the flat layer", FLAT_LABELS)]
    layers += [(label, frozenset({label})) for label in LABELS if label not in FLAT_LABELS]
    for name, layer in layers:
        for one, other in _neighbours(row for row in rows if row.record.label in layer):
            if other.record.start < one.record.end:
                quote = f"{one.record.label} {one.record.text!r} of line {one.line}"
                yield other.problem("start", f"overlaps {quote} in {name}")


def _neighbours(rows: Iterable[Row[R]]) -> Iterator[tuple[Row[R], Row[R]]]:
    """Every two records that follow each other in the text of a document."""
    documents: defaultdict[str, list[Row[R]]] = defaultdict(list)
    for row in rows:
        documents[row.record.doc_id].append(row)
    for members in documents.values():
        yield from pairwise(sorted(members, key=lambda row: (row.record.start, row.record.end)))


def _check_mention(row: Row[Mention]) -> Iterator[Problem]:
    mention = row.record
    if mention.text != mention.text.strip():
        yield row.problem("text", "starts or ends with a space")
    pattern, form = CANONICALS.get(mention.label, (None, ""))
    if pattern and mention.canonical is not None and not pattern.fullmatch(mention.canonical):
        yield row.problem("canonical", f"{mention.canonical!r} is not {form}")
    if mention.label == "MISSION" and mention.canonical not in missions():
        yield row.problem("canonical", f"no mission {mention.canonical!r} in the lexicon")


def _check_event(row: Row[Event], entry: Entry, texts: Texts) -> Iterator[Problem]:
    event, text = row.record, texts[entry.doc_id][entry.start : entry.end]
    for field in ("language", "published"):
        if (value := getattr(event, field)) != getattr(entry, field):
            yield row.problem(field, f"{value} is not the entry's {getattr(entry, field)}")
    for number, place in enumerate(event.places):
        if place.name not in text:
            yield row.problem(f"places.{number}.name", f"{place.name!r} is not in the entry")
    if event.type in HARM_TYPES and event.participants:
        yield row.problem("participants", "are for events without harm")
    if event.type not in HARM_TYPES and event.perpetrators:
        yield row.problem("perpetrators", "are for events of harm")
    for number, acronym in enumerate(event.mission):
        if acronym not in missions():
            yield row.problem(f"mission.{number}", f"no mission {acronym!r} in the lexicon")
    if event.country is not None and event.country not in _countries():
        yield row.problem("country", f"no country {event.country!r} in the lexicon")
    for number, casualty in enumerate(event.casualties):
        for field, reason in _check_casualty(casualty, event.casualties):
            yield row.problem(f"casualties.{number}.{field}", reason)


def _countries() -> frozenset[str]:
    return frozenset(country.canonical for country in load_rows("countries.jsonl"))


def _check_casualty(row: Casualty, rows: Sequence[Casualty]) -> Iterator[tuple[str, str]]:
    low, high = row.count_min, row.count_max
    bounds = [bound for bound in (low, row.count, high) if bound is not None]
    # `More than 40` is count 40 with count_min 41.
    above = row.count is not None and low == row.count + 1 and high is None
    if bounds != sorted(bounds) and not above:
        yield "count", f"{low} <= {row.count} <= {high} does not hold"
    if row.approximate and (low, high) != (None, None):
        yield "approximate", "an approximate count has no bounds"
    if row.included and not any(
        other.outcome == row.outcome and not other.included for other in rows
    ):
        yield "included", f"no row of {row.outcome} that it could be part of"
    for code in row.nationality:
        if code not in _countries():
            yield "nationality", f"no country {code!r} in the lexicon"
