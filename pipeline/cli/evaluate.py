"""`bluehelm evaluate GOLD OUTPUTS`: how right the outputs are, and what is wrong with them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from pipeline.evaluation.evaluation import Evaluation
    from pipeline.evaluation.metrics import Metrics

EPILOG = """\
GOLD is a folder searched for entries.jsonl, entities.jsonl and events.jsonl, as corpus/gold;
the texts are those of documents/ beside it. With --totals, GOLD is a coded table instead, CSV or
JSONL with the columns id, killed, injured, abducted, date, of which any but id may be missing.
Errors are listed for documents of the dev split only: those for scores are not to be read.
Exit code: 0 all floors hold, 1 a figure is below its floor, 2 wrong usage or files.
"""


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declares the command and its options."""
    parser = subparsers.add_parser(
        "evaluate",
        help="score outputs against gold: precision, recall, F1, and what is wrong",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("gold", type=Path, metavar="GOLD")
    parser.add_argument("outputs", type=Path, metavar="OUTPUTS")
    parser.add_argument("--documents", type=Path, metavar="FOLDER", help="where the texts are")
    parser.add_argument("--split", choices=("dev", "score", "all"), default="all")
    parser.add_argument("--errors", action="store_true", help="list every error")
    parser.add_argument("--against", type=Path, metavar="FILE", help="older metrics.json")
    parser.add_argument("--floors", type=Path, metavar="FILE", help="least acceptable figures")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write all tables")
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the errors as HTML")
    parser.add_argument("--totals", action="store_true", help="compare with a coded table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Scores, prints and writes what was asked for, and returns the exit code."""
    if options.totals:
        return _compare_totals(options.gold, options.outputs)
    from pipeline.evaluation.evaluation import evaluate
    from pipeline.evaluation.metrics import load_metrics
    from pipeline.evaluation.tables import summarize, summarize_incidents

    old = load_metrics(options.against) if options.against else None
    done = evaluate(options.gold, options.outputs, options.documents, options.split)
    print(summarize(done.metrics))
    if links := summarize_incidents(done.metrics):
        print(f"\n{links}")
    if done.unscored:
        print(f"\n{done.unscored} documents of the outputs have no gold in this split.")
    if old:
        _print_changes(done, old)
    if options.errors:
        _print_errors(done)
    _write_files(done, options)
    return _check_floors(done, options.floors) if options.floors else 0


def _compare_totals(coded: Path, outputs: Path) -> int:
    from pipeline.cli.display import printable
    from pipeline.evaluation.gold import load_outputs
    from pipeline.evaluation.totals import compare_totals, print_totals, read_coded

    totals = compare_totals(read_coded(coded), load_outputs(outputs), coded)
    for part in print_totals(totals):
        print("\n".join(printable(line) for line in part.split("\n")))
    return 0


def _print_changes(done: "Evaluation", old: "Metrics") -> None:
    from pipeline.evaluation.compare import compare
    from pipeline.evaluation.tables import describe

    print(f"\n{describe(compare(old, done.metrics))}")


def _print_errors(done: "Evaluation") -> None:
    from pipeline.cli.display import printable
    from pipeline.evaluation.errors import print_errors

    print()
    for line in print_errors(done.errors()):
        print(printable(line))


def _write_files(done: "Evaluation", options: argparse.Namespace) -> None:
    from pipeline.evaluation.tables import to_markdown

    if options.json:
        _write(options.json, done.metrics.to_json())
    if options.markdown:
        _write(options.markdown, to_markdown(done.metrics))
    if options.page:
        _write(options.page, done.page())


def _write(path: Path, text: str) -> None:
    from pipeline.errors import UsageError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"cannot write {path}: {(error.strerror or str(error)).lower()}"
        ) from error


def _check_floors(done: "Evaluation", path: Path) -> int:
    from pipeline.evaluation.floors import explain_floors, load_floors, stand

    floors = load_floors(path)
    standings = stand(floors, done.metrics)
    for line in ["", *explain_floors(standings, floors.margin, path)]:
        print(line)
    return 0 if all(each.holds for each in standings) else 1
