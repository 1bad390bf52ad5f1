"""What a target's fuzzing starts from: real layouts, and small files of every format."""

import gzip
import io
import json
from pathlib import Path

import docx

from .texts import ATOMS, corpus_texts

SEED_CHARS = 150
PAGE = """<html lang="en"><head><title>News</title><meta charset="utf-8">
<meta property="article:published_time" content="2017-11-26T10:00:00Z"></head><body><nav><a
href="/">Home</a></nav><article><h1>Attack</h1><time datetime="2017-11-26">26 Nov 2017</time>
<p>One peacekeeper from Egypt was killed and three others were injured.</p><table><tr><td>a</td>
<td>3</td></tr></table></article><script type="application/ld+json">{"datePublished":"2017-11-26"}
</script></body></html>"""
PDF = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [4 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>
endobj
4 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >>
/Contents 5 0 R >>
endobj
5 0 obj
<< /Length 60 >>
stream
BT /F1 12 Tf 14 TL 50 700 Td (Two were killed) Tj T* ET
endstream
endobj
trailer << /Size 6 /Root 1 0 R >>
startxref
0
%%EOF"""


def write_seeds(name: str, folder: Path) -> None:
    """Fills a folder with the inputs that a target begins with."""
    for number, data in enumerate(seeds_of(name)):
        (folder / f"seed-{number:03}").write_bytes(data)


def seeds_of(name: str) -> list[bytes]:
    """The first inputs of a target."""
    texts = [text[:SEED_CHARS] for text in corpus_texts()]
    rows = [json.dumps({"id": 3, "text": text, "published": "2017-05-10"}) for text in texts[:9]]
    rows += ['{"text": 3}', '{"text": null}', "[]", '{"text": "a", "published": "2017-02-30"}', "{"]
    match name:
        case "read-text":
            return [
                text.encode(code, "ignore")
                for text in texts[:9]
                for code in ("utf-8", "cp1252", "utf-16")
            ]
        case "read-html":
            return [PAGE.encode(), ("<div>" * 200 + "x").encode(), PAGE.encode("utf-16")]
        case "read-pdf":
            return [PDF]
        case "read-docx":
            out = io.BytesIO()
            document = docx.Document()
            document.add_paragraph("Two were killed.")
            document.add_table(2, 2)
            document.save(out)
            return [out.getvalue(), document.element.xml.encode()]
        case "read-jsonl":
            return ["\n".join(rows).encode(), *(row.encode() for row in rows)]
        case "read-gzip":
            return [gzip.compress(row.encode()) for row in rows] + [row.encode() for row in rows]
        case _:
            atoms = [
                bytes([1, *(number for number in range(at, at + 40))])
                for at in range(0, len(ATOMS) - 40, 20)
            ]
            return [b"\x00" + text.encode() for text in texts] + atoms
