"""What is wrong, in full: misses, false alarms and wrong fields, the most frequent kind first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.evaluation.counts import Finding
from pipeline.evaluation.gold import Texts
from pipeline.evaluation.score import DocumentScore

SHOWN_CHARS = 160
WORDS = {
    "missed": "missed",
    "spurious": "false alarm",
    "incorrect": "wrong",
    "partial": "partly right",
}
REPEATED = {"roles.precision", "roles.place_names", "roles.perpetrator_names", "totals.exact"}
"""Measures whose errors another one lists already."""

SOUGHT = {"entities", "events.untyped", "casualties.strict"}
"""What one looks for elsewhere in the document when it is missed."""


@dataclass(frozen=True, slots=True)
class Error:
    """One error with what a person needs to judge it."""

    kind: str
    doc_id: str
    start: int
    end: int
    evidence: str
    gold: str | None
    predicted: str | None
    nearest: str | None


def list_errors(documents: Iterable[DocumentScore], texts: Texts) -> dict[str, list[Error]]:
    """The errors by kind, the most frequent kind first, in the order of documents and text."""
    found: defaultdict[str, list[Error]] = defaultdict(list)
    for document in documents:
        for finding in sorted(document.findings, key=lambda each: (each.start, each.end)):
            if _is_listed(finding):
                error = _explain(finding, document.findings, texts[document.doc_id])
                found[error.kind].append(error)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _is_listed(finding: Finding) -> bool:
    """Whether an error stands in the list, where every error stands once."""
    measure, verdict = finding.measure, finding.verdict
    if verdict == "correct" or measure in REPEATED:
        return False
    family, _, name = measure.partition(".")
    if family == "events":  # a wrong type is listed as the role it is
        return name == "near_negative" or (name == "untyped" and verdict != "incorrect")
    if family == "entries":
        return name in ("boundaries", "place") or verdict == "incorrect"
    return family in ("entities", "canonical", "roles", "totals") or measure == "casualties.strict"


def _explain(finding: Finding, others: Sequence[Finding], text: str) -> Error:
    return Error(
        f"{WORDS[finding.verdict]} {finding.measure}",
        finding.doc_id,
        finding.start,
        finding.end,
        " ".join(text[finding.start : finding.end].split())[:SHOWN_CHARS],
        finding.gold,
        finding.predicted,
        _nearest(finding, others) if finding.predicted is None else None,
    )


def _nearest(finding: Finding, others: Sequence[Finding]) -> str | None:
    """The prediction of the same sort that stands nearest to a mention, event or row missed."""
    sort = _sort(finding)
    near = [each for each in others if each.predicted is not None and _sort(each) == sort]
    closest = min(near, key=lambda each: _distance(finding, each), default=None)
    return closest.predicted if closest and sort in SOUGHT else None


def _sort(finding: Finding) -> str:
    """What a finding is about: its measure, or mentions whatever their label."""
    return "entities" if finding.measure.startswith("entities.") else finding.measure


def _distance(one: Finding, other: Finding) -> int:
    return max(one.start - other.end, other.start - one.end, 0) + abs(one.start - other.start)


def print_errors(errors: dict[str, list[Error]]) -> Iterator[str]:
    """The list as lines of text."""
    for kind, members in errors.items():
        yield f"{kind} ({len(members)})"
        for error in members:
            yield f"  {error.doc_id} [{error.start}:{error.end}] {error.evidence!r}"
            for name in ("gold", "predicted", "nearest"):
                if (value := getattr(error, name)) is not None:
                    yield f"    {name}: {value}"
