"""Groups the sentences of an entry into happenings.

A sentence reports harm by a casualty row or a harm word. Harm sentences that follow one another
tell of one happening until a date, a cue (`another attack`, `elsewhere`) or a place of their own
sets a new one apart. Figures over a period (`since 2013`) are kept apart as tolls.
"""

from dataclasses import dataclass, field

from pipeline.codes import Assertion, EventType
from pipeline.records import EventDate
from pipeline.stages.events.facts import CasualtyMark, DateMark, Mark, Sentence

FORWARD_HARM: tuple[EventType, ...] = (
    "abduction",
    "violation",
    "clash",
    "accident",
    "illness",
    "attack",
)
"""Types in the order in which they win when a happening has words of several."""


CLOSE_CHARS = 4
ADVERB_CHARS = 16
"""How far a verb of saying may stand before the day on which it was said."""
POSSESSIVE = ("'s", "’s")
UNTOLD = (None, "unspecified")
FEW = 2
"""Up to so many dead or injured, two happenings may well have the same figure."""
FRONT_CHARS = 16
"""How far a place may stand behind the beginning of a sentence that it opens."""
SINCE_CHARS = 60
"""How far the year in which something began may stand behind a `since`."""
SPEECH_CHARS = 60
"""How far a verb of saying may stand behind the day on which it was said."""
PAUSE = ","
ATTACHED_CHARS = 5


@dataclass(slots=True)
class Happening:
    """Sentences that tell of one happening, and what they say together.

    `release` is the day on which captives were let go, where no other is told.
    """

    sentences: list[Sentence] = field(default_factory=list)
    rows: list[CasualtyMark] = field(default_factory=list)
    triggers: list[Mark] = field(default_factory=list)
    date: EventDate | None = None
    release: EventDate | None = None
    days: set[str] = field(default_factory=set)
    toll: bool = False
    recalled: bool = False
    assertion: Assertion = "asserted"

    def add(self, sentence: Sentence, rows: list[CasualtyMark]) -> None:
        """Takes in a sentence and those of its casualty rows that belong here."""
        self.sentences.append(sentence)
        self.rows.extend(rows)
        self.triggers.extend(sentence.trigger("harm"))
        self.days |= sentence.days
        if self.date is None:
            self.date = date_of(sentence)
        if self.release is None:
            self.release = _release(sentence)


def happenings(sentences: list[Sentence], *, dated: bool) -> list[Happening]:
    """The happenings with harm that an entry's sentences tell of, in order.

    In a text that is not `dated` a harm word without figures counts only beside a date.
    """
    found: list[Happening] = []
    current: Happening | None = None
    toll: Happening | None = None
    for sentence in sentences:
        tolls = [row for row in sentence.casualties if row.finding.toll]
        tolls = [row for row in tolls if row.finding.count is not None]
        fresh = [
            row for row in sentence.casualties if not row.finding.toll and not row.finding.unreal
        ]
        tolls = [row for row in tolls if not row.finding.unreal]
        if tolls:
            if toll is None or found[-1] is not toll or _is_of_another_year(sentence, toll):
                toll = Happening(toll=True)
                found.append(toll)
            toll.add(sentence, tolls)
            continue
        if not fresh and not (reports_harm(sentence) and (dated or is_dated(sentence))):
            if assertion := _not_asserted(sentence):
                found.append(Happening(assertion=assertion))
                found[-1].add(sentence, [])
            continue
        if (
            current is None
            or sets_apart(sentence, current, fresh)
            or _tells_of_first(fresh, current, found)
        ):
            current = _returned_to(sentence, found, fresh)
            if current is None:
                current = Happening(recalled=sentence.has("recalled"))
                found.append(current)
        current.add(sentence, fresh)
    _drop_joint_title(found)
    return [happening for happening in found if _is_worth(happening)]


