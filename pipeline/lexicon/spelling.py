"""Ways to spell the same word."""

import unicodedata
from collections.abc import Iterator


def strip_accents(text: str) -> str:
    """The text without its combining marks: `août` gives `aout`."""
    if text.isascii():
        return text
    marks = unicodedata.normalize("NFD", text)
    return "".join(char for char in marks if not unicodedata.combining(char))


def spellings(name: str) -> Iterator[str]:
    """The name with and without its accents, with straight and with curly apostrophes."""
    for base in dict.fromkeys((name, strip_accents(name))):
        yield base
        if "'" in base:
            yield base.replace("'", "’")


def fold(name: str) -> str:
    """The name as it is compared: no accents, no case, no hyphens and apostrophes."""
    plain = strip_accents(name).casefold()
    return plain.replace("-", " ").replace("'", "").replace("’", "").strip()
