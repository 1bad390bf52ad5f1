"""Events without harm: meetings, agreements, appointments, awards, mandates, movements, work.

A sentence is cut into clauses; a clause tells an event by a phrase that needs no other (`alone`),
by a verb with one of its objects (`verbs`, `objects`), or as a headline (`heads`), and its
sentence must name somebody who can do it. `models/lexicon/<lang>/events.toml` lists the words.

    "The Secretary-General laid a wreath , then handed the Dag Hammarskjöld Medal to 42 States"
     ROLE = who            alone: meeting         verb       object: award
     └──────────── clause ───────────────┘ └──────────────── clause ─────────────────────────┘
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.codes import Assertion, EventType
from pipeline.lexicon.events import OtherWords, load_event_words
from pipeline.lexicon.names import nationalities
from pipeline.records import EventDate
from pipeline.stages.events.facts import Mark, Sentence
from pipeline.stages.events.happenings import date_near, is_dated
from pipeline.stages.events.roles import is_country

DAILY: frozenset[EventType] = frozenset({"meeting", "operation", "statement"})
"""What a mission does every day: no news in a text that is none."""
MOVES: frozenset[EventType] = frozenset({"deployment", "operation"})
"""What carrying the wounded away could be taken for."""
NOT_BESIDE_HARM: frozenset[EventType] = MOVES | {"meeting", "statement"}
"""Types that a clause of harm only mentions; others it tells (`killed since it was set up`)."""
SPOKEN_OF: frozenset[EventType] = frozenset({"agreement", "deployment", "appointment", "award"})
"""What others do and a statement is about; a mandate is what the speaker itself does."""
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
"""Which type a clause with words of several tells."""
PARTICIPANTS = 4
NEAR_CHARS = 3
SPOKEN_CHARS = 40
"""How far a verb of saying may stand before the verb of what it speaks about."""
NEGATION_CHARS = 30
"""How far a negation may stand before what it denies."""
BREAK = re.compile(r"[;:!?…]|\s[–—-]\s")


@dataclass(frozen=True, slots=True)
class Other:
    """A happening without harm: its type, the clause that tells it, and who takes part.

    `speaker` is who says it, where it is a statement.
    """

    type: EventType
    sentence: Sentence
    start: int
    end: int
    date: EventDate | None
    participants: tuple[str, ...]
    speaker: str | None
    assertion: Assertion


@dataclass(frozen=True, slots=True)
class _Clause:
    """A part of a sentence and the event words in it."""

    start: int
    end: int
    words: tuple[Mark, ...]

    def of(self, marks: list[Mark]) -> list[Mark]:
        """Those of the marks that stand in the clause."""
        return [mark for mark in marks if self.start <= mark.start < self.end]

    def part(self, event_type: EventType, part: str) -> list[Mark]:
        """The words of one part of a type's table, such as the verbs of `award`."""
        value = f"{event_type}/{part}"
        return [word for word in self.words if word.kind == "other" and word.value == value]


def others(sentences: list[Sentence], language: str, *, harm: bool, dated: bool) -> list[Other]:
    """The events without harm of an entry, in order; `harm`: the entry reports harm as well.

    In a text that is not `dated` (a report, questions and answers) only what has a date counts,
    and no daily work.
    A condemnation or an appeal that goes with harm is no `statement`, nor one that only follows
    on something else: it must be the news itself.
    """
    found: list[Other] = []
    for sentence in sentences:
        if dated or is_dated(sentence):
            told = _told_by(sentence, load_event_words(language).other)
            for other in (one for one in told if dated or one.type not in DAILY):
                known = next((n for n, one in enumerate(found) if _is_same(one, other)), None)
                if known is None:
                    found.append(other)
                elif other.date and not found[known].date:
                    found[known] = other
    is_news = not harm and bool(found) and found[0].type == "statement"
    return [other for other in found if other.type != "statement" or is_news]


def _told_by(sentence: Sentence, words: dict[EventType, OtherWords]) -> Iterator[Other]:
    """The events that the clauses of a sentence tell, one a clause and one of a type."""
    seen: set[EventType] = set()
    kinds = {mark.kind for mark in sentence.mentions} | {
        mark.kind.upper() for mark in sentence.trigger("unit")
    }
    for clause in _clauses(sentence):
        if any(word.start < clause.end for word in sentence.trigger("cue", "unreal")):
            continue  # `si le Conseil l'ordonnait, un bataillon partirait`
        barred = _barred(sentence, clause)
        for event_type in ORDER:
            told = words[event_type]
            if event_type in barred or kinds.isdisjoint(told.who):
                continue
            trigger = _trigger(event_type, told, clause, sentence)
            if trigger and _is_spoken_of(event_type, trigger, clause):
                continue  # `welcomes the signing of the agreement`
            if trigger and event_type not in seen:
                seen.add(event_type)
                yield Other(
                    event_type,
                    sentence,
                    clause.start,
                    clause.end,
                    date_near(sentence, trigger.start),
                    participants(sentence, clause.start, clause.end),
                    _speaker(sentence, trigger) if event_type == "statement" else None,
                    "negated" if _is_denied(clause, trigger) else "asserted",
                )
            if trigger:
                break


