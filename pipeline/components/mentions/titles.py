"""Roles: titles of the lexicon with what they are held in, and titles that need it to count."""

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Span

from pipeline.components.words import words_of
from pipeline.lexicon.names import country_names, load_rows
from pipeline.lexicon.text import TextWords

HOLDING = frozenset({"MISSION", "ORG", "ARMED_GROUP", "GPE"})
"""What a role can be held in."""


class Titles:
    """Finds the titles of a text among the names of the lexicon."""

    def __init__(self, words: TextWords) -> None:
        self.words = words
        self.ranks = frozenset(row.canonical for row in load_rows("roles.jsonl") if row.rank)

    def candidates(self, doc: Doc) -> list[Span]:
        """The titles of the lexicon; ranks count only before a name."""
        names = doc.spans.get("names", ())
        peoples = {span.start: span.end for span in names if span.label_ == "NORP"}
        spans = (span for span in names if span.label_ == "ROLE")
        return [s for s in spans if s.kb_id_ not in self.ranks or _heads_name(doc, s, peoples)]

    def roles(self, doc: Doc, titles: list[Span], flat: list[Span]) -> Iterator[Span]:
        """The roles: no title inside another name (`General Assembly`), each with its body."""
        named = tokens_of(span for span in flat if span.label_ not in ("DATE", "PERSON"))
        bodies = {span.start: span for span in flat if span.label_ in HOLDING}
        kept = [span for span in titles if not named.issuperset(range(span.start, span.end))]
        yield from (self._with_body(doc, span, bodies) for span in kept)
        known = tokens_of(kept)
        for at, word in enumerate(words_of(doc).lower):
            title = self.words.headships.get(word)
            if title and at not in known:
                head = Span(doc, at, at + 1, label="ROLE", kb_id=title)
                span = self._with_body(doc, head, bodies)
                if len(span) > 1:
                    yield span

    def _with_body(self, doc: Doc, span: Span, bodies: Mapping[int, Span]) -> Span:
        """A role with what it is a role in: `head of MINUSMA`."""
        for joint, english in self.words.of.items():
            end = span.end + len(joint.split())
            body = bodies.get(end)
            if body is not None and doc[span.end : end].text.lower() == joint:
                kb_id = f"{span.kb_id_} {english} {self._english(body)}"
                return Span(
                    doc, span.start, body.end, label="ROLE", kb_id=kb_id, span_id="gazetteer"
                )
        return Span(doc, span.start, span.end, label="ROLE", kb_id=span.kb_id_, span_id="gazetteer")

    def _english(self, body: Span) -> str:
        return country_names().get(body.kb_id_) or body.kb_id_ or body.text


def _heads_name(doc: Doc, rank: Span, peoples: Mapping[int, int]) -> bool:
    """Whether a name follows, or one behind a nationality: `sergent indien Ramesh Kumar`."""
    at = peoples.get(rank.end, rank.end)
    return at < len(doc) and doc[at].text[0].isupper()


def tokens_of(spans: Iterator[Span] | list[Span]) -> set[int]:
    """The tokens that any of the spans covers."""
    return {token for span in spans for token in range(span.start, span.end)}
