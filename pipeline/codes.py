"""Every closed vocabulary of the codebook, in one place.

The values are part of the contract with whoever loads the JSONL: nothing else in the package
spells them out, and a record with another value cannot be built.
"""

from typing import Literal, get_args

Label = Literal[
    "MISSION",
    "ACRONYM",
    "ORG",
    "ARMED_GROUP",
    "PERSON",
    "ROLE",
    "GPE",
    "LOC",
    "NORP",
    "DATE",
    "WEAPON",
    "CASUALTY",
]
Source = Literal["model", "ruler", "gazetteer", "definition"]

EventType = Literal[
    "attack",
    "clash",
    "abduction",
    "violation",
    "accident",
    "illness",
    "death",
    "toll",
    "statement",
    "meeting",
    "agreement",
    "appointment",
    "award",
    "mandate",
    "deployment",
    "operation",
]
Subtype = Literal[
    "shooting",
    "ambush",
    "shelling",
    "explosive",
    "suicide",
    "complex",
    "airstrike",
    "mob",
    "looting",
    "stabbing",
    "road",
    "aircraft",
    "drowning",
    "fire",
]
Assertion = Literal["asserted", "negated", "hypothetical", "attempted"]
Precision = Literal["day", "week", "month", "year", "range", "unknown"]
PlaceRole = Literal["site", "area", "other"]
PerpetratorStatus = Literal["claimed", "stated", "suspected", "unidentified"]
Target = Literal[
    "convoy",
    "patrol",
    "camp",
    "aircraft",
    "vehicle",
    "personnel",
    "village",
    "idp_site",
    "facility",
    "national_forces",
    "civilians",
]
Weapon = Literal[
    "ied",
    "mine",
    "mortar",
    "rocket",
    "artillery",
    "small_arms",
    "grenade",
    "suicide_vest",
    "vehicle_bomb",
    "drone",
    "missile",
    "blade",
    "stones",
    "fire",
    "explosive",
]
Outcome = Literal["killed", "injured", "missing", "abducted"]
Victim = Literal[
    "peacekeeper",
    "un_police",
    "un_staff",
    "un_contractor",
    "aid_worker",
    "soldier",
    "police",
    "combatant",
    "civilian",
    "unspecified",
]

LABELS: tuple[Label, ...] = get_args(Label)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
VICTIMS: tuple[Victim, ...] = get_args(Victim)
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)

FLAT_LABELS: frozenset[Label] = frozenset(
    {"MISSION", "ORG", "ARMED_GROUP", "PERSON", "GPE", "LOC", "NORP", "DATE"}
)
"""Labels that form one flat layer: no two mentions of these overlap."""

HARM_TYPES: frozenset[EventType] = frozenset(
    {"attack", "clash", "abduction", "violation", "accident", "illness", "death", "toll"}
)
"""Event types that carry casualties; the others carry participants."""

SUBTYPES: dict[EventType, frozenset[Subtype]] = {
    "attack": frozenset(
        {
            "shooting",
            "ambush",
            "shelling",
            "explosive",
            "suicide",
            "complex",
            "airstrike",
            "mob",
            "looting",
            "stabbing",
        }
    ),
    "accident": frozenset({"road", "aircraft", "drowning", "explosive", "fire"}),
}
