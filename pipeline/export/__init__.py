"""Outputs for other people's tools: flat tables, with what describes them beside."""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp

from pipeline.errors import UsageError
from pipeline.export.codebook import write_codebook
from pipeline.export.datapackage import write_datapackage
from pipeline.export.presets import PRESETS, read_preset
from pipeline.export.schemas import write_schemas
from pipeline.tables import Table, read_tables

Write = Callable[[Iterable[Table], Path], None]


@dataclass(frozen=True, slots=True)
class Format:
    """Where the writer of a format is, and the ending of its files where each table has one."""

    module: str
    function: str
    extension: str | None = None

    def load(self) -> Write:
        """The writer; raises `UsageError` where the libraries for tables are not installed."""
        try:
            write: Write = getattr(import_module(self.module), self.function)
        except ImportError as error:
            raise UsageError(
                f"{error.name} is not installed; it comes with: pip install 'bluehelm[tables]'"
            ) from error
        return write


FORMATS: dict[str, Format] = {
    "csv": Format("pipeline.writers.delimited", "write_csv", "csv"),
    "parquet": Format("pipeline.writers.database", "write_parquet", "parquet"),
    "duckdb": Format("pipeline.writers.database", "write_duckdb"),
    "xlsx": Format("pipeline.writers.spreadsheet", "write_xlsx"),
    "geojson": Format("pipeline.writers.geojson", "write_geojson"),
}
"""The one place to add a format."""


def export(outputs: Path, folder: Path, form: str, preset: str | None = None) -> list[Path]:
    """Writes the tables of `outputs`, or the one of a preset, into `folder`; returns the files.

    The files appear together when all are complete. Raises `UsageError` where that cannot be.
    """
    write = FORMATS[form].load()
    tables = [
        replace(table, rows=list(table.rows))
        for table in (read_preset(outputs, preset) if preset else read_tables(outputs))
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=".writing-", dir=folder))
        try:
            write(tables, beside)
            if extension := FORMATS[form].extension:
                write_datapackage(tables, extension, beside)
            write_schemas(beside)
            write_codebook(beside)
            return [_put(path, folder) for path in sorted(beside.iterdir())]
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise UsageError(f"cannot write to {folder}: {error.strerror or error}") from error


def _put(path: Path, folder: Path) -> Path:
    os.replace(path, folder / path.name)
    return folder / path.name


__all__ = ["FORMATS", "PRESETS", "export"]
