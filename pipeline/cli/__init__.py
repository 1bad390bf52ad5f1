"""The command `bluehelm`: one module per subcommand, loaded when it is called.

Each has `add(subparsers)`, which declares it, and a function that parses, calls and prints.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

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
from pipeline.errors import BluehelmError, RunError
from pipeline.memory import keep_memory

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
FAILED, WRONG_USAGE, BROKEN_OFF, INTERRUPTED, NOBODY_READS, TERMINATED = 1, 2, 3, 130, 141, 143
"""Exit codes; the last three as a shell gives them for SIGINT, SIGPIPE and SIGTERM."""


class Terminated(KeyboardInterrupt):
    """SIGTERM, which ends a command just as SIGINT does."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 all went well, 1 some documents failed, 2 wrong usage, 3 broken off."""
    parser = argparse.ArgumentParser(
        prog="bluehelm",
        description="From what is written about peace operations to records that can be counted.",
    )
    parser.add_argument("--version", action="version", version=f"bluehelm {__version__}")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(subparsers)
    options = parser.parse_args(arguments)
    keep_memory()
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        sys.stderr.flush()
        return code
    except BluehelmError as error:
        _tell(error, str(error))
        return BROKEN_OFF if isinstance(error, RunError) else WRONG_USAGE
    except KeyboardInterrupt as error:
        _tell(error, "interrupted; earlier outputs are untouched")
        return TERMINATED if isinstance(error, Terminated) else INTERRUPTED
    except BrokenPipeError:  # `bluehelm evaluate ... | head`
        _say_no_more(sys.stdout)
        return NOBODY_READS
    except OSError as error:  # a full disk that messages go to, too
        _tell(error, (error.strerror or str(error)).lower())
        _say_no_more(sys.stdout)
        _say_no_more(sys.stderr)
        return BROKEN_OFF
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


def _terminate(*_: object) -> None:
    raise Terminated


def _tell(error: BaseException, message: str) -> None:
    """Says on standard error what ended the command, and what was noted about it."""
    notes = getattr(error, "__notes__", ())
    with suppress(OSError):  # where nothing can be said, the exit code does
        print("; ".join((f"bluehelm: {message}", *notes)), file=sys.stderr)


def _say_no_more(stream: TextIO) -> None:
    """Lets Python drop what a stream has still to say, which it would try again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
