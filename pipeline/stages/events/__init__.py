"""Builds an entry's events from what the components found in its sentences.

`facts` reads the spaCy document, `happenings` groups sentences, `roles`, `rows` and `other` fill
in; here they become records, with totals that add up and offsets in the source document.
"""

from dataclasses import dataclass

from pipeline.codes import EventType, Subtype, Target
from pipeline.components.words import words_of
from pipeline.records import Event, EventDate
from pipeline.stages.annotate import Annotated
from pipeline.stages.events.coding import near_places, with_codes
from pipeline.stages.events.context import AROUND, Context
from pipeline.stages.events.facts import Dateline, Sentence, sentences_of
from pipeline.stages.events.happenings import (
    FORWARD_HARM,
    Happening,
    date_near,
    happenings,
    is_start,
)
from pipeline.stages.events.other import Other, others
from pipeline.stages.events.perpetrators import is_armed, perpetrators_of
from pipeline.stages.events.roles import (
    country_of,
    forces_named,
    likely_country,
    may_be_named,
    mission_of_country,
    missions_in,
    named_country,
    places_of,
    reported_by,
    weapons_of,
)
from pipeline.stages.events.rows import as_civilians, rows_of
from pipeline.stages.events.targets import target_of

MINOR: frozenset[EventType] = frozenset({"violation", "clash", "accident", "illness"})
"""Types that give way to an attack where the first harm that is told is one."""
LONG_AGO_DAYS = 60
DAYS = 7
"""A time longer than this, told apart from a happening, is not when it happened."""
PAST_DAYS = 45
"""From when on an event without harm is only recalled; no such event is news for long."""
CIVIL_TARGETS: frozenset[Target | None] = frozenset({"village", "idp_site"})
"""Where people of no stated kind are civilians."""
ABOUT: frozenset[EventType] = frozenset(
    {"deployment", "operation", "award", "mandate", "appointment", "meeting", "agreement"}
)
"""Types that are about the entry's mission where they name none."""
LOCAL: frozenset[EventType] = frozenset({"deployment", "operation", "award", "mandate"})
"""Types without harm that happen where the mission is, and in which it takes part."""
FOUGHT: frozenset[EventType] = frozenset({"attack", "clash"})
"""Types whose weapons may be told apart from them."""
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
    context = Context(entry, text, sentences, named, dateline, found, setting.publisher)
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


def _base(context: Context, start: int, end: int) -> dict[str, object]:
    entry = context.entry
    return {
        "doc_id": entry.doc_id,
        "entry_id": entry.entry_id,
        "language": entry.language,
        "published": entry.published,
        "evidence": context.evidence(start, end),
    }


def _harm(happening: Happening, context: Context) -> dict[str, object]:
    sentences = happening.sentences
    around = context.around(happening)
    event_type = _type_of(happening, around, context)
    several = context.in_items and len(context.missions) > 1
    general = () if several else context.missions  # a briefing on many missions has none at large
    mission = missions_in(sentences) or missions_in(around)[:1] or general[:1]
    places = () if happening.toll else places_of(sentences, context.dateline, mission)
    country = country_of(mission, places) or (
        named_country(sentences) or (named_country(around) if several else context.country)
        if may_be_named(mission)
        else None
    )
    if not country and not mission and not happening.toll:
        country = likely_country(around, context.dateline, context.entry.dateline_place)
    lone = mission_of_country(country, context.entry.published)
    rows = rows_of(happening, country, bool(mission or (lone and context.of_un)), context)
    victims = {row.victim for row in rows}
    fought, alone = event_type in FOUGHT, context.only_fresh is happening
    target = target_of(event_type, sentences, around if alone else (), victims)
    if event_type not in ("accident", "toll"):
        everywhere = target in CIVIL_TARGETS
        civil = [s for s in sentences if everywhere or s.has("civil_life")]
        rows = as_civilians(rows, [context.evidence(s.start, s.end) for s in civil])
    if not mission and lone and victims & {"peacekeeper", "un_police"}:
        mission = (lone,)
    evidence = next((s for s in sentences if s.trigger("harm")), sentences[0])
    when = _toll_date(happening, context) if happening.toll else _date_of(happening, context)
    return _base(context, context.dateline.past(evidence.start), evidence.end) | {
        "type": event_type,
        "subtype": None if happening.toll else _subtype_of(event_type, sentences),
        "recalled": _is_recalled(happening, when, context),
        "assertion": happening.assertion,
        "date": when,
        "mission": mission,
        "country": country,
        "places": places,
        "perpetrators": perpetrators_of(event_type, sentences, around),
        "target": target,
        "weapons": weapons_of(sentences, around if fought and alone else ()),
        "reported_by": reported_by(around) or context.speaker or context.publisher,
        "casualties": rows,
    }


