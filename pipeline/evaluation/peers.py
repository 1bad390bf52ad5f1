"""What a user would otherwise take, scored like us: trained spaCy models, and count patterns.

Peers are given the entries of the gold, which they have no way to find; that is to their
advantage. Each is asked only what it answers.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.codes import Label, Outcome
from pipeline.errors import UsageError
from pipeline.evaluation.counts import Counts, add_up
from pipeline.evaluation.gold import Labels, LabelsById, Texts
from pipeline.evaluation.rows import Mention
from pipeline.evaluation.score import DocumentScore, group, score
from pipeline.evaluation.tables import HEADLINES, ratio, table
from pipeline.records import Casualty, Entry, Event, Evidence
from pipeline.resources import models_folder

if TYPE_CHECKING:
    from spacy.language import Language

SPACY_LABELS: dict[str, Label] = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "NORP": "NORP",
    "ORG": "ORG",
    "GPE": "GPE",
    "DATE": "DATE",
    "FAC": "LOC",
}
"""Labels of the trained models by ours; the others of theirs mean nothing that we mark."""

FINE: dict[str, Label] = {"LOC": "LOC"}
COARSE: dict[str, Label] = {"LOC": "GPE"}
"""What a label means in a model that has no GPE, as the French ones: mostly towns and States."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A system by name: what it predicts for a document, and the measures it can be asked."""

    name: str
    predict: Callable[[Labels, str], Labels]
    asked: tuple[str, ...]


@cache
def _load_model(language: str) -> "Language | None":
    """The trained model that we build upon, whole: its parser bounds its entities."""
    import spacy
    from spacy.util import is_package, load_config

    path = models_folder() / language / "config.cfg"
    if not path.is_file():
        return None
    names = load_config(path)["model"]["names"]
    name = next((each for each in names if is_package(each)), None)
    if name is None:
        raise UsageError(f"no {language} model: {' or '.join(names)} is not installed")
    return spacy.load(name)


def predict_with_spacy(gold: Labels, text: str) -> Labels:
    """The entities of the trained model of each entry's language."""
    found = [mention for entry in gold.entries for mention in _mentions(entry, text)]
    return Labels(gold.doc_id, gold.entries, tuple(found))


def _mentions(entry: Entry, text: str) -> Iterator[Mention]:
    nlp = _load_model(entry.language)
    if nlp is None:
        return
    coarse = "GPE" not in nlp.get_pipe("ner").labels  # type: ignore[attr-defined]
    names: Mapping[str, Label] = {**SPACY_LABELS, **(COARSE if coarse else FINE)}
    for number, span in enumerate(nlp(text[entry.start : entry.end]).ents, start=1):
        if label := names.get(span.label_):
            yield Mention(
                doc_id=entry.doc_id,
                entry_id=entry.entry_id,
                entity_id=f"{entry.entry_id}/e{number}",
                label=label,
                text=span.text,
                start=entry.start + span.start_char,
                end=entry.start + span.end_char,
            )


WORDS = {
    "en": "one two three four five six seven eight nine ten eleven twelve",
    "fr": "une deux trois quatre cinq six sept huit neuf dix onze douze",
}
NUMBERS = {
    word: number for words in WORDS.values() for number, word in enumerate(words.split(), start=1)
} | {"un": 1}

VERBS: dict[str, dict[Outcome, str]] = {
    "en": {
        "killed": r"killed|dead|died|lost (?:his|her|their) li(?:fe|ves)|deaths?",
        "injured": r"injured|wounded|hurt",
        "missing": r"missing",
        "abducted": r"abducted|kidnapped|taken hostage",
    },
    "fr": {
        "killed": r"tuée?s?|morte?s?|décédée?s?|perdu la vie",
        "injured": r"blessée?s?",
        "missing": r"portée?s? disparue?s?|disparue?s?",
        "abducted": r"enlevée?s?|kidnappée?s?|prise? en otage",
    },
}
COUNT = rf"(?P<count>\d+|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
BETWEEN = rf"(?:\s+(?!{COUNT}\b)[^\s.;]+){{0,5}}?\s+".replace("?P<count>", "?:")
"""Up to five words of one clause between a number and what happened, none a number itself."""


