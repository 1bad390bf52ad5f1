"""GeoJSON (RFC 7946): each row of a table that has coordinates as a point, the rest without."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.tables import Cell, Table

COORDINATES = (("lon", "lat"), ("longitude", "latitude"))
"""The names that coordinates may have, in the order of the format."""


def write_geojson(tables: Iterable[Table], folder: Path) -> None:
    """Writes one file for each table that has columns of coordinates."""
    for table in tables:
        names = [column.name for column in table.columns]
        for east, north in COORDINATES:
            if east in names and north in names:
                rows = (dict(zip(names, row, strict=True)) for row in table.rows)
                features = [_feature(row, east, north) for row in rows]
                data = {"type": "FeatureCollection", "features": features}
                text = json.dumps(data, ensure_ascii=False, default=str)
                (folder / f"{table.name}.geojson").write_text(text + "\n", encoding="utf-8")


def _feature(row: Mapping[str, Cell], east: str, north: str) -> dict[str, object]:
    point = [row[east], row[north]]
    geometry = None if None in point else {"type": "Point", "coordinates": point}
    properties = {name: cell for name, cell in row.items() if name not in (east, north)}
    return {"type": "Feature", "geometry": geometry, "properties": properties}
