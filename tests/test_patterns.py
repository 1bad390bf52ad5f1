"""Patterns with their common endings apart match what they matched."""

import re

import pytest

from pipeline.patterns import LONG, quick_patterns, with_endings_apart

LETTERS = "".join(rf"\u{code:04X}" for code in range(0x100, 0x200))
TAIL = f"[-][{LETTERS}a-z][-{LETTERS}a-z]*$"
HEADS = ["^anti", "^sem?i", "^d[eu]mi", "^contre"]
WRITTEN = "(?iu)" + "|".join(f"(?:{head}{TAIL})" for head in [*HEADS, "^z['’]yeut"])
WORDS = [
    "anti-a",
    "ANTI-Ā",
    "smi-x",
    "semi-x",
    "dumi-abc-d",
    "contre-",
    "contre-1",
    "anti",
    "z’yeut",
]


def test_the_same_words_match():
    short = with_endings_apart(WRITTEN)
    assert len(short) < len(WRITTEN) / 2
    found = [bool(re.compile(WRITTEN).match(word)) for word in WORDS]
    assert found == [bool(re.compile(short).match(word)) for word in WORDS]
    assert True in found
    assert False in found


@pytest.mark.parametrize("pattern", ["a|b", "(?iu)abc", "(?iu)(?:one)|(?:two)", "(?iu)(?:x"])
def test_other_patterns_mean_what_they_meant(pattern):
    found = with_endings_apart(pattern)
    assert found == pattern


def test_long_patterns_are_shortened_only_inside():
    compile_as_written = re.compile
    long = "(?iu)" + "|".join(f"(?:^w{number}{TAIL})" for number in range(LONG // len(TAIL) + 1))
    with quick_patterns():
        inside = re.compile(long)
    assert re.compile is compile_as_written
    assert len(inside.pattern) < len(long) / 10
    assert inside.match("w3-abc")
    assert not inside.match("w3abc")


def test_an_error_leaves_the_compiler_as_it_was():
    compile_as_written = re.compile
    with pytest.raises(re.error), quick_patterns():
        re.compile("(")
    assert re.compile is compile_as_written