def _type_of(happening: Happening, around: list[Sentence], context: Context) -> EventType:
    """The type that a happening's words speak for, else those around it.

    Without any, harm with a weapon or a perpetrator is an attack.
    """
    if happening.toll:
        return "toll"
    named = {value for sentence in happening.sentences for value in _types(sentence)}
    leading = next((_types(s) for s in happening.sentences if _types(s)), set())
    outcomes = {row.finding.outcome for row in happening.rows}
    if not named:
        named = leading = {value for sentence in around for value in _types(sentence)}
    if "attack" in named:
        named = named - {"illness"}  # a health worker who was shot
    if _begins_with_taking(happening):
        return "abduction"
    for event_type in FORWARD_HARM:
        attacked = "attack" in leading and "killed" in outcomes and "abduction" not in leading
        taken = "abducted" in outcomes and not attacked
        if event_type == "abduction" and "attack" in named and not taken:
            continue
        minor = event_type in MINOR and event_type not in leading
        if event_type == "attack" and _is_fight(happening):
            return "clash"
        if event_type in named and not (minor and "attack" in leading):
            return event_type
    if outcomes == {"abducted"}:
        return "abduction"
    fighters = any(row.finding.victim == "combatant" for row in happening.rows)
    if fighters and forces_named(happening.sentences):
        return "clash"
    told = around if context.only_fresh is happening else ()
    armed = fighters or weapons_of(happening.sentences, told) or is_armed(around)
    return "attack" if armed else "death"


def _is_fight(happening: Happening) -> bool:
    """Whether soldiers fought with fighters on the ground and only these were hit.

    Where somebody is said to have been aimed at, one side is plainly the target.
    """
    sentences = happening.sentences
    hit = {row.finding.victim for row in happening.rows if not row.finding.included}
    on_ground = _subtype_of("attack", sentences) in (None, "shooting")
    aimed = any(sentence.has("aimed") for sentence in sentences)
    return hit == {"combatant"} and on_ground and not aimed and bool(forces_named(sentences))


def _begins_with_taking(happening: Happening) -> bool:
    """Whether people are taken away first, in a sentence that has no other word of harm."""
    first = min(happening.rows, key=lambda row: row.start, default=None)
    if first is None or first.finding.outcome != "abducted":
        return False
    home = next(s for s in happening.sentences if s.start <= first.start < s.end)
    return _types(home) <= {"abduction"}


def _types(sentence: Sentence) -> set[str]:
    """The types of its harm words, without those inside a longer word of another type."""
    marks = sentence.trigger("harm")
    return {
        mark.value
        for mark in marks
        if not any(
            whole.start <= mark.start
            and mark.end <= whole.end
            and whole.end - whole.start > mark.end - mark.start
            for whole in marks
        )
    }


def _subtype_of(event_type: EventType, sentences: list[Sentence]) -> Subtype | None:
    """The first of the named subtypes in the order of `SUBTYPE_ORDER`, the most telling first."""
    named = {mark.value for sentence in sentences for mark in sentence.trigger("subtype")}
    return next((sub for sub in SUBTYPE_ORDER if f"{event_type}/{sub}" in named), None)


def _is_recalled(happening: Happening, when: EventDate | None, context: Context) -> bool:
    published = context.entry.published
    if happening.toll:
        return False
    if when and published and (published - when.end).days > LONG_AGO_DAYS:
        return True
    return happening.recalled


def _date_of(happening: Happening, context: Context) -> EventDate | None:
    """Its own date, else one of a few days that sentences of no other happening name.

    That is the one named last before it, else the first inside it, or right behind its title.
    """
    if happening.date or happening.days:
        return happening.date
    before = context.free_before(happening)
    told = context.dates_told[before - 1] if before else None
    if told is None:
        last = happening.sentences[-1]
        untold = happening.sentences[0].is_title and last is happening.sentences[0]
        inside = [s for s in context.free[before : before + AROUND] if s.start < last.start]
        following = inside or (context.free[before : before + 1] if untold else [])
        dates = (date_near(sentence, sentence.end) for sentence in following)
        told = next((when for when in dates if when), None)
    told = told or _announced(happening, context)
    brief = told and told.precision in ("day", "range") and (told.end - told.start).days < DAYS
    return told if brief else happening.release


def _announced(happening: Happening, context: Context) -> EventDate | None:
    """The date of an earlier sentence that names its place: `attacks today in Ber and in Gao`."""
    places = {mark.text for s in happening.sentences for mark in s.of("GPE", "LOC")}
    start = happening.sentences[0].start
    earlier = (told for other in context.happenings for told in other.sentences)
    dates = (
        date_near(sentence, sentence.end)
        for sentence in earlier
        if sentence.start < start
        and not places.isdisjoint(mark.text for mark in sentence.of("GPE", "LOC"))
    )
    return next((when for when in dates if when), None)


def _toll_date(happening: Happening, context: Context) -> EventDate | None:
    """The time that the toll counts: a stated one (`in 2021`), else from a day to publication."""
    told = [(sentence, mark) for sentence in happening.sentences for mark in sentence.dates]
    published = context.entry.published
    if not told:
        return None
    stated = [
        mark.when
        for sentence, mark in told
        if mark.when.precision in ("year", "range")
        and not is_start(sentence, mark, far=mark.when.precision == "year")
    ]
    if len(stated) == len(told):
        return stated[0]
    start = min(mark.when.start for _, mark in told)
    if published and published > start:
        return EventDate(start=start, end=published, precision="range")
    return told[0][1].when


def _other(other: Other, context: Context) -> dict[str, object]:
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
