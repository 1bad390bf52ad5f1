"""Small words of a language: `models/lexicon/<lang>/text.toml`, checked."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from pipeline.resources import load_checked, models_folder


class TextWords(BaseModel):
    """What each list is for stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    abbreviations: frozenset[str]
    small: frozenset[str]
    not_in_names: frozenset[str]
    generic_places: frozenset[str]
    honorifics: frozenset[str]
    particles: frozenset[str]
    not_persons: frozenset[str]
    joints: frozenset[str]
    of: tuple[str, ...]
    heads: frozenset[str]
    spokespersons: frozenset[str]


@cache
def load_text_words(language: str) -> TextWords:
    """The checked lists of a language; raises `LexiconError` on a bad file."""
    return load_checked(TextWords, language, "text.toml")


@cache
def small_words() -> frozenset[str]:
    """The words of all languages that stand small inside a name: `of`, `des`."""
    languages = (path.parent.name for path in models_folder().glob("lexicon/*/text.toml"))
    return frozenset(word for language in languages for word in load_text_words(language).small)
