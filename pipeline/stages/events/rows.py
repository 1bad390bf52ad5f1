"""The casualty rows of a happening: victims settled, parts and updates told from repetitions."""

from collections.abc import Set

from pipeline.codes import Outcome, Victim
from pipeline.components.casualties import Finding
from pipeline.records import Casualty, Evidence
from pipeline.stages.events.context import Context
from pipeline.stages.events.facts import CasualtyMark, Sentence
from pipeline.stages.events.happenings import FEW, Happening
from pipeline.stages.events.roles import UN_VICTIMS, forces_named

FOREIGN_SERVICE: dict[Victim, Victim] = {"soldier": "peacekeeper", "police": "un_police"}
"""What soldiers and police of another State are where a mission serves."""
SAME_PEOPLE: tuple[set[Victim], ...] = (
    {"civilian", "un_staff"},
    {"civilian", "un_contractor"},
    {"civilian", "aid_worker"},
    {"un_staff", "aid_worker"},
    {"soldier", "peacekeeper"},
    {"police", "un_police"},
)
"""Kinds of victims that one text may call the same people by."""
ROUND = 0.15
"""How far a round figure may be from the exact one that a text gives later."""
PART_CHARS = 12
"""Between a figure and a part of it: `two wounded, of whom one died`."""
BLUE: frozenset[Victim] = frozenset({"peacekeeper", "un_police"})
"""Whom one text may both call peacekeepers."""
GENERAL: frozenset[Victim] = frozenset({"unspecified", "civilian"})


def rows_of(
    happening: Happening, country: str | None, mission: bool, context: Context
) -> tuple[Casualty, ...]:
    """The casualty rows of a happening: victims settled, repetitions dropped."""
    rows: list[Casualty] = []
    forces = forces_named(happening.sentences)
    blue = bool(context.missions) or any(
        mark.finding.victim == "peacekeeper" for mark in happening.rows
    )
    serving = blue and not forces
    final = _final_sentences(happening)
    titled = happening.sentences[0].is_title
    for sentence in happening.sentences:
        marks = [mark for mark in happening.rows if sentence.start <= mark.start < sentence.end]
        marks = [mark for mark in marks if _stands(mark, sentence, final, happening)]
        beside = {m.finding.outcome for m in marks if m.finding.victim == "peacekeeper"}
        told = [
            (_row(mark, country, mission, forces, serving, beside, context), mark.finding)
            for mark in marks
        ]
        if titled and told and not sentence.is_title:
            rows = [row for row in rows if not _is_told_anew(row, [new for new, _ in told])]
            titled = False
        if _is_breakdown(rows, [row for row, _ in told]):
            rows, told = _divided(rows, told)
        if any(not row.included for row, _ in told):
            parts = [row for row, _ in told if row.included]
            rows = [
                row for row in rows if not any(_repeats(row, part, whole=True) for part in parts)
            ]
        again = bool(rows) and all(
            row.included or _match(rows, row) is not None or _is_named_again(rows, row, finding)
            for row, finding in told
        )
        earlier, seen = list(rows), len(rows)
        told_as: Victim = "unspecified"
        for row, finding in told:
            referred = finding.said != "count" and not row.included
            if referred and row.outcome == "killed":
                fewer = _without_last_injured(rows, row)
                if len(fewer) < len(rows):  # `one was wounded, and succumbed to her injuries`
                    rows = [*fewer, _with_more(_as_killed(rows[-1:], row.evidence)[0], row)]
                    continue
            if finding.again and row.count and row.count == _all_of(rows[:seen], row.outcome):
                continue  # `killing all three`
            if finding.again and row.outcome == "missing" and _are_those(rows[:seen], row):
                continue  # `three were kidnapped. The three had disappeared on Sunday`
            shot = _all_of(rows[:seen], "injured", least=1)
            died_of_it = finding.again and row.outcome == "killed" and not row.included
            if died_of_it and row.count and row.count == shot:
                rows = _as_killed(rows, row.evidence)  # `six were shot; all of them died`
                continue
            if finding.said == "pronoun" and row.outcome == "injured" and _has_died(rows):
                continue  # `the officer died after men stabbed him`
            before = rows if finding.said == "pronoun" else earlier
            if referred and (known := _known(before, row, finding)) is not None:
                rows[known] = _with_more(rows[known], row)
                continue
            died = finding.part and finding.outcome == "killed" and "killed" in final
            hurt = finding.part and finding.outcome != "killed"
            if (finding.again or died or hurt) and _is_of_those_before(earlier, row):
                row = row.model_copy(update={"included": True})
            if finding.part and _of_the_injured(rows, row):
                rows = _with_fewer_injured(rows, row)
            pool = rows if finding.again else rows[:seen]  # `two were hurt when they were beaten`
            known = _match(pool, row) if again or not finding.fresh else None
            if known is None and (row.count or 0) > FEW and not finding.fresh:
                known = next((at for at, one in enumerate(rows) if _is_same(one, row)), None)
            older = _older_figure(rows[:seen], row) if finding.update else None
            rounded = _rounded(rows[:seen], row)
            other = _other_figure(rows[:seen], row) if finding.disputed else None
            if known is not None and row.victim == "unspecified":
                told_as = rows[known].victim  # `five civilians`, then `five people`
            if not finding.victim and row.victim == "peacekeeper":
                told_as = row.victim  # `five dead - four Cambodians and a Moroccan - and ten hurt`
            if not finding.victim or row.victim == "unspecified":
                row = _told_as(row, told_as, of_people=finding.victim is not None)
            if other is not None:
                rows[other] = _with_bounds(rows[other], row)
            elif known is not None:
                rows[known] = _with_more(rows[known], row)
            elif older is not None:
                rows[older] = row
            elif rounded is not None:
                rows[rounded] = row
            elif row.count is not None or finding.fresh or not _is_vague(rows, row):
                rows.append(row)
    rows = _without_vague(_with_rest(_without_wholes(rows)))
    return tuple(_with_condolences(_in_service(rows), happening, context))


