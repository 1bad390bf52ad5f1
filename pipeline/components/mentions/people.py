"""Persons by the words around them: the run of capitals behind a title or an honorific."""

import re
from collections.abc import Collection, Iterator

from spacy.tokens import Doc, Span, Token

from pipeline.components.words import words_of
from pipeline.lexicon.spelling import fold
from pipeline.lexicon.text import TextWords, given_names

WORD = re.compile(r"[^\W\d_a-zß-öø-ÿ](?:[\w'’-]*[a-zß-öø-ÿ]|['’-])[\w'’-]*")
"""A word as names have them: a capital in front and a small letter behind."""
INITIAL = re.compile(r"[^\W\d_a-zß-öø-ÿ]\.?|[IVX]{2,4}")
"""`K.` inside a name, `II` behind one."""
LEADING = 2
"""Words that can stand before a first name that is known."""
MAX_NAME = 8
"""Tokens that a person's name can have, hyphens counted."""


def titled(
    doc: Doc,
    words: TextWords,
    roles: list[Span],
    ranks: frozenset[str],
    named: set[int],
    loud: frozenset[int],
) -> Iterator[Span]:
    """Persons right behind a title: `Force Commander Kees Matthijssen`, `Pte Rooney`.

    One word alone must follow an honorific, a rank or a title in capitals, and be no name that
    the lexicon knows (`named`). Where all words have capitals (`loud`), a mere title is not
    enough, since a verb may follow it.
    """
    ends = {span.end: span for span in roles}
    titles = {token for span in roles for token in range(span.start, span.end)}
    text = words_of(doc)
    for start in range(1, len(doc)):
        honoured = text.lower[start - 1] in words.honorifics and not (
            doc[start - 1].is_upper and doc[start - 1].is_alpha and start not in loud
        )
        direct = ends.get(start)
        role = direct or (text.written[start - 1] == "," and ends.get(start - 1)) or None
        if not (honoured or role):
            continue
        end = run(doc, start, words, titles, loud)
        count = sum(len(token) > 1 and token.text[0].isupper() for token in doc[start:end])
        if named_after(doc, role.start if role else start, end, words):
            continue
        ranked = honoured or (direct is not None and direct.kb_id_ in ranks)
        if start in loud and not ranked and not _ends_line(doc, end):
            continue
        addressed = ranked or (direct is not None and direct.text[0].isupper())
        if count >= 2 or (count == 1 and addressed and (honoured or start not in named)):
            yield Span(doc, start, end, label="PERSON", span_id="ruler")


def by_given_name(
    doc: Doc, words: TextWords, titles: set[int], named: Collection[int], loud: frozenset[int]
) -> Iterator[Span]:
    """Persons whose first word is a first name: `Bintou Keita`, where the lexicon knows no more."""
    end = 0
    for at, word in enumerate(words_of(doc).written):
        if at < end or at in named or not WORD.fullmatch(word):
            continue
        token = doc[at]
        if token.is_stop or fold(word) not in given_names():
            continue
        end = run(doc, token.i, words, titles, loud)
        count = sum(is_name_word(part) for part in doc[token.i : end])
        if count >= 2 and token.i not in loud and not named_after(doc, token.i, end, words):
            start = token.i
            while start > max(0, token.i - LEADING) and _leads(doc[start - 1], titles, named):
                start -= 1
            yield Span(doc, start, end, label="PERSON", span_id="ruler")
        end = max(end, token.i + 1)


def _leads(token: Token, titles: set[int], named: Collection[int]) -> bool:
    """Whether a word before a first name is one more of them: `Luiz Carlos`."""
    free = token.i not in titles and token.i not in named and not token.is_sent_start
    return free and bool(token.whitespace_) and is_name_word(token)


def run(doc: Doc, start: int, words: TextWords, titles: set[int], loud: frozenset[int]) -> int:
    """The end of the run of name words that starts at a token; `start` itself where none does."""
    end = start
    while (
        end < len(doc) and end - start < MAX_NAME and _goes_on(doc, start, end, words, titles, loud)
    ):
        end += 1
    while end > start and not (doc[end - 1].text[0].isupper() or is_tail(doc, end - 1)):
        end -= 1
    return end


def named_after(doc: Doc, start: int, end: int, words: TextWords) -> bool:
    """Whether a name is that of a thing: `Captain Mbaye Diagne Medal`, `médaille Hammarskjöld`."""
    around = {token.lower_ for token in doc[max(0, start - 2) : end + 1]}
    return not around.isdisjoint(words.not_persons)


def is_tail(doc: Doc, at: int) -> bool:
    """Whether a token is the small part behind a hyphen: `moon` of `Ki-moon`."""
    return at > 0 and doc[at - 1].text == "-" and not doc[at - 1].whitespace_ and doc[at].is_alpha


def is_name_word(token: Token) -> bool:
    """Whether a token is written as a word of a name, and is no function word."""
    return WORD.fullmatch(token.text) is not None and not token.is_stop


def _goes_on(
    doc: Doc, start: int, at: int, words: TextWords, titles: set[int], loud: frozenset[int]
) -> bool:
    token = doc[at]
    if at in titles:
        return False
    if is_name_word(token):
        return True
    if at in loud and token.is_upper and token.is_alpha and not token.is_stop:
        return True
    if INITIAL.fullmatch(token.text) and token.lower_ not in words.honorifics:
        return at > start or (at + 1 < len(doc) and doc[at + 1].text[0].isupper())
    joined = token.text == "-" and at > start and not doc[at - 1].whitespace_
    particle = token.lower_ in words.particles and at > start
    return joined or particle or (at > start + 1 and is_tail(doc, at))


def _ends_line(doc: Doc, end: int) -> bool:
    return end >= len(doc) or "\n" in doc[end].text
