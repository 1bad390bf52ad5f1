"""Arbitration: one list of mentions from the trained model, the rulers and the lexicon.

Writes one group per label of the codebook, `doc.spans["GPE"]` and so on; `kb_id_` is the
canonical form, `id_` the source. The rule, for labels that share the flat layer:

1. what the document defines and what the lexicon knows of missions,
2. dates, axes or roads between two places, and persons right behind a title,
3. other names of the lexicon, the longest first,
4. the trained model, for what is left;

but a person or an organisation that the model finds around a shorter name of rule 3 stands,
since `Ban Ki-moon` is no place and `Malian Air Force` no nationality.
"""

import re
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.codes import FLAT_LABELS, Label
from pipeline.lexicon.casualty import load_casualty_words
from pipeline.lexicon.names import load_rows
from pipeline.lexicon.text import load_text_words

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
AROUND: frozenset[str] = frozenset({"PERSON", "ORG"})
AXIS = re.compile(
    r"(?P<road>\b(?:axe|route|piste|tronçon|corridor)\s+)?"
    r"(?P<name>[^\W\d_a-zß-öø-ÿ][\w'’]+(?:\s[^\W\d_a-zß-öø-ÿ][\w'’]+)?\s?[-–—]\s?[^\W\d_a-zß-öø-ÿ][\w'’-]+)"
    r"(?P<axis>\s+(?:axis|road|route|highway|corridor))?"
)
TRAILING = frozenset({"'s", "’s", "'", "’", ",", ".", ";", ":"})
MAX_NAME = 8
"""Tokens that a person's name can have, hyphens counted."""
TITLED: tuple[Label, ...] = ("ORG", "MISSION", "GPE", "LOC", "ARMED_GROUP")
HEADSHIPS = {"head": "heads", "spokesperson": "spokespersons"}
"""Titles that count only with what they are of, and their list in `text.toml`."""
PREDICTED_PLACES = frozenset({"GPE", "LOC"})
PLACE_BEFORE = frozenset({"site", "area_before"})


@Language.factory("bluehelm_mentions", assigns=["doc.spans"], requires=["doc.spans", "doc.ents"])
def make_mentions(nlp: Language, name: str) -> "Mentions":
    """The component that settles which mentions stand."""
    return Mentions(nlp)