def _drop_joint_title(found: list[Happening]) -> None:
    """Takes the figure of a title that sums several happenings up from the first of them."""
    first = found[0] if found else None
    if first is None or not first.sentences[0].is_title:
        return
    title = first.sentences[0]
    titled = [row for row in first.rows if row.start < title.end and _is_whole_death(row)]
    told = [
        sum(
            row.finding.count or 0 for row in one.rows if _is_whole_death(row) and row not in titled
        )
        for one in found
        if not one.toll and one.assertion == "asserted"
    ]
    counted = [count for count in told if count]
    if len(titled) == 1 and len(counted) > 1 and sum(counted) == titled[0].finding.count:
        first.rows.remove(titled[0])
        if first.sentences == [title]:
            first.triggers.clear()


def _is_whole_death(row: CasualtyMark) -> bool:
    return row.finding.outcome == "killed" and not row.finding.included


def _is_of_another_year(sentence: Sentence, toll: Happening) -> bool:
    """Whether a sentence sums up another year than a toll: `In 2013, 58 were killed`."""
    date = date_of(sentence)
    years = date is not None and date.precision == "year"
    return bool(years and toll.date and toll.date != date)


def _tells_of_first(rows: list[CasualtyMark], current: Happening, found: list[Happening]) -> bool:
    """Whether a sentence has the figure of the news itself, behind something that it recalled."""
    return (
        current is not found[0]
        and all(
            _has_same_figure([row], found[0]) and not _has_same_figure([row], current)
            for row in rows
        )
        and bool(rows)
    )


def _returned_to(
    sentence: Sentence, found: list[Happening], rows: list[CasualtyMark]
) -> Happening | None:
    """The earlier happening of the same item that a sentence comes back to, or null.

    One with its figure of several people, or with its very day and no other place.
    """
    date = date_of(sentence)
    for told in reversed(found):
        if told.toll or told.assertion != "asserted" or told.sentences[-1].item != sentence.item:
            continue
        if sentence.has("another") or sentence.has("recalled") != told.recalled:
            continue
        if _has_same_figure(rows, told):
            return told
        here = {mark.text for mark in _sites(sentence)}
        there = {mark.text for each in told.sentences for mark in _sites(each)}
        elsewhere = bool(here) and bool(there) and here.isdisjoint(there)
        if date is not None and date == told.date and not elsewhere:
            return told
    return None


def _not_asserted(sentence: Sentence) -> Assertion | None:
    """What a sentence without figures says of harm that did not happen, null if nothing."""
    if not sentence.trigger("harm") or sentence.has("boilerplate"):
        return None
    if sentence.has("denial"):
        return "negated"
    return "hypothetical" if sentence.has("imagined") else None


def reports_harm(sentence: Sentence) -> bool:
    """Whether a sentence without figures still reports that harm was done."""
    if sentence.has("boilerplate") and date_of(sentence) is None:
        return False
    if any(row.finding.unreal for row in sentence.casualties):
        return False
    if any(sentence.has(cue) for cue in ("background", "denial", "imagined")):
        return False
    if sentence.dates and all(mark.when.precision == "year" for mark in sentence.dates):
        return False  # what a region went through since 2011
    return any(mark.value != "illness" for mark in sentence.trigger("harm"))


def sets_apart(sentence: Sentence, current: Happening, rows: list[CasualtyMark]) -> bool:
    """Whether a harm sentence tells of another happening than the one before it."""
    if sentence.item != current.sentences[-1].item:
        return True
    news = bool(rows) or bool(sentence.trigger("harm"))
    date = date_of(sentence)
    apart = news and sentence.has("another")
    if not apart and _says_again(rows, current):
        return False
    died = [row for row in rows if _is_of_those_before(row, current)]
    if died and all(row in died or row.finding.fresh for row in rows):
        return False  # `three of the wounded died on Monday`
    if date and current.date and not _meet(date, current.date):
        return True
    if sentence.days and current.days and sentence.days.isdisjoint(current.days):
        return True  # weekdays of a text without a date
    if apart and bool(rows or date or _sites(sentence)):
        return bool(current.rows or current.triggers)
    if rows and _is_fronted_elsewhere(sentence, current):
        return True
    return bool(sentence.trigger("harm")) and _differs(sentence, current, rows)


def _says_again(rows: list[CasualtyMark], current: Happening) -> bool:
    """Whether a sentence tells of people counted before, or has the same figure of several."""
    if rows and all(row.finding.again or _is_the_same_person(row, current) for row in rows):
        return True
    return _has_same_figure(rows, current)


