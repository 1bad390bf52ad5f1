"""JSON Lines files in an output folder, written beside and renamed when all are complete.

While a run writes, its files lie in `.writing/` below the output folder, with `plan.json`, what
it was begun with, and `progress.json`, how far the files are safe on the disk. When all is done
`run.json` is put beside them, and they are renamed into place, `run.json` last. Whoever opens the
folder next goes on renaming, should the run have been killed between two names.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Literal, Self, TextIO

from pydantic import BaseModel

from pipeline.errors import RunError, UsageError
from pipeline.records import Record

FILES = ("entries", "entities", "events", "incidents", "corrections", "errors")
TEXTS = "documents"
WRITING, PLAN, PROGRESS, MANIFEST = ".writing", "plan.json", "progress.json", "run.json"
SECONDS_BETWEEN_SAVES = 1.0
"""Seldom enough for `fsync` to cost next to nothing, often enough to lose next to nothing."""


class Progress(BaseModel):
    """How far a run is safe on the disk."""

    inputs: int = 0
    """Documents and failures whose records are all written."""
    counts: dict[str, Any] = {}
    """The summary of these."""
    records: dict[str, int]
    """Lines of each file."""
    bytes: dict[str, int] = {}
    """Size of each file; what stands behind it came later and is cut off."""


class OutputFolder:
    """The files of a run: nothing is seen of them until `commit`.

    Use as a context, in which `begin` or `resume` comes first. Without a commit, what was saved
    stays for a run that resumes, and nothing else does. Raises `UsageError` where the folder
    cannot be written, and `RunError` where it no longer can.
    """

    def __init__(self, folder: Path, *, keep_text: bool = False) -> None:
        self.folder = folder
        self.names = (*FILES, TEXTS) if keep_text else FILES
        self.progress = Progress(records=dict.fromkeys(self.names, 0))
        self.beside = folder / WRITING
        """Where the files lie while they are written."""
        self._files: dict[str, TextIO] = {}
        self._lock: int | None = None
        self._saved = monotonic()
        self._begun = self._committed = False

    def __enter__(self) -> Self:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self.folder)
            if (self.beside / MANIFEST).exists():
                self._rename()
            if self.unfinished() is None:
                shutil.rmtree(self.beside, ignore_errors=True)
        except BlockingIOError:
            raise UsageError(f"another run is writing to {self.folder}") from None
        except OSError as error:
            self._unlock()
            reason = (error.strerror or str(error)).lower()
            raise UsageError(f"cannot write to {self.folder}: {reason}") from error
        return self

    def unfinished(self) -> tuple[dict[str, Any], Progress] | None:
        """The plan of an earlier run that was not finished, and how far it came."""
        try:
            progress = _read_progress(self.beside)
            plan = json.loads((self.beside / PLAN).read_bytes())
            sizes = {name: self._path(name).stat().st_size for name in progress.bytes}
        except (OSError, ValueError):  # there is none, or it is of no use
            return None
        whole = all(sizes[name] >= size for name, size in progress.bytes.items())
        return (plan, progress) if whole and progress.inputs else None

    def begin(self, plan: Mapping[str, Any]) -> None:
        """Opens the files, all of them empty; an unfinished run is given up."""
        self._begun = True
        with self._writing():
            shutil.rmtree(self.beside, ignore_errors=True)
            self.beside.mkdir()
            _put(self.beside / PLAN, json.dumps(plan, ensure_ascii=False))
            self._open("w")

    def resume(self, progress: Progress) -> None:
        """Opens the files of the unfinished run, as they were when it was saved last."""
        self._begun = True
        with self._writing():
            for name, size in progress.bytes.items():
                os.truncate(self._path(name), size)
            self.progress = progress
            self._open("a")

    def write(self, name: str, record: Record) -> None:
        """Adds a record to a file."""
        with self._writing():
            self._files[name].write(record.to_line() + "\n")
        self.progress.records[name] += 1

    def save_sometimes(self, inputs: int, counts: dict[str, Any]) -> None:
        """Does `save` if the last time is long enough ago."""
        if monotonic() - self._saved >= SECONDS_BETWEEN_SAVES:
            self.save(inputs, counts)

    def save(self, inputs: int, counts: dict[str, Any]) -> None:
        """Makes safe what is written so far: all records of that many inputs, and their counts."""
        with self._writing():
            for file in self._files.values():
                file.flush()
                os.fsync(file.fileno())
            sizes = {name: os.fstat(file.fileno()).st_size for name, file in self._files.items()}
            update = {"inputs": inputs, "counts": counts, "bytes": sizes}
            progress = self.progress.model_copy(update=update)
            _put(self.beside / PROGRESS, progress.model_dump_json())
        self.progress = progress
        self._saved = monotonic()

    def seal(self) -> dict[str, dict[str, int | str]]:
        """Closes the files and returns the records, bytes and SHA-256 of each."""
        sums: dict[str, dict[str, int | str]] = {}
        with self._writing():
            for name, file in self._files.items():
                file.flush()
                os.fsync(file.fileno())
                file.close()
                path = self._path(name)
                sums[path.name] = {
                    "records": self.progress.records[name],
                    "bytes": path.stat().st_size,
                    "sha256": hash_file(path),
                }
        return sums

    def commit(self, manifest: str) -> None:
        """Puts all files in place, with `run.json` holding `manifest`."""
        with self._writing(), _signals_held():
            _put(self.beside / MANIFEST, manifest)
            self._rename()
        self._committed = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in self._files.values():
            with suppress(OSError):  # of a full disk, once more
                file.close()
        if self._committed or (self._begun and not self.progress.inputs):
            shutil.rmtree(self.beside, ignore_errors=True)
        elif error and self._begun and self.beside.is_dir():
            error.add_note("what is done is kept: the same command with --resume goes on")
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)

    def _path(self, name: str) -> Path:
        return self.beside / f"{name}.jsonl"

    def _open(self, mode: Literal["w", "a"]) -> None:
        for name in self.names:
            self._files[name] = self._path(name).open(mode, encoding="utf-8", newline="\n")
        _sync_folder(self.beside)
        _sync_folder(self.folder)

    def _rename(self) -> None:
        """Puts the files in place, or those that are not yet: each step shows what was done."""
        if self._path(FILES[0]).exists() and not self._path(TEXTS).exists():
            # Texts of an earlier run would belong to other records.
            (self.folder / f"{TEXTS}.jsonl").unlink(missing_ok=True)
        for name in (*FILES, TEXTS):
            if self._path(name).exists():
                os.replace(self._path(name), self.folder / f"{name}.jsonl")
        os.replace(self.beside / MANIFEST, self.folder / MANIFEST)
        _sync_folder(self.folder)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Turns what the disk refuses into an error that says so."""
        try:
            yield
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise RunError(f"cannot write to {self.folder}: {reason}") from error


def _read_progress(beside: Path) -> Progress:
    return Progress.model_validate_json((beside / PROGRESS).read_bytes())


def _put(path: Path, text: str) -> None:
    """Writes a small file so that, whatever happens, all of it is there or none."""
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)


def _lock(folder: Path) -> int | None:
    """A lock on the folder, which ends with the process; `BlockingIOError` if another has it."""
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:  # some network file systems have no locks: go without
        os.close(handle)
        return None
    return handle


def _sync_folder(folder: Path) -> None:
    """Makes the names in a folder safe on the disk."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Keeps an interrupt waiting until the end, for what takes no time but must be whole."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def hash_file(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    digest = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
