"""Who a name means inside one text: short mentions stand for the full name, as first written."""

from bisect import bisect_left
from collections import defaultdict

from pipeline.lexicon.spelling import strip_accents


def full_names(written: list[str]) -> list[str]:
    """For each name of a text, in its order, the full name that it stands for.

    A short name is the end of a longer one (`Lacroix`, `Saleh Annadif`). Of several that end so,
    the last one before it counts, else the first behind it; a name in capitals takes its case
    from one that is written plainly.
    """
    words = [_words(name) for name in written]
    plain = {tuple(_words(name)): name for name in reversed(written) if not name.isupper()}
    ends: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, parts in enumerate(words):
        for length in range(1, len(parts)):
            ends[tuple(parts[-length:])].append(number)
    found = []
    for number, parts in enumerate(words):
        longer = ends.get(tuple(parts), [])
        before = bisect_left(longer, number)
        meant = longer[max(0, before - 1)] if longer else number
        fallback = written[meant].title() if written[meant].isupper() else written[meant]
        found.append(plain.get(tuple(words[meant]), fallback))
    return found


def _words(name: str) -> list[str]:
    return strip_accents(name).lower().split()
