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
from pipeline.readers.ids import UniqueIds
from pipeline.readers.sources import find_sources
from pipeline.records import Document, Failure

__all__ = ["READERS", "Reader", "Source", "UniqueIds", "find_sources", "read", "read_source"]


def read(sources: Iterable[Source | Failure], settings: Settings) -> Iterator[Document | Failure]:
    """Documents with unique ids, and a failure for each source or row that gives none.

    In the order of the sources, one at a time; failures among the sources pass through.
    """
    with UniqueIds() as ids:
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
