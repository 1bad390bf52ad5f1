"""Texts made of bytes, so that a fuzzer that turns bytes over makes texts that go deep.

An even first byte: the rest is UTF-8, damaged or not. An odd one: every byte is a word, a mark
or a layout of `ATOMS`, and some open a character of any block of Unicode.
"""

import sys
from pathlib import Path

from pipeline.evaluation.splits import load_splits

CORPUS = Path(__file__).parents[2] / "corpus"
LONG = 300
ATOMS = (
    *(" ", "\n", "\n\n", "\t", ", ", ". ", "; ", ": ", " - ", " – ", " | ", "(", ")", "[", "]"),
    *("/", "-", "'", "’", '"', "“", "”", "«", "»", "…", "?", "!", "%", "*", "• ", "\r\n", "\u2028"),
    *("\x85", "\f", "\xa0", "\u202f", "\xad", "\u200b", "\u200d", "\u200e", "\u202e", "\u2066"),
    *("\ufeff", "\u0301", "é", "É", "ß", "İ", "ﬁ", "Ǆ", "１２", "٣", "²", "[1]", "†", "\U0001f600"),
    *("\x00", "\x1b[31m", "<b>", "&nbsp;", "=1+1", "\ud7ff", "\U0010ffff", "قتل", "维和", "мир"),
    *("0", "1", "3", "12", "1,200", "10 200", "1.5", "99999999", "2017", "1945", "31", "29", "00"),
    *("3-4", "12/31/2018", "2017-11-26", "26.11.2017", "COVID-19", "S/2017/1", "SG/SM/19037"),
    *("26 Nov 2017 | New York\n", "NEW YORK, 24 May (Source) — ", "Bamako, 7 April 2022 - "),
    *("Published on 17 May 2018\n", "New York, le 24 novembre 2017", "@handle · Jun 9, 2023"),
    *("May ", "mai ", "Feb 29", "31 February", "le 1er juin 2022", "Monday", "dimanche", "today"),
    *("hier", "last week", "two days ago", "il y a trois jours", "since 2013", "depuis 2013"),
    *("the night of 3 to 4 May", "between 3 and 5 May", "in early 2017", "overnight", "Easter"),
    *("one ", "two ", "three ", "un ", "deux ", "twenty-two ", "quatre-vingt ", "no ", "aucun "),
    *("at least ", "more than ", "some ", "dozens of ", "several ", "au moins ", "plus de "),
    *("peacekeeper", "peacekeepers", "casque bleu", "soldiers", "civilians", "police officer"),
    *("others", "another", "autres", "of them", "the driver", "she", "his ", "people", "a "),
    *("were killed", "killed", "wounded", "injured", "lost their lives", "a été tué", "blessés"),
    *("abducted", "missing", "died", "the death of", "succumbed", "including ", "dont ", "and "),
    *("et ", "or ", "by ", "par ", "from ", "of ", "de ", "in ", "near ", "north of ", "the "),
    *("attack", "ambush", "attaque", "IED", "mortar", "clashes", "road accident", "malaria"),
    *("Chad", "Tchad", "Mali", "Malian ", "tchadien", "Togo", "Egypt", "DRC", "Côte d’Ivoire"),
    *("Gao", "Kidal", "Ménaka", "Bangassou-Kongbo axis", "camp ", "road", "region", "Lake Chad"),
    *("MINUSMA", "UNIFIL", "FINUL", "MONUSCO", "UN", "United Nations ", "Security Council", "M23"),
    *("anti-Balaka", "JNIM", "al-Shabaab", "Al-Qaida", "gunmen", "Mission (UNM)", "(UNAB) "),
    *("Secretary-General", "Special Representative ", "Mr. ", "Jean-Pierre ", "Lacroix", "Ban "),
    *("said", "condemned", "according to ", "suspected ", "recalled ", "signed", "Remarks by "),
    *("not ", "would ", "allegedly ", "denied", "Home\n", "Share\n", "Read more\n", "----\n", "A"),
    *("a" * LONG, "A" * LONG, "1" * LONG, "(" * LONG, " " * LONG, "\n" * LONG, "-" * LONG, "é" * 9),
    *("a-" * LONG, "12, " * LONG, "\u200b" * LONG, "e\u0301" * LONG, "word " * LONG),
)
ANY_CHARACTER = 0xFC
"""From this byte on, the two that follow name any character."""
SURROGATES = range(0xD800, 0xE000)
MAX_CHARS = 3_000


def text_of(data: bytes) -> str:
    """The text that bytes stand for; the same for the same bytes, and never too long."""
    if not data or not data[0] % 2:
        return data[1:].decode("utf-8", "replace")[:MAX_CHARS]
    parts = []
    rest = iter(data[1:])
    for byte in rest:
        if byte >= ANY_CHARACTER:
            code = ((byte % 4) << 16 | next(rest, 0) << 8 | next(rest, 0)) * 5 % sys.maxunicode
            parts.append("\ufffd" if code in SURROGATES else chr(code))
        else:
            parts.append(ATOMS[byte % len(ATOMS)])
    return "".join(parts)[:MAX_CHARS]


def corpus_texts() -> list[str]:
    """The corpus documents that may be read: real layouts to mangle."""
    splits = load_splits(CORPUS / "splits.toml")
    documents = CORPUS / "documents"
    texts = {
        path.relative_to(documents).with_suffix("").as_posix(): path
        for path in sorted(documents.rglob("*.txt"))
    }
    return [texts[name].read_text("utf-8") for name in splits.select(texts, "dev")]
