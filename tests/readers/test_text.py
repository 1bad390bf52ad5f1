from collections.abc import Callable

import pytest

from pipeline.records import Document

ReadOne = Callable[..., Document]
Refuse = Callable[..., str]


@pytest.mark.parametrize("suffix", ["txt", "text", "md", "markdown", "TXT"])
def test_a_text_is_taken_as_it_stands(read_one: ReadOne, suffix: str) -> None:
    document = read_one(f"note.{suffix}", "  Été à Gao. \n\n# Titre\n ".encode())
    assert document.text == "  Été à Gao. \n\n# Titre\n "
    assert document.doc_id == "note"
    assert document.source.endswith(f"note.{suffix}")
    assert (document.title, document.url, document.published, document.language) == (None,) * 4


def test_line_ends_become_newlines(read_one: ReadOne) -> None:
    assert read_one("a.txt", b"a\r\nb\rc\nd\r\r\n").text == "a\nb\nc\nd\n\n"


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", "\u00a0\u2003".encode()])
def test_an_empty_text_is_refused(refuse: Refuse, data: bytes) -> None:
    assert refuse("a.txt", data) == "empty file"


def test_a_binary_file_is_refused(refuse: Refuse) -> None:
    assert refuse("a.txt", b"\x7fELF\x02\x01\x01\x00\x00") == "binary file, not text"
