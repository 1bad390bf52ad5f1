"""One output folder for the tests of the export: two reports of an attack, and hostile text."""

import pytest

from pipeline.records import Entity, Entry
from pipeline.stages.events.coding import with_codes
from pipeline.stages.incidents import link, reports_of
from tests.stages.incidents.builders import event, rows

HOSTILE = '=HYPERLINK("http://example.org";"x")'


def write_outputs(folder, events, entries=(), entities=()):
    """Writes the files of a run."""
    coded = [with_codes(event, near=frozenset()) for event in events]
    files = {
        "events": coded,
        "incidents": list(link(reports_of(events))),
        "entries": entries,
        "entities": entities,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in files.items():
        lines = "".join(record.to_line() + "\n" for record in records)
        (folder / f"{name}.jsonl").write_text(lines, "utf-8")
    return folder


@pytest.fixture
def outputs(tmp_path):
    events = [
        event(
            "a", sites=["Ménaka", "Kidal"], casualties=rows(nationality=["BFA", "TCD"], killed=2)
        ),
        event("b", sites=["Ménaka"], language="fr", casualties=rows(killed=3), subtype="explosive"),
        event("c", type="meeting", casualties=[], mission=[], reported_by=HOSTILE, date=None),
    ]
    entry = {"language": "en", "published": "2020-03-03", "start": 0, "end": 60}
    entries = [Entry(doc_id=n, entry_id=f"{n}#1", **entry) for n in "abc"]
    mark = {"doc_id": "a", "entry_id": "a#1", "start": 1, "end": 2, "source": "model"}
    entities = [Entity(entity_id="a#1/e1", label="ORG", text="+44 @home", **mark)]
    return write_outputs(tmp_path / "outputs", events, entries, entities)
