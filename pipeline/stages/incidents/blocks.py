"""Which reports are worth comparing: those of one mission or country, at about one time.

Each report is posted under few keys and looks under few, so that the work grows with the number
of reports and not with its square.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from pipeline.lexicon.linking import LinkingRules
from pipeline.records import Report
from pipeline.stages.incidents.compare import is_period, span_of
from pipeline.stages.incidents.reports import scope_countries

Key = tuple[str, str, str]
Keys = tuple[set[Key], set[Key]]
"""What a report is posted under, and where it looks for others."""


def candidate_pairs(
    reports: Sequence[Report], fresh: set[str], rules: LinkingRules
) -> Iterator[tuple[int, int]]:
    """The positions of reports to compare, each pair once; one of the two at least is fresh."""
    posts: defaultdict[Key, list[int]] = defaultdict(list)
    keys = [_keys(report, rules) for report in reports]
    for position, (posted, _) in enumerate(keys):
        for key in posted:
            posts[key].append(position)
    for position, (_, looked_up) in enumerate(keys):
        met = {other for key in looked_up for other in posts.get(key, ()) if other != position}
        for other in sorted(met):
            if other < position and keys[other][1] & keys[position][0]:
                continue  # the pair is met from the other side too
            if reports[position].event_id in fresh or reports[other].event_id in fresh:
                yield min(position, other), max(position, other)


def _keys(report: Report, rules: LinkingRules) -> Keys:
    scopes = _scopes(report)
    sites: set[Key] = {
        ("site", scope, place.canonical or place.name)
        for scope in scopes
        for place in report.places
        if place.role == "site"
    }
    span = span_of(report, rules)
    if span is None:
        return sites, sites if report.recalled else set()
    days = [span[0] + timedelta(days=number) for number in range((span[1] - span[0]).days + 1)]
    months = {f"{day:%Y-%m}" for day in days}
    by_month: set[Key] = {("month", scope, month) for scope in scopes for month in months}
    periods: set[Key] = {("period", scope, month) for scope in scopes for month in months}
    if is_period(span, rules):
        return sites | periods, periods | by_month
    around = [*days, days[-1] + timedelta(days=rules.days_apart)]
    exact: set[Key] = {("day", scope, day.isoformat()) for scope in scopes for day in around}
    return sites | by_month | exact, exact | periods


def _scopes(report: Report) -> list[str]:
    """Missions and countries, or, where neither is told, the places themselves."""
    known = {*report.mission, *scope_countries(report.mission, report.country)}
    return sorted(known) or sorted({place.canonical or place.name for place in report.places})
