"""Casualty phrases: who was killed, injured, missing or abducted, and how many.

Writes the group `doc.spans["CASUALTY"]`; each span's label is `CASUALTY`, its `kb_id_` is
`outcome:count`, and `span._.casualty` holds the `Finding` with everything the words say.
Needs `bluehelm_names` and sentence boundaries before it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.codes import Outcome, Victim
from pipeline.components.casualties.people import Group, Names, Said
from pipeline.components.casualties.pieces import nations, total
from pipeline.components.casualties.row import Pattern, Row
from pipeline.components.casualties.rows import SentenceReader, as_part
from pipeline.components.casualties.tags import Tagger
from pipeline.components.items import Items
from pipeline.components.phrases import Tags
from pipeline.components.words import words_of
from pipeline.lexicon.casualty import load_casualty_words

GROUP = "CASUALTY"
MEMORY = 12
"""People mentioned before that an elliptical figure may continue."""
SINCE_TOKENS = 4
MANY = 5000
"""More than this no attack has killed on a day that the text does not name."""
DAY_DATES = frozenset({"absolute", "weekday", "relative", "month"})
SINCE_DATES = frozenset({"year", "month", "absolute"})
LINK = 16
"""Tokens of the title of another page, behind words such as `read also`."""
NEAR = 7
"""Tokens before a row in which a `would` makes it unreal."""
ASIDE = 3
"""Tokens between attackers and a figure that is said of them."""
TELLING = frozenset(
    {
        "subject",
        "object",
        "participle",
        "armed",
        "losing",
        "noun",
        "deed",
        "tally",
        "price",
        "fate",
        "opener",
        "bearing",
        "held",
        "in_passive",
    }
)
"""Kinds of words that say what happened to people: a sentence without any has no row."""
MAX_GROUP = 40
"""Tokens that a group which begins in a sentence may take beyond it, as over a line's end."""
TROOPS: frozenset[Victim | None] = frozenset({"soldier", "peacekeeper"})
"""Whom a battalion or a patrol is made of."""
NEAR_HIT = 20
"""Tokens between people that one sentence counts."""
STATE_FORCES: frozenset[Victim | None] = frozenset(
    {"soldier", "police", "peacekeeper", "un_police"}
)
"""Who kill others when they act, not one another."""
NEAR_FOLLOWING = 10
"""Tokens between a figure and those it counts: `killed three and wounded two soldiers`."""
BESIDE = 4
"""The same for a mere sum: `two dead and five soldiers wounded`."""
NEAR_WHOLE = 60
"""Tokens between people and a sentence that divides them up."""
NEAR_START = 3
"""Tokens into a sentence up to which people named are its subject."""
AGAINST = 3
"""Tokens of words that lead to an older figure."""
BYSTANDERS: frozenset[Victim | None] = frozenset(
    {"civilian", "unspecified", "un_staff", "aid_worker", "un_contractor"}
)
"""Who may be in a text for other reasons than that they were hit."""
PRIVATE: frozenset[Victim | None] = frozenset({None, "civilian", "unspecified"})
"""Who are one row however they are called: `a mother and an infant`, `a nurse and a driver`."""
ONES = {"unspecified", "civilian"}
"""Of these two kinds a row is civilian: `a man and a girl`."""
CLAUSE_ENDS = frozenset(";:")
GENERAL: tuple[Victim | None, ...] = (None, "unspecified")
"""Victims that may be of any kind."""
HURT: frozenset[Outcome] = frozenset({"killed", "injured"})
CLOSED_LABELS = frozenset({"DATE", "MISSION", "ORG"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One casualty row as the sentence words it, before the entry's context is known.

    `victim` is null where nothing before it says who was counted. `unreal` is set where the
    sentence denies or imagines it, `toll` where it sums up a period, `update` where it brings a
    newer figure, `again` where those it counts may have been counted before, `kin` is the
    nationality of those whom it tells others from (`three others`), `alien` is set where they are
    soldiers of no single State, `disputed` where another source than the first gives the figure,
    `first` where its words call it the first known.
    `pattern` names the rule.
    """

    outcome: Outcome
    count: int | None
    low: int | None
    high: int | None
    approximate: bool
    victim: Victim | None
    nationality: tuple[str, ...]
    of_mission: bool
    included: bool
    fresh: bool
    said: Said
    part: bool
    again: bool
    kin: tuple[str, ...]
    alien: bool
    disputed: bool
    first: bool
    unreal: bool
    toll: bool
    update: bool
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class _Clock:
    """The tokens where a time can begin to count, and where a day, a year or a place is named."""

    starts: frozenset[int]
    days: frozenset[int]
    years: frozenset[int]
    places: frozenset[int]

    @classmethod
    def of(cls, doc: Doc) -> "_Clock":
        dates = doc.spans.get("DATE", ())
        counting = {span.start for span in dates if span.id_ in SINCE_DATES}
        names = doc.spans.get("names", ())
        missions = {span.start for span in names if span.label_ == "MISSION"}
        published = str(doc._.published)
        issued = {s.start for s in dates if s.id_ == "absolute" and s.kb_id_ == published}
        days = {s.start for s in dates if s.id_ in DAY_DATES} - issued
        years = {span.start for span in dates if span.id_ == "year"}
        places = {span.start for span in names if span.label_ == "GPE"}
        return cls(
            frozenset(counting | missions), frozenset(days), frozenset(years), frozenset(places)
        )

    def is_year_alone(self, sentence: Span) -> bool:
        """Whether a sentence names a year, and neither a day nor a place."""
        tokens = frozenset(range(sentence.start, sentence.end))
        return bool(tokens & self.years) and not tokens & (self.days | self.places)


@Language.factory("bluehelm_casualties", assigns=["doc.spans"], requires=["doc.spans"])
def make_casualties(nlp: Language, name: str) -> "Casualties":
    """The component that finds casualty phrases in the pipeline's language."""
    return Casualties(nlp)


class Casualties:
    """Finds casualty phrases sentence by sentence, resolving what each leaves unsaid."""

    def __init__(self, nlp: Language) -> None:
        if not Span.has_extension("casualty"):
            Span.set_extension("casualty", default=None)
        if not Doc.has_extension("published"):
            Doc.set_extension("published", default=None)
        self.tagger = Tagger(nlp, load_casualty_words(nlp.lang))

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc` with its casualty phrases in `doc.spans["CASUALTY"]`."""
        closed, clock = _closed(doc), _Clock.of(doc)
        tags = self.tagger(doc, closed)
        reader = SentenceReader(doc, tags, Names.of(doc), closed, self.tagger.words)
        spans: list[Span] = []
        before: list[Group] = []
        foes: list[Group] = []
        items, item, written = Items(words_of(doc).text), 0, words_of(doc).written
        told = sorted(at for at, here in tags.found.items() if not TELLING.isdisjoint(here))
        unread: list[Span] = []
        for sentence in doc.sents:
            if items.at(sentence.start_char) != item:
                before, foes, unread, item = [], [], [], items.at(sentence.start_char)
            if not _any_between(told, sentence.start, sentence.end + MAX_GROUP):
                unread.append(sentence)
                _tell_more(reader, sentence, spans)
                continue
            for earlier in unread:
                named = _people(reader, earlier)
                before = [*before, *(group for group in named if not group.acts)][-MEMORY:]
                foes = [*foes, *_fighters(named)][-MEMORY:]
            unread = []
            rows = [row for row in reader.read(sentence) if not row.group.none]
            rows = [counted for row in rows if (counted := _with_count(row, reader))]
            named = _people(reader, sentence)
            people = [group for group in named if not group.acts]
            toll = _is_toll(tags, sentence, clock)
            tokens = range(sentence.start, sentence.end)
            breaks = {token for token in tokens if written[token] in CLAUSE_ENDS}
            mentioned = people if toll else [*before, *people]  # a toll counts people of its own
            if _is_of_more(tags, sentence):
                mentioned = [replace(group, nationality=()) for group in mentioned]
            left = _left_behind(tags, sentence)
            rows = _joined(_resolve(rows, mentioned, [*foes, *named], sentence.start, breaks, left))
            taken = {row.predicate for row in rows if _is_captured_fighter(row)} - {None}
            rows = [r for r in rows if not _is_captured_fighter(r) and r.predicate not in taken]
            start, end = sentence.start, sentence.end
            for kind, outcome in (("arrest", "abducted"), ("found", "missing")):
                if tags.within(start, end, kind):
                    rows = [row for row in rows if row.outcome != outcome]
            update = bool(tags.within(start, end, "update"))
            disputed = bool(tags.within(start, end, "other_source"))
            _tell_more(reader, sentence, spans, rows)
            of_war = any(_is_of_a_war(row, sentence, clock) for row in rows)
            summed = any(row.pattern == "tally" for row in rows)
            hurts = any(row.outcome in HURT for row in rows)
            for row in rows:
                unreal = _is_unreal(tags, sentence, row, closed)
                span = Span(doc, row.start, row.end, label=GROUP, kb_id=_canonical(row))
                held = row.outcome == "abducted" and not hurts  # `held since July` is no toll
                fresh = summed and row.pattern != "tally"  # `one died, bringing to 45 the number`
                alone = row.group.count == 1 and row.group.said != "count"  # `employed since May`
                sums_up = (toll and not (held or fresh or alone)) or of_war
                newer = update or row.pattern == "tally"
                finding = _finding(row, unreal, sums_up, newer)
                first = _is_first(tags, sentence, row)
                span._.casualty = replace(finding, disputed=disputed, first=first)
                spans.append(span)
            whole = [row for row in rows if not row.included]
            hit = [replace(r.group, hit=True, outcome=r.outcome) for r in whole if r.group.victim]
            said = [*people, *hit]
            before = [*before, *sorted(said, key=lambda group: group.start)][-MEMORY:]
            foes = [*foes, *_fighters(named)][-MEMORY:]
        _drop_first(spans)
        doc.spans[GROUP] = spans
        return doc


def _with_count(row: Row, reader: SentenceReader) -> Row | None:
    """A row, with those a `they` means; null where nobody was counted before it."""
    group = row.group
    if group.said != "pronoun" or group.count is not None:
        return row
    meant = reader.counted_before(group.start)
    if meant is None:
        return None
    start, end = group.start, group.end
    return replace(row, group=replace(meant, start=start, end=end, fresh=False, again=True))


def _people(reader: SentenceReader, sentence: Span) -> list[Group]:
    """The people that a sentence mentions without a figure."""
    return [group for group in reader.people(sentence) if group.victim]


def _fighters(groups: list[Group]) -> list[Group]:
    """Those of the groups who are an armed group's."""
    return [group for group in groups if group.victim == "combatant"]


def _any_between(numbers: list[int], start: int, end: int) -> bool:
    """Whether any of the ascending numbers is `start` or more, and less than `end`."""
    at = bisect_left(numbers, start)
    return at < len(numbers) and numbers[at] < end


def _tell_more(
    reader: SentenceReader, sentence: Span, spans: list[Span], rows: Sequence[Row] = ()
) -> None:
    """Gives those counted last what a sentence of its own tells: `They were Fijians`, `traders`.

    Only the casualties of one sentence, and only what their own words leave open; where the
    sentence counts others, `rows`, only their nationality.
    """
    if parts := _parts(reader, sentence, spans, rows):
        spans += parts
        return
    told = reader.told(sentence) if spans else None
    if told is None or (rows and not (told.countries and told.subject)):
        return
    last = spans[-1].sent
    for span in spans:
        finding = span._.casualty
        alike = finding.victim == told.subject if told.subject else span.sent == last
        if not alike or told.outcome not in (None, finding.outcome):
            continue
        if told.countries and not finding.nationality and finding.victim != "combatant":
            span._.casualty = replace(finding, nationality=told.countries)
        elif told.victim and finding.victim in (None, "unspecified"):
            span._.casualty = replace(finding, victim=told.victim)


def _parts(
    reader: SentenceReader, sentence: Span, spans: list[Span], rows: Sequence[Row]
) -> list[Span]:
    """Those counted last, as a sentence divides them up by nationality, besides its own `rows`.

    Gives the whole what all its parts tell.
    """
    whole = spans[-1] if spans else None
    far = whole is None or sentence.start - whole.end > NEAR_WHOLE
    if whole is None or far or whole._.casualty.included:
        return []
    finding = whole._.casualty
    groups = [
        group
        for group in reader.parts_told(sentence)
        if not any(row.start < group.end and group.start < row.end for row in rows)
    ]
    if not groups or total(groups) != finding.count or finding.nationality:
        return []
    named = nations(groups)
    whole._.casualty = replace(finding, nationality=named)
    people = Group(whole.start, whole.end, None, None, None, victim=finding.victim)
    parts = []
    for group in groups:
        start, end = group.start, group.end
        part = as_part(group, people)
        row = Row(part, finding.outcome, start, end, "included", included=True)
        span = Span(whole.doc, row.start, row.end, label=GROUP, kb_id=_canonical(row))
        span._.casualty = _finding(row, finding.unreal, finding.toll, update=False)
        parts.append(span)
    return parts


def _closed(doc: Doc) -> set[int]:
    """The tokens of dates, missions and bodies: no word in them tells of casualties."""
    groups = [doc.spans.get("names", ()), doc.spans.get("DATE", ())]
    return {
        token
        for group in groups
        for span in group
        if span.label_ in CLOSED_LABELS
        for token in range(span.start, span.end)
    }


def _is_captured_fighter(row: Row) -> bool:
    """Whether a row is of fighters taken prisoner: they are not abducted."""
    return row.outcome == "abducted" and row.group.victim == "combatant"


def _resolve(
    rows: list[Row],
    mentioned: list[Group],
    foes: list[Group],
    start: int,
    breaks: set[int],
    left: set[int],
) -> list[Row]:
    """The rows with victims and nationalities taken over from the group they continue.

    `mentioned` are the people named before, and in the sentence itself, in reading order, `foes`
    the fighters and those who act (`the soldiers returned fire`); the sentence begins at `start`
    and has clauses that end at the tokens `breaks`; `left` are the tokens behind `left behind`.
    """
    resolved: list[Row] = []
    agents = {group.victim for group in foes if group.acts and group.start >= start}
    enemies = [group for group in foes if group.victim == "combatant"]
    for number, row in enumerate(rows):
        group = row.group
        if group.victim in TROOPS and not (group.nationality or group.fresh):
            bodies = [other for other in mentioned if other.body and other.end <= group.start]
            bodies = [other for other in bodies if other.nationality]
            if bodies:  # `a French patrol was hit: two soldiers died`
                group = replace(group, nationality=bodies[-1].nationality)
        manned = [other for other in mentioned if other.body and other.nationality]
        if group.crew and group.victim == "unspecified" and manned and not group.nationality:
            lent = manned[-1]  # `a helicopter of the Senegalese contingent crashed: the crew died`
            group = replace(group, victim=lent.victim, nationality=lent.nationality)
        if group.fellows and not group.nationality:
            unit = [o for o in mentioned if o.end <= group.start and o.nationality]
            unit = [other for other in unit if other.victim in STATE_FORCES]
            if unit:  # `two soldiers of the same battalion`
                victim = unit[-1].victim if group.victim in TROOPS else group.victim
                group = replace(group, victim=victim, nationality=unit[-1].nationality)
        if group.victim and group.again and not (group.nationality or group.fresh):
            alike = [o for o in mentioned if o.end <= group.start and o.victim == group.victim]
            dead = [o for o in alike if o.outcome == "killed" and row.outcome == "injured"]
            if alike and not any(
                o.start <= alike[-1].start < o.end for o in dead
            ):  # `five of the policemen`, said to be Egyptian before
                group = replace(
                    group, nationality=alike[-1].nationality, of_mission=alike[-1].of_mission
                )
        if group.victim is None:
            known = [
                done.group
                for done in resolved
                if not done.included
                and not (
                    _is_sum(row) and _is_foe(done) and breaks & set(range(done.end, row.start))
                )
            ]
            following = [
                later.group
                for later in rows[number + 1 :]
                if later.group.victim
                and later.group.said == "count"
                and not (later.included and _is_sum(row))
                and later.start - row.end <= (BESIDE if _is_sum(row) else NEAR_FOLLOWING)
                and not breaks & set(range(row.end, later.start))
            ]
            parts = [part.group for part in rows if part.included]
            told = [other for other in mentioned if _may_continue(row, other, start)]
            if _is_sum(row):  # `three dead, including two drivers, and ten wounded`
                told = [other for other in told if not _is_within_any(other, parts)]
            source = _antecedent(row, known, following, told, start)
            whole = next((done for done in reversed(resolved) if not done.included), None)
            if row.included and whole and whole.outcome == row.outcome:
                source = whole.group  # `22 hurt, nine seriously`
            forces = agents & STATE_FORCES and row.pattern == "active" and not known
            if forces and enemies and (source is None or source.victim in agents):
                source = enemies[-1]  # `the soldiers returned fire, killing two`
            near = [
                foe
                for foe in enemies
                if start <= foe.start < group.start and not _is_agent(foe, row)
            ]
            bare = row.pattern == "active" and source is None
            if near and not known and (bare or (group.part and _is_last(near[-1], told))):
                source = near[-1]  # `the rebels fled, leaving nine of them dead`
            if source is not None and _is_of_wider(rows, source, start):
                source = None  # `two guards were wounded. The attack that wounded 100 ...`
            if group.start in left and enemies:
                source = enemies[-1]  # `the assailants left behind nine dead`
            if source is not None:
                inherits = not (group.fresh or group.nationality or source.divided)
                group = replace(
                    group,
                    victim=source.victim,
                    of_mission=group.of_mission or source.of_mission,
                    alien=group.alien or source.alien,
                    nationality=source.nationality if inherits else group.nationality,
                    kin=() if source.divided else source.nationality,
                )
        wholes = [done for done in resolved if not done.included]
        if row.included and wholes and _is_foe(wholes[-1]):
            group = as_part(group, wholes[-1].group)  # `nine dead, including a commander`
        resolved.append(replace(row, group=group))
    return resolved


def _is_of_wider(rows: list[Row], source: Group, start: int) -> bool:
    """Whether bare figures of a sentence count more people than those before could be part of.

    One of them has the outcome of `source`, who were counted before the sentence, and is larger.
    """
    bare = [row for row in rows if row.pattern == "active" and row.group.bare]
    before = source.hit and source.end <= start and source.count is not None
    return before and any(
        row.outcome == source.outcome and (row.group.count or 0) > (source.count or 0)
        for row in bare
    )


def _is_of_more(tags: Tags, sentence: Span) -> bool:
    """Whether a sentence tells of more than before: `two other attacks left nine dead`."""
    starts = tags.within(sentence.start, sentence.end, "fresh")
    ends = (tag.end for at in starts if (tag := tags.at(at, "fresh")))
    return any(tags.at(end, "things") for end in ends)


def _left_behind(tags: Tags, sentence: Span) -> set[int]:
    """The tokens of a sentence behind words such as `left behind`, whose figures are one's own."""
    starts = tags.within(sentence.start, sentence.end, "left_behind")
    return {tag.end for at in starts if (tag := tags.at(at, "left_behind"))}


def _is_agent(foe: Group, row: Row) -> bool:
    """Whether fighters are the subject of a row's own verb: `a bomber wounds seven`."""
    return foe.acts and row.predicate is not None and 0 <= row.predicate - foe.end <= NEAR


def _may_continue(row: Row, other: Group, start: int) -> bool:
    """Whether a row may count people mentioned before: those hit, those that its words are about.

    A mere sum of dead and injured (`17 dead`) is not of civilians who are only spoken of, unless
    its sentence, which begins at `start`, leads to them: `the attack on traders left 17 dead`.
    """
    if other.hit or not _is_sum(row):
        return True
    if other.body and not other.nationality:
        return False  # `a police post was attacked, leaving three dead`
    led_to = other.start - start > NEAR_START
    return row.pattern != "tally" and (other.victim not in BYSTANDERS or led_to)


def _is_within_any(group: Group, wholes: list[Group]) -> bool:
    """Whether people are named inside any of other groups."""
    return any(whole.start <= group.start < whole.end for whole in wholes)


def _is_sum(row: Row) -> bool:
    """Whether a row is a bare figure with what happened behind it: `17 dead`, `22 wounded`."""
    if row.group.fresh or row.included:
        return False
    bare = row.pattern == "participle" and row.predicate == row.group.end
    return bare or row.pattern in ("noun", "tally")


def _is_foe(row: Row) -> bool:
    return row.group.victim == "combatant"


def _is_last(group: Group, others: list[Group]) -> bool:
    """Whether a group stands behind all others."""
    return all(other.start <= group.start for other in others)


def _joined(rows: list[Row]) -> list[Row]:
    """The rows with those of one predicate and one kind of people made one: `a man and a woman`."""
    joined: list[Row] = []
    for row in rows:
        last = joined[-1] if joined else None
        if last and _is_alike(last, row):
            one, other = last.group, row.group
            group = replace(
                one,
                victim=one.victim if one.victim == other.victim else "civilian",
                end=other.end,
                count=_sum(one.count, other.count),
                low=_sum(one.low, other.low),
                high=_sum(one.high, other.high),
                approximate=one.approximate or other.approximate,
                said="count",
            )
            joined[-1] = replace(last, group=group, end=max(last.end, row.end))
        else:
            joined.append(row)
    return joined


def _is_alike(one: Row, other: Row) -> bool:
    """Whether two rows are listed with the same predicate and say the same of who was hit."""
    groups = (one.group, other.group)
    return (
        one.predicate is not None
        and one.predicate == other.predicate
        and one.outcome == other.outcome
        and not (one.included or other.included)
        and all(group.count is not None and not group.fresh for group in groups)
        and (
            one.group.victim == other.group.victim or {one.group.victim, other.group.victim} == ONES
        )
        and one.group.victim in PRIVATE
        and one.group.nationality == other.group.nationality
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _antecedent(
    row: Row, known: list[Group], following: list[Group], mentioned: list[Group], start: int
) -> Group | None:
    """The group that an elliptical row continues, or null; its sentence begins at `start`."""
    group = row.group
    earlier = [other for other in mentioned if other.end <= group.start]
    aside = earlier and group.start - earlier[-1].end <= ASIDE and earlier[-1].start >= start
    set_off = aside and group.start - earlier[-1].end == 1 and earlier[-1].victim in STATE_FORCES
    if set_off or (aside and earlier[-1].victim == "combatant"):
        return earlier[-1]  # `as for the assailants: 30 dead`
    named = [other for other in known if other.victim or other.nationality]
    if named and named[-1].victim is None and group.fresh:
        return named[-1]  # `four Serbs were killed, four others taken`
    named = [other for other in named if other.victim]
    if named:
        if group.fresh and len({other.victim for other in named}) > 1:
            return replace(named[-1], victim="unspecified", of_mission=False)
        return named[-1]
    if following and group.said == "count" and not group.fresh and not group.part:
        return following[0]  # `killed three and injured two peacekeepers from Chad`
    if group.nationality and not group.fresh:  # `two Moroccans`: of those named before, if any
        alike = [other for other in earlier if other.victim and other.nationality]
        return next((o for o in alike if set(o.nationality) == set(group.nationality)), None)
    before = [other for other in earlier if other.hit]
    if group.again and before and before[-1].start < start:
        return before[-1]  # `they have yet to name the other two`
    victims = [other for other in earlier if other.victim not in ("combatant", "unspecified")]
    here = [other for other in victims if other.start >= start]
    hit = [other for other in victims if other.hit]
    last = [other for other in hit if hit[-1].start - other.start <= NEAR_HIT]
    if group.fresh and not here and len({other.victim for other in last}) > 1:
        return replace(last[-1], victim="unspecified", of_mission=False)
    wholes = [other for other in earlier if other.hit]
    more = group.fresh or _is_sum(row)
    if more and not here and wholes and wholes[-1].victim == "unspecified":
        return wholes[-1]  # `six people, including two soldiers, died. Fourteen others ...`
    hit = [] if group.fresh else hit
    struck = [other for other in earlier if other.hit] if not victims else []
    unsaid = [other for other in struck if other.victim == "unspecified"]
    struck = unsaid or struck  # `18 people were killed, two attackers shot; 20 were wounded`
    return next((some[-1] for some in (here, hit, victims, struck) if some), None)


def _is_unreal(tags: Tags, sentence: Span, row: Row, closed: set[int]) -> bool:
    """Whether words before a row deny or imagine it, or any in its sentence call it false."""
    if row.pattern == "fate":
        return False  # `there were no survivors`
    opens, end = sentence.start, row.predicate or row.end  # `did not survive` is no denial
    told = _opening(tags, sentence, end)
    start = max(opens, row.start - NEAR)
    near = max(tags.within(start, row.start, "breaks"), default=start)
    return (
        row.negated
        or row.imagined
        or bool(tags.within(max(opens, row.start - LINK), row.start, "link"))
        or _is_against(tags, row)
        or bool(tags.within(opens, sentence.end, "false"))
        or bool(tags.within(told, end, "denied", "superseded", "settings"))
        or (row.group.victim != "combatant" and bool(tags.within(opens, end, "boasts")))
        or (row.outcome in HURT and bool(tags.within(opens, end, "unhurt")))
        or any(token not in closed for token in tags.within(near, row.start, "unreal"))
    )


def _is_first(tags: Tags, sentence: Span, row: Row) -> bool:
    """Whether words before a figure call it the first that was known: `by a first count`."""
    return bool(tags.within(sentence.start, row.predicate or row.end, "first"))


def _drop_first(spans: list[Span]) -> None:
    """Makes figures unreal that others have taken the place of; a first one may be the only."""
    found = [span._.casualty for span in spans]
    stand = {(one.outcome, one.victim) for one in found if not (one.first or one.unreal)}
    for span, finding in zip(spans, found, strict=True):
        anyone = {(finding.outcome, victim) for victim in (finding.victim, *GENERAL)}
        if finding.first and not stand.isdisjoint(anyone):
            span._.casualty = replace(finding, unreal=True)


def _opening(tags: Tags, sentence: Span, end: int) -> int:
    """Where the clause of a row begins: behind `, which`, else where its sentence does."""
    relatives = tags.within(sentence.start, end, "relative")
    opened = (at for at in relatives if sentence.doc[max(at - 1, 0)].text == ",")
    return max(opened, default=sentence.start)


def _is_against(tags: Tags, row: Row) -> bool:
    """Whether a figure only stands against a newer one: `28 dead, up from 20`."""
    starts = tags.within(max(row.start - AGAINST, 0), row.start, "against")
    counted = row.group.said == "count" and row.pattern not in ("active", "included")
    found = [tag for at in starts if (tag := tags.at(at, "against"))]
    return counted and any(tag.end == row.start for tag in found)


def _is_toll(tags: Tags, sentence: Span, clock: "_Clock") -> bool:
    """Whether a sentence sums up a period: `to date`, `since 2013`, `depuis le début`.

    One that has a day of its own tells of that day, even as the deadliest since another.
    """
    if tags.within(sentence.start, sentence.end, "toll"):
        return True
    counted: set[int] = set()
    weak = bool(tags.within(sentence.start, sentence.end, "weak"))
    weak = weak or clock.is_year_alone(sentence)
    for token in tags.within(sentence.start, sentence.end, "since"):
        if since := tags.at(token, "since"):
            end = min(since.end + SINCE_TOKENS, sentence.end)
            counted |= clock.starts & set(range(since.end, end))
    days = {token for token in clock.days if sentence.start <= token < sentence.end}
    if counted:
        days = {token for token in days if not tags.at(token - 1, "as_of")}
    return (weak or bool(counted)) and days <= counted


def _is_of_a_war(row: Row, sentence: Span, clock: "_Clock") -> bool:
    """Whether so many, without a day, can only be those of a whole conflict."""
    dated = any(sentence.start <= day < sentence.end for day in clock.days)
    return not dated and (row.group.count or 0) >= MANY


def _canonical(row: Row) -> str:
    count = "null" if row.group.count is None else row.group.count
    return f"{row.outcome}:{count}"


def _finding(row: Row, unreal: bool, toll: bool, update: bool) -> Finding:
    group = row.group
    return Finding(
        outcome=row.outcome,
        count=group.count,
        low=group.low,
        high=group.high,
        approximate=group.approximate,
        victim=group.victim,
        nationality=group.nationality,
        of_mission=group.of_mission,
        included=row.included,
        fresh=group.fresh,
        said=group.said,
        part=group.part,
        again=group.again,
        kin=group.kin,
        alien=group.alien,
        disputed=False,
        first=False,
        unreal=unreal,
        toll=toll,
        update=update,
        pattern=row.pattern,
    )
