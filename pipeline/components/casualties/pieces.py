"""Cuts a sentence into the pieces of the casualty grammar.

Pieces are groups of people, predicates, joints, inclusions and whatever lies between. What
describes one person twice (`Awa Diallo, a nurse`) is one piece, and so is a group with the parts
that it is divided into (`two soldiers, a Gabonese and a Moroccan`).
"""

from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Doc, Span

from pipeline.codes import Outcome, Victim
from pipeline.components.casualties.groups import GroupFinder
from pipeline.components.casualties.people import Group
from pipeline.components.phrases import Tag, Tags
from pipeline.components.words import words_of
from pipeline.lexicon.casualty import CasualtyWords

PieceKind = Literal["group", "predicate", "joint", "inclusion", "other"]
MAX_AUXILIARY_GAP = 6
"""Tokens before a predicate in which its auxiliaries stand."""
LEADING = frozenset(("things", "opener", "subject", "object", "participle", "armed", "losing")) | {
    "bearing",
    "held",
    "in_passive",
    "inclusion",
    "deed",
    "noun",
    "joint",
}
"""Kinds of words that a piece other than a group may begin with."""
PAUSES = frozenset({",", "–", "—", "-", "(", ":", ")"})
MAX_BORNE = 6
"""Tokens between a verb and the wound that it is about: `a very severe head`."""
MAX_BRACKET = 16
"""Pieces between the parts of a group and the bracket that closes them."""
MAX_DEED_GAP = 18
"""Tokens between a deed and its people: `the death, on Friday, of a heart attack, of a captain`."""
VERBS = ("subject", "object", "participle", "passive", "active", "acting", "they", "clause")
UNSAID: frozenset[Victim | None] = frozenset({None, "unspecified", "civilian"})
"""Victims that another word for the same person may tell more of."""
CLAUSE_ENDS = frozenset(".;:!?()")
KINDS_WITHIN: dict[Victim, frozenset[Victim]] = {
    "peacekeeper": frozenset({"soldier", "unspecified"}),
    "un_police": frozenset({"police", "unspecified"}),
    "un_staff": frozenset({"civilian", "unspecified", "police", "soldier"}),
    "aid_worker": frozenset({"civilian", "unspecified", "un_staff", "police", "un_contractor"}),
    "combatant": frozenset({"unspecified", "soldier"}),
}
"""What those of a kind may be called by their trade or rank."""
OPENING = frozenset({"–", "—", "-", "(", ":"})
"""Marks that open the parts of a group."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a sentence: tokens `[start:end]` and what they are.

    `plural` is true for a predicate of several, `singular` for one of one, `armed` for one
    that holds only for those who bear arms (`fell`); `parts` divide a group up (`two soldiers, a
    Gabonese and a Moroccan`).
    """

    kind: PieceKind
    start: int
    end: int
    group: Group | None = None
    outcome: Outcome | None = None
    side: str = ""
    plural: bool = False
    singular: bool = False
    armed: bool = False
    parts: tuple[Group, ...] = ()


