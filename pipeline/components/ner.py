"""The trained entity recognizer of spaCy, deciding about all tokens of a batch at once.

spaCy goes from token to token and checks each time which of some seventy moves are allowed, which
takes longer than the network itself. But outside an entity the network looks at nothing but the
token, and inside one only two moves are allowed: so what happens at every token if no entity is
open is one product of matrices, and what becomes of every entity that could begin takes one more
for each token of the longest. The entities are the same.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span
from thinc.api import Model, NumpyOps

Floats = NDArray[numpy.float32]
Flags = NDArray[numpy.bool_]
Numbers = NDArray[numpy.int64]
Found = list[tuple[int, int, str]]
"""Start, end and label of a document's entities, in tokens."""
FEATURES = 3
"""What the network looks at: the token, the first one of its entity, and the one before."""


@Language.factory(
    "bluehelm_ner",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config={
        "moves": None,
        "update_with_oracle_cut_size": 100,
        "incorrect_spans_key": None,
        "scorer": None,
    },
)
def make_ner(
    nlp: Language,
    name: str,
    model: Model[Any, Any],
    moves: object,
    update_with_oracle_cut_size: int,
    incorrect_spans_key: str | None,
    scorer: Callable[..., Any] | None,
) -> "QuickEntityRecognizer":
    """The component, with the settings of spaCy's factory `ner`: it loads the same weights."""
    return QuickEntityRecognizer(
        nlp.vocab,
        model,
        name,
        moves,
        update_with_oracle_cut_size=update_with_oracle_cut_size,
        incorrect_spans_key=incorrect_spans_key,
        scorer=scorer,
    )


class QuickEntityRecognizer(EntityRecognizer):  # type: ignore[misc] # compiled, untyped
    """spaCy's entity recognizer; it decides as spaCy does where a model or document is unusual."""

    def predict(self, docs: Iterable[Doc]) -> list[Any]:
        """The entities of each document, or spaCy's own states."""
        docs = [docs] if isinstance(docs, Doc) else list(docs)
        if not self._is_usual(docs):
            states: list[Any] = super().predict(docs)
            return states
        moves = [self.moves.get_class_name(number) for number in range(self.moves.n_moves)]
        return _Decoder(self.model, moves).entities(docs)

    def set_annotations(self, docs: Iterable[Doc], predicted: Sequence[Any]) -> None:
        """Sets `doc.ents`."""
        docs = list(docs)
        if predicted and not isinstance(predicted[0], list):
            super().set_annotations(docs, predicted)
            return
        for doc, found in zip(docs, predicted, strict=True):
            doc.set_ents([Span(doc, start, end, label=label) for start, end, label in found])

    def _is_usual(self, docs: list[Doc]) -> bool:
        """Whether the model is one of a single path, and nothing has set entities before."""
        return (
            self.cfg["beam_width"] == 1
            and self.model.attrs["has_upper"]
            and not self.model.attrs["unseen_classes"]
            and isinstance(self.model.ops, NumpyOps)
            and self.model.layers[1].get_dim("nF") == FEATURES
            and any(len(doc) for doc in docs)
            and not any(doc.has_annotation("ENT_IOB") for doc in docs if len(doc))
        )


class _Decoder:
    """The moves of one model: `O`, and `B-`, `I-`, `L-` and `U-` with a label."""

    def __init__(self, model: Model[Any, Any], moves: list[str]) -> None:
        self.model, self.moves = model, moves
        kinds = numpy.array([move[0] for move in moves])
        labelled = numpy.array([len(move) > 2 for move in moves])
        self.begins, self.units = (kinds == "B") & labelled, (kinds == "U") & labelled
        self.never = ~(self.begins | self.units | (kinds == "O"))
        numbers = {move: number for number, move in enumerate(moves)}
        self.goes_on = numpy.array([numbers.get(f"I{move[1:]}", 0) for move in moves])
        self.ends = numpy.array([numbers.get(f"L{move[1:]}", 0) for move in moves])

    def entities(self, docs: list[Doc]) -> list[Found]:
        """The entities of each document."""
        tok2vec, lower, upper = self.model.layers
        features: Floats = lower.predict(tok2vec.predict(docs))
        self.padding, self.features = features[0] + 0, features[1:]
        self.bias: Floats = numpy.asarray(lower.get_param("b"))
        self.weights: Floats = numpy.asarray(upper.get_param("W"))
        self.weights_bias: Floats = numpy.asarray(upper.get_param("b"))
        flags = [doc.to_array(["IS_SPACE", "SENT_START"]) for doc in docs]
        blank = numpy.concatenate([flag[:, 0] for flag in flags]) == 1
        opens = numpy.concatenate([flag[:, 1] for flag in flags]).astype("int64") == 1
        ends = numpy.cumsum([len(doc) for doc in docs])
        last = numpy.zeros(len(blank), dtype=bool)
        last[ends[ends > 0] - 1] = True
        closed = last | numpy.append(opens[1:], True)  # no entity goes on behind such a token
        first = self._outside(blank, closed)
        found = self._found(first, self._ends(first, closed))
        split: list[Found] = [[] for _ in docs]
        for start, end, label in found:
            number = int(numpy.searchsorted(ends, start, side="right"))
            offset = int(ends[number]) - len(docs[number])
            split[number].append((start - offset, end - offset, label))
        return split

    def _outside(self, blank: Flags, closed: Flags) -> Numbers:
        """The number of each token's best move where no entity is open."""
        rest = self.padding[1] + self.padding[2] + self.bias
        hidden = (self.features[:, 0] + rest).max(axis=-1)
        scores = hidden @ self.weights.T + self.weights_bias
        scores[:, self.never] = -numpy.inf
        scores[numpy.ix_(blank, self.begins | self.units)] = -numpy.inf
        scores[numpy.ix_(closed, self.begins)] = -numpy.inf
        best: Numbers = scores.argmax(axis=1)
        return best

    def _ends(self, first: Numbers, closed: Flags) -> dict[int, int]:
        """The end of each entity of several tokens that would begin, by its first token."""
        starts = numpy.flatnonzero(self.begins[first])
        at = starts + 1
        ends: dict[int, int] = {}
        while len(starts):
            seen = self.features[at, 0] + self.features[starts, 1] + self.features[at - 1, 2]
            hidden = (seen + self.bias).max(axis=-1)
            goes_on, stops = self.goes_on[first[starts]], self.ends[first[starts]]
            more = (hidden * self.weights[goes_on]).sum(axis=1) + self.weights_bias[goes_on]
            stop = (hidden * self.weights[stops]).sum(axis=1) + self.weights_bias[stops]
            # Of equal moves spaCy takes the one that its list has first.
            open_ = ((more > stop) | ((more == stop) & (goes_on < stops))) & ~closed[at]
            ends |= zip(starts[~open_].tolist(), (at[~open_] + 1).tolist(), strict=True)
            starts, at = starts[open_], at[open_] + 1
        return ends

    def _found(self, first: Numbers, ends: dict[int, int]) -> Found:
        """The entities that are reached, from the left."""
        found: Found = []
        reached = 0
        for start in numpy.flatnonzero((self.begins | self.units)[first]).tolist():
            if start >= reached:
                reached = ends.get(start, start + 1)
                found.append((start, reached, self.moves[first[start]][2:]))
        return found
