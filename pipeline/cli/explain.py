"""`bluehelm explain FILE|-`: what was found in a text, and by which line of data or which rule."""

import argparse
import sys
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from rich.text import Text

    from pipeline.explain import Cause, Explained
    from pipeline.records import Casualty, Event

EPILOG = """\
The text comes first, its mentions and casualty phrases highlighted on a terminal; then every
mention and every event with the words it was read from: the file, line and key of the lexicon
that have them, the grammar rule of a casualty row, or `model` for the trained model.
"""
STYLES = {
    "MISSION": "bold cyan",
    "ORG": "cyan",
    "ARMED_GROUP": "bold red",
    "PERSON": "magenta",
    "ROLE": "italic magenta",
    "GPE": "green",
    "LOC": "green",
    "NORP": "yellow",
    "DATE": "blue",
    "WEAPON": "red",
    "CASUALTY": "bold white on red",
    "ACRONYM": "underline",
}
FIELDS = (
    *("subtype", "date", "mission", "country", "places", "perpetrators", "target", "weapons"),
    *("reported_by", "participants", "acled", "plover", "date_prec", "where_prec"),
)
"""What is said of an event beside its type and its rows, where there is any."""


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declares the command."""
    parser = subparsers.add_parser(
        "explain",
        help="show for one text what was found, and by which line of data or which rule",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("input", metavar="FILE|-")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints what was found; 1 where a document could not be read or processed."""
    from rich.console import Console

    from pipeline.cli.display import printable
    from pipeline.config import Settings
    from pipeline.explain import explain
    from pipeline.flow import run as extract
    from pipeline.readers import find_sources, read

    settings = Settings()
    console = Console(highlight=False, soft_wrap=True)
    failed = False
    for result in extract(read(find_sources([options.input]), settings), settings):
        for failure in result.failures:
            failed = True
            print(printable(f"bluehelm: {failure.document}: {failure.reason}"), file=sys.stderr)
        if result.failures or result.document is None:
            continue
        if not result.entries:
            console.print(_said(f"{result.document.doc_id}  no entry: nothing in it is read"))
        for explained in explain(result, settings.models):
            for line in _lines(explained):
                console.print(line)
    return int(failed)


def _lines(explained: "Explained") -> "list[Text]":
    """All that is shown of an entry, line by line."""
    from rich.text import Text

    entry = explained.entry
    title = f"{entry.entry_id}  {entry.language}  {entry.published or 'no date'}"
    lines = [_said(title, "bold reverse"), _highlighted(explained), Text()]
    for entity, cause in explained.entities:
        canonical = f" = {entity.canonical}" if entity.canonical else ""
        label = Text(f"{entity.label:12}", style=STYLES[entity.label])
        lines.append(Text.assemble(label, _said(f"{cause.text}{canonical}"), _source(cause)))
    for event, causes in explained.events:
        lines += [Text(), *_event_lines(event, causes)]
    return [*lines, Text()]


def _event_lines(event: "Event", causes: "tuple[Cause, ...]") -> "list[Text]":
    from rich.text import Text

    flags = [event.type, *(["recalled"] if event.recalled else [])]
    flags += [] if event.assertion == "asserted" else [event.assertion]
    head = _said(" ".join(flags), "bold")
    lines = [Text.assemble(head, _said(f"  {event.evidence.text}", "italic"))]
    for name in FIELDS:
        if (value := getattr(event, name)) not in (None, ()):
            lines.append(_said(f"  {name:14}{_shown(value)}"))
    lines += [_said(f"  {'row':14}{_row(row)}", STYLES["CASUALTY"]) for row in event.casualties]
    return lines + [_said(f"  because       {cause.text}") + _source(cause) for cause in causes]


def _highlighted(explained: "Explained") -> "Text":
    """The entry's text, each mention in the style of its label; longer ones lie below."""
    from pipeline.cli.display import printable

    text = _said(explained.text, keep_lines=True)
    widths = (1 if char == "\n" else len(printable(char)) for char in explained.text)
    at = [0, *accumulate(widths)]
    start = explained.entry.start
    for entity, _ in sorted(explained.entities, key=lambda one: one[0].start - one[0].end):
        text.stylize(STYLES[entity.label], at[entity.start - start], at[entity.end - start])
    return text


def _said(text: str, style: str = "", *, keep_lines: bool = False) -> "Text":
    """Words of a document: never markup, control characters as escapes."""
    from rich.text import Text

    from pipeline.cli.display import printable

    lines = text.split("\n") if keep_lines else [text]
    return Text("\n".join(map(printable, lines)), style=style)


def _source(cause: "Cause") -> "Text":
    return _said(f"  [{cause.source}]", "dim")


def _row(row: "Casualty") -> str:
    count = "?" if row.count is None else f"{'~' if row.approximate else ''}{row.count}"
    part = " (included)" if row.included else ""
    return " ".join([row.outcome, count, row.victim, *row.nationality]) + part


def _shown(value: object) -> str:
    """A field's value on one line, without quotes."""
    from pipeline.records import Acled, EventDate, Perpetrator, Place

    match value:
        case tuple():
            return ", ".join(map(_shown, value))
        case EventDate():
            days = f"{value.start}" + (f"..{value.end}" if value.end != value.start else "")
            return f"{days} ({value.precision})"
        case Place():
            return f"{value.name} ({value.role})"
        case Perpetrator():
            return f"{value.name} ({value.status})"
        case Acled():
            return f"{value.event_type}: {value.sub_event_type}"
    return str(value)
