"""Plain text and Markdown."""

from pipeline.config import Settings
from pipeline.readers.base import Content, UnreadableError
from pipeline.readers.encoding import decode


def parse_text(data: bytes, settings: Settings) -> Content:
    """The text as it stands, with line ends as in Python's text mode."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableError("empty file")
    return Content(text)
