"""Where a date can stand at all: around the words that every date of its kind holds.

Some forty patterns are tried on every text; most of them need a month, a weekday or a unit of time,
and to find those words first, all in one scan, leaves little of the text to try them on.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ahocorasick_rs import AhoCorasick

Stretch = tuple[int, int]
REACH = 72
"""Characters of a date on either side of the word that it must hold; blanks count, too."""
LETTERS = re.compile(r"[^\W\d_]+|\d+")


class Anchors:
    """Finds the stretches of a text that dates of each kind can stand in.

    `words` are, for each kind, words or phrases of which every date of that kind holds one.
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        kinds: dict[str, set[str]] = defaultdict(set)
        for kind, phrases in words.items():
            for phrase in phrases:
                kinds[max(LETTERS.findall(phrase.lower()), key=len)].add(kind)
        self.kinds = list(kinds.values())
        self.search = AhoCorasick(list(kinds))

    def stretches(self, text: str) -> dict[str, list[Stretch]]:
        """The stretches for each kind, in order; a kind that is missing has none."""
        lower = text.lower()
        if len(lower) != len(text):  # `İ` becomes two characters
            return {kind: [(0, len(text))] for kinds in self.kinds for kind in kinds}
        found: dict[str, list[Stretch]] = defaultdict(list)
        for number, start, end in self.search.find_matches_as_indexes(lower, overlapping=True):
            if lower[start - 1 : start].isalpha() or lower[end : end + 1].isalpha():
                continue  # `may` in `dismay`
            near = max(0, start - REACH), min(len(text), end + REACH)
            for kind in self.kinds[number]:
                known = found[kind]
                if known and near[0] <= known[-1][1]:
                    known[-1] = known[-1][0], max(near[1], known[-1][1])
                else:
                    known.append(near)
        return found
