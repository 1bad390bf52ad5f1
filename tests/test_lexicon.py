"""Every data file below models/lexicon: its schema, its uniqueness, and how it fails."""

import json
import re
import tomllib
from collections import Counter

import pytest

from pipeline import resources
from pipeline.errors import LexiconError
from pipeline.lexicon import casualty, dates, events, layout, names, text
from pipeline.lexicon.names import FILES, iter_names, load_rows
from pipeline.lexicon.spelling import spellings, strip_accents
from pipeline.resources import lexicon_file, models_folder

LEXICON = models_folder() / "lexicon"
ROW_FILES = sorted(path.name for path in LEXICON.glob("*.jsonl"))
LANGUAGES = sorted(path.name for path in LEXICON.iterdir() if path.is_dir())
LOADERS = {
    "casualty.toml": casualty.load_casualty_words,
    "dates.toml": dates.load_date_words,
    "events.toml": events.load_event_words,
    "text.toml": text.load_text_words,
}
ALPHA3 = re.compile(r"[A-Z]{3}")
FREE_TABLES = {
    # Tables whose keys are the language's own words.
    ("dates.toml", "months"),
    ("dates.toml", "relative"),
    ("dates.toml", "periods"),
    ("dates.toml", "told"),
    ("dates.toml", "holidays"),
    ("text.toml", "forces"),
    ("text.toml", "headships"),
    ("text.toml", "of"),
    ("events.toml", "units"),
    ("casualty.toml", "counts.plenty"),
    ("casualty.toml", "counts.about"),
}


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """A function that puts a file in place of one of the lexicon's."""

    def write(name, content):
        path = tmp_path / "lexicon" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")

    monkeypatch.setattr(resources, "models_folder", lambda: tmp_path)
    loaders = [names.load_rows, layout.load_layout, *LOADERS.values()]
    for loader in loaders:
        loader.cache_clear()
    yield write
    for loader in loaders:
        loader.cache_clear()


def countries():
    return {row.canonical for row in load_rows("countries.jsonl")}


# The files as they are


def test_every_file_of_names_is_declared():
    assert set(ROW_FILES) == {*FILES, "acronyms.jsonl"}


@pytest.mark.parametrize("file", ROW_FILES)
def test_every_row_has_the_shape(file):
    lines = [line for line in lexicon_file(file).read_text("utf-8").splitlines() if line.strip()]
    assert len(load_rows(file)) == len(lines) > 0


@pytest.mark.parametrize("file", [name for name in ROW_FILES if name != "places.jsonl"])
def test_no_canonical_stands_twice_in_a_file(file):
    counts = Counter(row.canonical for row in load_rows(file))
    assert [name for name, count in counts.items() if count > 1] == []


