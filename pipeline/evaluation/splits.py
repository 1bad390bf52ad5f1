"""Which documents are for development and which only for scores: `corpus/splits.toml`."""

import tomllib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import UsageError
from pipeline.evaluation.problems import explain, refuse

Split = Literal["dev", "score"]


class Splits(BaseModel):
    """The rule that puts a document into a split by its id alone.

    The first 8 hexadecimal digits of the id's SHA-256, modulo `parts`, are below `score_parts`
    for a score document. `always` holds id patterns that go before the rule.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    parts: int = Field(gt=1)
    score_parts: int = Field(gt=0)
    always: dict[Split, tuple[str, ...]] = {}

    def split_of(self, doc_id: str) -> Split:
        """The split of a document."""
        for split, patterns in self.always.items():
            if any(fnmatchcase(doc_id, pattern) for pattern in patterns):
                return split
        number = int(sha256(doc_id.encode()).hexdigest()[:8], 16)
        return "score" if number % self.parts < self.score_parts else "dev"

    def select(self, doc_ids: Iterable[str], split: Split) -> list[str]:
        """The documents of a split, in their order."""
        return [doc_id for doc_id in doc_ids if self.split_of(doc_id) == split]


def load_splits(path: Path) -> Splits:
    """The splits of that file; raises `UsageError` naming the file and the field."""
    try:
        return Splits.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        refuse(explain(str(path), 0, error))
        raise
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error
