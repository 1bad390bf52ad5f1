"""Finds counted people: `at least three Chadian peacekeepers`, `two others`, `un autre`.

A group is a figure with what is counted. It says nothing yet of what happened to them.
"""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Span

from pipeline.codes import Outcome, Victim
from pipeline.components.casualties.figures import FigureReader
from pipeline.components.phrases import Tag, Tags
from pipeline.lexicon.casualty import CasualtyWords
from pipeline.lexicon.names import load_rows

MAX_MODIFIERS = 9
MAX_UNKNOWN = 2
CLAUSE_WORDS = (
    *("participle", "subject", "object", "noun", "passive", "active", "joint"),
    *("inclusion", "origin", "severity", "filler"),
)
"""Kinds of words that go on with the clause: a figure before one counts nothing else."""
MAX_ASIDE = 12
"""Tokens of a bracket between a figure and what it counts."""
PEOPLE_NAMES = frozenset({"NORP", "MISSION", "ARMED_GROUP"})
FORCES: dict[str, Victim] = {
    "force": "soldier",
    "police": "police",
    "ngo": "aid_worker",
    "un": "un_staff",
}
"""Whom the members of an organisation of that kind count as."""
Said = Literal["count", "name", "definite", "pronoun"]
"""How people are referred to: `a soldier`, `Marie Kouassi`, `the soldier`, `she`."""
PERSON_LABELS = frozenset({"PERSON", "PER"})
MIN_NOUN = 4
"""Letters of a noun that may be people without being in the lexicon."""
EMPLOYEES: frozenset[Victim | None] = frozenset(
    {"civilian", "un_staff", "un_contractor", "unspecified"}
)
"""Who counts as an aid worker when employed by an aid organisation."""
MAX_EMPLOYER = 7
"""Tokens between people and the name of their employer."""
UNIFORMED: dict[Victim | None, Victim] = {"soldier": "peacekeeper", "police": "un_police"}
"""What soldiers and police are in the service of the UN."""
QUOTES = frozenset("\"“”«»'‘’")


