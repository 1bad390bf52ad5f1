"""The Frictionless descriptor of exported files: `datapackage.json`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.records import SCHEMA_VERSION
from pipeline.tables import Table

PACKAGE = "datapackage.json"


def write_datapackage(tables: Sequence[Table], extension: str, folder: Path) -> None:
    """Writes the descriptor of one file for each table."""
    names = {table.name for table in tables}
    data = {
        "name": "bluehelm",
        "title": "Incidents of peace operations, from what is written about them",
        "version": __version__,
        "schema_version": SCHEMA_VERSION,
        "resources": [_describe(table, extension, names) for table in tables],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1)
    (folder / PACKAGE).write_text(text + "\n", encoding="utf-8")


def _describe(table: Table, extension: str, present: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [{"name": each.name, "type": each.type} for each in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if kept := [each for each in table.references if each.table in present]:
        schema["foreignKeys"] = [
            {
                "fields": [each.column],
                "reference": {"resource": each.table, "fields": [each.column]},
            }
            for each in kept
        ]
    return {
        "name": table.name,
        "path": f"{table.name}.{extension}",
        "format": extension,
        "encoding": "utf-8",
        "schema": schema,
    }
