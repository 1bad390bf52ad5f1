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
TEXT = "bluehelm text"


def once_per_doc(read: Callable[[Doc], Found]) -> Callable[[Doc], Found]:
    """The function, whose answer a document keeps: it is asked for by many components.

    For what depends on nothing but the document's tokens, which no component changes.
    """
    key = f"bluehelm {read.__name__}"

    @wraps(read)
    def remembering(doc: Doc) -> Found:
        if key not in doc.user_data:
            doc.user_data[key] = read(doc)
        found: Found = doc.user_data[key]
        return found

    return remembering


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a document, and that of each token, as written and in lower case.

    `starts` is where each token begins in the text, in characters.
    """

    text: str
    written: list[str]
    lower: list[str]
    starts: list[int]

    def lower_at(self, token: int) -> str:
        """A token in lower case, empty where there is none."""
        return self.lower[token] if 0 <= token < len(self.lower) else ""

    def between(self, start: int, end: int) -> str:
        """The text of the tokens `start:end`, of which there is at least one."""
        return self.text[self.starts[start] : self.starts[end - 1] + len(self.written[end - 1])]


def keep_text(doc: Doc, text: str) -> Doc:
    """The document, which knows the text that it was made from."""
    doc.user_data[TEXT] = text
    return doc


@once_per_doc
def words_of(doc: Doc) -> Words:
    """The words of a document."""
    text: str = doc.user_data.get(TEXT) or doc.text
    places = doc.to_array(["IDX", "LENGTH"]).tolist()
    written = [text[start : start + length] for start, length in places]
    starts = [start for start, _ in places]
    return Words(text, written, [word.lower() for word in written], starts)