def _told_as(row: Casualty, victim: Victim, *, of_people: bool) -> Casualty:
    """People of no stated kind as what their sentence speaks of; mere people as civilians only."""
    named = victim == "civilian" or (victim == "peacekeeper" and not of_people)
    general = row.victim == "unspecified" and named
    return row.model_copy(update={"victim": victim}) if general else row


def _in_service(rows: list[Casualty]) -> list[Casualty]:
    """The rows with soldiers of no stated nationality as those of a mission, if others are."""
    serving = {row.victim for row in rows}
    kinds = {kind: blue for kind, blue in FOREIGN_SERVICE.items() if blue in serving}
    return [
        row.model_copy(update={"victim": kinds.get(row.victim, row.victim)})
        if not row.nationality
        else row
        for row in rows
    ]


def _final_sentences(happening: Happening) -> dict[Outcome, Sentence]:
    """The sentence with the last toll of an outcome: `the toll now stands at 14`.

    Its figures stand instead of all others of that outcome; attackers are counted apart.
    """
    final: dict[Outcome, Sentence] = {}
    for sentence in happening.sentences:
        for mark in happening.rows:
            finding = mark.finding
            inside = sentence.start <= mark.start < sentence.end
            whole = finding.count is not None and not finding.included
            newer = finding.update and not finding.disputed
            if inside and whole and newer and finding.victim != "combatant":
                final[finding.outcome] = sentence
    return {
        outcome: last for outcome, last in final.items() if not _divides(happening, last, outcome)
    }


def _divides(happening: Happening, last: Sentence, outcome: Outcome) -> bool:
    """Whether the figures of a sentence only divide one before it: `nine`, then `five and four`."""
    marks = [m for m in happening.rows if m.finding.outcome == outcome and not m.finding.included]
    parts = [m.finding.count or 0 for m in marks if last.start <= m.start < last.end]
    before = {m.finding.count for m in marks if m.start < last.start}
    return len(parts) > 1 and sum(parts) in before


