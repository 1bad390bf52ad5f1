"""`bluehelm export OUTPUTS`: flat tables for other people's tools."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

FORMATS = ("csv", "parquet", "duckdb", "xlsx", "geojson")
PRESETS = ("ged", "acled")
EPILOG = """\
Tables: incidents, reports, events, casualties, entities, entries; with --preset one table of
incidents in the column names of UCDP GED or of ACLED. Beside them stand the JSON Schemas of the
output files, a codebook, and for csv and parquet a Frictionless datapackage.json. A CSV or XLSX
cell that a spreadsheet would run as a formula begins with an apostrophe.
"""


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declares the command and its options."""
    parser = subparsers.add_parser(
        "export",
        help="write outputs as flat tables: csv, parquet, duckdb, xlsx, geojson",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("outputs", type=Path, metavar="OUTPUTS")
    parser.add_argument("--format", choices=FORMATS, required=True)
    parser.add_argument("--preset", choices=PRESETS, help="the columns of another data set")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="default OUTPUTS/tables"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Exports, and says which files there are."""
    from pipeline.export import export

    folder = options.output or options.outputs / "tables"
    for path in export(options.outputs, folder, options.format, options.preset):
        print(path)
    return 0
