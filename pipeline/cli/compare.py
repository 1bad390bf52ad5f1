"""`bluehelm compare GOLD OUTPUTS`: how other systems do on the same gold, by the same scorer."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declares the command and its options."""
    parser = subparsers.add_parser(
        "compare",
        help="score what one would use otherwise beside the outputs",
        description="Peers are given the gold's entries and are asked only what they answer.",
    )
    parser.add_argument("gold", type=Path, metavar="GOLD")
    parser.add_argument("outputs", type=Path, metavar="OUTPUTS")
    parser.add_argument("--documents", type=Path, metavar="FOLDER", help="where the texts are")
    parser.add_argument("--split", choices=("dev", "score", "all"), default="all")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the table."""
    from pipeline.evaluation.evaluation import evaluate
    from pipeline.evaluation.peers import compare_peers

    done = evaluate(options.gold, options.outputs, options.documents, options.split)
    print(compare_peers(done.gold, done.documents, done.texts))
    return 0
