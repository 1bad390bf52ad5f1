"""The texts that the benchmark is run on; it is itself no test."""

from itertools import islice

from pipeline.bench.measure import Measured, Speed, tables
from pipeline.bench.stream import mixed, other_news, varied

TEXT = "On 26 November 2017 the convoy left Bangassou, and Colonel Diallo met Ibrahim Traore."


def test_no_round_repeats_another():
    rounds = list(islice(varied([TEXT]), 30))
    assert len(set(rounds)) == 30
    assert all(len(text) == len(TEXT) for text in rounds)


def test_the_same_seed_gives_the_same_texts():
    assert list(islice(varied([TEXT], 7), 5)) == list(islice(varied([TEXT], 7), 5))
    assert list(islice(varied([TEXT], 7), 5)) != list(islice(varied([TEXT], 8), 5))
    assert list(islice(other_news(3), 5)) == list(islice(other_news(3), 5))


def test_figures_keep_their_length_and_words_their_place():
    [text] = islice(varied([TEXT]), 1)
    assert text.startswith("On 2")
    assert " the convoy left " in text


def test_the_slots_of_news_are_filled():
    assert not any("{" in text or "}" in text for text in islice(other_news(), 200))


def test_a_mixed_stream_has_its_share():
    stream = list(islice(mixed(iter(lambda: "harm", None), iter(lambda: "news", None), 0.02), 500))
    assert stream.count("harm") == 10


def test_the_tables_compare_with_the_first_system():
    measured = Measured(
        documents=1,
        repeats=1,
        load=0.0,
        speeds=[Speed("bluehelm", 300.0, 3.0, 100.0), Speed("other", 200.0, None, 50.0)],
        stages={"annotate": 1.5},
        two_workers=1.9,
        only_harm=21.0,
        kept=0.03,
    )
    rows = [row for _, rows in tables(measured) for row in rows]
    assert ("other", "200", "1.50 x", "–", "50") in rows
    assert ("annotate", "1.5") in rows
    assert ("share of mixed news kept", "3.0%") in rows
