"""What is wrong with a file of gold, of outputs or of figures, said so that it can be found."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from pipeline.errors import UsageError

SHOWN = 20


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: in which file, line and field (line 0: in the whole file)."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.field, self.reason) if part)


class ProblemsError(UsageError):
    """Files that cannot be scored; the message lists the first problems and counts the rest."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems)
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        if (rest := len(problems) - SHOWN) > 0:
            lines.append(f"... and {rest} more")
        super().__init__("\n".join(lines))


def refuse(problems: Sequence[Problem]) -> None:
    """Raises `ProblemsError` where there are any."""
    if problems:
        raise ProblemsError(problems)


def explain(file: str, line: int, error: ValidationError) -> list[Problem]:
    """The problems that a validation found, each with its field."""
    return [
        Problem(
            file,
            line,
            ".".join(str(part) for part in detail["loc"]),
            detail["msg"].removeprefix("Value error, "),
        )
        for detail in error.errors(include_url=False)
    ]