@cache
def _patterns(language: str) -> tuple[tuple[Outcome, re.Pattern[str]], ...]:
    """A number before its verb, or right behind it."""
    return tuple(
        (outcome, re.compile(pattern, re.IGNORECASE))
        for outcome, verbs in VERBS.get(language, {}).items()
        for pattern in (
            rf"\b{COUNT}\b{BETWEEN}(?:{verbs})\b",
            rf"\b(?:{verbs})\s+{COUNT}\b",
        )
    )


def predict_with_patterns(gold: Labels, text: str) -> Labels:
    """One attack for each entry that has counted casualties, as a regular expression finds them."""
    events = [event for entry in gold.entries for event in _events(entry, text)]
    return Labels(gold.doc_id, gold.entries, (), tuple(events))


def _events(entry: Entry, text: str) -> Iterator[Event]:
    rows = tuple(_casualties(entry, text))
    if rows:
        yield Event.model_validate(
            {
                "doc_id": entry.doc_id,
                "entry_id": entry.entry_id,
                "event_id": f"{entry.entry_id}/v1",
                "language": entry.language,
                "published": entry.published,
                "type": "attack",
                "casualties": rows,
                "evidence": rows[0].evidence,
            }
        )


def _casualties(entry: Entry, text: str) -> Iterator[Casualty]:
    for outcome, pattern in _patterns(entry.language):
        for found in pattern.finditer(text, entry.start, entry.end):
            word = found["count"].lower()
            yield Casualty(
                outcome=outcome,
                count=int(word) if word.isdecimal() else NUMBERS[word],
                evidence=Evidence.cut(text, *found.span()),
            )


PEERS = (
    Peer("spaCy models", predict_with_spacy, ("entities.",)),
    Peer("count patterns", predict_with_patterns, ("casualties.relaxed", "totals.", "events.")),
)

LABELS_SHOWN = ("PERSON", "ORG", "GPE", "LOC", "NORP", "DATE")
SHOWN = {
    "entities.all.strict": HEADLINES["entities.all.strict"],
    **{f"entities.{label}.strict": f"{label}, strict" for label in LABELS_SHOWN},
    "events.harm": HEADLINES["events.harm"],
    "casualties.relaxed": HEADLINES["casualties.relaxed"],
    "totals.killed": HEADLINES["totals.killed"],
    "totals.injured": HEADLINES["totals.injured"],
    "events.near_negative": HEADLINES["events.near_negative"],
}


def compare_peers(gold: LabelsById, ours: Sequence[DocumentScore], texts: Texts) -> str:
    """F1 of all systems as a Markdown table, for each language and overall."""
    systems = {"bluehelm": (list(ours), ("",))} | {
        peer.name: (_score_peer(peer, gold, texts), peer.asked) for peer in PEERS
    }
    groups = {name: {s: group(d)[name] for s, (d, _) in systems.items()} for name in _groups(ours)}
    rows = []
    for name, members in groups.items():
        sums = {system: add_up(each.counts for each in found) for system, found in members.items()}
        for measure, words in SHOWN.items():
            cells = [
                ratio(sums[system].get(measure, Counts()).f1 if measure.startswith(asked) else None)
                for system, (_, asked) in systems.items()
            ]
            rows.append([f"{words} ({name.removeprefix('language.')})", *cells])
    return table(["F1", *systems], rows)


def _groups(documents: Sequence[DocumentScore]) -> list[str]:
    return [name for name in group(documents) if not name.startswith("kind.")]


def _score_peer(peer: Peer, gold: LabelsById, texts: Texts) -> list[DocumentScore]:
    predicted = {doc_id: peer.predict(each, texts[doc_id]) for doc_id, each in gold.items()}
    return score(gold, predicted, texts)
