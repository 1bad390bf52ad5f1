import os
from pathlib import Path

import pytest

from pipeline.readers import Source, find_sources
from pipeline.records import Failure


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder below the working folder of the test."""
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def fill(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def list_ids(*inputs: Path | str) -> list[str]:
    """The ids of the sources; `!` and the reason of a failure."""
    found = find_sources([str(given) for given in inputs])
    return [item.doc_id if isinstance(item, Source) else f"!{item.reason}" for item in found]


def test_a_folder_is_walked_in_the_order_of_its_paths(folder: Path) -> None:
    fill(folder, "b.txt", "a/z.html", "a/b/c.pdf", "a.txt", "Z.TXT", "é.md", "a-b.txt")
    assert list_ids(folder) == ["Z", "a/b/c", "a/z", "a-b", "a", "b", "é"]


def test_the_order_is_not_the_file_systems(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(folder, "a.txt", "b/c.txt", "b/d.txt", "e.txt")
    straight = list_ids(folder)
    listing = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: sorted(listing(path), reverse=True))
    assert list_ids(folder) == straight == ["a", "b/c", "b/d", "e"]


def test_inputs_keep_their_order(folder: Path) -> None:
    fill(folder, "b.txt", "sub/a.txt")
    assert list_ids(folder / "b.txt", "-", folder / "sub") == ["b", "stdin", "a"]


def test_hidden_and_other_files_are_skipped_inside_folders(folder: Path) -> None:
    fill(folder, "a.txt", ".b.txt", ".git/c.txt", "d.png", "noext", "sub/.txt", "e.json")
    assert list_ids(folder) == ["a"]


@pytest.mark.parametrize(
    ("name", "doc_id"),
    [
        ("report.v2.txt", "report.v2"),
        ("rows.jsonl", "rows"),
        ("rows.jsonl.gz", "rows"),
        ("rows.NDJSON.GZ", "rows"),
        (".hidden.txt", ".hidden"),
        ("x.htm", "x"),
        ("x.xhtml", "x"),
        ("x.docx", "x"),
    ],
)
def test_a_named_file_has_its_stem_as_id(folder: Path, name: str, doc_id: str) -> None:
    fill(folder, name)
    assert find_sources([str(folder / name)]) == [Source(folder / name, doc_id, str(folder / name))]


def test_standard_input() -> None:
    assert find_sources(["-"]) == [Source(None, "stdin", "stdin")]


def test_a_name_is_the_path_as_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(folder, "sub/a.txt")
    monkeypatch.chdir(folder.parent)
    (source,) = find_sources(["in"])
    assert isinstance(source, Source)
    assert source.name == "in/sub/a.txt"
    assert source.doc_id == "sub/a"


def test_the_gold_of_a_corpus_is_never_read(folder: Path) -> None:
    fill(folder, "documents/en/a.txt", "gold/events.jsonl", "README.md")
    assert list_ids(folder) == ["en/a"]


def test_a_corpus_without_documents_is_a_failure(folder: Path) -> None:
    fill(folder, "gold/events.jsonl")
    (folder / "documents").mkdir()
    assert list_ids(folder) == ["!no file of a supported type in this folder"]


def test_a_file_called_documents_makes_no_corpus(folder: Path) -> None:
    fill(folder, "documents", "a.txt")
    assert list_ids(folder) == ["a"]


@pytest.mark.parametrize("given", ["nowhere", "nowhere.txt", ""])
def test_an_input_that_does_not_exist(given: str) -> None:
    assert find_sources([given]) == [Failure(document=given, stage="read", reason="does not exist")]


def test_an_impossible_name_is_a_failure() -> None:
    assert list_ids("a\0b") == ["!damaged or unsupported file (ValueError: embedded null byte)"]


def test_a_name_of_stray_bytes_can_be_written(folder: Path) -> None:
    fill(folder, os.fsdecode(b"caf\xe9.txt"))
    (source,) = find_sources([str(folder)])
    assert isinstance(source, Source)
    assert source.doc_id == "caf?"
    assert source.name.encode()
    assert source.path is not None
    assert source.path.read_text() == "x"


def test_a_named_file_of_another_type(folder: Path) -> None:
    fill(folder, "a.png")
    (failure,) = find_sources([str(folder / "a.png")])
    assert isinstance(failure, Failure)
    assert failure.document.endswith("in/a.png")
    assert failure.reason.startswith("unsupported file type, not one of .txt,")


def test_an_empty_folder(folder: Path) -> None:
    assert list_ids(folder) == ["!no file of a supported type in this folder"]


def test_a_folder_that_cannot_be_listed_fails_and_the_rest_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder, "a.txt", "locked/b.txt", "z.txt")
    listing = Path.iterdir

    def refuse(path: Path) -> object:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert list_ids(folder) == ["a", "!permission denied", "z"]
    assert list_ids(folder / "locked") == ["!permission denied"]


def test_links_are_followed_but_never_in_circles(folder: Path) -> None:
    fill(folder, "a/x.txt", "b/y.txt", "../other/z.txt")
    (folder / "a" / "up").symlink_to(folder)
    (folder / "a" / "self").symlink_to(folder / "a")
    (folder / "a" / "to-b").symlink_to(folder / "b")
    (folder / "b" / "to-a").symlink_to(folder / "a")
    (folder / "linked").symlink_to(folder.parent / "other")
    (folder / "loop").symlink_to(folder / "loop")
    assert list_ids(folder) == ["a/to-b/y", "a/x", "linked/z"]


def test_a_broken_link_is_found_so_that_reading_it_can_fail(folder: Path) -> None:
    (folder / "a.txt").symlink_to(folder / "gone.txt")
    assert list_ids(folder) == ["a"]
