"""A row: counted people and what happened to them, before the entry's context is known."""

from dataclasses import dataclass
from typing import Literal

from pipeline.codes import Outcome
from pipeline.components.casualties.people import Group

Pattern = Literal[
    "passive",
    "active",
    "participle",
    "noun",
    "shared",
    "included",
    "preset",
    "tally",
    "fate",
    "gap",
]
"""By which wording people and outcome were joined."""


@dataclass(frozen=True, slots=True)
class Row:
    """A group and what happened to it, with the tokens `[start:end]` that say so.

    `negated` where a `not` stands before the predicate, `imagined` where a `could` does;
    `predicate` is the token that it begins at.
    """

    group: Group
    outcome: Outcome
    start: int
    end: int
    pattern: Pattern
    included: bool = False
    negated: bool = False
    imagined: bool = False
    predicate: int | None = None
