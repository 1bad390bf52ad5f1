"""Words that tell what happened: `doc.spans["triggers"]`.

The label of a span is the section of `events.toml` (`harm`, `other`, `subtype`, `target`,
`weapon`, `cue`, `place`, `unit`), its `kb_id_` the key there: `attack`, `suspected`,
`award/verbs`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components.phrases import PhraseTagger
from pipeline.lexicon.events import EventWords, load_event_words

GROUP = "triggers"


@Language.factory("bluehelm_triggers", assigns=["doc.spans"])
def make_triggers(nlp: Language, name: str) -> "Triggers":
    """The component that finds event words in the pipeline's language."""
    return Triggers(nlp)


class Triggers:
    """Finds the words of `events.toml`, the longest of a section at each token."""

    def __init__(self, nlp: Language) -> None:
        self.phrases = PhraseTagger(nlp, _phrases(load_event_words(nlp.lang)))

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc` with its event words in `doc.spans["triggers"]`."""
        tags = self.phrases(doc)
        doc.spans[GROUP] = [
            Span(doc, tag.start, tag.end, label=tag.kind.split("/")[0], kb_id=tag.value)
            for _, here in sorted(tags.found.items())
            for tag in here.values()
        ]
        return doc


def _phrases(words: EventWords) -> Iterator[tuple[str, str, str]]:
    """Section (with its key, so that keys do not hide one another), key and phrase."""
    sections: dict[str, Mapping[Any, tuple[str, ...]]] = {
        "harm": words.harm,
        "target": words.targets,
        "weapon": words.weapons,
        "cue": words.cues,
        "place": words.places,
        "unit": words.units,
    }
    for section, lists in sections.items():
        for key, phrases in lists.items():
            for phrase in phrases:
                yield f"{section}/{key}", str(key), phrase
    for event_type, subtypes in words.subtypes.items():
        for subtype, phrases in subtypes.items():
            for phrase in phrases:
                yield f"subtype/{event_type}/{subtype}", f"{event_type}/{subtype}", phrase
    for event_type, told in words.other.items():
        for part, phrases in told.phrases().items():
            for phrase in phrases:
                yield f"other/{event_type}/{part}", f"{event_type}/{part}", phrase
