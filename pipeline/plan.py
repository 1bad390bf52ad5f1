"""What a run would do: two runs with the same plan write the same records.

An unfinished run is resumed only with the plan that it was begun with.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.config import Settings
from pipeline.readers import Source
from pipeline.records import Failure
from pipeline.resources import PACKAGE, models_folder
from pipeline.stages.annotate import model_names
from pipeline.writers.jsonl import hash_file

LIBRARIES = ("spacy", "langdetect", "text2num", "trafilatura", "pypdf", "python-docx", "pydantic")

Plan = dict[str, Any]


def make_plan(
    sources: Sequence[Source | Failure],
    settings: Settings,
    *,
    keep_text: bool,
    link_to: Path | None,
    corrections: Path | None,
) -> Plan:
    """The plan as JSON: what is read, how, and by which code and knowledge."""
    return {
        "inputs": [_describe(source) for source in sources],
        "settings": settings.model_dump(mode="json"),
        "options": {
            "keep_text": keep_text,
            "link_to": _hash_of(link_to and _incidents_in(link_to)),
            "corrections": _hash_of(corrections),
        },
        "versions": {
            "bluehelm": __version__,
            "code": _digest(PACKAGE, "*.py"),
            "knowledge": _digest(models_folder()),
            "models": {name: _version_of_model(name) for name in model_names(settings.models)},
            "libraries": libraries(),
        },
    }


def tell_apart(one: Plan, other: Plan) -> str | None:
    """What the second plan has that the first has not, for people; None if they are the same."""
    mine, theirs = ({each["source"]: each for each in plan["inputs"]} for plan in (one, other))
    for source in (*mine, *theirs):
        if source not in theirs:
            return f"{source} is no longer read"
        if source not in mine:
            return f"{source} is new"
        if mine[source] != theirs[source]:
            return f"{source} has changed"
    if list(mine) != list(theirs):
        return "the inputs come in another order"
    changed = (
        f"{part}: {name} is another"
        for part in ("settings", "options", "versions")
        for name in one[part].keys() | other[part].keys()
        if one[part].get(name) != other[part].get(name)
    )
    return next(iter(sorted(changed)), None)


def digest_of(plan: Plan) -> str:
    """The SHA-256 of a plan."""
    return sha256(json.dumps(plan, sort_keys=True).encode()).hexdigest()


def libraries() -> dict[str, str | None]:
    """The version of each library that has a say in the records."""
    return {name: _version(name) for name in LIBRARIES}


def _describe(source: Source | Failure) -> dict[str, Any]:
    """A source as `run.json` names it, with size and SHA-256 of a file that can be read."""
    if isinstance(source, Failure):
        return {"source": source.document, "bytes": None, "sha256": None}
    digest = _hash_of(source.path)
    size = source.path.stat().st_size if source.path and digest else None
    return {"source": source.name, "doc_id": source.doc_id, "bytes": size, "sha256": digest}


def _hash_of(path: Path | None) -> str | None:
    """The SHA-256 of a file, or what a remote store says of its version instead of the bytes."""
    try:
        if path is None or not path.is_file():
            return None
        store = getattr(path, "fs", None)
        return str(store.ukey(str(path))) if store else hash_file(path)
    except OSError:
        return None


def _incidents_in(path: Path) -> Path:
    return path / "incidents.jsonl" if path.is_dir() else path


def _digest(folder: Path, pattern: str = "*") -> str:
    """The SHA-256 of names and bytes of all files below a folder, hidden ones apart."""
    digest = sha256()
    for path in sorted(path for path in folder.rglob(pattern) if path.is_file()):
        relative = path.relative_to(folder)
        if not any(part.startswith((".", "__pycache__")) for part in relative.parts):
            digest.update(f"{relative.as_posix()}\0{hash_file(path)}\n".encode())
    return digest.hexdigest()


def _version_of_model(name: str) -> str | None:
    """The version of a model's package, or the digest of its folder."""
    return _digest(Path(name)) if Path(name).is_dir() else _version(name)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
