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
FailureCode = Literal[
    "unreadable",
    "failed",
    "too_large",
    "too_long",
    "too_many_pages",
    "unpacks_too_large",
    "too_slow",
]
"""Why a document has no records: it cannot be read, extraction failed, or which limit it passes."""
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

AcledEventType = Literal[
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Protests",
    "Riots",
    "Strategic developments",
]
AcledSubEventType = Literal[
    "Armed clash",
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Chemical weapon",
    "Air/drone strike",
    "Suicide bomb",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Grenade",
    "Sexual violence",
    "Attack",
    "Abduction/forced disappearance",
    "Peaceful protest",
    "Protest with intervention",
    "Excessive force against protesters",
    "Violent demonstration",
    "Mob violence",
    "Agreement",
    "Arrests",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Looting/property destruction",
    "Non-violent transfer of territory",
    "Other",
]
PloverType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
DatePrec = Literal[1, 2, 3, 4, 5]
"""UCDP GED: a day, two to six days, a week, a month, a year."""
WherePrec = Literal[1, 2, 3, 4, 5, 6, 7]
"""UCDP GED: the place, near it, second-order unit, first-order unit, vague region, country, sea."""

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

ACLED_SUB_EVENTS: dict[AcledEventType, frozenset[AcledSubEventType]] = {
    "Battles": frozenset(
        {
            "Armed clash",
            "Government regains territory",
            "Non-state actor overtakes territory",
        }
    ),
    "Explosions/Remote violence": frozenset(
        {
            "Chemical weapon",
            "Air/drone strike",
            "Suicide bomb",
            "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED",
            "Grenade",
        }
    ),
    "Violence against civilians": frozenset(
        {"Sexual violence", "Attack", "Abduction/forced disappearance"}
    ),
    "Protests": frozenset(
        {
            "Peaceful protest",
            "Protest with intervention",
            "Excessive force against protesters",
        }
    ),
    "Riots": frozenset({"Violent demonstration", "Mob violence"}),
    "Strategic developments": frozenset(
        {
            "Agreement",
            "Arrests",
            "Change to group/activity",
            "Disrupted weapons use",
            "Headquarters or base established",
            "Looting/property destruction",
            "Non-violent transfer of territory",
            "Other",
        }
    ),
}
