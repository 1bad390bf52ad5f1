"""No input is slow: four times the text may cost four times as much, and not much more."""

from itertools import islice
from time import process_time

import pytest

from pipeline.acronyms import find_definitions
from pipeline.components.items import Items
from pipeline.datelines import find_inline_label
from pipeline.dates import find_dates
from pipeline.lexicon.layout import load_layout
from pipeline.reading import Reading
from pipeline.records import Document
from pipeline.stages.annotate import load_language
from pipeline.stages.detect import detect
from pipeline.stages.segment import segment

FACTOR = 4
MOST = 2.2
"""How much dearer a character of the longer text may be; where the time is quadratic, 4."""
TRIES = 4
OPENING = "Two peacekeepers were killed in Mali.\n\n"


def of(piece):
    """A text of so many characters that says one thing again and again."""
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def each(pattern, size):
    """The same, each time with other numbers and letters."""
    made = (
        pattern.format(n=n, day=1 + n % 28, year=1990 + n // 28 % 30, a=_name(n), b=_name(n * 7))
        for n in range(size)
    )
    length = len(pattern)
    return "".join(islice(made, size // length))


def _name(number):
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "".join(letters[number // 26**place % 26] for place in range(3)).title()


STAGES = {
    "segment": lambda text: segment(Document(doc_id="a", source="a", text=text)),
    "definitions": find_definitions,
    "dates en": lambda text: find_dates(text, "en"),
    "dates fr": lambda text: find_dates(text, "fr"),
    "reading": Reading.of,
    "detect": detect,
    "items": Items,
    "label": find_inline_label,
    "tokens": lambda text: load_language("en").make_doc(text),
    "layout": lambda text: load_layout().is_navigation(" ".join(text.split())),
}
CHEAP = {
    "brackets": lambda size: "(" * (size // 2) + ")" * (size // 2),
    "digits": of("1"),
    "blanks": lambda size: "A" + " " * size + "B",
    "tabs": lambda size: "A" + "\t " * (size // 2) + "B",
    "empty lines": lambda size: "A" + " \n" * (size // 2) + "B",
    "long word": lambda size: "1 2 3 " + "a" * size + " b c d",
    "signs": of("|·-"),
    "numbers": of("12, 34 and 56, "),
    "pages": of("1 2 3 "),
    "same datelines": of("26 Nov 2017\n"),
    "datelines": lambda size: each("{day} Nov {year} | New York\nText of it.\n\n", size),
    "days": of("5 May\n"),
    "days and menus": lambda size: "Home\n" * (size // 10) + "NEW YORK, 24 May\n" * (size // 34),
    "credits": lambda size: "© 2020 A\n" * (size // 18) + "A line of text.\n" * (size // 30),
    "years": of("in 2017 "),
    "months": of("May "),
    "acronyms": of("United Nations Mission (UNM) "),
    "open acronyms": of("UNAB ("),
    "glossary": of("UN :   "),
    "marks": of("a\u0301\u200b"),
    "headings": of("Heading line\n\n"),
    "bullets": of("- a thing\n"),
    "labels": of("published on "),
    "dashes": of("Gao — "),
}
WHOLE = {
    "brackets": lambda size: "(" * (size // 2) + ")" * (size // 2),
    "signs": of("%"),
    "long word": of("Aa-b/"),
    "list of numbers": of("12, 34 and 56, "),
    "number words": of("twenty-two, "),
    "no full stop": of("two peacekeepers from Chad were killed and "),
    "commas": of(","),
    "attacks": lambda size: each("On {day} May, {n} soldiers were killed near Gao. ", size),
    "other news between": lambda size: each(
        "On {day} May, {n} soldiers were killed near Gao. The day was {a}. ", size
    ),
    "items": lambda size: each("- On {day} May, {n} soldiers were killed near Gao.\n", size),
    "datelines": lambda size: each("{day} Nov {year} | New York\nTwo were killed.\n\n", size),
    "definitions": lambda size: each("United Mission {a}ba (UM{day}{a}) ", size),
    "persons": lambda size: each("Mr. {a}on {b}ulu said so. ", size),
    "meetings": lambda size: each("Remarks by the President of {a} at the {n}th meeting.\n", size),
    "places": of("Gao, Kidal, Mopti, Bangassou-Kongbo axis, "),
    "quotes": of('"a '),
}


DENSE = dict.fromkeys(("brackets", "signs", "commas", "quotes"), 800)
"""Texts in which every character is a token: less of them takes as long."""


def growth(work, make, size):
    """How much dearer a character of the longer text is, at best, in a few tries."""
    texts = [OPENING + make(size), OPENING + make(size * FACTOR)]
    best = float("inf")
    for _ in range(TRIES):
        spent = []
        for text in texts:
            start = process_time()
            work(text)
            spent.append(process_time() - start)
        best = min(best, spent[1] / max(spent[0], 1e-3) / FACTOR)
        if best < MOST:
            break
    return best


@pytest.mark.parametrize("text", CHEAP)
@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_is_linear(stage, text):
    assert growth(STAGES[stage], CHEAP[text], 6000) < MOST


@pytest.mark.parametrize("text", WHOLE)
def test_the_whole_pipeline_is_linear(extractor, text):
    def work(given):
        assert extractor.extract(given, language="en", published="2017-05-10").failures == []

    assert growth(work, WHOLE[text], DENSE.get(text, 2400)) < MOST
