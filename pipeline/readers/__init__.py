"""Reads every supported format into documents: one module per format, a table of them all.

    sources = find_sources(["corpus", "-"])
    for record in read(sources, settings): ...

`find_sources` is quick and gives a list; `read` is lazy, so that a caller who wants to show
progress counts the sources as `read` takes them.
"""

from collections.abc import Iterable, Iterator

from pipeline.config import Settings
from pipeline.readers.base import Reader, Source
from pipeline.readers.formats import READERS, get_reader
from pipeline.readers.sources import find_sources
from pipeline.records import Document, Failure

__all__ = ["READERS", "Reader", "Source", "UniqueIds", "find_sources", "read", "read_source"]


class UniqueIds:
    """Hands out each id once: the second `a` becomes `a~2`, in the order of the claims."""

    def __init__(self) -> None:
        self._claims: dict[str, int] = {}

    def claim(self, wanted: str) -> str:
        """The id itself, or the first of `id~2`, `id~3` … that nobody has."""
        unique = wanted
        while unique in self._claims:
            self._claims[wanted] += 1
            unique = f"{wanted}~{self._claims[wanted]}"
        self._claims[unique] = 1
        return unique


def read(sources: Iterable[Source | Failure], settings: Settings) -> Iterator[Document | Failure]:
    """Documents with unique ids, and a failure for each source or row that gives none.

    In the order of the sources, one at a time; failures among the sources pass through.
    """
    ids = UniqueIds()
    for source in sources:
        for record in read_source(source, settings):
            if isinstance(record, Document):
                record = record.model_copy(update={"doc_id": ids.claim(record.doc_id)})
            yield record


def read_source(source: Source | Failure, settings: Settings) -> Iterator[Document | Failure]:
    """The documents and failures of one source, with the ids that they want."""
    if isinstance(source, Failure):
        yield source
        return
    yield from get_reader(source)(source, settings)
