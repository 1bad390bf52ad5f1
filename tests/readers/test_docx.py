import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.records import Document

ReadOne = Callable[..., Document]
Refuse = Callable[..., str]


def save(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def word() -> WordDocument:
    return docx.Document()


def test_paragraphs_and_tables_in_document_order(read_one: ReadOne, word: WordDocument) -> None:
    word.core_properties.title = "Sitrep"
    word.add_heading("Rapport", 1)
    word.add_paragraph("Bangui, 3 mai 2019")
    table = word.add_table(2, 2)
    for cell, text in zip(
        table._cells, ["Mission", "Tués", "MINUSCA", "3\ndont 1 civil"], strict=True
    ):
        cell.text = text
    word.add_paragraph("Fin\u2026")
    document = read_one("a.docx", save(word))
    assert document.text == (
        "Rapport\nBangui, 3 mai 2019\nMission\tTués\nMINUSCA\t3 dont 1 civil\nFin…"
    )
    assert document.title == "Sitrep"
    assert document.published is None


def test_a_cell_that_spans_others_is_read_once(read_one: ReadOne, word: WordDocument) -> None:
    table = word.add_table(2, 3)
    for cell, text in zip(table._cells, "abcdef", strict=True):
        cell.text = text
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "tall"
    assert read_one("a.docx", save(word)).text == "wide\ttall\nd\te"


def test_a_table_in_a_cell_is_read(read_one: ReadOne, word: WordDocument) -> None:
    cell = word.add_table(1, 1).cell(0, 0)
    cell.text = "outer"
    cell.add_table(1, 2).cell(0, 1).text = "inner"
    assert read_one("a.docx", save(word)).text == "outer inner"


@pytest.mark.parametrize(
    "wrapped",
    [
        '<w:smartTag w:element="place"><w:smartTag w:element="City">{}</w:smartTag></w:smartTag>',
        '<w:ins w:id="1" w:author="a">{}</w:ins>',
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:del w:id="2" w:author="a"><w:r><w:delText>Goma </w:delText></w:r></w:del>{}',
        '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
    ],
)
def test_names_in_tags_and_insertions_are_read(
    read_one: ReadOne, word: WordDocument, wrapped: str
) -> None:
    runs = '<w:r><w:t xml:space="preserve">in </w:t></w:r>{}<w:r><w:t>.</w:t></w:r>'.format(
        wrapped.format("<w:r><w:t>Bangui</w:t></w:r>")
    )
    word.add_paragraph("Killed")
    word.element.body[0].addnext(parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>"))
    assert read_one("a.docx", save(word)).text == "Killed\nin Bangui."


def test_paragraphs_in_a_content_control_are_read(read_one: ReadOne, word: WordDocument) -> None:
    word.add_paragraph("Before")
    control = (
        "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>Inside</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    word.element.body[0].addnext(parse_xml(control.format(nsdecls("w"))))
    assert read_one("a.docx", save(word)).text == "Before\nInside"


def test_a_bomb_is_refused_before_it_is_unpacked(
    refuse: Refuse, word: WordDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docx, "Document", lambda *_: pytest.fail("it was opened"))
    out = io.BytesIO(save(word))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.bin", bytes(1_000_000))
    reason = refuse("a.docx", out.getvalue(), max_unpacked_bytes=1_000_000)
    assert re.fullmatch(r"unpacks to 1,[0-9,]+ bytes, over the limit of 1,000,000", reason)


def test_a_document_without_text(refuse: Refuse, word: WordDocument) -> None:
    assert refuse("a.docx", save(word)) == "no text"


@pytest.mark.parametrize("data", [b"no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_what_is_no_docx(refuse: Refuse, data: bytes) -> None:
    assert refuse("a.docx", data) == "not a DOCX file, or password-protected"


def test_another_zip_file(refuse: Refuse) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert refuse("a.docx", out.getvalue()).startswith("damaged or unsupported file (")


def test_a_damaged_docx(refuse: Refuse, word: WordDocument) -> None:
    word.add_paragraph("text")
    data = save(word)
    assert refuse("a.docx", data[: len(data) // 2])
