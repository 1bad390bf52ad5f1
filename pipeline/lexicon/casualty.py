"""How a language words casualties: `models/lexicon/<lang>/casualty.toml`, checked."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from pipeline.codes import Outcome, Victim
from pipeline.resources import load_checked

Words = tuple[str, ...]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OutcomeWords(_Section):
    """Predicates of one outcome, by where the people stand that they speak of.

    `bearing` and `borne` are one together (`sustained multiple gunshot wounds`), `held` is one only
    where fighters do it (`detained by rebels`), `in_passive` only behind an auxiliary; `unless` are
    phrases that tell of nothing though a predicate begins them (`shot at`); `fate` are those that
    hold for all who were aboard (`there were no survivors`).
    """

    participle: Words = ()
    subject: Words = ()
    object: Words = ()
    noun: Words = ()
    armed: Words = ()
    losing: Words = ()
    deed: Words = ()
    tally: Words = ()
    those: Words = ()
    foes: Words = ()
    costing: Words = ()
    price: Words = ()
    of_things: Words = ()
    opener: Words = ()
    bearing: Words = ()
    borne: Words = ()
    held: Words = ()
    in_passive: Words = ()
    fate: Words = ()
    unless: Words = ()


class Tallies(_Section):
    """Words of a sum: `the number of`, and what leads to its figure."""

    number: Words
    reach: Words


class Voice(_Section):
    """Auxiliaries that make a participle passive or active."""

    passive: Words
    active: Words
    plural: Words
    singular: Words
    negation: Words


class Persons(_Section):
    """Words that refer to one person without a figure."""

    pronouns: Words
    plurals: Words
    definite: Words
    possessives: Words
    serving: Words
    reflexives: Words
    acting: Words
    posts: Words
    agents: Words
    sources: Words
    several: Words
    obliques: Words
    nominatives: Words
    leaving: Words
    own: Words


class Employers(_Section):
    """Words for aid organisations, and those that lead from people to their employer."""

    aid: Words
    links: Words
    staff: Words
    trades: Words
    agencies: Words
    hired: Words


class VictimWords(_Section):
    """Words for one person and for several."""

    one: Words
    many: Words


class Counts(_Section):
    """Words that count, besides the numerals."""

    articles: Words
    of: Words
    range: Words
    between: Words
    of_them: Words
    of_the: Words
    one: Words
    fresh: Words
    alone: Words
    aboard: Words
    sized: Words
    not_counts: Words
    ages: Words
    aged: Words
    both: Words
    not_heads: Words
    not_after: Words
    same: Words
    several: Words
    dozens: Words
    bodies: Words
    none: Words
    dozen: Words
    plurals: Words
    singulars: Words
    participles: Words
    things: Words
    plenty: dict[str, int]
    about: dict[str, int] = {}


class Bounds(_Section):
    """Words before a figure that make it a bound or an estimate."""

    at_least: Words
    more_than: Words
    at_most: Words
    fewer_than: Words
    after: Words
    approximate: Words


class WordList(_Section):
    """Just words."""

    words: Words


class Joints(_Section):
    """Words between people who are listed, and between clauses."""

    words: Words
    together: Words
    clauses: Words
    alternatives: Words


class Severity(_Section):
    """How badly people were hurt, and words of where the wounded were brought."""

    words: Words
    care: Words


class Fillers(_Section):
    """Words that change nothing, and how adverbs end."""

    endings: Words
    words: Words
    relatives: Words


class Modifiers(_Section):
    """Words between a figure and what it counts."""

    stop: Words
    words: Words


class Inclusion(_Section):
    """Words before and behind a figure that is part of another."""

    words: Words
    after: Words
    sex_age: Words


class Origin(_Section):
    """Words between people and where they come from."""

    adjective_follows: bool
    members: Words
    loose: Words
    crews: Words
    apart: Words
    words: Words
    units: Words
    bodies: Words
    alliances: Words
    armies: Words
    police_bodies: Words
    police_units: Words
    same: Words
    too: Words
    common: Words
    among: Words
    places: Words
    sides: Words


class Toll(_Section):
    """Words of a figure over a time."""

    words: Words
    weak: Words
    since: Words
    as_of: Words


class Update(_Section):
    """Words of a newer figure, and of another source's."""

    words: Words
    sources: Words


class Unreal(_Section):
    """Words that imagine or deny."""

    words: Words
    breaks: Words
    settings: Words
    superseded: Words
    arrests: Words
    found: Words
    first: Words
    against: Words
    boasts: Words
    false: Words
    denied: Words
    unhurt: Words
    links: Words


class CasualtyWords(_Section):
    """All lists of a language's `casualty.toml`; what each is for stands in the file."""

    outcomes: dict[Outcome, OutcomeWords]
    auxiliaries: Voice
    fillers: Fillers
    severity: Severity
    victims: dict[Victim, VictimWords]
    persons: Persons
    employers: Employers
    counts: Counts
    bounds: Bounds
    joints: Joints
    inclusion: Inclusion
    origin: Origin
    modifiers: Modifiers
    toll: Toll
    update: Update
    tallies: Tallies
    unreal: Unreal


@cache
def load_casualty_words(language: str) -> CasualtyWords:
    """The checked casualty words of a language; raises `LexiconError` on a bad file."""
    return load_checked(CasualtyWords, language, "casualty.toml")
