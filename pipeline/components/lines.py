"""Which tokens stand in lines that shout or in headlines, and which are parts of symbols.

Capitals say nothing in `ATTACK ON UN CONVOY` and little in `Peacekeepers Killed in Mali`; and
`SG/SM/19037` is a number, no name. Components that go by capitals ask here first.
"""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

SYMBOL = re.compile(
    r"(?<![\w/])[A-Z]{1,8}(?:/[A-Z\d][A-Z\d.-]*)*/[A-Z\d.-]*\d[A-Z\d./()-]*(?![\w/])"
)
SHOUTED_SHARE = 0.8
MIN_WORDS, MIN_HEADLINE = 3, 4


def shouted(doc: Doc) -> frozenset[int]:
    """The tokens of lines in which nearly every word is written in capitals."""
    return frozenset(
        token.i
        for line in _lines(doc)
        if (words := _words(line)) and len(words) >= MIN_WORDS
        if sum(word.is_upper for word in words) >= SHOUTED_SHARE * len(words)
        for token in line
    )


def headlines(doc: Doc) -> frozenset[int]:
    """The tokens of lines in which every word that is not a small one has a capital."""
    return frozenset(
        token.i
        for line in _lines(doc)
        if not line[-1].is_punct and len(words := _words(line)) >= MIN_HEADLINE
        if all(word.text[0].isupper() or word.is_stop for word in words)
        for token in line
    )


def symbols(doc: Doc) -> frozenset[int]:
    """The tokens of document symbols: `S/2024/292`, `SG/SM/19037-PKO/729`."""
    spans = (
        doc.char_span(*match.span(), alignment_mode="expand") for match in SYMBOL.finditer(doc.text)
    )
    return frozenset(token for span in spans if span for token in range(span.start, span.end))


def _words(line: Span) -> list[Token]:
    return [token for token in line if token.is_alpha and len(token) > 1]


def _lines(doc: Doc) -> Iterator[Span]:
    start = 0
    for token in doc:
        if token.is_space and len(token.text.splitlines()) + token.text.endswith("\n") > 1:
            if token.i > start:
                yield doc[start : token.i]
            start = token.i + 1
    if start < len(doc):
        yield doc[start:]
