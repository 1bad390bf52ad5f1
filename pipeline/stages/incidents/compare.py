"""Compares two reports: what is alike, what is not, and whether they may be one incident."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pipeline.codes import OUTCOMES, Outcome
from pipeline.lexicon.linking import LinkingRules
from pipeline.lexicon.places import distance_km
from pipeline.lexicon.spelling import fold
from pipeline.records import Report, Spot

Span = tuple[date, date]
FORBIDDEN = float("-inf")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a comparison came to; the score is minus infinity where something forbids."""

    score: float
    agree: tuple[str, ...]
    disagree: tuple[str, ...]


def compare(one: Report, other: Report, rules: LinkingRules) -> Verdict:
    """The verdict on two reports, the same whichever comes first."""
    found = []
    for observe in OBSERVERS:
        for name in observe(one, other, rules):
            if name in rules.forbidden:
                return Verdict(FORBIDDEN, (), (name,))
            found.append(name)
    weighed = [(name, rules.weights[name]) for name in found if rules.weights.get(name)]
    return Verdict(
        round(sum(weight for _, weight in weighed), 3),
        tuple(name for name, weight in weighed if weight > 0),
        tuple(name for name, weight in weighed if weight < 0),
    )


def span_of(report: Report, rules: LinkingRules) -> Span | None:
    """The days in which it happened, as told or as publication suggests; None if neither is."""
    if report.date:
        return report.date.start, report.date.end
    if report.published is None or report.recalled:
        return None
    return report.published - timedelta(days=rules.undated_days), report.published


def is_period(span: Span, rules: LinkingRules) -> bool:
    """Whether the days are too many to tell incidents apart by."""
    return (span[1] - span[0]).days >= rules.period_days


def _compare_entries(one: Report, other: Report, rules: LinkingRules) -> Iterator[str]:
    if one.entry_id == other.entry_id:
        yield "told by one entry"


def _compare_types(one: Report, other: Report, rules: LinkingRules) -> Iterator[str]:
    if one.type == other.type:
        yield "same type"
    elif not any({one.type, other.type} <= family for family in rules.families):
        yield "other type"
    subtypes = {one.subtype, other.subtype}
    if None not in subtypes and one.type == other.type:
        if len(subtypes) == 1:
            yield "same subtype"
        elif not subtypes & rules.vague_subtypes:
            yield "other subtype"


def _compare_scopes(one: Report, other: Report, rules: LinkingRules) -> Iterator[str]:
    if one.country and other.country and one.country != other.country:
        yield "other country"
    if set(one.mission) & set(other.mission):
        yield "same mission"
    elif one.mission and other.mission:
        yield "other mission"
    elif one.country and one.country == other.country:
        yield "same country"


def _compare_dates(one: Report, other: Report, rules: LinkingRules) -> Iterator[str]:
    first, second = span_of(one, rules), span_of(other, rules)
    if first is None or second is None:
        known, undated = (first, other) if second is None else (second, one)
        if known and undated.published and known[0] > undated.published:
            yield "told before it happened"
        return
    gap = (max(first[0], second[0]) - min(first[1], second[1])).days
    if gap > rules.days_apart:
        yield "days apart"
    elif gap > 0:
        yield "a day apart"
    elif one.date is None or other.date is None:
        # Both spans end when the one without a date was told, or before.
        late = abs((first[1] - second[1]).days) > rules.at_once_days
        yield "told within days" if late else "told at once"
    elif is_period(first, rules) != is_period(second, rules):
        longer = max((span[1] - span[0]).days for span in (first, second))
        yield "day within period" if longer <= rules.month_days else "day within long period"
    elif first != second:
        yield "days overlap"
    else:
        yield "same period" if is_period(first, rules) else "same day"


