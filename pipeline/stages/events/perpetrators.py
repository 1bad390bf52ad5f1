"""Who did it: armed groups by name, State forces where they act, and people whom nobody knows.

Those whom the sentences of a happening name go before those that stand around it. What the text
says of one in any place (claimed, suspected) holds for it everywhere.
"""

from collections.abc import Iterator
from functools import cache

from pipeline.codes import EventType, PerpetratorStatus
from pipeline.lexicon.names import actors, load_rows
from pipeline.records import Perpetrator
from pipeline.stages.events.facts import Mark, Sentence

NEAR_CHARS = 24
"""Between a name and a word that makes it a suspect, or leaves it a mere guess."""
AGENT_CHARS = 3
BY_SOMEBODY: frozenset[EventType] = frozenset({"attack", "clash", "abduction", "violation"})
"""Types that have perpetrators; nobody does an accident."""
TWO_SIDED: frozenset[EventType] = frozenset({"clash", "violation"})
"""Types in which State forces that are merely named take part."""
UNKNOWN = "unidentified"


def perpetrators_of(
    event_type: EventType, own: list[Sentence], around: list[Sentence]
) -> tuple[Perpetrator, ...]:
    """The perpetrators of a happening by its `own` sentences, else by all those `around` it."""
    if event_type not in BY_SOMEBODY:
        return ()
    blamed = [s for s in around if s.has("claimed") or s.has("suspected")]
    marks = _known(own, event_type) or _known(blamed, event_type) or _unknown(own)
    marks = marks or _known(around, event_type) or _unknown(around)
    if event_type == "clash" and marks and {mark.value for mark in marks} <= _state_forces():
        marks += _unknown(own)
    names = dict.fromkeys(_name(mark) for mark in marks)
    return tuple(
        Perpetrator(
            name=actors().get(name, name), status=_status(name, around, alone=len(names) == 1)
        )
        for name in names
    )


def is_armed(sentences: list[Sentence]) -> bool:
    """Whether sentences name anybody who could have done it."""
    return bool(_known(sentences, "attack") or _unknown(sentences))


def _known(sentences: list[Sentence], event_type: EventType) -> list[Mark]:
    """The groups and forces that sentences name; groups that lost people only if no others."""
    named = [mark for sentence in sentences for mark in _named(sentence, event_type)]
    victims = [
        mark
        for sentence in sentences
        for mark in sentence.of("ARMED_GROUP")
        if _is_counted(sentence, mark)
    ]
    return named or victims


def _named(sentence: Sentence, event_type: EventType) -> Iterator[Mark]:
    """The groups that are not among the dead, and State forces that act or are a side."""
    for mark in sentence.of("ARMED_GROUP"):
        if not _is_counted(sentence, mark):
            yield mark
    for mark in sentence.of("ORG"):
        if mark.value in _state_forces() and (event_type in TWO_SIDED or _acts(sentence, mark)):
            yield mark


def _unknown(sentences: list[Sentence]) -> list[Mark]:
    """The first word for somebody without a name (`gunmen`) that counts no dead."""
    cues = (
        cue
        for sentence in sentences
        for cue in sentence.trigger("cue", UNKNOWN)
        if not _is_counted(sentence, cue)
    )
    return [*cues][:1]


def _name(mark: Mark) -> str:
    return mark.value or mark.text


def _is_counted(sentence: Sentence, mark: Mark) -> bool:
    """Whether a word is part of a casualty phrase: those are victims."""
    return any(row.start <= mark.start < row.end for row in sentence.casualties)


def _acts(sentence: Sentence, mark: Mark) -> bool:
    """Whether `by the` stands right before a name, or a verb of harm in the active behind it."""
    by = sentence.trigger("cue", "agent")
    verbs = sentence.trigger("cue", "acts")
    return any(0 <= mark.start - cue.end <= AGENT_CHARS for cue in by) or any(
        0 <= verb.start - mark.end <= AGENT_CHARS for verb in verbs
    )


def _status(name: str, sentences: list[Sentence], *, alone: bool) -> PerpetratorStatus:
    """How sure the text is; a claim without a name is of the only one that is named."""
    nameless = name == UNKNOWN
    suspected = False
    for sentence in sentences:
        kinds = ("ARMED_GROUP", "ORG")
        marks = sentence.trigger("cue", UNKNOWN) if nameless else sentence.of(*kinds)
        marks = marks if nameless else [mark for mark in marks if _name(mark) == name]
        spoken = bool(marks) or (alone and not sentence.of("ARMED_GROUP"))
        if sentence.has("claimed") and spoken and not (nameless or sentence.has("unclaimed")):
            return "claimed"
        suspected |= any(
            max(mark.start - cue.end, cue.start - mark.end) <= NEAR_CHARS
            or (alone and not nameless and cue.end <= mark.start)  # `allegations against X`
            for cue in sentence.trigger("cue", "suspected")
            for mark in marks
        )
    return "suspected" if suspected else "unidentified" if nameless else "stated"


@cache
def _state_forces() -> frozenset[str]:
    return frozenset(
        row.canonical
        for row in load_rows("organisations.jsonl")
        if row.kind in ("force", "coalition", "police")
    )
