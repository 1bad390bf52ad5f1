"""What the pipeline makes of the corpus, a line a document and a line an event.

Any changed record changes a line here, so that a review sees it: `make golden` writes the files
anew, and their diff tells which documents a change of rules or words has reached. They say what
is, not what ought to be; that is for the gold and `make evaluate`.
"""

import difflib
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from pipeline.evaluation.splits import load_splits
from pipeline.records import Event
from pipeline.stages.incidents import link, reports_of

CORPUS = Path(__file__).parents[1] / "corpus"
GOLDEN = Path(__file__).parent / "golden"


def lines_of(result, name):
    """The lines of a document: counts, a digest of what they leave out, then its events."""
    assert result.failures == []
    labels = sorted(Counter(entity.label for entity in result.entities).items())
    counts = " ".join(f"{label} {count}" for label, count in labels)
    records = [*result.entries, *result.entities]
    yield f"{name} | entries {len(result.entries)} | {counts} | {digest(records)}"
    for event in result.events:
        yield f"  {line_of(event)} | {digest([event])}"


def line_of(event: Event):
    """The facts of an event that a reader wants to see in a diff."""
    number = event.event_id.partition("#")[2]
    told = [event.type, event.subtype, event.assertion, "recalled" if event.recalled else None]
    when = f"{event.date.start}/{event.date.end}" if event.date else "-"
    places = ", ".join(place.name for place in event.places)
    rows = "; ".join(
        " ".join(
            map(str, [row.outcome, row.count, row.victim, *row.nationality, "part" * row.included])
        ).strip()
        for row in event.casualties
    )
    kind = "/".join(part for part in told if part and part != "asserted")
    where = " ".join(filter(None, [event.country, *event.mission]))
    return f"{number} {kind} | {when} | {where} | {places} | {rows}"


def digest(records):
    """Eight hexadecimal digits that change with any field of any record."""
    text = "\n".join(record.to_line() for record in records)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def made_of(extractor, language):
    """All lines of a language, its incidents last."""
    paths = sorted((CORPUS / "documents" / language).glob("*.txt"))
    names = [f"{language}/{path.stem}" for path in paths]
    lines, reports = [], []
    for name in load_splits(CORPUS / "splits.toml").select(names, "dev"):
        text = (CORPUS / "documents" / f"{name}.txt").read_text("utf-8")
        result = extractor.extract(text, doc_id=name)
        lines += lines_of(result, name)
        reports += reports_of(result.events)
    incidents = list(link(reports, []))
    lines.append(f"all | incidents {len(incidents)} | {digest(incidents)}")
    return lines


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_records_of_the_corpus_are_those_last_reviewed(extractor, language, request):
    path = GOLDEN / f"{language}.txt"
    lines = made_of(extractor, language)
    if request.config.getoption("--write-golden"):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        pytest.skip(f"{path.name} is written anew: look at its diff")
    before = path.read_text("utf-8").splitlines()
    changed = list(difflib.unified_diff(before, lines, "reviewed", "now", n=0, lineterm=""))
    assert not changed, "run `make golden` and review its diff:\n" + "\n".join(changed[:60])
