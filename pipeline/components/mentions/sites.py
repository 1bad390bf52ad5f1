"""Places that are no towns, by the words around their names: roads, camps, hospitals, rivers."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from spacy.tokens import Doc, Span

from pipeline.components.words import words_of
from pipeline.lexicon.spelling import spellings
from pipeline.lexicon.text import load_text_words

CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
WORD = rf"{CAPITAL}(?:(?!['’]s\b)[\w'’])+(?:-\w+){{0,4}}"
NAME = rf"{WORD}(?: {WORD}){{0,4}}"
PLACE = rf"{CAPITAL}[\w'’]+(?:[ -]{CAPITAL}[\w'’]+)?"
DASH = r" ?[-–—] ?"
NOTHING = "(?!)"


def sites(
    doc: Doc, language: str, known: Collection[int], bodies: Collection[int]
) -> Iterator[Span]:
    """`LOC` spans: axes between two places, and sites that have a name.

    A site of a mission or a body (their tokens are `bodies`) has no name of its own; a name in
    front of `camp` is the place's where the lexicon knows it (`known`), else the camp's. Any
    site of a place, as in `un hôpital de Douala`, has none either.
    """
    words, text = load_text_words(language), words_of(doc).text
    for kind, pattern in _patterns(language):
        for match in pattern.finditer(text):
            span = doc.char_span(*match.span("site"), label="LOC", span_id="ruler")
            while span is not None and len(span) > 1 and span[0].is_stop and kind == "after":
                span = span[1:]  # a sentence begins: `The Sake road`
            if span is None or span[0].is_stop or span[0].lower_ in words.common:
                continue
            if kind == "before" and span.start and doc[span.start - 1].lower_ in words.indefinite:
                continue
            tokens = range(span.start, span.end)
            if any(token in bodies for token in tokens):
                continue
            if kind == "quarter" and any(token in known for token in tokens):
                continue
            yield Span(doc, span.start, span.end, label="LOC", kb_id=span.text, span_id="ruler")


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = load_text_words(language)
    joint = rf"(?:{_either(words.site_joints)} ?)?"
    axis = rf"{PLACE}{DASH}{PLACE}(?:{DASH}{PLACE}){{0,3}}"
    sources = (
        ("before", rf"\b(?P<site>{_either(words.roads_before)} {axis})"),
        ("after", rf"\b(?P<site>{axis} {_either(words.roads_after)})\b"),
        ("before", rf"\b(?P<site>{_either(words.sites_before)} {joint}(?:\d+-)?{NAME})"),
        ("after", rf"\b(?P<site>{NAME} {_either(words.sites_after)})\b"),
        ("before", rf"\b(?P<site>{_either(words.sites_numbered)}[ -]?\d+(?:-\d+)?)\b"),
        ("name", rf"\b{_either(words.quarters_before)} (?P<site>{NAME})"),
        ("quarter", rf"\b{_either(words.quarters_before)} {joint}(?P<site>{NAME})"),
        ("quarter", rf"\b(?P<site>{NAME}) {_either(words.quarters_after)}\b"),
    )
    return tuple((kind, re.compile(source)) for kind, source in sources)


def _either(words: tuple[str, ...]) -> str:
    """A pattern for any of the words in any case and spelling; for nothing where there are none."""
    ways = sorted({way for word in words for way in spellings(word)}, key=len, reverse=True)
    return f"(?i:{'|'.join(map(re.escape, ways))})" if ways else NOTHING
