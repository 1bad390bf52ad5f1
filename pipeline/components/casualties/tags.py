"""Marks the words of the casualty lexicon in a text: the alphabet of the casualty grammar."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc
from text_to_num import find_numbers

from pipeline.components.phrases import PhraseTagger, Tag, Tags
from pipeline.components.words import words_of
from pipeline.lexicon.casualty import CasualtyWords

MAX_COUNT = 9_999_999
MAX_JOINT = 3
"""Tokens between two ages that are told together."""
OUTCOME_WORDS = (
    *("participle", "subject", "object", "noun", "armed", "losing", "deed", "tally", "fate"),
    *("those", "foes", "costing", "price", "of_things", "opener"),
    *("bearing", "borne", "held", "in_passive", "unless"),
)
COUNT_WORDS = (
    "articles",
    "of",
    "range",
    "between",
    "of_them",
    "of_the",
    "one",
    "fresh",
    "alone",
    "not_counts",
    "ages",
    "aged",
    "both",
    "not_heads",
    "not_after",
    "same",
    "several",
    "dozens",
    "bodies",
    "none",
    "dozen",
    "things",
)


class Tagger:
    """Finds the phrases of `casualty.toml` and the figures of a text."""

    def __init__(self, nlp: Language, words: CasualtyWords) -> None:
        self.language = nlp.lang
        self.words = words
        self.reflexives = frozenset(words.persons.reflexives)
        self.phrases = PhraseTagger(nlp, _phrases(words))

    def __call__(self, doc: Doc, closed: set[int]) -> Tags:
        """The tags of a text; tokens in `closed` (dates, names of missions) hold no figure."""
        tags = self.phrases(doc)
        for at in [at for at in tags.found if at and doc[at - 1].lower_ in self.reflexives]:
            tags.found[at].pop("victim", None)  # `s'élève à` is no pupil
        words = [here["not_counts"] for here in tags.found.values() if "not_counts" in here]
        closed = closed | {token for tag in words for token in range(tag.start, tag.end)}
        figures = sorted(self._figures(doc, closed))
        ages = _ages(doc, tags, figures)
        for start, end, number in figures:
            if start in ages:
                tags.add(Tag("modifier", "", start, ages[start]))  # `a 15-year-old girl`
            else:
                tags.add(Tag("number", str(number), start, end))
        return tags

    def _figures(self, doc: Doc, closed: set[int]) -> Iterator[tuple[int, int, int]]:
        """Start, end and value of every whole number, in digits or words."""
        written = words_of(doc).written
        words = [_word(text) for text in written]
        number = 0
        while number < len(doc):
            digits = None if written[number].isalpha() else _digits(doc, number)
            if digits and number not in closed:
                yield number, digits[0], digits[1]
                number = digits[0]
                continue
            number += 1
        for found in find_numbers(words, self.language, threshold=0):
            span = range(found.start, found.end)
            if closed.isdisjoint(span) and not any(doc[i].text[0].isdigit() for i in span):
                value = float(found.value)
                if value == int(value) and value <= MAX_COUNT and not found.is_ordinal:
                    yield found.start, found.end, int(value)


def _ages(doc: Doc, tags: Tags, figures: list[tuple[int, int, int]]) -> dict[int, int]:
    """The figures that are ages, by the token they start at, with the token behind each.

    Those beside an age are ages, too: `aged 8 and 9`, `de 8, 9 et 12 ans`.
    """
    opened = {tag.end for here in tags.found.values() if (tag := here.get("aged"))}
    ages: dict[int, int] = {}
    for neighbours in (pairwise(((0, 0, 0), *figures)), pairwise(((0, 0, 0), *figures[::-1]))):
        for (near, near_end, _), (start, end, _) in neighbours:
            between = (near_end, start) if near < start else (end, near)
            age = tags.at(end, "ages")
            if age or start in opened or (near in ages and _lead_to(doc, tags, *between)):
                ages[start] = max(age.end if age else end, ages.get(start, 0))
    return ages


def _lead_to(doc: Doc, tags: Tags, start: int, end: int) -> bool:
    """Whether nothing but joints stands between two figures: `8 et 9 ans`, `8- and 9-year-old`."""
    between = range(start, end)
    joints = (tags.at(at, "joint", "range") or doc[at].text in (",", "-") for at in between)
    return 0 < len(between) <= MAX_JOINT and all(joints)


def _digits(doc: Doc, start: int) -> tuple[int, int] | None:
    """End and value of a number in digits with separators, null for anything else."""
    text = doc[start].text
    plain = text.replace(",", "").replace("\u202f", "").replace("\u00a0", "").replace("'", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 7:
        thousands = text.split(".")
        if len(thousands) > 1 and all(len(part) == 3 and part.isdigit() for part in thousands[1:]):
            plain = "".join(thousands)
        if not plain.isascii() or not plain.isdigit() or len(plain) > 7:
            return None
    if "," in text and any(len(part) != 3 for part in text.split(",")[1:]):
        return None
    end = start + 1
    while (  # 10 200, with a space between the thousands
        end < len(doc)
        and len(plain) <= 3
        and doc[end].text.isdigit()
        and len(doc[end].text) == 3
        and doc[end - 1].whitespace_ in (" ", "\u00a0")
        and plain != "0"
    ):
        plain += doc[end].text
        end += 1
    return end, int(plain)


@lru_cache(maxsize=10_000)
def _word(text: str) -> "Word":
    return Word(text)


class Word:
    """A token as `text_to_num` reads it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self) -> str:
        """The token as written."""
        return self._text

    def text_lowercase(self) -> str:
        """The token in lower case."""
        return self._text.lower()

    def nt_separated(self, previous: "Word") -> bool:
        """Whether something other than white space stands before: never, tokens are split."""
        return False

    def not_a_number_part(self) -> bool:
        """Whether the token can be no part of a number."""
        return False