def _is_the_same_person(row: CasualtyMark, current: Happening) -> bool:
    """Whether a row tells anew of one person counted before: `the soldier was killed near Goma`."""
    told = row.finding
    return told.said != "count" and any(
        (known.finding.outcome, known.finding.count) == (told.outcome, told.count)
        and (known.finding.victim == told.victim or told.victim in UNTOLD)
        for known in current.rows
    )


def _has_same_figure(rows: list[CasualtyMark], current: Happening) -> bool:
    """Whether any row has the figure of several people that a happening has."""
    told = {(row.finding.outcome, row.finding.count) for row in current.rows}
    few = 0 if current.sentences[-1].is_title else FEW
    said = [row.finding for row in rows if (row.finding.count or 0) > few]
    return any((finding.outcome, finding.count) in told for finding in said if not finding.fresh)


def _is_fronted_elsewhere(sentence: Sentence, current: Happening) -> bool:
    """Whether a sentence opens with another place than those before it: `In Konna, a mine ...`."""
    here = _front(sentence)
    before = [front for told in current.sentences if (front := _front(told))]
    return here is not None and bool(before) and here not in before


def _front(sentence: Sentence) -> str | None:
    """The place that a sentence opens with, behind a preposition and before a comma, or null."""
    for mark in _sites(sentence):
        if 0 < mark.start - sentence.start <= FRONT_CHARS:
            behind = sentence.text[mark.end - sentence.start :]
            return mark.text if behind.lstrip().startswith(",") else None
    return None


def _is_of_those_before(row: CasualtyMark, current: Happening) -> bool:
    """Whether a row tells that people of a happening have died since: `three of the wounded`."""
    finding = row.finding
    single = finding.said in ("pronoun", "definite")  # `he died on Tuesday`
    least = (finding.count or 0) if single else (finding.count or 0) + 1
    hurt = any(
        (known.finding.victim == finding.victim or (single and finding.victim in UNTOLD))
        and (known.finding.outcome == "injured" or known.finding.update)  # the toll has them
        and (known.finding.count or 0) >= least
        for known in current.rows
    )
    return (finding.part or finding.again or single) and finding.outcome == "killed" and hurt


def _differs(sentence: Sentence, current: Happening, rows: list[CasualtyMark]) -> bool:
    """Whether a sentence has other dead, and another place, than the happening before it."""
    before = {mark.text for told in current.sentences for mark in _sites(told)}
    here = {mark.text for mark in _sites(sentence)}
    dead = [_who(row) for row in current.rows if _is_whole_death(row)]
    new = [_who(row) for row in rows if row.finding.outcome == "killed" and not row.finding.fresh]
    elsewhere = bool(here) and bool(before) and here.isdisjoint(before)
    return elsewhere and bool(dead) and bool(new) and not any(one in dead for one in new)


def _who(row: CasualtyMark) -> tuple[int | None, tuple[str, ...]]:
    return row.finding.count, row.finding.nationality


def date_of(sentence: Sentence) -> EventDate | None:
    """The date that a harm sentence gives its happening."""
    marks = sorted(sentence.casualties, key=lambda row: row.start)
    triggers = sentence.trigger("harm")
    anchor = marks[0].start if marks else triggers[0].start if triggers else sentence.start
    return date_near(sentence, anchor, behind=True)


def date_near(sentence: Sentence, anchor: int, *, behind: bool = False) -> EventDate | None:
    """The date of a sentence that tells when it happened, or null.

    The nearest to `anchor`; with `behind`, a day with its month that stands behind it goes before
    any other. Of two that meet, the more exact. The day on which somebody spoke (`on Friday
    condemned`, `condemned on Friday`) is none, nor one that a time counts from.
    """
    told = [mark for mark in sentence.dates if not _is_aside(sentence, mark)]
    told = [mark for mark in told if not mark.of_publication] or told
    marks = [mark for mark in told if mark.kind != "year"] or told
    days = [mark for mark in marks if mark.when.precision in ("day", "range")] or marks
    of_harm = [mark for mark in days if behind and _is_attached(sentence, mark)]
    named = [m for m in days if behind and m.kind == "absolute" and m.start > anchor]
    nearest = min(of_harm or named or days, key=lambda mark: abs(mark.start - anchor), default=None)
    if nearest is None:
        return None
    exact = [
        mark.when
        for mark in marks
        if mark.kind == "absolute" and nearest.kind != "absolute" and _meet(mark.when, nearest.when)
    ]
    return exact[0] if exact else nearest.when


