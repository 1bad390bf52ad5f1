"""From the events of all documents to incidents: each happening in the world once.

`reports` says what an event tells, `blocks` which reports to compare, `compare` how alike two
are, `summary` what an incident's reports come to. Reports are joined best pair first; a pair
joins its two incidents where it is alike enough and no two of their reports contradict.
"""

from collections.abc import Iterable

from pipeline.lexicon.linking import LinkingRules, load_linking_rules
from pipeline.records import Event, Incident, Link, Report
from pipeline.stages.incidents.blocks import candidate_pairs
from pipeline.stages.incidents.compare import Verdict, compare
from pipeline.stages.incidents.reports import is_linked, report_of
from pipeline.stages.incidents.summary import report_key, summarize

PREFIX = "incident:"


def reports_of(events: Iterable[Event]) -> list[Report]:
    """The reports of those events that tell of an incident."""
    return [report_of(event) for event in events if is_linked(event)]


def link(reports: Iterable[Report], earlier: Iterable[Incident] = ()) -> list[Incident]:
    """The incidents of new reports and of an earlier run, by their first report.

    Earlier incidents keep their ids, and their reports are not compared with each other again;
    those of a document that was read anew give way to its new ones.
    """
    new = sorted(reports, key=report_key)
    groups = _Groups(load_linking_rules())
    reread = {report.source for report in new}
    for incident in earlier:
        groups.add_earlier(incident, reread)
    for report in new:
        groups.add(report)
    groups.join(fresh={report.event_id for report in new})
    return sorted(groups.incidents(), key=lambda each: report_key(each.reports[0]))


class _Groups:
    """Reports in groups that grow together."""

    def __init__(self, rules: LinkingRules) -> None:
        self.rules = rules
        self.reports: list[Report] = []
        self.group_of: list[int] = []
        self.members: dict[int, list[int]] = {}
        self.links: dict[int, list[Link]] = {}
        self.ids: dict[int, str] = {}

    def add(self, report: Report) -> int:
        """The position of a report, which begins a group of its own."""
        position = len(self.reports)
        self.reports.append(report)
        self.group_of.append(position)
        self.members[position] = [position]
        self.links[position] = []
        return position

    def add_earlier(self, incident: Incident, reread: set[str]) -> None:
        """Adds what stands of an earlier incident without the documents that were read anew."""
        kept = [report for report in incident.reports if report.source not in reread]
        if not kept:
            return
        first, *rest = [self.add(report) for report in kept]
        for position in rest:
            self._merge(first, position)
        known = {report.event_id for report in kept}
        self.links[first] = [w for w in incident.why if {w.event_id, w.joined} <= known]
        self.ids[first] = incident.incident_id

    def join(self, fresh: set[str]) -> None:
        """Joins groups by the best pairs first, of which one report at least is fresh."""
        ids = [report.event_id for report in self.reports]
        judged = [
            (-verdict.score, ids[one], ids[other], one, other, verdict)
            for one, other in candidate_pairs(self.reports, fresh, self.rules)
            if (verdict := self._compare(one, other)).score >= self.rules.join
        ]
        for *_, one, other, verdict in sorted(judged, key=lambda pair: pair[:3]):
            keeper, joined = sorted((self.group_of[one], self.group_of[other]))
            if keeper != joined and not self._contradict(keeper, joined):
                self._merge(keeper, joined)
                self.links[keeper].append(_explain(verdict, ids[one], ids[other]))

    def incidents(self) -> list[Incident]:
        """The groups as incidents; a new one is called after its first report."""
        found = []
        for group, positions in self.members.items():
            reports = sorted((self.reports[each] for each in positions), key=report_key)
            name = self.ids.get(group) or f"{PREFIX}{reports[0].event_id}"
            found.append(summarize(name, reports, self.links[group]))
        return found

    def _compare(self, one: int, other: int) -> Verdict:
        return compare(self.reports[one], self.reports[other], self.rules)

    def _contradict(self, one: int, other: int) -> bool:
        """Whether any two reports of the groups cannot be told of one happening."""
        return any(
            self._compare(a, b).score < self.rules.floor
            for a in self.members[one]
            for b in self.members[other]
        )

    def _merge(self, keeper: int, joined: int) -> None:
        for position in self.members[joined]:
            self.group_of[position] = keeper
        self.members[keeper] += self.members.pop(joined)
        self.links[keeper] += self.links.pop(joined)
        if joined in self.ids:
            self.ids.setdefault(keeper, self.ids.pop(joined))


def _explain(verdict: Verdict, event_id: str, joined: str) -> Link:
    return Link(
        event_id=event_id,
        joined=joined,
        score=verdict.score,
        agree=verdict.agree,
        disagree=verdict.disagree,
    )
