"""From the events of all documents to incidents: each happening in the world once.

`reports` says what an event tells, `store` keeps very many reports, `blocks` says which to compare,
`compare` how alike two are, `summary` what an incident's reports come to. Reports are joined best
pair first; a pair joins its two incidents where it is alike enough and no two of their reports
contradict.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy

from pipeline.lexicon.linking import LinkingRules, load_linking_rules
from pipeline.records import Event, Incident, Link, Report
from pipeline.stages.incidents.blocks import MANY, NEIGHBOURS, candidate_pairs
from pipeline.stages.incidents.compare import Verdict, compare
from pipeline.stages.incidents.reports import is_linked, report_of
from pipeline.stages.incidents.store import Reports
from pipeline.stages.incidents.summary import summarize

__all__ = ["Reports", "link", "reports_of"]
PREFIX = "incident:"


def reports_of(events: Iterable[Event]) -> list[Report]:
    """The reports of those events that tell of an incident."""
    return [report_of(event) for event in events if is_linked(event)]


def link(reports: Iterable[Report], earlier: Iterable[Incident] = ()) -> Iterator[Incident]:
    """The incidents of new reports and of an earlier run, by their first report.

    Earlier incidents keep their ids, and their reports are not compared with each other again;
    those of a document that was read anew give way to its new ones.
    """
    new = reports if isinstance(reports, Reports) else Reports(reports)
    groups = _Groups(new, list(earlier), load_linking_rules())
    groups.join()
    return groups.incidents()


class _Groups:
    """Reports in groups that grow together; a group is named by the position of its first one."""

    def __init__(self, new: Reports, earlier: list[Incident], rules: LinkingRules) -> None:
        self.rules = rules
        reread = {report.source for report in new} if earlier else set()
        kept = [[r for r in each.reports if r.source not in reread] for each in earlier]
        self.reports = new.in_order(*(report for some in kept for report in some))
        known = {report.event_id: number for number, some in enumerate(kept) for report in some}
        self.event_ids: list[str] = []
        self.group_of = list(range(len(self.reports)))
        self.members: dict[int, list[int]] = {}
        """Those of groups that have more than one, in order."""
        self.joined: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        """The pairs that a group was joined by."""
        self.told: defaultdict[int, list[Link]] = defaultdict(list)
        """What an earlier run said of why."""
        self.ids: dict[int, tuple[int, str]] = {}
        """Number and id of the earlier incident that a group goes on with, the first of several."""
        self.fresh = bytearray(len(self.reports))
        first: dict[int, int] = {}
        for position, report in enumerate(self.reports):
            self.event_ids.append(report.event_id)
            number = known.get(report.event_id)
            if number is None:
                self.fresh[position] = True
            elif number in first:
                self._merge(first[number], position)
            else:
                first[number] = position
        for number, position in first.items():
            ids = {report.event_id for report in kept[number]}
            told = [each for each in earlier[number].why if {each.event_id, each.joined} <= ids]
            self.told[position] = told
            self.ids[position] = number, earlier[number].incident_id

    def join(self) -> None:
        """Joins groups by the best pairs first, of which one report at least is fresh."""
        for one, other in self._judged():
            keeper, joined = sorted((self.group_of[one], self.group_of[other]))
            if keeper != joined and not self._contradict(keeper, joined):
                self._merge(keeper, joined)
                self.joined[keeper].append((one, other))

    def _judged(self) -> Iterator[tuple[int, int]]:
        """The pairs that are alike enough, the best first; of equal ones in the order of ids."""
        scores, ones, others = array("d"), array("q"), array("q")
        for one, other in candidate_pairs(self.reports, self.fresh, self.rules):
            if self.fresh[one] and not self.fresh[other]:
                one, other = other, one
            if (score := self._compare(one, other).score) >= self.rules.join:
                scores.append(-score)
                ones.append(one)
                others.append(other)
        rank = numpy.empty(len(self.event_ids), dtype=numpy.int64)
        by_id = sorted(range(len(self.event_ids)), key=self.event_ids.__getitem__)
        rank[by_id] = numpy.arange(len(by_id))
        first, second = (numpy.array(each, dtype=numpy.int64) for each in (ones, others))
        for at in numpy.lexsort((rank[second], rank[first], numpy.array(scores))):
            yield ones[at], others[at]

    def incidents(self) -> Iterator[Incident]:
        """The groups as incidents; a new one is called after its first report."""
        for group in range(len(self.reports)):
            if self.group_of[group] == group:
                reports = [self.reports[each] for each in self._members(group)]
                name = self.ids[group][1] if group in self.ids else PREFIX + reports[0].event_id
                why = [self._explain(one, other) for one, other in self.joined.get(group, ())]
                yield summarize(name, reports, [*self.told.get(group, ()), *why])

    def _members(self, group: int) -> list[int]:
        return self.members.get(group) or [group]

    def _compare(self, one: int, other: int) -> Verdict:
        return compare(self.reports[one], self.reports[other], self.rules)

    def _contradict(self, one: int, other: int) -> bool:
        """Whether any two reports of the groups cannot be told of one happening."""
        return any(
            self._compare(a, b).score < self.rules.floor
            for a in _some(self._members(one))
            for b in _some(self._members(other))
        )

    def _merge(self, keeper: int, joined: int) -> None:
        """Joins two groups, of which the first is that with the first report."""
        both = self._members(keeper) + self._members(joined)
        for position in self._members(joined):
            self.group_of[position] = keeper
        self.members.pop(joined, None)
        self.members[keeper] = sorted(both)
        if joined in self.joined:
            self.joined[keeper] += self.joined.pop(joined)
        if joined in self.told:
            self.told[keeper] += self.told.pop(joined)
        if joined in self.ids:
            other = self.ids.pop(joined)
            self.ids[keeper] = min(other, self.ids.get(keeper, other))

    def _explain(self, one: int, other: int) -> Link:
        verdict = self._compare(one, other)
        return Link(
            event_id=self.event_ids[one],
            joined=self.event_ids[other],
            score=verdict.score,
            agree=verdict.agree,
            disagree=verdict.disagree,
        )


def _some(members: list[int]) -> list[int]:
    """The members of a group; of very many, those that told first and those that told last."""
    many = len(members) > MANY
    return [*members[:NEIGHBOURS], *members[-NEIGHBOURS:]] if many else members
