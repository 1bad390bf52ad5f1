"""Names from the lexicon: missions, bodies, groups, countries, peoples, places, roles, weapons.

Writes the group `doc.spans["names"]`: spans with the codebook's label, the canonical form in
`kb_id_` and the lexicon file in `id_`. Within the flat layer the longest name wins; roles and
weapons are layers of their own.
"""

from collections import defaultdict
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from pipeline.codes import FLAT_LABELS
from pipeline.components.lines import shouted, symbols
from pipeline.components.phrases import Phrases
from pipeline.components.words import words_of
from pipeline.lexicon.names import Case, Name, iter_names
from pipeline.lexicon.text import load_text_words

GROUP = "names"
CAPITAL: frozenset[Case] = frozenset({"initial", "alone"})


@Language.factory("bluehelm_names", assigns=["doc.spans"])
def make_names(nlp: Language, name: str) -> "Names":
    """The component that finds the lexicon's names for the pipeline's language."""
    return Names(nlp, list(dict.fromkeys(iter_names(str(nlp.lang)))))


class Names:
    """Finds names by phrase matching: acronyms by letter, the rest without regard to case."""

    def __init__(self, nlp: Language, names: list[Name]) -> None:
        self.words = load_text_words(str(nlp.lang))
        self.exact: dict[str, list[Name]] = defaultdict(list)
        self.folded: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            if name.case == "exact":
                self.exact[name.text].append(name)
            else:
                self.folded[name.text.lower()].append(name)
        self.layers = (
            (self.exact, Phrases(nlp, _first_texts(self.exact), "ORTH")),
            (self.folded, Phrases(nlp, _first_texts(self.folded), "LOWER")),
        )

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc` with its names in `doc.spans["names"]`."""
        loud, numbers = shouted(doc), symbols(doc)
        found = []
        words, places = _without_blanks(doc)
        text = words_of(doc).text
        for names, phrases in self.layers:
            for key, first, last in phrases(words, text):
                start, end = places[first], places[last - 1] + 1
                if end - start > last - first and any(_parts(token) for token in doc[start:end]):
                    continue
                if start in numbers or (start in loud and self._is_word(doc, start, end)):
                    continue
                for name in names[key]:
                    if name.case in CAPITAL and not doc[start].text[0].isupper():
                        continue
                    if name.case == "alone" and not self._is_alone(doc, start, end):
                        continue
                    if name.label != "MISSION" or not self._only_describes(doc[start:end]):
                        found.append((name, start, end))
        layers: dict[str, list[Span]] = defaultdict(list)
        for name, start, end in found:
            layer = "flat" if name.label in FLAT_LABELS else name.label
            layers[layer].append(
                Span(doc, start, end, label=name.label, kb_id=name.canonical, span_id=name.file)
            )
        kept = [span for layer in layers.values() for span in filter_spans(layer)]
        doc.spans[GROUP] = sorted(kept, key=lambda span: (span.start, -span.end, span.label_))
        return doc

    def _is_alone(self, doc: Doc, start: int, end: int) -> bool:
        """Whether a short form is no part of a longer name: `Council of State`."""
        before = doc[start - 1] if start else None
        if before is not None and before.text[0].isupper() and not before.is_stop:
            return False
        behind = [token.text for token in doc[end : end + 2]]
        if behind and behind[0].lower() in self.words.small:
            return not behind[-1][0].isupper()
        return not behind or not behind[0][0].isupper()

    def _is_word(self, doc: Doc, start: int, end: int) -> bool:
        """Whether a name in a line of capitals is an everyday word: `A CAR BOMB`."""
        return end - start == 1 and doc[start].lower_ in self.words.shouted_words

    def _only_describes(self, span: Span) -> bool:
        """Whether the words say what a mission is, not how it is called: `UN mission in Mali`."""
        nouns = [token for token in span if token.lower_ in self.words.mission_nouns]
        return bool(nouns) and nouns[0].is_lower and any(not token.is_lower for token in span)


def _first_texts(names: dict[str, list[Name]]) -> dict[str, str]:
    """How the first of the names with each key is written."""
    return {key: same[0].text for key, same in names.items()}


def _without_blanks(doc: Doc) -> tuple[Doc, Sequence[int]]:
    """The document without line breaks and tabs, which may stand inside a name, and its tokens."""
    written = words_of(doc).written
    places = [at for at, text in enumerate(written) if not text.isspace()]
    if len(places) == len(doc):
        return doc, range(len(doc))
    return Doc(doc.vocab, words=[written[place] for place in places]), places


def _parts(token: Token) -> bool:
    """Whether blanks part what stands before them from what follows: an empty line, a tab."""
    return token.is_space and ("\t" in token.text or len(token.text.splitlines()) > 1)
