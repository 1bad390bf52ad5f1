from collections.abc import Callable
from datetime import date

import pytest

from pipeline.config import Settings
from pipeline.readers.html import decode_page, parse_html
from pipeline.records import Document

ReadOne = Callable[..., Document]
Refuse = Callable[..., str]

PAGE = """<!DOCTYPE html>
<html lang="fr-FR"><head><meta charset="{charset}">
<title>Mali : l'ONU condamne l'attaque d'Aguelhok | ONU Info</title>
<meta property="og:title" content="Mali : l'ONU condamne l'attaque d'Aguelhok">
<link rel="canonical" href="https://news.un.org/fr/story/1034382">
{head}
<script>dataLayer = [{{"built": "2024-05-06T00:00:00Z"}}];</script>
</head><body>
<div id="cookie-banner" class="cookie-consent" role="dialog">
<p>Ce site utilise des cookies. Voulez-vous accepter tous les cookies ?</p>
<button>Accepter</button></div>
<header><nav><ul><li><a href="/fr/">Accueil</a></li><li><a href="/fr/paix">Paix et
sécurité</a></li><li><a href="/fr/droits">Droits de l'homme</a></li></ul></nav></header>
<main><article><h1>Mali : l'ONU condamne l'attaque d'Aguelhok</h1>
{body}
<p>BAMAKO, 20 janvier 2019 – Dix Casques bleus tchadiens ont été tués et au moins 25 autres
blessés dimanche à Aguelhok, dans la région de Kidal, a annoncé la Mission.</p>
<p>« Cette attaque complexe et lâche illustre la détermination des terroristes à semer le
chaos », a déclaré le Représentant spécial. Le 2018-04-06, un mortier avait tué deux soldats.</p>
<table><caption>Pertes</caption><tr><th>Contingent</th><th>Tués</th></tr>
<tr><td>Tchad</td><td>10</td></tr><tr><td>Niger</td><td></td></tr></table>
<p>KIDAL, 21 janvier 2019 – Le calme est revenu.<br>Les blessés ont été évacués vers Gao.</p>
<ul><li>Le Conseil de sécurité se réunira lundi.</li></ul></article></main>
<aside class="sidebar"><h3>À lire aussi</h3><ul><li><a href="/fr/story/1">Darfour : un convoi
attaqué</a> <time datetime="2001-02-03">3 février 2001</time></li></ul></aside>
<section id="comments" class="comments"><h3>Commentaires</h3><p>Jean : quelle tristesse.</p>
<time datetime="2021-04-05">5 avril 2021</time>
</section>
<footer><p>© 2024 Organisation des Nations Unies. Tous droits réservés.
<a href="/fr/privacy">Confidentialité</a></p></footer></body></html>"""


def write_page(head: str = "", body: str = "", charset: str = "utf-8") -> bytes:
    return PAGE.format(head=head, body=body, charset=charset).encode(charset)


def find_date(head: str = "", body: str = "") -> date | None:
    return parse_html(write_page(head, body), Settings()).published


def test_the_main_text_with_a_paragraph_or_a_table_row_a_line(read_one: ReadOne) -> None:
    document = read_one("a.html", write_page())
    lines = document.text.split("\n")
    assert lines[0] == "Mali : l'ONU condamne l'attaque d'Aguelhok"
    assert lines[1].startswith("BAMAKO, 20 janvier 2019 – Dix Casques bleus tchadiens")
    assert lines[1].endswith("a annoncé la Mission.")
    assert lines[2].startswith("« Cette attaque complexe")
    start = lines.index("Contingent\tTués")
    assert lines[start + 1 : start + 5] == [
        "Tchad\t10",
        "Niger\t",
        "KIDAL, 21 janvier 2019 – Le calme est revenu.",
        "Les blessés ont été évacués vers Gao.",
    ]
    assert lines[-1] == "- Le Conseil de sécurité se réunira lundi."


@pytest.mark.parametrize(
    "clutter",
    ["cookies", "Accueil", "Droits de l'homme", "Darfour", "tristesse", "©", "built", "---"],
)
def test_the_clutter_is_left_out(read_one: ReadOne, clutter: str) -> None:
    assert clutter not in read_one("a.html", write_page()).text


def test_what_the_page_says_of_itself(read_one: ReadOne) -> None:
    document = read_one("a.htm", write_page('<meta name="date" content="2019-01-20">'))
    assert document.title == "Mali : l'ONU condamne l'attaque d'Aguelhok"
    assert document.url == "https://news.un.org/fr/story/1034382"
    assert document.published == date(2019, 1, 20)
    assert document.language == "fr"


@pytest.mark.parametrize(
    ("lang", "language"),
    [("en", "en"), ("FR", "fr"), ("pt_BR", "pt"), ("", None), ("francais", None)],
)
def test_the_language_is_what_the_page_states(lang: str, language: str | None) -> None:
    page = write_page().replace(b'lang="fr-FR"', f'lang="{lang}"'.encode())
    assert parse_html(page, Settings()).language == language


