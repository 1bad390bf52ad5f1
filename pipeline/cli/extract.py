"""`bluehelm extract INPUT... -o outputs/`: reads documents and writes records."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from pipeline.config import Settings

EPILOG = """\
INPUT is a file, a folder (read with all below it; of a corpus folder only documents/ is read)
or - for standard input; or a URL of these, such as s3://bucket/folder. Formats: txt, md, html,
pdf, docx, jsonl, jsonl.gz, parquet.
Exit code: 0 all went well, 1 some documents failed (see errors.jsonl), 2 wrong usage, 3 the run
could not go on (disk full, a worker killed), 130 and 143 interrupted; after these --resume goes on.
"""


LIMITS = {
    "max-bytes": "max_file_bytes",
    "max-unpacked-bytes": "max_unpacked_bytes",
    "max-chars": "max_document_chars",
    "max-pages": "max_pages",
    "max-seconds": "max_seconds",
}
"""The options that set limits, and the settings they set."""


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declares the command and its options."""
    parser = subparsers.add_parser(
        "extract",
        help="read documents, write entries, entities, events and incidents as JSON Lines",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("inputs", nargs="+", metavar="INPUT")
    parser.add_argument("-o", "--output", default="outputs", metavar="FOLDER")
    parser.add_argument(
        "-w", "--workers", type=_positive, default=1, metavar="N", help="processes (default 1)"
    )
    parser.add_argument(
        "--model",
        action="append",
        type=_model,
        default=[],
        metavar="LANG=NAME",
        help="spaCy model to use for a language: a package or a path",
    )
    parser.add_argument(
        "--only",
        choices=("harm",),
        help="pass over what cannot hold an event of harm: many times faster on mixed news",
    )
    parser.add_argument(
        "--keep-text",
        action="store_true",
        help="also write documents.jsonl, the texts that offsets refer to",
    )
    parser.add_argument(
        "--link-to",
        type=Path,
        metavar="EARLIER",
        help="outputs of an earlier run, or its incidents.jsonl: new reports join its incidents",
    )
    parser.add_argument(
        "--corrections",
        type=Path,
        metavar="FILE",
        help="a reviewer's CSV or JSONL of event_id, field, value, applied and marked",
    )
    for option, setting in LIMITS.items():
        parser.add_argument(
            f"--{option}",
            type=float if setting == "max_seconds" else int,
            dest=setting,
            metavar="N",
            help="refuse a document over this limit",
        )
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on with the run into this folder that was stopped, if there is one",
    )
    parser.add_argument(
        "--engine",
        choices=("local", "ray"),
        default="local",
        help="where to work: here, or on a Ray cluster, which writes each file in parts",
    )
    parser.add_argument(
        "--format",
        choices=("jsonl", "parquet"),
        default="jsonl",
        help="how the Ray engine writes (default jsonl)",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress and no table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Extracts, shows progress and the closing table, and returns the exit code."""
    from pipeline import forkserver

    if options.workers > 1 and options.engine == "local" and not options.model:
        forkserver.start()
    from pipeline.cli.display import make_display
    from pipeline.errors import UsageError

    settings = _settings(options)
    display = make_display(quiet=options.quiet)
    given = {
        name: getattr(options, name)
        for name in ("workers", "keep_text", "link_to", "corrections", "resume")
    }
    given["display"] = display
    if options.engine == "ray":
        from pipeline.cluster import extract_on_cluster

        summary = extract_on_cluster(
            options.inputs, options.output, settings, **given, format=options.format
        )
    else:
        from pipeline.job import extract_to

        if options.format != "jsonl":
            raise UsageError("--format goes with --engine ray; else use `bluehelm export`")
        if "://" in options.output:
            raise UsageError("writing to a URL goes with --engine ray")
        summary = extract_to(options.inputs, Path(options.output), settings, **given)
    display.show(summary)
    return 1 if summary.failures else 0


def _settings(options: argparse.Namespace) -> "Settings":
    """The settings that the options ask for; raises `UsageError` where one cannot be."""
    from pydantic import ValidationError

    from pipeline.config import Settings
    from pipeline.errors import UsageError

    given = {setting: getattr(options, setting) for setting in LIMITS.values()}
    limits = {setting: value for setting, value in given.items() if value is not None}
    try:
        return Settings.model_validate(
            {"models": dict(options.model), "only": options.only} | limits
        )
    except ValidationError as error:
        problem = error.errors()[0]
        raise UsageError(f"{problem['loc'][0]}: {problem['msg'].lower()}") from error


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _model(value: str) -> tuple[str, str]:
    language, separator, name = value.partition("=")
    if not (language and separator and name):
        raise argparse.ArgumentTypeError("must be LANG=NAME, as in en=en_core_web_md")
    return language, name
