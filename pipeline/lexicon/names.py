"""The names that the field uses, from `models/lexicon/*.jsonl`: one row, one thing.

Every file has the same shape (`NameRow`); the table `FILES` says which label its names carry
and how they match. A row that breaks the shape stops the program with the file and the line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.codes import Label
from pipeline.errors import LexiconError
from pipeline.lexicon.spelling import fold, spellings
from pipeline.resources import read_rows

WORD = re.compile(r"\w+(?:-\w+)*")
Case = Literal["exact", "initial", "any", "alone"]
"""How letters must agree: all of them, a capital in front where the row has one, or none.

`alone` is a capital in front and no other name around.
"""


class NameRow(BaseModel):
    """One mission, body, group, country, place ... with all the ways it is written.

    `acronyms` match letter by letter, `names` by language without regard to case, `short` forms
    with their capital and only where they are no part of a longer name. Which of the
    optional fields a file uses stands in its head in `models/lexicon/SOURCES.md`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    canonical: str
    expansion: str | None = None
    acronyms: tuple[str, ...] = ()
    names: dict[str, tuple[str, ...]] = {}
    short: dict[str, tuple[str, ...]] = {}
    demonyms: dict[str, tuple[str, ...]] = {}
    countries: tuple[str, ...] = ()
    country: str | None = None
    label: Label | None = None
    kind: str | None = None
    start: int | None = None
    end: int | None = None
    capital: str | None = None
    capitals: tuple[str, ...] = ()
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    rank: bool = False
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class NameFile:
    """What the names of one file are: their label and whether other languages' names count."""

    label: Label
    every_language: bool = False


FILES: dict[str, NameFile] = {
    "missions.jsonl": NameFile("MISSION", every_language=True),
    "organisations.jsonl": NameFile("ORG", every_language=True),
    "groups.jsonl": NameFile("ARMED_GROUP", every_language=True),
    "roles.jsonl": NameFile("ROLE"),
    "countries.jsonl": NameFile("GPE"),
    "peoples.jsonl": NameFile("NORP"),
    "places.jsonl": NameFile("GPE", every_language=True),
    "weapons.jsonl": NameFile("WEAPON"),
}
"""The one place to add a file of names."""
CODED = frozenset({"countries.jsonl", "weapons.jsonl"})
"""Files whose canonical forms are codes, not words that an acronym could stand for."""


class Name(NamedTuple):
    """One way to write one thing, as the matcher needs it."""

    text: str
    label: Label
    canonical: str
    case: Case
    file: str
    rank: bool = False


@cache
def load_rows(file: str) -> tuple[NameRow, ...]:
    """The checked rows of one file; raises `LexiconError` naming file and line of a bad one."""
    rows = []
    for number, data in read_rows(file):
        try:
            rows.append(NameRow.model_validate(data))
        except ValidationError as error:
            problem = error.errors()[0]
            field = ".".join(str(part) for part in problem["loc"])
            raise LexiconError(f"{file}, line {number}: {field}: {problem['msg']}") from error
    return tuple(rows)


def iter_names(language: str) -> Iterator[Name]:
    """Every name that can occur in a text of this language, with all its spellings."""
    for file, kind in FILES.items():
        for row in load_rows(file):
            label = row.label or kind.label
            for acronym in row.acronyms:
                yield Name(acronym, label, row.canonical, "exact", file, row.rank)
            for written_in, names in row.names.items():
                if written_in == language or kind.every_language:
                    for name in _spellings(names):
                        yield Name(name, label, row.canonical, _case(name), file, row.rank)
            for short in _spellings(row.short.get(language, ())):
                yield Name(short, label, row.canonical, "alone", file)
            for demonym in _spellings(row.demonyms.get(language, ())):
                yield Name(demonym, "NORP", row.canonical, _case(demonym), file)
            for capital in _spellings((*row.capitals, *((row.capital,) if row.capital else ()))):
                yield Name(capital, "GPE", row.capital or capital, "initial", file)


@cache
def expansions() -> dict[str, str]:
    """What each known acronym stands for, in English."""
    files = ("acronyms.jsonl", *(file for file in FILES if file not in CODED))
    return {
        acronym: row.expansion or row.canonical
        for file in reversed(files)
        for row in load_rows(file)
        for acronym in row.acronyms
    } | {
        acronym: row.names["en"][0]
        for row in load_rows("countries.jsonl")
        for acronym in row.acronyms
    }


@cache
def known_places() -> frozenset[str]:
    """The case-folded names of all known towns, regions, capitals and countries."""
    rows = [*load_rows("places.jsonl"), *load_rows("countries.jsonl")]
    return frozenset(
        name.casefold()
        for row in rows
        for names in (*row.names.values(), row.capitals, (row.capital or row.canonical,))
        for name in names
    )


@cache
def name_words() -> dict[str, frozenset[str]]:
    """The folded words of all names of each body and group, by canonical form."""
    found: dict[str, frozenset[str]] = {}
    for file in ("organisations.jsonl", "groups.jsonl"):
        for row in load_rows(file):
            names = (row.canonical, row.expansion or "", *chain.from_iterable(row.names.values()))
            words = frozenset(fold(word) for name in names for word in name.split())
            found[row.canonical] = found.get(row.canonical, frozenset()) | words
    return found


@cache
def actors() -> dict[str, str]:
    """What event tables call a body, where that is not its canonical form: `FARDC`."""
    return {row.canonical: row.actor for row in load_rows("organisations.jsonl") if row.actor}


@cache
def country_names() -> dict[str, str]:
    """The English names of the countries by their alpha-3 codes."""
    return {row.canonical: row.names["en"][0] for row in load_rows("countries.jsonl")}


@cache
def nationalities() -> dict[str, str]:
    """The English adjectives of the countries by their alpha-3 codes."""
    rows = load_rows("countries.jsonl")
    return {row.canonical: row.demonyms["en"][0] for row in rows if row.demonyms.get("en")}


@cache
def missions() -> dict[str, NameRow]:
    """The missions by their canonical acronym."""
    return {row.canonical: row for row in load_rows("missions.jsonl")}


def missions_named(text: str) -> set[str]:
    """The missions whose acronym stands in a text."""
    words = set(WORD.findall(text))
    return {row.canonical for row in missions().values() if words & {*row.acronyms}}


@cache
def place_kinds() -> dict[str, str]:
    """What each known place is (city, admin1, admin2, area), by all its names, case-folded."""
    return {
        name.casefold(): row.kind
        for row in reversed(load_rows("places.jsonl"))
        if row.kind
        for names in (*row.names.values(), (row.canonical,))
        for name in names
    }


@cache
def place_countries() -> dict[str, frozenset[str]]:
    """The countries in which a place of that name, in any language, lies (alpha-3)."""
    found: dict[str, frozenset[str]] = {}
    for row in load_rows("places.jsonl"):
        names = {row.canonical, *(name for names in row.names.values() for name in names)}
        for name in names if row.country else ():
            found[name] = found.get(name, frozenset()) | {str(row.country)}
    for row in load_rows("countries.jsonl"):
        for capital in filter(None, {row.capital, *row.capitals}):
            found[capital] = found.get(capital, frozenset()) | {row.canonical}
    return found


def _case(name: str) -> Case:
    """Names are capitalised as the row has them; the Arabic article may be written either way."""
    return "initial" if name[:1].isupper() and not name.startswith(("Al-", "Al ")) else "any"


@cache
def _spellings(names: tuple[str, ...]) -> tuple[str, ...]:
    """Every way to spell the names, each once; many are of every language."""
    return tuple(dict.fromkeys(spelling for name in names for spelling in spellings(name)))
