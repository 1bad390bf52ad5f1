"""The figures as Markdown tables."""

from collections.abc import Iterable, Sequence

from pipeline.evaluation.compare import Comparison
from pipeline.evaluation.metrics import Figure, Metrics

HEADLINES = {
    "entries.boundaries": "entry boundaries, exact",
    "entries.published": "entry date",
    "entries.language": "entry language",
    "entities.all.strict": "entities, strict",
    "entities.all.exact": "entities, exact",
    "entities.all.partial": "entities, partial",
    "entities.all.ent_type": "entities, type",
    "canonical.all": "canonical form of strict matches",
    "events.untyped": "events, untyped",
    "events.typed": "events, typed",
    "events.harm": "events of harm",
    "events.templates": "all slots of all events (MUC)",
    "casualties.strict": "casualty rows, strict",
    "casualties.relaxed": "casualty rows, outcome and count",
    "totals.killed": "total killed",
    "totals.injured": "total injured",
    "totals.exact": "all totals of an event right",
    "events.near_negative": "entries without harm left empty",
}
"""The measures that a summary shows, by the words it shows them with."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, the first column of words, the others of figures."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def ratio(value: float | None) -> str:
    """A ratio with three digits, a dash where there is none."""
    return "–" if value is None else f"{value:.3f}"


def summarize(metrics: Metrics) -> str:
    """The headline table: overall, with counts and interval, and F1 of each language."""
    overall = metrics.scores["overall"]
    languages = [name for name in metrics.scores if name.startswith("language.")]
    head = ["", "P", "R", "F1", "95 %", "right", "gold", "predicted"]
    rows = [
        [HEADLINES[name], *_cells(overall[name])]
        + [ratio(figure.f1 if figure else None) for figure in _each(metrics, languages, name)]
        for name in HEADLINES
        if name in overall
    ]
    shown = [f"F1 {name.removeprefix('language.')}" for name in languages]
    return table(head + shown, rows)


def summarize_incidents(metrics: Metrics) -> str:
    """The table of linking, empty where there is no gold for it."""
    head = ["incidents", "P", "R", "F1", "exactly right", "gold", "predicted"]
    rows = []
    for name, figures in metrics.scores.items():
        if name.startswith("incidents."):
            events = name.removeprefix("incidents.")
            for measure, figure in figures.items():
                cells = _cells(figure)
                rows.append([f"{measure}, {events} events", *cells[:3], *cells[4:]])
    return table(head, rows) if rows else ""


def _each(metrics: Metrics, groups: Iterable[str], measure: str) -> list[Figure | None]:
    return [metrics.scores[group].get(measure) for group in groups]


def _cells(figure: Figure) -> list[str]:
    counts = figure.counts
    return [
        ratio(figure.precision),
        ratio(figure.recall),
        ratio(figure.f1),
        "–" if figure.low is None else f"{ratio(figure.low)}–{ratio(figure.high)}",
        f"{counts.hits:g}",
        str(counts.possible),
        str(counts.actual),
    ]


def to_markdown(metrics: Metrics) -> str:
    """The whole report: the headlines, then every measure of every group."""
    parts = [
        "# Evaluation",
        f"{len(metrics.documents)} documents, split `{metrics.split}`, bluehelm {metrics.bluehelm}."
        " P, R and F1 are micro-averaged over documents; where gold and predicted are the same"
        " number the three are an accuracy. 95 % is a bootstrap interval of F1 over documents.",
        summarize(metrics),
    ]
    head = ["measure", "P", "R", "F1", "95 %", "right", "gold", "predicted"]
    for name, figures in metrics.scores.items():
        parts.append(f"## {name}")
        parts.append(table(head, ([measure, *_cells(f)] for measure, f in figures.items())))
    return "\n\n".join(parts) + "\n"


def describe(comparison: Comparison) -> str:
    """What changed against older figures."""
    lines = [f"{comparison.documents} documents compared."]
    for names, words in (
        (comparison.only_old, "only in the old figures"),
        (comparison.only_new, "only in the new figures"),
        (comparison.other_gold, "left out, their gold has changed"),
    ):
        if names:
            lines.append(f"{len(names)} {words}: {', '.join(names)}")
    if not comparison.changes:
        return "\n\n".join([*lines, "Nothing changed."])
    rows = [
        [each.measure, ratio(each.old), ratio(each.new), f"{each.difference:+.3f}", ratio(each.p)]
        for each in comparison.changes
    ]
    note = (
        f"{len(rows)} measures changed; of so many, about {0.05 * len(rows):.0f} would have "
        "p < 0.05 by chance alone."
    )
    return "\n\n".join([*lines, table(["measure", "old", "new", "change", "p"], rows), note])
