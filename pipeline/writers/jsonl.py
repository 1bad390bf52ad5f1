"""JSON Lines files in an output folder, written beside and renamed when all are complete."""

import os
import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Self

from pipeline.errors import UsageError
from pipeline.records import Record

FILES = ("entries", "entities", "events", "incidents", "corrections", "errors")
TEXTS = "documents"


class OutputFolder:
    """The files of a run: nothing is seen of them until `commit`, and nothing stays without it.

    Use as a context; raises `UsageError` where the folder cannot be written.
    """

    def __init__(self, folder: Path, *, keep_text: bool = False) -> None:
        self.folder = folder
        self.names = (*FILES, TEXTS) if keep_text else FILES
        self.counts = dict.fromkeys(self.names, 0)

    def __enter__(self) -> Self:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._beside = Path(mkdtemp(prefix=".writing-", dir=self.folder))
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(f"cannot write to {self.folder}: {reason.lower()}") from error
        self._files = {
            name: (self._beside / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n")
            for name in self.names
        }
        return self

    def write(self, name: str, record: Record) -> None:
        """Adds a record to a file."""
        self._files[name].write(record.to_line() + "\n")
        self.counts[name] += 1

    def commit(self, manifest: str) -> None:
        """Closes all files and puts them in place, with `run.json` holding `manifest`."""
        for name in self.names:
            os.replace(self._beside / f"{name}.jsonl", self.folder / f"{name}.jsonl")
        if TEXTS not in self.names:  # of an earlier run: they would belong to other records
            (self.folder / f"{TEXTS}.jsonl").unlink(missing_ok=True)
        beside = self._beside / "run.json"
        beside.write_text(manifest, encoding="utf-8")
        os.replace(beside, self.folder / "run.json")

    def seal(self) -> dict[str, dict[str, int | str]]:
        """Closes the files and returns the records, bytes and SHA-256 of each."""
        sums: dict[str, dict[str, int | str]] = {}
        for name, file in self._files.items():
            file.flush()
            os.fsync(file.fileno())
            file.close()
            path = self._beside / f"{name}.jsonl"
            sums[path.name] = {
                "records": self.counts[name],
                "bytes": path.stat().st_size,
                "sha256": hash_file(path),
            }
        return sums

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in self._files.values():
            file.close()
        shutil.rmtree(self._beside, ignore_errors=True)


def hash_file(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    digest = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