def _stands(
    mark: CasualtyMark, sentence: Sentence, final: dict[Outcome, Sentence], happening: Happening
) -> bool:
    """Whether a row stands beside the last toll of its outcome: that itself, and parts behind it.

    Attackers are counted apart.
    """
    newest = {
        (told.finding.outcome, told.finding.count)
        for told in happening.rows
        for last in (final.get(told.finding.outcome),)
        if last is not None and last.start <= told.start < last.end
    }
    finding = mark.finding
    last = final.get(finding.outcome, sentence)
    behind = sentence.start > last.start
    part = finding.included or finding.again or finding.part
    apart = finding.victim not in GENERAL and finding.victim is not None  # `and two soldiers`
    same = (finding.outcome, finding.count) in newest  # as `nine soldiers`, then `nine dead`
    kept = last is sentence or same or (behind and (part or apart))
    return kept or finding.victim == "combatant"


def as_civilians(rows: tuple[Casualty, ...], where: list[Evidence]) -> tuple[Casualty, ...]:
    """The rows with people of no stated kind as civilians, where sentences tell of civil life."""
    return tuple(
        row.model_copy(update={"victim": "civilian"})
        if row.victim == "unspecified" and any(s.start <= row.evidence.start < s.end for s in where)
        else row
        for row in rows
    )


def _is_told_anew(row: Casualty, told: list[Casualty]) -> bool:
    """Whether the text below a title tells its figure exactly, or by the kinds of people in it."""
    new = [other for other in told if other.outcome == row.outcome and not other.included]
    counts = [other.count for other in new if other.count is not None]
    if row.count is None or len(counts) != len(new) or not new:
        return False
    exact = len(new) == 1 and counts[0] >= row.count and row.count_max is None
    parts = len(new) > 1 and sum(counts) == row.count
    alike = all(_same_people(row.victim, other.victim) for other in new)
    return alike and (parts or exact)


def _is_of_those_before(rows: list[Casualty], row: Casualty) -> bool:
    """Whether a row can only be a part of more people counted before: `the other two`."""
    fighters = row.victim == "combatant"
    return row.count is not None and any(
        known.outcome == row.outcome
        and (known.count or 0) > row.count
        and not known.included
        and (fighters == (known.victim == "combatant") or row.victim == "unspecified")
        and _same_people(known.victim, row.victim)
        for known in rows
    )


def _known(rows: list[Casualty], row: Casualty, finding: Finding) -> int | None:
    """The row of a person referred to (`the soldier`, `she`, a name), if counted before."""
    for number, known in enumerate(rows):
        alike = known.victim == row.victim or (
            known.count == 1
            and ("unspecified" in (known.victim, row.victim) or {known.victim, row.victim} == BLUE)
        )
        said = finding.pattern == "preset"  # `the wounded man`
        named = _is_named_again([known], row, finding)
        if known.outcome == row.outcome and (alike or said or named):
            return number
    return None


def _is_named_again(rows: list[Casualty], row: Casualty, finding: Finding) -> bool:
    """Whether a row is of a person whose name stands in an earlier one of the same outcome."""
    name = {word for word in row.evidence.text.split() if word.istitle()}
    told = (known.evidence.text.split() for known in rows if known.outcome == row.outcome)
    return finding.said == "name" and bool(name) and any(name <= set(words) for words in told)


def _is_vague(rows: list[Casualty], row: Casualty) -> bool:
    """Whether a row without a figure only speaks of people counted before: `some died`."""
    return any(
        known.outcome == row.outcome
        and known.count is not None
        and _same_people(known.victim, row.victim)
        and (known.victim not in GENERAL or row.victim in GENERAL)  # `several of its sailors`
        for known in rows
    )


