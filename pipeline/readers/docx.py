"""Word documents: paragraphs and tables in the order of the document."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from pipeline.config import Settings
from pipeline.readers.base import Content, UnreadableError

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document
    from docx.table import Table

# Word wraps runs and paragraphs in these, smart tags above all around names of places;
# python-docx does not look inside.
_WRAPPERS = ("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple")


def parse_docx(data: bytes, settings: Settings) -> Content:
    """The text, a paragraph or a table row a line, cells separated by tabs."""
    import docx

    _check_unpacked_size(data, settings.max_unpacked_bytes)
    document = docx.Document(BytesIO(data))
    _unwrap(document)
    return Content("\n".join(_list_lines(document)), title=document.core_properties.title)


def _check_unpacked_size(data: bytes, limit: int) -> None:
    """Nothing, or the reason why the file is not unpacked."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except BadZipFile:
        raise UnreadableError("not a DOCX file, or password-protected") from None
    if size > limit:
        reason = f"unpacks to {size:,} bytes, over the limit of {limit:,}"
        raise UnreadableError(reason, "unpacks_too_large")


def _unwrap(document: "Document") -> None:
    """Nothing; the content of all wrappers now stands where they stood."""
    from docx.oxml.ns import qn

    body = document.element.body
    for wrapper in list(body.iter(*map(qn, (f"w:{name}" for name in _WRAPPERS)))):
        for child in list(wrapper):
            wrapper.addprevious(child)
        wrapper.getparent().remove(wrapper)


def _list_lines(container: "BlockItemContainer | Document") -> Iterator[str]:
    """The text of each paragraph and of each table row."""
    from docx.text.paragraph import Paragraph

    for block in container.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from _list_rows(block)


def _list_rows(table: "Table") -> Iterator[str]:
    """The rows of a table, a cell that spans several columns or rows only once."""
    seen = set[object]()
    for row in table.rows:
        cells = []
        for cell in row.cells:
            # One element for the whole span: the text would otherwise stand there repeatedly.
            if cell._tc not in seen:
                seen.add(cell._tc)
                cells.append(" ".join(" ".join(_list_lines(cell)).split()))
        yield "\t".join(cells)
