"""Words that tell what happened: `models/lexicon/<lang>/events.toml`, checked."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from pipeline.codes import EventType, Label, Subtype, Target, Weapon
from pipeline.resources import load_checked

Words = tuple[str, ...]


class OtherWords(BaseModel):
    """How a type without harm is told.

    `alone` tells it by itself, `verbs` only with one of `objects` (or a mention with one of
    `labels`) in the same clause, `heads` only where a line or an item begins with it. `who` are
    the labels of those who do it, of which the sentence must hold one; `UNIT` is a body of
    people that has no name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: tuple[Label | Literal["UNIT"], ...]
    alone: Words = ()
    verbs: Words = ()
    objects: Words = ()
    labels: tuple[Label | Literal["UNIT"], ...] = ()
    heads: Words = ()

    def phrases(self) -> dict[str, Words]:
        """The phrases of each part, by its name."""
        return {
            "alone": self.alone,
            "verbs": self.verbs,
            "objects": self.objects,
            "heads": self.heads,
        }


class EventWords(BaseModel):
    """All lists of a language's `events.toml`; what each is for stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    harm: dict[EventType, Words]
    subtypes: dict[EventType, dict[Subtype, Words]]
    targets: dict[Target, Words]
    weapons: dict[Weapon, Words]
    cues: dict[str, Words]
    places: dict[str, Words]
    units: dict[str, Words]
    other: dict[EventType, OtherWords]


@cache
def load_event_words(language: str) -> EventWords:
    """The checked event words of a language; raises `LexiconError` on a bad file."""
    return load_checked(EventWords, language, "events.toml")
