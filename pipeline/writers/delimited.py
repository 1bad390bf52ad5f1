"""CSV files: UTF-8, a header, empty for null, ISO dates, true and false."""

import csv
from collections.abc import Iterable
from pathlib import Path

from pipeline.tables import Cell, Table
from pipeline.writers.formulas import neutralize


def write_csv(tables: Iterable[Table], folder: Path) -> None:
    """Writes one file for each table."""
    for table in tables:
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(column.name for column in table.columns)
            writer.writerows([_cell(cell) for cell in row] for row in table.rows)


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return str(cell).lower()
    return neutralize(cell) if isinstance(cell, str) else cell
