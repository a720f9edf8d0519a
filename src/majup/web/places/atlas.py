"""The map of municipalities: outlines as paths of an SVG, values in classes with their legend, the same as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, radians
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from majup.places.figures import Reading
from majup.places.models import Figure, Indicator, Municipality, Outline
from majup.places.wording import limit_words, number, value_words
from majup.profiles.comparison import figure_note
from majup.web.components.texts import language, localized_plain, named

CLASSES = 5
WIDTH = 1000
NO_DATA, FEW = "no-data", "suppressed"


@dataclass(frozen=True)
class Drawing:
    """Paths by municipality id on a sheet WIDTH wide and `height` high."""

    height: int
    paths: dict[int, str]


@dataclass(frozen=True)
class Shape:
    """One municipality on the map and in the table below it."""

    place: Municipality
    url: str
    path: str
    fill: str
    value: str
    note: str
    is_inherited: bool
    label: str


@dataclass(frozen=True)
class Class:
    """A line of the legend: which fill, from which value to which, how many places."""

    fill: str
    words: str
    number: int


def drawing() -> Drawing:
    """Outlines projected so that a kilometre east is as long as one north; kept until outlines change."""
    return _drawing(tuple(Outline.objects.aggregate(Max("pk"), Count("pk"), Max("source")).values()))


@lru_cache(maxsize=2)
def _drawing(mark: tuple[Any, ...]) -> Drawing:
    rings = {row.municipality_id: row.rings for row in Outline.objects.all()}
    points = [point for listed in rings.values() for ring in listed for point in ring]
    if not points:
        return Drawing(1, {})
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    shrink = cos(radians((south + north) / 2))
    scale = WIDTH / ((east - west) * shrink)
    paths = {
        pk: "".join(_path(ring, west, north, scale * shrink, scale) for ring in listed) for pk, listed in rings.items()
    }
    return Drawing(round((north - south) * scale), paths)


def _path(ring: Sequence[Sequence[float]], west: float, north: float, across: float, down: float) -> str:
    """Whole units and steps from point to point: a third of the bytes, and borders still meet."""
    points = [(round((x - west) * across), round((north - y) * down)) for x, y in ring]
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points) if (a, b) != (x, y)]
    (x, y), *_rest = points
    return f"M{x} {y}l" + " ".join(f"{across} {down}" for across, down in steps) + "z"


def middle(reading: Reading) -> float | None:
    """What places a reading in a class: its only value, the middle of its range, or the end that is known."""
    if not reading.is_known or reading.kind == Figure.Kind.SUPPRESSED:
        return None
    ends = [value for value in (reading.low, reading.high) if value is not None]
    return sum(ends) / len(ends)


def breaks(values: Sequence[float]) -> list[float]:
    """Upper ends of up to five classes with about equally many places; equal values share a class."""
    ordered = sorted(values)
    ends = [ordered[min(len(ordered) * n // CLASSES, len(ordered)) - 1] for n in range(1, CLASSES + 1) if ordered]
    return sorted(set(ends))


def shapes_of(
    indicator: Indicator, places: Mapping[int, Municipality], column: Mapping[int, Reading], url_name: str = "place"
) -> tuple[list[Shape], list[Class]]:
    """Every place with its fill and the address `url_name` of its page, in the order of names; the legend.

    `column` holds the reading of each place.
    """
    drawn = drawing()
    values = [value for value in (middle(reading) for reading in column.values()) if value is not None]
    ends = breaks(values)
    fills = {pk: _fill(reading, ends) for pk, reading in column.items()}
    shapes = [_shape(place, column[pk], drawn.paths.get(pk, ""), fills[pk], url_name) for pk, place in places.items()]
    shapes.sort(key=lambda shape: shape.place.sort_key)
    return shapes, _legend(indicator, values, ends, list(fills.values()))


def limits_of(places: Mapping[int, Municipality], column: Mapping[int, Reading]) -> list[tuple[str, str]]:
    """(place, words) of each figure that does not simply carry over to the boundaries that are shown."""
    rows = sorted(places.values(), key=lambda place: place.sort_key)
    said = ((place, limit) for place in rows for limit in column[place.pk].limits)
    return [(named(place), limit_words(limit) or localized_plain(limit.text)) for place, limit in said]


def _fill(reading: Reading, ends: Sequence[float]) -> str:
    value = middle(reading)
    if value is None:
        return FEW if reading.kind == Figure.Kind.SUPPRESSED else NO_DATA
    return f"seq-{_step(next(n for n, end in enumerate(ends, 1) if value <= end), len(ends))}"


def _step(number_of: int, classes: int) -> int:
    """With fewer than five classes the shades still reach from the lightest to the darkest."""
    return CLASSES if classes == 1 else 1 + (number_of - 1) * (CLASSES - 1) // (classes - 1)


def _shape(place: Municipality, reading: Reading, path: str, fill: str, url_name: str) -> Shape:
    value = value_words(reading)
    name = named(place)
    return Shape(
        place,
        reverse(url_name, args=[place.atvk]),
        path,
        fill,
        value,
        figure_note(reading, language()),
        bool(reading.inherited_from),
        f"{name}: {value}",
    )


def _legend(indicator: Indicator, values: Sequence[float], ends: Sequence[float], fills: list[str]) -> list[Class]:
    lines = []
    for at, end in enumerate(ends, 1):
        fill = f"seq-{_step(at, len(ends))}"
        low = min(value for value in values if at == 1 or value > ends[at - 2])
        words = (
            number(end, indicator) if low == end else f"{number(low, indicator)} \N{EN DASH} {number(end, indicator)}"
        )
        lines.append(Class(fill, words, fills.count(fill)))
    special = {FEW: _("No data or too few"), NO_DATA: _("No data")}
    return lines + [Class(fill, words, fills.count(fill)) for fill, words in special.items() if fill in fills]
