"""DuckDB: one database file, or one Parquet file for each table."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipeline.tables import ColumnType, Table

TYPES: dict[ColumnType, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
DATABASE = "bluehelm.duckdb"


def write_duckdb(tables: Iterable[Table], folder: Path) -> None:
    """Writes one database with all tables."""
    with _loaded(tables, folder / DATABASE):
        pass  # all is in the file once it is closed


def write_parquet(tables: Iterable[Table], folder: Path) -> None:
    """Writes one file for each table."""
    names = []

    def named() -> Iterator[Table]:
        for table in tables:
            names.append(table.name)
            yield table

    with _loaded(named(), None) as connection:
        for name in names:
            connection.sql(f'FROM "{name}"').write_parquet(str(folder / f"{name}.parquet"))


@contextmanager
def _loaded(tables: Iterable[Table], database: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a database, in memory without a path, that holds the tables."""
    with duckdb.connect(str(database or ":memory:")) as connection, TemporaryDirectory() as beside:
        for table in tables:
            lines = Path(beside) / f"{table.name}.jsonl"
            names = [column.name for column in table.columns]
            with lines.open("w", encoding="utf-8") as file:
                for row in table.rows:
                    file.write(json.dumps(dict(zip(names, row, strict=True)), default=str) + "\n")
            types = {column.name: TYPES[column.type] for column in table.columns}
            columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
            connection.execute(
                f'CREATE TABLE "{table.name}" AS FROM read_json('
                f"?, format = 'newline_delimited', columns = {{{columns}}})",
                [str(lines)],
            )
        yield connection