LD_JSON = '<script type="application/ld+json">{"@type": "NewsArticle", %s}</script>'


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:published_time" content="2019-01-20T23:30:00-05:00">', ""),
        ('<meta name="DC.date.issued" content="2019-01-20">', ""),
        (LD_JSON % '"dateModified": "2020-03-04", "datePublished": "2019-01-20T10:00:00Z"', ""),
        ("", '<p><time datetime="2019-01-20T08:00">hier</time></p>'),
        ("", '<p class="date">20 janvier 2019</p>'),
        ("", '<div class="story-publi">20 January 2019</div>'),
        ("", '<span property="dc:date" content="2019-01-20">dimanche</span>'),
        ('<meta property="article:modified_time" content="2020-01-01">', "<time>20/01/2019</time>"),
    ],
)
def test_a_date_that_the_page_states(head: str, body: str) -> None:
    assert find_date(head, body) == date(2019, 1, 20)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", ""),
        ('<meta property="article:modified_time" content="2020-01-01">', ""),
        ('<meta name="last-updated" content="2020-01-01">', ""),
        ('<meta property="og:image" content="https://un.org/2018/03/04/photo.jpg">', ""),
        ('<meta name="date" content="2019-01">', ""),
        ('<meta name="date" content="2019">', ""),
        ('<meta name="date" content="soon">', ""),
        ("", '<p class="date">janvier 2019</p>'),
        ("", '<p class="updated">20 janvier 2019</p>'),
        ("", f'<div class="public"><p>Deux tués le 2019-01-20.</p>{"<p>Suite.</p>" * 20}</div>'),
        ("", "<h2>Attaque du 20 janvier 2019</h2>"),
        (LD_JSON % '"dateModified": "2020-03-04"', ""),
    ],
)
def test_a_date_that_is_only_mentioned_or_incomplete_is_none(head: str, body: str) -> None:
    assert find_date(head, body) is None


def test_a_date_in_the_future_does_not_depend_on_today() -> None:
    assert find_date('<meta name="date" content="2093-06-05">') == date(2093, 6, 5)


def test_old_dates_are_dates() -> None:
    assert find_date('<meta name="date" content="1961-09-18">') == date(1961, 9, 18)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_the_declared_encoding_is_obeyed(read_one: ReadOne, charset: str) -> None:
    page = PAGE.replace("–", "-").format(head="", body="", charset=charset)
    assert "région de Kidal, a annoncé" in read_one("a.html", page.encode(charset)).text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<meta charset=koi8-r>", "koi8_r"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030"),
        ('<?xml version="1.0" encoding="Shift_JIS"?>', "shift_jis"),
        ('<meta charset="ISO-8859-1">', "cp1252"),
        ('<meta charset="utf-16">', "utf-8"),
        ('<meta charset="utf-16"> ', "utf-8"),
        ('<meta charset="no-such">', "utf-8"),
        ('<meta charset="ascii">', "utf-8"),
        ("<meta>", "cp1252"),
    ],
)
def test_the_declaration_is_believed_where_it_can_be_true(head: str, encoding: str) -> None:
    name = {"cp1252": "“œ”", "utf-8": "été\u010d", "shift_jis": "平和"}.get(encoding, "мир")
    page = f"{head}<p>{name}</p>"
    assert decode_page(page.encode(encoding)) == page


def test_a_byte_order_mark_outweighs_the_declaration() -> None:
    page = '<meta charset="windows-1251"><p>été</p>'
    assert decode_page(page.encode("utf-8-sig")) == page


def test_xhtml_with_an_encoding_declaration(read_one: ReadOne) -> None:
    start = '<?xml version="1.0" encoding="iso-8859-1"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD">'
    page = PAGE.format(head="", body="", charset="iso-8859-1").removeprefix("<!DOCTYPE html>")
    document = read_one("a.xhtml", (start + page).replace("–", "-").encode("iso-8859-1"))
    assert "tués et au moins 25 autres" in document.text


@pytest.mark.parametrize(
    "page",
    [
        b"<html><head><title>Only a title</title></head><body></body></html>",
        b"<html><body><script>var text = 'no text';</script></body></html>",
        b"<!-- nothing -->",
        b"<p>",
        b"\n",
    ],
)
def test_a_page_without_main_text(refuse: Refuse, page: bytes) -> None:
    assert refuse("a.html", page) in ("no main text in the page", "not an HTML page")


def test_a_short_page_is_read(read_one: ReadOne) -> None:
    page = b"<html><body><p>Two peacekeepers were killed in Gao.</p></body></html>"
    assert read_one("a.html", page).text == "Two peacekeepers were killed in Gao."


def test_an_empty_page(refuse: Refuse) -> None:
    assert refuse("a.html", b"") == "empty file"


def test_damage_is_told_not_decoded(refuse: Refuse) -> None:
    page = write_page().replace("Représentant".encode(), b"Repr\xc3sentant")
    assert refuse("a.html", page).startswith("not valid UTF-8 at byte ")


def test_deep_nesting_is_one_record(refuse: Refuse) -> None:
    refuse("a.html", b"<html><body>" + b"<div>" * 50_000)


def test_nothing_is_printed(
    refuse: Refuse, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    refuse("a.html", b"<p>")
    assert capfd.readouterr() == ("", "")
    assert not caplog.records
