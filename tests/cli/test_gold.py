import pytest
from evaluation.builders import event, labels, mention, write_corpus, write_labels

from pipeline.cli import main

GOOD = labels(entities=[mention("GPE", "Bria")], events=[event()])


def test_good_gold_passes(tmp_path, capsys):
    corpus = write_corpus(tmp_path, GOOD)
    assert main(["gold", "check", str(corpus)]) == 0
    assert capsys.readouterr().out == "1 documents, 2 entries, 1 entities, 1 events: no problem\n"


def test_bad_gold_fails_with_every_problem(tmp_path, capsys):
    corpus = write_corpus(tmp_path, labels(events=[event(country="XXX", mission=["Y"])]))
    assert main(["gold", "check", str(corpus)]) == 1
    out = capsys.readouterr().out
    assert "events.jsonl, line 1: country: no country 'XXX'" in out
    assert "events.jsonl, line 1: mission.0: no mission 'Y'" in out
    assert out.endswith("2 problems\n")


@pytest.mark.parametrize("gone", ["documents", "gold"])
def test_a_corpus_without_documents_or_gold_fails(tmp_path, gone):
    corpus = write_corpus(tmp_path, GOOD)
    (corpus / gone).rename(tmp_path / "gone")
    assert main(["gold", "check", str(corpus)]) in (1, 2)


def test_agreement_is_printed(tmp_path, capsys):
    corpus = write_corpus(tmp_path, GOOD)
    other = write_labels(tmp_path / "other", labels(events=[event("clash")]))
    assert main(["gold", "agreement", str(corpus / "gold"), str(other)]) == 0
    out = capsys.readouterr().out
    assert "1 documents labelled by both." in out
    assert "| roles.type | 0.000 |" in out
