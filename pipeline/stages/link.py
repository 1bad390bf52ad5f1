"""What the mentions of a document say about each other, once all its entries are read.

Short names of persons get the full one, and roles the person who holds them.
"""

from bisect import bisect_left
from collections.abc import Iterable

from pipeline.lexicon.text import between_role_and_name, joints
from pipeline.persons import full_names
from pipeline.records import Entity

MAX_GAP = 30
"""Characters that can stand between a role and its holder."""


def link(entities: list[Entity], text: str) -> list[Entity]:
    """The same mentions, with the full names of persons and the holders of roles."""
    persons = [entity for entity in entities if entity.label == "PERSON"]
    names = full_names([person.text for person in persons])
    changes: dict[str, dict[str, str]] = {
        person.entity_id: {"canonical": name} for person, name in zip(persons, names, strict=True)
    }
    for role, holder in _holders(entities, persons, text):
        changes[role.entity_id] = {"holder": holder.entity_id}
    return [
        entity.model_copy(update=changes[entity.entity_id])
        if entity.entity_id in changes
        else entity
        for entity in entities
    ]


def _holders(
    entities: list[Entity], persons: list[Entity], text: str
) -> Iterable[tuple[Entity, Entity]]:
    """The roles whose holder stands right beside them, or beside a role joined to them."""
    roles = [entity for entity in entities if entity.label == "ROLE"]
    peoples = [entity for entity in entities if entity.label == "NORP"]
    starts = [person.start for person in persons]
    next_holder: tuple[Entity, Entity] | None = None
    for role in reversed(roles):
        at = bisect_left(starts, role.start)
        behind = persons[at] if at < len(persons) else None
        before = persons[at - 1] if at else None
        holder = None
        if behind and _adjoins(text, role.end, behind.start, peoples, comma=False):
            holder = behind
        elif before and text[before.end :].lstrip()[:1] == ",":
            holder = before if _adjoins(text, before.end, role.start, peoples) else None
        if holder is None and behind and _adjoins(text, role.end, behind.start, peoples):
            holder = behind
        if holder is None and next_holder and _is_joined(text, role, next_holder[0]):
            holder = next_holder[1]
        if holder and holder.entry_id == role.entry_id:
            next_holder = (role, holder)
            yield next_holder


def _adjoins(text: str, start: int, end: int, peoples: list[Entity], *, comma: bool = True) -> bool:
    """Whether only a comma, an article, an honorific or a nationality stands between."""
    if not 0 <= end - start <= MAX_GAP:
        return False
    inside = [people for people in peoples if start <= people.start and people.end <= end]
    gap = text[start:end]
    for people in inside:
        gap = gap.replace(people.text, " ")
    if not comma and "," in gap:
        return False
    words = gap.replace(",", " ").replace("’", "'").lower().replace("'", "' ").split()
    return gap.count(",") <= 1 and "\n\n" not in gap and between_role_and_name().issuperset(words)


def _is_joined(text: str, role: Entity, other: Entity) -> bool:
    """Whether two roles are one person's: `Special Representative and Head of MINUSMA`."""
    words = text[role.end : other.start].replace(",", " ").lower().split()
    return other.start - role.end <= MAX_GAP and bool(words) and joints().issuperset(words)