@dataclass(frozen=True, slots=True)
class Group:
    """People with a count: tokens `[start:end]`, bounds as in the codebook, and who they are.

    `victim` is null where the words do not say (`three others`); `fresh` is true where they
    set the group apart from the one before (`another`, `others`); `part` where it is a part of
    one mentioned before (`two of them`); `outcome` where the group itself says it (`three dead`).
    `said` is how one person without a figure is referred to; `unknown_head` is true where a noun
    that the lexicon does not have is what was counted (`two beekeepers`).
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

    @property
    def bare(self) -> bool:
        """Whether nothing but a figure stands there."""
        return self.victim is None and not self.nationality


@dataclass(slots=True)
class Names:
    """The names of a text by the token they start at.

    `persons` gives the token after each person's name, `roles` the tokens of offices held.
    """

    by_start: dict[int, Span] = field(default_factory=dict)
    persons: dict[int, int] = field(default_factory=dict)
    roles: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, doc: Doc) -> "Names":
        """The names of a text; needs `bluehelm_names`, and the trained model for persons."""
        labels = {"MISSION", "ORG", "ARMED_GROUP", "GPE", "NORP"}
        group = doc.spans.get("names", ())
        known = {span.start: span for span in group if span.label_ in labels}
        persons = {
            span.start: span.end
            for span in doc.ents
            if span.label_ in PERSON_LABELS and not known.keys() & set(range(span.start, span.end))
        }
        roles = {t for span in group if span.label_ == "ROLE" for t in range(span.start, span.end)}
        return cls(known, persons, roles)


class GroupFinder:
    """Reads a group at a token, if one begins there."""

    def __init__(
        self, doc: Doc, tags: Tags, names: Names, closed: set[int], words: CasualtyWords
    ) -> None:
        self.doc, self.tags, self.names, self.closed = doc, tags, names, closed
        self.words = words
        self.figures = FigureReader(doc, tags)

    def at(self, start: int) -> Group | None:
        """The group that begins at a token, or null."""
        figure = self.figures.at(start)
        if figure is None:
            return (
                self._bare_person(start) or self._one_person(start) or self._headline_group(start)
            )
        group = Group(
            start,
            figure.end,
            figure.count,
            figure.low,
            figure.high,
            figure.approximate,
            figure.none,
            fresh=figure.fresh,
            articled=figure.articled,
        )
        headed = self._with_head(group)
        if headed is None:
            alone = self._elliptical(group)
            origin = self._with_origin(alone or group)
            return origin if origin.nationality else alone  # `one from Nepal`
        return self._with_origin(headed)

    # Heads

    def _with_head(self, group: Group) -> Group | None:
        """The group with who is counted, or null where no such word follows the figure."""
        at, unknown, last_name = group.end, 0, None
        for _ in range(MAX_MODIFIERS):
            if at >= len(self.doc):
                break
            if same := self.tags.at(at, "same"):
                return replace(group, end=same.end, fresh=False)
            if self.tags.at(at, "fresh"):
                group = replace(group, fresh=True)
                at = self.tags.at(at, "fresh").end  # type: ignore[union-attr]
                last_name = None
                continue
            if name := self.names.by_start.get(at):
                victim = self.tags.at(at, "victim")
                if victim is None or victim.end < name.end or name.label_ == "ARMED_GROUP":
                    group, at = self._named(group, name), name.end
                    last_name = name
                    if name.label_ == "ARMED_GROUP":
                        head = self.tags.at(at, "victim")
                        return replace(group, end=head.end if head else at, victim="combatant")
                    continue
            if victim := self.tags.at(at, "victim"):
                return self._headed(group, victim)
            if self._outcome_modifier(at):
                tag = self.tags.at(at, "participle", "noun", "armed")
                group = replace(group, outcome=tag.value)  # type: ignore[union-attr, arg-type]
                at += 1
                continue
            if self.tags.at(at, "modifier"):
                if self.tags.at(at, "stop") and at != group.end:
                    break
                at = self.tags.at(at, "modifier").end  # type: ignore[union-attr]
                continue
            if last_name is not None and (end := self._aside(at)):
                at = end  # `two UNMISS (UN Mission in South Sudan) national staff`
                continue
            if self._word(at) in QUOTES or (self._word(at) == "-" and at > group.end):
                at += 1
                continue
            if unknown < MAX_UNKNOWN and self._may_modify(at):
                unknown, at = unknown + 1, at + 1
                continue
            break
        if last_name is not None and last_name.label_ == "NORP" and last_name.end == at:
            return replace(group, end=at)  # `three Nigerians`, `an Egyptian`
        if last_name is not None and self._is_plural_people(group, last_name):
            return replace(group, end=last_name.end)  # `two Afghans working for the UN`
        if unknown and group.said == "count" and self._may_be_people(group, at - 1):
            return replace(group, end=at, victim=group.victim or "civilian", unknown_head=True)
        return None

    def _is_plural_people(self, group: Group, name: Span) -> bool:
        """Whether a nationality is a noun: `two Afghans`, not `two Afghan bases`."""
        plural = name.text.lower().endswith(self.words.counts.plurals)
        return name.label_ == "NORP" and plural and group.count != 1 and not group.victim

    def _may_be_people(self, group: Group, at: int) -> bool:
        """Whether a noun that the lexicon lacks may be people: a plural behind more than one."""
        noun = self.doc[at]
        return (
            group.count != 1
            and noun.text.islower()
            and len(noun) >= MIN_NOUN
            and noun.lower_.endswith(self.words.counts.plurals)
            and not noun.lower_.endswith(self.words.fillers.endings)
            and not self.tags.at(at, "things", "modifier", "severity", "filler")
        )

    def _aside(self, at: int) -> int | None:
        """The token after a short bracket that opens at a token, or null."""
        if self._word(at) != "(":
            return None
        closing = (end for end in range(at + 1, at + MAX_ASIDE) if self._word(end) == ")")
        end = next(closing, None)
        return end + 1 if end else None

    def _named(self, group: Group, name: Span) -> Group:
        match name.label_:
            case "NORP" | "GPE" if _is_country(name.kb_id_):
                return replace(group, nationality=_joined(group.nationality, name.kb_id_))
            case "MISSION":
                return replace(group, of_mission=True)
            case "ORG" if name.kb_id_ == "United Nations":
                return replace(group, of_mission=True)
            case "ORG" if force := _forces().get(name.kb_id_):
                victim, country = force
                nationality = _joined(group.nationality, country) if country else group.nationality
                return replace(group, victim=victim, nationality=nationality)
            case _:
                return group

    def _headed(self, group: Group, tag: Tag) -> Group:
        kind, number = tag.value.split("/")
        victim: Victim = kind  # type: ignore[assignment]
        following = self.tags.at(tag.end, "victim")
        if following and number == "one":  # `a police officer's driver`: the last word is the head
            return self._headed(group, following)
        known = group.victim
        if known in ("soldier", "police") and victim == "unspecified":
            victim = known
        if victim == "soldier" and group.of_mission:
            victim = "peacekeeper"
        if victim == "police" and group.of_mission:
            victim = "un_police"
        if victim == "civilian" and group.of_mission:
            victim = "un_staff"
        if victim == "un_contractor" and self._word(tag.start) == "guards" and not group.of_mission:
            victim = "police"
        return replace(group, end=tag.end, victim=victim)

    def _outcome_modifier(self, at: int) -> bool:
        """Whether `wounded` stands between a figure and its people: `three wounded soldiers`."""
        tag = self.tags.at(at, "participle", "noun", "armed")
        return bool(
            tag
            and tag.end == at + 1
            and (self.tags.at(tag.end, "victim") or tag.end in self.names.by_start)
            and self.doc[at].text.islower()
        )

    def _may_modify(self, at: int) -> bool:
        token = self.doc[at]
        return (
            token.is_alpha
            and not token.is_stop
            and not self.tags.at(at, "number", *CLAUSE_WORDS)
            and (token.text[0].islower() or token.is_upper or self.doc[at - 1].text[0].isupper())
        )

    def _elliptical(self, group: Group) -> Group | None:
        """A figure alone (`three were`, `two others`), unless it counts something else."""
        end = group.end
        while self.tags.at(end, "fresh"):
            group = replace(group, fresh=True)
            end = self.tags.at(end, "fresh").end  # type: ignore[union-attr]
        if group.articled and not group.fresh:
            return None
        if self.tags.at(group.start - 1, "not_after") and not self.tags.at(end, "noun"):
            return None
        alone = self.tags.at(group.start, "alone") or self.tags.at(group.end, "alone")
        group = replace(group, end=end)
        if of := self._of_them(end):
            return replace(group, end=of, part=True)
        the = self.tags.at(end, "of_the")
        people = self.people_at(the.end) if the else None
        if people is not None and people.victim:  # `one of the assailants`
            nationality = group.nationality or people.nationality
            return replace(group, end=people.end, victim=people.victim, nationality=nationality)
        token = self.doc[end] if end < len(self.doc) else None
        counts_people = (
            token is None
            or alone is not None
            or end in self.closed
            or token.is_punct
            or token.is_space
            or token.is_stop
            or self.tags.at(end, *CLAUSE_WORDS)
            or token.lower_.endswith(self.words.fillers.endings)
        )
        unit = token is not None and token.text in ("%", "°", "$", "€", "/", ":")
        return group if counts_people and not unit else None

    def _of_them(self, at: int) -> int | None:
        """The token after `of them` or `of the four`, null for anything else."""
        if them := self.tags.at(at, "of_them"):
            return them.end
        the = self.tags.at(at, "of_the")
        number = self.tags.at(the.end, "number") if the else None
        return number.end if number else None

    def _one_person(self, start: int) -> Group | None:
        """One person without a figure: by name, as `the driver` or `his driver`, as `she`."""
        group = Group(start, start + 1, 1, 1, 1)
        if (end := self._named_person(start)) or (end := self._named_object(start)):
            return self._with_origin(replace(group, end=end, said="name"))
        if pronoun := self.tags.at(start, "pronoun"):
            return replace(group, end=pronoun.end, said="pronoun")
        rank = self.tags.at(start, "victim")
        titled = rank and rank.value.endswith("/one") and self.doc[start].text[0].isupper()
        titled = titled and self._word(start - 1) != "-"  # `Secretary-General`
        if rank and titled and (end := self._name_behind(rank.end)):  # `Sergeant Lindqvist`
            return self._with_origin(replace(self._headed(group, rank), end=end, said="name"))
        definite = self.tags.at(start, "definite")
        if definite is None:
            return None
        headed = self._with_head(replace(group, end=definite.end, said="definite"))
        if headed is None or not self._ends_as_one(headed):
            return None
        if end := self._name_behind(headed.end):
            headed = replace(headed, end=end, said="name")
        return self._with_origin(headed)

    def _ends_as_one(self, group: Group) -> bool:
        """Whether the last word of a group is one for a single person."""
        if group.victim is None:  # `her colleague`
            last = self.doc[group.end - 1].lower_
            return not last.endswith(self.words.counts.plurals)
        heads = (self.tags.at(at, "victim") for at in range(group.start, group.end))
        return any(tag and tag.end == group.end and tag.value.endswith("/one") for tag in heads)

    def _bare_person(self, start: int) -> Group | None:
        """`Taliban leader Wali` right behind `killed`: one person without an article."""
        if not self.tags_end_before(start, "object", "participle"):
            return None
        if self.tags.at(start, "definite", "pronoun") or start in self.names.persons:
            return None
        headed = self._with_head(Group(start, start, 1, 1, 1))
        if headed is None or headed.victim is None or not self._ends_as_one(headed):
            return None
        end = self._name_behind(headed.end)
        return self._with_origin(replace(headed, end=end, said="name") if end else headed)

    def _named_person(self, start: int) -> int | None:
        """The token after a person's name that the trained model found at a token, or null."""
        end = self.names.persons.get(start)
        if end and any(self.tags.at(token, *CLAUSE_WORDS) for token in range(start, end)):
            return None  # shouted headlines mislead the model
        return end

    def _named_object(self, start: int) -> int | None:
        """The token after an unknown name right behind `killed`, `the death of`, or null."""
        opens = self.doc[start].is_title and start not in self.names.by_start
        opens = opens and not self.doc[start].is_sent_start and not self.doc[start].is_stop
        if not opens or not self.tags_end_before(start, "object", "participle"):
            return None
        return self._name_behind(start)

    def _name_behind(self, at: int) -> int | None:
        """The token after a person's name that begins at a token, or null."""
        if end := self._named_person(at):
            return end
        end = at
        while end < min(at + 3, len(self.doc)) and self.doc[end].is_title:
            if end in self.names.by_start or self.tags.at(end, "victim", *CLAUSE_WORDS):
                break
            end += 1
        return end if end > at else None

    def _headline_group(self, start: int) -> Group | None:
        """One person without a figure, as headlines have it: `Mauritanian Peacekeeper Killed`."""
        name = self.names.by_start.get(start)
        at = start
        group = Group(start, start, 1, 1, 1)
        if name is not None and name.label_ == "NORP":
            group, at = self._named(group, name), name.end
        victim = self.tags.at(at, "victim")
        if victim is None or not victim.value.endswith("/one"):
            return None
        if not (name or victim.value.startswith(("peacekeeper", "un_"))):
            return None
        before = self.doc[start - 1] if start else None
        opens = before is None or before.is_space or self.doc[start].is_sent_start
        follows = before is not None and self.tags_end_before(start, "object")
        if not (opens or follows):
            return None
        return self._with_origin(self._headed(group, victim))

    def tags_end_before(self, token: int, *kinds: str) -> bool:
        """Whether a word of these kinds ends right before a token."""
        for start in range(max(0, token - 8), token):
            tag = self.tags.at(start, *kinds)
            if tag and tag.end == token:
                return True
        return False

    # Origins

    def _with_origin(self, group: Group) -> Group:
        """The group with nationality, service and employer named around it."""
        return self._employed(self._with_service(group))

    def _employed(self, group: Group) -> Group:
        """Staff of an aid organisation are aid workers: `an NGO driver`, `a guard of MSF`."""
        if group.victim not in EMPLOYEES or group.of_mission:
            return group
        if any(self.tags.at(at, "aid") for at in range(group.start, group.end)):
            return replace(group, victim="aid_worker")
        end = self._aid_behind(group)
        return replace(group, end=end, victim="aid_worker") if end else group

    def _aid_behind(self, group: Group) -> int | None:
        """The token after `of a French NGO`, `working with MSF` right behind a group, or null."""
        at = group.end
        linked = False
        for _ in range(MAX_EMPLOYER):
            if at >= len(self.doc):
                break
            name = self.names.by_start.get(at)
            if linked and name is not None and self._is_aid(name):
                return name.end
            if linked and (aid := self.tags.at(at, "aid")):
                return aid.end
            link = self.tags.at(at, "origin", "employed")
            linked = linked or link is not None
            skipped = link or self.tags.at(at, "one", "definite", "modifier")
            if name is not None and name.label_ == "NORP":
                at = name.end
            elif skipped:
                at = skipped.end
            else:
                break
        return None

    def _is_aid(self, name: Span) -> bool:
        force = _forces().get(name.kb_id_)
        return force is not None and force[0] == "aid_worker"

    def _with_service(self, group: Group) -> Group:
        """The group with nationality and service named behind it: `from Chad`, `of MINUSMA`."""
        for start in range(group.start, group.end):
            name = self.names.by_start.get(start)
            if name is not None and name.label_ == "ORG" and name.end >= group.end:
                group = self._from(group, name)  # `un membre des forces armées maliennes`
                break
        at = group.end
        after = self.tags.at(at, "at_least_after")
        if after and group.high is not None and not self.tags.at(after.end, "number"):
            group, at = replace(group, end=after.end, high=None), after.end  # `six people at least`
        if self._word(at) == "(":
            name = self.names.by_start.get(at + 1)
            if name is not None and name.label_ in ("GPE", "NORP") and self._word(name.end) == ")":
                if _is_country(name.kb_id_):
                    group = replace(
                        group,
                        end=name.end + 1,
                        nationality=_joined(group.nationality, name.kb_id_),
                    )
                return group
        for _ in range(8):
            if at >= len(self.doc):
                break
            name = self.names.by_start.get(at)
            linked = at > group.end
            if name is not None and name.label_ == "NORP" and _is_country(name.kb_id_):
                if not linked and not self.words.origin.adjective_follows:
                    break
                group = replace(
                    group, end=name.end, nationality=_joined(group.nationality, name.kb_id_)
                )
                at = name.end
                if unit := self.tags.at(at, "unit"):
                    at = unit.end
                    group = replace(group, end=at)
                linked = False
                if self.tags.at(at, "joint") and self._is_origin(self.tags.at(at, "joint").end):  # type: ignore[union-attr]
                    at = self.tags.at(at, "joint").end  # type: ignore[union-attr]
                continue
            if name is not None and linked and name.label_ in ("GPE", "MISSION", "ORG"):
                if name.label_ == "GPE" and not _is_country(name.kb_id_):
                    break
                group = self._from(group, name)
                at = name.end
                while self._is_list_of_countries(at):
                    step = at + 1
                    group = self._from(group, self.names.by_start[step])
                    at = self.names.by_start[step].end
                continue
            if same := self.tags.at(at, "same_origin"):
                group, at = replace(group, end=same.end, fresh=False), same.end
                continue
            if not group.nationality and (apart := self._nationality_apart(at)):
                group, at = (
                    self._named(replace(group, end=apart), self.names.by_start[at + 1]),
                    apart,
                )
                continue
            if origin := self.tags.at(at, "origin", "employed"):
                at = origin.end
                continue
            if unit := self.tags.at(at, "unit"):
                at = unit.end
                continue
            if self._word(at) == "," and self.tags.at(at + 1, "apart"):
                at += 1
                continue
            if self._word(at) == "," and group.said == "name" and self.tags.at(at + 1, "origin"):
                at += 1  # `Sergeant Lindqvist, of the Swedish battalion`
                continue
            if linked and self.tags.at(at, "definite") and at + 1 in self.names.by_start:
                at += 1
                continue
            if group.victim is not None and self.tags.at(at, "modifier") and linked:
                at += 1
                continue
            break
        return group

    def _nationality_apart(self, at: int) -> int | None:
        """The token after `, Chadians as well` or `, centrafricain,` that begins at a comma."""
        if self._word(at) != "," or not self._is_origin(at + 1):
            return None
        end = self.names.by_start[at + 1].end
        if too := self.tags.at(end, "too"):
            return too.end
        return end if self._word(end) == "," else None

    def _is_origin(self, at: int) -> bool:
        name = self.names.by_start.get(at)
        return name is not None and name.label_ == "NORP" and _is_country(name.kb_id_)

    def _is_list_of_countries(self, at: int) -> bool:
        name = self.names.by_start.get(at + 1)
        joined = self._word(at) == "," or self.tags.at(at, "joint") is not None
        return bool(
            joined and name is not None and name.label_ == "GPE" and _is_country(name.kb_id_)
        )

    def _from(self, group: Group, name: Span) -> Group:
        if name.label_ == "GPE":
            nationality = _joined(group.nationality, name.kb_id_)
            return replace(group, end=name.end, nationality=nationality)
        if name.label_ == "MISSION" or name.kb_id_ == "United Nations":
            members = group.victim == "unspecified" and self._word(group.end - 1).startswith(
                ("member", "membre", "élément", "element")
            )
            victim = group.victim
            if victim in ("soldier", "police"):
                victim = UNIFORMED[victim]
            elif members:
                victim = "peacekeeper"
            elif victim is None and name.label_ == "ORG":
                victim = "un_staff"
            return replace(group, end=name.end, of_mission=True, victim=victim)
        if force := _forces().get(name.kb_id_):
            victim, country = force
            if victim == "un_staff" and group.victim in UNIFORMED:
                return replace(group, end=name.end, of_mission=True, victim=UNIFORMED[group.victim])
            if group.victim in (None, "unspecified", "soldier", "police", "aid_worker") or (
                group.victim == "civilian" and victim in ("un_staff", "aid_worker")
            ):
                nationality = _joined(group.nationality, country) if country else group.nationality
                return replace(group, end=name.end, victim=victim, nationality=nationality)
        return group

    def named_at(self, at: int) -> Group | None:
        """The people whose first word or nationality stands at a token, or null.

        Who only holds an office (`the Minister said`) is not among them.
        """
        if at in self.names.roles:
            return None
        name = self.names.by_start.get(at)
        opens = self.tags.at(at, "victim") or (name is not None and name.label_ in PEOPLE_NAMES)
        return self.people_at(at) if opens else None

    def people_at(self, at: int) -> Group | None:
        """The people named at a token without a figure: `the Chadian peacekeepers`."""
        named = self._with_head(Group(at, at, None, None, None))
        return self._with_origin(named) if named else None

    def country_at(self, at: int) -> str | None:
        """The country that a name at a token stands for, or null."""
        name = self.names.by_start.get(at)
        if name is not None and name.label_ in ("NORP", "GPE") and _is_country(name.kb_id_):
            return name.kb_id_
        return None

    def _word(self, at: int) -> str:
        return self.doc[at].lower_ if 0 <= at < len(self.doc) else ""


def _is_country(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isupper()


def _joined(codes: tuple[str, ...], code: str) -> tuple[str, ...]:
    return codes if code in codes else (*codes, code)


@cache
def _forces() -> dict[str, tuple[Victim, str | None]]:
    """The State forces of the lexicon: whom they count as, and their country."""
    return {
        row.canonical: (FORCES[row.kind], row.countries[0] if len(row.countries) == 1 else None)
        for row in load_rows("organisations.jsonl")
        if row.kind in FORCES
    }