def _all_of(rows: list[Casualty], outcome: Outcome, least: int = 2) -> int:
    """How many the rows of an outcome come to; 0 where there are fewer than `least` of them."""
    counts = [row.count or 0 for row in rows if row.outcome == outcome and not row.included]
    return sum(counts) if len(counts) >= least else 0


def _are_those(rows: list[Casualty], row: Casualty) -> bool:
    """Whether a row counts just those who were abducted, or killed, before."""
    taken, dead = _all_of(rows, "abducted", least=1), _all_of(rows, "killed", least=1)
    return row.count is not None and row.count in (taken, dead)


def _without_wholes(rows: list[Casualty]) -> list[Casualty]:
    """The rows without people whom the next two tell apart: `two were shot, one of them dead`."""
    wholes: set[int] = set()
    for number in range(len(rows) - 2):
        whole, *parts = rows[number : number + 3]
        told = {part.outcome: part.count or 0 for part in parts if not part.included}
        alike = all(_same_people(whole.victim, part.victim) for part in parts)
        apart = told.keys() == {"killed", "injured"} and sum(told.values()) == whole.count
        if whole.outcome == "injured" and alike and apart and not whole.included:
            wholes.add(number)
    return [row for number, row in enumerate(rows) if number not in wholes]


def _with_rest(rows: list[Casualty]) -> list[Casualty]:
    """The rows, with the rest of a figure as a part: `14 dead, five of them attackers; nine`."""
    told = list(rows)
    for number, row in enumerate(rows):
        whole = next(
            (at for at in range(number) if rows[at].outcome == row.outcome and _has_rest(rows, at)),
            None,
        )
        if whole is None or row.included or row.count is None:
            continue
        parts = rows[whole + 1 : number]
        rest = (rows[whole].count or 0) - sum(part.count or 0 for part in parts)
        if row.count == rest and all(p.included and p.outcome == row.outcome for p in parts):
            told[number] = row.model_copy(update={"included": True})
    return told


def _has_rest(rows: list[Casualty], at: int) -> bool:
    """Whether the next row is a part of one with a figure of several."""
    return not rows[at].included and (rows[at].count or 0) > FEW and rows[at + 1].included


def _without_vague(rows: list[Casualty]) -> list[Casualty]:
    """The rows without `several dead`, where a later one counts the dead."""
    counted = {row.outcome: n for n, row in enumerate(rows) if row.count and not row.included}
    return [
        row
        for n, row in enumerate(rows)
        if row.count is not None
        or row.victim != "unspecified"
        or row.included
        or counted.get(row.outcome, -1) < n
    ]


def _as_killed(rows: list[Casualty], told: Evidence) -> list[Casualty]:
    """The rows, those of the injured as people who died, by the words that tell so."""
    died = {"outcome": "killed", "evidence": told}
    return [row.model_copy(update=died) if row.outcome == "injured" else row for row in rows]


def _has_died(rows: list[Casualty]) -> bool:
    """Whether one person was counted last, as dead."""
    last = rows[-1] if rows else None
    return last is not None and last.count == 1 and last.outcome == "killed" and not last.included


def _without_last_injured(rows: list[Casualty], row: Casualty) -> list[Casualty]:
    """The rows without the one person counted as injured last: `she succumbed to her wounds`."""
    last = rows[-1] if rows else None
    if last is None or last.outcome != "injured" or last.count != 1 or last.included:
        return rows
    return rows[:-1] if _same_people(last.victim, row.victim) else rows


def _of_the_injured(rows: list[Casualty], row: Casualty) -> bool:
    """Whether a part that died is of those counted as injured: only they or the last before it."""
    whole = [known for known in rows if not known.included]
    outcomes = {known.outcome for known in whole}
    if row.outcome != "killed" or "injured" not in outcomes:
        return False
    behind = row.evidence.start - whole[-1].evidence.end <= PART_CHARS
    return "killed" not in outcomes or (whole[-1].outcome == "injured" and behind)


