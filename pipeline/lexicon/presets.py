"""The judgements behind the presets: `models/lexicon/ged.toml` and `acled.toml`, checked."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from pipeline.codes import EventType, Target, Victim
from pipeline.resources import load_checked

Side = Literal["a", "b", "civilians", "unknown"]
Steps = tuple[tuple[int, int], ...]


class _Preset(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GedRules(_Preset):
    """All values of `ged.toml`; what each is for stands there."""

    violence_by_target: dict[Target, int]
    violence_by_type: dict[EventType, int]
    deaths: dict[Side, tuple[Victim, ...]]


class AcledRules(_Preset):
    """All values of `acled.toml`; what each is for stands there."""

    time_precision: Steps
    geo_precision: Steps


@cache
def load_ged_rules() -> GedRules:
    """The checked rules; raises `LexiconError` on a bad file."""
    return load_checked(GedRules, "ged.toml")


@cache
def load_acled_rules() -> AcledRules:
    """The checked rules; raises `LexiconError` on a bad file."""
    return load_checked(AcledRules, "acled.toml")
