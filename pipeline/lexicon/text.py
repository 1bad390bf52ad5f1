"""Small words of a language: `models/lexicon/<lang>/text.toml`, checked."""

from functools import cache

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import LexiconError
from pipeline.resources import models_folder, read_toml


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
    try:
        return TextWords.model_validate(read_toml(language, "text.toml"))
    except ValidationError as error:
        raise LexiconError(f"{language}/text.toml: {error}") from error


@cache
def small_words() -> frozenset[str]:
    """The words of all languages that stand small inside a name: `of`, `des`."""
    languages = (path.parent.name for path in models_folder().glob("lexicon/*/text.toml"))
    return frozenset(word for language in languages for word in load_text_words(language).small)
