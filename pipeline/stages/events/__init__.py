"""Builds an entry's events from what the components found in its sentences.

`facts` reads the spaCy document, `happenings` groups sentences, `roles` and `other` fill in;
here they become records, with totals that add up and offsets in the source document.
"""

from bisect import bisect_left
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

from pipeline.codes import EventType, Outcome, Subtype, Target, Victim
from pipeline.components.casualties import Finding
from pipeline.components.words import words_of
from pipeline.records import Casualty, Entry, Event, EventDate, Evidence
from pipeline.stages.annotate import Annotated
from pipeline.stages.events.coding import near_places, with_codes
from pipeline.stages.events.facts import CasualtyMark, Dateline, Sentence, sentences_of
from pipeline.stages.events.happenings import FORWARD_HARM, Happening, date_near, happenings
from pipeline.stages.events.other import Other, others
from pipeline.stages.events.roles import (
    UN_VICTIMS,
    country_of,
    forces_named,
    is_country,
    may_be_named,
    mission_of_country,
    missions_in,
    named_country,
    perpetrators_of,
    places_of,
    reported_by,
    target_of,
    weapons_of,
)

AROUND = 200
"""Sentences before a happening, and behind it, that may tell more of it."""
MINOR: frozenset[EventType] = frozenset({"violation", "clash", "accident", "illness"})
"""Types that give way to an attack where the first harm that is told is one."""
LONG_AGO_DAYS = 60
PAST_DAYS = 45
"""From when on an event without harm is only recalled; no such event is news for long."""
FOREIGN_SERVICE: dict[Victim, Victim] = {"soldier": "peacekeeper", "police": "un_police"}
"""What soldiers and police of another State are where a mission serves."""
SAME_PEOPLE: tuple[set[Victim], ...] = (
    {"civilian", "un_staff"},
    {"civilian", "un_contractor"},
    {"civilian", "aid_worker"},
    {"un_staff", "aid_worker"},
    {"soldier", "peacekeeper"},
    {"police", "un_police"},
)
"""Kinds of victims that one text may call the same people by."""
CIVIL_TARGETS: frozenset[Target | None] = frozenset({"village", "idp_site", "facility"})
"""Where people of no stated kind are civilians."""
PART_CHARS = 12
"""Between a figure and a part of it: `two wounded, of whom one died`."""
GENERAL: frozenset[Victim] = frozenset({"unspecified", "civilian"})
ABOUT: frozenset[EventType] = frozenset(
    {"deployment", "operation", "award", "mandate", "appointment", "meeting", "agreement"}
)
"""Types that are about the entry's mission where they name none."""
LOCAL: frozenset[EventType] = frozenset({"deployment", "operation", "award", "mandate"})
"""Types without harm that happen where the mission is, and in which it takes part."""
SUBTYPE_ORDER: tuple[Subtype, ...] = (
    "suicide",
    "complex",
    "ambush",
    "airstrike",
    "shelling",
    "explosive",
    "mob",
    "stabbing",
    "shooting",
    "looting",
    "aircraft",
    "drowning",
    "road",
    "fire",
)


