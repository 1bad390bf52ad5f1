import io
from collections.abc import Callable

import pytest
from pypdf import PageObject, PdfReader, PdfWriter

from pipeline.records import Document

ReadOne = Callable[..., Document]
Refuse = Callable[..., str]


def make_pdf(*pages: str) -> bytes:
    """A PDF written by hand, each page with the lines of its text."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        lines = "".join(f"({line}) Tj T* " for line in page.split("\n") if line)
        stream = f"BT /F1 12 Tf 14 TL 50 700 Td {lines}ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def rewrite(data: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    """The PDF after a change made with pypdf."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(data)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


PDF = make_pdf(
    "Bangui, 3 mai 2019\nTrois Casques bleus tués à Bria, a dit la mis-\nsion.", "Page 2"
)


def test_pages_are_joined_by_a_blank_line_and_hyphens_left(read_one: ReadOne) -> None:
    assert read_one("a.pdf", PDF).text == (
        "Bangui, 3 mai 2019\nTrois Casques bleus tués à Bria, a dit la mis-\nsion.\n\nPage 2"
    )


def test_a_title_is_taken_but_no_date(read_one: ReadOne) -> None:
    metadata = {"/Title": "Rapport S/2019/1", "/CreationDate": "D:20190503120000Z"}
    document = read_one("a.pdf", rewrite(PDF, lambda pdf: pdf.add_metadata(metadata)))
    assert document.title == "Rapport S/2019/1"
    assert document.published is None


def test_a_pdf_without_title(read_one: ReadOne) -> None:
    assert read_one("a.pdf", PDF).title is None


def test_a_damaged_title_does_not_lose_the_text(
    read_one: ReadOne, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PdfReader, "metadata", property(lambda _: 1 / 0))
    assert "Bangui" in read_one("a.pdf", PDF).text


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_an_encrypted_pdf_that_everyone_may_open(read_one: ReadOne, algorithm: str) -> None:
    data = rewrite(PDF, lambda pdf: pdf.encrypt("", "owner", algorithm=algorithm))
    assert "Trois Casques bleus" in read_one("a.pdf", data).text


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_with_a_password(refuse: Refuse, algorithm: str) -> None:
    data = rewrite(PDF, lambda pdf: pdf.encrypt("secret", algorithm=algorithm))
    assert refuse("a.pdf", data) == "password-protected PDF"


def test_a_pdf_of_pictures(refuse: Refuse) -> None:
    assert refuse("a.pdf", make_pdf("", "")) == "PDF without a text layer"


def test_too_many_pages(refuse: Refuse, read_one: ReadOne) -> None:
    assert refuse("a.pdf", PDF, max_pages=1) == "2 pages, over the limit of 1"
    assert read_one("b.pdf", PDF, max_pages=2)


def test_extraction_stops_at_the_character_limit(
    refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make_pdf("x" * 60, "x" * 60, "never read")
    extract, calls = PageObject.extract_text, list[PageObject]()

    def extract_and_note(page: PageObject) -> str:
        calls.append(page)
        return extract(page)

    monkeypatch.setattr(PageObject, "extract_text", extract_and_note)
    reason = refuse("a.pdf", data, max_document_chars=100)
    assert reason == "more than the limit of 100 characters"
    assert len(calls) == 2


@pytest.mark.parametrize("data", [b"Not a PDF at all", b"<html>%PD</html>"])
def test_what_is_no_pdf(refuse: Refuse, data: bytes) -> None:
    assert refuse("a.pdf", data) == "not a PDF file"


@pytest.mark.parametrize("length", [9, 100, 300, 600])
def test_a_truncated_pdf_is_one_quiet_record(
    refuse: Refuse, length: int, capfd: pytest.CaptureFixture[str]
) -> None:
    refuse("a.pdf", PDF[:length])
    assert capfd.readouterr() == ("", "")


def test_a_repaired_pdf_is_read_quietly(
    read_one: ReadOne, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    read_one("a.pdf", PDF.replace(b"startxref\n", b"startxref\n9"))
    assert capfd.readouterr() == ("", "")
    assert not caplog.records
