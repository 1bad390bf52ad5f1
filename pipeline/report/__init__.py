"""One HTML page of all incidents, which needs neither a server nor a network."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.outputs import read_records
from pipeline.records import Entity, Event, Evidence, Incident, Report
from pipeline.report.quotes import Mark, Quote, cut_quotes
from pipeline.resources import models_folder

HERE = Path(__file__).parent
Events = Mapping[str, Event]
Entities = Mapping[str, Sequence[Entity]]


def write_report(outputs: Path, page: Path) -> int:
    """Writes the page and returns how many incidents it has."""
    try:
        import vl_convert
    except ImportError as error:
        raise UsageError(
            "vl-convert-python is not installed; it comes with: pip install 'bluehelm[report]'"
        ) from error
    rows = read_rows(outputs)
    parts = {
        "style": (HERE / "page.css").read_text("utf-8"),
        "script": (HERE / "page.js").read_text("utf-8"),
        "library": vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;").replace(
            "</script", "<\\/script"
        ),
        "land": (models_folder() / "map" / "land.topojson").read_text("utf-8"),
        "data": embed(rows),
    }
    text = (HERE / "page.html").read_text("utf-8")
    for name, part in parts.items():  # the data last: nothing in it is taken for a place-holder
        text = text.replace("{{" + name + "}}", part, 1)
    try:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {page}: {error.strerror or error}") from error
    return len(rows)


def embed(data: object) -> str:
    """The data as JSON that may stand in a script element: no character can end it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def read_rows(outputs: Path) -> list[dict[str, Any]]:
    """What the page shows of each incident of an output folder."""
    events = {event.event_id: event for event in read_records(outputs, Event)}
    entities: dict[str, list[Entity]] = {}
    for entity in read_records(outputs, Entity):
        entities.setdefault(entity.entry_id, []).append(entity)
    return [_row(incident, events, entities) for incident in read_records(outputs, Incident)]


def _row(incident: Incident, events: Events, entities: Entities) -> dict[str, Any]:
    spots = [spot for spot in incident.places if spot.role != "other"]
    located = next((spot for spot in spots if spot.lat is not None), None)
    places = ", ".join(spot.name for spot in spots)
    words = (incident.incident_id, places, *incident.mission, *incident.perpetrators)
    return {
        "id": incident.incident_id,
        "type": incident.type,
        "date": incident.date.start.isoformat() if incident.date else None,
        "mission": incident.mission,
        "country": incident.country,
        "place": places,
        "lat": located.lat if located else None,
        "lon": located.lon if located else None,
        "killed": incident.killed,
        "injured": incident.injured,
        "language": incident.languages,
        "told": len(incident.reports),
        "search": " ".join(words).lower(),
        "reports": [_report(report, events, entities) for report in incident.reports],
    }


def _report(report: Report, events: Events, entities: Entities) -> dict[str, Any]:
    event = events.get(report.event_id)
    return {
        "source": report.source,
        "language": report.language,
        "published": report.published.isoformat() if report.published else None,
        "by": report.reported_by,
        "recalled": report.recalled,
        "killed": report.killed,
        "injured": report.injured,
        "quotes": _quotes(event, entities.get(report.entry_id, ())) if event else [],
    }


def _quotes(event: Event, entities: Iterable[Entity]) -> list[Quote]:
    """The words that tell the event, with its figures and the mentions in them marked."""
    rows = [Mark(row.evidence.start, row.evidence.end, row.outcome) for row in event.casualties]
    mentions = [
        Mark(each.start, each.end, each.label)
        for each in entities
        if each.label not in ("ACRONYM", "CASUALTY")
    ]
    told: list[Evidence] = [event.evidence, *(row.evidence for row in event.casualties)]
    return cut_quotes(told, [*rows, *mentions])