class PieceReader:
    """Reads the pieces of one sentence after the other; see the module's text."""

    def __init__(self, doc: Doc, tags: Tags, groups: GroupFinder, words: CasualtyWords) -> None:
        self.doc, self.tags, self.groups, self.words = doc, tags, groups, words
        self.text = words_of(doc)
        self.is_punct: list[bool] = doc.to_array("IS_PUNCT").astype(bool).tolist()

    def read(self, sentence: Span) -> list[Piece]:
        """The pieces of a sentence, in reading order."""
        pieces: list[Piece] = []
        at = sentence.start
        while at < sentence.end:
            piece = self._piece(at)
            if (
                piece.kind == "other"
                and pieces
                and pieces[-1].kind == "other"
                and not (self.is_punct[at] or self.is_punct[pieces[-1].end - 1])
            ):
                pieces[-1] = replace(pieces[-1], end=piece.end)
            else:
                pieces.append(piece)
            at = piece.end
        pieces = self._merge_appositions(self._with_prices(self._closed(pieces)))
        return self._merge_breakdowns(self._with_adjectives(pieces))

    def _with_prices(self, pieces: list[Piece]) -> list[Piece]:
        """The pieces, with `his life` in `cost a peacekeeper his life` as what happened to him."""
        told = list(pieces)
        for number, piece in enumerate(pieces):
            price = self.tags.at(piece.start, "price") if piece.kind == "other" else None
            if price is None or number < 2 or not pieces[number - 1].group:
                continue
            before = range(pieces[number - 2].start, pieces[number - 2].end)
            if any(self.tags.at(at, "costing") for at in before):
                outcome: Outcome = price.value  # type: ignore[assignment]
                told[number] = replace(piece, kind="predicate", outcome=outcome, side="left")
        return told

    def _with_adjectives(self, pieces: list[Piece]) -> list[Piece]:
        """Gives one person the adjective of several: `un soldat et un policier maliens`."""
        if not self.words.origin.adjective_follows:
            return pieces
        shared = list(pieces)
        for number in range(len(pieces) - 1, 1, -1):
            last, first = pieces[number].group, pieces[number - 2].group
            if pieces[number - 1].kind != "joint" or last is None or first is None:
                continue
            one = first.count == last.count == 1 and first.victim and not first.nationality
            if last.end - 1 not in self.groups.names.by_start:
                continue  # `les forces armées maliennes`
            adjective = self.doc[last.end - 1].lower_
            plural = adjective.endswith(self.words.counts.plurals) and len(last.nationality) == 1
            if one and plural and not adjective.endswith(self.words.counts.singulars):
                group = replace(first, nationality=last.nationality)
                shared[number - 2] = replace(pieces[number - 2], group=group)
        return shared

    def _closed(self, pieces: list[Piece]) -> list[Piece]:
        """The pieces, with inclusions that stand behind their group (`a priest included`) inert."""
        return [
            replace(piece, kind="other")
            if piece.kind == "inclusion"
            and self.tags.at(piece.start, "inclusion_after")
            and pieces[number - 1].kind == "group"
            and not (number + 1 < len(pieces) and pieces[number + 1].kind == "group")
            else piece
            for number, piece in enumerate(pieces)
        ]

    def _merge_breakdowns(self, pieces: list[Piece]) -> list[Piece]:
        """Gives `two soldiers, a Gabonese and a Moroccan` its parts, and their nationalities."""
        merged: list[Piece] = []
        at = 0
        while at < len(pieces):
            piece, at = pieces[at], at + 1
            if piece.group and (named := self._past_names(pieces, at, piece.group)):
                end = pieces[named - 1].end
                piece = replace(piece, end=end, group=replace(piece.group, end=end))
                at = named
            elif piece.group and piece.group.count and self._may_be_parted(pieces, at, piece.group):
                parts, beyond = self._parts(pieces, at, piece.group)
                if len(parts) > 1 and total(parts) == piece.group.count:
                    nationality = piece.group.nationality or nations(parts)
                    group = replace(
                        piece.group,
                        nationality=nationality,
                        victim=common_victim(piece.group, parts),
                        end=parts[-1].end,
                        divided=not piece.group.nationality,
                    )
                    piece = replace(piece, end=parts[-1].end, group=group, parts=tuple(parts))
                    at = self._past_closing(pieces, at, beyond)
            merged.append(piece)
        return merged

    def _may_be_parted(self, pieces: list[Piece], at: int, whole: Group) -> bool:
        """Whether parts may follow a group; those of a bare figure do behind a mark: `11 - six`."""
        if whole.victim or whole.fresh:
            return True
        while at < len(pieces) and self.tags.at(pieces[at].start, "alone"):
            at += 1
        return at < len(pieces) and self.text_of(pieces[at]) in OPENING

    def _past_closing(self, pieces: list[Piece], opening: int, at: int) -> int:
        """The piece behind the mark that closes parts, if one opened them, more being listed."""
        if self.text_of(pieces[opening]) == "(":
            near = range(at, min(at + MAX_BRACKET, len(pieces)))
            end = next((number for number in near if self.text_of(pieces[number]) == ")"), None)
            return at if end is None else end + 1
        closed = at + 1 < len(pieces) and self.text_of(pieces[opening]) in OPENING
        listed = closed and self.text_of(pieces[at]) in PAUSES and pieces[at + 1].kind == "joint"
        return at + 1 if listed else at

    def _past_names(self, pieces: list[Piece], at: int, whole: Group) -> int | None:
        """The piece after the names of all whom a group counts, or null.

        `two aid workers, Awa Diallo and Jean Ndongo, are held`: they are counted once.
        """
        if (whole.count or 0) < 2 or at >= len(pieces) or self.text_of(pieces[at]) not in PAUSES:
            return None
        names, beyond = 0, at
        for number in range(at + 1, len(pieces)):
            piece = pieces[number]
            name = piece.group if piece.group and piece.group.said == "name" else None
            named = name is not None and not name.nationality
            if not named and piece.kind != "joint" and self.text_of(piece) not in PAUSES:
                break
            names += named
            beyond = number + 1 if named or self.text_of(piece) in PAUSES else beyond
        return beyond if names == whole.count else None

    def _parts(self, pieces: list[Piece], at: int, whole: Group) -> tuple[list[Group], int]:
        """The groups listed from a piece on that may divide `whole` up, and the piece after them.

        Behind a comma only mere nationalities, or any people where `whole` is just people; people
        of its own kind where another comma follows.
        """
        parts: list[Group] = []
        while at < len(pieces) and self.tags.at(pieces[at].start, "alone"):
            at += 1  # `all seven soldiers aboard - four from Zambia and three from Peru`
        beyond = at
        opened = at < len(pieces) and self.text_of(pieces[at]) in OPENING
        closed_off = True
        while at < len(pieces):
            piece = pieces[at]
            alike = piece.group and is_within(piece.group, whole)
            if alike and not opened:
                closed_off = False
            if piece.group and (
                opened
                or alike
                or (piece.group.nationality and not piece.group.victim)
                or (whole.victim == "unspecified" and piece.group.victim)
            ):
                parts.append(piece.group)
                beyond = at + 1
                if opened and len(parts) > 1 and total(parts) == whole.count:
                    break  # `three staff - a Finn and two Danes - and four guards`
            elif piece.kind != "joint" and self.text_of(piece) not in PAUSES:
                break
            at += 1
        if not closed_off and not (beyond < len(pieces) and self.text_of(pieces[beyond]) in PAUSES):
            return [], beyond  # `three civilians, two soldiers and a policeman were killed`
        return parts, beyond

    def _merge_appositions(self, pieces: list[Piece]) -> list[Piece]:
        """Joins `Awa Diallo, a nurse` and `a nurse, Awa Diallo` into one group."""
        merged: list[Piece] = []
        for number, piece in enumerate(pieces):
            if len(merged) > 1 and self.text_of(merged[-1]) == ",":
                before, other = merged[-2].group, piece.group
                if (
                    before
                    and other
                    and (
                        _is_same_person(before, other)
                        or self._is_one_of(before, other)
                        or self._is_set_off(before, other, self._behind(pieces, number))
                    )
                ):
                    merged.pop()
                    group = replace(
                        before,
                        end=other.end,
                        victim=_victim_of(before, other),
                        nationality=before.nationality or other.nationality,
                        of_mission=before.of_mission or other.of_mission,
                    )
                    merged[-1] = replace(merged[-1], end=piece.end, group=group)
                    continue
            merged.append(piece)
        return merged

    def _behind(self, pieces: list[Piece], number: int) -> list[Piece]:
        """The two pieces that follow one, without the auxiliaries of a predicate."""
        following = pieces[number + 1 : number + 4]
        return [p for p in following if not self.tags.at(p.start, "passive", "active")][:2]

    def _is_set_off(self, before: Group, other: Group, following: list[Piece]) -> bool:
        """Whether commas set off what one person is: `a soldier, a Ghanaian sergeant, died`."""
        texts = [self.text_of(piece) for piece in following]
        kinds = [piece.kind for piece in following]
        closed = kinds[:1] == ["predicate"] or (texts[:1] == [","] and kinds[1:] == ["predicate"])
        return closed and other.articled and before.count == other.count == 1 and not other.fresh

    def _is_one_of(self, before: Group, other: Group) -> bool:
        """Whether the second group says who the first is: `one of the drivers, a corporal`."""
        one = self.tags.at(before.start, "one")
        of = self.tags.at(one.end, "of_the", "of_them", "of") if one else None
        return of is not None and other.articled and before.count == other.count == 1

    def text_of(self, piece: Piece) -> str:
        """The words of a piece."""
        return self.text.between(piece.start, piece.end)

    def _piece(self, at: int) -> Piece:
        here = self.tags.found.get(at)
        if here is None and not self.groups.may_begin(at):
            return Piece("other", at, at + 1)
        if here and LEADING.isdisjoint(here) and not self.groups.may_open(at):
            return Piece("other", at, at + 1)
        things = self.tags.at(at, "things")
        if things and things.end > at + 1:
            return Piece("other", at, things.end)  # `droits de l'homme`
        if opener := self.tags.at(at, "opener"):
            return Piece("predicate", at, opener.end, outcome=opener.value, side="right")  # type: ignore[arg-type]
        predicate = (
            self.tags.at(at, "subject", "object")
            or self.tags.at(at, "participle")
            or self.tags.at(at, "armed", "losing")
            or self._borne(at)
            or self._held_by_fighters(at)
            or self._in_passive(at)
        )
        unless = self.tags.at(at, "unless") if predicate else None
        if predicate and unless and unless.end > predicate.end:
            return Piece("other", at, unless.end)
        if predicate and (self._is_named(at) or self._is_of_things(predicate)):
            predicate = None  # `la prise en charge des blessés`, `kidnapping cases`
        if predicate and self.tags.at(at - 1, "definite") and (end := self._of_deed(at)):
            return Piece("predicate", at, end, outcome=predicate.value, side="right")  # type: ignore[arg-type]
        inclusion = self.tags.at(at, "inclusion")
        group = self.groups.at(at)
        described = group and (group.articled or group.said == "definite")
        if group and group.said == "name" and self._is_quoted(group):
            return Piece("other", at, group.end)  # `the charity “Al Amal”`
        if group and described and self._is_employer(at):
            return Piece("other", at, group.end)
        told = predicate and inclusion and predicate.end > inclusion.end
        if inclusion and not told and not (group and group.end > inclusion.end and not group.part):
            return Piece("inclusion", at, inclusion.end)
        if group:
            return Piece("group", at, group.end, group=group, parts=group.parts)
        if predicate:
            singular = self._is_number(predicate, "singular")
            plural = self._is_number(predicate, "plural") and not singular  # `is said to have`
            plural = plural or self._agrees_with_several(predicate)
            return Piece(
                "predicate",
                at,
                predicate.end,
                outcome=predicate.value,  # type: ignore[arg-type]
                side=self._side(predicate),
                plural=plural,
                singular=singular,
                armed=predicate.kind in ("armed", "losing"),
            )
        if (deed := self.tags.at(at, "deed")) and (end := self._of_deed(at)):
            return Piece("predicate", at, end, outcome=deed.value, side="right")  # type: ignore[arg-type]
        if noun := self.tags.at(at, "noun"):
            return Piece("predicate", at, noun.end, outcome=noun.value, side="noun")  # type: ignore[arg-type]
        if joint := self.tags.at(at, "joint"):
            return Piece("joint", at, joint.end)
        return Piece("other", at, at + 1)

    def _is_quoted(self, group: Group) -> bool:
        """Whether a quotation mark stands right before or behind a name."""
        return self.groups.is_quote(group.start - 1) or self.groups.is_quote(group.end)

    def _borne(self, at: int) -> Tag | None:
        """What somebody bears from a token on: `sustained multiple gunshot wounds`, or null."""
        bearing = self.tags.at(at, "bearing")
        for token in range(bearing.end, bearing.end + MAX_BORNE) if bearing else ():
            if (borne := self.tags.at(token, "borne")) and bearing:
                of_things = borne.end < len(self.doc) and self._names_thing(borne.end)
                return None if of_things else bearing._replace(end=borne.end)
            if token >= len(self.doc) or self.doc[token].is_punct or self.tags.at(token, *VERBS):
                return None
        return None

    def _in_passive(self, at: int) -> Tag | None:
        """`were shot`, not `shot a film`: a participle that needs its auxiliary, or null."""
        tag = self.tags.at(at, "in_passive")
        return tag if tag and self._side(tag) == "left" else None

    def _names_thing(self, at: int) -> bool:
        """Whether a noun follows that makes a wound a thing's: `received trauma training`."""
        token = self.doc[at]
        return token.is_alpha and not (token.is_stop or self.tags.at(at, "joint", "participle"))

    def _held_by_fighters(self, at: int) -> Tag | None:
        """`detained by the rebels`: to be held by those who bear arms is no arrest, or null."""
        held = self.tags.at(at, "held")
        near = self.tags.within(held.end, held.end + MAX_BORNE, "agent") if held else []
        agent = self.tags.at(near[0], "agent") if near else None
        who = self.groups.people_at(self._past_articles(agent.end)) if agent else None
        return held if who and who.victim == "combatant" else None

    def _past_articles(self, at: int) -> int:
        while article := self.tags.at(at, "definite", "one"):
            at = article.end
        return at

    def _is_of_things(self, tag: Tag) -> bool:
        """Whether a word for harm only says what sort of thing is meant: `a kidnapping ring`."""
        plain = tag.kind == "object" and not self.words.origin.adjective_follows
        return plain and self.tags.at(tag.end, "not_heads") is not None

    def _is_named(self, at: int) -> bool:
        """Whether an article makes people of a word for what happened: `les blessés`."""
        article = self.tags.at(at - 1, "definite", "of_the", "stop")
        people = self.tags.at(at, "participle") and self.tags.at(at, "noun")
        said = article is not None and not self.tags.at(at - 1, "of")
        return bool(people and said and self.words.origin.adjective_follows)

    def _of_deed(self, at: int) -> int | None:
        """The token before the people of a deed that begins at a token, or null."""
        deed = self.tags.at(at, "deed")
        return self._of_whom(deed.end) if deed else None

    def _of_whom(self, at: int) -> int | None:
        """The token before the people in `death, on 5 August in Duma, of a soldier`, or null.

        Begins right behind the deed; what says when, where or of what holds no verb.
        """
        for token in range(at, min(at + MAX_DEED_GAP, len(self.doc))):
            of = self.tags.at(token, "of")
            the = self.tags.at(of.end, "definite") if of else None
            group = self.groups.at(the.end if the else of.end) if of and token > at else None
            group = group or (self.groups.at(of.end) if of and token > at else None)
            if of and group and group.victim and not group.unknown_head:
                return of.end
            if self.text.written[token] in CLAUSE_ENDS or self.tags.at(token, *VERBS):
                return None
        return None

    def _is_employer(self, at: int) -> bool:
        """Whether people only say whose those before them are: `staff of a firm`."""
        of = self.tags.at(at - 1, "origin")
        return of is not None and of.end == at and self.tags.at(at - 2, "victim") is not None

    def _side(self, tag: Tag) -> str:
        """Where a predicate's people stand: `left`, `right`, or `either` for a bare participle."""
        if tag.kind in ("subject", "bearing", "held"):
            return "left"
        if tag.kind in ("object", "losing"):
            return "right"
        at = tag.start - 1
        active = False
        for _ in range(MAX_AUXILIARY_GAP):
            if at < 0:
                break
            if self.tags.at(at, "passive"):
                return "left"
            if self.tags.at(at, "number"):
                break  # `a fait deux blessés`
            if self.tags.at(at, "active"):
                active = True
            elif not (
                self.tags.at(at, "filler")
                or self.tags.at(at, "severity")
                or self.text.lower[at].endswith(self.words.fillers.endings)
            ):
                break
            at -= 1
        return "right" if active else "either"

    def _agrees_with_several(self, tag: Tag) -> bool:
        """Whether a participle has the ending of several: `abattus`, which no one person is."""
        last = self.doc[tag.end - 1].lower_
        agrees = self.words.origin.adjective_follows and self.tags.at(tag.start, "participle")
        several = last.endswith(self.words.counts.plurals)
        return bool(agrees) and several and not last.endswith(self.words.counts.participles)

    def _is_number(self, tag: Tag, number: str) -> bool:
        """Whether a predicate speaks of several or of one: `were killed`, `a été tué`."""
        if any(self.tags.at(token, number) for token in range(tag.start, tag.end)):
            return True
        for at in range(tag.start - 1, max(tag.start - MAX_AUXILIARY_GAP, 0) - 1, -1):
            if self.tags.at(at, number):
                return True
            auxiliary = self.tags.at(at, "passive", "active", "filler", "severity")
            if not auxiliary and not self.text.lower[at].endswith(self.words.fillers.endings):
                break
        return False


