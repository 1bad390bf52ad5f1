"""The codebook as a page: every record, field, type and value, read off the records."""

from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, JsonValue

from pipeline.export.schemas import RECORDS

PAGE = "codebook.md"


def write_codebook(folder: Path) -> None:
    """Writes the page."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE).write_text(build_codebook(), encoding="utf-8")


def build_codebook() -> str:
    """The page as Markdown."""
    parts = ["# Codebook", "Made from the records of this version: `pipeline/records.py`."]
    for file, kind in RECORDS.items():
        parts += [f"## {file}.jsonl", *_describe(kind)]
    parts.append("# Parts of records")
    for part in sorted(_nested(), key=lambda each: each.__name__):
        parts += [f"## {part.__name__}", *_describe(part)]
    return "\n\n".join(parts) + "\n"


def _describe(kind: type[BaseModel]) -> Iterator[str]:
    yield cleandoc(kind.__doc__ or "")
    lines = ["| field | type | null |", "| --- | --- | --- |"]
    lists = []
    for name, field in kind.model_fields.items():
        parts = _options(field.annotation)
        words = " or ".join(_word(each) for each in parts if each is not type(None))
        lines.append(f"| `{name}` | {words} | {'yes' if type(None) in parts else ''} |")
        if values := [value for each in parts for value in _values(each)]:
            lists.append(f"`{name}`: {', '.join(f'`{value}`' for value in values)}")
    yield "\n".join(lines)
    if lists:
        yield "\n\n".join(lists)


def _options(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _word(annotation: Any) -> str:  # noqa: ANN401
    if get_origin(annotation) is tuple:
        return f"list of {_word(get_args(annotation)[0])}"
    if get_origin(annotation) is Literal:
        return "one of the values below"
    if annotation is JsonValue:
        return "any JSON value"
    if issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    names = {"str": "text", "int": "integer", "float": "number", "bool": "true or false"}
    name: str = annotation.__name__
    return names.get(name, name)


def _values(annotation: Any) -> tuple[str, ...]:  # noqa: ANN401
    if get_origin(annotation) is tuple:
        return _values(get_args(annotation)[0])
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _nested() -> set[type[BaseModel]]:
    """The records that stand inside others."""
    found: set[type[BaseModel]] = set()
    waiting: list[Any] = list(RECORDS.values())
    while waiting:
        for field in waiting.pop().model_fields.values():
            for each in _options(field.annotation):
                inner = get_args(each)[0] if get_origin(each) is tuple else each
                if isinstance(inner, type) and issubclass(inner, BaseModel) and inner not in found:
                    found.add(inner)
                    waiting.append(inner)
    return found
