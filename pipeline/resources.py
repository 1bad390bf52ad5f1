"""Where the knowledge lies: `models/` of the checkout, or its copy inside an installed wheel."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import jsonlines
from pydantic import BaseModel, ValidationError

from pipeline.errors import LexiconError

Checked = TypeVar("Checked", bound=BaseModel)
PACKAGE = Path(__file__).resolve().parent


@cache
def models_folder() -> Path:
    """The folder `models/`: beside the package in a checkout, inside it in a wheel."""
    for folder in (PACKAGE.parent / "models", PACKAGE / "models"):
        if (folder / "lexicon").is_dir():
            return folder
    raise LexiconError(f"the folder models/ is missing beside {PACKAGE.name}/")


def lexicon_file(*parts: str) -> Path:
    """The path of a file below `models/lexicon/`."""
    return models_folder().joinpath("lexicon", *parts)


def read_toml(*parts: str) -> dict[str, Any]:
    """The content of a TOML file below `models/lexicon/`."""
    path = lexicon_file(*parts)
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise LexiconError(f"{path.name}: {error}") from error


def load_checked(model: type[Checked], *parts: str) -> Checked:
    """The content of a TOML file as a checked model; the error names file and field."""
    try:
        return model.model_validate(read_toml(*parts))
    except ValidationError as error:
        problem = error.errors()[0]
        field = ".".join(str(part) for part in problem["loc"])
        raise LexiconError(f"{'/'.join(parts)}: {field}: {problem['msg']}") from error


def read_rows(*parts: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of every line of a JSONL file below `models/lexicon/`."""
    path = lexicon_file(*parts)
    try:
        with jsonlines.open(path) as lines:
            yield from enumerate(lines.iter(type=dict), start=1)
    except (OSError, jsonlines.InvalidLineError) as error:
        raise LexiconError(f"{path.name}: {error}") from error
