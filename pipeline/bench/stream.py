"""Text to measure with, as much as is wanted: the corpus with names and numbers varied, and news.

No cache is flattered by it: the spelling of names and the figures differ from one round to the
next, so that a word seen is seldom a word known.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from itertools import count, cycle
from pathlib import Path
from random import Random

FIGURE = re.compile(r"\d+")
NAME = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][a-zà-ÿ]{3,}")
"""A capital inside a sentence: a name, as a rule."""
SLOT = re.compile(r"\{(\w+)\}")
LETTERS = "aeioulnrst"
KNOWN = 0.5
"""The share of names left as they are, for the lexicon to know."""
SENTENCES = (4, 14)
"""The least and the most sentences of an item of news."""
BORROWED = 0.002
"""The share of sentences of news that borrow the words of harm."""


def varied(texts: Sequence[str], seed: int = 0) -> Iterator[str]:
    """The texts, round after round without end; the same seed gives the same stream."""
    for number, text in zip(count(), cycle(texts), strict=False):
        yield vary(text, Random(f"{seed}/{number}"))  # noqa: S311


def vary(text: str, dice: Random) -> str:
    """The text with other figures and, where the dice say so, other spellings of its names."""
    text = FIGURE.sub(lambda match: _figure(match[0], dice), text)
    return NAME.sub(lambda match: _name(match[0], dice), text)


def _figure(figure: str, dice: Random) -> str:
    """A number as long, and of the same tens: days of a month stay days as a rule."""
    return figure[:-1] + str(dice.randint(1, 9))


def _name(name: str, dice: Random) -> str:
    if dice.random() < KNOWN:
        return name
    at = dice.randrange(1, len(name))
    return name[:at] + dice.choice(LETTERS) + name[at + 1 :]


def other_news(seed: int = 0) -> Iterator[str]:
    """Items of news without harm, without end, made from the sentences of `news.toml`."""
    data = tomllib.loads(Path(__file__).with_name("news.toml").read_text("utf-8"))
    sentences: list[str] = data["sentences"]
    borrowing: list[str] = data["borrowing"]
    words: dict[str, list[str]] = data["words"]
    dice = Random(seed)  # noqa: S311

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        return str(dice.randint(2, 990)) if name == "n" else dice.choice(words[name])

    while True:
        length = range(dice.randint(*SENTENCES))
        kinds = (borrowing if dice.random() < BORROWED else sentences for _ in length)
        yield vary(" ".join(SLOT.sub(fill, dice.choice(kind)) for kind in kinds), dice)


def mixed(relevant: Iterator[str], other: Iterator[str], share: float) -> Iterator[str]:
    """A stream with the given share of relevant texts, evenly spread."""
    due = 0.0
    while True:
        due += share
        if due >= 1:
            due -= 1
            yield next(relevant)
        else:
            yield next(other)
