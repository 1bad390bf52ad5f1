"""Parquet: one document a row, with the columns of a JSONL row, read a few rows at a time."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from pipeline.config import Settings
from pipeline.readers.base import Record, Source, UnreadableError, guarded, open_source
from pipeline.readers.jsonl import Row, build_row

ROWS_AT_ONCE = 64


@guarded
def read_parquet(source: Source, settings: Settings) -> Iterator[Record]:
    """The documents of the rows, and a failure for each bad row."""
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise UnreadableError("Parquet needs: pip install 'bluehelm[ray]'") from None
    with open_source(source) as stream:
        file = ParquetFile(stream)
        columns = [name for name in Row.model_fields if name in file.schema_arrow.names]
        number = 0
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=columns):
            for fields in batch.to_pylist():
                number += 1
                row = Source(source.path, f"{source.doc_id}:{number}", f"{source.name}:{number}")
                yield from guarded(partial(_read_row, fields))(row, settings)
        if not number:
            raise UnreadableError("empty file")


def _read_row(fields: dict[str, Any], source: Source, settings: Settings) -> Iterator[Record]:
    published = fields.get("published")
    if isinstance(published, datetime):  # as many tools write a day
        fields["published"] = published.date()
    yield build_row(fields, source, settings)
