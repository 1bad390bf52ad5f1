"""What the trained model's spans are worth: some are cut to size, some get another label.

The models were trained on other text. Small words, titles and list marks at the edges of a span
are cut off; what cannot be a name is dropped: words of headlines, symbols, lone words that only
the beginning of a sentence made a capital of.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.codes import Label
from pipeline.components.mentions.people import MAX_NAME, is_name_word, is_tail, named_after
from pipeline.components.words import words_of
from pipeline.lexicon.names import expansions
from pipeline.lexicon.text import TextWords

MODEL_LABELS: dict[str, Label] = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "NORP": "NORP",
    "GPE": "GPE",
    "LOC": "LOC",
    "FAC": "LOC",
    "ORG": "ORG",
    "DATE": "DATE",
}
"""What the models' labels are in the codebook; others are left out."""
TRAILING = frozenset({"'s", "’s", "'", "’", ",", ".", ";", ":", "-", "–", "—", "#", "@"})
BREAKS = frozenset({"\n", ")", "(", ":", "|", "•", "*", "[", "]", "«", "»"})
QUOTES = {"«": "»", "“": "”", '"': '"'}
PLACES = frozenset({"GPE", "LOC"})
MAX_DATE = 6


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the other components know of a document's tokens."""

    titles: frozenset[int]
    """Tokens of roles."""
    names: frozenset[int]
    """Tokens of names of the lexicon."""
    peoples: frozenset[int]
    """Those among them that are names of places and peoples."""
    areas: frozenset[int]
    """Tokens at words like `region of` and `district`."""
    placed: frozenset[int]
    """Tokens that stand where a place's name stands: `near X`, `X region`, `X and Y`."""
    loud: frozenset[int]
    """Tokens of lines in capitals."""
    headlines: frozenset[int]
    """Tokens of lines in which every word has a capital."""
    symbols: frozenset[int]
    """Tokens of document symbols."""


