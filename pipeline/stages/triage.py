"""Decides, before any model runs, whether a text can hold an event of harm.

For streams in which most texts tell of something else. All words that the lexicon knows for harm
(`events.toml`), for what becomes of people and for who they are (`casualty.toml`), and the names
of missions and armed groups are looked for at once. A text can hold harm where

- a mission or an armed group is named, here or elsewhere in the document, or
- two of three kinds stand close together: a word of harm, an outcome, and people or a disease.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from ahocorasick_rs import AhoCorasick

from pipeline.components.phrases import expand
from pipeline.lexicon.casualty import load_casualty_words
from pipeline.lexicon.events import load_event_words
from pipeline.lexicon.names import NameRow, load_rows
from pipeline.lexicon.spelling import spellings, strip_accents
from pipeline.stages.annotate import languages

Kind = Literal["harm", "outcome", "people"]
Sign = tuple[str, Kind] | None
"""The language and the kind of a word; null for a name that decides alone."""
DISEASES = "illness"
"""The type whose words stand in much that is no harm: a campaign against malaria."""
NAMES = ("missions.jsonl", "groups.jsonl")
NEAR = 150
"""Characters within which two kinds of words must stand: a sentence or two."""
BETWEEN_WORDS = re.compile(r"[\W_]+")


class Triage:
    """Looks for the signs of harm in a text; made once for all languages."""

    def __init__(self, signs: Iterable[tuple[str, Sign]], acronyms: Iterable[str]) -> None:
        meant: dict[str, set[Sign]] = defaultdict(set)
        for words, sign in signs:
            meant[_plain(words).casefold()].add(sign)
        self.meant = list(meant.values())
        self.search = AhoCorasick(list(meant))
        self.acronyms = AhoCorasick(sorted({_plain(acronym) for acronym in acronyms}))

    @classmethod
    @cache
    def of_lexicon(cls) -> "Triage":
        """The one for all languages that have a pipeline."""
        rows = [row for file in NAMES for row in load_rows(file)]
        return cls(_signs(rows), (acronym for row in rows for acronym in row.acronyms))

    def names_some(self, text: str) -> bool:
        """Whether a document names a mission or an armed group: then all its entries count."""
        plain = _plain(text)
        found = self.search.find_matches_as_indexes(plain.casefold(), overlapping=True)
        named = any(None in self.meant[number] for number, _, _ in found)
        return named or bool(self.acronyms.find_matches_as_indexes(plain))

    def keeps(self, text: str) -> bool:
        """Whether a text can hold an event of harm."""
        plain = _plain(text)
        if self.acronyms.find_matches_as_indexes(plain):
            return True
        last: dict[str, dict[Kind, int]] = defaultdict(dict)
        found = self.search.find_matches_as_indexes(plain.casefold(), overlapping=True)
        for number, start, end in found:
            for sign in self.meant[number]:
                if sign is None:
                    return True
                language, kind = sign
                seen = last[language]
                if any(other != kind and start - at <= NEAR for other, at in seen.items()):
                    return True
                seen[kind] = end
        return False


def _plain(text: str) -> str:
    """The words of a text, each between two blanks."""
    return f" {BETWEEN_WORDS.sub(' ', text)} "


def _signs(rows: list[NameRow]) -> Iterator[tuple[str, Sign]]:
    """Every word that is a sign, and the long names of the rows."""
    for language in languages():
        for kind, phrases in _phrases(language).items():
            for phrase in phrases:
                for reading in expand(phrase):
                    yield reading, (language, kind)
                    yield strip_accents(reading), (language, kind)
    for row in rows:
        for name in (name for names in row.names.values() for name in names):
            for spelling in spellings(name):
                yield spelling, None


def _phrases(language: str) -> dict[Kind, list[str]]:
    harm = load_event_words(language).harm
    casualty = load_casualty_words(language)
    return {
        "harm": [word for name, words in harm.items() if name != DISEASES for word in words],
        "outcome": [
            word
            for told in casualty.outcomes.values()
            for words in (
                *(told.participle, told.subject, told.object),
                [
                    f"{voice} {word}"
                    for voice in casualty.auxiliaries.passive
                    for word in told.in_passive
                ],
                *(
                    told.noun,
                    told.deed,
                    told.tally,
                    told.price,
                ),  # not `lost`: so do matches and money
            )
            for word in words
        ],
        "people": [
            *(word for who in casualty.victims.values() for word in (*who.one, *who.many)),
            *(word for name, words in harm.items() if name == DISEASES for word in words),
        ],
    }
