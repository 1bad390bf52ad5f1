"""What became of all who were aboard: `Eight people were on the plane. There were no survivors`.

The figure stands in an earlier sentence, where nothing has happened to those it counts yet.
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from pipeline.codes import Outcome
from pipeline.components.casualties.groups import GroupFinder
from pipeline.components.casualties.people import Group
from pipeline.components.casualties.row import Row
from pipeline.components.phrases import Tags

MAX_BACK = 80
"""Tokens between those aboard and the words for what became of them."""
MAX_ABOARD = 6
"""Tokens between a figure and words such as `aboard`: before these, else behind them."""


class FateReader:
    """Reads what one sentence tells of all aboard; see the module's text."""

    def __init__(self, doc: Doc, tags: Tags, groups: GroupFinder) -> None:
        self.doc, self.tags, self.groups = doc, tags, groups

    def read(self, sentence: Span) -> Iterator[Row]:
        """A row for those aboard, where a sentence says that all of them met with something."""
        for at in self.tags.within(sentence.start, sentence.end, "fate"):
            fate, aboard = self.tags.at(at, "fate"), self._aboard(at)
            if fate and aboard:
                outcome: Outcome = fate.value  # type: ignore[assignment]
                yield Row(aboard, outcome, at, fate.end, "fate")
                return

    def _aboard(self, before: int) -> Group | None:
        """The people counted last before a token who were aboard something, or null."""
        for at in reversed(self.tags.within(max(before - MAX_BACK, 0), before, "aboard")):
            starts = (*range(at, max(at - MAX_ABOARD, -1), -1), *range(at + 1, at + MAX_ABOARD))
            groups = (self.groups.at(start) for start in starts)
            counted = (one for one in groups if one and one.count and one.said == "count")
            if nearest := next(counted, None):
                return nearest
        return None
