"""Tells the language of a text, always the same for the same text.

langdetect decides, seeded; because it costs about as much as reading half a page, it is asked
only where the text's function words leave a doubt, and reads a bounded sample.
"""

import re
from functools import cache
from importlib import import_module

from langdetect import LangDetectException
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

UNDETERMINED = "und"
SEED = 0
SAMPLE_CHARS = 600
MIN_LETTERS = 20
"""Fewer letters than this tell no language."""
MIN_PROBABILITY = 0.8
COMPARED = ("de", "en", "es", "fr", "it", "nl", "pt", "ro")
"""Languages whose function words are weighed; a text in any other one goes to langdetect."""
CLEAR_SHARE, CLEAR_LEAD = 0.3, 1.8
LATIN_WORD = re.compile(r"[a-zà-öø-ÿœ]+")


def detect(text: str, fallback: str = UNDETERMINED) -> str:
    """The ISO 639-1 code of a text's language, or `fallback` where it cannot be told."""
    sample = sample_of(text)
    letters = sum(char.isalpha() for char in sample)
    if letters < MIN_LETTERS:
        return fallback
    return clear_language(sample) or _ask_langdetect(sample) or fallback


def sample_of(text: str) -> str:
    """At most `SAMPLE_CHARS` from the beginning, the middle and the end of a text."""
    if len(text) <= SAMPLE_CHARS:
        return text
    part = SAMPLE_CHARS // 3
    middle = len(text) // 2
    return " ".join((text[:part], text[middle : middle + part], text[-part:]))


def clear_language(sample: str) -> str | None:
    """The language whose function words plainly prevail, or null where there is a doubt."""
    words = LATIN_WORD.findall(sample.lower())
    if not words:
        return None
    shares = sorted(
        ((sum(word in common for word in words) / len(words), language))
        for language, common in _function_words().items()
    )
    (second, _), (best, language) = shares[-2:]
    return language if best >= CLEAR_SHARE and best >= CLEAR_LEAD * second else None


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {
        language: frozenset(import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS)
        for language in COMPARED
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
