"""Outlines of municipalities from GeoJSON: checked as a whole, refused with the difference, kept in degrees.

A successor must cover what its predecessors covered, and every municipality in force has one outline. Areas are
compared on a plane with the longitudes shortened by the cosine of the latitude: enough to tell a missing parish.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

from django.db import transaction

from majup.places.errors import OutlinesRefused
from majup.places.models import Municipality, Outline

Ring = list[list[float]]
KM2_PER_DEGREE2 = 111.2**2
TOLERANCE = 0.005  # of the predecessors' area
MANY_POINTS = 4


def keep_pack(file: Path) -> None:
    keep(file.read_text(), source="shapes.geojson")


@transaction.atomic
def keep(text: str, *, source: str) -> int:
    """Replace all outlines by those of the file; OutlinesRefused leaves the former ones as they were."""
    rings = read(text)
    places = {place.atvk: place for place in Municipality.objects.prefetch_related("predecessors")}
    problems = [f"{atvk}?" for atvk in rings if atvk not in places]
    if problems:
        raise OutlinesRefused("unknown-place", problems)
    missing = [f"{place.atvk} {place.name}" for place in places.values() if place.valid_to is None]
    missing = [line for line in missing if line.split()[0] not in rings]
    if missing:
        raise OutlinesRefused("missing-place", missing)
    if differences := list(_differences(places, rings)):
        raise OutlinesRefused("sums", differences)
    Outline.objects.bulk_create(
        [Outline(municipality=places[atvk], rings=found, source=source) for atvk, found in rings.items()],
        update_conflicts=True,
        unique_fields=["municipality"],
        update_fields=["rings", "source"],
    )
    return len(rings)


def read(text: str) -> dict[str, list[Ring]]:
    """{atvk: rings} of a FeatureCollection whose features have an `atvk` property."""
    try:
        features = json.loads(text)["features"]
        found = [(feature["properties"]["atvk"], list(_rings(feature["geometry"]))) for feature in features]
    except (ValueError, KeyError, TypeError) as error:
        raise OutlinesRefused("no-geojson", [str(error)]) from error
    twice = [atvk for atvk, number in Counter(atvk for atvk, _ in found).items() if number > 1]
    if twice:
        raise OutlinesRefused("twice", twice)
    for atvk, rings in found:
        _check_rings(atvk, rings)
    return dict(found)


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def _check_rings(atvk: str, rings: list[Ring]) -> None:
    if any(len(ring) < MANY_POINTS or ring[0] != ring[-1] for ring in rings):
        raise OutlinesRefused("open-ring", [atvk])
    if square_km(rings) <= 0:
        raise OutlinesRefused("no-area", [atvk])


def square_km(rings: list[Ring]) -> float:
    """Area of polygons whose holes turn the other way round."""
    return abs(sum(_signed(ring) for ring in rings))


def _signed(ring: Ring) -> float:
    shrink = cos(radians(ring[0][1]))
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return doubled / 2 * shrink * KM2_PER_DEGREE2


def _differences(places: Mapping[str, Municipality], rings: Mapping[str, list[Ring]]) -> Iterator[str]:
    for atvk, place in places.items():
        former = [p.atvk for p in place.predecessors.all()]
        if not former or atvk not in rings or any(p not in rings for p in former):
            continue
        # One that took over others without ceasing to exist is larger than they are.
        now, before = square_km(rings[atvk]), sum(square_km(rings[p]) for p in former)
        if before - now > TOLERANCE * before:
            yield f"{atvk} {place.name}: {now:.0f} km² ≠ {' + '.join(former)}: {before:.0f} km² ({now - before:+.0f})"


def neighbours() -> dict[str, set[str]]:
    """{atvk: those that share a stretch of border}, from the outlines kept; two common points make a border."""
    points: dict[tuple[float, float], set[str]] = {}
    rows = Outline.objects.select_related("municipality")
    for row in rows:
        for ring in row.rings:
            for longitude, latitude in ring:
                points.setdefault((longitude, latitude), set()).add(row.municipality.atvk)
    pairs = Counter((a, b) for holders in points.values() for a in holders for b in holders if a != b)
    found: dict[str, set[str]] = {row.municipality.atvk: set() for row in rows}
    for (a, b), common in pairs.items():
        if common > 1:
            found[a].add(b)
    return found
