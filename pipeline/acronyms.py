"""What a document itself says that its acronyms stand for.

Reads `long name (SHORT)`, `SHORT (long name)`, tables with tabs or wide spaces, and glossaries
with dashes. A long name is accepted by its initials (Schwartz and Hearst, 2003); an acronym from
another language than its name, as `MINUSMA` after the English name, by the run of capitals.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from pipeline.lexicon.text import articles, small_words

ACRONYM = r"[A-Z][A-Za-z]{0,3}[A-Z][A-Za-z0-9]{0,10}(?:[- ](?:[IVX]{1,3}|\d{1,2}))?"
SHORT = re.compile(rf"(?:{ACRONYM}|[A-Z]\d{{1,2}}|[A-Z]-\d{{2}}|\d[A-Z]{{1,3}})s?")
BRACKETED = re.compile(rf"\(\s*(?:[“\"‘'«]\s*)?(?P<short>{SHORT.pattern})(?:\s*[”\"’'»])?\s*[);,]")
LONG_IN_BRACKETS = re.compile(
    rf"(?<![\w(])(?P<short>{SHORT.pattern})\s+\((?P<long>[^()\n]{{8,160}})\)"
)
LEADS = re.compile(r"\t+| {3,}")
GLOSS = re.compile(
    rf"\s*(?P<short>{SHORT.pattern})(?:\s{{2,}}|\s+[-–—:=]\s+|\s*:\s+)(?P<long>\S.*)"
)
MAX_LONG_CHARS = 200
MAX_DEFINITIONS = 1000
"""Acronyms that a document can define; every one is looked for in all of its text."""
MIN_CAPITALS = 2
FOOTNOTE = re.compile(r"\s*(?:\^\w|\*|†|\[\d+\])+\s*$")
ELISION = re.compile(r"^[dl]['’](?=\w)", re.IGNORECASE)
ROMAN = re.compile(r"[IVXLC]+")


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym and its long form, with the offsets of the long form in the document."""

    short: str
    long: str
    start: int
    end: int


def find_definitions(text: str) -> list[Definition]:
    """The definitions of a text in reading order, the first of each acronym."""
    found: dict[str, Definition] = {}
    for definition in sorted(_all(text), key=lambda definition: definition.start):
        found.setdefault(definition.short, definition)
    return list(islice(found.values(), MAX_DEFINITIONS))


def is_acronym(word: str) -> bool:
    """Whether a word is built like an acronym: not a roman numeral, a symbol or a number."""
    return (
        SHORT.fullmatch(word) is not None
        and sum(char.isupper() for char in word) >= MIN_CAPITALS
        and ROMAN.fullmatch(word) is None
    )


def _all(text: str) -> Iterator[Definition]:
    for match in BRACKETED.finditer(text):
        if is_acronym(match["short"]) and (start := _long_before(text, match)) is not None:
            yield _definition(match["short"], text, start, match.start())
    for match in LONG_IN_BRACKETS.finditer(text):
        if is_acronym(match["short"]) and _initials_agree(match["short"], match["long"]):
            yield _definition(match["short"], text, *match.span("long"))
    offset = 0
    for line in text.splitlines(keepends=True):
        yield from _in_table(text, line, offset)
        offset += len(line)


def _in_table(text: str, line: str, offset: int) -> Iterator[Definition]:
    """The pairs of cells of a line of a table or a glossary."""
    cells = list(_cells(line))
    for (start, end), (next_start, next_end) in pairwise(cells):
        short, long = line[start:end], line[next_start:next_end]
        if is_acronym(short) and _is_long(long):
            yield _definition(short, text, offset + next_start, offset + next_end)
    for left, right in cells:
        match = GLOSS.match(line[left:right])
        if match is None or not is_acronym(match["short"]):
            continue
        long = match["long"].rstrip()
        if _is_long(long) and _initials_agree(match["short"], long):
            start = offset + left + match.start("long")
            yield _definition(match["short"], text, start, start + len(long))


