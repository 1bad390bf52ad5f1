"""Finds the phrases of a lexicon in a text and says what each one is.

`Phrases` is the matcher behind all words and names of the lexicon; `PhraseTagger` the one behind
the casualty and the event words: case does not matter, `(a|b)` in a phrase stands for either word.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from pipeline.components.words import words_of
from pipeline.lexicon.spelling import strip_accents

CHOICE = re.compile(r"\(([^()]*)\)")
BETWEEN_WORDS = re.compile(r"\W+")
RULE = "\x00 rule "
"""Before the name of a matcher's rule: no token has blanks, no text this character."""
MIN_LETTERS = 4
"""Shorter phrases occur inside the words of every text."""


class Phrases:
    """A `PhraseMatcher` that makes a phrase ready when a text first has its letters.

    The lexicon has tens of thousands of phrases and a text but hundreds: to tokenize them all
    would take seconds at every start. All texts are searched for the letters of all phrases at
    once, without what stands between the words, so that no token sequence is missed.
    `phrases` are those to find, by a key of the caller's.
    """

    def __init__(
        self, nlp: Language, phrases: Mapping[str, str], attr: Literal["ORTH", "LOWER"]
    ) -> None:
        self.nlp = nlp
        self.phrases = phrases
        self.matcher = PhraseMatcher(nlp.vocab, attr=attr)
        by_letters: dict[str, list[str]] = defaultdict(list)
        for key, phrase in phrases.items():
            by_letters[_letters(phrase)].append(key)
        self._keys: dict[int, str] = {}
        self._waiting: list[list[str]] = []
        wanted = []
        for letters, alike in by_letters.items():
            if len(letters) < MIN_LETTERS:
                self._make_ready(alike)
            else:
                wanted.append(letters)
                self._waiting.append(alike)
        self._search = AhoCorasick(wanted)
        self._ready: set[int] = set()

    def __call__(self, doc: Doc, text: str) -> list[tuple[str, int, int]]:
        """The key, start and end of every match in `doc`.

        `text` is the text of `doc`, with or without its blanks.
        """
        found = self._search.find_matches_as_indexes(_letters(text), overlapping=True)
        for number in {match[0] for match in found} - self._ready:
            self._make_ready(self._waiting[number])
            self._ready.add(number)
        try:
            matches = self.matcher(doc)
        except KeyError:  # a rule's name was forgotten
            self._know(self._keys.values())
            matches = self.matcher(doc)
        return [(self._keys[number], start, end) for number, start, end in matches]

    def _make_ready(self, keys: list[str]) -> None:
        self._know(keys)
        for key in keys:
            self.matcher.add(RULE + key, [_tokenize(self.nlp, self.phrases[key])])

    def _know(self, keys: Iterable[str]) -> None:
        """Makes the vocabulary know the names of rules, also where rare words are forgotten.

        They are no strings that a text may hold: one that is known only for a while stays so.
        """
        for key in list(keys):
            number = self.nlp.vocab.strings.add(RULE + key, allow_transient=False)  # type: ignore[call-arg]
            self._keys[number] = key


def _letters(text: str) -> str:
    """The letters and digits of a text, without case: what is left of any token sequence."""
    if text.isalpha():
        return text.casefold()
    return BETWEEN_WORDS.sub("", text).casefold()


class Tag(NamedTuple):
    """What a phrase of the lexicon is: its kind, the value it stands for, its tokens."""

    kind: str
    value: str
    start: int
    end: int


class Tags:
    """All tags of a text by the token they start at, the longest of a kind only."""

    def __init__(self) -> None:
        self.found: dict[int, dict[str, Tag]] = defaultdict(dict)
        self._starts: dict[str, list[int]] = {}

    def add(self, tag: Tag) -> None:
        """Keeps a tag, unless a longer one of its kind starts at the same token."""
        here = self.found[tag.start]
        known = here.get(tag.kind)
        if known is None or known.end < tag.end:
            here[tag.kind] = tag

    @property
    def end(self) -> int:
        """The token behind the last that any tag starts at."""
        return max(self.found, default=-1) + 1

    def within(self, start: int, end: int, *kinds: str) -> list[int]:
        """The tokens of a stretch that a tag of any of these kinds starts at, in order.

        For texts whose tags are all known: what is added later is not seen.
        """
        if not self._starts:
            starts: dict[str, list[int]] = defaultdict(list)
            for token in sorted(self.found):
                for kind in self.found[token]:
                    starts[kind].append(token)
            self._starts = dict(starts)
        tokens: list[int] = []
        for kind in kinds:
            if known := self._starts.get(kind):
                first = bisect_left(known, start)
                tokens += known[first : bisect_left(known, end, first)]
        return tokens if len(kinds) == 1 else sorted(set(tokens))

    def at(self, token: int, *kinds: str) -> Tag | None:
        """The longest tag of any of these kinds that starts at a token, or null."""
        here = self.found.get(token)
        if not here:
            return None
        if len(kinds) == 1:
            return here.get(kinds[0])
        tags = [here[kind] for kind in kinds if kind in here]
        return max(tags, key=lambda tag: tag.end) if tags else None


class PhraseTagger:
    """Marks phrases, each given as kind, value and words; a phrase may mean several things.

    `meanings` are those of a phrase as written, `bare` those of one whose accents are missing.
    """

    def __init__(self, nlp: Language, phrases: Iterable[tuple[str, str, str]]) -> None:
        self.meanings: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.bare: dict[str, list[tuple[str, str]]] = defaultdict(list)
        wanted: dict[str, str] = {}
        for kind, value, phrase in phrases:
            readings = expand(phrase)
            for reading in readings:
                self.meanings[reading.lower()].append((kind, value))
                wanted.setdefault(reading.lower(), reading)
            for reading in readings:
                bare = strip_accents(reading)
                if bare != reading:
                    self.bare[bare.lower()].append((kind, value))
                    wanted.setdefault(bare.lower(), bare)
        self.phrases = Phrases(nlp, wanted, "LOWER")

    def __call__(self, doc: Doc) -> Tags:
        """The tags of a text.

        Accents may be missing where a word is shouted or the text has none at all: else
        `incendie` is not `incendié`.
        """
        tags = Tags()
        text = words_of(doc).text
        plain = text.isascii()
        for phrase, start, end in self.phrases(doc, text):
            for kind, value in self.meanings.get(phrase, ()):
                tags.add(Tag(kind, value, start, end))
            if phrase in self.bare and (plain or doc[start:end].text.isupper()):
                for kind, value in self.bare[phrase]:
                    tags.add(Tag(kind, value, start, end))
        return tags


def expand(phrase: str) -> list[str]:
    """Every reading of a phrase: `lost (his|her) life` gives two; apostrophes may be curly."""
    if "(" not in phrase and "'" not in phrase:
        return [" ".join(phrase.split())]
    parts = CHOICE.split(phrase)
    choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    plain = [" ".join("".join(reading).split()) for reading in product(*choices)]
    variants = (variant for text in plain for variant in (text, text.replace("'", "’")))
    return list(dict.fromkeys(variants))


def _tokenize(nlp: Language, phrase: str) -> Doc:
    """The tokens of a phrase; an elided last word (`la mort d'`) as it stands before another."""
    if phrase.endswith(("'", "’")):
        return nlp.tokenizer(f"{phrase}un")[:-1].as_doc()
    return nlp.tokenizer(phrase)
