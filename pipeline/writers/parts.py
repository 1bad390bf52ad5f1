"""An output folder in parts, written by many machines: JSON Lines or Parquet, on any storage.

    entries/part-00000-00000.jsonl     the records of one part of the input, in its order
    incidents/part-00000.jsonl         of all parts, when the last is there
    run.json                           written last: without it, the run is not finished

Each part is named after its place in the input, and `.writing/` says which parts are complete.
A part that is done again, because its machine was lost, is written over with the same bytes.
"""

import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel

from pipeline.errors import UsageError
from pipeline.records import Record
from pipeline.writers.jsonl import MANIFEST, PLAN, WRITING

Format = Literal["jsonl", "parquet"]
R = TypeVar("R", bound=Record)


class PartsFolder:
    """The parts of a run below a path, which may be a URL."""

    def __init__(self, path: Path, format: Format) -> None:
        self.path, self.format = path, format

    def begin(self, plan: dict[str, Any]) -> None:
        """Makes the folder; raises `UsageError` where it is not empty or cannot be written."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if any(self.path.iterdir()):
                raise UsageError(
                    f"{self.path} is not empty: give another folder, or --resume an unfinished run"
                )
            self._put(f"{WRITING}/{PLAN}", json.dumps(plan).encode())
        except OSError as error:
            raise UsageError(f"cannot write to {self.path}: {error}") from error

    def plan(self) -> dict[str, Any] | None:
        """What the run in the folder was begun with; None if there is none."""
        return self._read(f"{WRITING}/{PLAN}")

    def manifest(self) -> dict[str, Any] | None:
        """What is said of the finished run in the folder; None if there is none."""
        return self._read(MANIFEST)

    def said_of(self, part: str) -> dict[str, Any] | None:
        """What was said of a part when it was complete; None if it is not."""
        return self._read(f"{WRITING}/{part}.json")

    def write(self, part: str, name: str, kind: type[R], records: Sequence[R]) -> None:
        """Writes the records of one kind of a part; no file where there are none."""
        if not records:
            return
        if self.format == "jsonl":
            data = "".join(f"{record.to_line()}\n" for record in records).encode()
        else:
            data = _to_parquet(kind, records)
        self._put(f"{name}/part-{part}.{self.format}", data)

    def complete(self, part: str, said: dict[str, Any]) -> None:
        """Says that all files of a part are written."""
        self._put(f"{WRITING}/{part}.json", json.dumps(said, ensure_ascii=False).encode())

    def finish(self, manifest: dict[str, Any], parts: Iterable[str]) -> None:
        """Writes `run.json`, then removes what was only for an unfinished run."""
        self._put(MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())
        for name in (*parts, PLAN.removesuffix(".json")):
            (self.path / WRITING / f"{name}.json").unlink()
        (self.path / WRITING).rmdir()

    def _put(self, name: str, data: bytes) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = json.loads((self.path / name).read_bytes())
        except (OSError, ValueError):  # it is not there, or not all of it
            return None
        return found


def _to_parquet(kind: type[R], records: Sequence[R]) -> bytes:
    import pyarrow
    from pyarrow import parquet

    rows = [record.model_dump() for record in records]
    sink = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema=_schema(kind)), sink)
    return sink.getvalue()


def _schema(kind: type[BaseModel]) -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow

    fields = kind.model_fields.items()
    return pyarrow.schema([(name, _arrow_type(field.annotation)) for name, field in fields])


def _arrow_type(annotation: Any) -> Any:  # noqa: ANN401 - as above
    """The Arrow type of a field: the same in all parts, whatever values these have."""
    import pyarrow

    arguments = [each for each in get_args(annotation) if each is not NoneType]
    origin = get_origin(annotation)
    if origin is Literal:
        return _arrow_type(type(arguments[0]))
    if origin is tuple:
        return pyarrow.list_(_arrow_type(arguments[0]))
    if arguments:  # X | None
        return _arrow_type(arguments[0])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pyarrow.struct(list(_schema(annotation)))
    names = {bool: "bool", int: "int64", float: "double", str: "string"}
    return pyarrow.type_for_alias(names.get(annotation, "date32"))
