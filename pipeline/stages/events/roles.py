"""Fills the roles of a happening: where, which mission, with what, who says so."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import cast

from pipeline.codes import PlaceRole, Victim, Weapon
from pipeline.lexicon.names import load_rows, missions, place_countries
from pipeline.lexicon.towns import find_sites
from pipeline.records import Place
from pipeline.stages.events.facts import Dateline, Mark, Sentence

NEAR_CHARS = 40
SITE_CHARS = 3
EXPLODING: frozenset[Weapon] = frozenset(
    {
        "ied",
        "mine",
        "vehicle_bomb",
        "suicide_vest",
        "grenade",
        "mortar",
        "rocket",
        "artillery",
        "missile",
        "drone",
    }
)
UN_VICTIMS: frozenset[Victim] = frozenset({"peacekeeper", "un_police", "un_staff", "un_contractor"})


def is_country(code: str) -> bool:
    """Whether a canonical form is an ISO 3166-1 alpha-3 code."""
    return len(code) == 3 and code.isascii() and code.isupper()


def missions_in(sentences: Iterable[Sentence]) -> tuple[str, ...]:
    """The missions that sentences name, each once, in order."""
    named = (mark.value for sentence in sentences for mark in sentence.of("MISSION"))
    return tuple(dict.fromkeys(value for value in named if value))


def mission_of_country(country: str | None, published: date | None) -> str | None:
    """The only peacekeeping operation in a country at a time, or null."""
    return _only_mission(country, published.year if published else None) if country else None


@cache
def _only_mission(country: str, year: int | None) -> str | None:
    running = [
        row.canonical
        for row in load_rows("missions.jsonl")
        if row.kind == "peacekeeping"
        and country in row.countries
        and (year is None or (row.start or 0) <= year <= (row.end or 9999))
    ]
    return running[0] if len(running) == 1 else None


def country_of(mission: tuple[str, ...], places: tuple[Place, ...]) -> str | None:
    """Where it happened: the places' country, else the mission's where it has but one."""
    mission_countries = _countries_of(mission)
    for place in places:
        if place.role == "other":
            continue
        countries = place_countries().get(place.name, frozenset())
        if len(countries) == 1:
            return next(iter(countries))
        for allowed in mission_countries:
            if len(countries & allowed) == 1:
                return next(iter(countries & allowed))
    single = [codes for codes in mission_countries if len(codes) == 1]
    return next(iter(single[0])) if single else None


def _countries_with(name: str) -> frozenset[str]:
    """The countries that have a place of that name, those of `places.jsonl` before all others."""
    listed = place_countries().get(name)
    return listed or frozenset(site.country for site in find_sites(name) if site.country)


def _country_at(place: str) -> str | None:
    """The country of a dateline's place, which may be that of a country; null if not the only."""
    countries = _countries_with(place) or frozenset(
        row.canonical
        for row in load_rows("countries.jsonl")
        if place.casefold() in {name.casefold() for names in row.names.values() for name in names}
    )
    return next(iter(countries)) if len(countries) == 1 else None


def may_be_named(mission: tuple[str, ...]) -> bool:
    """Whether a country that is merely named can be where it happened: no mission has several."""
    mission_countries = _countries_of(mission)
    return not mission_countries or any(len(codes) <= 1 for codes in mission_countries)


def _countries_of(mission: tuple[str, ...]) -> list[set[str]]:
    return [set(missions()[name].countries) for name in mission if name in missions()]


def named_country(sentences: Iterable[Sentence]) -> str | None:
    """The first country that sentences name as a place, one with a mission before any other."""
    named = [code for sentence in sentences for code in _countries_named(sentence)]
    return next((code for code in named if code in _host_countries()), next(iter(named), None))


