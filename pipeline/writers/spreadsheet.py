"""An Excel workbook with one sheet for each table, headers fixed and filterable."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import xlsxwriter

from pipeline.errors import UsageError
from pipeline.tables import Cell, Table
from pipeline.writers.formulas import neutralize

WORKBOOK = "bluehelm.xlsx"
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
"""What the format can hold, the header's row left out."""


def write_xlsx(tables: Iterable[Table], folder: Path) -> None:
    """Writes one workbook with all tables; a text too long for a cell ends in an ellipsis."""
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(folder / WORKBOOK, options) as workbook:
        for table in tables:
            sheet = workbook.add_worksheet(table.name)
            for number, column in enumerate(table.columns):
                sheet.write_string(0, number, column.name)
            last = 0
            for last, row in enumerate(table.rows, start=1):
                if last > MOST_ROWS:
                    raise UsageError(f"{table.name}: a sheet holds {MOST_ROWS:,} rows at most")
                for number, cell in enumerate(row):
                    _write(sheet, last, number, cell)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, last, len(table.columns) - 1)


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, number: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, number, cell)
    elif isinstance(cell, str):
        text = neutralize(cell)
        whole = len(text) <= LONGEST_CELL
        sheet.write_string(row, number, text if whole else text[: LONGEST_CELL - 1] + "…")
    elif isinstance(cell, date):
        sheet.write_datetime(row, number, cell)
    elif cell is not None:
        sheet.write_number(row, number, cell)