def test_no_place_stands_twice_in_the_same_region():
    counts = Counter(
        (row.canonical, row.country, row.admin1, row.kind) for row in load_rows("places.jsonl")
    )
    assert [place for place, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("file", ROW_FILES)
def test_no_acronym_stands_for_two_things_in_a_file(file):
    claims = {}
    for row in load_rows(file):
        for acronym in row.acronyms:
            claims.setdefault(acronym, set()).add(row.canonical)
    assert {acronym: rows for acronym, rows in claims.items() if len(rows) > 1} == {}


@pytest.mark.parametrize("file", ROW_FILES)
def test_no_name_is_empty_or_has_blanks_around_it(file):
    written = [
        name
        for row in load_rows(file)
        for group in (row.acronyms, *row.names.values(), *row.demonyms.values(), row.capitals)
        for name in (*group, row.canonical)
    ]
    assert [name for name in written if not name or name != " ".join(name.split())] == []


@pytest.mark.parametrize("file", ROW_FILES)
def test_names_are_given_for_known_languages_only(file):
    spoken = {language for row in load_rows(file) for language in (*row.names, *row.demonyms)}
    assert spoken <= {*LANGUAGES, "es", "pt", "ar"}


def test_every_country_has_an_alpha_3_code_and_a_name():
    for row in load_rows("countries.jsonl"):
        assert ALPHA3.fullmatch(row.canonical), row.canonical
        assert any(row.names.values()), row.canonical


@pytest.mark.parametrize("file", ROW_FILES)
def test_every_country_that_a_row_names_is_known(file):
    named = {
        (row.canonical, code)
        for row in load_rows(file)
        for code in (*row.countries, *((row.country,) if row.country else ()))
    }
    assert {(name, code) for name, code in named if code not in countries()} == set()


def test_every_demonym_stands_for_a_country():
    for language in LANGUAGES:
        demonyms = [name for name in iter_names(language) if name.file == "countries.jsonl"]
        codes = {name.canonical for name in demonyms if name.label == "NORP"}
        assert len(codes) > 150
        assert [code for code in codes if not ALPHA3.fullmatch(code)] == []


def test_every_town_lies_in_a_country_save_where_states_dispute_it():
    towns = [row for row in load_rows("places.jsonl") if row.kind == "city"]
    without = [row for row in towns if not (row.country or row.countries)]
    assert {row.admin1 or row.canonical for row in without} == {"Abyei", "Jerusalem"}


def test_every_place_lies_on_the_globe():
    for row in load_rows("places.jsonl"):
        assert row.lat is None or -90 <= row.lat <= 90, row.canonical
        assert row.lon is None or -180 <= row.lon <= 180, row.canonical


def test_every_mission_has_its_acronym_and_expansion():
    for row in load_rows("missions.jsonl"):
        assert row.canonical in row.acronyms, row.canonical
        assert row.expansion, row.canonical


def test_no_mission_ends_before_it_starts():
    years = [(row.canonical, row.start, row.end) for row in load_rows("missions.jsonl")]
    assert [m for m in years if m[1] and m[2] and m[1] > m[2]] == []


@pytest.mark.parametrize("file", sorted(LOADERS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_file_in_its_shape(language, file):
    assert LOADERS[file](language) == LOADERS[file].__wrapped__(language)


@pytest.mark.parametrize("file", ["dates.toml", "events.toml", "text.toml"])
def test_every_language_has_the_same_keys(file):
    keys = {language: _keys(file, _read(language, file)) for language in LANGUAGES}
    assert len(keys) >= 2
    for language in LANGUAGES:
        assert keys[language] == keys["en"], language


def _read(language, file):
    return tomllib.loads((LEXICON / language / file).read_text("utf-8"))


def _keys(file, table, path=""):
    """The paths of all keys, save inside the tables that are keyed by words."""
    found = set()
    for key, value in table.items():
        here = f"{path}.{key}" if path else key
        found.add(here)
        if isinstance(value, dict) and (file, here) not in FREE_TABLES:
            found |= _keys(file, value, here)
    return found


@pytest.mark.parametrize("file", ["casualty.toml", "events.toml", "text.toml"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stands_twice_in_a_list(language, file):
    twice = [
        (path, word)
        for path, words in _lists(_read(language, file))
        for word, count in Counter(words).items()
        if count > 1
    ]
    assert twice == []


def _lists(table, path=""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _lists(value, f"{path}.{key}")
        elif isinstance(value, list) and all(isinstance(word, str) for word in value):
            yield f"{path}.{key}", value


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_months_and_weekdays_have_a_name(language):
    words = dates.load_date_words(language)
    assert set(words.months.values()) == set(range(1, 13))
    assert set(words.weekdays.values()) == set(range(7))


def test_the_layout_is_written_as_it_is_compared():
    lines = tomllib.loads((LEXICON / "layout.toml").read_text("utf-8"))
    for key, words in lines.items():
        assert [word for word in words if word != word.casefold()] == [], key


# Files that are broken


def test_a_broken_row_is_named_by_file_and_line(broken):
    good = json.dumps({"canonical": "UNXX", "acronyms": ["UNXX"]})
    bad = json.dumps({"canonical": "UNYY", "acronyms": "UNYY"})
    broken("missions.jsonl", f"{good}\n{bad}\n")
    with pytest.raises(LexiconError, match=r"missions\.jsonl, line 2: acronyms: "):
        load_rows("missions.jsonl")


def test_an_unknown_field_is_named(broken):
    broken("groups.jsonl", json.dumps({"canonical": "X", "colour": "red"}))
    with pytest.raises(LexiconError, match=r"groups\.jsonl, line 1: colour: Extra inputs"):
        load_rows("groups.jsonl")


def test_a_label_outside_the_codebook_is_named(broken):
    broken("groups.jsonl", json.dumps({"canonical": "X", "label": "GANG"}))
    with pytest.raises(LexiconError, match=r"groups\.jsonl, line 1: label: "):
        load_rows("groups.jsonl")


@pytest.mark.parametrize("line", ["{not json", '["a", "list"]', '"text"'])
def test_a_line_that_is_no_object_is_named_by_file_and_line(broken, line):
    broken("places.jsonl", json.dumps({"canonical": "A"}) + f"\n{line}\n")
    with pytest.raises(LexiconError, match=r"places\.jsonl.*line 2"):
        load_rows("places.jsonl")


def test_a_missing_file_is_named(broken):
    broken("other.jsonl", "")
    with pytest.raises(LexiconError, match=r"roles\.jsonl"):
        load_rows("roles.jsonl")


@pytest.mark.parametrize("file", sorted(LOADERS))
def test_a_toml_file_that_is_none_is_named(broken, file):
    broken(f"en/{file}", "words = [\n")
    with pytest.raises(LexiconError, match=re.escape(file)):
        LOADERS[file]("en")


@pytest.mark.parametrize("file", sorted(LOADERS))
def test_a_toml_file_without_its_keys_is_named(broken, file):
    broken(f"en/{file}", "[colours]\nred = 1\n")
    with pytest.raises(LexiconError, match=rf"en/{re.escape(file)}: "):
        LOADERS[file]("en")


def test_a_layout_without_its_keys_is_named(broken):
    broken("layout.toml", "navigation = []\n")
    with pytest.raises(LexiconError, match=r"layout\.toml: "):
        layout.load_layout()


# What is made of them


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("Ménaka", ["Ménaka", "Menaka"]),
        ("Côte d'Ivoire", ["Côte d'Ivoire", "Côte d’Ivoire", "Cote d'Ivoire", "Cote d’Ivoire"]),
        ("Bria", ["Bria"]),
    ],
)
def test_a_name_may_lack_its_accents_and_have_curly_apostrophes(name, ways):
    assert sorted(spellings(name)) == sorted(ways)


def test_strips_accents_only():
    assert strip_accents("Août à Ndélé, œuvre") == "Aout a Ndele, œuvre"


def test_a_french_page_may_use_english_mission_names_but_no_english_demonyms():
    found = {(name.text, name.label) for name in iter_names("fr")}
    assert ("United Nations Interim Force in Lebanon", "MISSION") in found
    assert ("FINUL", "MISSION") in found
    assert ("malien", "NORP") in found
    assert ("Malian", "NORP") not in found


def test_a_mission_has_one_canonical_in_every_language():
    canonical = {name.text: name.canonical for name in iter_names("fr") if name.label == "MISSION"}
    assert canonical["FINUL"] == canonical["UNIFIL"] == "UNIFIL"


def test_an_acronym_matches_letter_by_letter_and_a_name_does_not():
    case = {(name.text, name.label): name.case for name in iter_names("en")}
    assert case["UNIFIL", "MISSION"] == "exact"
    assert case["Mali", "GPE"] == "initial"
    assert case["mortar", "WEAPON"] == "any"


def test_acronyms_have_their_english_expansion():
    known = names.expansions()
    assert known["UNIFIL"] == known["FINUL"] == "United Nations Interim Force in Lebanon"
    assert known["AOR"] == "area of responsibility"
    assert "Nowhere" not in known


def test_places_are_known_by_folded_name_and_by_country():
    assert {"gao", "bria", "new york", "mali"} <= names.known_places()
    assert "convoy" not in names.known_places()
    assert names.place_countries()["Bria"] == {"CAF"}
    assert "MLI" in names.place_countries()["Bamako"]


def test_layout_knows_navigation_rules_and_footers():
    lines = layout.load_layout()
    assert lines.is_navigation("Press releases")
    assert lines.is_navigation("Home | What we do | Where we operate | News")
    assert lines.is_rule("----")
    assert lines.is_footer("Tags: Mali, convoy")


@pytest.mark.parametrize(
    "line",
    [
        "Press releases were burned in the square.",
        "A patrol left home | at dawn.",
        "",
        "26 Nov 2017 | New York",
        "The home of the chief, the school, the market.",
    ],
)
def test_layout_leaves_text_alone(line):
    lines = layout.load_layout()
    assert not lines.is_navigation(line)
    assert not lines.is_rule(line)
    assert not lines.is_footer(line)
