"""Finds counted people: `at least three Chadian peacekeepers`, `two others`, `un autre`.

A group is a figure with what is counted. It says nothing yet of what happened to them.
"""

from dataclasses import replace

from spacy.tokens import Doc, Span

from pipeline.codes import Victim
from pipeline.components.casualties.figures import Figure, FigureReader
from pipeline.components.casualties.origins import QUOTES, OriginReader
from pipeline.components.casualties.people import Group, Names
from pipeline.components.phrases import Tag, Tags
from pipeline.components.words import words_of
from pipeline.lexicon.casualty import CasualtyWords

OPENING = frozenset(
    ("between", "bound", "number", "one", "about", "plenty", "dozens", "several", "none")
) | {"them", "pronoun", "victim", "definite", "bodies"}
"""Kinds of words that a group of people may begin with."""
MAX_MODIFIERS = 9
MAX_UNKNOWN = 2
CLAUSE_WORDS = (
    *("participle", "subject", "object", "noun", "passive", "active", "joint"),
    *("inclusion", "origin", "severity", "filler"),
)
"""Kinds of words that go on with the clause: a figure before one counts nothing else."""
MAX_OFFICE = 10
"""Tokens of what an office is of: `of the union of transport workers of the town`."""
MAX_PHRASE = 8
"""Tokens of a word of harm, as in `cost the lives of`."""
MAX_ASIDE = 12
"""Tokens of a bracket between a figure and what it counts."""
EMPLOYED: dict[Victim, tuple[Victim, ...]] = {
    "un_staff": ("civilian", "unspecified"),
    "aid_worker": ("civilian", "unspecified", "un_staff", "un_contractor"),
}
"""Whom an employer's name makes of people by their trade: a doctor of an agency is its staff."""
BY_TRADE: frozenset[Victim | None] = frozenset({"civilian", "police", "un_contractor"})
"""What a trade makes of people by itself: drivers, guards."""
UNSAID: frozenset[Victim | None] = frozenset({None, "unspecified", "civilian"})
"""Victims that a trade may tell more of."""
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
PEOPLE_NAMES = frozenset({"NORP", "MISSION", "ARMED_GROUP"})
MIN_NOUN = 4
"""Letters of a noun that may be people without being in the lexicon."""


