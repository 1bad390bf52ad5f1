from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.evaluation.splits import Splits, load_splits

CORPUS = Path(__file__).parents[2] / "corpus"
SPLITS = Splits(parts=3, score_parts=1)


def test_a_document_stays_where_it_is_whatever_comes_beside_it():
    # The SHA-256 of these ids starts with 5ac6a77c, 0139f459 ...; modulo 3.
    names = ["en/news-001", "en/news-002", "fr/communique-001", "fr/communique-002"]
    assert [SPLITS.split_of(name) for name in names] == ["score", "dev", "dev", "score"]


def test_about_a_third_is_for_scores():
    names = [f"en/kind-{number:03}" for number in range(600)]
    assert 160 < len(SPLITS.select(names, "score")) < 240
    assert sorted(SPLITS.select(names, "score") + SPLITS.select(names, "dev")) == names


def test_a_pattern_goes_before_the_rule():
    splits = Splits(parts=3, score_parts=1, always={"dev": ("en/*",), "score": ("fr/a-001",)})
    assert splits.select([f"en/x-{n}" for n in range(50)], "score") == []
    assert splits.split_of("fr/a-001") == "score"


def test_what_was_read_before_the_split_is_never_for_scores():
    splits = load_splits(CORPUS / "splits.toml")
    read = ["en/news-001", "en/clutter-002", "fr/presse-001", "fr/qr-002"]
    assert splits.select(read, "score") == []


def test_what_was_written_for_scores_is_for_scores():
    splits = load_splits(CORPUS / "splits.toml")
    assert splits.select(["en/release-101", "fr/depeche-116"], "dev") == []


def test_later_documents_of_the_corpus_come_under_the_rule():
    splits = load_splits(CORPUS / "splits.toml")
    later = [f"en/release-{number}" for number in range(201, 233)]
    assert splits.select(later, "score")
    assert splits.select(later, "dev")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("parts = 3\nscore_parts = 1\nthird = 1", "third"),
        ("parts = 3", "score_parts"),
        ("parts = 1\nscore_parts = 1", "parts"),
        ("parts", "splits.toml"),
    ],
)
def test_a_wrong_file_is_named(tmp_path, content, reason):
    path = tmp_path / "splits.toml"
    path.write_text(content)
    with pytest.raises(UsageError, match=reason):
        load_splits(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"none\.toml"):
        load_splits(tmp_path / "none.toml")
