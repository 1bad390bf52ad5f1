"""The command `bluehelm`: one module per subcommand, loaded when it is called.

Each has `add(subparsers)`, which declares it, and a function that parses, calls and prints.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from pipeline import __version__
from pipeline.cli import (
    annotate,
    bench,
    compare,
    evaluate,
    explain,
    export,
    extract,
    gazetteer,
    gold,
    reconcile,
    report,
)
from pipeline.errors import BluehelmError

COMMANDS = (
    extract,
    explain,
    export,
    report,
    reconcile,
    evaluate,
    compare,
    bench,
    gold,
    annotate,
    gazetteer,
)
FAILED, WRONG_USAGE, INTERRUPTED, NOBODY_READS = 1, 2, 130, 141
"""Exit codes; the last two as a shell gives them for SIGINT and SIGPIPE."""


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
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except BluehelmError as error:
        print(f"bluehelm: {error}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("bluehelm: interrupted; earlier outputs are untouched", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # `bluehelm evaluate ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
