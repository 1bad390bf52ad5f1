"""`bluehelm reconcile OUTPUTS FATALITIES.csv`: incidents beside the UN's list of its dead."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

EPILOG = """\
FATALITIES has the columns of the UN's open data on fatalities: incident_date, mission_acronym,
isocode3, type_of_incident, one line for each person. Of it, the missions and years are compared
that the outputs have. More dead on the record than in the text is to be expected: it is final.
"""


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declares the command and its options."""
    parser = subparsers.add_parser(
        "reconcile",
        help="compare incidents with the UN's own list of fatalities",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("outputs", type=Path, metavar="OUTPUTS")
    parser.add_argument("register", type=Path, metavar="FATALITIES")
    parser.add_argument("--days", type=int, default=3, metavar="N", help="at most apart (3)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write all rows as CSV")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints how often the sides agree and what they differ in, and writes all rows if asked."""
    from collections import Counter

    from pipeline.cli.display import printable
    from pipeline.reconcile import reconcile, write_comparisons

    found = reconcile(options.outputs, options.register, options.days)
    if options.output:
        write_comparisons(found, options.output)
    for finding, number in Counter(each.finding for each in found).most_common():
        print(f"{finding}: {number:,}")
    for each in found:
        if each.text and each.record and each.finding != "agrees":
            said, recorded = (
                f"{side.killed} {' '.join(sorted(side.nationalities))}".rstrip()
                for side in (each.text, each.record)
            )
            names = f"{each.text.day} {each.text.name}"
            print(printable(f"{each.finding}: {names}: {said} in text, {recorded} on record"))
    return 0