def _countries_named(sentence: Sentence, kind: str = "GPE") -> Iterator[str]:
    """The countries that a sentence names, not those of the dead or a mere neighbour."""
    near = sentence.trigger("place", "neighbour")
    for mark in sentence.of(kind):
        counted = any(row.start <= mark.start < row.end for row in sentence.casualties)
        neighbour = any(0 <= mark.start - word.end <= SITE_CHARS for word in near)
        if is_country(mark.value) and not counted and not neighbour:
            yield mark.value


def likely_country(
    sentences: list[Sentence], dateline: Dateline, place: str | None = None
) -> str | None:
    """Where an entry's happenings are: by its places, its groups, its peoples.

    The place of a dateline counts last, and only in a country where a mission is or was.
    """
    places = places_of(sentences, dateline)
    told = [_countries_with(place.name) for place in places if place.role != "other"]
    found = country_of((), places) or next((min(c) for c in told if len(c) == 1), None)
    groups = {mark.value for s in sentences for mark in s.of("ARMED_GROUP")}
    homes = {
        row.countries
        for row in load_rows("groups.jsonl")
        if row.canonical in groups and len(row.countries) == 1
    }
    at_home = next(iter(homes))[0] if len(homes) == 1 else None
    written = _country_at(place) if place else None
    peoples = {
        code
        for sentence in sentences
        for code in {*_countries_named(sentence, "NORP")} - _serving(sentence)
    } & _host_countries()
    peoples = peoples or {
        code
        for sentence in sentences
        for row in sentence.casualties
        if row.finding.victim in ("soldier", "police")
        for code in row.finding.nationality
    }
    people = next(iter(peoples)) if len(peoples) == 1 else None
    return found or at_home or people or (written if written in _host_countries() else None)


def _serving(sentence: Sentence) -> set[str]:
    """The nationalities of a sentence's peacekeepers: they are from elsewhere."""
    blue = (row.finding for row in sentence.casualties if row.finding.victim in UN_VICTIMS)
    return {code for finding in blue for code in finding.nationality}


@cache
def _host_countries() -> frozenset[str]:
    return frozenset(code for row in load_rows("missions.jsonl") for code in row.countries)


def places_of(
    sentences: list[Sentence], dateline: Dateline, mission: tuple[str, ...] = ()
) -> tuple[Place, ...]:
    """The places of a happening with their roles; countries and the dateline are none.

    Nor is a capital that speaks for its Government (`according to Washington`).
    A place in a country where the mission does not serve is not where it happened.
    """
    allowed = {
        code for name in mission if name in missions() for code in missions()[name].countries
    }
    found: dict[str, PlaceRole] = {}
    for sentence in sentences:
        speakers = sentence.trigger("cue", "reporting")
        sources = sentence.trigger("cue", "according")
        evacuated = sentence.has("evacuated") and not sentence.trigger("harm")
        marks = [
            mark
            for mark in sentence.of("GPE", "LOC")
            if not is_country(mark.value)
            and not dateline.holds(mark)
            and not any(0 <= verb.start - mark.end <= SITE_CHARS for verb in speakers)
            and not any(0 <= mark.start - source.end <= SITE_CHARS for source in sources)
        ]
        before: tuple[Mark, PlaceRole] | None = None
        for number, mark in enumerate(marks):
            told = _told_role(sentence, mark, marks[number + 1 :])
            role = told or _default_role(sentence, mark)
            if told is None and before and _joined(sentence, before[0], mark):
                role = before[1]
            countries = place_countries().get(mark.value, frozenset())
            if evacuated or (allowed and countries and countries.isdisjoint(allowed)):
                role = "other"
            found.setdefault(mark.text, role)
            before = (mark, role)
    order: dict[PlaceRole, int] = {"site": 0, "area": 1, "other": 2}
    return tuple(
        Place(name=name, role=role)
        for name, role in sorted(found.items(), key=lambda item: order[item[1]])
    )


def _joined(sentence: Sentence, first: Mark, second: Mark, *, pause: bool = True) -> bool:
    """Whether nothing but a conjunction, or a comma if `pause`, stands between two places."""
    between = sentence.between(first.end, second.start).strip()
    joints = {mark.text.lower() for mark in sentence.trigger("place", "joints")}
    return between.lower() in joints and (pause or between != ",")


