"""Figures told as a sum: `the death toll has risen to 15`, `the number of soldiers killed is nine`.

The figure stands behind a word that leads to it, or before the sum: `bringing to nine the number
of soldiers killed`.
"""

from dataclasses import dataclass, replace

from spacy.tokens import Span

from pipeline.codes import Outcome
from pipeline.components.casualties.groups import GroupFinder
from pipeline.components.casualties.people import Group
from pipeline.components.casualties.row import Row
from pipeline.components.phrases import Tags

MAX_GAP = 24
"""Tokens between a sum and its figure."""
MAX_GAP_PEOPLE = 3
"""Tokens between who is counted and what happened to them: `who have been killed`."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """What is summed up in tokens `[start:end]`: an outcome, and of whom if that is said."""

    start: int
    end: int
    outcome: Outcome
    people: Group | None


class TallyReader:
    """Reads the sums of one sentence after the other; see the module's text."""

    def __init__(self, tags: Tags, groups: GroupFinder, closed: set[int]) -> None:
        self.tags, self.groups, self.closed = tags, groups, closed

    def read(self, sentence: Span) -> list[Row]:
        """The rows of the sums that a sentence tells."""
        rows: list[Row] = []
        for at in self.tags.within(sentence.start, sentence.end, "tally", "number_of"):
            told = self._sum(at)
            group = self._figure(told, sentence) if told else None
            if told is None or group is None or (rows and at < rows[-1].end):
                continue
            people = told.people or group
            start, end = min(told.start, group.start), max(told.end, group.end)
            group = replace(group, victim=people.victim, nationality=people.nationality)
            rows.append(Row(group, told.outcome, start, end, "tally"))
        return rows

    def _sum(self, at: int) -> _Sum | None:
        """The sum that begins at a token, or null."""
        tally, deaths_of = self.tags.at(at, "tally"), self.tags.at(at, "object")
        if tally and not (deaths_of and deaths_of.end > tally.end):  # `the deaths of eleven`
            return _Sum(at, tally.end, tally.value, None)  # type: ignore[arg-type]
        number = self.tags.at(at, "number_of")
        if number is None:
            return None
        opening = number.end + (self.groups.is_quote(number.end))
        people = self.groups.people_at(opening)
        start = people.end if people else number.end
        for token in range(start, start + MAX_GAP_PEOPLE + 1):
            if hit := self.tags.at(token, "participle", "subject", "noun", "armed"):
                return _Sum(at, hit.end, hit.value, people)  # type: ignore[arg-type]
        return None

    def _figure(self, told: _Sum, sentence: Span) -> Group | None:
        """The figure of a sum: behind it, or right before; null where it has a noun of its own."""
        for at in range(sentence.start, min(told.end + MAX_GAP, sentence.end)):
            figure = None if at in self.closed else self.groups.figures.at(at)
            if figure is None or figure.count is None or figure.articled:
                continue
            gap = told.start - figure.end
            near = at >= told.end or gap == 1 or (gap == 0 and told.people is not None)
            if not near or at not in self.groups.behind_reach:
                continue
            group = self.groups.at(at) or Group(
                at, figure.end, figure.count, figure.low, figure.high, figure.approximate
            )
            risen = self.tags.at(group.end, "range")
            newer = self.groups.at(risen.end) if risen else None
            group = newer if newer and newer.count else group  # `passing from 3 to 37 people`
            noun = self.tags.at(group.end, "noun", "participle", "inclusion")
            same = noun is not None and noun.value == told.outcome  # `the number rose to 89 dead`
            own = noun is not None and not same and at >= told.end
            return None if own or group.unknown_head else group
        return None
