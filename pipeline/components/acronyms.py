"""Acronym mentions with what they stand for: `doc.spans["ACRONYM"]`.

The expansion in `kb_id_` is the one that the document defines (`doc._.definitions`, set by
whoever makes the doc: acronym to long form), else the lexicon's, else empty; `id_` says which.
"""

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.acronyms import is_acronym
from pipeline.components.lines import shouted, symbols
from pipeline.components.words import words_of
from pipeline.lexicon.names import expansions
from pipeline.lexicon.text import load_text_words

GROUP = "ACRONYM"


@Language.factory("bluehelm_acronyms", assigns=["doc.spans"])
def make_acronyms(nlp: Language, name: str) -> "Acronyms":
    """The component that finds acronyms, known ones and those the document defines."""
    return Acronyms(str(nlp.lang))


class Acronyms:
    """Finds acronyms that the document or the lexicon explains, and unknown ones in brackets."""

    def __init__(self, language: str) -> None:
        self.words = load_text_words(language)
        self.begins = _beginnings(expansions())
        if not Doc.has_extension("definitions"):
            Doc.set_extension("definitions", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc` with its acronyms in `doc.spans["ACRONYM"]`."""
        defined: dict[str, str] = doc._.definitions or {}
        known = expansions()
        spans: list[Span] = []
        at = 0
        loud, numbers = shouted(doc), symbols(doc)
        written = words_of(doc).written
        begins = self.begins | _beginnings(defined)
        while at < len(doc):
            may = written[at][:2] in begins or (at > 0 and written[at - 1] == "(")
            span = self._at(doc, at, defined, known, loud) if may and at not in numbers else None
            if span is not None:
                spans.append(span)
                at = span.end
            else:
                at += 1
        doc.spans[GROUP] = spans
        return doc

    def _at(
        self,
        doc: Doc,
        at: int,
        defined: dict[str, str],
        known: dict[str, str],
        loud: frozenset[int],
    ) -> Span | None:
        words = words_of(doc)
        for end in (min(at + 3, len(doc)), min(at + 2, len(doc)), at + 1):
            text = words.between(at, end)
            long = defined.get(text) or (text.istitle() and defined.get(text.upper()))
            if long:  # `Minusma`, too, where `MINUSMA` is defined
                return Span(doc, at, end, label=GROUP, kb_id=long, span_id="definition")
            if text in known and not (at in loud and text.lower() in self.words.shouted_words):
                return Span(doc, at, end, label=GROUP, kb_id=known[text], span_id="gazetteer")
        text, written = words.written[at], words.written
        bracketed = 0 < at < len(doc) - 1 and written[at - 1] == "(" and written[at + 1] == ")"
        if bracketed and at not in loud and text.isupper() and is_acronym(text):
            return Span(doc, at, at + 1, label=GROUP, kb_id="", span_id="ruler")
        return None


def _beginnings(acronyms: Iterable[str]) -> set[str]:
    """What a token can begin with where an acronym begins: its first letter or two."""
    two = {acronym[:2] for acronym in acronyms}
    return two | {letters[0] for letters in two} | {letters.title() for letters in two}
