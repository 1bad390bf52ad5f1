"""Words that tell what happened: `models/lexicon/<lang>/events.toml`, checked."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from pipeline.codes import EventType, Subtype, Target, Weapon
from pipeline.resources import load_checked

Words = tuple[str, ...]


class EventWords(BaseModel):
    """All lists of a language's `events.toml`; what each is for stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    harm: dict[EventType, Words]
    subtypes: dict[EventType, dict[Subtype, Words]]
    targets: dict[Target, Words]
    weapons: dict[Weapon, Words]
    cues: dict[str, Words]
    places: dict[str, Words]
    other: dict[EventType, Words]


@cache
def load_event_words(language: str) -> EventWords:
    """The checked event words of a language; raises `LexiconError` on a bad file."""
    return load_checked(EventWords, language, "events.toml")
