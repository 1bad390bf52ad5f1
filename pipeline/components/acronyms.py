"""Acronym mentions with what they stand for: `doc.spans["ACRONYM"]`.

The expansion in `kb_id_` is the one that the document defines (`doc._.definitions`, set by
whoever makes the doc: acronym to long form), else the lexicon's, else empty; `id_` says which.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.acronyms import is_acronym
from pipeline.lexicon.names import expansions

GROUP = "ACRONYM"


@Language.factory("bluehelm_acronyms", assigns=["doc.spans"])
def make_acronyms(nlp: Language, name: str) -> "Acronyms":
    """The component that finds acronyms, known ones and those the document defines."""
    return Acronyms()


class Acronyms:
    """Finds acronyms that the document or the lexicon explains, and unknown ones in brackets."""

    def __init__(self) -> None:
        if not Doc.has_extension("definitions"):
            Doc.set_extension("definitions", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc` with its acronyms in `doc.spans["ACRONYM"]`."""
        defined: dict[str, str] = doc._.definitions or {}
        known = expansions()
        spans: list[Span] = []
        at = 0
        while at < len(doc):
            span = self._at(doc, at, defined, known)
            if span is not None:
                spans.append(span)
                at = span.end
            else:
                at += 1
        doc.spans[GROUP] = spans
        return doc

    def _at(self, doc: Doc, at: int, defined: dict[str, str], known: dict[str, str]) -> Span | None:
        for end in (min(at + 3, len(doc)), min(at + 2, len(doc)), at + 1):
            text = doc[at:end].text
            if text in defined:
                return Span(doc, at, end, label=GROUP, kb_id=defined[text], span_id="definition")
            if text in known and not self._is_shouted(doc, at):
                return Span(doc, at, end, label=GROUP, kb_id=known[text], span_id="gazetteer")
        text = doc[at].text
        bracketed = 0 < at < len(doc) - 1 and doc[at - 1].text == "(" and doc[at + 1].text == ")"
        if bracketed and text.isupper() and is_acronym(text):
            return Span(doc, at, at + 1, label=GROUP, kb_id="", span_id="ruler")
        return None

    def _is_shouted(self, doc: Doc, at: int) -> bool:
        """Whether the token is one of several words in capitals, as in a headline."""
        around = [doc[i] for i in (at - 2, at - 1, at + 1, at + 2) if 0 <= i < len(doc)]
        words = [token for token in around if token.is_alpha and len(token) > 2]
        shouted = [token for token in words if token.is_upper]
        return doc[at].is_alpha and len(shouted) >= 2 and len(shouted) == len(words)
