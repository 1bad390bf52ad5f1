"""Whoever changes a record's fields or values says so: a version, and a line of the changelog."""

import hashlib
import json
import re
from pathlib import Path

import pipeline
from pipeline.export.schemas import RECORDS, build_schema
from pipeline.records import SCHEMA_VERSION

CHANGELOG = Path(pipeline.__file__).parent / "CHANGELOG.md"
KNOWN = {"1.1": "423b46224a758ce8"}
"""The digest of all schemas of each version; a new digest needs a new version."""


def shape_of(schema):
    """A schema without its words: titles and descriptions may change at any time."""
    if isinstance(schema, dict):
        told = {"title", "description", "$id"}
        return {
            key: shape_of(value)
            for key, value in schema.items()
            if not (key in told and isinstance(value, str))
        }
    return [shape_of(value) for value in schema] if isinstance(schema, list) else schema


def test_changed_records_have_a_new_version():
    shapes = {name: shape_of(build_schema(kind)) for name, kind in RECORDS.items()}
    digest = hashlib.sha256(json.dumps(shapes, sort_keys=True).encode()).hexdigest()[:16]
    assert KNOWN.get(SCHEMA_VERSION) == digest


def test_the_changelog_tells_of_this_version():
    text = CHANGELOG.read_text("utf-8")
    assert re.search(rf"^## {re.escape(pipeline.__version__)}\b", text, re.MULTILINE)
    assert f"schema {SCHEMA_VERSION}" in text


def test_every_schema_has_its_version():
    for kind in RECORDS.values():
        assert f":{SCHEMA_VERSION}:" in build_schema(kind)["$id"]
