"""Arbitration: one list of mentions from the trained model, the rulers and the lexicon.

Writes one group per label of the codebook, `doc.spans["GPE"]` and so on; `kb_id_` is the
canonical form, `id_` the source. Labels of the flat layer share no token, and one rule says
which span stands: the first in the order of `Mentions.order`, and within a source the first and
longest. So a source comes the earlier, the more its evidence is about this very place of the
text: a definition before a pattern of words, a pattern before a name that means the same
everywhere, and that before the guess of a model trained on other text.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.codes import FLAT_LABELS
from pipeline.components.lines import headlines, shouted, symbols
from pipeline.components.mentions.bodies import agencies, contradicted, defined, forces
from pipeline.components.mentions.people import by_given_name, titled
from pipeline.components.mentions.predicted import Predictions, Surroundings
from pipeline.components.mentions.sites import sites
from pipeline.components.mentions.titles import Titles, tokens_of
from pipeline.lexicon.casualty import load_casualty_words
from pipeline.lexicon.dates import load_date_words
from pipeline.lexicon.text import load_text_words
from pipeline.persons import full_names

AROUND: frozenset[str] = frozenset({"PERSON", "ORG"})
WITHIN: frozenset[str] = frozenset({"GPE", "NORP", "LOC"})
BODIES: frozenset[str] = frozenset({"MISSION", "ORG", "ARMED_GROUP"})
AREA_BEFORE = frozenset({"area_before"})
PLACE_BEFORE = AREA_BEFORE | {"site"}


@Language.factory("bluehelm_mentions", assigns=["doc.spans"], requires=["doc.spans", "doc.ents"])
def make_mentions(nlp: Language, name: str) -> "Mentions":
    """The component that settles which mentions stand."""
    return Mentions(nlp)


class Mentions:
    """Collects candidates in order of trust and keeps those that meet no earlier one."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self.language = str(nlp.lang)
        self.words = load_text_words(self.language)
        self.titles = Titles(self.words)
        dates = load_date_words(self.language)
        self.units = frozenset((*dates.ago.day, *dates.ago.week, *dates.ago.month, *dates.ago.year))
        self.people = frozenset(
            word
            for forms in load_casualty_words(self.language).victims.values()
            for phrase in (*forms.one, *forms.many)
            for word in phrase.lower().split()
        )

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc` with its mentions in one group per label."""
        titles = self.titles.candidates(doc)
        flat = _first_of_each_token(self.order(doc, titles))
        names = doc.spans.get("names", ())
        roles = self.titles.roles(doc, titles, flat)
        weapons = (_sourced(span, "gazetteer") for span in names if span.label_ == "WEAPON")
        persons = sorted((span for span in flat if span.label_ == "PERSON"), key=_start)
        for span, full in zip(persons, full_names([s.text for s in persons]), strict=True):
            span.kb_id_ = full
        for label in sorted(FLAT_LABELS):
            doc.spans[label] = sorted((s for s in flat if s.label_ == label), key=_start)
        doc.spans["ROLE"] = sorted(roles, key=_start)
        doc.spans["WEAPON"] = list(weapons)
        return doc

    def order(self, doc: Doc, titles: list[Span]) -> Iterator[Span]:
        """All candidates of the flat layer, those that win over others first.

        1. missions that the lexicon knows, and names that the document defines,
        2. dates,
        3. persons right behind a title, or with a first name in front,
        4. axes and named sites, and a State's forces,
        5. persons and bodies that the model sees around a shorter name of a place or a people,
           since `Ban Ki-moon` is no place and `Malian Air Force` no nationality,
        6. other names of the lexicon, the longest first,
        7. agencies in datelines, and what else the model sees.
        """
        denied = contradicted(doc)
        names = [
            span
            for span in doc.spans.get("names", ())
            if span.label_ in FLAT_LABELS and span.text not in denied
        ]
        known = tokens_of(names)
        loud, titled_lines = shouted(doc), headlines(doc)
        places = [span for span in doc.spans.get("triggers", ()) if span.label_ == "place"]
        around = Surroundings(
            titles=frozenset(tokens_of(titles)),
            names=frozenset(known),
            peoples=frozenset(tokens_of([span for span in names if span.label_ in WITHIN])),
            areas=frozenset(self._placed(doc, places, AREA_BEFORE)),
            placed=frozenset(self._placed(doc, places, PLACE_BEFORE)),
            loud=loud,
            headlines=titled_lines,
            symbols=symbols(doc),
        )
        yield from (_sourced(span, "gazetteer") for span in names if span.label_ == "MISSION")
        yield from defined(doc, self.words, denied)
        yield from (_sourced(span, "ruler") for span in doc.spans.get("DATE", ()))
        persons = list(
            titled(doc, self.words, titles, self.titles.ranks, known, loud | titled_lines)
        )
        persons += by_given_name(doc, self.words, tokens_of(titles), known, loud)
        yield from persons
        yield from forces(doc, self.words, names)
        bodies = tokens_of([span for span in names if span.label_ in BODIES])
        yield from sites(doc, self.language, known, bodies)
        said = {name for span in persons for name in (span.text, span[-1].text)}
        model = list(self.predictions.spans(doc, around))
        for span in model:
            if span.text in said:
                span.label_ = "PERSON"
        by_token = {token: name for name in names for token in range(name.start, name.end)}
        yield from (span for span in model if self._stands_around(span, by_token))
        yield from sorted((_sourced(span, "gazetteer") for span in names), key=_start)
        yield from agencies(doc)
        yield from model

    @cached_property
    def predictions(self) -> Predictions:
        """What the trained model sees, once the pipeline has one."""
        labels = frozenset(self.nlp.pipe_labels.get("ner", ()))
        return Predictions(self.words, self.people, self.units, labels)

    def _stands_around(self, span: Span, names: dict[int, Span]) -> bool:
        """Whether a predicted person or body holds a lexicon name that is only a part of it."""
        inside = [names[token] for token in range(span.start, span.end) if token in names]
        rest = [token for token in span if token.is_alpha and token.i not in names]
        return (
            span.label_ in AROUND
            and bool(inside)
            and all(len(name) < len(span) and name.label_ in WITHIN for name in inside)
            and any(token.lower_ not in self.words.generic_places for token in rest)
            and (
                self._names_person(span, rest) if span.label_ == "PERSON" else span[0] in inside[0]
            )
        )

    def _names_person(self, span: Span, rest: list[Token]) -> bool:
        """Whether more than a sentence's first word or a joint makes a place's name a person's."""
        words = [token for token in rest if token.lower_ not in self.words.site_joints]
        return len(words) > 1 or not words[0].is_sent_start if words else False

    def _placed(self, doc: Doc, places: list[Span], before: frozenset[str]) -> set[int]:
        """The tokens that stand where a place's name stands: `near X`, `X region`, `X and Y`."""
        placed: set[int] = set()
        for span in places:
            if span.end < len(doc) and span.kb_id_ in before:
                placed.add(span.end)
            if span.kb_id_ == "area_after" and span.start:
                placed.add(span.start - 1)
                if span.start > 2 and doc[span.start - 2].lower_ in self.words.joints:
                    placed.add(span.start - 3)
        return {token for token in placed if doc[token].text[0].isupper()}


def _first_of_each_token(candidates: Iterable[Span]) -> list[Span]:
    """The candidates that meet no earlier one."""
    stand: list[Span] = []
    taken: set[int] = set()
    for span in candidates:
        tokens = range(span.start, span.end)
        if taken.isdisjoint(tokens):
            stand.append(span)
            taken.update(tokens)
    return stand


def _start(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _sourced(span: Span, source: str) -> Span:
    """The span with its source; what is no administrative unit is called as it is written."""
    kb_id = span.text if span.label_ == "LOC" else span.kb_id_
    return Span(span.doc, span.start, span.end, label=span.label_, kb_id=kb_id, span_id=source)
