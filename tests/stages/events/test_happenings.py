"""Which happenings with harm a text tells, and what becomes of repeated and corrected figures."""

import tomllib
from pathlib import Path

import pytest

import pipeline

QUIET = Path(__file__).parents[2] / "cases" / "quiet.toml"
HARM = {"attack", "clash", "abduction", "violation", "accident", "illness", "death", "toll"}


@pytest.fixture(scope="module")
def nlp():
    return pipeline.load()


def harm(nlp, text, language="en"):
    events = told(nlp, text, language)
    return [event for event in events if event.assertion in ("asserted", "attempted")]


def told(nlp, text, language="en"):
    events = nlp.extract(text, published="2019-05-10", language=language).events
    return [event for event in events if event.type in HARM]


def rows(event):
    return [
        f"{row.outcome} {row.count} {row.victim}" + " included" * row.included
        for row in event.casualties
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param(language, text, id=text[:50])
        for language, texts in tomllib.loads(QUIET.read_text("utf-8")).items()
        for text in texts
    ],
)
def test_a_near_miss_reports_no_harm(nlp, language, text):
    assert harm(nlp, text, language) == []


def test_the_last_toll_stands_for_all_figures_before_it(nlp):
    [event] = harm(
        nlp,
        "Three peacekeepers were killed and eight injured in Kidal. "
        "The toll now stands at four dead and nine injured.",
    )
    assert rows(event) == ["killed 4 peacekeeper", "injured 9 peacekeeper"]


def test_one_counted_as_injured_who_dies_is_counted_once(nlp):
    [event] = harm(
        nlp, "One peacekeeper was injured in an ambush near Gao. He succumbed to his wounds."
    )
    assert rows(event) == ["killed 1 peacekeeper"]


def test_some_of_the_injured_who_die_are_no_longer_injured(nlp):
    [event] = harm(nlp, "Four peacekeepers were wounded in an attack. One of them died later.")
    assert rows(event) == ["injured 3 peacekeeper", "killed 1 peacekeeper"]


def test_a_person_referred_to_again_is_counted_once(nlp):
    [event] = harm(
        nlp, "An aid worker was shot dead in Bossaso. The aid worker was killed at his home."
    )
    assert rows(event) == ["killed 1 aid_worker"]


def test_people_of_one_kind_with_one_predicate_are_one_row(nlp):
    [event] = harm(nlp, "A mother and her two children were killed in an air strike.")
    assert rows(event) == ["killed 3 civilian"]


def test_items_of_a_list_tell_of_different_happenings(nlp):
    found = harm(
        nlp,
        "In brief:\n\n* Mali: two peacekeepers were killed by a mine near Gao.\n"
        "* Lebanon: a soldier was injured in an ambush near Tyre.\n",
    )
    assert [rows(event) for event in found] == [["killed 2 peacekeeper"], ["injured 1 soldier"]]


def test_a_nationality_may_stand_in_a_sentence_of_its_own(nlp):
    [event] = harm(
        nlp, "Two peacekeepers were killed by a mine in Mali. The peacekeepers were Chadian."
    )
    assert [row.nationality for row in event.casualties] == [("TCD",)]


@pytest.mark.parametrize(
    ("text", "language", "type_", "assertion"),
    [
        (
            "There is no truth to the rumour that a peacekeeper was abducted near Gao.",
            "en",
            "abduction",
            "negated",
        ),
        ("The exercise simulated an attack on a convoy.", "en", "attack", "hypothetical"),
        ("L'exercice simulait l'attaque d'un convoi.", "fr", "attack", "hypothetical"),
        ("Aucune roquette n'est tombée, aucune attaque n'a eu lieu.", "fr", "attack", "negated"),
    ],
)
def test_what_is_denied_or_played_is_told_as_such(nlp, text, language, type_, assertion):
    [event] = told(nlp, text, language)
    assert (event.type, event.assertion, event.casualties) == (type_, assertion, ())


def test_where_the_dead_are_from_is_not_where_it_happened(nlp):
    [event] = harm(
        nlp,
        "3 casques bleus du Bangladesh tués dimanche\n\n"
        "Une explosion a causé la mort des trois Casques bleus au Mali.",
        "fr",
    )
    assert rows(event) == ["killed 3 peacekeeper"]
    assert event.casualties[0].nationality == ("BGD",)


def test_a_round_figure_gives_way_to_the_exact_one(nlp):
    [event] = harm(
        nlp,
        "Mali : près de cent soldats tués à Indelimane\n\n"
        "Quatre-vingt-onze militaires ont été tués et 37 blessés mardi à Indelimane.",
        "fr",
    )
    assert rows(event) == ["killed 91 soldier", "injured 37 soldier"]


def test_people_who_a_title_calls_civilians_are_civilians_below(nlp):
    [event] = harm(
        nlp,
        "Beni : cinq civils tués à Mavivi\n\n"
        "Cinq personnes ont été tuées et trois autres enlevées mardi à Mavivi.",
        "fr",
    )
    assert rows(event) == ["killed 5 civilian", "abducted 3 civilian"]


def test_foreign_soldiers_are_peacekeepers_only_where_the_un_is_spoken_of(nlp):
    text = "Deux soldats français ont été tués mardi près de Kidal, au Mali."
    [event] = harm(nlp, text, "fr")
    assert rows(event) == ["killed 2 soldier"]
    [event] = harm(nlp, text + " La MINUSMA condamne cette attaque.", "fr")
    assert rows(event) == ["killed 2 peacekeeper"]


def test_wounded_who_die_later_are_part_of_the_newer_toll(nlp):
    [event] = harm(
        nlp,
        "Le bilan de l'accident survenu dimanche est passé de six à neuf morts. "
        "Trois des blessés ont succombé lundi.",
        "fr",
    )
    assert rows(event) == ["killed 9 unspecified", "killed 3 unspecified included"]


def test_wounded_who_are_flown_out_were_counted_before(nlp):
    [event] = harm(
        nlp,
        "L'attentat a fait 39 morts et 90 blessés à Gao. La Mission a évacué 38 blessés.",
        "fr",
    )
    assert rows(event) == [
        "killed 39 unspecified",
        "injured 90 unspecified",
        "injured 38 unspecified included",
    ]
