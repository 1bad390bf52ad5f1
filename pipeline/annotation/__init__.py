"""Tasks for annotation tools and back: one module per tool, a table of them all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.annotation import brat, doccano, labelstudio, prodigy
from pipeline.annotation.tasks import Imported, Task


@dataclass(frozen=True, slots=True)
class Tool:
    """How tasks are written for a tool, and read from what it exports."""

    write: Callable[[Sequence[Task], Path], None]
    read: Callable[[Path], Imported]


TOOLS: dict[str, Tool] = {
    "labelstudio": Tool(labelstudio.write, labelstudio.read),
    "doccano": Tool(doccano.write, doccano.read),
    "prodigy": Tool(prodigy.write, prodigy.read),
    "brat": Tool(brat.write, brat.read),
}
"""The one place to add a tool."""
