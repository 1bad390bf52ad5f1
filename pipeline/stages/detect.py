"""Tells the language of a text, always the same for the same text.

langdetect decides, seeded; because it costs about as much as reading half a page, it is asked
only where the text's function words leave a doubt, and reads a bounded sample.
"""

import re
from functools import cache

from langdetect import LangDetectException
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

from pipeline.resources import read_toml

UNDETERMINED = "und"
SEED = 0
SAMPLE_CHARS = 600
MIN_LETTERS = 16
"""Fewer letters than this tell no language."""
ENTRY_LETTERS = 80
"""An entry with fewer letters has its document's language."""
MIN_PROBABILITY = 0.8
CLEAR_SHARE, CLEAR_LEAD = 0.25, 2.0
"""Function words prevail plainly with this share of all words, and this lead on the second."""
SOME_SHARE = 0.1
"""Function words of one language tell it where nothing else does, if they have this share."""
LATIN_WORD = re.compile(r"[a-zà-öø-ÿœ]+")


def detect(text: str, fallback: str = UNDETERMINED) -> str:
    """The ISO 639-1 code of a text's language, or `fallback` where it cannot be told."""
    sample = sample_of(text)
    letters = sum(char.isalpha() for char in sample)
    if letters < MIN_LETTERS:
        return fallback
    return clear_language(sample) or _ask_langdetect(sample) or _leading(sample) or fallback


def detect_entry(text: str, document_language: str) -> str:
    """The language of an entry: its document's, unless the entry plainly is in another one."""
    sample = sample_of(text)
    if sum(char.isalpha() for char in sample) < ENTRY_LETTERS:
        return document_language
    shares = _shares(sample)
    if shares and shares[-1][1] == document_language:
        return document_language
    return detect(text, document_language)


def sample_of(text: str) -> str:
    """At most `SAMPLE_CHARS` from the beginning, the middle and the end of a text."""
    if len(text) <= SAMPLE_CHARS:
        return text
    part = SAMPLE_CHARS // 3
    middle = len(text) // 2
    return " ".join((text[:part], text[middle : middle + part], text[-part:]))


def clear_language(sample: str) -> str | None:
    """The language whose function words plainly prevail, or null where there is a doubt."""
    shares = _shares(sample)
    if not shares:
        return None
    (second, _), (best, language) = shares[-2:]
    return language if best >= CLEAR_SHARE and best >= CLEAR_LEAD * second else None


def _leading(sample: str) -> str | None:
    """The language that has the most function words in a short text that langdetect gives up."""
    shares = _shares(sample)
    if not shares:
        return None
    (second, _), (best, language) = shares[-2:]
    return language if best >= SOME_SHARE and best > second else None


def _shares(sample: str) -> list[tuple[float, str]]:
    """The share of each language's function words among all words, least first."""
    words = LATIN_WORD.findall(sample.lower())
    return sorted(
        (sum(word in common for word in words) / len(words), language)
        for language, common in _function_words().items()
        if words
    )


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {
        language: frozenset(words.split())
        for language, words in read_toml("function_words.toml").items()
    }


@cache
def _factory() -> DetectorFactory:
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.set_seed(SEED)
    return factory


def _ask_langdetect(sample: str) -> str | None:
    detector = _factory().create()
    detector.append(sample)
    try:
        best = detector.get_probabilities()[0]
    except (LangDetectException, IndexError):
        return None
    return best.lang.split("-")[0] if best.prob >= MIN_PROBABILITY else None
