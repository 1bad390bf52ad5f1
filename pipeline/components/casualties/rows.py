"""Joins counted people to what happened to them: the grammar of a casualty sentence.

A sentence is read as a row of pieces - groups, predicates, joints, inclusions and whatever lies
between. Each predicate takes its people by one of a few named patterns; what is left behind an
inclusion (`including a contractor`) belongs to the figure before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from pipeline.codes import Outcome, Victim
from pipeline.components.casualties.fates import FateReader
from pipeline.components.casualties.groups import POSSESSIVE, GroupFinder
from pipeline.components.casualties.people import Group, Names
from pipeline.components.casualties.pieces import (
    KINDS_WITHIN,
    MAX_AUXILIARY_GAP,
    PAUSES,
    VERBS,
    Piece,
    PieceReader,
    common_victim,
    nations,
    total,
)
from pipeline.components.casualties.row import Pattern, Row
from pipeline.components.casualties.tallies import TallyReader
from pipeline.components.phrases import Tags
from pipeline.lexicon.casualty import CasualtyWords

MAX_GAP_LEFT = 14
"""Tokens that may stand between a predicate and its people before it."""
MAX_GAP_RIGHT = 6
MAX_GAP_PERSON = 8
"""The same for one person that is only referred to, and for nouns that may not be people."""
MAX_CLAUSE = 12
"""Pieces of a clause that stands between people and what happened to them."""
MAX_GAP_CLOSE = 4
CARE = 3
"""Tokens between the wounded and where they were brought: `38 wounded were evacuated`."""
MAX_RELATIVE = 20
"""Tokens more of a clause that begins right behind them."""
MAX_OPENING = 5
"""Pieces before an inclusion in which those stand whom it divides."""
MAX_ASIDE = 6
MAX_BACK = 50
"""Tokens before a `they` in which those it means were counted."""
MAX_GAP_WHOLE = 2
"""Tokens between a figure and the inclusion that opens its parts."""
MAX_GAP_TOLD = 8
"""Tokens between people and their nationality: `were all from the Chadian battalion`."""
HURT: frozenset[Outcome | None] = frozenset({"killed", "injured"})
MAX_SIDES = 5
"""Tokens between `between` and the sides of a fight: `between two factions of the FPRC`."""
OF_EARLIER = ("those", "they", "common", "definite")
"""Kinds of words that may speak of people counted before."""
NAMING = frozenset({"things", "police_body", "body", "victim"})
"""Kinds of words that may begin the people whom a sentence mentions without a figure."""
UNTOLD: frozenset[Victim | None] = frozenset({None, "unspecified"})
MANY = 10**9
"""More than any figure."""
CLAUSE_ENDS = frozenset(";:")
PART_GAP = 4
"""Tokens between a row and the parts that it is divided into."""
ARMED: frozenset[Victim | None] = frozenset(
    {"peacekeeper", "un_police", "soldier", "police", "combatant"}
)

PRIVATE: frozenset[Victim | None] = frozenset({None, "civilian", "unspecified"})
"""Whose parts may be told by sex or age alone."""
STAFF: frozenset[Victim | None] = frozenset({"un_staff", "aid_worker", "un_contractor"})
"""Whom else a body can lose: `the agency has lost twelve of its staff`."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence tells of those counted before: of all, with one outcome, or of one kind."""

    countries: tuple[str, ...]
    victim: Victim | None
    outcome: Outcome | None
    subject: Victim | None = None


