"""A document's words as plain strings, made once for all components that look at each of them.

spaCy makes a `Token` whenever one is asked for, and joins `doc.text` anew from all of them: that
costs more than the trained model when every component does it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from spacy.tokens import Doc

Found = TypeVar("Found")


def once_per_doc(read: Callable[[Doc], Found]) -> Callable[[Doc], Found]:
    """The function, remembering what it said of the document that it was asked about last.

    For what depends on nothing but the document's tokens, which no component changes.
    """
    latest: tuple[Doc, Found] | None = None

    @wraps(read)
    def remembering(doc: Doc) -> Found:
        nonlocal latest
        known = latest
        if known is None or known[0] is not doc:
            known = latest = doc, read(doc)
        return known[1]

    return remembering


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a document, and that of each token, as written and in lower case."""

    text: str
    written: list[str]
    lower: list[str]


@once_per_doc
def words_of(doc: Doc) -> Words:
    """The words of a document."""
    written = [token.text for token in doc]
    return Words(doc.text, written, [token.lower_ for token in doc])
