"""Ids that are handed out once: what lies on the disk may find no room there."""

import pytest

from pipeline.errors import RunError
from pipeline.readers import UniqueIds


def test_each_is_handed_out_once():
    with UniqueIds() as ids:
        wanted = ["a", "a~2", "a", "a", "b", "a~2", "é\0", "é\0"]
        assert [ids.claim(each) for each in wanted] == [
            *("a", "a~2", "a~3", "a~4", "b", "a~2~2"),
            *("é\0", "é\0~2"),
        ]


def test_no_room_for_them_ends_the_run():
    with UniqueIds() as ids:
        ids._ids.execute("PRAGMA max_page_count = 3")
        wanted = (ids.claim(f"document number {number}") for number in range(1_000))
        with pytest.raises(RunError, match="temporary files: database or disk is full"):
            list(wanted)