class Predictions:
    """The usable spans of a trained model, in the codebook's labels."""

    def __init__(
        self,
        words: TextWords,
        people: frozenset[str],
        units: frozenset[str],
        labels: frozenset[str],
    ) -> None:
        self.words = words
        self.units = units
        self.people = people
        self.one_label_for_places = "GPE" not in labels

    def spans(self, doc: Doc, around: Surroundings) -> Iterator[Span]:
        """The document's entities as the model sees them, cut to size and sifted."""
        inside = {
            word
            for at, word in enumerate(words_of(doc).written)
            if word[0].isupper() and at not in around.headlines
            if is_name_word(doc[at]) and not _is_first(doc[at])
        }
        for entity in doc.ents:
            label = MODEL_LABELS.get(entity.label_)
            if label is None:
                continue
            span = self._cut(doc, entity, label, around)
            if span is not None and self._plausible(span, around, inside):
                span.kb_id_ = "" if label == "DATE" else span.text
                yield span

    def _cut(self, doc: Doc, entity: Span, label: Label, around: Surroundings) -> Span | None:
        start, end = entity.start, entity.end
        while start < end and self._is_edge(doc[start], start, label, around):
            start += 1
        written = words_of(doc).written
        end = next((at for at in range(start, end) if not BREAKS.isdisjoint(written[at])), end)
        while start < end and self._is_loose(doc[end - 1]):
            end -= 1
        if label in PLACES:
            while end - start > 1 and doc[end - 1].lower_ in self.words.generic_places:
                end -= 1
            if self.one_label_for_places and entity.label_ == "LOC":
                label = "GPE"
        if label in ("ORG", "GPE") and not self.words.kinship.isdisjoint(
            token.lower_ for token in doc[start + 1 : end]
        ):
            label = "PERSON"  # `Iyad Ag Ghali`
        if label == "PERSON":
            start, end = self._whole_name(doc, start, end, around)
        if label in ("PERSON", "ORG") and (start in around.areas or end - 1 in around.areas):
            label = "GPE"
        if end - start == 1 and start in around.placed and self._can_be_place(doc[start], label):
            label = "GPE"  # `in Ménaka`, `Kidal region`: the words around tell
        return Span(doc, start, end, label=label, span_id="model") if end > start else None

    def _can_be_place(self, token: Token, label: Label) -> bool:
        """Whether a word in the place of a place's name is no body: `in UNICEF`."""
        if label in ("PERSON", "NORP"):
            return True
        comma = token.i + 1 < len(token.doc) and token.nbor().text == ","
        return label == "ORG" and is_name_word(token) and comma

    def _is_loose(self, token: Token) -> bool:
        """Whether no name ends with a token."""
        return token.is_space or token.text in TRAILING or (token.is_lower and token.is_stop)

    def _is_edge(self, token: Token, at: int, label: Label, around: Surroundings) -> bool:
        """Whether no name begins with a token."""
        if token.is_space or token.text in TRAILING or token.lower_ in self.words.not_in_names:
            return True
        return label == "PERSON" and (at in around.titles or token.lower_ in self.words.honorifics)

    def _whole_name(self, doc: Doc, start: int, end: int, around: Surroundings) -> tuple[int, int]:
        """The name with what the model left out: `Mahamat` [`Saleh Annadif`], `Jean-`[`Pierre`]."""
        while 0 < start < end and end - start < MAX_NAME:
            at = start - 2 if start > 1 and doc[start - 1].text == "-" else start - 1
            joined = at == start - 2
            free = at not in around.titles and at not in around.names and not _is_first(doc[at])
            gap = doc[at].whitespace_ == ("" if joined else " ")
            if not (gap and is_name_word(doc[at]) and (free or joined)):
                break
            start = at
        quiet = start not in around.loud and start not in around.headlines
        last = min(len(doc), start + MAX_NAME)
        while quiet and start < end < last and not doc[end].is_space:
            inner = doc[end - 1].lower_ in self.words.kinship
            hyphen = doc[end].text == "-" and not doc[end - 1].whitespace_
            particle = hyphen or doc[end].lower_ in self.words.kinship
            ahead = end + particle
            apart = bool(doc[end - 1].whitespace_) != hyphen
            if not apart or ahead >= len(doc) or ahead in around.titles:
                break
            if not is_name_word(doc[ahead]):
                break
            if ahead in around.names and not (inner or particle):
                break
            end = ahead + 1
        return start, end

    def _plausible(self, span: Span, around: Surroundings, inside: set[str]) -> bool:
        """Whether a model's span can be a name."""
        doc, text = span.doc, span.text
        tokens = range(span.start, span.end)
        if "\n" in text or not any(char.isalpha() for char in text):
            return False
        if span.label_ == "DATE":
            counts = any(t.like_num for t in span) and any(t.lower_ in self.units for t in span)
            return counts and len(span) <= MAX_DATE and "-" not in text
        if any(token in around.symbols for token in tokens):
            return False
        if all(token in around.titles for token in tokens):
            return False
        if all(token in around.loud for token in tokens):
            return False
        if span.start in around.headlines and span.label_ in ("ORG", "PERSON"):
            words = [token.text for token in span if is_name_word(token)]
            if not words or not inside.issuperset(words):
                return False  # capitals that nothing outside the headline bears out
        if span.label_ == "ORG" and text in expansions():
            return False  # the lexicon knows it, and as no body: `IED`
        plain = [token for token in span if token.is_alpha]
        if all(self._is_common(token, around) for token in plain):
            return False  # a headline's `Peacekeepers`, `the Sudanese Government`
        if _is_quoted(span) or named_after(doc, span.start, span.end, self.words):
            return False
        if span.label_ == "PERSON" and (text.isupper() or self._is_said_of(span, around)):
            return False
        lower = [t for t in plain if t.is_lower and not is_tail(doc, t.i)]
        if any(not t.is_stop for t in lower) or (lower and len(lower) >= len(span) / 2):
            return False
        if len(span) == 1 and _is_first(span[0]) and text not in inside:
            # nothing but the beginning of a sentence gave it its capital, unless it speaks
            ahead = doc[span.end].lower_ if span.end < len(doc) else ""
            return span.label_ == "PERSON" and ahead in self.words.says
        return text[0].isupper() and not (text.isupper() and len(span) > 2)

    def _is_common(self, token: Token, around: Surroundings) -> bool:
        word = token.lower_
        return word in self.people or word in self.words.common or token.i in around.peoples

    def _is_said_of(self, span: Span, around: Surroundings) -> bool:
        """Whether the words are a headline's about a title: `Secretary-General Condemns`."""
        return span.start in around.headlines and span.start - 1 in around.titles


def _is_first(token: Token) -> bool:
    """Whether a token opens a sentence, a quotation or an item."""
    if token.i == 0 or token.is_sent_start:
        return True
    before = token.doc[token.i - 1]
    return (
        before.is_space or before.text in BREAKS or before.text in QUOTES or before.text in "-–—•"
    )


def _is_quoted(span: Span) -> bool:
    doc = span.doc
    if not span.start > 0 or span.end >= len(doc):
        return False
    return QUOTES.get(doc[span.start - 1].text) == doc[span.end].text
