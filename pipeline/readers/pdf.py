"""PDF: the text layer, page by page."""

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.config import Settings
from pipeline.readers.base import Content, UnreadableError, silence

if TYPE_CHECKING:
    from pypdf import PdfReader


def parse_pdf(data: bytes, settings: Settings) -> Content:
    """The text of all pages, as the file has it: hyphens at line ends are not ours to remove.

    The dates in a PDF tell when the file was made, not when it was published, so none is given.
    """
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("not a PDF file")
    reader = _open(data)
    if (pages := len(reader.pages)) > settings.max_pages:
        reason = f"{pages:,} pages, over the limit of {settings.max_pages:,}"
        raise UnreadableError(reason, "too_many_pages")
    text = _extract_text(reader, settings.max_document_chars)
    if not text.strip():
        raise UnreadableError("PDF without a text layer")
    return Content(text, title=_get_title(reader))


def _open(data: bytes) -> "PdfReader":
    """The opened PDF, if it asks for no password."""
    from pypdf import PdfReader

    silence("pypdf")
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("password-protected PDF")
    return reader


def _extract_text(reader: "PdfReader", limit: int) -> str:
    """The page texts with a blank line between them; stops soon after the limit is passed."""
    texts: list[str] = []
    length = 0
    for page in reader.pages:
        texts.append(page.extract_text().rstrip())
        length += len(texts[-1])
        if length > limit:
            raise UnreadableError(f"more than the limit of {limit:,} characters", "too_long")
    return "\n\n".join(texts)


def _get_title(reader: "PdfReader") -> str | None:
    """The title that the file states, if any."""
    with suppress(Exception):  # a damaged title is no reason to lose the text
        return reader.metadata.title if reader.metadata else None
    return None
