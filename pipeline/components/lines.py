"""Which tokens stand in lines that shout or in headlines, and which are parts of symbols.

Capitals say nothing in `ATTACK ON UN CONVOY` and little in `Peacekeepers Killed in Mali`; and
`SG/SM/19037` is a number, no name. Components that go by capitals ask here first.
"""

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from pipeline.components.words import once_per_doc, words_of

SYMBOL = re.compile(
    r"(?<![\w/])[A-Z]{1,8}(?:/[A-Z\d][A-Z\d.-]*)*/[A-Z\d.-]*\d[A-Z\d./()-]*(?![\w/])"
)
SHOUTED_SHARE = 0.8
MIN_WORDS, MIN_HEADLINE = 3, 4


@once_per_doc
def shouted(doc: Doc) -> frozenset[int]:
    """The tokens of lines in which nearly every word is written in capitals."""
    written = words_of(doc).written
    return frozenset(
        token
        for line in _lines(written)
        if len(words := _words(written, line)) >= MIN_WORDS
        if sum(written[word].isupper() for word in words) >= SHOUTED_SHARE * len(words)
        for token in line
    )


@once_per_doc
def headlines(doc: Doc) -> frozenset[int]:
    """The tokens of lines in which every word that is not a small one has a capital."""
    written = words_of(doc).written
    return frozenset(
        token
        for line in _lines(written)
        if not doc[line[-1]].is_punct and len(words := _words(written, line)) >= MIN_HEADLINE
        if all(written[word][0].isupper() or doc[word].is_stop for word in words)
        for token in line
    )


@once_per_doc
def symbols(doc: Doc) -> frozenset[int]:
    """The tokens of document symbols: `S/2024/292`, `SG/SM/19037-PKO/729`."""
    found = SYMBOL.finditer(words_of(doc).text)
    spans = (doc.char_span(*match.span(), alignment_mode="expand") for match in found)
    return frozenset(token for span in spans if span for token in range(span.start, span.end))


def _words(written: list[str], line: range) -> list[int]:
    return [token for token in line if len(written[token]) > 1 and written[token].isalpha()]


def _lines(written: list[str]) -> Iterator[range]:
    """The tokens of each line."""
    start = 0
    for at, text in enumerate(written):
        if text.isspace() and len(text.splitlines()) + text.endswith("\n") > 1:
            if at > start:
                yield range(start, at)
            start = at + 1
    if start < len(written):
        yield range(start, len(written))
