"""Quotes are cut where marks begin and end, in code points."""

from pipeline.records import Evidence
from pipeline.report.quotes import Mark, cut_quotes

TEXT = "𝔸 bomb hurt two Chadians 🙏 near Kidal. Later three died."


def quote(words):
    start = TEXT.index(words)
    return Evidence.cut(TEXT, start, start + len(words))


def mark(words, label):
    found = quote(words)
    return Mark(found.start, found.end, label)


def test_pieces_carry_the_labels_that_hold_for_them():
    marks = [mark("hurt two Chadians", "injured"), mark("Chadians", "NORP"), mark("Kidal", "GPE")]
    [pieces] = cut_quotes([quote("𝔸 bomb hurt two Chadians 🙏 near Kidal.")], marks)
    assert pieces == [
        ("𝔸 bomb ", ()),
        ("hurt two ", ("injured",)),
        ("Chadians", ("injured", "NORP")),
        (" 🙏 near ", ()),
        ("Kidal", ("GPE",)),
        (".", ()),
    ]


def test_a_quote_inside_another_is_told_once_and_one_outside_for_itself():
    told = [quote("two Chadians"), quote("bomb hurt two Chadians"), quote("three died")]
    quotes = cut_quotes(told, [mark("three died", "killed")])
    assert quotes == [[("bomb hurt two Chadians", ())], [("three died", ("killed",))]]


def test_a_mark_over_the_border_is_cut():
    [pieces] = cut_quotes([quote("near Kidal")], [mark("Kidal. Later", "GPE")])
    assert pieces == [("near ", ()), ("Kidal", ("GPE",))]
