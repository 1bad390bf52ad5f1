"""JSON Schemas (draft 2020-12) of the lines of every output file, made from the records."""

import json
from pathlib import Path
from typing import Any

from pipeline.corrections import Applied
from pipeline.records import (
    SCHEMA_VERSION,
    Document,
    Entity,
    Entry,
    Event,
    Failure,
    Incident,
    Record,
)

RECORDS: dict[str, type[Record]] = {
    "entries": Entry,
    "entities": Entity,
    "events": Event,
    "incidents": Incident,
    "corrections": Applied,
    "documents": Document,
    "errors": Failure,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def build_schema(kind: type[Record]) -> dict[str, Any]:
    """The schema of one line; its `$id` holds the version of the records."""
    name = f"urn:bluehelm:{SCHEMA_VERSION}:{kind.__name__}"
    return {"$schema": DIALECT, "$id": name} | kind.model_json_schema(mode="serialization")


def write_schemas(folder: Path) -> None:
    """Writes the schema of each file as NAME.schema.json."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, kind in RECORDS.items():
        text = json.dumps(build_schema(kind), ensure_ascii=False, indent=1)
        (folder / f"{name}.schema.json").write_text(text + "\n", encoding="utf-8")
