"""What other event tables call our events: `models/lexicon/event_codes.toml`, checked."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from pipeline.codes import EventType, PloverType, Subtype, Weapon
from pipeline.records import Acled
from pipeline.resources import load_checked


class CodeRow(BaseModel):
    """The codes of the events that fit; what each field is for stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    types: tuple[EventType, ...]
    subtypes: tuple[Subtype, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    armed: bool | None = None
    acled: Acled | None = None
    plover: PloverType | None = None


class EventCodes(BaseModel):
    """All rows of the file, in its order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: tuple[CodeRow, ...]


@cache
def load_event_codes() -> tuple[CodeRow, ...]:
    """The checked rows; raises `LexiconError` on a bad file."""
    return load_checked(EventCodes, "event_codes.toml").row
