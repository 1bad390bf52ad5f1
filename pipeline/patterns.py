"""Makes the patterns of spaCy's languages quick to compile, without changing what they match.

spaCy's French decides with one pattern of 1.5 million characters which words with a hyphen stay
whole: some hundred and fifty alternatives that end in the same few classes of letters, each of
which Python looks through anew, for three seconds at every start. Written with each ending once,
as `(?:a|b)ending` for `aending|bending`, it takes a few hundredths.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from typing import AnyStr

LONG = 100_000
"""Characters; a shorter pattern takes no time worth saving."""
ENDING = 1_000
"""Characters at the end of an alternative by which those that end alike are told."""
FLAGS, JOINT = "(?iu)", ")|(?:"


@contextmanager
def quick_patterns() -> Iterator[None]:
    """While this context is open, long patterns are compiled with their common endings apart."""
    compile_as_written = re.compile

    def compile_quickly(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
        if isinstance(pattern, str) and len(pattern) > LONG:
            pattern = with_endings_apart(pattern)
        return compile_as_written(pattern, flags)

    setattr(re, "compile", compile_quickly)  # noqa: B010 - to a type checker it is a constant
    try:
        yield
    finally:
        setattr(re, "compile", compile_as_written)  # noqa: B010


def with_endings_apart(pattern: str) -> str:
    """The same pattern, shorter, if it is a list `(?iu)(?:^...$)|(?:^...$)` as spaCy writes them.

    Each alternative matches the whole of a word or nothing, so that their order does not matter;
    any other pattern comes back as it is.
    """
    start = f"{FLAGS}(?:"
    if not (pattern.startswith(start) and pattern.endswith(")")):
        return pattern
    alternatives = pattern.removeprefix(start).removesuffix(")").split(JOINT)
    if not all(each.startswith("^") and each.endswith("$") for each in alternatives):
        return pattern
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for alternative in alternatives:
        alike[alternative[-ENDING:]].append(alternative)
    return FLAGS + "|".join(f"(?:{_joined(some)})" for some in alike.values())


def _joined(alternatives: list[str]) -> str:
    """One alternative for several that end alike; the ending begins with a class of letters."""
    same = takewhile(lambda chars: len(set(chars)) == 1, zip(*map(reversed, alternatives)))  # noqa: B905
    ending = "".join(chars[0] for chars in same)[::-1]
    at = ending.find("[")
    if len(alternatives) == 1 or at < 0:
        return JOINT.join(alternatives)
    heads = [alternative.removesuffix(ending[at:]) for alternative in alternatives]
    return f"(?:{'|'.join(heads)}){ending[at:]}"
