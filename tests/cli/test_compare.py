from evaluation.builders import event, labels, mention, row, write_corpus, write_labels

from pipeline.cli import main


def test_the_table_is_printed(tmp_path, capsys):
    gold = labels(entities=[mention("GPE", "Bria")], events=[event(casualties=[row("killed", 1)])])
    corpus = write_corpus(tmp_path / "corpus", gold)
    outputs = write_labels(tmp_path / "out", gold)
    assert main(["compare", str(corpus / "gold"), str(outputs)]) == 0
    assert "| total killed (en) | 1.000 | – |" in capsys.readouterr().out