class GroupFinder:
    """Reads a group at a token, if one begins there."""

    def __init__(
        self, doc: Doc, tags: Tags, names: Names, closed: set[int], words: CasualtyWords
    ) -> None:
        self.doc, self.tags, self.names, self.closed = doc, tags, names, closed
        self.words, self.text = words, words_of(doc)
        self.figures = FigureReader(doc, tags)
        self.origins = OriginReader(doc, tags, names, words)
        self.behind_object = _ends(tags, "object")
        self.behind_reach = _ends(tags, "reach")
        self.behind_definite = _ends(tags, "definite", "common", without="relative")
        self.behind_harm = _ends(tags, "object", "participle")
        blanks = (at for at, text in enumerate(self.text.written) if text.isspace())
        self.opens = {0, *(sentence.start for sentence in doc.sents), *(at + 1 for at in blanks)}
        named = names.by_start.keys() | names.persons.keys()
        self.may_start = self.opens | named | self.behind_harm

    def may_begin(self, start: int) -> bool:
        """Whether a group can begin at a word that the casualty lexicon does not know."""
        names = self.names
        return start in names.by_start or start in names.persons or start in self.behind_harm

    def may_open(self, start: int) -> bool:
        """Whether a group can begin at a token, by the kinds of its words alone."""
        here = self.tags.found.get(start)
        return (here is not None and not OPENING.isdisjoint(here)) or start in self.may_start

    def at(self, start: int) -> Group | None:
        """The group that begins at a token, or null; behind the last token none does."""
        if start >= len(self.doc) or not self.may_open(start):
            return None
        figure = self.figures.at(start)
        both = self.tags.at(start, "both") if start in self.opens else None
        if both:  # `Both died in hospital`
            figure = Figure(both.end, 2, 2, 2)
        if figure and figure.fresh and self._are_several(start, figure.end):
            return None
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
            again=both is not None
            or self._is_definite(start)
            or (figure.fresh and self._opens_definite(start)),
        )
        headed = (
            self._of_bodies(group)
            or self._of_size(group)
            or self._of_both_sexes(group)
            or self._with_head(group)
        )
        if headed is None:
            alone = self._elliptical(group)
            origin = self.origins.with_origin(alone or group)
            told = origin.nationality or origin.end > group.end  # `one from Nepal`
            return origin if (alone and told) or origin.nationality else alone
        return self._of_two_kinds(self.origins.with_origin(headed))

    # Heads

    def _of_bodies(self, group: Group) -> Group | None:
        """Those whose bodies were counted: `eight bodies of soldiers`; null for anything else."""
        of = self.tags.at(group.end, "bodies")
        whose = self.people_at(of.end) if of else None
        if whose is None or whose.victim is None or whose.unknown_head:
            return None
        return replace(
            group,
            end=whose.end,
            victim=whose.victim,
            nationality=whose.nationality,
            outcome="killed",
        )

    def _of_size(self, group: Group) -> Group | None:
        """`A four-person health team` as four people; null for anything else."""
        number = self.tags.at(group.end, "number") if group.articled else None
        hyphen = number is not None and self._word(number.end) == "-"
        sized = self.tags.at(number.end + 1, "sized") if number and hyphen else None
        if number is None or sized is None:
            return None
        end = sized.end
        while end < len(self.doc) and end - sized.end < MAX_UNKNOWN and self._may_modify(end):
            end += 1
        aid = self.tags.within(sized.end, end, "aid")
        victim: Victim = "aid_worker" if aid else "unspecified"
        size = int(number.value)
        return replace(
            group, end=end, count=size, low=size, high=size, articled=False, victim=victim
        )

    def _of_both_sexes(self, group: Group) -> Group | None:
        """`Three female and one male staff member` as four; null for anything else."""
        sex = self.tags.at(group.end, "sex_age")
        joint = self.tags.at(sex.end, "joint") if sex else None
        other = self.figures.at(joint.end) if joint else None
        second = self.tags.at(other.end, "sex_age") if other else None
        if not (other and second and group.count and other.count):
            return None
        both = replace(
            group,
            end=second.end,
            count=group.count + other.count,
            low=(group.low or 0) + (other.low or 0),
            high=None
            if None in (group.high, other.high)
            else (group.high or 0) + (other.high or 0),
            articled=False,
        )
        headed = self._with_head(both)
        return headed if headed and headed.victim and not headed.unknown_head else None

    def _of_two_kinds(self, group: Group) -> Group:
        """One count over two kinds of people is of no one kind: `nine soldiers and civilians`."""
        joint = self.tags.at(group.end, "joint")
        if joint is None or self.tags.at(group.end, "clause") or group.count == 1:
            return group
        at = joint.end
        if self.tags.at(at, "number", "one", "definite", "of", "of_the", "origin", "several"):
            return group
        other = self.people_at(at)
        if other is None or not (group.victim and other.victim) or self._ends_as_one(other):
            return group
        if other.victim == group.victim or other.nationality:
            return group
        return replace(group, end=other.end, victim="unspecified", nationality=())

    def _with_head(self, group: Group) -> Group | None:
        """The group with who is counted, or null where no such word follows the figure."""
        at, unknown, last_name = group.end, 0, None
        for _ in range(MAX_MODIFIERS):
            if at >= len(self.doc):
                break
            if same := self.tags.at(at, "same"):
                return replace(group, end=same.end, fresh=self.tags.at(at, "fresh") is not None)
            if self._is_thing(at):
                return None
            if self.tags.at(at, "fresh"):
                group = replace(group, fresh=True)
                at = self.tags.at(at, "fresh").end  # type: ignore[union-attr]
                last_name = None
                continue
            if name := self.names.by_start.get(at):
                victim = self.tags.at(at, "victim")
                if victim is None or victim.end < name.end or name.label_ == "ARMED_GROUP":
                    group, at = self.origins.named(group, name), name.end
                    last_name = name
                    if name.label_ == "ARMED_GROUP":
                        return self._fighters(group, at)
                    continue
            post = self.tags.at(at, "post")
            if post and (end := self._of_fighters(post.end)):
                return replace(group, end=end, victim="combatant")
            if victim := self.tags.at(at, "victim"):
                if longer := self._led_by(group, victim):
                    return longer
                if group.count in (None, 1) and self._is_no_head(victim.end):
                    return None  # `a terrorist attack`
                if self.tags.at(victim.end, "things") and not self.words.origin.adjective_follows:
                    return None  # `three passenger buses`
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
            if at > group.end and (end := self._aside(at)) and self.tags.at(end, "victim"):
                group, at = self._with_bracket(group, at, end), end
                continue
            if last_name is not None and (end := self._aside(at)):
                at = end  # `two UNMISS (UN Mission in South Sudan) national staff`
                continue
            if self._word(at) in QUOTES or (self._word(at) == "-" and self._is_hyphen(group, at)):
                at += 1
                continue
            if unknown and self._word(at) in POSSESSIVE:
                at += 1  # `14 of the group's fighters`
                continue
            if last_name is not None and self.tags.at(at, "employed"):
                break  # `three Kenyans working for`
            if aid := self.tags.at(at, "aid"):
                at = aid.end + (self._word(aid.end) in POSSESSIVE)
                continue
            if unknown < MAX_UNKNOWN and self._may_modify(at):
                titled = self.doc[at].is_title and at > group.start  # `a Third Division Soldier`
                unknown, at = unknown + (0 if titled else 1), at + 1
                continue
            break
        if any(self.tags.at(token, "aid") for token in range(group.start, at)):
            return None  # `a Danish NGO`
        if last_name is not None and last_name.label_ == "NORP" and last_name.end == at:
            named = group.said == "count" or not unknown  # not `the African force`
            return replace(group, end=at) if named else None  # `three Nigerians`, `an Egyptian`
        if last_name is not None and self._is_plural_people(group, last_name):
            return replace(group, end=last_name.end)  # `two Afghans working for the UN`
        if last_name is not None and last_name.end == at and self.tags.at(at, "noun"):
            return replace(group, end=at)  # `300 U.N. hostages`
        if unknown and group.said == "count" and self._may_be_people(group, at - 1):
            return replace(group, end=at, victim=group.victim or "civilian", unknown_head=True)
        return None

    def _led_by(self, group: Group, tag: Tag) -> Group | None:
        """The group where a word for people only leads to them: `a national female aid worker`."""
        if not (tag.value.startswith("unspecified") and self.tags.at(tag.start, "modifier")):
            return None
        name = self.names.by_start.get(tag.end)
        body = name is not None and name.label_ in ("ORG", "MISSION")
        leads = ("modifier", "aid", "victim")
        led = self.tags.at(tag.end, *leads)
        unknown = tag.end < len(self.doc) and self.doc[tag.end].is_alpha
        if not led and unknown and not self.tags.at(tag.end, *CLAUSE_WORDS):  # `2 national Ebola`
            led = self.tags.at(tag.end + 1, *leads)
        if not body and not led:
            return None
        longer = self._with_head(replace(group, end=tag.end))
        return longer if longer and longer.victim and not longer.unknown_head else None

    def _with_bracket(self, group: Group, start: int, end: int) -> Group:
        """A group with the nationalities in a bracket: `two international (Italian) staff`.

        Also with the parts there: `two international (1 Finn, 1 Dane) staff`.
        """
        parts: list[Group] = []
        for at in range(start, end):
            if country := self.origins.country_at(at):
                group = replace(group, nationality=(*group.nationality, country))
            part = self.at(at) if self.tags.at(at, "number", "one") else None
            if part and part.nationality and part.count:
                parts.append(part)
        return replace(group, parts=tuple(parts)) if len(parts) > 1 else group

    def _is_thing(self, at: int) -> bool:
        """Whether a noun is no person, and what follows its adjective: `un avion togolais`."""
        things = self.tags.at(at, "things")
        people = self.tags.at(at, "victim", "fresh", "modifier", "post")
        return things is not None and people is None and self.words.origin.adjective_follows

    def _is_no_head(self, at: int) -> bool:
        """Whether a noun for no person stands at a token: `the engineer regiment`."""
        people = self.tags.at(at, "victim")  # `an assistant coordinator`
        return people is None and self.tags.at(at, "not_heads", "body") is not None

    def _is_hyphen(self, group: Group, at: int) -> bool:
        """Whether a hyphen stands inside what is counted, not in a title: `Secretary-General`."""
        titled = self.doc[at - 1].is_title and self.doc[min(at + 1, len(self.doc) - 1)].is_title
        return at > group.end and not titled and not self.doc[at - 1].whitespace_

    def _fighters(self, group: Group, at: int) -> Group | None:
        """Members of the armed group whose name ends at a token: `three Taliban commanders`."""
        end = at
        while (modifier := self.tags.at(end, "modifier")) and not self.tags.at(end, "stop"):
            end = modifier.end
        head = self.tags.at(end, "victim", "post")
        if head is None and group.articled and self._may_modify(at):
            return None  # `an anti-Balaka ambush`
        return replace(group, end=head.end if head else at, victim="combatant")

    def _of_fighters(self, at: int) -> int | None:
        """The token after `of the M23` that begins at a token, or null."""
        end = at
        while link := self.tags.at(end, "origin", "definite"):
            end = link.end
        name = self.names.by_start.get(end)
        return name.end if name and name.label_ == "ARMED_GROUP" and end > at else None

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

    def _headed(self, group: Group, tag: Tag) -> Group:
        kind, number = tag.value.split("/")
        victim: Victim = kind  # type: ignore[assignment]
        following = self.tags.at(tag.end, "victim")
        leads = number == "one" or self.tags.at(tag.start, "modifier")  # `military blue helmets`
        if following and leads:  # `a police officer's driver`: the last word is the head
            headed = self._headed(group, following)
            rank = victim == "police" and headed.victim == "soldier"  # `a police major`
            chief = victim == "combatant" and headed.victim in (*UNSAID, "soldier")
            member = victim not in UNSAID and headed.victim == "unspecified"  # `UN staff member`
            member = member or (victim in EMPLOYED and headed.victim in BY_TRADE)  # `staff drivers`
            return replace(headed, victim=victim) if rank or chief or member else headed
        known = group.victim
        if known in ("soldier", "police") and victim == "unspecified":
            victim = known
        if known and victim in EMPLOYED.get(known, ()):
            victim = known  # `a UNICEF doctor`
        if victim == "soldier" and group.of_mission:
            victim = "peacekeeper"
        if victim == "police" and group.of_mission:
            victim = "un_contractor" if self.tags.at(tag.start, "trade") else "un_police"
        if victim in ("civilian", "aid_worker") and group.of_mission:
            victim = "un_staff"
        if victim == "un_contractor" and self._word(tag.start) == "guards" and not group.of_mission:
            victim = "police"
        held = self.tags.at(tag.start, "noun")
        if held and held.end == tag.end and group.outcome is None:
            group = replace(group, outcome=held.value)  # type: ignore[arg-type]  # `hostages`
        employed = self.tags.at(tag.start, "staff")
        staff = employed is not None and employed.end >= tag.end and known is None
        return replace(group, end=tag.end, victim=victim, staff=staff and not group.of_mission)

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
            (token.is_alpha or token.text.rpartition("-")[2].isalpha())  # `a U.S.-led force`
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
        if (group.articled and not group.fresh) or self._is_age(group) or self._is_year(group):
            return None
        if self.tags.at(group.start - 1, "not_after") and not self.tags.at(end, "noun"):
            return None
        alone = self.tags.at(group.start, "alone") or self.tags.at(group.end, "alone")
        group = replace(group, end=end)
        if of := self._of_them(end):
            article = self.tags.at(of, "articles")
            who = self.tags.at(article.end if article else of, "victim")  # `two of them policemen`
            part = replace(group, end=of, part=True)
            headed = self._headed(part, who) if who else part
            return headed if headed.victim != "unspecified" else part
        lot = self.tags.at(end, "of")
        if lot and self.tags.at(lot.end, "number"):
            return None  # `nine of 22 trucks`
        the = self.tags.at(end, "of_the")
        people = self.people_at(the.end) if the else None
        people = self._of_two_kinds(people) if people else None
        if people is not None and people.victim:  # `one of the assailants`
            nationality = group.nationality or people.nationality
            return replace(
                group, end=people.end, victim=people.victim, nationality=nationality, again=True
            )
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
        unit = token is not None and (
            token.text in ("%", "°", "$", "€", "/", ":")
            or (token.text == "-" and not self.doc[end - 1].whitespace_)  # `four-hour`
        )
        return group if counts_people and not unit else None

    def _are_several(self, start: int, end: int) -> bool:
        """Whether `the other` goes with a word for several: `the other wounded were`."""
        hit = self.tags.at(end, "participle", "noun") if self.tags.at(start, "definite") else None
        several = hit and self.tags.at(hit.end, "plural") and not self.tags.at(hit.end, "singular")
        return bool(several)

    def _is_definite(self, start: int) -> bool:
        """Whether `the`, `the other` or `all` stands before a figure: `the other two`."""
        before = start - 1
        if self.tags.at(before, "fresh"):
            before -= 1
        return before + 1 in self.behind_definite

    def _opens_definite(self, start: int) -> bool:
        """Whether a figure begins with `the`: `the other two`."""
        return self.tags.at(start, "definite") is not None

    def _is_age(self, group: Group) -> bool:
        """Whether a bare figure is the age of who is named before it: `Mohammad Hassan, 37,`."""
        start, end = group.start, group.end
        name = start > 1 and (self.doc[start - 2].is_alpha or self.doc[start - 2].text == ")")
        return bool(name) and self._word(start - 1) == "," and self._word(end) in (",", ")", ";")

    def _is_year(self, group: Group) -> bool:
        """Whether a bare figure can only be a year: `dans les années 1990`, not `2010 morts`."""
        counted = self.tags.at(group.end, "noun", "participle")
        written = self.text.written[group.start]
        return counted is None and len(written) == len("1990") and written[:2] in ("19", "20")

    def _of_them(self, at: int) -> int | None:
        """The token after `of them` or `of the four`, null for anything else."""
        if them := self.tags.at(at, "of_them"):
            return them.end
        the = self.tags.at(at, "of_the")
        number = self.tags.at(the.end, "number") if the else None
        return number.end if number and not self.tags.at(number.end, "things") else None

    def _one_person(self, start: int) -> Group | None:
        """One person without a figure: by name, as `the driver` or `his driver`, as `she`."""
        group = Group(start, start + 1, 1, 1, 1)
        if (end := self._named_person(start)) or (end := self._named_object(start)):
            return self._described(self.origins.with_origin(replace(group, end=end, said="name")))
        spoken = self.tags.at(start, "them", "pronoun")
        if spoken and self.tags.at(spoken.end, "acting"):
            return None  # `they said`
        if them := self.tags.at(start, "them"):
            return Group(start, them.end, None, None, None, said="pronoun")
        pronoun = self.tags.at(start, "pronoun")
        if pronoun and not self.tags.at(start, "not_counts"):
            return replace(group, end=pronoun.end, said="pronoun")
        rank = self.tags.at(start, "victim")
        titled = rank and rank.value.endswith("/one") and self.doc[start].text[0].isupper()
        titled = titled and self._word(start - 1) != "-"  # `Secretary-General`
        titled = titled and rank and not self._is_no_head(rank.end)  # `the Humanitarian Crisis`
        if rank and titled and (end := self._name_behind(rank.end)):  # `Sergeant Lindqvist`
            named = replace(self._headed(group, rank), end=end, said="name")
            return self._described(self.origins.with_origin(named))
        definite = self.tags.at(start, "definite")
        bodies = self.tags.at(definite.end if definite else start, "bodies")
        whose = self.at(bodies.end) if bodies else None
        several = whose and self.tags.at(whose.end, "joint")  # `of a driver and of his mate`
        if whose and whose.count and whose.victim and not several:  # `the bodies of two policemen`
            return replace(whose, start=start, outcome="killed")
        if definite is None and rank and self._shares_owner(start):
            return self._headed(replace(group, said="definite"), rank)
        if definite is None:
            return None
        headed = self._with_head(replace(group, end=definite.end, said="definite"))
        if headed is None:
            return self._official(replace(group, said="definite"), definite.end)
        if not self._ends_as_one(headed):
            return None
        if end := self._name_behind(headed.end):
            headed = replace(headed, end=end, said="name")
            return self._described(self.origins.with_origin(headed))
        return self.origins.with_origin(headed)

    def _shares_owner(self, start: int) -> bool:
        """Whether people go with others of the same person: `his wife and daughter`."""
        joint = self.tags.at(start - 1, "joint")
        one = self.tags.at(start - 2, "victim")
        whose = self.tags.at(start - 3, "whose")
        return bool(joint and one and one.end == start - 1 and whose)

    def _official(self, group: Group, at: int) -> Group | None:
        """The holder of an office to whom something happened: `the head of the union was killed`.

        Only right before the verb: as a rule it is others of whom an office holder speaks.
        """
        end = self.names.offices.get(at)
        if end is None:
            return None
        for token in range(end, min(end + MAX_OFFICE, len(self.doc))):
            if self.tags.at(token, "passive"):
                struck = self.behind_passive(token)
                of_aid = self.tags.within(at, token, "aid")
                victim: Victim = "aid_worker" if of_aid else "civilian"
                return replace(group, end=end, victim=victim) if struck else None
            if self.tags.at(token, *CLAUSE_WORDS[:4], "active", "acting", "relative"):
                return None
            if self.doc[token].is_punct:
                return None
        return None

    def behind_passive(self, at: int) -> bool:
        """Whether a word of harm stands behind the auxiliaries that begin at a token."""
        while at < len(self.doc) and (tag := self.tags.at(at, "passive", "filler", "severity")):
            at = tag.end
        return self.tags.at(at, "participle") is not None

    def _described(self, group: Group) -> Group:
        """A person by name with the trade that stands behind: `Awa Diallo, médecin togolaise`."""
        one = self._word(group.end) == "," and self.tags.at(group.end + 1, "victim")
        if not one or not one.value.endswith("/one") or group.victim not in UNSAID:
            return group
        who = self.people_at(group.end + 1)
        if who is None:
            return group
        return replace(
            group,
            end=who.end,
            victim=who.victim,
            nationality=group.nationality or who.nationality,
            of_mission=group.of_mission or who.of_mission,
        )

    def _ends_as_one(self, group: Group) -> bool:
        """Whether the last word of a group is one for a single person."""
        last = group.end - 1
        if group.victim is None or self.tags.at(last, "post"):  # `her colleague`
            return not self.doc[last].lower_.endswith(self.words.counts.plurals)
        heads = (self.tags.at(at, "victim") for at in range(group.start, group.end))
        return any(tag and tag.end == group.end and tag.value.endswith("/one") for tag in heads)

    def _bare_person(self, start: int) -> Group | None:
        """`Taliban leader Wali` right behind `killed`: one person without an article."""
        if start not in self.behind_harm:
            return None
        if self.tags.at(start, "definite", "pronoun") or start in self.names.persons:
            return None
        headed = self._with_head(Group(start, start, 1, 1, 1))
        if headed is None or headed.victim is None or not self._ends_as_one(headed):
            return None
        end = self._name_behind(headed.end)
        return self.origins.with_origin(replace(headed, end=end, said="name") if end else headed)

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
        if start > 1 and self.doc[start - 1].is_title and not self.doc[start - 1].is_sent_start:
            return None  # every word of a headline may begin with a capital
        if not opens or start not in self.behind_harm or start in self.closed:
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
        """One person without a figure, as headlines and notes have it: `Peacekeeper Killed`."""
        name = self.names.by_start.get(start)
        at = start
        group = Group(start, start, 1, 1, 1)
        if name is not None and name.label_ == "NORP":
            group, at = self.origins.named(group, name), name.end
        victim = self.tags.at(at, "victim")
        opens = start in self.opens
        if opens and not (name and name.label_ == "NORP"):
            headed = self._with_head(Group(start, start, 1, 1, 1))
            single = headed is not None and headed.victim and self._ends_as_one(headed)
            return self.origins.with_origin(headed) if headed and single else None
        if victim is None or not victim.value.endswith("/one"):
            return None
        if not (name or victim.value.startswith(("peacekeeper", "un_"))):
            return None
        follows = start in self.behind_object
        if not (opens or follows):
            return None
        return self.origins.with_origin(self._headed(group, victim))

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
        return self.origins.with_origin(named) if named else None

    def body_at(self, at: int) -> Group | None:
        """The soldiers that a body of a nationality stands for: `the French patrol`, or null.

        Also the police of a `police post`.
        """
        if police := self.tags.at(at, "police_body"):
            return Group(at, police.end, None, None, None, victim="police", body=True)
        body, country = self.tags.at(at, "body"), self.origins.country_at(at)
        if country and (body := self.tags.at(self.names.by_start[at].end, "body")):
            end = body.end
        elif body and (country := self.origins.country_at(body.end)):
            end = self.names.by_start[body.end].end
        else:
            return None
        return Group(at, end, None, None, None, victim="soldier", nationality=(country,), body=True)

    def army_at(self, at: int) -> Group | None:
        """The soldiers that an army named at a token, or behind an article there, stands for."""
        while article := self.tags.at(at, "definite", "origin"):
            at = article.end
        army = self.tags.at(at, "armies")
        owner = self.origins.owner_at(at)
        if owner and owner.victim in ("soldier", "police"):
            country = (owner.country,) if owner.country else ()
            return Group(at, at + 1, None, None, None, victim=owner.victim, nationality=country)
        return Group(at, army.end, None, None, None, victim="soldier") if army else None

    def is_quote(self, at: int) -> bool:
        """Whether a token is a quotation mark."""
        return self._word(at) in QUOTES

    def _word(self, at: int) -> str:
        return self.text.lower_at(at)


def _ends(tags: Tags, *kinds: str, without: str = "") -> set[int]:
    """The tokens right behind words of these kinds, the longest where several begin together.

    Not behind those that are of the kind `without` too: `said that three soldiers were killed`.
    """
    starts = tags.within(0, tags.end, *kinds)
    found = (tags.at(start, *kinds) for start in starts if without not in tags.found[start])
    return {tag.end for tag in found if tag and tag.end - tag.start <= MAX_PHRASE}
