"""Finds what to read: files, folders, standard input, in an order that never varies."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from pipeline.readers.base import Source, UnreadableError, explain, fail, make_printable
from pipeline.readers.formats import READERS, get_suffix
from pipeline.records import Failure

CORPUS_FOLDER = "documents"
"""A folder that has this one is a corpus: the gold beside it is no input."""


def find_sources(inputs: Sequence[str]) -> list[Source | Failure]:
    """All sources below the inputs, in their order, and a failure for each that gives none."""
    return [found for given in inputs for found in _find(given)]


def _find(given: str) -> list[Source | Failure]:
    """The sources of one input."""
    if given == "-":
        return [Source(None, "stdin", "stdin")]
    try:
        path = get_path(given)
        # Not `Path(given)` first: it would read the current folder for an empty string.
        status = os.stat(given) if isinstance(path, Path) else path.stat()  # noqa: PTH116
        return _find_in_folder(path) if stat.S_ISDIR(status.st_mode) else [_find_file(path)]
    except (OSError, ValueError, ImportError) as error:
        return [fail(make_printable(given), explain(error))]


def get_path(given: str) -> Path:
    """The path of a file or folder, or what works as one for a URL such as `s3://bucket/folder`.

    Raises `ValueError` where the URL is of no known kind, `ImportError` where its kind wants a
    package that is not installed.
    """
    if "://" not in given:
        return Path(given)
    try:
        from upath import UPath
    except ImportError:
        raise UnreadableError("URLs need: pip install 'bluehelm[ray]'") from None
    return cast(Path, UPath(given))


def _find_file(path: Path) -> Source | Failure:
    """The source for a file that was named; its id is its name without the suffix."""
    if get_suffix(path.name):
        return _build_source(path, path.name)
    known = ", ".join(READERS)
    return fail(make_printable(str(path)), f"unsupported file type, not one of {known}")


def _find_in_folder(folder: Path) -> list[Source | Failure]:
    """The sources below a folder, sorted by path; ids are relative to the folder."""
    corpus = folder / CORPUS_FOLDER
    top = corpus if corpus.is_dir() else folder
    found = [
        (
            path.parts,
            entry
            if isinstance(entry, Failure)
            else _build_source(path, path.relative_to(top).as_posix()),
        )
        for path, entry in _walk(top)
    ]
    if not found:
        return [fail(make_printable(str(top)), "no file of a supported type in this folder")]
    return [entry for _, entry in sorted(found, key=lambda item: item[0])]


def _build_source(path: Path, relative: str) -> Source:
    """The source whose id is the relative path without its suffix."""
    doc_id = relative[: -len(get_suffix(relative))]
    return Source(path, make_printable(doc_id), make_printable(str(path)))


def _walk(top: Path) -> Iterator[tuple[Path, Failure | None]]:
    """Every file of a supported type below `top`, and every folder that cannot be listed."""
    pending, seen = [top], set[tuple[int, int] | str]()
    while pending:
        folder = pending.pop()
        try:
            status = folder.stat()
            entries = sorted(folder.iterdir(), reverse=True)
        except OSError as error:
            yield folder, fail(make_printable(str(folder)), explain(error))
            continue
        # Links are followed, but no folder twice, or a link to a parent would never end.
        identity = (status.st_dev, status.st_ino) if status.st_ino else str(folder)
        if identity in seen:
            continue
        seen.add(identity)
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                pending.append(entry)
            elif get_suffix(entry.name):
                yield entry, None
