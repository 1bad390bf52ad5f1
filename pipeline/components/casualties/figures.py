"""Reads how many: digits, number words, articles, estimates and bounds."""

from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline.components.phrases import Tag, Tags
from pipeline.components.words import words_of


@dataclass(slots=True)
class Figure:
    """How many: a count with bounds, and the token `end` after it.

    `none` is true for `no` and zero, `articled` for a mere `a`, `fresh` for `another`.
    """

    end: int
    count: int | None
    low: int | None
    high: int | None
    approximate: bool = False
    none: bool = False
    articled: bool = False
    fresh: bool = False


def bounded(figure: Figure, bound: str) -> Figure:
    """The figure with the limits that a word like `at least` gives it."""
    count = figure.count
    if count is None:
        return figure
    match bound:
        case "at_least":
            return replace(figure, low=count, high=None)
        case "more_than":
            return replace(figure, low=count + 1, high=None)
        case "at_most":
            return replace(figure, low=None, high=count)
        case "fewer_than":
            return replace(figure, low=None, high=max(count - 1, 0))
        case _:
            return replace(figure, low=None, high=None, approximate=True)


class FigureReader:
    """Reads a figure at a token, if one begins there."""

    def __init__(self, doc: Doc, tags: Tags) -> None:
        self.doc, self.tags, self.word = doc, tags, words_of(doc).lower_at

    def at(self, start: int) -> Figure | None:
        """The figure that begins at a token, with what bounds it, or null."""
        if between := self.tags.at(start, "between"):
            return self._between(between.end)
        bound = self.tags.at(start, "bound")
        at = bound.end if bound else start
        figure = self._number(at)
        if figure is None and bound:
            return self._number(start)  # `some` alone
        if figure is None or (bound and figure.none):
            return None
        return bounded(figure, bound.value) if bound else figure

    def _between(self, at: int) -> Figure | None:
        """`between 29 and 31`: the later figure with both as bounds."""
        first = self.tags.at(at, "number")
        joint = self.tags.at(first.end, "joint", "range") if first else None
        second = self.tags.at(joint.end, "number") if joint else None
        if first is None or second is None or int(first.value) >= int(second.value):
            return None
        low, high = int(first.value), int(second.value)
        return Figure(second.end, high, low, high)

    def _number(self, at: int) -> Figure | None:
        number, one = self.tags.at(at, "number"), self.tags.at(at, "one")
        about = self.tags.at(at, "about")
        vague = self.tags.at(at, "plenty", "dozens", "several", "none")
        if vague and self.tags.at(at, "not_counts"):
            return None  # `none of the 17 survived`
        if number and self.word(at - 1) == "(" and self.word(number.end) == ")":
            return None  # an age, or a figure that corrects another
        if number and self._is_age(at, number.end):
            return None
        if about:
            of = self.tags.at(about.end, "of")
            end = of.end if of else about.end
            return Figure(end, int(about.value), None, None, approximate=True)
        if one and (more := self.tags.at(one.end, "number")) and self.tags.at(at, "fresh"):
            count = int(more.value)  # `a further five`
            return Figure(more.end, count, count, count, fresh=True)
        longer = max((tag.end for tag in (one, vague) if tag), default=0)
        plenty = vague is not None and vague.kind == "plenty"  # `thousands` is no 1,000
        if number and longer <= number.end and not plenty:
            count, end = int(number.value), self._said_again(number)
            if count == 0:
                return Figure(end, 0, 0, 0, none=True)
            return self._second_figure(Figure(end, count, count, count))
        if one and not (vague and vague.end > one.end):  # `a number of` is no `a`
            articled = one.end == at + 1 and self.tags.at(at, "articles") is not None
            fresh = self.tags.at(at, "fresh") is not None
            dozen = self.tags.at(one.end, "dozen")
            if dozen:
                return Figure(dozen.end, 12, None, None, approximate=True)
            return Figure(one.end, 1, 1, 1, articled=articled, fresh=fresh)
        if vague is None:
            return None
        if vague.kind == "none":
            return Figure(vague.end, 0, 0, 0, none=True)
        fresh = self.tags.at(vague.start, "fresh") is not None  # `others were wounded`
        if fresh and not self.tags.at(vague.end, "passive", "active", "participle"):
            return None
        least = {"plenty": vague.value, "dozens": "24", "several": "2"}[vague.kind]
        return Figure(vague.end, None, int(least), None, fresh=fresh)

    def _is_age(self, at: int, end: int) -> bool:
        """Whether a figure opens a bracket behind a name: `Nadir Khan (24, of Mardan)`."""
        opened = at > 1 and self.doc[at - 1].text == "(" and self.doc[at - 2].is_title
        return bool(opened) and self.word(end) == ","

    def _said_again(self, number: Tag) -> int:
        """The token after a number, and after the same one in brackets: `nineteen (19)`."""
        again = self.tags.at(number.end + 1, "number")
        if again is None or again.value != number.value:
            return number.end
        brackets = self.word(number.end), self.word(again.end)
        return again.end + 1 if brackets == ("(", ")") else number.end

    def _second_figure(self, figure: Figure) -> Figure:
        """`14 or 15`, `six to eight`: the later figure with both as bounds."""
        joint = self.tags.at(figure.end, "range")
        if joint:
            second = self.tags.at(joint.end, "number")
            low = figure.count
            if second and low is not None and low < int(second.value) <= 3 * low + 2:
                high = int(second.value)
                return Figure(second.end, high, low, high)
        return figure
