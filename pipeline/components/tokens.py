"""The tokenizer of a language, in time that grows no faster than the text.

spaCy's takes affixes off a word one by one and looks at all that is left of it each time, which
is quadratic in the longest run without a blank: a page of nothing but brackets took minutes.
"""

import re
from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found] # compiled
from spacy.tokens import Doc
from spacy.util import registry

from pipeline.components.words import keep_text

RUN = re.compile(r"\S+")
SYMBOL_END = r"(?<=\d[A-Z])\.$"
"""A full stop behind a name such as `3R`, which spaCy takes for an initial."""
DASH_END = r"(?<=[a-zß-öø-ÿ]{3})-$"
"""A hyphen for a dash behind a word: `two were killed- no details are known`."""
BARE = "bluehelm_bare"
"""The name of a tokenizer without rules in spaCy's registry."""
MAX_RUN = 256
"""Characters without a blank that are tokenized together; only long addresses have more."""


def make_bare() -> Callable[[Language], Tokenizer]:
    """A tokenizer without rules, for a trained model that brings its own.

    spaCy would first make all those of the language, and then read the model's over them.
    """
    return lambda nlp: Tokenizer(nlp.vocab)


registry.tokenizers.register(BARE, func=make_bare)


class BoundedTokenizer:
    """The tokens of another tokenizer, which never sees a longer run than `MAX_RUN`."""

    def __init__(self, tokenizer: Callable[[str], Doc]) -> None:
        self.tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """The tokens of a text; a longer run is cut, and nothing of the text is lost."""
        pieces = list(_pieces(text))
        if len(pieces) == 1:
            return keep_text(self.tokenizer(text), text)
        docs = [self.tokenizer(piece) for piece in pieces]
        return keep_text(Doc.from_docs(docs, ensure_whitespace=False) or docs[0], text)


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for run in RUN.finditer(text):
        for cut in range(run.start() + MAX_RUN, run.end(), MAX_RUN):
            yield text[start:cut]
            start = cut
    yield text[start:]


def end_symbols(tokenizer: Callable[[str], Doc]) -> None:
    """Makes spaCy's tokenizer cut a full stop off `the group 3R.`, and a dash off `killed- no`.

    Another tokenizer, which has no such rules, stays as it is.
    """
    if search := getattr(tokenizer, "suffix_search", None):
        written = search.__self__.pattern
        ending = re.compile(f"{written}|{SYMBOL_END}|{DASH_END}").search
        setattr(tokenizer, "suffix_search", ending)  # noqa: B010 - a tokenizer need not have it
