"""Small words of a language: `models/lexicon/<lang>/text.toml`, checked."""

from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel, ConfigDict

from pipeline.lexicon.spelling import fold
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
    kinship: frozenset[str]
    common: frozenset[str]
    says: frozenset[str]
    indefinite: frozenset[str]
    articles: frozenset[str]
    joints: frozenset[str]
    of: dict[str, str]
    headships: dict[str, str]
    near: tuple[str, ...]
    mission_nouns: frozenset[str]
    operation_nouns: frozenset[str]
    mission_bodies: tuple[str, ...]
    other_bodies: tuple[str, ...]
    force_adjective_first: bool
    forces: dict[str, str]
    shouted_words: frozenset[str]
    site_joints: tuple[str, ...]
    roads_before: tuple[str, ...]
    roads_after: tuple[str, ...]
    sites_before: tuple[str, ...]
    sites_after: tuple[str, ...]
    sites_numbered: tuple[str, ...]
    quarters_before: tuple[str, ...]
    quarters_after: tuple[str, ...]


class _GivenNames(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    names: tuple[str, ...]


@cache
def load_text_words(language: str) -> TextWords:
    """The checked lists of a language; raises `LexiconError` on a bad file."""
    return load_checked(TextWords, language, "text.toml")


@cache
def small_words() -> frozenset[str]:
    """The words of all languages that stand small inside a name: `of`, `des`."""
    return frozenset(word for words in _every_language() for word in words.small)


@cache
def articles() -> frozenset[str]:
    """The articles of all languages."""
    return frozenset(word for words in _every_language() for word in words.articles)


@cache
def given_names() -> frozenset[str]:
    """First names, folded; raises `LexiconError` on a bad file."""
    return frozenset(fold(name) for name in load_checked(_GivenNames, "given_names.toml").names)


@cache
def joints() -> frozenset[str]:
    """The words of all languages that stand between the last two of a list: `and`."""
    return frozenset(word for words in _every_language() for word in words.joints)


@cache
def between_role_and_name() -> frozenset[str]:
    """The words of all languages that may stand between a title and a name: `Mr.`, `the`."""
    return frozenset(
        word for words in _every_language() for word in words.honorifics | words.not_in_names
    )


@cache
def near_words() -> tuple[str, ...]:
    """The words of all languages, with the blank behind, that put something near a place."""
    return tuple(
        word if word.endswith("'") else f"{word} "
        for words in _every_language()
        for word in words.near
    )


def _every_language() -> Iterator[TextWords]:
    for path in sorted(models_folder().glob("lexicon/*/text.toml")):
        yield load_text_words(path.parent.name)
