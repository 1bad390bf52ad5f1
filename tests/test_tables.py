"""Columns follow the types of the records."""

from datetime import date
from typing import Literal

import pytest

from pipeline.tables import Column, read_tables
from pipeline.tables import _scalar as scalar
from tests.export.conftest import write_outputs
from tests.stages.incidents.builders import event


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        (str, "string"),
        (date, "date"),
        (bool, "boolean"),
        (Literal["a", "b"], "string"),
        (Literal[1, 2], "integer"),
    ],
)
def test_a_scalar_has_its_type(annotation, kind):
    assert scalar(annotation) == kind


def test_rows_have_a_cell_for_every_column(tmp_path):
    for table in read_tables(write_outputs(tmp_path, [event("a"), event("b")])):
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert all(len(row) == len(names) for row in table.rows)
        assert set(table.key) <= set(names)


def test_a_record_inside_a_record_is_several_columns(tmp_path):
    events = next(t for t in read_tables(write_outputs(tmp_path, [])) if t.name == "events")
    assert Column("date_start", "date") in events.columns
    assert Column("evidence_end", "integer") in events.columns
