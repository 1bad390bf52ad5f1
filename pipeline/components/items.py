"""Where the items of a list or a briefing begin: each tells of something else.

A bulleted or numbered line, or a short line that stands alone as a heading, opens an item, if
the text has more than one of its kind.
"""

import re
from bisect import bisect_right

BULLET = re.compile(
    r"^[ \t\u00a0]*(?:[*•▪◦●■◆‣>»➢✓]|\d{1,2}[.)]|\([a-z\d]\)|[-–—](?=\s))[ \t\u00a0]+", re.M
)
HEADING = re.compile(
    r"(?:^|(?<=\n))[ \t]*\n[ \t]*(?=[^\W\d_])(?P<line>[^\n.!?…;,]{2,60})[ \t]*\n(?=[ \t]*\S)"
)
MAX_WORDS = 7


class Items:
    """The items of a text, numbered from 1; before the first stands number 0."""

    def __init__(self, text: str) -> None:
        bullets = [match.start() for match in BULLET.finditer(text)]
        headings = [
            match.start("line")
            for match in HEADING.finditer(text)
            if len(match["line"].split()) <= MAX_WORDS
        ]
        self._starts = bullets if len(bullets) > 1 else headings if len(headings) > 1 else []

    def at(self, offset: int) -> int:
        """The number of the item that an offset stands in."""
        return bisect_right(self._starts, offset)