def _phrases(words: CasualtyWords) -> Iterator[tuple[str, str, str]]:
    """Kind, value and phrase of every entry of the lexicon."""
    for outcome, predicates in words.outcomes.items():
        for kind in OUTCOME_WORDS:
            for phrase in getattr(predicates, kind):
                yield kind, outcome, phrase
    for victim, forms in words.victims.items():
        for phrase in forms.one:
            yield "victim", f"{victim}/one", phrase
        for phrase in forms.many:
            yield "victim", f"{victim}/many", phrase
    for kind in COUNT_WORDS:
        for phrase in getattr(words.counts, kind):
            yield kind, "", phrase
    for phrase, least in words.counts.plenty.items():
        yield "plenty", str(least), phrase
    for phrase, number in words.counts.about.items():
        yield "about", str(number), phrase
    for bound in ("at_least", "more_than", "at_most", "fewer_than", "approximate"):
        for phrase in getattr(words.bounds, bound):
            yield "bound", bound, phrase
    lists = {
        "passive": words.auxiliaries.passive,
        "active": words.auxiliaries.active,
        "not": words.auxiliaries.negation,
        "plural": words.auxiliaries.plural,
        "singular": words.auxiliaries.singular,
        "aid": words.employers.aid,
        "employed": words.employers.links,
        "staff": words.employers.staff,
        "trade": words.employers.trades,
        "agency": words.employers.agencies,
        "pronoun": words.persons.pronouns,
        "them": words.persons.several,
        "oblique": words.persons.obliques,
        "nominative": words.persons.nominatives,
        "left_behind": words.persons.leaving,
        "hired": words.employers.hired,
        "aboard": words.counts.aboard,
        "sized": words.counts.sized,
        "acting": words.persons.acting,
        "post": words.persons.posts,
        "agent": words.persons.agents,
        "source": words.persons.sources,
        "own": words.persons.own,
        "they": words.persons.plurals,
        "definite": words.persons.definite,
        "whose": words.persons.possessives,
        "filler": words.fillers.words,
        "severity": words.severity.words,
        "care": words.severity.care,
        "relative": words.fillers.relatives,
        "joint": (*words.joints.words, *words.joints.together, *words.joints.clauses),
        "together": words.joints.together,
        "clause": words.joints.clauses,
        "or": words.joints.alternatives,
        "inclusion": words.inclusion.words,
        "sex_age": words.inclusion.sex_age,
        "inclusion_after": words.inclusion.after,
        "among": words.origin.among,
        "place": words.origin.places,
        "side": words.origin.sides,
        "origin": words.origin.words,
        "unit": words.origin.units,
        "body": words.origin.bodies,
        "alliance": words.origin.alliances,
        "armies": words.origin.armies,
        "police_body": words.origin.police_bodies,
        "police_unit": words.origin.police_units,
        "same_origin": words.origin.same,
        "too": words.origin.too,
        "at_least_after": words.bounds.after,
        "member": words.origin.members,
        "loose": words.origin.loose,
        "crew": words.origin.crews,
        "apart": words.origin.apart,
        "stop": words.modifiers.stop,
        "common": words.origin.common,
        "modifier": words.modifiers.words,
        "toll": words.toll.words,
        "weak": words.toll.weak,
        "since": words.toll.since,
        "as_of": words.toll.as_of,
        "update": words.update.words,
        "other_source": words.update.sources,
        "number_of": words.tallies.number,
        "reach": words.tallies.reach,
        "unreal": words.unreal.words,
        "denied": words.unreal.denied,
        "unhurt": words.unreal.unhurt,
        "breaks": words.unreal.breaks,
        "settings": words.unreal.settings,
        "superseded": words.unreal.superseded,
        "arrest": words.unreal.arrests,
        "found": words.unreal.found,
        "first": words.unreal.first,
        "against": words.unreal.against,
        "boasts": words.unreal.boasts,
        "false": words.unreal.false,
        "link": words.unreal.links,
    }
    for kind, phrases in lists.items():
        for phrase in phrases:
            yield kind, "", phrase
