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


def others(sentences: list[Sentence], harmed: list[Sentence], *, dated: bool) -> list[Other]:
    """The events without harm of an entry, in order; `harmed` are the sentences that tell harm.

    In a text that is not `dated` (a report, questions and answers) only what has a date counts.
    """
    found: dict[EventType, Other] = {}
    told = {id(sentence) for sentence in harmed}
    for number, sentence in enumerate(sentences):
        if id(sentence) in told or not (dated or sentence.dates):
            continue
        other = _told_by(sentence)
        if other is None:
            continue
        if other.type in QUIET and (harmed or found.keys() - {other.type} or number > 1):
            continue
        known = found.get(other.type)
        if known is None or (sentence.dates and not known.sentence.dates):
            found[other.type] = other
    return sorted(found.values(), key=lambda other: other.sentence.start)


def _told_by(sentence: Sentence) -> Other | None:
    """The event without harm that a sentence tells, the first type of `ORDER` that has a word."""
    if not (participants(sentence) or sentence.of("NORP", "GPE")):
        return None
    for event_type in ORDER:
        words = sentence.trigger("other", event_type)
        if words and not (event_type in QUIET and sentence.has("boilerplate")):
            return Other(event_type, sentence, words[0])
    return None


def participants(sentence: Sentence) -> tuple[str, ...]:
    """Who takes part: persons, then bodies and missions, each once."""
    marks = [*sentence.of("PERSON"), *sentence.of("ORG", "MISSION", "ROLE")]
    persons = [mark for mark in marks if mark.kind == "PERSON"]
    kept = [mark for mark in marks if not (mark.kind == "ROLE" and persons)]
    names = [mark.value or mark.text for mark in kept]
    return tuple(dict.fromkeys(names))[:PARTICIPANTS]