class Mentions:
    """Collects candidates in order of trust and keeps those that meet no earlier one."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self.words = load_text_words(str(nlp.lang))
        self.people = {
            word
            for forms in load_casualty_words(str(nlp.lang)).victims.values()
            for phrase in (*forms.one, *forms.many)
            for word in phrase.lower().split()
        }
        self.ranks = {row.canonical for row in load_rows("roles.jsonl") if row.rank}

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc` with its mentions in one group per label."""
        flat: list[Span] = []
        taken: set[int] = set()
        for span in self._candidates(doc):
            if taken.isdisjoint(range(span.start, span.end)):
                flat.append(span)
                taken.update(range(span.start, span.end))
        flat = self._with_full_names(flat)
        for label in sorted(FLAT_LABELS):
            doc.spans[label] = sorted((s for s in flat if s.label_ == label), key=_start)
        names = doc.spans.get("names", ())
        doc.spans["WEAPON"] = [_sourced(s, "gazetteer") for s in names if s.label_ == "WEAPON"]
        named = _tokens(span for span in flat if span.label_ in TITLED)
        bodies = {span.start: span for span in flat if span.label_ in ("MISSION", "ORG")}
        titles = [s for s in names if s.label_ == "ROLE" and self._is_role(doc, s, named)]
        known = _tokens(titles)
        heads = (
            Span(doc, token.i, token.i + 1, label="ROLE", kb_id=title)
            for title, words in HEADSHIPS.items()
            for token in doc
            if token.lower_ in getattr(self.words, words) and token.i not in known
        )
        headed = (self._with_complement(doc, head, bodies) for head in heads)
        roles = [self._with_complement(doc, span, bodies) for span in titles]
        doc.spans["ROLE"] = sorted([*roles, *(s for s in headed if len(s) > 1)], key=_start)
        return doc

    @property
    def known_labels(self) -> frozenset[str]:
        """The labels that the trained model gives."""
        return frozenset(self.nlp.pipe_labels.get("ner", ()))

    def _candidates(self, doc: Doc) -> Iterator[Span]:
        names = [s for s in doc.spans.get("names", ()) if s.label_ in FLAT_LABELS]
        model = list(self._model_spans(doc))
        yield from (_sourced(span, "gazetteer") for span in names if span.label_ == "MISSION")
        yield from self._defined_missions(doc)
        yield from (_sourced(span, "ruler") for span in doc.spans.get("DATE", ()))
        yield from self._axes(doc, names)
        titled = list(self._titled(doc))
        persons = {span.text for span in titled}
        yield from titled
        for span in model:
            if span.text in persons:
                span.label_ = "PERSON"
        by_token = {token: name for name in names for token in range(name.start, name.end)}
        yield from (span for span in model if self._stands_around(span, by_token))
        yield from sorted((_sourced(span, "gazetteer") for span in names), key=_start)
        yield from model

    def _defined_missions(self, doc: Doc) -> Iterator[Span]:
        """Long names that the document itself explains by a mission's acronym."""
        acronyms = {
            span.text: span.kb_id_
            for span in doc.spans.get("names", ())
            if span.label_ == "MISSION"
        }
        for short, long in (doc._.definitions or {}).items():
            if short not in acronyms:
                continue
            for match in re.finditer(re.escape(long).replace(r"\ ", r"\s+"), doc.text):
                span = doc.char_span(
                    *match.span(), label="MISSION", kb_id=acronyms[short], span_id="definition"
                )
                if span is not None:
                    yield span

    def _axes(self, doc: Doc, names: list[Span]) -> Iterator[Span]:
        for match in AXIS.finditer(doc.text):
            if not (match["road"] or match["axis"]):
                continue
            start = match.start("road") if match["road"] else match.start("name")
            span = doc.char_span(start, match.end(), label="LOC", span_id="ruler")
            if span is not None:
                span.kb_id_ = span.text
                yield span

    def _titled(self, doc: Doc) -> Iterator[Span]:
        """Persons by the run of capitals behind a title: `Force Commander Kees Matthijssen`."""
        spans = [span for span in doc.spans.get("names", ()) if span.label_ == "ROLE"]
        roles = {span.end: span for span in spans}
        titles = _tokens(spans)
        for start in range(1, len(doc)):
            honoured = doc[start - 1].lower_ in self.words.honorifics
            role = roles.get(start) or (doc[start - 1].text == "," and roles.get(start - 1))
            if not (honoured or role):
                continue
            end = start
            while (
                end < len(doc) and end - start < MAX_NAME and self._in_name(doc, start, end, titles)
            ):
                end += 1
            while end > start and not (doc[end - 1].text[0].isupper() or _is_tail(doc, end - 1)):
                end -= 1
            words = sum(token.is_alpha for token in doc[start:end])
            named = {token.lower_ for token in doc[start : end + 1]}
            if not named.isdisjoint(self.words.not_persons):
                continue  # `Captain Mbaye Diagne Medal`
            if words >= 2 or (words == 1 and honoured):
                yield Span(doc, start, end, label="PERSON", span_id="ruler")

    def _in_name(self, doc: Doc, start: int, at: int, titles: set[int]) -> bool:
        token = doc[at]
        joined = token.text == "-" and at > start and not doc[at - 1].whitespace_
        particle = token.lower_ in self.words.particles and at > start
        capital = token.is_alpha and token.is_title and not token.is_stop
        tail = at > start + 1 and _is_tail(doc, at)
        return (capital and at not in titles) or joined or tail or particle

    def _stands_around(self, span: Span, names: dict[int, Span]) -> bool:
        inside = [names[token] for token in range(span.start, span.end) if token in names]
        return (
            span.label_ in AROUND
            and bool(inside)
            and all(
                len(name) < len(span) and name.label_ in ("GPE", "NORP", "LOC") for name in inside
            )
            and not any("\n" in token.text for token in span)
            and (span.label_ == "PERSON" or span[0] in inside[0])
        )

    def _placed(self, doc: Doc) -> set[int]:
        """The tokens that stand where a place's name stands: `near X`, `X region`, `X and Y`."""
        placed: set[int] = set()
        for span in doc.spans.get("triggers", ()):
            if span.label_ == "place" and span.end < len(doc) and span.kb_id_ in PLACE_BEFORE:
                placed.add(span.end)
            if span.label_ == "place" and span.kb_id_ == "area_after" and span.start:
                placed.add(span.start - 1)
                if span.start > 2 and doc[span.start - 2].lower_ in self.words.joints:
                    placed.add(span.start - 3)
        return {token for token in placed if doc[token].text[0].isupper()}

    def _model_spans(self, doc: Doc) -> Iterator[Span]:
        places = self._placed(doc)
        for entity in doc.ents:
            label = MODEL_LABELS.get(entity.label_)
            if label is None:
                continue
            start, end = entity.start, entity.end
            while start < end and (
                doc[start].lower_ in self.words.not_in_names or doc[start].is_space
            ):
                start += 1
            while start < end and (doc[end - 1].text in TRAILING or doc[end - 1].is_space):
                end -= 1
            if label in PREDICTED_PLACES:
                while end - start > 1 and doc[end - 1].lower_ in self.words.generic_places:
                    end -= 1
                if entity.label_ == "LOC" and "GPE" not in self.known_labels:
                    label = "GPE"  # a model with one label for all places
            if label in ("PERSON", "NORP") and end - start == 1 and start in places:
                label = "GPE"  # `in Ménaka`, `Kidal region`: the words around tell
            span = Span(doc, start, end, label=label, span_id="model")
            if end > start and self._plausible(span):
                span.kb_id_ = "" if label == "DATE" else span.text
                yield span

    def _plausible(self, span: Span) -> bool:
        """Whether a model's span can be a name: capitals, no line break, no lone figure."""
        text = span.text
        if "\n" in text or not any(char.isalpha() for char in text):
            return False
        if all(token.lower_ in self.people for token in span):
            return False  # a headline's `Peacekeepers`
        if span.label_ == "DATE":
            return any(token.like_num or token.is_digit for token in span) and len(span) <= 6
        lower = [t for t in span if t.is_alpha and t.is_lower and not _is_tail(span.doc, t.i)]
        if any(not token.is_stop for token in lower) or (lower and len(lower) >= len(span) / 2):
            return False
        return text[0].isupper() and not (text.isupper() and len(span) > 2)

    def _with_full_names(self, flat: list[Span]) -> list[Span]:
        """The mentions, a later short name of a person standing for the full one."""
        full: dict[str, str] = {}
        for span in sorted((s for s in flat if s.label_ == "PERSON"), key=_start):
            if len(span) > 1:
                full.setdefault(span[-1].lower_, span.text)
            span.kb_id_ = full.get(span[-1].lower_, span.text) if len(span) == 1 else span.text
        return flat

    def _is_role(self, doc: Doc, span: Span, named: set[int]) -> bool:
        """Ranks count only before a name, and no title inside another name (`General Assembly`)."""
        if named.issuperset(range(span.start, span.end)):
            return False
        if span.kb_id_ not in self.ranks:
            return True
        return span.end < len(doc) and doc[span.end].text[0].isupper() and doc[span.end].is_alpha

    def _with_complement(self, doc: Doc, span: Span, bodies: dict[int, Span]) -> Span:
        """A role with what it is a role in: `head of MINUSMA`."""
        body = None
        for joint in self.words.of:
            end = span.end + len(joint.split())
            if doc[span.end : end].text.lower() == joint:
                body = body or bodies.get(end)
        if body is None:
            return _sourced(span, "gazetteer")
        kb_id = f"{span.kb_id_} of {body.kb_id_ or body.text}"
        return Span(doc, span.start, body.end, label="ROLE", kb_id=kb_id, span_id="gazetteer")


def _is_tail(doc: Doc, at: int) -> bool:
    """Whether a token is the small part behind a hyphen: `moon` of `Ki-moon`."""
    return at > 0 and doc[at - 1].text == "-" and not doc[at - 1].whitespace_ and doc[at].is_alpha


def _tokens(spans: Iterable[Span]) -> set[int]:
    return {token for span in spans for token in range(span.start, span.end)}


def _start(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _sourced(span: Span, source: str) -> Span:
    return Span(
        span.doc, span.start, span.end, label=span.label_, kb_id=span.kb_id_, span_id=source
    )
