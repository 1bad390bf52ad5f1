"""The quick entity recognizer finds what spaCy's own finds."""

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span

from pipeline.components.ner import QuickEntityRecognizer
from pipeline.components.sentences import Sentences
from pipeline.stages.annotate import load_language

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
OTHERS = ["tok2vec", "tagger", "morphologizer", "parser", "attribute_ruler", "lemmatizer"]


@pytest.fixture(scope="module", params=["en", "fr"])
def both(request):
    """spaCy's recognizer and ours, the language's pipeline, and texts of the language."""
    nlp = load_language(request.param)
    package = f"{nlp.meta['lang']}_{nlp.meta['name']}"
    plain = spacy.load(package, exclude=OTHERS)
    texts = [path.read_text("utf-8") for path in sorted((CORPUS / request.param).glob("*-00?.txt"))]
    return plain.get_pipe("ner"), nlp.get_pipe("ner"), nlp, texts[:25]


def ents(docs):
    return [[(ent.start, ent.end, ent.label_) for ent in doc.ents] for doc in docs]


@pytest.mark.parametrize("sentences", [True, False])
def test_the_entities_are_the_same(both, sentences):
    theirs, ours, nlp, texts = both
    assert isinstance(ours, QuickEntityRecognizer)
    mark = Sentences(frozenset()) if sentences else lambda doc: doc
    made = [[mark(nlp.make_doc(text)) for text in texts] for _ in range(2)]
    expected = ents(theirs.pipe(made[0]))
    assert sum(map(len, expected)) > 300
    assert ents(ours.pipe(made[1])) == expected


def test_short_and_empty_texts_among_others_are_read(both):
    theirs, ours, nlp, texts = both
    odd = ["", "Mali", " ", "\n\n", "Kofi Annan", texts[0][:300]]
    assert ents(ours.pipe(map(nlp.make_doc, odd))) == ents(theirs.pipe(map(nlp.make_doc, odd)))


def test_entities_that_are_set_before_stay(both):
    _, ours, nlp, _ = both
    doc = nlp.make_doc("Nothing here is known to anyone in Bamako")
    doc.set_ents([Span(doc, 0, 2, label="ORG")], default="unmodified")
    assert (0, 2, "ORG") in ents([ours(doc)])[0]


def test_every_token_is_decided(both):
    _, ours, nlp, texts = both
    doc = ours(nlp.make_doc(texts[0]))
    assert isinstance(doc, Doc)
    assert doc.has_annotation("ENT_IOB", require_complete=True)
