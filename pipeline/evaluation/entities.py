"""Scores mentions as SemEval 2013 task 9.1 defines it, with nervaluate.

Labels of one layer are scored together, so that a right span with a wrong label is one error
of the schemes that ask for the label; layers may overlap one another and are scored apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from nervaluate import Evaluator

from pipeline.codes import FLAT_LABELS, LABELS, Label
from pipeline.evaluation.counts import Counts, CountsByMeasure, Finding, Verdict, add_up, count
from pipeline.evaluation.rows import Mention

SCHEMES = ("strict", "exact", "partial", "ent_type")
LAYERS: tuple[frozenset[Label], ...] = (
    FLAT_LABELS,
    *(frozenset({label}) for label in LABELS if label not in FLAT_LABELS),
)

Mentions = Sequence[Mention]


def score_entities(gold: Mentions, predicted: Mentions) -> CountsByMeasure:
    """The counts of one document: `entities.LABEL.SCHEME` and, over all, `entities.all.SCHEME`."""
    tables = [_score_layer(_of(gold, layer), _of(predicted, layer)) for layer in LAYERS]
    return add_up(tables)


def _of(mentions: Mentions, layer: Iterable[Label]) -> Mentions:
    return [mention for mention in mentions if mention.label in layer]


def _score_layer(gold: Mentions, predicted: Mentions) -> CountsByMeasure:
    if not gold and not predicted:
        return {}
    labels = sorted({mention.label for mention in (*gold, *predicted)})
    spans = [_as_span(mention) for mention in sorted(gold, key=_key)]
    guesses = [_as_span(mention) for mention in _in_order(gold, predicted)]
    result = Evaluator([spans], [guesses], tags=labels, loader="dict").evaluate()
    counts = {}
    for scheme in SCHEMES:
        counts[f"entities.all.{scheme}"] = _as_counts(result["overall"][scheme])
        for label in labels:
            counts[f"entities.{label}.{scheme}"] = _as_counts(result["entities"][label][scheme])
    return counts


def _in_order(gold: Mentions, predicted: Mentions) -> list[Mention]:
    """The predictions that match strictly, then those with a gold span, then the others.

    nervaluate gives each prediction in turn the first free gold span that it touches: without
    this, one that overlaps would take the partner of one that is right, and order would matter.
    """
    pairs, _, others = match(gold, predicted)
    spans = {(mention.start, mention.end) for mention in gold}
    return [
        *sorted((other for _, other in pairs), key=_key),
        *sorted(others, key=lambda other: ((other.start, other.end) not in spans, *_key(other))),
    ]


def _key(mention: Mention) -> tuple[int, int, str]:
    return mention.start, mention.end, mention.label


def _as_span(mention: Mention) -> dict[str, int | str]:
    """The mention as nervaluate takes it, whose ends are inclusive."""
    return {"label": mention.label, "start": mention.start, "end": mention.end - 1}


def _as_counts(result: object) -> Counts:
    names = ("correct", "incorrect", "partial", "missed", "spurious")
    return Counts(*(getattr(result, name) for name in names))


def score_canonicals(pairs: Iterable[tuple[Mention, Mention]]) -> list[Finding]:
    """Whether mentions that match strictly stand for the same, where the gold says for what."""
    return [
        Finding(
            f"canonical.{label}",
            "correct" if gold.canonical == predicted.canonical else "incorrect",
            gold.doc_id,
            gold.start,
            gold.end,
            f"{gold.text} = {gold.canonical}",
            f"{predicted.text} = {predicted.canonical}",
        )
        for gold, predicted in pairs
        if "canonical" in gold.model_fields_set
        for label in ("all", gold.label)
    ]


def match(
    gold: Mentions, predicted: Mentions
) -> tuple[list[tuple[Mention, Mention]], Mentions, Mentions]:
    """The pairs with the same span and label, the gold that is left and the predicted."""
    waiting: defaultdict[tuple[int, int, str], list[Mention]] = defaultdict(list)
    for mention in predicted:
        waiting[_key(mention)].append(mention)
    pairs, missed = [], []
    for mention in gold:
        if same := waiting[_key(mention)]:
            pairs.append((mention, same.pop(0)))
        else:
            missed.append(mention)
    return pairs, missed, [mention for rest in waiting.values() for mention in rest]


def list_errors(missed: Mentions, spurious: Mentions) -> list[Finding]:
    """What is wrong with the mentions that do not match: missed, false, wrong span or label.

    A missed mention and a false one that overlap it in the same layer are one error.
    """
    free = list(spurious)
    found = []
    for mention in missed:
        near = next((other for other in free if _touches(mention, other)), None)
        if near is None:
            found.append(_finding("missed", mention, mention, None))
        else:
            free.remove(near)
            found.append(_finding("incorrect", mention, mention, near))
    return found + [_finding("spurious", other, None, other) for other in free]


def _touches(gold: Mention, other: Mention) -> bool:
    overlap = gold.start < other.end and other.start < gold.end
    return overlap and any(gold.label in layer and other.label in layer for layer in LAYERS)


def _finding(
    verdict: Verdict, shown: Mention, gold: Mention | None, predicted: Mention | None
) -> Finding:
    return Finding(
        f"entities.{shown.label}",
        verdict,
        shown.doc_id,
        shown.start,
        shown.end,
        f"{gold.label} {gold.text!r}" if gold else None,
        f"{predicted.label} {predicted.text!r}" if predicted else None,
    )


def judge_entities(gold: Mentions, predicted: Mentions) -> tuple[CountsByMeasure, list[Finding]]:
    """The counts of one document's mentions, and what is wrong with them."""
    pairs, missed, spurious = match(gold, predicted)
    canonicals = score_canonicals(pairs)
    counts = add_up([score_entities(gold, predicted), count(canonicals)])
    wrong = [each for each in canonicals if each.verdict != "correct" and "all" not in each.measure]
    return counts, [*list_errors(missed, spurious), *wrong]
