"""The day of publication that a page states; never one that is only mentioned or inferred.

htmldate reads the many ways to state a date, but it also takes any date in the text, in a teaser
or in the address of a picture, and completes a month with today's day. So it gets to see only
those parts of the page that state a date, and what it finds must be written there.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped, unused-ignore]

# The limits are fixed: with htmldate's own, today, results would change from day to day.
DATE_OPTIONS: Mapping[str, Any] = MappingProxyType(
    {
        "extensive_search": False,
        "original_date": True,
        "min_date": "1945-10-24",
        "max_date": "2100-01-01",
    }
)
_HEAD = "//meta | //link[@rel='canonical'] | //script[@type='application/ld+json']"
# Short ones only: a class of that name may also be on the whole article.
_BODY = """//body//*[
    (self::time or self::abbr or contains(@class, 'date') or contains(@class, 'publi')
     or contains(@itemprop, 'date') or contains(@property, 'date') or contains(@id, 'date'))
    and not(ancestor::aside or ancestor::nav or ancestor::footer
            or ancestor::*[contains(@class, 'comment') or contains(@class, 'related')])
    and string-length(normalize-space()) < 100]"""
_UNRELATED = re.compile(r"modif|updat|image|candidate|revis|expir|copyright", re.IGNORECASE)


def find_published(tree: "HtmlElement") -> date | None:
    """The day on which the page says it was published."""
    from htmldate import find_date

    stated = _collect_statements(tree)
    found = find_date(stated, **DATE_OPTIONS)
    if found is None:
        return None
    day = date.fromisoformat(found)
    return day if any(_names_day(text, day) for text in _list_strings(stated)) else None


def _collect_statements(tree: "HtmlElement") -> "HtmlElement":
    """A page of nothing but the elements that may state the date of publication."""
    from lxml.html import document_fromstring

    page: HtmlElement = document_fromstring("<html><head></head><body></body></html>")
    for place, path in (("head", _HEAD), ("body", _BODY)):
        for element in tree.xpath(path):
            if not _UNRELATED.search(_describe(element)):
                page.find(place).append(_copy(element))
    return page


def _copy(element: "HtmlElement") -> "HtmlElement":
    """A copy of the element; as `<time>` if it says the date as RDFa or microdata do."""
    copied = deepcopy(element)
    copied.tail = None
    if element.tag not in ("meta", "abbr", "time", "script", "link"):
        copied.tag = "time"
        copied.set("datetime", element.get("content", ""))
    return copied


def _describe(element: "HtmlElement") -> str:
    """What an element is for, by its attributes."""
    names = ("name", "property", "itemprop", "class", "id", "http-equiv")
    return " ".join(element.get(name, "") for name in names)


def _list_strings(page: "HtmlElement") -> list[str]:
    """All text and attribute values of the page."""
    return [str(text) for text in page.xpath("//text() | //@*")]


def _names_day(text: str, day: date) -> bool:
    """Whether year and day are written there, not only a month or a year."""
    numbers = {int(number) for number in re.findall(r"[0-9]{1,4}(?![0-9])", text)}
    return {day.year, day.day} <= numbers or f"{day:%Y%m%d}" in text
