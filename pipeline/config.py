"""The settings of a run: limits and defaults, each stated once."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """Everything that may change what a run writes; recorded in `run.json`.

    Units are in the names: bytes of a file, characters (Unicode code points) of a text. What
    passes a limit becomes a failure record whose `code` says which.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    models: dict[str, str] = Field(default_factory=dict)
    """spaCy model by language, as given with `--model en=NAME_OR_PATH`."""
    only: Literal["harm"] | None = None
    """`harm` passes over what cannot hold an event of harm, before any model runs."""
    max_file_bytes: int = Field(default=50_000_000, gt=0)
    """A larger file is refused; JSONL is streamed and has no such limit."""
    max_unpacked_bytes: int = Field(default=200_000_000, gt=0)
    """What a Word file may unpack to, and packed JSONL that is a hundred times smaller packed."""
    max_document_chars: int = Field(default=1_000_000, gt=0)
    max_pages: int = Field(default=5_000, gt=0)
    """Pages of a PDF."""
    max_seconds: float = Field(default=300.0, gt=0)
    """Time to parse a document, and time to find everything in it. The longest text that is
    allowed takes about a minute; what takes longer than this hangs."""
    batch_documents: int = 32
    """Documents handed to a worker at a time; fixed, so that it cannot depend on workers."""
