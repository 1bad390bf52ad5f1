"""Missions and other bodies by the words around them, which no list needs to know."""

import re
from collections.abc import Collection, Iterator

from spacy.tokens import Doc, Span

from pipeline.acronyms import is_acronym
from pipeline.components.words import words_of
from pipeline.lexicon.names import expansions, name_words, nationalities
from pipeline.lexicon.spelling import fold
from pipeline.lexicon.text import TextWords, small_words

AGENCY = re.compile(
    r"^(?=[^\W\d_a-zß-öø-ÿ])[^\n()]{3,60}?(?:\([^()\n]{3,30}\))?[^\n()]{0,40}\d[^\n()]{0,6}"
    r"\((?P<agency>[^\W\d_a-zß-öø-ÿ][^\n()\d]{1,30})\)(?=\.|\s*[-–—])",
    re.MULTILINE,
)
"""`BANGUI, 17 July 2020 (Some Agency) -` at the beginning of a line."""
KNOWN_LABELS = frozenset({"MISSION", "ARMED_GROUP", "ORG"})


def defined(doc: Doc, words: TextWords, denied: Collection[str]) -> Iterator[Span]:
    """Names that the document itself explains: of what the lexicon knows, and of missions.

    `denied` are acronyms by which it means something else than the lexicon does.
    """
    known = {
        span.text: span
        for span in doc.spans.get("names", ())
        if span.label_ in KNOWN_LABELS and span.text not in denied
    }
    definitions: dict[str, str] = doc._.definitions or {}
    text = words_of(doc).text
    plain = " ".join(text.split()) if definitions else ""
    for short, long in definitions.items():
        if short not in plain and long not in plain:
            continue
        if short in known:
            yield from _all(doc, text, long, known[short].label_, known[short].kb_id_)
        elif short not in expansions() and is_acronym(short) and names_mission(long, words):
            for name in (long, short):
                yield from _all(doc, text, name, "MISSION", short)


def contradicted(doc: Doc) -> frozenset[str]:
    """Acronyms by which the document means something else than the lexicon's body or group."""
    definitions = doc._.definitions
    if not definitions:
        return frozenset()
    return frozenset(
        span.text
        for span in doc.spans.get("names", ())
        if span.label_ in ("ORG", "ARMED_GROUP") and span.text in definitions
        if not _is_alike(definitions[span.text], span.kb_id_)
    )


def _is_alike(long: str, canonical: str) -> bool:
    """Whether at least half of the words of a long form occur in the names of that body."""
    words = {fold(word) for word in long.split() if word.lower() not in small_words()}
    return len(words & name_words().get(canonical, frozenset())) * 2 >= len(words)


def names_mission(long: str, words: TextWords) -> bool:
    """Whether a long name is that of a UN mission: `the Example Mission in Ruritania`."""
    nouns = {word.lower() for word in long.split() if word[0].isupper()} & words.operation_nouns
    if any(body in long for body in words.mission_bodies):
        return bool(nouns)
    return "mission" in nouns and not any(body in long for body in words.other_bodies)


def forces(doc: Doc, words: TextWords, names: list[Span]) -> Iterator[Span]:
    """Bodies of a State that its adjective names: `Turkish air force`, `l'aviation turque`."""
    taken = {span.start for span in names if span.label_ == "ORG"}
    for people in names:
        if people.label_ != "NORP" or people.kb_id_ not in nationalities():
            continue
        for force, english in words.forces.items():
            length = len(force.split()) + force.count("'")
            start = people.start if words.force_adjective_first else people.start - length
            end = people.end + length if words.force_adjective_first else people.end
            if start < 0 or start in taken or end > len(doc):
                continue
            noun = (
                doc[people.end : end] if words.force_adjective_first else doc[start : people.start]
            )
            if noun.text.lower().replace("’", "'") == force:
                kb_id = f"{nationalities()[people.kb_id_]} {english}"
                yield Span(doc, start, end, label="ORG", kb_id=kb_id, span_id="ruler")


def agencies(doc: Doc) -> Iterator[Span]:
    """News agencies and papers in brackets behind the place and date of a line."""
    for match in AGENCY.finditer(words_of(doc).text):
        span = doc.char_span(*match.span("agency"), label="ORG", span_id="ruler")
        if span is not None:
            span.kb_id_ = span.text
            yield span


def _all(doc: Doc, text: str, name: str, label: str, canonical: str) -> Iterator[Span]:
    """The places of a name in the text of `doc`, which costs too much to ask for again."""
    for match in re.finditer(rf"\b{re.escape(name)}\b".replace(r"\ ", r"\s+"), text):
        span = doc.char_span(*match.span(), label=label, kb_id=canonical, span_id="definition")
        if span is not None:
            yield span
