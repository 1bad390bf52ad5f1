import codecs
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.readers.encoding import decode

SENTENCE = "Trois Casques bleus ont été tués à Kidal."
RUSSIAN = "Миротворческая миссия ООН сообщила о гибели трёх солдат."
ARABIC = "قتل ثلاثة جنود من قوات حفظ السلام"
CHINESE = "联合国维和人员在袭击中丧生。三名士兵被打死。"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_is_obeyed_and_removed(mark: bytes, encoding: str) -> None:
    assert decode(mark + SENTENCE.encode(encoding)) == SENTENCE


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SENTENCE, "a", RUSSIAN, ARABIC])
def test_utf_16_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


WESTERN = [
    "été",
    "à",
    "été été été à à",
    "né à Bébé",
    "L'élève est arrivé à l'école.",
    "LIBERTÉ ÉGALITÉ",
    "Où ça ? À Abéché, près de Noël.",
    "Tué à Aguelhok",
    "El niño murió en la misión.",
    "¿Qué pasó en Haití? Señor Núñez",
    "A missão não terá êxito",
    "£5 and 20° C",
    "LIBERTÉ\u00a0: UNITÉ\u00a0: café",
    "½ tonne, 2½ litres, ¼ de litre",
]
WINDOWS_ONLY = ["« Une sœur » a coûté 30 € à l’œuvre…", "The mission’s “café” – closed", "Œuvre"]


@pytest.mark.parametrize("text", WESTERN)
@pytest.mark.parametrize("encoding", ["cp1252", "iso8859_1", "utf-8"])
def test_western_text_comes_out_right_however_short(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", WINDOWS_ONLY)
def test_windows_quotes_ligatures_and_euro(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("text", ["3 500 € versés", "€ 20", "ma sœur", "le nœud", "Œuvre"])
def test_the_signs_of_latin_9(text: str) -> None:
    assert decode(text.encode("iso8859_15")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "iso8859_5"),
        (ARABIC, "cp1256"),
        (ARABIC, "iso8859_6"),
        (CHINESE, "gb18030"),
        ("Le Représentant spécial a condamné ces actes, a-t-il déclaré à la presse.", "cp850"),
        ("Le Représentant spécial a condamné ces actes, a-t-il déclaré à la presse.", "mac_roman"),
    ],
)
def test_other_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary file, not text"),
        (b"abc\x00def", "binary file, not text"),
        (b"abcd\x00efg", "binary file, not text"),
        (bytes(range(1, 32)), "binary file, not text"),
        (codecs.BOM_UTF8 + b"a\x00b", "binary file, not text"),
        ("caf\u00e9 d\u00e9j\u00e0 ".encode() + b"\xc3 vu", "not valid UTF-8 at byte 13"),
        ("été".encode()[:-1], "not valid UTF-8 at byte 3"),
        (RUSSIAN.encode()[:-2], "not valid UTF-8 at byte 101"),
        (codecs.BOM_UTF8 + b"abc\xff", "not valid UTF-8 at byte 6"),
        (codecs.BOM_UTF16_LE + b"a\x00\x00", "not valid UTF-16 at byte 4"),
        (b"tr\x90s b\x81te", "unknown character encoding"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        decode(data)


def test_a_stray_control_character_is_no_reason_to_refuse_a_text() -> None:
    text = "Dateline\x0cpage two, and the end of a DOS file\x1a"
    assert decode(text.encode()) == text


def test_line_ends_are_left_alone() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\r\nb\rc\n"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


FRENCH_WORDS = (
    *("à", "été", "où", "ça", "L’élève", "«", "œuvre", "»", "30", "€", "Noël…", "né,", "déjà"),
    *("SÉCURITÉ\u00a0:", "RÉALITÉ\u00a0»"),
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(FRENCH_WORDS), max_size=12).map(" ".join))
def test_french_in_windows_encoding_is_never_mojibake(text: str) -> None:
    # Capitals before a no-break space and nothing else are also valid UTF-8.
    text = f"Été : {text}"
    assert decode(text.encode("cp1252")) == text


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_give_a_text_or_a_value_error(data: bytes) -> None:
    with suppress(ValueError):
        assert "\0" not in decode(data)
