"""Progress and the closing table: a bar on a terminal, plain lines elsewhere.

Names of files and words of documents are hostile: markup and control characters are escaped.
"""

import sys
from time import monotonic
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from pipeline.job import Summary
from pipeline.records import Failure

SECONDS_BETWEEN_LINES = 5.0


class Display(Protocol):
    """What a job tells a person while it runs."""

    def tell(self, message: str) -> None:
        """Something to know before the job begins."""

    def start(self, sources: int) -> None:
        """The job begins and has that many sources."""

    def advance(self, sources: int, summary: Summary) -> None:
        """That many sources are done so far."""

    def fail(self, failure: Failure) -> None:
        """Something could not be processed."""

    def stop(self) -> None:
        """The job ends, well or not."""

    def show(self, summary: Summary) -> None:
        """What came of the job."""


def make_display(*, quiet: bool = False) -> Display:
    """The display that suits where standard error goes."""
    if quiet:
        return QuietDisplay()
    console = Console(stderr=True)
    return BarDisplay(console) if console.is_terminal else LineDisplay()


class QuietDisplay:
    """Says only what failed, one line each on standard error."""

    def tell(self, message: str) -> None:
        """Says nothing."""

    def start(self, sources: int) -> None:
        """Says nothing."""

    def advance(self, sources: int, summary: Summary) -> None:
        """Says nothing."""

    def fail(self, failure: Failure) -> None:
        """One line that names the document, the stage and the reason."""
        print(_line(failure), file=sys.stderr)

    def stop(self) -> None:
        """Says nothing."""

    def show(self, summary: Summary) -> None:
        """Says nothing."""


class LineDisplay(QuietDisplay):
    """Plain lines every few seconds, for logs and pipes, and the table at the end."""

    def tell(self, message: str) -> None:
        """One line."""
        print(message, file=sys.stderr)

    def start(self, sources: int) -> None:
        """Says how much there is to read."""
        self.sources, self.last = sources, monotonic()
        print(f"reading {sources:,} sources", file=sys.stderr)

    def advance(self, sources: int, summary: Summary) -> None:
        """A line if the last one was some seconds ago."""
        if monotonic() - self.last >= SECONDS_BETWEEN_LINES:
            self.last = monotonic()
            done = f"{sources:,} of {self.sources:,} sources"
            print(f"{done}, {summary.entries:,} entries", file=sys.stderr)

    def show(self, summary: Summary) -> None:
        """The closing table on standard output."""
        Console(highlight=False).print(_table(summary))


class BarDisplay(QuietDisplay):
    """A progress bar on a terminal, failures above it, and the table at the end."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.progress = Progress(
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[entries]:,} entries"),
            console=console,
            transient=True,
        )

    def tell(self, message: str) -> None:
        """One line."""
        self.console.print(Text(message))

    def start(self, sources: int) -> None:
        """Shows the bar."""
        self.task = self.progress.add_task("extract", total=sources, entries=0)
        self.progress.start()

    def advance(self, sources: int, summary: Summary) -> None:
        """Moves the bar."""
        self.progress.update(self.task, completed=sources, entries=summary.entries)

    def fail(self, failure: Failure) -> None:
        """One line above the bar."""
        self.progress.console.print(Text(_line(failure), style="red"))

    def stop(self) -> None:
        """Takes the bar away."""
        self.progress.stop()

    def show(self, summary: Summary) -> None:
        """The closing table on standard output."""
        Console(highlight=False).print(_table(summary))


def _line(failure: Failure) -> str:
    return printable(f"error: {failure.document}: {failure.reason} ({failure.stage})")


def printable(text: str) -> str:
    """The text on one line, control and direction characters written as escapes."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def _table(summary: Summary) -> Table:
    table = Table(show_header=False, title="extracted", title_justify="left")
    table.add_column(style="bold")
    table.add_column(justify="right")
    table.add_row("documents", f"{summary.documents:,}")
    table.add_row("entries", f"{summary.entries:,}")
    for name in ("skipped_documents", "skipped_entries"):
        if getattr(summary, name):
            table.add_row(name.replace("_", " "), f"{getattr(summary, name):,}")
    for title, counts in (
        ("language", summary.languages),
        ("entity", summary.entities),
        ("event", summary.events),
    ):
        table.add_section()
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            table.add_row(f"{title} {printable(name)}", f"{count:,}")
    table.add_section()
    for name in ("incidents", "killed", "injured"):
        table.add_row(name, f"{getattr(summary, name):,}")
    table.add_section()
    table.add_row("failures", f"{summary.failures:,}", style="red" if summary.failures else "")
    return table
