"""The least acceptable figures, `corpus/floors.toml`: none may be undercut, and they rise."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import UsageError
from pipeline.evaluation.metrics import Chosen, Metrics
from pipeline.evaluation.problems import explain, refuse

Ratio = Literal["precision", "recall", "f1"]
RATIOS: tuple[Ratio, ...] = get_args(Ratio)


class Floors(BaseModel):
    """The floors by group, measure and ratio, and for which split they hold.

    A figure that stands `margin` above its floor is worth a higher floor.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    split: Chosen
    margin: float = Field(gt=0, lt=1)
    floors: dict[str, dict[str, dict[Ratio, float]]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure beside its floor; None where there was nothing to measure."""

    group: str
    measure: str
    ratio: Ratio
    floor: float
    figure: float | None

    @property
    def name(self) -> str:
        """The figure's full name, as one finds it in the file."""
        return f"{self.group} {self.measure} {self.ratio}"

    @property
    def holds(self) -> bool:
        """Whether the figure is at least its floor."""
        return self.figure is not None and self.figure >= self.floor


def load_floors(path: Path) -> Floors:
    """The floors of a file; raises `UsageError` naming the file and the field."""
    try:
        return Floors.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        refuse(explain(str(path), 0, error))
        raise
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error


def stand(floors: Floors, metrics: Metrics) -> list[Standing]:
    """Every floor with its figure; raises `UsageError` for figures of another split."""
    if floors.split != metrics.split:
        raise UsageError(
            f"the floors are for --split {floors.split}, the figures of --split {metrics.split}"
        )
    return list(_stand(floors, metrics))


def _stand(floors: Floors, metrics: Metrics) -> Iterator[Standing]:
    for group, measures in floors.floors.items():
        for measure, ratios in measures.items():
            figure = metrics.scores.get(group, {}).get(measure)
            for ratio, floor in ratios.items():
                value = getattr(figure, ratio) if figure else None
                yield Standing(group, measure, ratio, floor, value)


def explain_floors(standings: list[Standing], margin: float, path: Path) -> list[str]:
    """What to tell a person: each floor that is broken, each that could rise, and how."""
    lines = []
    for each in standings:
        if each.figure is None:
            lines.append(f"BELOW FLOOR {each.name}: nothing to measure, floor {each.floor:.3f}")
        elif not each.holds:
            lines.append(f"BELOW FLOOR {each.name}: {each.figure:.3f}, floor {each.floor:.3f}")
        elif each.figure >= each.floor + margin:
            lines.append(
                f"could rise: {each.name}: {each.figure:.3f}, floor {each.floor:.3f} in {path}"
            )
    if not all(each.holds for each in standings):
        lines.append(
            "To raise a figure, see what is wrong with `bluehelm evaluate --errors`; a floor in "
            f"{path} is lowered only in a change that says why."
        )
    return lines