def _told_role(sentence: Sentence, mark: Mark, following: list[Mark]) -> PlaceRole | None:
    """The role that the words right around a place give it, or null."""
    words = sentence.trigger("place")
    before = [w for w in words if 0 <= mark.start - w.end <= SITE_CHARS]
    if any(w.value == "area_before" for w in before) or _is_area(words, mark):
        return "area"
    if (
        following
        and _is_area(words, following[0])
        and _joined(sentence, mark, following[0], pause=False)
    ):
        return "area"  # `Ménaka and Mopti regions`
    if mark.kind == "LOC" and any(char in mark.text for char in "-–—"):
        return "area"
    if mark.value in _wide_places():
        return "area"
    if not before:
        return None
    nearest = max(before, key=lambda word: (word.end, word.end - word.start))
    if nearest.value == "elsewhere":
        return "other"
    return None


def _is_area(words: list[Mark], mark: Mark) -> bool:
    return any(w.value == "area_after" and 0 <= w.start - mark.end <= SITE_CHARS for w in words)


def _default_role(sentence: Sentence, mark: Mark) -> PlaceRole:
    """Elsewhere after an evacuation, else the site."""
    evacuated = [c for c in sentence.trigger("cue", "evacuated") if c.end <= mark.start]
    harm = [t for t in sentence.trigger("harm") if t.end <= mark.start]
    moved = evacuated and (not harm or evacuated[-1].start > harm[-1].start)
    return "other" if moved else "site"


@cache
def _wide_places() -> frozenset[str]:
    return frozenset(
        row.canonical
        for row in load_rows("places.jsonl")
        if row.kind in ("admin1", "area") or row.label == "LOC"
    )


def forces_named(sentences: Iterable[Sentence]) -> frozenset[str]:
    """The countries whose armies or police sentences name."""
    named = {mark.value for sentence in sentences for mark in sentence.of("ORG")}
    return frozenset(code for name in named for code in _countries_of_forces().get(name, ()))


@cache
def _countries_of_forces() -> dict[str, tuple[str, ...]]:
    """The countries of each army and police."""
    rows = load_rows("organisations.jsonl")
    return {row.canonical: row.countries for row in rows if row.kind in ("force", "police")}


def weapons_of(own: list[Sentence], around: Iterable[Sentence] = ()) -> tuple[Weapon, ...]:
    """The means of harm that a happening's own sentences name or show, else those around it.

    An explosion is of no stated kind only where nothing that explodes is named.
    """
    names = _weapons(own) or _weapons(around)
    if not EXPLODING.isdisjoint(names):
        names = [name for name in names if name != "explosive"]
    return tuple(names)


def _weapons(sentences: Iterable[Sentence]) -> list[Weapon]:
    marks = (
        mark
        for sentence in sentences
        for mark in (*sentence.of("WEAPON"), *sentence.trigger("weapon"))
        if not any(body.start <= mark.start < body.end for body in sentence.of("ORG"))
    )
    return list(dict.fromkeys(cast(Weapon, mark.value) for mark in marks))


def reported_by(sentences: list[Sentence]) -> str | None:
    """The first who reports: the role or body right before a verb of saying."""
    for sentence in sentences:
        for verb in sentence.trigger("cue", "reporting"):
            speakers = [
                mark
                for mark in sentence.of("ROLE", "MISSION", "ORG")
                if mark.end <= verb.start and verb.start - mark.end <= NEAR_CHARS
            ]
            if speakers:
                return speakers[-1].value or speakers[-1].text
        for cue in sentence.trigger("cue", "according"):
            for mark in sentence.of("ROLE", "MISSION", "ORG"):
                if 0 <= mark.start - cue.end <= len(" the "):
                    return mark.value or mark.text
    return None
