"""Lifts the mentions of an entry's spaCy document to records with offsets in the source."""

from pipeline.codes import LABELS
from pipeline.components.words import words_of
from pipeline.records import Entity
from pipeline.stages.annotate import Annotated


def mentions(annotated: Annotated) -> list[Entity]:
    """The entities of an entry in reading order, numbered within it."""
    entry, doc = annotated.entry, annotated.doc
    if doc is None:
        return []
    text = words_of(doc).text
    spans = [span for label in LABELS for span in doc.spans.get(label, ())]
    found = {(span.start_char, -span.end_char, LABELS.index(span.label_)): span for span in spans}
    return [
        Entity(
            doc_id=entry.doc_id,
            entry_id=entry.entry_id,
            entity_id=f"{entry.entry_id}/e{number}",
            label=span.label_,
            text=text[span.start_char : span.end_char],
            start=entry.start + span.start_char,
            end=entry.start + span.end_char,
            canonical=span.kb_id_ or None,
            source=span.id_ if span.id_ in SOURCES else "ruler",
        )
        for number, (_, span) in enumerate(sorted(found.items()), start=1)
    ]


SOURCES = frozenset({"model", "ruler", "gazetteer", "definition"})