class SentenceReader:
    """Reads the rows of one sentence after the other; see the module's text."""

    def __init__(
        self, doc: Doc, tags: Tags, names: Names, closed: set[int], words: CasualtyWords
    ) -> None:
        self.doc, self.tags, self.words = doc, tags, words
        self.groups = GroupFinder(doc, tags, names, closed, words)
        self.pieces = PieceReader(doc, tags, self.groups, words)
        self.tallies = TallyReader(tags, self.groups, closed)
        self.fates = FateReader(doc, tags, self.groups)

    def read(self, sentence: Span) -> list[Row]:
        """The rows of a sentence, in reading order."""
        pieces = self.pieces.read(sentence)
        rows: dict[int, Row] = {}
        for at, piece in enumerate(pieces):
            if piece.kind == "predicate":
                for taken, row in self._take(pieces, at, rows):
                    rows[taken] = row
        for at, piece in enumerate(pieces):
            if piece.group and piece.group.outcome and at not in rows:
                rows[at] = Row(piece.group, piece.group.outcome, piece.start, piece.end, "preset")
        self._go_on_elsewhere(pieces, rows)
        self._include(pieces, rows)
        self._divide(pieces, rows)
        ordered = [
            part for at, row in sorted(rows.items()) for part in self._parted(pieces[at], row)
        ]
        tallies = self.tallies.read(sentence)
        ordered = self._with_tallies(tallies, ordered)
        if tallies:
            ordered += self._parts_of_sum(pieces, tallies[-1], ordered)
        if not ordered:
            ordered = list(self.fates.read(sentence))
        ordered = self._of_those_aboard(sentence, ordered)
        return self._with_common_origin(sentence, self._among(sentence, ordered))

    def _of_those_aboard(self, sentence: Span, rows: list[Row]) -> list[Row]:
        """The rows with mere people as those whom a vehicle carried: `a boat carrying refugees`."""
        for at in self.tags.within(sentence.start, sentence.end, "aboard"):
            end = self.tags.at(at, "aboard").end  # type: ignore[union-attr]
            aboard = self.groups.at(end) or self.groups.people_at(end)
            if aboard is None or aboard.victim != "civilian" or aboard.unknown_head:
                continue
            rows = [
                replace(row, group=replace(row.group, victim="civilian"))
                if row.group.victim == "unspecified" and not row.included
                else row
                for row in rows
            ]
        return rows

    def _with_tallies(self, tallies: list[Row], rows: list[Row]) -> list[Row]:
        """The rows with those of sums, which take the place of what else was read of them."""
        others = [row for row in rows if not any(_is_in_sum(row, tally) for tally in tallies)]
        return sorted([*others, *tallies], key=lambda row: row.start) if tallies else rows

    def _parts_of_sum(self, pieces: list[Piece], tally: Row, rows: list[Row]) -> Iterator[Row]:
        """The parts behind a sum: `the toll rose to 14, including four soldiers`."""
        inside = False
        for piece in pieces:
            if piece.start < tally.end:
                continue
            if piece.kind == "predicate" or self.pieces.text_of(piece) in CLAUSE_ENDS:
                return
            inside = inside or piece.kind == "inclusion"
            group = piece.group
            known = any(row.start < piece.end and piece.start < row.end for row in rows)
            if not inside or known or group is None or self._is_by_sex_or_age(piece):
                continue
            if group.said == "count" and (group.count or 0) in range(1, tally.group.count or 0):
                part = as_part(group, tally.group)
                yield Row(part, tally.outcome, piece.start, piece.end, "included", included=True)

    def _among(self, sentence: Span, rows: list[Row]) -> list[Row]:
        """The rows with the victims that stand behind them: `two dead among the soldiers`."""
        for at in self.tags.within(sentence.start, sentence.end, "among", "side"):
            among = self.tags.at(at, "among")
            people = self.groups.people_at(among.end) if among else None
            if among and people is None:
                people = self.groups.army_at(among.end)
            if side := self.tags.at(at, "side"):
                among = side
                people = Group(at, side.end, None, None, None, victim="soldier")
            if among and (country := self.groups.origins.country_at(among.end)) and not people:
                people = Group(among.end, among.end + 1, None, None, None, nationality=(country,))
            if people is not None and people.victim is None and people.nationality:
                people = replace(people, victim="unspecified")  # `20 dead among the Somalis`
            if people is None or people.victim is None:
                continue
            people = self._with_others(people)
            for number, row in enumerate(rows):
                if row.end <= at and row.group.victim is None and not self._parts_at(row.end, at):
                    nationality = row.group.nationality or people.nationality
                    group = replace(row.group, victim=people.victim, nationality=nationality)
                    rows[number] = replace(row, group=group)
        return rows

    def _parts_at(self, start: int, end: int) -> bool:
        """Whether a mark that ends a clause stands between two tokens."""
        return any(self.doc[at].text in CLAUSE_ENDS for at in range(start, end))

    def _with_others(self, people: Group) -> Group:
        """People, of no one kind where others are listed with them: `rebels and soldiers`."""
        for at in range(people.end, min(people.end + MAX_GAP_TOLD, len(self.doc))):
            if self.tags.at(at, "joint") and not self.tags.at(at, "clause"):
                other = self.groups.people_at(self._past_small_words(at + 1))
                if other and other.victim and other.victim != people.victim:
                    return replace(people, victim="unspecified", nationality=())
            if self.doc[at].is_punct:
                break
        return people

    def _past_small_words(self, at: int) -> int:
        """The token behind articles and `of` that begin at a token."""
        while tag := self.tags.at(at, "definite", "of", "origin", "among"):
            at = tag.end
        return at

    def _with_common_origin(self, sentence: Span, rows: list[Row]) -> list[Row]:
        """The rows with a nationality that stands apart: `all of them Mauritanian`."""
        covered = {t for row in rows for t in range(row.group.start, row.group.end)}
        for at in self.tags.within(sentence.start, sentence.end, "common"):
            if at in covered:
                continue
            end = self.tags.at(at, "common").end  # type: ignore[union-attr]
            while self.tags.at(end, "origin"):
                end = self.tags.at(end, "origin").end  # type: ignore[union-attr]
            country = self.groups.origins.country_at(end)
            apart = at > 0 and self.doc[at - 1].text in PAUSES
            people = self.groups.people_at(end) if apart else None
            if people and people.victim not in UNTOLD and not people.unknown_head:
                rows = [
                    replace(row, group=replace(row.group, victim=people.victim))
                    if row.group.end <= at and row.group.victim in UNTOLD
                    else row
                    for row in rows
                ]  # `29 dead and 41 injured, all of them civilians`
            if country:
                rows = [
                    replace(row, group=replace(row.group, nationality=(country,)))
                    if row.group.end <= at and not row.group.nationality
                    else row
                    for row in rows
                ]
        return rows

    def told(self, sentence: Span) -> Told | None:
        """What a sentence tells of people counted before it: `the peacekeepers were Chadian`."""
        for at in self.tags.within(sentence.start, sentence.end, *OF_EARLIER):
            if self.tags.at(at - 1, "of", "of_them", "of_the"):
                continue  # `most of these people were traders`
            those = self.tags.at(at, "those")
            outcome: Outcome | None = those.value if those else None  # type: ignore[assignment]
            subject = those or self.tags.at(at, "they", "common")
            kind, end = (None, subject.end) if subject else self._subject(at)
            if end is None:
                continue
            for token in range(end, min(end + MAX_GAP_TOLD, sentence.end)):
                if countries := self._countries_from(token):
                    return Told(countries, None, outcome, kind)
                linked = self.tags.at(token, "passive", "filler")
                people = self.groups.people_at(token) if subject else None
                if people and not people.unknown_head and people.victim not in UNTOLD:
                    return Told((), people.victim, outcome)  # `the victims were traders`
                linked = linked or self.tags.at(token, "origin", "employed", "too", "participle")
                serving = self.doc[token].lower_ in (",", *self.words.persons.serving)
                serving = serving or (people is not None and people.victim == "unspecified")
                if not linked:
                    subject = subject if self.doc[token].text == "," else None
                if not linked and not serving:
                    break
        return None

    def parts_told(self, sentence: Span) -> list[Group]:
        """The parts that a sentence divides people counted before it into.

        `One was from Cambodia and the other from Chad`; empty where it does anything else.
        """
        parts: list[Group] = []
        at = sentence.start
        names = self.groups.names.by_start
        said = {*self.tags.within(at, sentence.end, "victim")}
        said.update(token for token in range(at, sentence.end) if token in names)
        if len(said) < 2:
            return []
        while at < sentence.end:
            group = self.groups.at(at)
            counted = group is not None and group.count and group.said in ("count", "definite")
            told = self._told_of(group, sentence.end) if group and counted else None
            if told is None:
                at = group.end if group else at + 1
                continue
            parts.append(told)
            at = told.end
        return parts if len(parts) > 1 else []

    def _told_of(self, group: Group, end: int) -> Group | None:
        """A bare group with the nationality or the kind that stands behind it, or null."""
        if group.nationality and group.victim is None:
            return group  # `four Frenchmen`
        if group.victim not in UNTOLD or group.nationality:
            return None
        for at in range(group.end, min(group.end + MAX_GAP_CLOSE + 1, end)):
            if country := self.groups.origins.country_at(at):
                return replace(group, end=at + 1, nationality=(country,))
            people = self.groups.people_at(at)
            if people and people.victim not in UNTOLD and not people.unknown_head:
                return replace(group, end=people.end, victim=people.victim)
            linking = ("passive", "origin", "definite", "articles", "filler", "one")
            serving = self.doc[at].lower_ in self.words.persons.serving
            if not self.tags.at(at, *linking) and not serving:
                return None
        return None

    def _countries_from(self, at: int) -> tuple[str, ...]:
        """The countries listed from a token on: `Chad, Togo and the Philippines`."""
        found: list[str] = []
        while country := self.groups.origins.country_at(at):
            found.append(country)
            at = self.groups.names.by_start[at].end
            if self.tags.at(at, "joint") or self.doc[at : at + 1].text == ",":
                at = self._past_small_words(at + 1)
        return tuple(dict.fromkeys(found))

    def _subject(self, at: int) -> tuple[Victim | None, int | None]:
        """The kind of people that `both`, `the peacekeepers` at a token speak of, and its end."""
        if subject := self.tags.at(at, "common"):
            return None, subject.end
        people = self.groups.people_at(at) if self.tags.at(at, "definite") else None
        if people is None or people.nationality or people.unknown_head or not people.victim:
            return None, None
        return None if people.victim == "unspecified" else people.victim, people.end

    def counted_before(self, at: int) -> Group | None:
        """The people counted last before a token whom a `they` there may mean, or null."""
        last, token = None, max(at - MAX_BACK, 0)
        while token < at:
            group = self.groups.at(token)
            part = self.tags.at(token - 1, "inclusion")  # `eight people, including three nurses`
            several = group and not part and group.said == "count" and (group.count or 0) > 1
            if group and several and group.victim not in (None, "combatant"):
                last = group
            token = group.end if group else token + 1
        return last

    def people(self, sentence: Span) -> list[Group]:
        """The people that a sentence mentions without a figure: `the Chadian peacekeepers`.

        Those who act (`police said`) are marked as such.
        """
        found: list[Group] = []
        at = sentence.start
        names = self.groups.names.by_start
        while at < sentence.end:
            if at not in names and NAMING.isdisjoint(self.tags.found.get(at, ())):
                at += 1
                continue
            things = self.tags.at(at, "things")
            if things and things.end > at + 1:
                at = things.end  # `la protection civile algérienne`
                continue
            named = self.groups.body_at(at) or self.groups.named_at(at)
            found += [replace(named, acts=self._acts(named, sentence))] if named else []
            at = named.end if named else at + 1
        return found

    def _acts(self, group: Group, sentence: Span) -> bool:
        """Whether people are those who say or do something: `police said`, `by gunmen`."""
        at, says = group.end, False
        sides = self.tags.within(max(0, group.start - MAX_SIDES), group.start, "between")
        while at < sentence.end and (more := self._more_of(at)):
            says = says or (not sides and self.tags.at(at, "acting") is not None)
            at = more
        themselves = self.doc[at + 1 : at + 2].text.lower() in self.words.persons.reflexives
        active = self.tags.at(at, "participle") and (themselves or self.groups.at(at + 1))
        before = group.start - (2 if self.tags.at(group.start - 1, "definite") else 1)
        agent = group.victim == "combatant" and self.tags.at(before, "agent")
        own = self.doc[group.end : group.end + 1].text in POSSESSIVE
        whose = own and not self.tags.at(group.end + 1, "noun", "deed")  # `the rebels' attack`
        led = group.victim == "combatant" and whose
        return bool(says or self.tags.at(at, "acting", "object") or active or agent or led)

    def _more_of(self, at: int) -> int | None:
        """The token behind a small word or another name for the same people, or null."""
        if filler := self.tags.at(at, "filler"):
            return filler.end
        name = self.groups.names.by_start.get(at + 1)
        return name.end if name and self.doc[at].text == "/" else None  # `rebels of the ADF/NALU`

    def _divide(self, pieces: list[Piece], rows: dict[int, Row]) -> None:
        """Adds the parts that a row is divided into behind its predicate, where they add up."""
        for at, row in list(rows.items()):
            if row.included or pieces[at].parts or not row.group.count:
                continue
            parts = self._parts_behind(pieces, rows, row)
            groups = [group for part in parts if (group := pieces[part].group)]
            if len(parts) < 2 or total(groups) != row.group.count:
                continue
            named = nations([as_part(group, row.group) for group in groups])
            by_sex = [part for part in parts if self._is_by_sex_or_age(pieces[part])]
            for part in parts:
                group = pieces[part].group
                if group and not (part in by_sex or (by_sex and group.bare)):
                    group = as_part(group, row.group)
                    start, end = pieces[part].start, pieces[part].end
                    rows[part] = Row(group, row.outcome, start, end, "included", included=True)
            if named and not row.group.nationality:
                group = replace(row.group, nationality=named, divided=True)
                rows[at] = replace(row, group=group)
            victim = common_victim(row.group, groups)
            rows[at] = replace(rows[at], group=replace(rows[at].group, victim=victim))

    def _parts_behind(self, pieces: list[Piece], rows: dict[int, Row], row: Row) -> list[int]:
        """The free groups listed right behind a row."""
        parts: list[int] = []
        end = row.end
        for number, piece in enumerate(pieces):
            if (
                piece.start < row.end
                or piece.kind == "joint"
                or self.pieces.text_of(piece) in PAUSES
            ):
                continue
            apart = piece.start - end > PART_GAP and self.doc[piece.start - 1].text != ":"
            if piece.kind == "predicate" or (apart and piece.group):
                break
            if piece.group:
                if number in rows or not piece.group.count:
                    break
                parts.append(number)
                end = piece.end
        return parts

    def _parted(self, piece: Piece, row: Row) -> list[Row]:
        """A row, and those of the parts that its group names."""
        parts = [
            Row(
                as_part(part, row.group),
                row.outcome,
                part.start,
                part.end,
                "included",
                included=True,
            )
            for part in piece.parts
            if not any(self.tags.at(at, "sex_age") for at in range(part.start, part.end))
        ]
        return [row, *parts]

    # Patterns

    def _take(self, pieces: list[Piece], at: int, rows: dict[int, Row]) -> list[tuple[int, Row]]:
        predicate = pieces[at]
        if predicate.side == "noun":
            return self._noun(pieces, at, rows)
        if predicate.side == "either":
            before = predicate.start - 1
            known = self.tags.at(before, "definite") and not self.tags.at(before, "relative")
            return [] if known else self._either(pieces, at, rows)  # `those wounded`
        taken = (self._left if predicate.side == "left" else self._right)(pieces, at, rows)
        pattern: Pattern = "passive" if predicate.side == "left" else "active"
        if not taken and predicate.side == "left":
            return self._shared(pieces, at, rows)
        added = self._added(pieces, at, rows) if predicate.side == "left" else []
        return self._rows(pieces, at, [*taken, *added], pattern)

    def _added(self, pieces: list[Piece], at: int, rows: dict[int, Row]) -> list[int]:
        """The groups that go with those before: `were killed, along with two drivers`."""
        number = at + 1
        while number < min(len(pieces), at + MAX_CLAUSE) and self._is_beside(pieces[number]):
            number += 1  # `were wounded on Friday in an attack on a camp, as well as two drivers`
        if number >= len(pieces) or not self.tags.at(pieces[number].start, "together"):
            return []
        number += 1
        while number < len(pieces) and self._is_aside(pieces[number]):
            number += 1
        if number >= len(pieces) or pieces[number].kind != "group" or number in rows:
            return []
        taken = self._listed(pieces, number, rows, step=1)
        if self._wanted(pieces, taken[-1]):
            taken.pop()
        return taken

    def _is_beside(self, piece: Piece) -> bool:
        """Whether a piece only says where, when or how."""
        ends = self.doc[piece.start].text in ".;:" or self.tags.at(piece.start, "together")
        return piece.kind == "other" and not ends

    def _either(self, pieces: list[Piece], at: int, rows: dict[int, Row]) -> list[tuple[int, Row]]:
        """A bare participle is active before its people, passive behind them."""
        left = self._left(pieces, at, rows, gap=3)
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        apart = following is not None and (
            following.kind == "joint" or self.pieces.text_of(following) == ","
        )
        right = [] if apart else self._right(pieces, at, rows)  # `injured and one killed`
        if at > 1 and pieces[at - 1].kind == "joint" and pieces[at - 2].side == "left":
            near = following is not None and following.kind == "group"
            right = right if near else []  # `were killed and injured by fire on Gao`
        adjacent = following is not None and following.kind == "group" and bool(right)
        if left and not adjacent:
            return self._rows(pieces, at, [*left, *self._added(pieces, at, rows)], "participle")
        if right:
            return self._rows(pieces, at, right, "active")
        if not left:
            left = self._left(pieces, at, rows)
            if left:
                return self._rows(pieces, at, left, "participle")
        return self._shared(pieces, at, rows)

    def _noun(self, pieces: list[Piece], at: int, rows: dict[int, Row]) -> list[tuple[int, Row]]:
        """`three dead`, `deux morts`: the figure stands right before."""
        left = self._left(pieces, at, rows, gap=1)
        counted = [number for number in left if _is_counted(pieces[number])]
        if not all(_has_people(pieces[number]) for number in counted):
            counted = counted[:1]  # `two soldiers and three dead`: only the three
        if counted and counted[0] == at - 1:  # `three dead, along with a driver`
            counted = [*counted, *self._added(pieces, at, rows)]
        return self._rows(pieces, at, counted, "noun") if counted else []

    def _shared(self, pieces: list[Piece], at: int, rows: dict[int, Row]) -> list[tuple[int, Row]]:
        """`were abducted and killed`: a second predicate of the same people."""
        joint = at - 1
        while joint > 1 and self._is_adverb(pieces[joint]):
            joint -= 1  # `kidnapped and subsequently murdered`
        opening = joint - 1
        if opening > 1 and self.pieces.text_of(pieces[opening]) == ",":
            opening -= 1
        if opening > 1 and self._tells_where(pieces[opening]):
            opening -= 1  # `abducted by rebels near Goma and killed`
        if joint < 1 or pieces[joint].kind != "joint" or pieces[opening].kind != "predicate":
            return []
        outcome = pieces[at].outcome
        first = pieces[opening]
        if self.tags.at(pieces[joint].start, "or") and {outcome, first.outcome} == HURT:
            return self._one_or_other(rows, first, pieces[at], at)
        shared = [row for row in rows.values() if row.end == first.end and row.outcome != outcome]
        if outcome is None or not shared or first.outcome == "killed":
            return []
        place = at
        if (first.outcome, outcome) == ("injured", "killed"):  # `shot in the head and killed`
            place = next(number for number, row in rows.items() if row is shared[-1])
        return [
            (place, replace(row, outcome=outcome, end=pieces[at].end, pattern="shared"))
            for row in shared[-1:]
        ]

    def _is_adverb(self, piece: Piece) -> bool:
        """Whether a piece has only words like `later` and `subsequently`."""
        small = self.words.fillers.endings
        return piece.kind == "other" and all(
            self.tags.at(at, "filler") or self.doc[at].lower_.endswith(small)
            for at in range(piece.start, piece.end)
        )

    def _tells_where(self, piece: Piece) -> bool:
        """Whether a short piece behind a predicate has no verb of its own."""
        tokens = range(piece.start, piece.end)
        short = piece.kind == "other" and len(tokens) <= MAX_GAP_LEFT
        verbs = ("passive", "active", "acting", "relative", "things")
        free = not any(
            (self.tags.at(at, *verbs) and not self.tags.at(at - 1, "pronoun"))
            or self.doc[at].is_punct
            for at in tokens
        )  # `by gunmen as he left a restaurant`
        return short and free

    def _one_or_other(
        self, rows: dict[int, Row], first: Piece, second: Piece, at: int
    ) -> list[tuple[int, Row]]:
        """`Twelve were killed or wounded`: some of each, and nobody says how many."""
        last = [(number, row) for number, row in rows.items() if row.end == first.end][-1:]
        both: list[tuple[int, Row]] = []
        for number, row in last:
            if second.outcome is not None and row.group.count != 1:
                group = replace(row.group, count=None, low=None, approximate=False)
                other = replace(row, group=group, outcome=second.outcome, end=second.end)
                both = [(number, replace(row, group=group)), (at, replace(other, pattern="shared"))]
        return both

    def _left(
        self, pieces: list[Piece], at: int, rows: dict[int, Row], gap: int = MAX_GAP_LEFT
    ) -> list[int]:
        """The groups before a predicate: the nearest, and those listed with it."""
        free = gap
        number = at
        while number > 0:
            number -= 1
            piece = pieces[number]
            if piece.kind == "group":
                opener = self._inclusion_of(pieces, number)
                if opener is not None and opener > 0:
                    if self._is_own_fate(pieces, number, at, opener, rows):
                        return [number]
                    number = opener  # `seven people, including two children, were killed`
                    continue
                if piece.group and piece.group.part and self._follows_group(pieces, number):
                    continue  # `ten people, eight of them foreigners, were killed`
                if number in rows and not self._is_overtaken(rows[number], pieces[at]):
                    return []
                if self._suits(pieces, number, at):
                    return self._listed(pieces, number, rows, step=-1)
            if piece.kind == "predicate" and piece.side not in ("noun", "either"):
                told = [row for row in rows.values() if row.predicate == piece.start]
                if not any(self._is_overtaken(row, pieces[at]) for row in told):
                    return []
            if (opening := self._bracket(pieces, number)) is not None:
                number = opening  # `two staff (a cook and a driver) were killed`
                continue
            if (clause := self._relative(pieces, number)) is not None:
                number = clause + 1  # `the crew, who were flying blankets to the town, died`
                continue
            free -= piece.end - piece.start
            if self._is_of_people(pieces, number) and free >= -MAX_RELATIVE:
                continue
            if free < 0 or self._turns_to_a_thing(piece):
                return []
        return []

    def _is_of_people(self, pieces: list[Piece], number: int) -> bool:
        """Whether a clause begins right behind counted people: `two soldiers who patrolled`."""
        opens = self.tags.at(pieces[number].start, "relative") is not None
        return opens and number > 0 and _is_counted(pieces[number - 1])

    def _turns_to_a_thing(self, piece: Piece) -> bool:
        """Whether a clause about a thing begins inside: `aboard the helicopter that crashed`."""
        plain = not self.words.origin.adjective_follows
        return plain and any(
            self.tags.at(at, "relative") and self.tags.at(at - 1, "things")
            for at in range(piece.start + 1, piece.end)
        )

    def _bracket(self, pieces: list[Piece], number: int) -> int | None:
        """The piece that opens the bracket which one closes, or null."""
        if self.pieces.text_of(pieces[number]) != ")":
            return None
        before = range(number - 1, max(number - MAX_CLAUSE, -1), -1)
        return next((at for at in before if self.pieces.text_of(pieces[at]) == "("), None)

    def _relative(self, pieces: list[Piece], number: int) -> int | None:
        """The comma that opens the clause which a comma closes, right behind people; or null."""
        if self.pieces.text_of(pieces[number]) != ",":
            return None
        for opening in range(number - 1, max(number - MAX_CLAUSE, 0), -1):
            if self.pieces.text_of(pieces[opening]) != ",":
                continue
            begins = self.tags.at(pieces[opening + 1].start, "relative", "common", "clause")
            opens = begins is not None  # `, while gathering his cattle, `
            return opening if opens and pieces[opening - 1].group else None
        return None

    def _is_own_fate(
        self, pieces: list[Piece], number: int, at: int, opener: int, rows: dict[int, Row]
    ) -> bool:
        """Whether a part met with something else: `two wounded, of whom one has died`.

        Or with something at all: `the attackers, of whom twenty died`.
        """
        gap = pieces[at].start - pieces[number].end
        part = pieces[number].group
        told_apart = pieces[at].side == "noun" or (part is not None and part.bare)
        if told_apart and pieces[at].side in ("noun", "either") and gap == 0:
            return True  # `26 victims, of whom 21 dead`, not `four staff, including a cook, killed`
        clause = number > 1 and pieces[number - 1].kind == "joint"
        clause = clause and self.pieces.text_of(pieces[number - 2]) == ","
        whole = self._outcome_of_whole(pieces, opener, rows)
        if clause and whole is not None and whole != pieces[at].outcome:
            return True  # `five deaths, including a nurse, and 26 soldiers, some young, injured`
        adjacent = gap <= (MAX_GAP_CLOSE if whole is None else 1)
        before = pieces[max(opener - MAX_OPENING, 0) : opener]
        relative = self.tags.at(pieces[opener].start, "relative") is not None
        single = relative or self.tags.at(pieces[number].end, "relative") is not None
        uncounted = whole is None and single and not any(_is_counted(piece) for piece in before)
        return adjacent and (uncounted or (whole is not None and whole != pieces[at].outcome))

    def _outcome_of_whole(
        self, pieces: list[Piece], opener: int, rows: dict[int, Row]
    ) -> Outcome | None:
        """The outcome of the row that ends right before an inclusion, or null."""
        start = pieces[opener].start
        near = [row for row in rows.values() if 0 <= start - row.end <= MAX_GAP_WHOLE]
        return max(near, key=lambda row: row.end).outcome if near else None

    def _is_set_off(self, start: int, end: int) -> bool:
        """Whether commas set off what stands between a name and its predicate."""
        texts = [token.text for token in self.doc[start:end]]
        return texts[:1] == [","] and texts.count(",") > 1 and "," in texts[-MAX_GAP_CLOSE:]

    def _is_overtaken(self, row: Row, predicate: Piece) -> bool:
        """Whether a row tells only what came first: `the soldiers wounded yesterday have died`."""
        return (
            row.pattern in ("participle", "passive")
            and row.outcome in ("injured", "missing")
            and predicate.outcome == "killed"
            and predicate.side == "left"
        )

    def _follows_group(self, pieces: list[Piece], number: int) -> bool:
        """Whether a comma and a counted group stand right before a piece."""
        return (
            number > 1
            and self.pieces.text_of(pieces[number - 1]) == ","
            and _is_counted(pieces[number - 2])
        )

    def _suits(self, pieces: list[Piece], number: int, at: int) -> bool:
        """Whether a group may be whom a predicate behind it speaks of: near, and of its number."""
        group, predicate = pieces[number].group, pieces[at]
        if group is None:
            return False
        gap = predicate.start - group.end
        if self.tags.at(group.start, "oblique"):
            return False  # `the plane carrying them went missing`
        if group.unknown_head or group.said == "pronoun":
            if gap > MAX_GAP_CLOSE:
                return False
        elif group.said != "count" and gap > MAX_GAP_PERSON:
            return self._is_set_off(group.end, predicate.start)
        apart = gap > 1 and not self._is_set_off(group.end, predicate.start)
        if predicate.singular and (group.count or 0) > 1 and apart:
            return False  # `a car with five staff on board was hit`
        if not predicate.plural or group.said == "count" or group.count is None:
            return True
        first = number - 1
        while first > 0 and self._is_between(pieces[first]):
            first -= 1
        linked = any(self._links(piece) for piece in pieces[first + 1 : number])
        return linked and pieces[first].group is not None

    def _inclusion_of(self, pieces: list[Piece], number: int) -> int | None:
        """The inclusion that a group is listed behind, or null."""
        while number > 0:
            number -= 1
            if pieces[number].kind == "inclusion":
                return number
            if pieces[number].kind == "predicate" or (
                pieces[number].kind == "other" and not self._links(pieces[number])
            ):
                return None
        return None

    def _behind_inclusion(self, pieces: list[Piece], number: int) -> bool:
        return number > 0 and pieces[number - 1].kind == "inclusion"

    def _right(self, pieces: list[Piece], at: int, rows: dict[int, Row]) -> list[int]:
        """The groups behind a predicate, up to one that another predicate wants."""
        free = MAX_GAP_RIGHT
        if self.tags.at(pieces[at].end, "agent"):
            return []  # `abducted by two men`
        for number in range(at + 1, len(pieces)):
            piece = pieces[number]
            if piece.group:
                if piece.group.unknown_head and number > at + 1:
                    return []
                if piece.group.said == "pronoun" and self.tags.at(piece.start, "nominative"):
                    return []  # `kidnapped and killed after they left`
                taken = self._listed(pieces, number, rows, step=1)
                if len(taken) > 1 and self._wanted(pieces, taken[-1]):
                    taken = taken[: self._clause_end(pieces, taken)]
                elif self._wanted(pieces, number) and number - at > 2:
                    return []
                return taken
            if piece.kind in ("predicate", "inclusion"):
                return []
            free -= piece.end - piece.start
            if free < 0 or self.doc[piece.start].text in ".;:":
                return []
        return []

    def _clause_end(self, pieces: list[Piece], taken: list[int]) -> int:
        """How many of some listed groups stand before the clause that wants the last.

        `killing a driver, and a cook and two guards are missing`.
        """
        for at in range(1, len(taken)):
            between = pieces[taken[at - 1] + 1 : taken[at]]
            joint = any(piece.kind == "joint" for piece in between)
            if joint and any(self.pieces.text_of(piece) == "," for piece in between):
                return at
        return len(taken) - 1

    def _wanted(self, pieces: list[Piece], number: int) -> bool:
        """Whether a passive predicate follows that speaks of this group."""
        gap = 0
        for piece in pieces[number + 1 :]:
            if piece.kind == "predicate":
                return piece.side in ("left", "either", "noun") and gap <= 4
            if piece.kind in ("group", "joint") or self.doc[piece.start].text in ",;:":
                return False
            gap += piece.end - piece.start
        return False

    def _listed(
        self, pieces: list[Piece], first: int, rows: dict[int, Row], step: int
    ) -> list[int]:
        """A group and those that joints or commas link to it, going left or right."""
        taken = [first]
        number = first + step
        while 0 <= number < len(pieces):
            piece = pieces[number]
            if self._is_aside(piece):
                number += step
                continue
            if step == 1 and self._is_short_aside(pieces, number):
                number += 1
                continue
            link = self._links(piece)
            beyond = number + step
            if not link:
                break
            while 0 <= beyond < len(pieces) and self._is_between(pieces[beyond]):
                beyond += step
            if not (0 <= beyond < len(pieces)) or pieces[beyond].kind != "group" or beyond in rows:
                break
            if self._behind_inclusion(pieces, beyond):
                break
            if step == 1 and self.tags.at(pieces[beyond].end, "inclusion_after"):
                break  # `the deaths of 30 people, four soldiers among them`
            listed, last = pieces[beyond].group, pieces[taken[-1]].group
            if listed and last and listed.bare and last.bare:
                break  # `the dead are twelve, and seven wounded`
            if step == -1 and listed and listed.part and self._is_set_apart(pieces, beyond):
                break  # `three were killed, two of them guards, and four others injured`
            if step == 1 and self.tags.at(pieces[beyond].end, "acting"):
                break  # `wounding several others, an official said`
            if listed and listed.said == "pronoun" and self.pieces.text_of(piece) == ",":
                break  # `after the death of his father, he left`
            taken.append(beyond)
            number = beyond + step
        return taken

    def _is_set_apart(self, pieces: list[Piece], number: int) -> bool:
        """Whether a comma and what a group may be a part of stand right before it."""
        before = pieces[number - 2] if number > 1 else None
        return (
            before is not None
            and before.kind in ("group", "predicate")
            and self.pieces.text_of(pieces[number - 1]) == ","
        )

    def _is_short_aside(self, pieces: list[Piece], number: int) -> bool:
        """Whether a piece says a little of the people before it: `a guard at the gate and two`."""
        piece = pieces[number]
        follows = pieces[number + 1].kind == "joint" if number + 1 < len(pieces) else False
        if self._is_listed_by_place(pieces, number):
            return True
        short = piece.kind == "other" and piece.end - piece.start <= MAX_GAP_CLOSE
        clause = follows and self.tags.at(pieces[number + 1].start, "clause")
        return short and follows and not clause and self.pieces.text_of(piece) not in PAUSES

    def _is_listed_by_place(self, pieces: list[Piece], number: int) -> bool:
        """Whether figures of the same people follow for other places: `ten in Loro, five in`."""
        if number + 2 >= len(pieces) or self.pieces.text_of(pieces[number + 1]) != ",":
            return False
        before, behind = pieces[number - 1].group, pieces[number + 2].group
        here = pieces[number]
        short = here.end - here.start <= MAX_GAP_CLOSE
        if before is None or behind is None or not (short and here.kind == "other"):
            return False
        alike = before.victim is not None and before.victim == behind.victim
        counted = before.said == behind.said == "count"
        return alike and counted and not self._wanted(pieces, number + 2)

    def _is_between(self, piece: Piece) -> bool:
        """Whether a piece may stand beside the joint of a list: a joint, `her`, `of a firm`."""
        single = piece.kind == "other" and piece.end - piece.start == 1
        leads = self.tags.at(piece.start, "employed")  # `à deux soldats et à un civil`
        return self._links(piece) or self._is_aside(piece) or bool(single and leads)

    def _is_aside(self, piece: Piece) -> bool:
        """Whether a piece only says whose or from where the people beside it are."""
        says = self.tags.at(piece.start, "definite", "origin")
        return piece.kind == "other" and says is not None and piece.end - piece.start <= MAX_ASIDE

    def _links(self, piece: Piece) -> bool:
        clause = self.tags.at(piece.start, "clause")
        return (piece.kind == "joint" and not clause) or self.pieces.text_of(piece) == ","

    def _rows(
        self, pieces: list[Piece], at: int, taken: list[int], pattern: Pattern
    ) -> list[tuple[int, Row]]:
        """Rows of the taken groups; the nearest one's evidence takes in the predicate."""
        predicate = pieces[at]
        if predicate.outcome is None:
            return []
        rows = []
        negated = self._has_before(predicate.start, "not")
        imagined = self._has_before(predicate.start, "unreal")
        for number in taken:
            piece = pieces[number]
            losing = self.tags.at(predicate.start, "losing") is not None
            armed = ARMED | STAFF if losing else ARMED
            if losing and piece.group:  # `the army lost eleven men`
                piece = replace(piece, group=self.groups.origins.of_owner(piece.group))
            if piece.group is None or (predicate.armed and piece.group.victim not in armed):
                continue
            of_things = self.tags.at(predicate.start, "of_things")
            known_noun = not (of_things or predicate.outcome not in ("killed", "injured"))
            if piece.group.unknown_head and not known_noun:
                continue  # `seized 6,600 pounds`
            start, end = piece.start, piece.end
            if number == taken[0]:
                start, end = min(start, predicate.start), max(end, predicate.end)
            group = piece.group
            foes = self.tags.at(predicate.start, "foes") and group.said == "count"
            if group.victim is None and foes and not group.nationality:
                group = replace(group, victim="combatant")
            between = range(min(piece.end, predicate.start), predicate.end)
            if any(self.tags.at(token, "among") for token in between):
                if self._is_by_sex_or_age(piece):
                    continue
                group = replace(group, again=True)  # `are among the dead`
            said_too = any(self.tags.at(at, "too") for at in range(predicate.start, predicate.end))
            if group.victim and (said_too or self._has_before(predicate.start, "too")):
                group = replace(group, fresh=True)  # `a nun was also killed`
            some = self.tags.at(predicate.start, "opener") is not None
            if some and self._is_by_sex_or_age(piece):
                continue  # `the dead include two children`
            if predicate.outcome == "injured" and self._is_cared_for(predicate, piece):
                group = replace(group, again=not group.fresh)  # `38 wounded were evacuated`
            row = Row(
                group,
                predicate.outcome,
                start,
                end,
                pattern,
                negated=negated,
                imagined=imagined,
                predicate=predicate.start,
                included=some,
            )
            rows.append((number, row))
        return rows

    def _is_cared_for(self, predicate: Piece, people: Piece) -> bool:
        """Whether words beside a figure of wounded say where they were brought."""
        start, end = min(predicate.start, people.start), max(predicate.end, people.end)
        return any(self.tags.at(at, "care") for at in range(max(start - CARE, 0), end + CARE))

    def _has_before(self, at: int, kind: str) -> bool:
        """Whether a word of a kind stands among the auxiliaries right before a token."""
        for token in range(at - 1, max(at - MAX_AUXILIARY_GAP, 0) - 1, -1):
            if self.tags.at(token, kind):
                return True
            known = self.tags.at(token, "passive", "active", "filler", "severity")
            if not known and not self.doc[token].lower_.endswith(self.words.fillers.endings):
                return False
        return False

    def _go_on_elsewhere(self, pieces: list[Piece], rows: dict[int, Row]) -> None:
        """Adds rows for figures at other places: `ten were killed in Arua and five in Gulu`."""
        for number in range(2, len(pieces) - 1):
            group, joint = pieces[number].group, pieces[number - 1]
            told = self._row_before(number, rows)
            bare = group is not None and group.bare and group.said == "count" and group.count
            if not (bare and told and group and joint.kind == "joint") or number in rows:
                continue
            there = range(group.end, min(group.end + MAX_GAP_CLOSE, len(self.doc)))
            before = range(told.end, joint.start)
            apart = self._names_place(before) and self._names_place(there)
            if apart and not any(self.tags.at(at, *VERBS) for at in (*before, *there)):
                start, end = pieces[number].start, pieces[number].end
                rows[number] = Row(group, told.outcome, start, end, "gap")

    def _names_place(self, tokens: range) -> bool:
        names = (self.groups.names.by_start.get(at) for at in tokens)
        named = any(name is not None and name.label_ == "GPE" for name in names)
        return named or any(self.tags.at(at, "place") for at in tokens)  # `the other village`

    # Parts of a figure

    def _include(self, pieces: list[Piece], rows: dict[int, Row]) -> None:
        """Adds rows for groups behind `including`, `dont`, and for `two of them seriously`."""
        inside = False
        for at, piece in enumerate(pieces):
            if piece.kind == "inclusion":
                inside = True
            elif (
                (piece.kind == "predicate" and not (inside and self._is_by_sex_before(pieces, at)))
                or self.doc[piece.start].text in ".;"
                or (inside and self._goes_on(pieces, at))
            ):
                inside = False
            if piece.group is None:
                continue
            named = piece.group.said != "count"
            listed = piece.group.victim and not self.tags.at(piece.end, "acting")
            apart = at not in rows and not self._behind_inclusion(pieces, at)
            if inside and named and apart and not (listed and piece.group.said == "definite"):
                continue  # `including two seriously, the governor said`
            if (inside or piece.group.part) and self._is_by_sex_or_age(piece):
                rows.pop(at, None)
                continue
            outcome = self._outcome_around(pieces, at, rows)
            if at in rows:
                if piece.group.part or self._behind_inclusion(pieces, at):
                    group = replace(rows[at].group, part=True)
                    known = rows[at].outcome == outcome
                    rows[at] = replace(rows[at], included=known, group=group)
                continue
            if outcome is None:
                continue
            severity = self.tags.at(piece.end, "severity")
            after = self.tags.at(piece.end, "inclusion_after")
            tail = severity or after
            if inside or after or piece.group.part or (severity and self._follows_pause(piece)):
                end = tail.end if tail else piece.end
                whole = self._row_before(at, rows)
                if whole and (piece.group.count or 0) > (whole.group.count or MANY):
                    continue  # `three were injured, 200 evacuated`
                if piece.group.count is None:
                    continue  # `some of them seriously`
                told = whole and piece.group.victim
                group = as_part(piece.group, whole.group) if whole and told else piece.group
                rows[at] = Row(group, outcome, piece.start, end, "included", included=True)

    def _is_by_sex_before(self, pieces: list[Piece], at: int) -> bool:
        """Whether a part told by sex or age meets with it: `including five children injured`."""
        before = pieces[at - 1]
        return before.group is not None and self._is_by_sex_or_age(before)

    def _goes_on(self, pieces: list[Piece], at: int) -> bool:
        """Whether something else begins behind a link: `including children, aid workers say`."""
        behind = at > 1 and self.pieces.text_of(pieces[at - 1]) == ","
        if at and pieces[at - 1].kind == "joint" and pieces[at].kind == "other":
            return not self._is_aside(pieces[at])  # `including foreigners and detained one`
        opens = pieces[at - 2].kind == "inclusion" if at > 1 else False
        says = pieces[at].kind == "other" and not self._is_aside(pieces[at])
        return behind and says and not opens and self.pieces.text_of(pieces[at]) not in PAUSES

    def _is_by_sex_or_age(self, piece: Piece) -> bool:
        """Whether a part only says how many were women or children: that makes no row."""
        if piece.group and piece.group.victim not in PRIVATE:
            return False  # `two female police advisers`
        return any(self.tags.at(at, "sex_age") for at in range(piece.start, piece.end + 1))

    def _follows_pause(self, piece: Piece) -> bool:
        return piece.start > 0 and self.doc[piece.start - 1].text in (",", "–", "—", "-", "(")

    def _outcome_around(self, pieces: list[Piece], at: int, rows: dict[int, Row]) -> Outcome | None:
        """The outcome of what a group is a part of: the group before its inclusion, or any row."""
        opener = self._inclusion_of(pieces, at)
        whole = self._outcome_of_whole(pieces, opener, rows) if opener else None
        before = self._row_before(at, rows)
        return whole or (before.outcome if before else None)

    def _row_before(self, at: int, rows: dict[int, Row]) -> Row | None:
        """The nearest row before a group in its sentence that is no part."""
        before = [number for number in rows if number < at and not rows[number].included]
        return rows[max(before)] if before else None


def as_part(part: Group, whole: Group) -> Group:
    """A part with the victim that it has as one of the whole: a nurse among aid workers is one."""
    if not part.nationality and len(whole.nationality) == 1 and not whole.divided:
        part = replace(part, nationality=whole.nationality)
    if whole.victim is None:
        return part
    if part.victim is None or part.victim in KINDS_WITHIN.get(whole.victim, ()):
        return replace(part, victim=whole.victim)
    return part


def _is_in_sum(row: Row, tally: Row) -> bool:
    """Whether a sum tells of what a row does, or counts those of the row in."""
    one, all_of = row.group, tally.group
    counted = (
        row.outcome == tally.outcome
        and one.victim == all_of.victim
        and (one.count or 0) < (all_of.count or 0)
        and set(one.nationality) >= set(all_of.nationality)
    )
    return counted or (tally.start < row.end and row.start < tally.end)


def _is_counted(piece: Piece) -> bool:
    return piece.group is not None and piece.group.said == "count"


def _has_people(piece: Piece) -> bool:
    return piece.group is not None and piece.group.victim is not None
