"""`bluehelm annotate export` and `annotate import`: gold made and mended in annotation tools."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

FORMATS = ("labelstudio", "doccano", "prodigy", "brat")
EPILOG = """\
TASKS is a file, for brat a folder. Entities are the tool's spans, with their canonical form
where the tool can hold one; entries and events travel along and come back untouched.
"""


def add(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Declares the two commands and their options."""
    parser = subparsers.add_parser("annotate", help="make and mend gold in annotation tools")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    export = commands.add_parser(
        "export", help="write tasks for a tool, our records as pre-annotations", epilog=EPILOG
    )
    export.add_argument("labels", type=Path, metavar="LABELS", help="outputs, or gold to mend")
    export.add_argument("tasks", type=Path, metavar="TASKS")
    export.set_defaults(run=run_export)
    back = commands.add_parser("import", help="turn what a tool exports into gold", epilog=EPILOG)
    back.add_argument("tasks", type=Path, metavar="TASKS")
    back.add_argument("gold", type=Path, metavar="GOLD", help="other documents in it are kept")
    back.set_defaults(run=run_import)
    for command in (export, back):
        command.add_argument("--format", choices=FORMATS, required=True)
        command.add_argument(
            "--documents",
            type=Path,
            default=Path("corpus/documents"),
            metavar="FOLDER",
            help="where the texts are (default corpus/documents)",
        )


def run_export(options: argparse.Namespace) -> int:
    """Writes the tasks."""
    from pipeline.annotation import TOOLS
    from pipeline.annotation.tasks import build_tasks
    from pipeline.evaluation.gold import load_labels, load_texts

    texts = load_texts(options.documents)
    tasks = build_tasks(load_labels(options.labels, texts), texts)
    TOOLS[options.format].write(tasks, options.tasks)
    print(f"{len(tasks):,} tasks", file=sys.stderr)
    return 0


def run_import(options: argparse.Namespace) -> int:
    """Writes the gold, and says which tasks nobody finished."""
    from pipeline.annotation import TOOLS
    from pipeline.annotation.jsonfile import read_text, write_text
    from pipeline.annotation.tasks import merge_lines, to_labels, to_lines
    from pipeline.cli.display import printable
    from pipeline.evaluation.gold import load_texts

    imported = TOOLS[options.format].read(options.tasks)
    labels = to_labels(imported, load_texts(options.documents), options.tasks)
    for name in ("entries", "entities", "events"):
        path = options.gold / f"{name}.jsonl"
        old = read_text(path).split("\n") if path.is_file() else []
        lines = merge_lines(old, to_lines(labels.values(), name))
        write_text(path, "".join(line + "\n" for line in lines))
    print(f"{len(labels):,} documents", file=sys.stderr)
    for doc_id in imported.unfinished:
        print(f"not finished, left out: {printable(doc_id)}", file=sys.stderr)
    return 0