def _compare_places(one: Report, other: Report, rules: LinkingRules) -> Iterator[str]:
    sites, others = _of_role(one, "site"), _of_role(other, "site")
    areas, other_areas = _of_role(one, "area"), _of_role(other, "area")
    pairs = [(a, b) for a in sites for b in others]
    if any(_same(a, b) for a, b in pairs):
        yield "same site"
        return
    distances = [km for a, b in pairs if (km := _distance(a, b)) is not None]
    if distances and min(distances) <= rules.near_km:
        yield "sites near"
    elif any(_lies_in(a, b) for a in sites for b in other_areas) or any(
        _lies_in(b, a) for b in others for a in areas
    ):
        yield "site in area"
    elif pairs:
        if distances and min(distances) >= rules.far_km:
            yield "sites far apart"
        else:
            known = all(a.canonical and b.canonical for a, b in pairs)
            yield "other site" if known else "site unknown"
    elif any(_same(a, b) for a in areas for b in other_areas):
        yield "same area"


def _of_role(report: Report, role: str) -> list[Spot]:
    return [place for place in report.places if place.role == role]


@lru_cache(maxsize=10_000)
def _folded(name: str) -> str:
    return fold(name)


def _names(spot: Spot) -> set[str]:
    return {_folded(name) for name in (spot.name, spot.canonical) if name}


def _same(one: Spot, other: Spot) -> bool:
    known = one.geonames_id is not None and one.geonames_id == other.geonames_id
    return known or bool(_names(one) & _names(other))


def _lies_in(site: Spot, area: Spot) -> bool:
    return _same(site, area) or bool(site.admin1 and _folded(site.admin1) in _names(area))


def _distance(one: Spot, other: Spot) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return distance_km((one.lat, one.lon), (other.lat, other.lon))


def _compare_figures(one: Report, other: Report, rules: LinkingRules) -> Iterator[str]:
    for outcome in OUTCOMES:
        word = _compare_figure(outcome, one, other, rules)
        if word:
            yield f"{word} {outcome}"


def _compare_figure(
    outcome: Outcome, one: Report, other: Report, rules: LinkingRules
) -> str | None:
    first, second = (one, other) if _told_first(one, other) else (other, one)
    before, after = getattr(first, outcome), getattr(second, outcome)
    if before is None or after is None or before == after == 0:
        return None
    if before == after:
        return "same" if before > 1 else "same single"
    low, high = sorted((before, after))
    if low == 0:
        return "one-sided"
    if low >= rules.large and low >= high * rules.about:
        return "about the same"
    grown = before < after or second.recalled or first.recalled or _others_died(first, second)
    return "updated" if grown and high <= low * rules.growth else "other"


def _told_first(one: Report, other: Report) -> bool:
    days = [report.published or date.min for report in (one, other)]
    return (days[0], one.event_id) <= (days[1], other.event_id)


def _others_died(first: Report, second: Report) -> bool:
    """Whether fewer may be hurt than before because more are dead."""
    return (second.killed or 0) > (first.killed or 0)


def _compare_people(one: Report, other: Report, rules: LinkingRules) -> Iterator[str]:
    for name, known, others in (
        ("nationality", one.nationality, other.nationality),
        ("victims", _stated(one.victims), _stated(other.victims)),
        ("perpetrators", _stated(one.perpetrators), _stated(other.perpetrators)),
    ):
        if known and others:
            yield f"{'same' if set(known) & set(others) else 'other'} {name}"


def _stated(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in ("unspecified", "unidentified"))


def _compare_means(one: Report, other: Report, rules: LinkingRules) -> Iterator[str]:
    if one.target and one.target == other.target:
        yield "same target"
    if set(one.weapons) & set(other.weapons):
        yield "same weapons"


OBSERVERS: tuple[Callable[[Report, Report, LinkingRules], Iterator[str]], ...] = (
    _compare_entries,
    _compare_types,
    _compare_scopes,
    _compare_dates,
    _compare_places,
    _compare_figures,
    _compare_people,
    _compare_means,
)
