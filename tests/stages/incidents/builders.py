"""Events as short as they can be said, for tests of linking."""

from itertools import count

from pipeline.records import Event

_numbers = count(1)


def day(start, end=None, precision="day"):
    return {"start": start, "end": end or start, "precision": precision}


def rows(victim="peacekeeper", nationality=(), **counts):
    quote = {"start": 0, "end": 1, "text": "x"}
    return [
        {"outcome": outcome, "count": number, "victim": victim, "nationality": nationality}
        | {"evidence": quote}
        for outcome, number in counts.items()
    ]


def event(doc=None, number=1, sites=("Hombori",), casualties=None, **fields):
    doc = doc or f"doc-{next(_numbers)}"
    base = {
        "doc_id": doc,
        "entry_id": f"{doc}#1",
        "event_id": f"{doc}#1/v{number}",
        "language": "en",
        "published": "2020-03-03",
        "type": "attack",
        "date": day("2020-03-03"),
        "mission": ["MINUSMA"],
        "country": "MLI",
        "places": [{"name": name, "role": "site"} for name in sites],
        "casualties": rows(killed=2, injured=4) if casualties is None else casualties,
        "evidence": {"start": 0, "end": 1, "text": "x"},
    }
    return Event.model_validate(base | fields)
