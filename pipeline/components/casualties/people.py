"""Who is counted: the groups of people that the casualty grammar works on, and a text's names."""

from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc, Span

from pipeline.codes import Outcome, Victim

Said = Literal["count", "name", "definite", "pronoun"]
"""How people are referred to: `a soldier`, `Marie Kouassi`, `the soldier`, `she`."""
PERSON_LABELS = frozenset({"PERSON", "PER"})


@dataclass(frozen=True, slots=True)
class Group:
    """People with a count: tokens `[start:end]`, bounds as in the codebook, and who they are.

    `victim` is null where the words do not say (`three others`); `fresh` is true where they
    set the group apart from the one before (`another`, `others`); `part` where it is a part of
    one mentioned before (`two of them`); `outcome` where the group itself says it (`three dead`).
    `said` is how one person without a figure is referred to; `unknown_head` is true where a noun
    that the lexicon does not have is what was counted (`two beekeepers`), `acts` where they are
    the subject of what is said or done (`police said`), `hit` where something happened to them,
    `body` where they are only the soldiers of a patrol or a battalion, `again` where they may have
    been counted before (`the two soldiers`, `one of the injured`). `kin` is the nationality of
    those before from whom it goes on. `alien` are soldiers of no single State (`a coalition
    soldier`), `staff` those whose employer their own words leave open,
    `divided` where their nationalities are those of their parts (`two men, a Finn and a Dane`),
    `crew` those aboard, `fellows` those of the same unit as others before; `parts` are what a
    bracket inside the group divides it into.
    """

    start: int
    end: int
    count: int | None
    low: int | None
    high: int | None
    approximate: bool = False
    none: bool = False
    victim: Victim | None = None
    nationality: tuple[str, ...] = ()
    fresh: bool = False
    part: bool = False
    of_mission: bool = False
    outcome: Outcome | None = None
    articled: bool = False
    said: Said = "count"
    unknown_head: bool = False
    acts: bool = False
    hit: bool = False
    body: bool = False
    again: bool = False
    kin: tuple[str, ...] = ()
    alien: bool = False
    staff: bool = False
    divided: bool = False
    crew: bool = False
    fellows: bool = False
    parts: tuple["Group", ...] = ()

    @property
    def bare(self) -> bool:
        """Whether nothing but a figure stands there."""
        return self.victim is None and not self.nationality


@dataclass(slots=True)
class Names:
    """The names of a text by the token they start at.

    `persons` gives the token after each person's name, `offices` that after each office held,
    `roles` all their tokens, `tied` the nationalities that are only half of a word: nobody's own.
    """

    by_start: dict[int, Span] = field(default_factory=dict)
    persons: dict[int, int] = field(default_factory=dict)
    roles: set[int] = field(default_factory=set)
    tied: set[int] = field(default_factory=set)
    offices: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, doc: Doc) -> "Names":
        """The names of a text; needs `bluehelm_names`, and the trained model for persons."""
        labels = {"MISSION", "ORG", "ARMED_GROUP", "GPE", "NORP"}
        group = doc.spans.get("names", ())
        known = {span.start: span for span in group if span.label_ in labels}
        tied = {span.start for span in known.values() if _is_compound(span)}
        persons = {
            span.start: span.end
            for span in doc.ents
            if span.label_ in PERSON_LABELS and not known.keys() & set(range(span.start, span.end))
        }
        offices = {span.start: span.end for span in group if span.label_ == "ROLE"}
        roles = {t for start, end in offices.items() for t in range(start, end)}
        return cls(known, persons, roles, tied, offices)


def _is_compound(name: Span) -> bool:
    """Whether a nationality is only half of a word: `Israeli-occupied`, `pro-Russian`."""
    doc = name.doc
    behind = doc[name.end] if name.end < len(doc) else None
    tied = behind is not None and behind.text == "-" and not doc[name.end - 1].whitespace_
    before = name.start > 1 and doc[name.start - 1].text == "-"
    led = before and not doc[name.start - 1].whitespace_ and not doc[name.start - 2].whitespace_
    return name.label_ == "NORP" and (tied or led)
