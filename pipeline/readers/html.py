"""Web pages: the main text without navigation, banners and comments."""

import re
from typing import TYPE_CHECKING

from pipeline.config import Settings
from pipeline.readers.base import Content, UnreadableError, silence
from pipeline.readers.encoding import decode, has_byte_order_mark
from pipeline.readers.html_date import DATE_OPTIONS, find_published

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped, unused-ignore]

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:.-]+)""",
    re.IGNORECASE,
)
# As browsers do: a page that says Latin-1 is in Windows' superset of it.
_MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])")


def parse_html(data: bytes, settings: Settings) -> Content:
    """The main text, a paragraph or a table row a line, and what the page says of itself."""
    from trafilatura import bare_extraction

    tree = _parse(decode_page(data))
    page = bare_extraction(
        tree,
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params=dict(DATE_OPTIONS),
    )
    if page is None or isinstance(page, dict) or not (page.text or "").strip():
        raise UnreadableError("no main text in the page")
    return Content(
        _mark_cells(page.text or ""),
        title=page.title,
        url=page.url,
        published=find_published(tree),
        language=_get_language(tree),
    )


def decode_page(data: bytes) -> str:
    """The page as text, in the encoding that it declares, if that is true."""
    declared = _DECLARED.search(data, 0, 4096)
    if declared and not has_byte_order_mark(data):
        name = (declared[1] or declared[2]).decode("ascii", "replace").lower()
        # A declaration that can be read as ASCII is not in UTF-16, whatever it says.
        if not name.startswith(("utf-16", "utf-32", "utf-8", "utf8")):
            try:
                return data.decode(_MEANT.get(name, name))
            except (LookupError, ValueError):
                pass
    return decode(data)


def _parse(html: str) -> "HtmlElement":
    """The tree of the page."""
    from trafilatura.utils import load_html

    silence("trafilatura")
    silence("htmldate")
    tree = load_html(html)
    if tree is None:
        raise UnreadableError("not an HTML page")
    return tree


def _mark_cells(text: str) -> str:
    """The text with table rows as cells between tabs, instead of Markdown."""
    lines = (line for line in text.splitlines() if not re.fullmatch(r"\|(---\|)+", line))
    return "\n".join(map(_mark_row, lines))


def _mark_row(line: str) -> str:
    """The line; cells between tabs if it is a table row."""
    if not line.startswith("| "):
        return line
    return "\t".join(cell.strip() for cell in line.strip().strip("|").split(" | "))


def _get_language(tree: "HtmlElement") -> str | None:
    """The language of `<html lang>` without its region: `fr` for `fr-CA`."""
    stated = _LANGUAGE.match(str(tree.get("lang", "")).strip().lower())
    return stated[0] if stated else None
