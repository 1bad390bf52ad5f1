"""One incident from its reports: the figures of the latest, the facts that most agree on."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from pipeline.codes import OUTCOMES, Outcome
from pipeline.records import EventDate, Incident, Link, Report, Spot

T = TypeVar("T", bound=Hashable)
ROLES = ("site", "area", "other")


def report_key(report: Report) -> tuple[date, str]:
    """Reports in the order of publication, those without a date first."""
    return report.published or date.min, report.event_id


def summarize(incident_id: str, reports: Iterable[Report], why: Iterable[Link]) -> Incident:
    """The incident that the reports tell of."""
    ordered = sorted(reports, key=report_key)
    fresh = [report for report in ordered if not report.recalled]
    told = fresh or ordered
    figures = {name: value for each in OUTCOMES for name, value in _figures(each, ordered, told)}
    values: dict[str, Any] = {
        "incident_id": incident_id,
        "type": _most(r.type for r in told if r.type != "death" or len(told) == 1) or "death",
        "recalled": not fresh,
        "date": _date(told),
        "country": _most(report.country for report in told),
        "target": _most(report.target for report in told),
        "places": _places(ordered),
        "event_ids": tuple(report.event_id for report in ordered),
        "languages": tuple(sorted({report.language for report in ordered})),
        "sources": _union(ordered, "source"),
        "reports": tuple(ordered),
        "why": tuple(sorted(why, key=lambda link: (link.event_id, link.joined))),
    }
    values["subtype"] = _most(r.subtype for r in told if r.type == values["type"])
    for name in ("mission", "perpetrators", "weapons"):
        values[name] = _union(ordered, name)
    return Incident.model_validate(values | figures)


def _most(values: "Iterable[T | None]") -> "T | None":
    """The value that most say, of equals the one that was said first; None if nobody says any."""
    counts = Counter(value for value in values if value is not None)
    return counts.most_common(1)[0][0] if counts else None


def _union(reports: Sequence[Report], name: str) -> tuple[Any, ...]:
    """All values of a field, those first that most reports have."""
    counts: Counter[Any] = Counter()
    for report in reports:
        value = getattr(report, name)
        counts.update(value if isinstance(value, tuple) else (value,))
    return tuple(value for value, _ in counts.most_common())


def _date(reports: Sequence[Report]) -> EventDate | None:
    """The most exact date, of equally exact ones that which most tell."""
    dates = [report.date for report in reports if report.date]
    if not dates:
        return None
    exact = min((each.end - each.start).days for each in dates)
    return _most(each for each in dates if (each.end - each.start).days == exact)


def _places(reports: Sequence[Report]) -> tuple[Spot, ...]:
    """Every place once, sites before areas before others, as the first report has it."""
    found: dict[str, Spot] = {}
    for role in ROLES:
        for report in reports:
            for place in report.places:
                if place.role == role:
                    found.setdefault(place.canonical or place.name, place)
    return tuple(found.values())


def _figures(
    outcome: Outcome, reports: Sequence[Report], told: Sequence[Report]
) -> "Iterable[tuple[str, int | None]]":
    """The figure of the latest of `told` that has one, and the span over all reports.

    A report that leaves an outcome out has 0 for it, so 0 stands only where nobody says more.
    """
    known = [value for report in reports if (value := getattr(report, outcome)) is not None]
    stated = [value for value in known if value] or known
    latest = [value for report in reversed(told) if (value := getattr(report, outcome))]
    yield outcome, (latest or stated or [None])[0]
    yield f"{outcome}_min", min(stated, default=None)
    yield f"{outcome}_max", max(stated, default=None)