def _with_fewer_injured(rows: list[Casualty], row: Casualty) -> list[Casualty]:
    """The rows, the last of the injured less those who died since."""
    at = max(n for n, known in enumerate(rows) if known.outcome == "injured" and not known.included)
    known = rows[at]
    if known.count is None or row.count is None or known.count <= row.count:
        return rows
    count = known.count - row.count
    fewer = {"count": count}
    fewer |= {
        bound: value - row.count
        for bound, value in (("count_min", known.count_min), ("count_max", known.count_max))
        if value is not None
    }
    return [*rows[:at], known.model_copy(update=fewer), *rows[at + 1 :]]


def _is_breakdown(rows: list[Casualty], parts: list[Casualty]) -> bool:
    """Whether counted rows only divide an earlier figure up: `seven`, then `six and one`."""
    if len(parts) < 2 or any(row.count is None or row.included for row in parts):
        return False
    outcomes = {row.outcome for row in parts}
    named = {code for row in parts for code in row.nationality}
    divided = [
        row.count for row in rows if row.outcome in outcomes and named >= set(row.nationality)
    ]
    return len(outcomes) == 1 and sum(row.count or 0 for row in parts) in divided


def _divided(
    rows: list[Casualty], parts: list[tuple[Casualty, Finding]]
) -> tuple[list[Casualty], list[tuple[Casualty, Finding]]]:
    """The rows and the parts of the one that they divide up, each with what the other tells."""
    count = sum(part.count or 0 for part, _ in parts)
    at = next(n for n, row in enumerate(rows) if row.count == count and not row.included)
    whole, named = rows[at], [part.nationality for part, _ in parts]
    if not whole.nationality and all(named):
        codes = tuple(dict.fromkeys(code for some in named for code in some))
        rows = [*rows[:at], whole.model_copy(update={"nationality": codes}), *rows[at + 1 :]]
    told = [
        (
            part.model_copy(
                update={
                    "included": True,
                    "victim": whole.victim if part.victim in GENERAL else part.victim,
                }
            ),
            finding,
        )
        for part, finding in parts
    ]
    return rows, told


def _other_figure(rows: list[Casualty], row: Casualty) -> int | None:
    """The earlier row of the same people and outcome with another figure, whoever they are."""
    return next(
        (
            number
            for number, known in enumerate(rows)
            if known.outcome == row.outcome
            and _same_people(known.victim, row.victim)
            and not (known.included or row.included)
            and None not in (known.count, row.count)
        ),
        None,
    )


def _with_bounds(known: Casualty, row: Casualty) -> Casualty:
    """A row between its own figure, which stands, and that of another source."""
    counts = [count for count in (known.count, row.count) if count is not None]
    return known.model_copy(update={"count_min": min(counts), "count_max": max(counts)})


def _older_figure(rows: list[Casualty], row: Casualty) -> int | None:
    """The earlier row of the same people and outcome with another figure, or null."""
    return next(
        (
            number
            for number, known in enumerate(rows)
            if known.outcome == row.outcome
            and known.victim == row.victim
            and not known.included
            and not row.included
            and known.count != row.count
            and set(known.nationality) >= set(row.nationality)
        ),
        None,
    )


def _rounded(rows: list[Casualty], row: Casualty) -> int | None:
    """The earlier row with the round figure of an exact one: `nearly 100`, then 91; or null."""
    for number, known in enumerate(rows):
        about = known.approximate and known.count is not None and row.count is not None
        near = about and abs((known.count or 0) - (row.count or 0)) <= (known.count or 0) * ROUND
        if near and not row.approximate and _repeats(known, row, count=False):
            return number
    return None


def _match(rows: list[Casualty], row: Casualty) -> int | None:
    """The earlier row that a later one says again, or null."""
    return next((i for i, known in enumerate(rows) if _repeats(known, row)), None)