def _barred(sentence: Sentence, clause: _Clause) -> frozenset[EventType]:
    """The types that a clause cannot tell because it speaks of harm, or of those who were hurt."""
    harm = [word for word in clause.words if word.kind == "harm"]
    if any(not _is_inside(word, clause.words) for word in harm) or any(
        clause.start <= row.start < clause.end for row in sentence.casualties
    ):
        return NOT_BESIDE_HARM
    hurt = any(word.kind == "cue" and word.value == "hurt" for word in clause.words)
    return MOVES if hurt else frozenset()


def _is_inside(word: Mark, words: tuple[Mark, ...]) -> bool:
    """Whether a word of harm is a part of words that tell of none: `an operation targeting`."""
    return any(
        other.kind == "other" and other.start < word.start and word.end <= other.end
        for other in words
    )


def _clauses(sentence: Sentence) -> Iterator[_Clause]:
    """The clauses of a sentence: cut at its inner punctuation and before relative words."""
    cuts = {sentence.start}
    cuts |= {sentence.start + match.end() for match in BREAK.finditer(sentence.text)}
    cuts |= {mark.start for mark in sentence.trigger("cue", "clause")}
    starts = sorted(cuts)
    held: list[list[Mark]] = [[] for _ in starts]
    for word in sentence.triggers:
        held[bisect_right(starts, word.start) - 1].append(word)
    ends = [*starts[1:], sentence.end]
    for start, end, words in zip(starts, ends, held, strict=True):
        if words:
            yield _Clause(start, end, tuple(words))


def _trigger(
    event_type: EventType, told: OtherWords, clause: _Clause, sentence: Sentence
) -> Mark | None:
    """The word by which a clause tells an event of a type, or null."""
    if alone := clause.part(event_type, "alone"):
        return alone[0]
    for head in clause.part(event_type, "heads"):
        if head.start - clause.start <= NEAR_CHARS:
            return head
    objects = clause.part(event_type, "objects") + clause.of(sentence.of(*told.labels))
    if "UNIT" in told.labels:
        objects += [word for word in clause.words if word.kind == "unit"]
    for verb in clause.part(event_type, "verbs"):
        if any(thing.end <= verb.start or verb.end <= thing.start for thing in objects):
            return verb
    return None


def _is_spoken_of(event_type: EventType, trigger: Mark, clause: _Clause) -> bool:
    """Whether a clause only makes a statement about what an event's verb and object tell."""
    said = clause.part("statement", "alone")
    by_verb = event_type in SPOKEN_OF and trigger.value == f"{event_type}/verbs"
    return by_verb and any(0 <= trigger.start - verb.end <= SPOKEN_CHARS for verb in said)


def _speaker(sentence: Sentence, trigger: Mark) -> str | None:
    """The first office, else body or person, that is named before a verb of saying."""
    for kinds in (("ROLE",), ("MISSION", "ORG", "PERSON")):
        before = [mark for mark in sentence.of(*kinds) if mark.end <= trigger.start]
        if before:
            return before[0].value or before[0].text
    return None


def _is_denied(clause: _Clause, trigger: Mark) -> bool:
    return any(
        word.kind == "cue"
        and word.value == "negation"
        and -NEAR_CHARS <= trigger.start - word.end <= NEGATION_CHARS
        for word in clause.words
    )


def _is_same(known: Other, other: Other) -> bool:
    """Whether an event is told again: of the same type, with no one else, at no other time."""
    if known.type != other.type or known.sentence.item != other.sentence.item:
        return False
    if known.date and other.date and known.date != other.date:
        return False
    strangers = {*known.participants}.isdisjoint(other.participants)
    return not (known.participants and other.participants and strangers)


def participants(sentence: Sentence, start: int, end: int) -> tuple[str, ...]:
    """Who takes part, each once: those named in `start:end`, else in the whole sentence.

    Persons go first, then units (`Indian battalion`), bodies and missions, then States.
    """
    marks = [*sentence.mentions, *sentence.trigger("unit")]
    here = [mark for mark in marks if start <= mark.start < end]
    for group in (here, marks):
        persons = [mark.text for mark in group if mark.kind == "PERSON"]
        units = [name for mark in group if mark.kind == "unit" and (name := _unit(sentence, mark))]
        bodies = [mark.value or mark.text for mark in group if mark.kind in ("ORG", "MISSION")]
        roles = [mark.value or mark.text for mark in group if mark.kind == "ROLE" and not persons]
        groups = [mark.value for mark in group if mark.kind == "ARMED_GROUP"]
        names = [*persons, *roles, *units, *bodies, *groups]
        if names:
            return tuple(dict.fromkeys(names))[:PARTICIPANTS]
    states = [mark.value for mark in here if mark.kind == "GPE" and is_country(mark.value)]
    return tuple(dict.fromkeys(states))[:PARTICIPANTS]


def _unit(sentence: Sentence, mark: Mark) -> str | None:
    """The English name of a unit whose nationality stands beside it, else null."""
    for people in sentence.of("NORP"):
        gap = max(mark.start - people.end, people.start - mark.end)
        if 0 <= gap <= NEAR_CHARS and (adjective := nationalities().get(people.value)):
            return f"{adjective} {mark.value}"
    return None
