"""Dates as spans: `doc.spans["DATE"]`, the ISO form in `kb_id_`, the kind of date in `id_`.

`doc._.published` (a `datetime.date` or null) anchors relative dates; it is set by whoever makes
the doc. What a date means stands in `doc._.dates`: its `DateMention` by the span's first token.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components.words import words_of
from pipeline.dates import find_dates, iso

GROUP = "DATE"


@Language.factory("bluehelm_dates", assigns=["doc.spans"])
def make_dates(nlp: Language, name: str) -> "Dates":
    """The component that finds dates in the pipeline's language."""
    return Dates(str(nlp.lang))


class Dates:
    """Finds dates and what they mean, seen from the day of publication."""

    def __init__(self, language: str) -> None:
        self.language = language
        for extension in ("published", "dates"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc` with its dates in `doc.spans["DATE"]` and `doc._.dates`."""
        spans: list[Span] = []
        meanings = {}
        for mention in find_dates(words_of(doc).text, self.language, doc._.published):
            span = doc.char_span(
                mention.start,
                mention.end,
                label=GROUP,
                kb_id=iso(mention.when) if mention.when else "",
                span_id=mention.kind,
                alignment_mode="expand",
            )
            if span is not None and (not spans or spans[-1].end <= span.start):
                spans.append(span)
                meanings[span.start] = mention
        doc.spans[GROUP] = spans
        doc._.dates = meanings
        return doc
