"""Offsets as JavaScript counts them, in UTF-16 code units, turned into code points."""


def from_utf16(text: str, offset: int) -> int | None:
    """The code point that starts at a UTF-16 offset; None inside a pair or behind the text."""
    units = 0
    for position, char in enumerate(text):
        if units >= offset:
            return position if units == offset else None
        units += 2 if ord(char) > 0xFFFF else 1
    return len(text) if units == offset else None


def locate(text: str, start: int, end: int, quote: str | None) -> tuple[int, int] | None:
    """The span in code points of what a tool says it is, by its quote; None if it is neither.

    Tools of which some versions count UTF-16 code units tell the marked text with the offsets.
    """
    if quote is None or text[start:end] == quote:
        return start, end
    first, last = from_utf16(text, start), from_utf16(text, end)
    if first is None or last is None or text[first:last] != quote:
        return None
    return first, last
