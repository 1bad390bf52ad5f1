"""What holds for a whole entry, looked up once for all its happenings."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from pipeline.codes import Victim
from pipeline.records import Entry, EventDate, Evidence
from pipeline.stages.events.facts import Dateline, Sentence
from pipeline.stages.events.happenings import Happening, date_near
from pipeline.stages.events.roles import UN_VICTIMS, is_country, named_country, reported_by

AROUND = 200
"""Sentences before a happening, and behind it, that may tell more of it."""


@dataclass
class Context:
    """What holds for the whole entry, looked up once for all its happenings."""

    entry: Entry
    text: str
    sentences: list[Sentence]
    missions: tuple[str, ...]
    dateline: Dateline
    happenings: list[Happening]
    publisher: str | None

    def evidence(self, start: int, end: int) -> Evidence:
        """The words of `start:end` without the blanks around them, at their place in the source."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        end = start + len(text.strip())
        offset = self.entry.start
        return Evidence(start=offset + start, end=offset + end, text=self.text[start:end])

    def around(self, happening: Happening) -> list[Sentence]:
        """The sentences that may tell more of a happening: its own, and those of no other.

        Where the entry is a list, only those of the same item; never more than `AROUND` away.
        """
        items = {s.item for s in happening.sentences}
        at = self.free_before(happening)
        free = self.free[max(0, at - AROUND) : at + AROUND]
        return [*happening.sentences, *(s for s in free if s.item in items)]

    @cached_property
    def free(self) -> list[Sentence]:
        """The sentences of no happening."""
        told = {id(s) for happening in self.happenings for s in happening.sentences}
        return [s for s in self.sentences if id(s) not in told]

    @cached_property
    def free_starts(self) -> list[int]:
        """Where they begin."""
        return [s.start for s in self.free]

    def free_before(self, happening: Happening) -> int:
        """How many of them stand before a happening."""
        return bisect_left(self.free_starts, happening.sentences[0].start)

    @cached_property
    def dates_told(self) -> list[EventDate | None]:
        """The date named last in the free sentences up to each."""
        dates: list[EventDate | None] = []
        for sentence in self.free:
            dates.append(date_near(sentence, sentence.end) or (dates[-1] if dates else None))
        return dates

    @cached_property
    def speaker(self) -> str | None:
        """Who reports first in the entry."""
        return reported_by(self.sentences)

    @cached_property
    def country(self) -> str | None:
        """The country that the entry names."""
        return named_country(self.sentences)

    @cached_property
    def consoled(self) -> frozenset[str]:
        """The countries whose Governments the entry sends condolences to."""
        return frozenset(
            mark.value
            for sentence in self.sentences
            if sentence.has("condolences")
            for mark in sentence.of("GPE", "NORP")
            if is_country(mark.value)
        )

    @cached_property
    def only_fresh(self) -> Happening | None:
        """The only happening that is news and no toll, if there is just one."""
        fresh = [h for h in self.happenings if not h.toll and not h.recalled]
        return fresh[0] if len(fresh) == 1 else None

    @cached_property
    def of_un(self) -> bool:
        """Whether the entry speaks of the UN or its peacekeepers at all."""
        marks = {mark.value for s in self.sentences for mark in s.of("ORG", "MISSION")}
        rows = (mark.finding.victim for s in self.sentences for mark in s.casualties)
        return "United Nations" in marks or not UN_VICTIMS.isdisjoint(rows)

    @cached_property
    def foreigners(self) -> frozenset[Victim | None]:
        """The kinds of victims that the entry counts of a country which it does not name."""
        named = {mark.value for s in self.sentences for mark in s.of("GPE")} | {self.country}
        found = (mark.finding for s in self.sentences for mark in s.casualties)
        return frozenset(
            one.victim for one in found if one.nationality and named.isdisjoint(one.nationality)
        )

    @cached_property
    def forces(self) -> frozenset[str]:
        """The States whose soldiers and police the entry counts, with their nationality."""
        found = (mark.finding for s in self.sentences for mark in s.casualties)
        own = (one for one in found if one.victim in ("soldier", "police") and not one.alien)
        return frozenset(code for one in own for code in one.nationality)

    @cached_property
    def in_items(self) -> bool:
        """Whether the entry is a list."""
        return any(s.item for s in self.sentences)
