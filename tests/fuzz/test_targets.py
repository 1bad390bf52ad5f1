"""The targets with generated inputs, few but on every platform, and with all that once failed."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .seeds import seeds_of
from .targets import TARGETS
from .texts import ATOMS, text_of

REGRESSIONS = Path(__file__).parents[1] / "regressions"
FOUND = sorted(path for path in REGRESSIONS.rglob("*") if path.is_file())
CHEAP = sorted(TARGETS.keys() - {"whole", "tokens"})
few = settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@pytest.mark.parametrize("name", CHEAP)
@few
@given(data=st.binary(max_size=300))
def test_any_bytes(name, data):
    TARGETS[name](data)


@pytest.mark.parametrize("name", ["tokens", "whole"])
@few
@given(data=st.binary(min_size=1, max_size=60))
def test_any_text(name, data):
    TARGETS[name](b"\x01" + data)


@few
@given(text=st.text(min_size=1, max_size=80))
def test_every_block_of_unicode(text):
    TARGETS["whole"](b"\x00" + text.encode("utf-8", "replace"))


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_seeds(name):
    for data in seeds_of(name)[:12]:
        TARGETS[name](data)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_failed(path):
    TARGETS[path.parent.name](path.read_bytes())


def test_bytes_reach_every_atom():
    for number, atom in enumerate(ATOMS):
        assert text_of(bytes([1, number])) == atom
