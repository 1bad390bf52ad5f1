"""Events without harm: meetings, agreements, appointments, awards, mandates, movements, work.

Only plain wordings: at most one event of a type for an entry, from the first sentence that has
a word of it; an entry that reports harm gets no statement, meeting or operation besides.
"""

from dataclasses import dataclass

from pipeline.codes import EventType
from pipeline.stages.events.facts import Mark, Sentence

QUIET: frozenset[EventType] = frozenset({"statement", "meeting", "operation"})
ORDER: tuple[EventType, ...] = (
    "award",
    "agreement",
    "appointment",
    "mandate",
    "deployment",
    "meeting",
    "operation",
    "statement",
)
PARTICIPANTS = 4


@dataclass(frozen=True, slots=True)
class Other:
    """A happening without harm: its type and the sentence that tells it."""

    type: EventType
    sentence: Sentence
    trigger: Mark


def others(sentences: list[Sentence], harmed: list[Sentence]) -> list[Other]:
    """The events without harm of an entry, in order; `harmed` are the sentences that tell harm."""
    found: dict[EventType, Other] = {}
    for number, sentence in enumerate(sentences):
        if sentence in harmed:
            continue
        for event_type in ORDER:
            words = sentence.trigger("other", event_type)
            if not words or event_type in found:
                continue
            if event_type in QUIET and (harmed or found or number > 1):
                continue
            if sentence.has("boilerplate") and event_type in QUIET:
                continue
            if not (participants(sentence) or sentence.of("NORP", "GPE")):
                continue
            found[event_type] = Other(event_type, sentence, words[0])
            break
    return sorted(found.values(), key=lambda other: other.sentence.start)


def participants(sentence: Sentence) -> tuple[str, ...]:
    """Who takes part: persons, then bodies and missions, each once."""
    marks = [*sentence.of("PERSON"), *sentence.of("ORG", "MISSION", "ROLE")]
    persons = [mark for mark in marks if mark.kind == "PERSON"]
    kept = [mark for mark in marks if not (mark.kind == "ROLE" and persons)]
    names = [mark.value or mark.text for mark in kept]
    return tuple(dict.fromkeys(names))[:PARTICIPANTS]
