"""Reads one line as a dateline: where the date stands, the place, and where the text begins.

Layouts, among others: `26 Nov 2017 | New York`; `14 Jun 2022 - text`;
`07 Apr 2022 - Bamako, 7 April - text`; `NEW YORK, 24 May (Source) — text`;
`3 May 1993, Phnom Penh. Text`; `KABUL, Afghanistan (Nov. 20, 2011)`; `Published on 17 May 2018`;
`@handle · Jun 9, 2023 · 6:58 PM`; `New York, le 24 novembre 2017`; ISO and numeric dates.
A date inside running text is no dateline.
"""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.dates import YEAR, Clue
from pipeline.lexicon.dates import date_languages, load_date_words
from pipeline.lexicon.spelling import strip_accents

LINE_CHARS = 240
"""How far into a line a dateline can reach."""
FIRST_YEAR = 1945
"""Years of two digits count from the one in which the United Nations began."""
PLACE_WORDS = 6
TITLE_TAIL = re.compile(r"\s*(?:[)\]»”\"]|[,|·–—-]\s*(?:p\.|page|no|n°)\s*\d+)?\s*", re.IGNORECASE)
MAX_UNKNOWN_WORDS = 3
"""A place of more words than this must be a known one."""
TITLE_CHARS = 120


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline within a line; offsets count from the start of the line.

    `text_start` is where the entry's own text goes on in the same line, null where it does
    not; `firm` is false where running text broken over lines could look the same.
    """

    date_start: int
    date_end: int
    clue: Clue
    place: str | None
    text_start: int | None
    firm: bool
    labelled: bool = False


def read_dateline(line: str, places: frozenset[str] = frozenset()) -> Dateline | None:
    """The dateline at the start of a line, or null; `places` are known names, case-folded."""
    return _Grammar.shared().read(line[:LINE_CHARS], places)


def read_title_date(line: str) -> Dateline | None:
    """The date that a title carries (`Noon briefing of 3 May 2018`, `... - posted 3 May`), or null.

    Weaker than a dateline: only to be believed where a page has no datelines.
    """
    return _Grammar.shared().read_title(line) if len(line) <= TITLE_CHARS else None


def find_inline_label(text: str) -> tuple[int, int, Clue] | None:
    """The date behind a label such as `published on` inside running text, or null."""
    return _Grammar.shared().read_inline_label(text)


def _either(words: set[str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )


class _Grammar:
    """The dateline patterns over the date words of all languages together."""

    def __init__(self) -> None:
        languages = [load_date_words(language) for language in date_languages()]
        self.months: dict[str, int] = {}
        for words in languages:
            self.months |= words.months
        weekdays = _either({day for words in languages for day in words.weekdays})
        ordinals = _either({mark for words in languages for mark in words.words.ordinals})
        of = _either({word for words in languages for word in words.words.of})
        articles = _either({word for words in languages for word in words.words.article})
        labels = _either({label for words in languages for label in words.dateline.labels})
        inline = _either({label for words in languages for label in words.dateline.inline_labels})
        weekday = rf"(?:(?:{weekdays})\b\.?,?\s+(?:(?:{articles})\s+)?)?"
        month = rf"(?:{_either(set(self.months))})\b\.?"
        day = rf"(?:0?[1-9]|[12]\d|3[01])(?:(?:{ordinals})\b)?"
        year = rf"(?:,?\s+{YEAR}\b|\s*\({YEAR}\))"
        clock = r"[0-2]\d[0-5]\d\s?[A-Z]?"
        short_year = r"(?:'?\d\d(?=\s*(?:[-–—|:,)]|$)))"
        self.date = re.compile(
            rf"(?<![\w/])(?:{weekday}(?:"
            rf"(?P<dtg>[0-3]\d{clock}\s?{month}\s?(?:{YEAR}|\d\d)\b)|"
            rf"(?P<iso>{YEAR}[-/.]\d\d?[-/.]\d\d?)|(?P<numeric>\d\d?[./]\d\d?[./]{YEAR})"
            rf"|(?P<dmy>{day}(?:\s+(?:{of}))?[\s-]+{month}(?:{year}|-{YEAR}|[\s-]{short_year})?)"
            rf"|(?P<mdy>{month}\s+{day}(?!\d){year}?)"
            rf"))(?![\w-]*\d)(?:,?\s+(?:{weekdays})\b)?",
            re.IGNORECASE,
        )
        word = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:[.'’-][^\W\d_]+)*\.?"
        small = r"(?:de|du|des|la|le|les|el|al|of|the|and|et|sur|en|in|d['’]|l['’])"
        named = rf"{word}(?:[ ]+(?:{small}[ ]+)?{word}){{0,{PLACE_WORDS - 1}}}"
        self.place = rf"{named}(?:\s*/\s*{word}(?:[ ]{word})?)?"
        bullets = r"[\s>*•·●▪■◆○#|\[(«\"“_–—-]*(?:\d{1,2}[.)]\s+)?"
        symbol = r"(?:[A-Z]{1,6}(?:/[\w.-]+)+\s*(?:[-–—|·:,]\s*)?)?"
        handle = r"(?:@\w+\s*[·|:,-]?\s*)?"
        pause = rf"(?:[,.|·:–—-]+\s*|\s(?=(?i:{articles})\s)|\()"
        country = rf"(?:,\s+{self.place})?(?:\s*\([^()]{{1,40}}\))?"
        lead_place = rf"(?:(?!(?i:{labels})\b)(?P<place>{self.place}){country}\s*{pause})?"
        bylines = _either({word for words in languages for word in words.dateline.bylines})
        byline = rf"(?:(?i:{bylines})\s+[^\d|]{{3,60}}?[\s,|]+)?"
        label = rf"(?:(?P<label>(?i:{labels}))\b(?:\s+\w+\s*,)?\s*:?\s*)?"
        hour = r"(?:\d{1,2}[:h.]?\d{2}\s?(?:Z|hrs?|h|GMT|UTC)?\s*[,–—-]?\s+)?"
        counted = r"(?:[^\W\d_]+\s+\d{1,3}\s*\(\s*)?"
        self.lead = re.compile(
            rf"{bullets}{hour}{counted}{symbol}{handle}(?:(?i:{labels})\s*:\s*)?{byline}{lead_place}{label}(?:(?i:{articles})\s+)?"
        )
        self.lone_place = re.compile(rf"(?P<place>{self.place})\s+[–—-]+\s+")
        self.label_end = re.compile(rf"\b(?:{labels})\s*:?\s*$", re.IGNORECASE)
        self.second = re.compile(rf"\s*[/|]\s*(?={self.date.pattern})", re.IGNORECASE)
        self.again = re.compile(rf"\s+{self.date.pattern}", re.IGNORECASE)
        self.time = re.compile(
            r"\s*(?:[,|·–—-]\s*)?(?:(?:at|à)\s+)?\d{1,2}\s?[:h.]\s?\d{2}(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s*\(?(?:GMT|UTC|EST|EDT|CET|hrs?)\)?)?(?=\W|$)",
            re.IGNORECASE,
        )
        self.after_place = re.compile(
            rf"\s*[,|·]\s*(?P<place>{self.place})(?P<end>\s*[)\]]?\s*$|\s*(?:[.:]\s+|\s[–—-]+\s+))"
        )
        self.dash_place = re.compile(rf"\s*[–—-]+\s*(?P<place>{self.place})\s*$")
        self.bracket = re.compile(
            r"\s*\((?P<inside>[^()]{1,60})\)\s*(?P<dash>\.?\s*[-–—:]+\s*|\.\s+)?"
        )
        self.closing = re.compile(r"\s*[\])]\s*(?:(?:[-–—]+|:)\s*)?(?=\S)")
        self.byline = re.compile(rf"\s+(?:{bylines}|by|par)\s+\S.{{0,60}}$", re.IGNORECASE)
        self.plain = re.compile(r"\s+(?=[^\W\d_a-zß-öø-ÿ])")
        self.strong = re.compile(r"\s*\.?(?:\t+|\s[-–—]{1,3}(?=\s|$)|[–—]|--+|:(?=\s|$)|\|)\s*")
        self.weak = re.compile(r"\.\s+(?=[^\W_a-zß-öø-ÿ]|[\"“«'‘\d])")
        self.inline_label = re.compile(
            rf"\b(?:{inline})\s+(?P<date>{self.date.pattern})", re.IGNORECASE
        )

    @classmethod
    @cache
    def shared(cls) -> "_Grammar":
        return cls()

    def read(self, line: str, places: frozenset[str]) -> Dateline | None:
        found = self.date.search(line)
        if not found:
            return None
        lead = self.lead.fullmatch(line, 0, found.start())
        clue, head, end = self.clue(found), line[: found.start()].strip(), found.end()
        if not clue:
            return None
        known = clue[0] and head.casefold() in places and self.strong.match(line, end)
        if not lead and not known:
            return None
        place = lead["place"] if lead else head  # `Burkina Faso 4 October 2020: ...`
        if second := self.second.match(line, end):
            again = self.date.match(line, second.end())
            end = again.end() if again else end
        stated = end
        for _ in range(2):  # `5 May 2017 2:01 pm 05/05/2017 02:01pm`
            for tail in (self.time, self.again):
                follows = tail.match(line, end)
                end = follows.end() if follows else end
        labelled = bool(lead and lead["label"])
        unknown = place and place.casefold() not in places
        if place and unknown and (labelled or len(place.split()) > MAX_UNKNOWN_WORDS):
            place = None  # `Xinhua | Updated: ...`, `Joint Command Operational Update, 10 Jan 2011`
        after = self._after(line, end, places, placed=place is not None)
        if after is None and labelled and self.byline.match(line, end):
            after = None, None, True  # `Posted on 3 May 2018 by the newsroom`
        numeric = found["iso"] or found["numeric"] or found["dtg"]
        if after is None and numeric and (plain := self.plain.match(line, end)):
            after = None, plain.end(), False  # `03.05.2018 A patrol was attacked`
        if after is None and place and end > stated and line[end : end + 1] == " ":
            after = None, end + 1, True  # `New York, Mar 17 2009 2:10PM The ...`
        if after is None or (place and not labelled and not _is_place(place, clue, places)):
            return None
        after_place, text_start, firm = after
        if text_start is not None:  # `07 Apr 2022 - Bamako, 7 April 2022 - text`
            inner = self.read(line[text_start:], places)
            if inner and inner.place and inner.text_start is not None:
                after_place, text_start = inner.place, text_start + inner.text_start
            elif (lone := self.lone_place.match(line, text_start)) and (
                lone["place"].casefold() in places
            ):  # `24 May 2018 - Goma - The gate`
                after_place, text_start = lone["place"], lone.end()
        place = (place or after_place or "").split(". ")[-1] or None  # `MALI. Gao, 3 May`
        firm = firm or place is not None
        return Dateline(*_core(found), clue, place, text_start, firm, labelled)

    def _after(
        self, line: str, end: int, places: frozenset[str], *, placed: bool
    ) -> tuple[str | None, int | None, bool] | None:
        """Place, start of the text and firmness that the rest of the line gives, else null."""
        rest = line[end:]
        if not rest.strip(' \t*_)]»"”.|–—-:\u200b\xa0'):
            return None, None, True
        if (match := self.dash_place.match(line, end)) and match["place"].casefold() in places:
            return match["place"], None, True
        if match := self.after_place.match(line, end):
            ends = match.end() >= len(line.rstrip())
            return match["place"], None if ends else match.end(), ends
        if match := self.bracket.match(line, end):
            inside = match["inside"].strip()
            place = inside if inside.casefold() in places else None
            ends = match.end() >= len(line.rstrip())
            if place or placed or match["dash"]:
                return place, None if ends else match.end(), True
        if match := self.closing.match(line, end):
            return None, match.end(), True
        if match := self.strong.match(line, end):
            return None, match.end(), True
        if match := self.weak.match(line, end):
            return None, match.end(), False
        return None

    def read_title(self, line: str) -> Dateline | None:
        found = self.date.search(line)
        clue = self.clue(found) if found else None
        if not found or not clue or not clue[0] or line.rstrip().endswith((".", ";", ",")):
            return None
        time = self.time.match(line, found.end())
        rest = line[time.end() if time else found.end() :]
        if not line[: found.start()].strip() or not TITLE_TAIL.fullmatch(rest):
            return None
        labelled = self.label_end.search(line[: found.start()]) is not None
        return Dateline(*_core(found), clue, None, None, firm=False, labelled=labelled)

    def read_inline_label(self, text: str) -> tuple[int, int, Clue] | None:
        match = self.inline_label.search(text)
        if match and (clue := self.clue(match)):
            return *_core(match), clue
        return None

    def clue(self, match: re.Match[str]) -> Clue | None:
        """Year, month and day that a match of the date pattern writes, null if it is none."""
        numbers = [int(number) for number in re.findall(r"\d+", match[0])]
        if match["dtg"]:
            day, year = int(match["dtg"][:2]), numbers[-1]
            month = self._month(match["dtg"])
        elif match["iso"]:
            year, month, day = numbers
        elif match["numeric"]:
            day, month, year = numbers
            if month > 12 >= day:  # 12/31/2018, as American pages write
                day, month = month, day
        else:
            day, year = numbers[0], numbers[1] if len(numbers) > 1 else 0
            month = self._month(match[0])
        if 0 < year < 100:  # `14 MAR 06`
            year += 1900 if year >= FIRST_YEAR % 100 else 2000
        return (year or None, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None

    def _month(self, text: str) -> int:
        words = re.findall(r"[^\W\d_]+", text.lower())
        return next(self.months[word] for word in words if word in self.months)


def _core(match: re.Match[str]) -> tuple[int, int]:
    """The date itself, without the weekday around it."""
    return next(
        match.span(form)
        for form in ("dtg", "iso", "numeric", "dmy", "mdy")
        if match[form] is not None
    )


def _is_place(name: str, clue: Clue, places: frozenset[str]) -> bool:
    """Whether the words before a date can be its place; without a year they must be known."""
    if clue[0]:
        return True
    plain = strip_accents(name).casefold().rstrip(".")
    return name.isupper() or name.casefold() in places or plain in places
