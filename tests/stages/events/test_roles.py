"""What an event says besides its casualties: each case names the fields that a person reads."""

import pytest

from pipeline.codes import HARM_TYPES


def read(event, field):
    """A field as the table writes it."""
    value = getattr(event, field)
    if field == "date" and value is not None:
        start, end = value.start.isoformat(), value.end.isoformat()
        return start if start == end else f"{start}/{end}"
    if field == "perpetrators":
        return [f"{one.name}, {one.status}" for one in value]
    return list(value) if isinstance(value, tuple) else value or "none"


@pytest.mark.cases("roles.toml")
def test_reads_who_what_when_and_where(extractor, case):
    result = extractor.extract(case["text"], published=case.get("published", "2021-06-15"))
    [event, *_] = [event for event in result.events if event.type in HARM_TYPES]
    fields = {"date", "perpetrators", "weapons", "country", "mission", "type", "subtype", "target"}
    asked = fields & case.keys()
    assert asked
    assert {field: read(event, field) or "none" for field in asked} == {
        field: case[field] or "none" for field in asked
    }
