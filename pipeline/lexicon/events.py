"""Words that tell what happened: `models/lexicon/<lang>/events.toml`, checked."""

from functools import cache

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.codes import EventType, Subtype, Target, Weapon
from pipeline.errors import LexiconError
from pipeline.resources import read_toml

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
    try:
        return EventWords.model_validate(read_toml(language, "events.toml"))
    except ValidationError as error:
        problem = error.errors()[0]
        field = ".".join(str(part) for part in problem["loc"])
        raise LexiconError(f"{language}/events.toml: {field}: {problem['msg']}") from error
