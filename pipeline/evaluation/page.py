"""One HTML page of what is wrong: each document's text with gold against predicted.

The page loads nothing and runs nothing, and every word of a document is escaped.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

from pipeline.evaluation.entities import match
from pipeline.evaluation.errors import Error
from pipeline.evaluation.events import name_event
from pipeline.evaluation.gold import Labels, LabelsById, Texts
from pipeline.evaluation.rows import Mention

HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Gold against predicted</title>
<style>
body { font: 15px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }
.text { white-space: pre-wrap; border: 1px solid #ccc; padding: 1em; overflow-wrap: anywhere }
.hit { background: #d6f5d6 } .missed { background: #ffe9a8 } .false { background: #ffd0d0 }
.missed.false { background: #ffc48a }
table { border-collapse: collapse } td, th { border: 1px solid #ccc; padding: .2em .5em;
text-align: left; vertical-align: top } summary { cursor: pointer; font-weight: bold }
</style></head><body>
<h1>Gold against predicted</h1>
<p><span class="hit">right</span> <span class="missed">gold only</span>
<span class="false">predicted only</span> <span class="missed false">both, not the same</span></p>
"""


def build_page(
    errors: dict[str, list[Error]], gold: LabelsById, predicted: LabelsById, texts: Texts
) -> str:
    """The page: kinds of errors with their numbers, then every document that has one."""
    by_document: dict[str, list[Error]] = {}
    for members in errors.values():
        for error in members:
            by_document.setdefault(error.doc_id, []).append(error)
    kinds = _table(("kind", "errors"), ((kind, str(len(each))) for kind, each in errors.items()))
    sections = [
        _section(gold[doc_id], predicted[doc_id], texts[doc_id], by_document[doc_id])
        for doc_id in sorted(by_document, key=lambda name: (-len(by_document[name]), name))
    ]
    return "\n".join([HEAD, kinds, *sections, "</body></html>\n"])


def _section(gold: Labels, predicted: Labels, text: str, errors: Sequence[Error]) -> str:
    ordered = sorted(errors, key=lambda error: (error.start, error.end))
    rows = [
        (error.kind, error.evidence, error.gold or "", error.predicted or error.nearest or "")
        for error in ordered
    ]
    events = [
        (side, event.evidence.text, name_event(event))
        for side, labels in (("gold", gold), ("predicted", predicted))
        for event in labels.events
    ]
    return "\n".join(
        [
            f"<details><summary>{escape(gold.doc_id)} ({len(errors)})</summary>",
            f'<div class="text">{highlight(text, gold.entities, predicted.entities)}</div>',
            "<h3>Events</h3>",
            _table(("", "evidence", "event"), events),
            "<h3>Errors</h3>",
            _table(("kind", "evidence", "gold", "predicted (or nearest)"), rows),
            "</details>",
        ]
    )


def highlight(text: str, gold: Sequence[Mention], predicted: Sequence[Mention]) -> str:
    """The text as HTML, with what both sides mark; a mark's title says who marks it as what."""
    pairs, missed, spurious = match(gold, predicted)
    marks = [
        *((one.start, one.end, "hit", f"{one.label}") for one, _ in pairs),
        *((one.start, one.end, "missed", f"gold {one.label}") for one in missed),
        *((one.start, one.end, "false", f"predicted {one.label}") for one in spurious),
    ]
    edges = sorted({0, len(text), *(edge for mark in marks for edge in mark[:2])})
    pieces = []
    for start, end in pairwise(edges):
        over = [mark for mark in marks if mark[0] <= start and end <= mark[1]]
        pieces.append(_piece(text[start:end], [mark[2] for mark in over], [m[3] for m in over]))
    return "".join(pieces)


def _piece(text: str, classes: Sequence[str], titles: Sequence[str]) -> str:
    if not classes:
        return escape(text)
    wrong = [name for name in ("missed", "false") if name in classes] or ["hit"]
    title = escape(", ".join(titles))
    return f'<span class="{" ".join(wrong)}" title="{title}">{escape(text)}</span>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_line("th", head), *(_line("td", row) for row in rows)]
    return f"<table>{''.join(lines)}</table>"


def _line(tag: str, cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
