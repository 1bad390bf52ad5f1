"""Lines of pages that belong to no entry: `models/lexicon/layout.toml`."""

import re
from functools import cache

from pydantic import BaseModel, ConfigDict

from pipeline.resources import load_checked

RULE = re.compile(r"[\s\-–—=_*~#+.·•|]*")
MENU = re.compile(r"\s*[|·•›»«‹<▾▸/→>✉\[\]]+\s*")
PAGER = re.compile(r"(?:\W*+\b\d{1,3}\b){3,}+\W*+(?:\w++\W*+){0,3}+")
MENU_ITEMS, MENU_WORDS = 3, 5


class Layout(BaseModel):
    """What tells navigation, separators and footers from text, line by line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    navigation: frozenset[str]
    navigation_starts: tuple[str, ...]
    footer_starts: tuple[str, ...]
    footers: frozenset[str]

    def is_rule(self, line: str) -> bool:
        """Whether a line is only drawn: `----`, `* * *`."""
        return bool(line.strip()) and RULE.fullmatch(line) is not None

    def is_navigation(self, line: str) -> bool:
        """Whether a line is a menu, a pager or a phrase of navigation."""
        plain = _plain(line)
        return bool(plain) and (
            plain.strip(" :»›>→[]") in self.navigation
            or plain.startswith(self.navigation_starts)
            or PAGER.fullmatch(plain) is not None
            or all(len(word) == 1 or word in self.navigation for word in plain.split())
            or all(item in self.navigation for item in MENU.split(plain) if item)
            or _is_menu(plain)
        )

    def is_footer(self, line: str) -> bool:
        """Whether a line ends the entry above it for good."""
        plain = _plain(line)
        return plain in self.footers or plain.startswith(self.footer_starts)


def _plain(line: str) -> str:
    return " ".join(line.split()).replace("’", "'").casefold()


def _is_menu(line: str) -> bool:
    items = [item for item in MENU.split(line) if item]
    return (
        len(items) >= MENU_ITEMS
        and not line.endswith((".", "!", "?", ";"))
        and all(len(item.split()) <= MENU_WORDS for item in items)
        and not any(char.isdigit() for item in items for char in item)
    )


@cache
def load_layout() -> Layout:
    """The checked layout file; raises `LexiconError` on a bad one."""
    return load_checked(Layout, "layout.toml")
