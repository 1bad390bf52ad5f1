"""Bytes to text: Unicode where the bytes are Unicode, else the encoding they most likely have.

UTF-8 is never guessed wrong, so it comes first. Among the rest, French and other Western
European text must always come out right; statistics on a few accented letters do not give that,
so they are only asked about bytes that cannot be Western European prose.
"""

import codecs
import re
from collections.abc import Sequence

from pipeline.readers.base import UnreadableError

# UTF-32 before UTF-16: the mark of one starts with the mark of the other.
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
NON_LATIN = ("cp1251", "koi8_r", "iso8859_5", "cp1256", "iso8859_6", "gb18030")
DOS_AND_MAC = ("cp850", "mac_roman")

_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MULTI_BYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# What French and English need in UTF-8; as single bytes, `Ã©`, `Å“` or `â€™`, never written.
_LATIN_MULTI_BYTE = re.compile(rb"[\xc2\xc3\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]|\xe2\x82\xac")
# The end of a word in capitals and a no-break space or quotation mark: by chance also UTF-8.
_CAPITAL_AND_SIGN = re.compile(rb"(?<=[A-Z])[\xc7-\xdb][\x85\x91-\x94\xa0\xab\xbb]")
# No Western European word has three accented letters in a row.
_FOREIGN_LETTERS = re.compile(rb"[\xc0-\xff]{3,}")
# Inside a word, these are accented letters in DOS or Mac code pages and nothing in Windows'.
_DOS_OR_MAC_LETTER = re.compile(rb"[A-Za-z][\x82\x84\x87\x88\x8d-\x90][a-z]")
# In ISO-8859-15 the euro sign beside a figure, or œ and Œ in a word, where cp1252 has ¤ ½ ¼.
_LATIN_9_SIGN = re.compile(rb"[0-9][ \xa0]?\xa4|\xa4[ \xa0]?[0-9]|(?<![0-9])[\xbc\xbd](?=[A-Za-z])")


def decode(data: bytes) -> str:
    """The text of the bytes; raises `UnreadableError`, a `ValueError`, if they are none."""
    text = _decode_marked(data)
    if text is None:
        text = _decode_utf_16(data) if 0 in data else _decode_unmarked(data)
    if "\0" in text or len(_CONTROL.findall(text)) > 1 + len(text) // 50:
        raise UnreadableError("binary file, not text")
    return text


def has_byte_order_mark(data: bytes) -> bool:
    """Whether the bytes say themselves which Unicode encoding they are in."""
    return data.startswith(tuple(BYTE_ORDER_MARKS))


def _decode_marked(data: bytes) -> str | None:
    """The text after a byte order mark, None if there is no mark."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                name = encoding[:6].rstrip("-").upper()
                position = len(mark) + error.start
                raise UnreadableError(f"not valid {name} at byte {position}") from None
    return None


def _decode_utf_16(data: bytes) -> str:
    """The text of UTF-16 without a mark: nearly all its high bytes are small."""
    low_first = data[1::2].count(0) > data[::2].count(0)
    highs = data[1::2] if low_first else data[::2]
    small = sum(high <= 0x20 for high in highs)
    if small < 0.9 * len(highs):
        raise UnreadableError("binary file, not text")
    try:
        return data.decode("utf-16-le" if low_first else "utf-16-be")
    except UnicodeDecodeError:
        raise UnreadableError("binary file, not text") from None


def _decode_unmarked(data: bytes) -> str:
    """The text of UTF-8, or of a single-byte encoding if the bytes are not meant as UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf_8(data):
            raise UnreadableError(f"not valid UTF-8 at byte {error.start}") from None
        return _decode_legacy(data)


def _is_damaged_utf_8(data: bytes) -> bool:
    """Whether most non-ASCII bytes are UTF-8: then the rest is damage, not another encoding."""
    rest, valid = _MULTI_BYTE.subn(b"", _CAPITAL_AND_SIGN.sub(b"", data))
    broken = sum(byte >= 0x80 for byte in rest)
    return valid > broken or bool(_LATIN_MULTI_BYTE.search(data))


def _decode_legacy(data: bytes) -> str:
    """The text of bytes from before Unicode."""
    latin = sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in data)
    if sum(map(len, _FOREIGN_LETTERS.findall(data))) > latin:
        return _guess(data, NON_LATIN)
    if _DOS_OR_MAC_LETTER.search(data):
        return _guess(data, DOS_AND_MAC)
    try:
        return data.decode("iso8859_15" if _LATIN_9_SIGN.search(data) else "cp1252")
    except UnicodeDecodeError:
        raise UnreadableError("unknown character encoding") from None


def _guess(data: bytes, encodings: Sequence[str]) -> str:
    """The text in the encoding of these that makes the most sense of the bytes."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(encodings)).best()
    if best is None:
        raise UnreadableError("unknown character encoding")
    return data.decode(best.encoding)
