"""The settings of a run: limits and defaults, each stated once."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """Everything that may change what a run writes; recorded in `run.json`.

    Units are in the names: bytes of a file, characters (Unicode code points) of a text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    models: dict[str, str] = Field(default_factory=dict)
    """spaCy model by language, as given with `--model en=NAME_OR_PATH`."""
    only: Literal["harm"] | None = None
    """`harm` passes over what cannot hold an event of harm, before any model runs."""
    max_file_bytes: int = 50_000_000
    """A larger file is refused; JSONL is streamed and has no such limit."""
    max_unpacked_bytes: int = 500_000_000
    """What a compressed single-document format may unpack to."""
    max_document_chars: int = 1_000_000
    max_pages: int = 5_000
    batch_documents: int = 32
    """Documents handed to a worker at a time; fixed, so that it cannot depend on workers."""
