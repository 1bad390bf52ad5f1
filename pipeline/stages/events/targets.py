"""What was hit: the thing that the words aim at, else the first in sight, else who was hurt."""

from collections.abc import Iterable, Iterator, Set
from itertools import zip_longest
from typing import cast

from pipeline.codes import EventType, Target, Victim
from pipeline.stages.events.facts import Mark, Sentence
from pipeline.stages.events.roles import UN_VICTIMS

TARGET_ORDER: tuple[Target, ...] = (
    "idp_site",
    "aircraft",
    "convoy",
    "patrol",
    "camp",
    "facility",
    "village",
    "vehicle",
)
"""Which of several things that are only named was hit."""
AIM_CHARS = 40
"""How far a thing may stand behind the word that aims at it."""
NEAR_CHARS = 16
UNTARGETED: frozenset[EventType] = frozenset({"toll", "clash", "illness", "death"})
OF_PEOPLE: frozenset[EventType] = frozenset({"abduction", "violation"})
"""Types whose target are the people, wherever they are."""
STAFF: frozenset[Victim] = UN_VICTIMS | {"aid_worker"}
FORCES: frozenset[Victim] = frozenset({"soldier", "police"})
CIVIL: frozenset[Target] = frozenset({"facility", "village"})
"""What is hit where others than civilians are hurt only if the words aim at it."""


def target_of(
    event_type: EventType,
    own: list[Sentence],
    around: Iterable[Sentence],
    victims: Set[Victim],
) -> Target | None:
    """What a happening hit, by its `own` sentences, else by those `around` it."""
    if event_type in UNTARGETED:
        return None
    people = _people(victims)
    if event_type in OF_PEOPLE:
        return people
    return _aimed(own) or _aimed(around) or _in_sight(own, people) or people


def _people(victims: Set[Victim]) -> Target | None:
    if victims & STAFF:
        return "personnel"
    if victims & FORCES:
        return "national_forces"
    return "civilians" if "civilian" in victims else None


def _in_sight(sentences: Iterable[Sentence], people: Target | None) -> Target | None:
    """The first in `TARGET_ORDER` of the things that sentences name."""
    seen = {mark.value for s in sentences for mark in _things(s) if not _is_care(s, mark)}
    civil = people in ("civilians", None)
    order = (target for target in TARGET_ORDER if civil or target not in CIVIL)
    return next((target for target in order if target in seen), None)


def _aimed(sentences: Iterable[Sentence]) -> Target | None:
    """The first thing that words aim at: `attack on a convoy`, `a convoy was hit`."""
    for sentence in sentences:
        things = list(_things(sentence))
        for mark, following in zip_longest(things, things[1:]):
            before = max((t.end for t in things if t.end <= mark.start), default=sentence.start)
            behind = following.start if following else sentence.end
            at = (cue for cue in sentence.trigger("cue", "aimed") if cue.start >= before)
            hit = (cue for cue in sentence.trigger("cue", "struck") if cue.start < behind)
            if any(0 <= mark.start - cue.end <= AIM_CHARS for cue in at) or any(
                0 <= cue.start - mark.end <= AIM_CHARS for cue in hit
            ):
                return cast(Target, mark.value)
    return None


def _is_care(sentence: Sentence, mark: Mark) -> bool:
    """Whether a thing is a place where the hurt are treated."""
    return any(cue.start <= mark.start < cue.end for cue in sentence.trigger("cue", "care"))


def _things(sentence: Sentence) -> Iterator[Mark]:
    """The words for things that can be hit: no weapons, and no neighbours of it."""
    weapons, near = sentence.of("WEAPON"), sentence.trigger("place", "near")
    for mark in sentence.trigger("target"):
        armed = any(weapon.start <= mark.start < weapon.end for weapon in weapons)
        beside = any(0 <= mark.start - word.end <= NEAR_CHARS for word in near)
        if not (armed or beside):
            yield mark
