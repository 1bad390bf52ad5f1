"""`bluehelm explain`: what it shows, where it says that it comes from, and hostile texts."""

import io
import re
import sys

import pytest

from pipeline.cli import main
from pipeline.resources import lexicon_file

TEXT = (
    "26 Nov 2017 | New York\n"
    "One peacekeeper from Egypt was killed and three others were injured when gunmen attacked a "
    "MINUSCA convoy near Bria yesterday.\n\n"
    "14 Nov 2017 | Bangui\n"
    "The Zambian battalion received UN medals in Bria.\n"
)
SOURCE = re.compile(r"\[([\w/.]+):(\d+)(?: ([\w.]+))?[,\]]")


@pytest.fixture
def explain(tmp_path, capsys, monkeypatch):
    """A function from a text to exit code, standard output and standard error."""
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def call(text=TEXT, name="page.txt"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        code = main(["explain", str(path)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_shows_each_entry_with_its_text(explain):
    code, out, err = explain()
    assert (code, err) == (0, "")
    assert "page#1  en  2017-11-26\n26 Nov 2017 | New York\nOne peacekeeper from Egypt" in out
    assert "page#2  en  2017-11-14\n" in out


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("MISSION     MINUSCA = MINUSCA", r"missions\.jsonl:\d+"),
        ("GPE         Egypt = EGY", r"countries\.jsonl:\d+"),
        ("GPE         Bangui = Bangui", r"countries\.jsonl:\d+"),
        ("DATE        yesterday = 2017-11-25", "ruler"),
        ("  because       attacked", r"en/events\.toml:\d+ harm\.attack"),
        ("  because       convoy", r"en/events\.toml:\d+ targets\.convoy"),
        ("  because       One peacekeeper from Egypt was killed", "rule passive: killed:1"),
        ("  because       killed", r"en/casualty\.toml:\d+ outcomes\.killed\.participle.*"),
        ("  because       received", r"en/events\.toml:\d+ other\.award\.verbs"),
        ("  because       medals", r"en/events\.toml:\d+ other\.award\.objects"),
    ],
)
def test_says_where_each_finding_comes_from(explain, words, source):
    _, out, _ = explain()
    assert re.search(rf"^{re.escape(words)}  \[{source}\]$", out, re.MULTILINE)


def test_shows_rows_and_codes(explain):
    _, out, _ = explain()
    assert "  row           killed 1 peacekeeper EGY\n" in out
    assert "  where_prec    2\n" in out
    assert "  participants  Zambian battalion" in out


def test_every_line_that_is_named_has_the_words(explain):
    _, out, _ = explain()
    named = 0
    for line in out.splitlines():
        if line.startswith("  because") and (found := SOURCE.search(line)):
            words = line[len("  because") :].split("[")[0].split()[-1].lower()
            content = lexicon_file(*found[1].split("/")).read_text("utf-8").splitlines()
            assert words in content[int(found[2]) - 1].lower(), line
            named += 1
    assert named > 8


def test_is_plain_where_no_terminal_is(explain):
    assert "\x1b" not in explain()[1]


def test_is_coloured_on_a_terminal(explain, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[" in explain()[1]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A \x1b[31mred\x1b[0m convoy.", r"A \x1b[31mred\x1b[0m convoy."),
        ("[red]MINUSCA[/red] left.", "[red]MINUSCA[/red] left."),
        ("See [/] [link=http://x.org]MINUSCA.", "See [/] [link=http://x.org]MINUSCA."),
        ("MINUSCA \u202egnp.exe", r"MINUSCA \u202egnp.exe"),
    ],
)
def test_a_hostile_text_is_shown_as_it_is(explain, text, shown):
    code, out, _ = explain(text)
    assert code == 0
    assert shown in out
    assert not {"\x1b", "\u202e"} & set(out)


def test_escapes_do_not_shift_the_highlights(explain, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    _, out, _ = explain("The base \u202e\u202e of MINUSCA is closed.")
    assert re.search(r"\x1b\[[\d;]+mMINUSCA\x1b\[0m is closed", out)


def test_says_when_a_text_has_no_entry(explain):
    code, out, _ = explain("[/] [link=http://x.org]MINUSCA")
    assert (code, out) == (0, "page  no entry: nothing in it is read\n")


def test_reads_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert main(["explain", "-"]) == 0
    assert "stdin#1  en  2017-11-26" in capsys.readouterr().out


def test_a_text_of_another_language_is_shown_without_findings(explain):
    code, out, _ = explain("Три миротворца были убиты вчера в результате нападения на колонну.")
    assert code == 0
    assert "because" not in out


def test_a_file_that_is_not_there_is_an_error(capsys):
    assert main(["explain", "/nowhere/at/all.txt"]) == 1
    assert "bluehelm: /nowhere/at/all.txt: " in capsys.readouterr().err
