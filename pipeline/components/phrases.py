"""Finds the phrases of a lexicon in a text and says what each one is.

The one matcher behind the casualty and the event words: case does not matter, `(a|b)` in a
phrase stands for either word.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from pipeline.lexicon.spelling import strip_accents

CHOICE = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Tag:
    """What a phrase of the lexicon is: its kind, the value it stands for, its tokens."""

    kind: str
    value: str
    start: int
    end: int


class Tags:
    """All tags of a text by the token they start at, the longest of a kind only."""

    def __init__(self) -> None:
        self.found: dict[int, dict[str, Tag]] = defaultdict(dict)

    def add(self, tag: Tag) -> None:
        """Keeps a tag, unless a longer one of its kind starts at the same token."""
        known = self.found[tag.start].get(tag.kind)
        if known is None or known.end < tag.end:
            self.found[tag.start][tag.kind] = tag

    def at(self, token: int, *kinds: str) -> Tag | None:
        """The longest tag of any of these kinds that starts at a token, or null."""
        here = self.found.get(token)
        if not here:
            return None
        tags = [here[kind] for kind in kinds if kind in here]
        return max(tags, key=lambda tag: tag.end) if tags else None


class PhraseTagger:
    """Marks phrases, each given as kind, value and words; a phrase may mean several things.

    `meanings` are those of a phrase as written, `bare` those of one whose accents are missing.
    """

    def __init__(self, nlp: Language, phrases: Iterable[tuple[str, str, str]]) -> None:
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.meanings: dict[int, list[tuple[str, str]]] = defaultdict(list)
        self.bare: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for kind, value, phrase in phrases:
            readings = expand(phrase)
            for reading in readings:
                self._key(nlp, reading, self.meanings).append((kind, value))
            for reading in readings:
                bare = strip_accents(reading)
                if bare != reading:
                    self._key(nlp, bare, self.bare).append((kind, value))

    def _key(
        self, nlp: Language, reading: str, meanings: dict[int, list[tuple[str, str]]]
    ) -> list[tuple[str, str]]:
        """What a reading may mean, the reading itself added to the matcher."""
        key = reading.lower()
        if key not in self.matcher:
            self.matcher.add(key, [_tokenize(nlp, reading)])
        return meanings[nlp.vocab.strings.add(key)]

    def __call__(self, doc: Doc) -> Tags:
        """The tags of a text.

        Accents may be missing where a word is shouted or the text has none at all: else
        `incendie` is not `incendié`.
        """
        tags = Tags()
        plain = doc.text.isascii()
        for key, start, end in self.matcher(doc):
            for kind, value in self.meanings.get(key, ()):
                tags.add(Tag(kind, value, start, end))
            if key in self.bare and (plain or doc[start:end].text.isupper()):
                for kind, value in self.bare[key]:
                    tags.add(Tag(kind, value, start, end))
        return tags


def expand(phrase: str) -> list[str]:
    """Every reading of a phrase: `lost (his|her) life` gives two; apostrophes may be curly."""
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