@dataclass
class _Context:
    """What holds for the whole entry, looked up once for all its happenings."""

    entry: Entry
    text: str
    sentences: list[Sentence]
    missions: tuple[str, ...]
    dateline: Dateline
    happenings: list[Happening]
    publisher: str | None

    def around(self, happening: Happening) -> list[Sentence]:
        """The sentences that may tell more of a happening: its own, and those of no other.

        Where the entry is a list, only those of the same item; never more than `AROUND` away.
        """
        items = {s.item for s in happening.sentences}
        at = self.free_before(happening)
        free = self.free[max(0, at - AROUND) : at + AROUND]
        return [*happening.sentences, *(s for s in free if s.item in items)]

    @cached_property
    def free(self) -> list[Sentence]:
        """The sentences of no happening."""
        told = {id(s) for happening in self.happenings for s in happening.sentences}
        return [s for s in self.sentences if id(s) not in told]

    @cached_property
    def free_starts(self) -> list[int]:
        """Where they begin."""
        return [s.start for s in self.free]

    def free_before(self, happening: Happening) -> int:
        """How many of them stand before a happening."""
        return bisect_left(self.free_starts, happening.sentences[0].start)

    @cached_property
    def dates_told(self) -> list[EventDate | None]:
        """The date named last in the free sentences up to each."""
        dates: list[EventDate | None] = []
        for sentence in self.free:
            dates.append(date_near(sentence, sentence.end) or (dates[-1] if dates else None))
        return dates

    @cached_property
    def speaker(self) -> str | None:
        """Who reports first in the entry."""
        return reported_by(self.sentences)

    @cached_property
    def country(self) -> str | None:
        """The country that the entry names."""
        return named_country(self.sentences)

    @cached_property
    def consoled(self) -> frozenset[str]:
        """The countries whose Governments the entry sends condolences to."""
        return frozenset(
            mark.value
            for sentence in self.sentences
            if sentence.has("condolences")
            for mark in sentence.of("GPE", "NORP")
            if is_country(mark.value)
        )

    @cached_property
    def only_fresh(self) -> Happening | None:
        """The only happening that is news and no toll, if there is just one."""
        fresh = [h for h in self.happenings if not h.toll and not h.recalled]
        return fresh[0] if len(fresh) == 1 else None

    @cached_property
    def in_items(self) -> bool:
        """Whether the entry is a list."""
        return any(s.item for s in self.sentences)


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all entries of a document.

    The one mission it is about, if any, and the one that publishes it, as what stands around
    its entries says.
    """

    mission: str | None = None
    publisher: str | None = None


def events(annotated: Annotated, setting: Setting = Setting()) -> list[Event]:
    """The events of an entry in reading order, numbered within it."""
    doc = annotated.doc
    if doc is None:
        return []
    entry = annotated.entry
    text = words_of(doc).text
    dateline = Dateline.of(entry, text)
    sentences = sentences_of(doc, dateline)
    dated = entry.published_text is not None or entry.published is not None
    found = happenings(sentences, dated=dated)
    named = missions_in(sentences) or ((setting.mission,) if setting.mission else ())
    context = _Context(entry, text, sentences, named, dateline, found, setting.publisher)
    drafts = [
        *((_harm(happening, context), happening.sentences) for happening in found),
        *(
            (_other(other, context), [other.sentence])
            for other in others(sentences, entry.language, harm=bool(found), dated=dated)
            if dateline.past(other.start) < other.end
        ),
    ]
    drafts.sort(key=lambda draft: draft[1][0].start)
    return [
        with_codes(
            Event.model_validate(fields | {"event_id": f"{entry.entry_id}/v{number}"}),
            near_places(told),
        )
        for number, (fields, told) in enumerate(drafts, start=1)
    ]


def _base(context: _Context, start: int, end: int) -> dict[str, object]:
    entry = context.entry
    return {
        "doc_id": entry.doc_id,
        "entry_id": entry.entry_id,
        "language": entry.language,
        "published": entry.published,
        "evidence": _evidence(context, start, end),
    }


def _evidence(context: _Context, start: int, end: int) -> Evidence:
    text = context.text[start:end]
    start += len(text) - len(text.lstrip())
    end = start + len(text.strip())
    offset = context.entry.start
    return Evidence(start=offset + start, end=offset + end, text=context.text[start:end])


def _harm(happening: Happening, context: _Context) -> dict[str, object]:
    sentences = happening.sentences
    around = context.around(happening)
    event_type = _type_of(happening, around)
    several = context.in_items and len(context.missions) > 1
    general = () if several else context.missions  # a briefing on many missions has none at large
    mission = missions_in(sentences) or missions_in(around)[:1] or general[:1]
    places = () if happening.toll else places_of(sentences, context.dateline, mission)
    country = country_of(mission, places) or (
        named_country(sentences) or (named_country(around) if several else context.country)
        if may_be_named(mission)
        else None
    )
    lone = mission_of_country(country, context.entry.published)
    rows = _rows(happening, country, bool(mission or lone), context)
    victims = {row.victim for row in rows}
    aimed = not happening.toll and event_type not in ("clash", "illness", "death")
    target = target_of(sentences, victims) if aimed else None
    if target in CIVIL_TARGETS:
        rows = _as_civilians(rows)
    if not mission and lone and victims & {"peacekeeper", "un_police"}:
        mission = (lone,)
    evidence = next((s for s in sentences if s.trigger("harm")), sentences[0])
    when = _toll_date(happening, context) if happening.toll else _date_of(happening, context)
    sides = event_type in ("clash", "violation")
    return _base(context, context.dateline.past(evidence.start), evidence.end) | {
        "type": event_type,
        "subtype": None if happening.toll else _subtype_of(event_type, sentences),
        "recalled": _is_recalled(happening, when, context),
        "assertion": happening.assertion,
        "date": when,
        "mission": mission,
        "country": country,
        "places": places,
        "perpetrators": () if happening.toll else perpetrators_of(around, sides=sides),
        "target": target,
        "weapons": weapons_of(sentences),
        "reported_by": reported_by(around) or context.speaker or context.publisher,
        "casualties": rows,
    }


def _type_of(happening: Happening, around: list[Sentence]) -> EventType:
    """The type that a happening's words speak for, else those around it.

    Without any, harm with a weapon or a perpetrator is an attack.
    """
    if happening.toll:
        return "toll"
    named = {trigger.value for trigger in happening.triggers}
    leading = next((_types(s) for s in happening.sentences if _types(s)), set())
    outcomes = {row.finding.outcome for row in happening.rows}
    if not named:
        named = leading = {value for sentence in around for value in _types(sentence)}
    for event_type in FORWARD_HARM:
        if event_type == "abduction" and "abducted" not in outcomes and "attack" in named:
            continue
        minor = event_type in MINOR and event_type not in leading
        if event_type in named and not (minor and "attack" in leading):
            return event_type
    if outcomes == {"abducted"}:
        return "abduction"
    fighters = any(row.finding.victim == "combatant" for row in happening.rows)
    armed = fighters or weapons_of(happening.sentences) or perpetrators_of(around, sides=False)
    return "attack" if armed else "death"


def _types(sentence: Sentence) -> set[str]:
    return {mark.value for mark in sentence.trigger("harm")}


def _subtype_of(event_type: EventType, sentences: list[Sentence]) -> Subtype | None:
    """The first of the named subtypes in the order of `SUBTYPE_ORDER`, the most telling first."""
    named = {mark.value for sentence in sentences for mark in sentence.trigger("subtype")}
    return next((sub for sub in SUBTYPE_ORDER if f"{event_type}/{sub}" in named), None)


def _is_recalled(happening: Happening, when: EventDate | None, context: _Context) -> bool:
    published = context.entry.published
    if happening.toll:
        return False
    if when and published and (published - when.end).days > LONG_AGO_DAYS:
        return True
    return happening.recalled


def _date_of(happening: Happening, context: _Context) -> EventDate | None:
    """Its own date, else the day named last before it in sentences of no other happening."""
    if happening.date or happening.days:
        return happening.date
    before = context.free_before(happening)
    when = context.dates_told[before - 1] if before else None
    return when if when is not None and when.precision == "day" else None


def _toll_date(happening: Happening, context: _Context) -> EventDate | None:
    """From the date that the toll counts from to the day of publication."""
    dates = [mark.when for s in happening.sentences for mark in s.dates]
    published = context.entry.published
    if not dates:
        return None
    start = min(when.start for when in dates)
    if published and published > start:
        return EventDate(start=start, end=published, precision="range")
    return dates[0]


def _rows(
    happening: Happening, country: str | None, mission: bool, context: _Context
) -> tuple[Casualty, ...]:
    """The casualty rows of a happening: victims settled, repetitions dropped."""
    rows: list[Casualty] = []
    forces = forces_named(happening.sentences)
    final = _final_sentences(happening)
    for sentence in happening.sentences:
        marks = [mark for mark in happening.rows if sentence.start <= mark.start < sentence.end]
        marks = [mark for mark in marks if final.get(mark.finding.outcome, sentence) is sentence]
        told = [(_row(mark, country, mission, forces, context), mark.finding) for mark in marks]
        if _is_breakdown(rows, [row for row, _ in told]):
            told = [(row.model_copy(update={"included": True}), finding) for row, finding in told]
        if any(not row.included for row, _ in told):
            parts = [row for row, _ in told if row.included]
            rows = [
                row for row in rows if not any(_repeats(row, part, whole=True) for part in parts)
            ]
        again = bool(rows) and all(_match(rows, row) is not None for row, _ in told)
        earlier, seen = list(rows), len(rows)
        for row, finding in told:
            if finding.said != "count" and row.outcome == "killed":
                rows = _without_last_injured(rows)
            if finding.said != "count" and (known := _known(earlier, row, finding)) is not None:
                rows[known] = _with_more(rows[known], row)
                continue
            if finding.again and _is_of_those_before(earlier, row):
                row = row.model_copy(update={"included": True})
            if finding.part and _of_the_injured(rows, row):
                rows = _with_fewer_injured(rows, row)
            known = _match(rows[:seen], row) if again or not finding.fresh else None
            older = _older_figure(rows[:seen], row) if finding.update else None
            if known is not None:
                rows[known] = _with_more(rows[known], row)
            elif older is not None:
                rows[older] = row
            else:
                rows.append(row)
    return tuple(_with_condolences(_in_service(rows), happening, context))


def _in_service(rows: list[Casualty]) -> list[Casualty]:
    """The rows with soldiers of no stated nationality as those of a mission, if others are."""
    serving = {row.victim for row in rows}
    kinds = {kind: blue for kind, blue in FOREIGN_SERVICE.items() if blue in serving}
    return [
        row.model_copy(update={"victim": kinds.get(row.victim, row.victim)})
        if not row.nationality
        else row
        for row in rows
    ]


def _final_sentences(happening: Happening) -> dict[Outcome, Sentence]:
    """The sentence with the last toll of an outcome: `the toll now stands at 14`.

    Its figures stand instead of all others of that outcome; attackers are counted apart.
    """
    final: dict[Outcome, Sentence] = {}
    for sentence in happening.sentences:
        for mark in happening.rows:
            finding = mark.finding
            inside = sentence.start <= mark.start < sentence.end
            whole = finding.count is not None and not finding.included
            if inside and whole and finding.update and finding.victim != "combatant":
                final[finding.outcome] = sentence
    return final


def _as_civilians(rows: tuple[Casualty, ...]) -> tuple[Casualty, ...]:
    """The rows with people of no stated kind as civilians: those in a market or a village."""
    return tuple(
        row.model_copy(update={"victim": "civilian"}) if row.victim == "unspecified" else row
        for row in rows
    )


def _is_of_those_before(rows: list[Casualty], row: Casualty) -> bool:
    """Whether a row can only be a part of more people counted before: `the other two`."""
    fighters = row.victim == "combatant"
    return row.count is not None and any(
        known.outcome == row.outcome
        and (known.count or 0) > row.count
        and not known.included
        and fighters == (known.victim == "combatant")
        and _same_people(known.victim, row.victim)
        for known in rows
    )


def _known(rows: list[Casualty], row: Casualty, finding: Finding) -> int | None:
    """The row of a person referred to (`the soldier`, `she`, a name), if counted before."""
    for number, known in enumerate(rows):
        alike = known.victim == row.victim or "unspecified" in (known.victim, row.victim)
        said = finding.pattern == "preset"  # `the wounded man`
        if known.outcome == row.outcome and (alike or said):
            return number
    return None


def _without_last_injured(rows: list[Casualty]) -> list[Casualty]:
    """The rows without the one person counted as injured last: `she succumbed to her wounds`."""
    if rows and rows[-1].outcome == "injured" and rows[-1].count == 1 and not rows[-1].included:
        return rows[:-1]
    return rows


def _of_the_injured(rows: list[Casualty], row: Casualty) -> bool:
    """Whether a part that died is of those counted as injured: only they or the last before it."""
    whole = [known for known in rows if not known.included]
    outcomes = {known.outcome for known in whole}
    if row.outcome != "killed" or "injured" not in outcomes:
        return False
    behind = row.evidence.start - whole[-1].evidence.end <= PART_CHARS
    return "killed" not in outcomes or (whole[-1].outcome == "injured" and behind)


def _with_fewer_injured(rows: list[Casualty], row: Casualty) -> list[Casualty]:
    """The rows, the last of the injured less those who died since."""
    at = max(n for n, known in enumerate(rows) if known.outcome == "injured" and not known.included)
    known = rows[at]
    if known.count is None or row.count is None or known.count <= row.count:
        return rows
    count = known.count - row.count
    fewer = {"count": count}
    fewer |= {
        bound: value - row.count
        for bound, value in (("count_min", known.count_min), ("count_max", known.count_max))
        if value is not None
    }
    return [*rows[:at], known.model_copy(update=fewer), *rows[at + 1 :]]


def _is_breakdown(rows: list[Casualty], parts: list[Casualty]) -> bool:
    """Whether counted rows only divide an earlier figure up: `seven`, then `six and one`."""
    if len(parts) < 2 or any(row.count is None or row.included for row in parts):
        return False
    outcomes = {row.outcome for row in parts}
    divided = [row.count for row in rows if row.outcome in outcomes and not row.nationality]
    return len(outcomes) == 1 and sum(row.count or 0 for row in parts) in divided


def _older_figure(rows: list[Casualty], row: Casualty) -> int | None:
    """The earlier row of the same people and outcome with another figure, or null."""
    return next(
        (
            number
            for number, known in enumerate(rows)
            if known.outcome == row.outcome
            and known.victim == row.victim
            and not known.included
            and not row.included
            and known.count != row.count
            and set(known.nationality) >= set(row.nationality)
        ),
        None,
    )


def _match(rows: list[Casualty], row: Casualty) -> int | None:
    """The earlier row that a later one says again, or null."""
    return next((i for i, known in enumerate(rows) if _repeats(known, row)), None)


def _with_condolences(
    rows: list[Casualty], happening: Happening, context: _Context
) -> list[Casualty]:
    """The rows, with the nationality of the one Government consoled for the UN's dead.

    Only where no dead has a nationality of its own.
    """
    killed = [row for row in rows if row.outcome == "killed" and row.victim in UN_VICTIMS]
    alone = context.only_fresh is happening
    if len(context.consoled) != 1 or not alone or any(row.nationality for row in killed):
        return rows
    return [
        row.model_copy(update={"nationality": tuple(context.consoled)}) if row in killed else row
        for row in rows
    ]


def _row(
    mark: CasualtyMark, country: str | None, mission: bool, forces: Set[str], context: _Context
) -> Casualty:
    finding = mark.finding
    nationality = finding.nationality
    if finding.victim == "peacekeeper":  # `serving in Lebanon`: no mission has the host's soldiers
        nationality = tuple(code for code in nationality if code != country)
    foreign = bool(finding.nationality) and country not in finding.nationality
    victim: Victim = finding.victim or ("peacekeeper" if mission and foreign else "unspecified")
    own = forces & set(nationality)  # a State's own forces are of that State
    if mission and foreign and not finding.of_mission and not own:
        victim = FOREIGN_SERVICE.get(victim, victim)
    if victim == "soldier" and not nationality and context.missions and not forces:
        victim = "peacekeeper"
    filled = victim in FOREIGN_SERVICE and not (nationality or finding.alien or finding.fresh)
    if filled and country:
        nationality = (country,)  # a State's own forces
    return Casualty(
        outcome=finding.outcome,
        count=finding.count,
        count_min=finding.low,
        count_max=finding.high,
        approximate=finding.approximate,
        victim=victim,
        nationality=nationality,
        included=finding.included,
        evidence=_evidence(context, mark.start, mark.end),
    )


def _repeats(known: Casualty, row: Casualty, *, whole: bool = False) -> bool:
    """Whether a row only says again what an earlier one said; with `whole`, as a part of more."""
    return (
        known.outcome == row.outcome
        and known.count == row.count
        and known.included == (row.included and not whole)
        and _same_people(known.victim, row.victim)
        and (
            not known.nationality
            or not row.nationality
            or set(known.nationality) == set(row.nationality)
        )
        and known.evidence.end <= row.evidence.start
    )


def _same_people(one: Victim, other: Victim) -> bool:
    """Whether two words may be of the same people: a civilian worker is a UN worker, perhaps."""
    return one == other or "unspecified" in (one, other) or {one, other} in SAME_PEOPLE


def _with_more(known: Casualty, row: Casualty) -> Casualty:
    """A row with what a later one of the same people tells more of them."""
    victim = row.victim if known.victim in GENERAL and row.victim not in GENERAL else known.victim
    nationality = known.nationality or row.nationality
    if (victim, nationality) == (known.victim, known.nationality):
        return known
    if victim != row.victim:
        return known.model_copy(update={"nationality": nationality})
    return row.model_copy(update={"nationality": row.nationality or nationality})


def _other(other: Other, context: _Context) -> dict[str, object]:
    sentence = other.sentence
    when = other.date
    local = other.type in LOCAL
    named = missions_in([sentence])
    mission = named or (context.missions[:1] if other.type in ABOUT else ())
    places = places_of([sentence], context.dateline)
    where = mission if local or (named and other.type != "appointment") else ()
    published = context.entry.published
    past = when and published and (published - when.end).days > PAST_DAYS
    return _base(context, context.dateline.past(other.start), other.end) | {
        "type": other.type,
        "assertion": other.assertion,
        "date": when,
        "recalled": bool(past),
        "mission": mission,
        "country": country_of(where, places),
        "places": places,
        "reported_by": other.speaker,
        "participants": other.participants or (mission if local else ()),
    }


__all__ = ["Setting", "events"]
