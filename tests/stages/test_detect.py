"""Languages: plain texts of many, short ones of none, and the same answer every time."""

import pytest

from pipeline.stages import detect as module
from pipeline.stages.detect import clear_language, detect, detect_entry, sample_of

ENGLISH = (
    "The convoy was on its way to the camp when it came under fire from both sides of the road."
)
FRENCH = (
    "Le convoi était en route vers le camp quand il a essuyé des tirs des deux côtés de la route."
)
PLAIN_FRENCH = "Il est sur la route avec les soldats et ils sont dans le camp pour la nuit."
GERMAN = "Der Konvoi war auf dem Weg in das Lager, als er von beiden Seiten beschossen wurde."
SPANISH = "El convoy iba de camino al campamento cuando fue atacado desde los dos lados del camino."
RUSSIAN = "Колонна направлялась в лагерь, когда её обстреляли с обеих сторон дороги."


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (FRENCH, "fr"), (GERMAN, "de"), (SPANISH, "es"), (RUSSIAN, "ru")],
)
def test_tells_the_language_of_a_sentence(text, language):
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "ok", "12 345", "--- *** ---", "UN", "?!" * 400])
def test_too_little_text_tells_nothing(text):
    assert detect(text) == "und"
    assert detect(text, "fr") == "fr"


def test_the_answer_does_not_depend_on_what_was_asked_before():
    doubtful = "Commission Mission Division Direction Section Station Position"
    first = detect(doubtful)
    for other in (FRENCH, ENGLISH, GERMAN, RUSSIAN):
        detect(other)
    assert detect(doubtful) == first


def test_plain_function_words_need_no_langdetect(monkeypatch):
    def refuse(sample):
        raise AssertionError(sample)

    monkeypatch.setattr(module, "_ask_langdetect", refuse)
    assert (detect(ENGLISH), detect(PLAIN_FRENCH)) == ("en", "fr")


def test_a_sample_is_bounded_and_takes_in_the_end():
    text = "a" * 5000 + "b" * 5000 + "c" * 5000
    sample = sample_of(text)
    assert len(sample) < 1000
    assert {"a", "b", "c"} <= set(sample)
    assert sample_of("short") == "short"


def test_function_words_of_two_languages_leave_a_doubt():
    assert clear_language("the of and le la les des of the et de la and the") is None
    assert clear_language("") is None
    assert clear_language(RUSSIAN) is None


def test_an_entry_in_another_language_than_its_page_is_told():
    assert detect_entry(f"{FRENCH} {FRENCH}", "en") == "fr"
    assert detect_entry(f"{ENGLISH} {ENGLISH}", "fr") == "en"
    assert detect_entry(f"{ENGLISH} {ENGLISH}", "en") == "en"


def test_a_short_entry_has_the_language_of_its_page():
    assert detect_entry("Le convoi est à Bria.", "en") == "en"
    assert detect_entry("26 Nov 2017 | New York", "fr") == "fr"


def test_function_words_decide_where_langdetect_gives_up():
    assert detect("Armed men attacked the village of Ber, killing nine.") == "en"
    assert detect("Ber, Gao, Kidal, Ménaka, Mopti, Ségou") not in ("en", "fr")
