"""`bluehelm gold check CORPUS` and `bluehelm gold agreement A B`: whether the gold is good."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

FAILED = 1


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declares the two commands and their options."""
    parser = subparsers.add_parser("gold", help="check gold, or compare two labellings")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="check all gold of a corpus against its texts and the codebook",
        description="CORPUS holds documents/ and gold/. Exit code: 0 all well, 1 problems found.",
    )
    check.add_argument("corpus", type=Path, metavar="CORPUS")
    check.set_defaults(run=run_check)
    agreement = commands.add_parser(
        "agreement", help="how far two labellings of the same documents agree"
    )
    agreement.add_argument("first", type=Path, metavar="A")
    agreement.add_argument("second", type=Path, metavar="B")
    agreement.add_argument("--documents", type=Path, metavar="FOLDER", help="where the texts are")
    agreement.set_defaults(run=run_agreement)


def run_check(options: argparse.Namespace) -> int:
    """Prints every problem, or how much gold there is, and returns the exit code."""
    from pipeline.cli.display import printable
    from pipeline.evaluation.codebook import check_gold
    from pipeline.evaluation.gold import load_texts
    from pipeline.evaluation.links import load_links
    from pipeline.evaluation.rows import read_rows
    from pipeline.stages.incidents.reports import is_linked

    rows = read_rows(options.corpus / "gold")
    problems = check_gold(rows, load_texts(options.corpus / "documents"))
    linked = {row.record.event_id for row in rows.events if is_linked(row.record)}
    links = load_links(options.corpus / "gold", linked)
    for problem in problems:
        print(printable(str(problem)))
    if problems:
        print(f"{len(problems):,} problems")
        return FAILED
    documents = len({row.record.doc_id for row in rows.entries})
    counts = (f"{len(getattr(rows, name)):,} {name}" for name in ("entries", "entities", "events"))
    print(f"{documents:,} documents, {', '.join(counts)}: no problem")
    if links:
        joined, apart = len(links.incidents), len(links.apart)
        print(f"{joined:,} incidents of several reports, {apart:,} pairs that stay apart")
    return 0


def run_agreement(options: argparse.Namespace) -> int:
    """Prints the agreement of two labellings."""
    from pipeline.evaluation.agreement import agree, print_agreement
    from pipeline.evaluation.gold import find_documents, load_labels, load_texts

    texts = load_texts(options.documents or find_documents(options.first))
    found = agree(load_labels(options.first, texts), load_labels(options.second, texts), texts)
    for line in print_agreement(found):
        print(line)
    return 0
