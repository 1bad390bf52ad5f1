"""The schemas hold for every line that comes out, and the codebook tells every field and value."""

import json

import pytest
from jsonschema import Draft202012Validator

from pipeline.cli.display import make_display
from pipeline.codes import EVENT_TYPES, LABELS, OUTCOMES, VICTIMS
from pipeline.config import Settings
from pipeline.export.codebook import build_codebook
from pipeline.export.schemas import RECORDS, build_schema, write_schemas
from pipeline.job import extract_to

TEXT = (
    "26 Nov 2017 | New York\nOne peacekeeper from Egypt was killed and three others were injured "
    "when gunmen attacked a MINUSCA convoy near Bria yesterday.\n"
)


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """The lines of all files of a run, with one document that fails."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(TEXT, "utf-8")
    (folder / "in" / "b.txt").write_bytes(b"")
    (folder / "review.csv").write_text("event_id,field,value\na#1/v1,killed,2\n", "utf-8")
    extract_to(
        [str(folder / "in")],
        folder / "out",
        Settings(),
        keep_text=True,
        corrections=folder / "review.csv",
        display=make_display(quiet=True),
    )
    return {
        name: (folder / "out" / f"{name}.jsonl").read_text("utf-8").splitlines() for name in RECORDS
    }


@pytest.mark.parametrize("name", RECORDS)
def test_every_line_fits_its_schema(name, lines):
    validator = Draft202012Validator(build_schema(RECORDS[name]))
    assert lines[name]
    for line in lines[name]:
        validator.validate(json.loads(line))


@pytest.mark.parametrize("name", RECORDS)
def test_a_line_with_a_wrong_value_does_not_fit(name, lines):
    validator = Draft202012Validator(build_schema(RECORDS[name]))
    line = json.loads(lines[name][0])
    field = next(iter(line))
    assert not validator.is_valid(line | {field: 17})
    assert not validator.is_valid(line | {"unknown": 1})
    assert not validator.is_valid({key: line[key] for key in line if key != field})


def test_schemas_are_valid_schemas(tmp_path):
    write_schemas(tmp_path)
    files = sorted(tmp_path.glob("*.schema.json"))
    assert len(files) == len(RECORDS)
    for path in files:
        Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


def test_the_codebook_tells_every_field_and_value():
    page = build_codebook()
    for kind in RECORDS.values():
        for field in kind.model_fields:
            assert f"| `{field}` |" in page
    for value in (*EVENT_TYPES, *LABELS, *OUTCOMES, *VICTIMS):
        assert f"`{value}`" in page
