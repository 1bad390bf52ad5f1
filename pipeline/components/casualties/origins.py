"""Where counted people come from and whom they serve: `from Chad`, `of MINUSMA`, `of an NGO`."""

from bisect import bisect_left
from dataclasses import replace
from functools import cache, cached_property
from typing import NamedTuple

from spacy.tokens import Doc, Span

from pipeline.codes import Victim
from pipeline.components.casualties.people import Group, Names
from pipeline.components.phrases import Tags
from pipeline.components.words import words_of
from pipeline.lexicon.casualty import CasualtyWords
from pipeline.lexicon.names import NameRow, load_rows

FORCES: dict[str, Victim] = {
    "force": "soldier",
    "coalition": "soldier",
    "police": "police",
    "ngo": "aid_worker",
    "un": "un_staff",
}
"""Whom the members of an organisation of that kind count as."""
EMPLOYEES: frozenset[Victim | None] = frozenset(
    {"civilian", "un_staff", "un_contractor", "unspecified", "aid_worker"}
)
"""Who counts as an aid worker when employed by an aid organisation."""
QUOTES = frozenset("»”\"'’")
"""Marks that close a quotation."""
MAX_EMPLOYER = 7
"""Tokens between people and the name of their employer."""
MAX_TOLD = 60
"""Tokens between a body and people by their trade: an incident's note."""
MAX_HIRED = 3
"""Tokens of `rented by the`."""
MAX_UNKNOWN = 2
"""Words among them that the lexicon does not have."""
BLUE = ("peacekeeper", "un_police")
"""Victims that only the UN has."""
QUOTES = frozenset("\"“”«»'‘’")
EMPLOYERS: frozenset[Victim] = frozenset({"un_staff", "aid_worker"})
UNNAMED: frozenset[Victim | None] = frozenset({None, "unspecified", "civilian"})
"""Victims that are of a body, where one is told."""
UNIFORMED: dict[Victim | None, Victim] = {"soldier": "peacekeeper", "police": "un_police"}
"""What soldiers and police are in the service of the UN."""


class Owner(NamedTuple):
    """A body named at a token: whom its members count as, and of which State they are.

    `speaks` where the text only has its word for something: `the NGO said`; `hires` where it does
    so: `trucks rented by a UN agency`.
    """

    at: int
    victim: Victim
    country: str | None = None
    speaks: bool = False
    hires: bool = False


