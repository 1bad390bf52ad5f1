r"""Bluehelm: from what is written about peace operations to records that can be counted.

    import pipeline

    nlp = pipeline.load()
    result = nlp.extract("26 Nov 2017 | New York\\nOne peacekeeper from Egypt was killed ...")

`result.entries`, `result.entities` and `result.events` are the records of `pipeline.records`.
"""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.flow import Extractor

try:
    __version__ = version("bluehelm")
except PackageNotFoundError:  # a checkout that is not installed
    __version__ = "0+unknown"

__all__ = ["__version__", "load"]


def load(models: Mapping[str, str] | None = None) -> "Extractor":
    """An extractor for all languages that have a pipeline.

    `models` overrides the trained model of a language by a package name or a path. Models are
    loaded when a text of their language comes; a missing one raises `pipeline.errors.UsageError`.
    """
    from pipeline.config import Settings
    from pipeline.flow import Extractor

    return Extractor(Settings(models=dict(models or {})))
