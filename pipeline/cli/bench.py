"""`bluehelm bench FOLDER`: how fast it is, beside spaCy's own pipelines, in one run."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declares the command and its options."""
    parser = subparsers.add_parser(
        "bench",
        help="measure the speed beside other systems, on texts made from a folder of English ones",
        description="Names and numbers of the texts are varied, so that no cache is flattered.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="English texts, as .txt")
    parser.add_argument("--documents", type=int, default=200, metavar="N", help="in each round")
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="rounds (default 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the tables."""
    from rich.console import Console
    from rich.table import Table
    from threadpoolctl import threadpool_limits

    from pipeline.bench.measure import measure, tables

    with threadpool_limits(1):  # the same for all
        measured = measure(options.folder, options.documents, options.repeats)
    console = Console(highlight=False)
    for title, rows in tables(measured):
        table = Table(title=title, title_justify="left")
        table.add_column(rows[0][0])
        for heading in rows[0][1:]:
            table.add_column(heading, justify="right")
        for row in rows[1:]:
            table.add_row(*row)
        console.print(table)
    if options.json:
        text = json.dumps(measured.as_dict(), ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0