def total(groups: list[Group]) -> int:
    """How many the groups are together."""
    return sum(group.count or 0 for group in groups)


def nations(groups: list[Group]) -> tuple[str, ...]:
    """All nationalities of groups that have one each, else none."""
    if not all(group.nationality for group in groups):
        return ()
    return tuple(dict.fromkeys(code for group in groups for code in group.nationality))


def is_within(part: Group, whole: Group) -> bool:
    """Whether people are of the kind that the whole is of: a nurse among aid workers."""
    if part.victim is None or whole.victim is None:
        return False
    return part.victim == whole.victim or part.victim in KINDS_WITHIN.get(whole.victim, ())


def common_victim(whole: Group, parts: list[Group]) -> Victim | None:
    """What a whole is by its parts where its words do not say: `two people, a nurse and ...`."""
    kinds = {part.victim for part in parts}
    only = next(iter(kinds)) if len(kinds) == 1 else None
    return only or whole.victim if whole.victim == "unspecified" else whole.victim


def _victim_of(group: Group, other: Group) -> Victim | None:
    """What one person is by two descriptions: `a staff member, a Jordanian national`."""
    tells = other.articled and not (group.victim and other.victim in (None, "unspecified"))
    return other.victim if tells else group.victim or other.victim


def _is_same_person(one: Group, other: Group) -> bool:
    """Whether a name and a description may be of one person, or `sa collègue, une infirmière`."""
    if one.said == "definite" and one.victim is None and other.said == "count":
        return one.count == other.count == 1 and other.victim is not None
    named = (one.said == "name") != (other.said == "name")
    described = all(group.said != "count" or not group.fresh for group in (one, other))
    alike = one.victim == other.victim or {one.victim, other.victim} & UNSAID
    return bool(named and described and alike and one.count == other.count == 1)
