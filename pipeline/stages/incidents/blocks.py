"""Which reports are worth comparing: those of one mission or country, at about one time.

Each report is posted under few keys and looks under few, and under a key that very many are posted
under it meets only those next to it: so the work grows with the number of reports and not with its
square.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from pipeline.lexicon.linking import LinkingRules
from pipeline.records import Report
from pipeline.stages.incidents.compare import is_period, span_of
from pipeline.stages.incidents.reports import scope_countries
from pipeline.stages.incidents.store import Reports

NEIGHBOURS = 16
"""How many a report meets before it and behind it, in each order, where there are very many."""
MANY = 2 * NEIGHBOURS
Key = tuple[str, str, str]
Keys = tuple[set[Key], set[Key]]
"""What a report is posted under, and where it looks for others."""


def candidate_pairs(
    reports: Reports, fresh: Sequence[int], rules: LinkingRules
) -> Iterator[tuple[int, int]]:
    """The positions of reports to compare, the first one first; one of the two at least is fresh.

    The reports are in the order of publication; `fresh` says of each whether it is. A pair may
    come twice where there are very many.
    """
    blocks = _Blocks(reports, rules)
    for position in range(len(reports)):
        for other in sorted(blocks.met_by(position)):
            if fresh[position] or fresh[other]:
                yield min(position, other), max(position, other)


class _Blocks:
    """All reports by their keys, which are numbers here: there is one for each report and day."""

    def __init__(self, reports: Reports, rules: LinkingRules) -> None:
        numbers: dict[Key, int] = {}
        posts: defaultdict[int, list[int]] = defaultdict(list)
        self.keys: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        alike = []
        for position, report in enumerate(reports):
            posted, looked_up = (
                tuple(numbers.setdefault(key, len(numbers)) for key in sorted(keys))
                for keys in _keys(report, rules)
            )
            self.keys.append((posted, looked_up))
            sites = sorted(p.canonical or p.name for p in report.places if p.role == "site")
            alike.append((sites, report.killed or 0, report.injured or 0, position))
            for key in posted:
                posts[key].append(position)
        self.posts = dict(posts)
        self.rank = [0] * len(alike)
        for rank, (*_, position) in enumerate(sorted(alike)):
            self.rank[position] = rank
        self.alike: dict[int, list[int]] = {
            key: sorted(posted, key=self.rank.__getitem__)
            for key, posted in posts.items()
            if len(posted) > MANY
        }

    def met_by(self, position: int) -> set[int]:
        """The reports that one is to be compared with, without those that have met it before."""
        posted, looked_up = self.keys[position]
        mine = {key for key in posted if len(self.posts[key]) <= MANY}
        met = {other for key in looked_up for other in self._under(key, position)}
        met.discard(position)
        return {other for other in met if other > position or mine.isdisjoint(self.keys[other][1])}

    def _under(self, key: int, position: int) -> Iterator[int]:
        """The reports under a key: of very many, the next in publication, in site and figures."""
        posted = self.posts.get(key, [])
        if len(posted) <= MANY:
            yield from posted
            return
        yield from _around(posted, position, lambda other: other)
        yield from _around(self.alike[key], position, self.rank.__getitem__)


def _around(posted: list[int], position: int, rank: Callable[[int], int]) -> list[int]:
    """Those next to where a report stands, or would stand, in a list that is sorted by rank."""
    at = bisect_left(posted, rank(position), key=rank)
    return posted[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]


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
