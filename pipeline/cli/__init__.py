"""The command `bluehelm`: one module per subcommand, loaded when it is called.

Each has `add(subparsers)`, which declares it, and a function that parses, calls and prints.
"""

import argparse
import sys
from collections.abc import Sequence

from pipeline import __version__
from pipeline.cli import annotate, compare, evaluate, export, extract, gold, reconcile, report
from pipeline.errors import BluehelmError

COMMANDS = (extract, export, report, reconcile, evaluate, compare, gold, annotate)
FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 all went well, 1 some documents failed, 2 wrong usage."""
    parser = argparse.ArgumentParser(
        prog="bluehelm",
        description="From what is written about peace operations to records that can be counted.",
    )
    parser.add_argument("--version", action="version", version=f"bluehelm {__version__}")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(subparsers)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except BluehelmError as error:
        print(f"bluehelm: {error}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("bluehelm: interrupted; earlier outputs are untouched", file=sys.stderr)
        return INTERRUPTED
