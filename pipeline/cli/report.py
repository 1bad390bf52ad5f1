"""`bluehelm report OUTPUTS`: one HTML page to look at all incidents."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declares the command and its options."""
    parser = subparsers.add_parser(
        "report",
        help="write one self-contained HTML page of all incidents",
        description="The page opens without a server or a network.",
    )
    parser.add_argument("outputs", type=Path, metavar="OUTPUTS")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default OUTPUTS/report.html"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Writes the page, and says where it is."""
    from pipeline.report import write_report

    page = options.output or options.outputs / "report.html"
    incidents = write_report(options.outputs, page)
    print(f"{incidents:,} incidents: {page}")
    return 0
