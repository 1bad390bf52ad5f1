"""Small documents with labels, cut from their own text so that offsets always fit."""

import json
from pathlib import Path
from typing import Any

from pipeline.evaluation.gold import Labels
from pipeline.evaluation.rows import Mention
from pipeline.records import Entry, Event

TEXT = (
    "26 Nov 2017 | New York\n"
    "One peacekeeper from Egypt was killed and three others were hurt near Bangassou. "
    "Two policemen died in Bria. MINUSCA condemned it.\n"
    "27 Nov 2017\nThe Council met in New York.\n"
)
SECOND = TEXT.index("27 Nov")
DOC = "en/news-001"


def cut(quote, text=TEXT, nth=0):
    """Start, end and text of the n-th occurrence of a quote."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return {"start": start, "end": start + len(quote), "text": quote}


def entry(number=1, start=0, end=SECOND, doc_id=DOC, **fields):
    base = {"doc_id": doc_id, "entry_id": f"{doc_id}#{number}", "start": start, "end": end}
    facts = {"language": "en", "published": "2017-11-26", "dateline_place": "New York"}
    return Entry.model_validate(base | facts | fields)


def second_entry(**fields):
    facts = {"published": "2017-11-27", "dateline_place": None} | fields
    return entry(2, SECOND, len(TEXT), **facts)


def mention(label, quote, nth=0, **fields):
    span = cut(quote, nth=nth)
    number = 1 if span["start"] < SECOND else 2
    base = {
        "doc_id": DOC,
        "entry_id": f"{DOC}#{number}",
        "entity_id": f"{DOC}#{number}/{label}{span['start']}-{span['end']}",
        "label": label,
    }
    return Mention.model_validate(base | span | fields)


def row(outcome, count, victim="peacekeeper", quote="Egypt", **fields):
    base = {"outcome": outcome, "count": count, "victim": victim, "evidence": cut(quote)}
    return base | fields


def event(kind="attack", quote="One peacekeeper from Egypt was killed", number=1, **fields):
    base = {
        "doc_id": DOC,
        "entry_id": f"{DOC}#{number}",
        "event_id": f"{DOC}#{number}/{abs(hash((kind, quote, json.dumps(fields, default=str))))}",
        "language": "en",
        "published": "2017-11-26",
        "type": kind,
        "evidence": cut(quote),
    }
    full = {
        "subtype": None,
        "recalled": False,
        "date": None,
        "mission": [],
        "country": None,
        "places": [],
        "perpetrators": [],
        "target": None,
        "weapons": [],
        "reported_by": None,
        "participants": [],
        "casualties": [],
    }
    data = base | full | fields
    sums: dict[str, Any] = {}
    for outcome in ("killed", "injured", "missing", "abducted"):
        rows = [r for r in data["casualties"] if r["outcome"] == outcome and not r.get("included")]
        known = [r["count"] for r in rows if r["count"] is not None]
        sums[outcome] = None if rows and not known else sum(known)
    return Event.model_validate(data | sums)


def bare_event(**fields):
    """An event that judges only what is given."""
    full = event(**fields)
    kept = {"doc_id", "entry_id", "event_id", "language", "published", "type", "evidence"}
    data = full.model_dump(mode="json")
    chosen = kept | fields.keys()
    return Event.model_validate({key: data[key] for key in data if key in chosen})


def day(text):
    return {"start": text, "end": text, "precision": "day"}


def labels(entries=None, entities=(), events=()):
    return Labels(DOC, tuple(entries or (entry(), second_entry())), tuple(entities), tuple(events))


def write_labels(folder: Path, found: Labels, **changes: Any) -> Path:
    """The folder with the three files of some labels."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("entries", "entities", "events"):
        records = getattr(found, name)
        lines = [
            json.dumps(record.model_dump(mode="json", exclude_unset=True)) for record in records
        ]
        (folder / f"{name}.jsonl").write_text("".join(line + "\n" for line in lines), "utf-8")
    return folder


def write_corpus(folder: Path, gold: Labels, text: str = TEXT) -> Path:
    """A corpus folder of one document with its gold."""
    document = folder / "documents" / f"{gold.doc_id}.txt"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(text, "utf-8")
    write_labels(folder / "gold" / "en", gold)
    return folder