class OriginReader:
    """Reads what the words around a group say of nationality, service and employer."""

    def __init__(self, doc: Doc, tags: Tags, names: Names, words: CasualtyWords) -> None:
        self.doc, self.tags, self.names, self.words = doc, tags, names, words
        self.text = words_of(doc)

    def with_origin(self, group: Group) -> Group:
        """The group with nationality, service and employer named around it."""
        group = self._employed(self._with_service(group))
        inside = range(group.start, group.end)
        units = (self.tags.at(at, "police_unit") for at in inside)
        if group.victim in (*UNIFORMED, "peacekeeper") and any(units):
            group = replace(group, victim="un_police")  # `two officers of the formed police unit`
        if group.victim == "soldier" and self._is_of_police(group):
            group = replace(group, victim="police")
        if group.victim == "un_contractor" and not (group.of_mission or self.owners):
            group = replace(group, victim="civilian")  # a guard, where no body is named
        if any(self.tags.at(at, "crew") for at in range(group.start, group.end)):
            group = replace(group, crew=True)
        if group.victim == "unspecified" and self.tags.at(group.end - 1, "loose"):
            group = replace(group, victim=None)  # `four officers`, of those named before
        if group.victim == "un_staff" and self.tags.within(group.start, group.end, "hired"):
            group = replace(group, victim="un_contractor")  # `a WFP-contracted driver`
        allied = any(self.tags.at(at, "alliance") for at in range(group.start, group.end))
        return replace(group, alien=True) if allied else group

    def _is_of_police(self, group: Group) -> bool:
        """Whether officers are of a police: `two officers from the capital's police`."""
        if not self.tags.at(group.end, "origin"):
            return False
        found = self.tags.within(group.end, group.end + MAX_EMPLOYER, "victim")
        head = self.tags.at(found[0], "victim") if found else None
        return head is not None and head.value.startswith("police")

    def _employed(self, group: Group) -> Group:
        """Staff of an aid organisation are aid workers: `an NGO driver`, `a guard of MSF`."""
        if any(self.tags.at(at, "own") for at in range(group.start, group.end)):
            return self._owned(group)
        within = range(group.start, group.end)
        guard = group.victim == "police" and self._is_trade(group)
        officer = self._aid_before(group)
        if group.of_mission or (group.victim not in EMPLOYEES and not (guard or officer)):
            return group
        if any(self.tags.at(at, "aid") for at in within):
            return replace(group, victim="aid_worker", end=self._aid_behind(group) or group.end)
        if end := self._aid_behind(group):
            return replace(group, end=end, victim="aid_worker")
        if self._is_trade(group) and not self.tags.at(group.start, "whose"):
            return self._of_trade(group)
        return self._of_staff(group) if group.staff else group

    def _aid_before(self, group: Group) -> bool:
        """Whether the last word of a group goes with an aid body before it: `an NGO officer`."""
        before = self.tags.at(group.end - 2, "aid")
        return before is not None and before.end == group.end - 1 and group.victim == "soldier"

    def _is_trade(self, group: Group) -> bool:
        """Whether people are called by a trade that civil employers have: drivers, guards."""
        return any(self.tags.at(at, "trade") for at in range(group.start, group.end))

    def _of_trade(self, group: Group) -> Group:
        """People by their trade, as aid workers where the words before tell of an aid body."""
        near = [one for one in self.owners if 0 < group.start - one.at <= MAX_TOLD]
        near = near or self._named_after(group)
        told = [one for one in near if not one.speaks and one.victim in EMPLOYERS]
        aid = bool(told) and told[-1].victim == "aid_worker"
        if told and told[-1].victim == "un_staff" and told[-1].hires:
            return replace(group, victim="un_contractor")
        return replace(group, victim="aid_worker") if aid else group

    def _named_after(self, group: Group) -> list[Owner]:
        """The first body behind people in their sentence: `two guards of an NGO's clinic`."""
        end = self.doc[group.start].sent.end
        return [one for one in self.owners if group.end <= one.at < end][:1]

    def _of_staff(self, group: Group) -> Group:
        """Staff, as those of the body that is named last before them, else first."""
        employers = [owner for owner in self.owners if owner.victim in EMPLOYERS]
        employer = _last_before(employers, group.start)
        if group.victim == "un_contractor":
            victim: Victim = employer.victim if employer else "civilian"
            return group if victim == "un_staff" else replace(group, victim=victim)
        return replace(group, victim=employer.victim) if employer else group

    def of_owner(self, group: Group) -> Group:
        """The group as members of the body that is named last: `the army lost eleven men`."""
        member = self.tags.at(group.end - 1, "member")
        return self._owned(group) if member and group.victim in UNNAMED else group

    def _owned(self, group: Group) -> Group:
        """People of the body that is named last before them: `31 of its men`."""
        owner = _last_before(self.owners, group.start)
        member = self.tags.at(group.end - 1, "member") is not None
        if owner is None or group.of_mission or group.victim is None:
            return group  # `four of its own`
        if owner.victim == "un_staff":
            known = group.victim if group.victim != "civilian" or not member else "unspecified"
            victim = UNIFORMED.get(known, "peacekeeper" if member else "un_staff")
            free = known in ("unspecified", "civilian", *UNIFORMED)
            return replace(group, victim=victim, of_mission=True) if free else group
        if owner.victim == "aid_worker":
            return replace(group, victim=owner.victim) if group.victim in EMPLOYEES else group
        if group.victim in UNIFORMED or (member and group.victim in UNNAMED):
            nationality = group.nationality or ((owner.country,) if owner.country else ())
            alien = owner.country is None
            return replace(group, victim=owner.victim, nationality=nationality, alien=alien)
        return group

    @cached_property
    def owners(self) -> list[Owner]:
        """The bodies with members or staff that a text names, in order."""
        owners: dict[int, Owner] = {}
        for at, here in self.tags.found.items():
            if "victim" in here and here["victim"].value.startswith(BLUE):
                owners[at] = Owner(at, "un_staff")
            if "victim" in here and here["victim"].value.startswith("aid_worker"):
                owners[at] = Owner(at, "aid_worker", speaks=self._speaks(at, here["victim"].end))
            if "aid" in here:
                owners[at] = Owner(at, "aid_worker", speaks=self._speaks(at, here["aid"].end))
        for at, name in self.names.by_start.items():
            if force := _forces().get(name.kb_id_):
                speaks = self._speaks(at, name.end)
                owners[at] = Owner(at, *force, speaks, hires=self._hires(at))
            elif name.label_ == "MISSION" or name.kb_id_ == "United Nations":
                owners[at] = Owner(at, "un_staff", hires=self._hires(at))
            elif self._is_origin(at) and self.tags.at(name.end, "armies"):
                owners[at] = Owner(at, "soldier", name.kb_id_)  # `the Egyptian military`
        return [owners[at] for at in sorted(owners)]

    def _hires(self, at: int) -> bool:
        """Whether a body named at a token hires others: `trucks chartered by the UN`."""
        end = self.names.by_start[at].end  # `UN-contracted trucks`
        before = self.tags.within(max(at - MAX_HIRED, 0), at, "hired")
        return bool(before or self.tags.within(end, end + MAX_HIRED - 1, "hired"))

    def _speaks(self, start: int, end: int) -> bool:
        """Whether a body is only named for what it says: `the NGO said`, `according to MSF`."""
        before = start - (2 if self.tags.at(start - 1, "definite") else 1)
        sources = (self.tags.at(at, "source") for at in (before, before - 1, before - 2))
        told = any(tag and tag.end == before + 1 for tag in sources)
        end = self._bracket_end(end) or (end + 1 if self._word(end) == ")" else end)
        return told or self.tags.at(end, "acting") is not None

    def owner_at(self, at: int) -> Owner | None:
        """The body with members that a text names at a token, or null."""
        return next((owner for owner in self.owners if owner.at == at), None)

    def _aid_behind(self, group: Group) -> int | None:
        """The token after `of a French NGO`, `working with MSF` right behind a group, or null."""
        at = group.end
        linked, unknown = self.tags.at(group.end - 1, "origin") is not None, 0
        for _ in range(MAX_EMPLOYER):
            if at >= len(self.doc):
                break
            name = self.names.by_start.get(at)
            if linked and name is not None and self._is_aid(name):
                return name.end
            if linked and (aid := self.tags.at(at, "aid")):
                named = self.tags.at(aid.end, "aid")  # `of the charity Oxfam`
                return self._past_adjectives(named.end if named else aid.end)
            link = self.tags.at(at, "origin", "employed")
            linked = linked or link is not None
            skipped = link or self.tags.at(at, "one", "definite", "modifier")
            if name is not None and name.label_ == "NORP":
                at = name.end
            elif skipped:
                at = skipped.end
            elif linked and unknown < MAX_UNKNOWN and at not in self.tags.found:
                at, unknown = at + 1, unknown + 1  # `of a small medical NGO`
            else:
                break
        return None

    def _past_adjectives(self, at: int) -> int:
        """The token behind the adjectives of an employer: `une ONG médicale italienne`."""
        if not self.words.origin.adjective_follows:
            return at
        while at < len(self.doc):
            modifier = self.tags.at(at, "modifier")
            if self._is_origin(at):
                at = self.names.by_start[at].end
            elif modifier and not self.tags.at(at, "stop", "of"):
                at = modifier.end
            else:
                break
        return at

    def _is_aid(self, name: Span) -> bool:
        force = _forces().get(name.kb_id_)
        return force is not None and force[0] == "aid_worker"

    def _with_service(self, group: Group) -> Group:
        """The group with nationality and service named behind it: `from Chad`, `of MINUSMA`."""
        if self.words.origin.adjective_follows and group.victim in EMPLOYERS:
            group = self._past_employer(group)
        for start in range(group.start, group.end):
            name = self.names.by_start.get(start)
            if name is not None and name.label_ == "ORG" and name.end >= group.end:
                group = self._from(group, name)  # `un membre des forces armées maliennes`
                break
        at = group.end
        after = self.tags.at(at, "at_least_after")
        if after and group.high is not None and not self.tags.at(after.end, "number"):
            group, at = replace(group, end=after.end, high=None), after.end  # `six people at least`
        if self._word(at) in QUOTES and self._is_origin(at + 1):
            at += 1  # `deux « casques bleus » français`
        if self._word(at) == "(":
            name = self.names.by_start.get(at + 1)
            if name is not None and name.label_ in ("GPE", "NORP") and self._word(name.end) == ")":
                if self._is_of_country(name):
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
            if name is not None and name.label_ == "NORP" and self._is_of_country(name):
                if linked and self.tags.at(name.end, "aid", "place"):
                    break  # `a doctor of a German NGO`, `in the Malian town of`: no one's own
                if not linked and not self.words.origin.adjective_follows:
                    break
                group = replace(
                    group, end=name.end, nationality=_joined(group.nationality, name.kb_id_)
                )
                at = name.end
                if unit := self.tags.at(at, "unit", "police_unit"):
                    at = unit.end
                    group = replace(group, end=at)
                linked = False
                if (joint := self.tags.at(at, "joint")) and (other := self._origin_from(joint.end)):
                    at = other
                continue
            if name is not None and linked and name.label_ in ("GPE", "MISSION", "ORG"):
                if name.label_ == "GPE" and not self._is_of_country(name):
                    break
                group = self._from(group, name)
                at = name.end
                army = self.tags.at(at, "armies", "body") if name.label_ == "GPE" else None
                if army and group.victim == "unspecified":
                    group = replace(group, end=army.end, victim="soldier")
                    at = army.end  # `four members of the U.S. special forces`
                if name.label_ != "GPE" and (closing := self._bracket_end(at)):
                    group, at = replace(group, end=closing), closing  # `of the Mission (MINUSMA)`
                while self._is_list_of_countries(at):
                    step = at + 1
                    group = self._from(group, self.names.by_start[step])
                    at = self.names.by_start[step].end
                continue
            if self._word(at) in QUOTES and self._is_origin(at + 1):
                at += 1  # `« casques bleus » pakistanais`
                continue
            if same := self.tags.at(at, "same_origin"):
                group, at = replace(group, end=same.end, fresh=False, fellows=True), same.end
                continue
            if not group.nationality and (apart := self._nationality_apart(at)):
                name = self.names.by_start[self._past_article(at + 1)]
                group, at = self.named(replace(group, end=apart), name), apart
                continue
            if origin := self.tags.at(at, "origin", "employed"):
                at = origin.end
                continue
            body = self.tags.at(at, "body") if linked else None
            if body and group.victim == "unspecified":
                group = replace(group, end=body.end, victim="soldier")
                at = body.end  # `seven members of the engineering company`
                continue
            if unit := self.tags.at(at, "unit", "police_unit"):
                at = unit.end
                continue
            if from_where := self._relative_origin(at):
                at, linked = from_where, True
                name = self.names.by_start[at]
                group = self.named(replace(group, end=name.end), name)
                break
            if self._word(at) == "," and self.tags.at(at + 1, "apart"):
                if group.count == 1 and self.tags.at(at + 1, "common"):
                    break  # `an adviser and a driver, both Jordanian`: of all who are listed
                at += 1
                continue
            if self._word(at) == "," and group.said == "name" and self.tags.at(at + 1, "origin"):
                at += 1  # `Sergeant Lindqvist, of the Swedish battalion`
                continue
            if linked and self._is_article(at) and at + 1 in self.names.by_start:
                at += 1
                continue
            if group.victim is not None and self.tags.at(at, "modifier") and linked:
                at += 1
                continue
            break
        return group

    def _bracket_end(self, at: int) -> int | None:
        """The token behind a bracket that a name's acronym stands in at a token, or null."""
        return at + 3 if (self._word(at), self._word(at + 2)) == ("(", ")") else None

    def _relative_origin(self, at: int) -> int | None:
        """The token of the country in `, who were all from neighbouring Chad`, or null."""
        relative = self.tags.at(at + 1, "relative") if self._word(at) == "," else None
        if relative is None:
            return None
        for token in range(relative.end, min(relative.end + MAX_EMPLOYER, len(self.doc))):
            if self.country_at(token):
                return token
            linking = ("passive", "filler", "origin", "common", "definite", "unit", "modifier")
            if not self.tags.at(token, *linking):
                break
        return None

    def _is_loose(self, group: Group) -> bool:
        """Whether people's own word leaves open whose they are: `agents`."""
        return any(self.tags.at(at, "loose") for at in range(group.start, group.end))

    def _past_employer(self, group: Group) -> Group:
        """The group with its employer's adjectives, not its own: `d'une ONG italienne`."""
        within = range(group.start, group.end)
        aid = next((tag for at in within if (tag := self.tags.at(at, "aid"))), None)
        if aid is None or aid.end != group.end:
            return group
        return replace(group, end=self._past_adjectives(group.end))

    def _nationality_apart(self, at: int) -> int | None:
        """The token after `, Chadians as well` or `, a Lithuanian,` that begins at a comma."""
        if self._word(at) != ",":
            return None
        at = self._past_article(at + 1)
        if not self._is_origin(at):
            return None
        end = self.names.by_start[at].end
        if too := self.tags.at(end, "too"):
            return too.end
        return end if self._word(end) == "," else None

    def _is_article(self, at: int) -> bool:
        return self.tags.at(at, "definite", "articles") is not None

    def _past_article(self, at: int) -> int:
        """The token after an article at a token, else that token."""
        article = self.tags.at(at, "articles")
        return article.end if article else at

    def _origin_from(self, at: int) -> int | None:
        """The token of a nationality that begins at a token, or behind a `the` there."""
        if self.tags.at(at, "definite"):
            at += 1
        return at if self._is_origin(at) else None

    def _is_origin(self, at: int) -> bool:
        name = self.names.by_start.get(at)
        return name is not None and name.label_ == "NORP" and self._is_of_country(name)

    def _is_list_of_countries(self, at: int) -> bool:
        name = self.names.by_start.get(at + 1)
        joined = self._word(at) == "," or self.tags.at(at, "joint") is not None
        return bool(
            joined and name is not None and name.label_ == "GPE" and self._is_of_country(name)
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
            civil = self.tags.at(name.end, "agency") is not None  # `four members of a UN agency`
            if victim in UNIFORMED and self._is_trade(group):
                victim = "un_contractor"  # `a guard of a UN agency`
            elif victim in UNIFORMED:
                victim = UNIFORMED[victim]
            elif victim == "civilian" or (members and civil):
                victim = "un_staff"
            elif members:
                victim = "peacekeeper"
            elif victim == "unspecified" and self._is_loose(group):
                victim = "un_staff"  # `un agent de la MINUSMA`
            elif victim is None and name.label_ == "ORG":
                victim = "un_staff"
            return replace(group, end=name.end, of_mission=True, victim=victim)
        if force := _forces().get(name.kb_id_):
            victim, country = force
            if victim == "un_staff" and group.victim in UNIFORMED:
                return replace(group, end=name.end, of_mission=True, victim=UNIFORMED[group.victim])
            if victim == "un_staff" and group.victim in ("un_staff", "un_contractor"):
                return replace(group, end=name.end)
            if group.victim in (None, "unspecified", "soldier", "police", "aid_worker") or (
                group.victim == "civilian" and victim in ("un_staff", "aid_worker")
            ):
                nationality = _joined(group.nationality, country) if country else group.nationality
                alien = country is None and victim in UNIFORMED
                return replace(
                    group, end=name.end, victim=victim, nationality=nationality, alien=alien
                )
        return group

    def named(self, group: Group, name: Span) -> Group:
        """The group with what a name inside it says: a nationality, the UN, a force."""
        match name.label_:
            case "NORP" | "GPE" if self._is_of_country(name):
                return replace(group, nationality=_joined(group.nationality, name.kb_id_))
            case "MISSION":
                return replace(group, of_mission=True)
            case "ORG" if name.kb_id_ == "United Nations":
                return replace(group, of_mission=True)
            case "ORG" if force := _forces().get(name.kb_id_):
                victim, country = force
                nationality = _joined(group.nationality, country) if country else group.nationality
                alien = country is None and victim in UNIFORMED
                return replace(group, victim=victim, nationality=nationality, alien=alien)
            case _:
                return group

    def country_at(self, at: int) -> str | None:
        """The country that a name at a token stands for, or null."""
        name = self.names.by_start.get(at)
        if name is not None and name.label_ in ("NORP", "GPE") and self._is_of_country(name):
            return name.kb_id_
        return None

    def _is_of_country(self, name: Span) -> bool:
        return _is_country(name.kb_id_) and name.start not in self.names.tied

    def _word(self, at: int) -> str:
        return self.text.lower_at(at)


def _last_before(owners: list[Owner], at: int) -> Owner | None:
    """The owner named last before a token, else first behind it, or null."""
    behind = bisect_left(owners, at, key=lambda owner: owner.at)
    return owners[max(behind - 1, 0)] if owners else None


def _is_country(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isupper()


def _joined(codes: tuple[str, ...], code: str) -> tuple[str, ...]:
    return codes if code in codes else (*codes, code)


def _nationality(row: NameRow) -> str | None:
    """The nationality of a body's members: its State's, unless States lend it their soldiers."""
    return row.countries[0] if len(row.countries) == 1 and row.kind != "coalition" else None


@cache
def _forces() -> dict[str, tuple[Victim, str | None]]:
    """The bodies of the lexicon with members: whom these count as, and their country."""
    return {
        row.canonical: (FORCES[row.kind], _nationality(row))
        for row in load_rows("organisations.jsonl")
        if row.kind in FORCES
    }