def _with_condolences(
    rows: list[Casualty], happening: Happening, context: Context
) -> list[Casualty]:
    """The rows, with the nationality of the one Government consoled for the UN's dead.

    Only where no dead has a nationality of its own.
    """
    killed = [row for row in rows if row.outcome == "killed" and row.victim in UN_VICTIMS]
    alone = context.only_fresh is happening
    if len(context.consoled) != 1 or not alone or any(row.nationality for row in killed):
        return rows
    return [
        row.model_copy(update={"nationality": tuple(context.consoled)}) if row in killed else row
        for row in rows
    ]


def _row(
    mark: CasualtyMark,
    country: str | None,
    mission: bool,
    forces: Set[str],
    serving: bool,
    beside: Set[Outcome],
    context: Context,
) -> Casualty:
    finding = mark.finding
    nationality = finding.nationality
    if finding.victim == "peacekeeper":  # `serving in Lebanon`: no mission has the host's soldiers
        nationality = tuple(code for code in nationality if code != country)
    foreign = bool(finding.nationality) and country not in finding.nationality
    victim: Victim = finding.victim or ("peacekeeper" if mission and foreign else "unspecified")
    own = forces & set(nationality)  # a State's own forces are of that State
    apart = (
        finding.outcome in beside and finding.victim == "soldier"
    )  # `three peacekeepers and ...`
    if mission and foreign and not (finding.of_mission or own or apart or finding.alien):
        victim = FOREIGN_SERVICE.get(victim, victim)
    if victim == "soldier" and not nationality and serving:
        victim = "peacekeeper"
    lent = finding.fresh and finding.victim in context.foreigners  # `another`, of a contingent
    if victim in FOREIGN_SERVICE and not nationality:
        nationality = finding.kin  # `three others` of a State's soldiers are its own too
    filled = victim in FOREIGN_SERVICE and not (nationality or finding.alien or lent)
    if filled and country:
        own_forces = frozenset() if mission or context.missions else context.forces
        nationality = tuple(own_forces) if len(own_forces) == 1 else (country,)  # a State's own
    return Casualty(
        outcome=finding.outcome,
        count=finding.count,
        count_min=finding.low,
        count_max=finding.high,
        approximate=finding.approximate,
        victim=victim,
        nationality=nationality,
        included=finding.included,
        evidence=context.evidence(mark.start, mark.end),
    )


def _repeats(known: Casualty, row: Casualty, *, whole: bool = False, count: bool = True) -> bool:
    """Whether a row only says again what an earlier one said; with `whole`, as a part of more.

    Without `count` whatever the figures are.
    """
    return (
        known.outcome == row.outcome
        and (known.count == row.count or not count)
        and known.included == (row.included and not whole)
        and _same_people(known.victim, row.victim)
        and (
            not known.nationality
            or not row.nationality
            or set(known.nationality) == set(row.nationality)
        )
        and known.evidence.end <= row.evidence.start
    )


def _is_same(one: Casualty, other: Casualty) -> bool:
    """Whether two rows of one sentence say the same, as before a quotation and in it."""
    left_out = {"evidence", "count_min", "count_max", "approximate"}
    return one.model_dump(exclude=left_out) == other.model_dump(exclude=left_out)


def _same_people(one: Victim, other: Victim) -> bool:
    """Whether two words may be of the same people: a civilian worker is a UN worker, perhaps."""
    return one == other or "unspecified" in (one, other) or {one, other} in SAME_PEOPLE


def _with_more(known: Casualty, row: Casualty) -> Casualty:
    """A row with what a later one of the same people tells more of them."""
    general = known.victim in GENERAL and row.victim not in GENERAL
    victim = row.victim if general or known.victim == "unspecified" else known.victim
    nationality = known.nationality or row.nationality
    if (victim, nationality) == (known.victim, known.nationality):
        return known
    if victim != row.victim:
        return known.model_copy(update={"nationality": nationality})
    return row.model_copy(update={"nationality": row.nationality or nationality})