def _cells(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in [*LEADS.finditer(line), None]:
        end = gap.start() if gap else len(line)
        cell = line[start:end]
        if cell.strip():
            left = start + len(cell) - len(cell.lstrip())
            yield left, left + len(cell.strip())
        start = gap.end() if gap else end


def _is_long(words: str) -> bool:
    return (
        len(words) <= MAX_LONG_CHARS
        and words[0].isalpha()
        and len(words.split()) >= 2
        and any(word[0].isalpha() for word in words.split())
        and not is_acronym(words)
    )


def _definition(short: str, text: str, start: int, end: int) -> Definition:
    long = FOOTNOTE.sub("", text[start:end].rstrip(" \t,;"))
    if elided := ELISION.match(long):
        start, long = start + elided.end(), long[elided.end() :]
    first = long.partition(" ")[0]
    if first.lower() in articles() and " " in long:
        start, long = start + len(first) + 1, long[len(first) + 1 :]
    return Definition(short, " ".join(long.split()), start, start + len(long))


def _long_before(text: str, match: re.Match[str]) -> int | None:
    """Where the long form before a bracketed acronym starts, or null."""
    left = text[max(0, match.start() - MAX_LONG_CHARS) : match.start()].rstrip()
    words = list(re.finditer(r"[^\W_][\w'’.-]*", left))
    cut = max((m.end() for m in re.finditer(r"[.;:!?()\n]\s", left)), default=0)
    words = [word for word in words if word.start() >= cut]
    base = match.start() - len(text[max(0, match.start() - MAX_LONG_CHARS) : match.start()])
    short = match["short"].rstrip("s")
    limit = min(len(short) + 5, len(short) * 2) + 2
    initial = _by_initials(short, words)
    if initial:
        return base + _widened(left, words, initial).start()
    for first in reversed(words[-limit:]):
        if (
            _initials_agree(short, left[first.start() :])
            and first[0][0].lower() == short[0].lower()
        ):
            return base + _widened(left, words, first).start()
    if all(word[0].isupper() for word in words):
        return None  # in shouted text a run of capitals tells nothing
    start = None
    capitals = 0
    for word in reversed(words):
        plain = word[0].lower().rstrip("'’")
        elided = re.match(r"[dl]['’]", word[0])
        if word[0][0].isupper() or elided:
            start, capitals = word.start() + (2 if elided else 0), capitals + 1
        elif plain not in small_words() and not plain.isdigit():
            break
    return base + start if start is not None and capitals >= MIN_CAPITALS + 1 else None


def _by_initials(short: str, words: list[re.Match[str]]) -> re.Match[str] | None:
    """The first of the last words whose initials, small words left out, spell the acronym."""
    initials = ""
    for word in reversed(words):
        if word[0].lower() in small_words():
            continue
        initials = ELISION.sub("", word[0])[:1].lower() + initials
        if initials == short.lower():
            return word
        if len(initials) >= len(short):
            return None
    return None


def _widened(left: str, words: list[re.Match[str]], first: re.Match[str]) -> re.Match[str]:
    """The first of the capitalised words directly before a long form: `Mission` Multi..."""
    at = words.index(first)
    while (
        at
        and words[at - 1][0][0].isupper()
        and words[at - 1][0].lower() not in small_words()
        and not (words[at - 1][0].isupper() and len(words[at - 1][0]) > 1)
        and left[words[at - 1].end()] == " "
    ):
        at -= 1
    return words[at]


def _initials_agree(short: str, long: str) -> bool:
    """Whether the letters of the acronym occur in order, the first at a word's beginning."""
    letters = [char.lower() for char in short.rstrip("s") if char.isalnum()]
    at = len(long) - 1
    for position, letter in reversed(list(enumerate(letters))):
        while at >= 0 and (
            long[at].lower() != letter or (position == 0 and at > 0 and (long[at - 1].isalnum()))
        ):
            at -= 1
        if at < 0:
            return False
        at -= 1
    return True
