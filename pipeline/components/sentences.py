"""Sentence boundaries from punctuation and line breaks, without a parser.

Writes `token.is_sent_start`. A line break ends a sentence unless the line above is running
text that was broken to fit a page. No sentence has more than `MAX_TOKENS`.
"""

import numpy
from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.components.words import words_of
from pipeline.lexicon.text import load_text_words

ENDS = frozenset(".!?…")
LINE_ENDS = frozenset("\n\r\u2028\u2029\x85")
CLOSING = frozenset("\"'”’»)]")
MAY_END = ENDS | CLOSING
WRAPPED_CHARS = 40
MAX_TOKENS = 400
"""A longer sentence is cut here, so that no grammar of sentences is slow on endless lists."""
START, NO_START = numpy.array([1, -1], dtype="int64").astype("uint64")


@Language.factory("bluehelm_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> "Sentences":
    """The component that marks where sentences begin."""
    return Sentences(load_text_words(str(nlp.lang)).abbreviations)


class Sentences:
    """Marks every token as the beginning of a sentence or not."""

    def __init__(self, abbreviations: frozenset[str]) -> None:
        self.abbreviations = abbreviations

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc` with `is_sent_start` set on every token."""
        starts = True
        line_start = sentence_start = 0
        marks = numpy.full((len(doc), 1), NO_START, dtype="uint64")
        for at, text in enumerate(words_of(doc).written):
            if text.isspace():
                if not LINE_ENDS.isdisjoint(text):
                    starts = starts or self._line_ends(doc, doc[at], line_start)
                    line_start = at + 1
                continue
            if starts or at - sentence_start >= MAX_TOKENS:
                marks[at] = START
                sentence_start = at
            starts = text[-1] in MAY_END and self._ends(doc, doc[at])
        # All at once: setting `token.is_sent_start` looks at the whole doc for every token.
        return doc.from_array(["SENT_START"], marks)  # type: ignore[arg-type]

    def _line_ends(self, doc: Doc, newline: Token, line_start: int) -> bool:
        if sum(char in LINE_ENDS for char in newline.text) > 1 or newline.i + 1 >= len(doc):
            return True
        line = doc[line_start : newline.i]
        if len(line.text) < WRAPPED_CHARS:
            return True
        # A line that ends in `of the` goes on, whatever the next begins with.
        unfinished = line[-1].is_stop and line[-1].is_lower
        goes_on = doc[newline.i + 1].text[0].islower() or line.text[-1] == "," or unfinished
        return not goes_on

    def _ends(self, doc: Doc, token: Token) -> bool:
        closes = token.text in CLOSING and token.i > 0 and doc[token.i - 1].text[-1] in ENDS
        if token.text[-1] not in ENDS and not closes:
            return False
        if token.text == "." and token.i and doc[token.i - 1].lower_ in self.abbreviations:
            return False
        if token.lower_.rstrip(".") in self.abbreviations or self._is_initial(token):
            return False
        following = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if following is None or following.is_space:
            return True
        if following.text in CLOSING:
            return False
        return bool(token.whitespace_) and not following.text[0].islower()

    def _is_initial(self, token: Token) -> bool:
        return len(token.text) == 2 and token.text[0].isupper() and token.text[1] == "."
