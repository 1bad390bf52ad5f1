"""What counts when reports are linked: `models/lexicon/linking.toml`, checked."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from pipeline.codes import EventType, Subtype
from pipeline.resources import load_checked


class LinkingRules(BaseModel):
    """All values of the file; what each is for stands there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    join: float
    floor: float
    families: tuple[frozenset[EventType], ...]
    forbidden: frozenset[str]
    vague_subtypes: frozenset[Subtype]
    undated_days: int = Field(ge=0)
    days_apart: int = Field(ge=0)
    at_once_days: int = Field(ge=0)
    period_days: int = Field(ge=1)
    month_days: int = Field(ge=1)
    near_km: float = Field(gt=0)
    far_km: float = Field(gt=0)
    growth: float = Field(ge=1)
    large: int = Field(ge=1)
    about: float = Field(gt=0, lt=1)
    weights: dict[str, float]


@cache
def load_linking_rules() -> LinkingRules:
    """The checked rules; raises `LexiconError` on a bad file."""
    return load_checked(LinkingRules, "linking.toml")