def _is_aside(sentence: Sentence, date: DateMark) -> bool:
    """Whether a date belongs to a verb of saying, or is where a time counts from.

    `on Friday condemned` and `condemned on Friday` are aside, `condemned the 2 July attack` and
    `were killed on Friday, officials said` are not.
    """
    if is_start(sentence, date) or _is_of_issue(sentence, date):
        return True
    if sentence.text[date.end - sentence.start :].startswith(POSSESSIVE):
        return False  # `condemns today's attack`
    harm = [mark.start for mark in sentence.trigger("harm")]
    if any(start == date.end + 1 for start in harm):
        return False  # `condemns the 2 July attack`
    harm += [row.start for row in sentence.casualties]
    next_harm = min((start for start in harm if start >= date.end), default=sentence.end)
    last_harm = max((start for start in harm if start < date.start), default=None)
    if _tells_end(sentence, date):
        return True
    return bool(harm) and any(
        (
            date.end <= verb.start < min(next_harm, date.end + SPEECH_CHARS)
            and (last_harm is None or PAUSE not in sentence.between(date.end, verb.start))
        )
        or max(last_harm or sentence.start, date.start - ADVERB_CHARS) < verb.end <= date.start
        for verb in sentence.trigger("cue", "reporting")
    )


def _is_attached(sentence: Sentence, date: DateMark) -> bool:
    """Whether a date stands right behind a word of harm: `died after the attack on Friday`."""
    harm = sentence.trigger("harm")
    return any(0 <= date.start - mark.end <= ATTACHED_CHARS for mark in harm)


def is_start(sentence: Sentence, date: DateMark, *, far: bool = False) -> bool:
    """Whether a time counts from a date: `since 2013`, with `far` `since its arrival in 2013`."""
    gap = SINCE_CHARS if far else CLOSE_CHARS
    return any(0 <= date.start - cue.end <= gap for cue in sentence.trigger("cue", "since"))


def _is_of_issue(sentence: Sentence, date: DateMark) -> bool:
    """Whether a date is that of the text itself: `was issued today by`."""
    issued = sentence.trigger("cue", "issued")
    return any(0 <= date.start - cue.end <= CLOSE_CHARS for cue in issued)


def _tells_end(sentence: Sentence, date: DateMark, *cues: str) -> bool:
    """Whether a date is that on which bodies were found or captives let go, not of the harm."""
    later = sentence.trigger("cue", *(cues or ("discovered", "released")))
    news = [mark.start for mark in sentence.trigger("harm")]
    return any(
        cue.end <= date.start and not any(cue.end <= start < date.start for start in news)
        for cue in later
    )


def _release(sentence: Sentence) -> EventDate | None:
    """The day on which a sentence says that captives were let go."""
    told = (mark.when for mark in sentence.dates if _tells_end(sentence, mark, "released"))
    return next(told, None)


def is_dated(sentence: Sentence) -> bool:
    """Whether a sentence names a date that is more exact than a year."""
    return any(mark.when.precision != "year" for mark in sentence.dates)


def _meet(one: EventDate, other: EventDate) -> bool:
    return one.start <= other.end and other.start <= one.end


def _sites(sentence: Sentence) -> list[Mark]:
    """The places that a sentence names, without those that its dead and injured are from."""
    counted = [(row.start, row.end) for row in sentence.casualties]
    return [
        mark
        for mark in sentence.of("GPE", "LOC")
        if not any(start <= mark.start < end for start, end in counted)
    ]


def _is_worth(happening: Happening) -> bool:
    """Without rows, a single harm word inside a phrase of general talk is no happening."""
    return bool(happening.rows) or bool(happening.triggers)
