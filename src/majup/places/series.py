"""Figures over time: the series of a place beside that of its region, or of its region beside the others.

Kept like the matrix of figures, by the version of the statistics.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from majup.places.figures import Matrix, Reading, reading_of
from majup.places.models import Area, AreaMember, Figure, Indicator, Municipality
from majup.places.statistics import first_day

FEWEST = 3  # periods; two numbers are said, not drawn
REGIONS = (Area.Kind.STATISTICAL_REGION, Area.Kind.PLANNING_REGION)


@dataclass(frozen=True)
class Line:
    """One indicator over its periods, oldest first, of one municipality or one area."""

    of: Municipality | Area
    readings: tuple[Reading, ...]

    def at(self, period: str) -> Reading | None:
        return next((reading for reading in self.readings if reading.period == period), None)

    def begins_anew(self, place: int) -> bool:
        """Whether the value at this position is by other boundaries than the one before (T-2)."""
        before, now = self.readings[place - 1].boundary, self.readings[place].boundary
        return bool(place and before and now and before != now)


@dataclass(frozen=True)
class Course:
    """What is shown of one indicator: `main` is of the place itself or of its region, `others` stand beside it."""

    indicator: Indicator
    main: Line
    others: tuple[Line, ...]


def courses_of(place: Municipality, sheet: Matrix) -> list[Course]:
    """Every indicator that has a series for the place or its region, in the order of indicators."""
    known = _lines(sheet.version)
    found = (_course(indicator, place, sheet, known.get(code, ())) for code, indicator in sheet.indicators.items())
    return [course for course in found if course]


def _course(indicator: Indicator, place: Municipality, sheet: Matrix, lines: Iterable[Line]) -> Course | None:
    own = next((line for line in lines if isinstance(line.of, Municipality) and line.of.pk == place.pk), None)
    regions = [line for line in lines if isinstance(line.of, Area) and line.of.kind in REGIONS]
    around = sorted((line for line in regions if _holds(line, place, sheet)), key=_end, reverse=True)
    if own:
        return Course(indicator, own, tuple(around[:1]))
    if not around:
        return None
    others = (line for line in regions if line is not around[0] and _is_beside(line, around[0]))
    return Course(indicator, around[0], tuple(others))


def _is_beside(line: Line, main: Line) -> bool:
    """Areas of the same kind and time: regions that have ended do not stand beside those that followed."""
    return line.of.kind == main.of.kind and line.readings[-1].period == main.readings[-1].period


def _end(line: Line) -> date:
    return first_day(line.readings[-1].period)


def _holds(line: Line, place: Municipality, sheet: Matrix) -> bool:
    """Whether the place lay in the area while the area held; a region of planning is the one of the sheet's day."""
    region = sheet.regions.get(place.pk)
    if isinstance(line.of, Area) and line.of.region_id:
        return region is not None and line.of.region_id == region.pk
    return (line.of.pk, place.pk) in _members(sheet.version)


@lru_cache(maxsize=4)
def _members(_version: str) -> frozenset[tuple[int, int]]:
    """(area, municipality); of several areas of a kind one after the other, each with its own series."""
    rows = AreaMember.objects.filter(area__kind__in=REGIONS).values_list("area_id", "municipality_id")
    return frozenset(rows)


@lru_cache(maxsize=4)
def _lines(_version: str) -> Mapping[str, tuple[Line, ...]]:
    """By indicator every municipality and area of which at least FEWEST periods are told."""
    rows = Figure.objects.filter(breakdown="").select_related("indicator", "dataset", "area", "municipality")
    told: dict[tuple[str, int | None, int | None], list[Figure]] = {}
    for row in rows.order_by("area__kind", "area__code", "municipality__sort_key", "pk"):
        told.setdefault((row.indicator.code, row.municipality_id, row.area_id), []).append(row)
    found: dict[str, list[Line]] = {}
    for (code, _municipality, _area), figures in told.items():
        of = figures[0].municipality or figures[0].area
        if len(figures) >= FEWEST and of:
            ordered = sorted(figures, key=lambda figure: first_day(figure.period))
            found.setdefault(code, []).append(Line(of, tuple(reading_of(figure) for figure in ordered)))
    return {code: tuple(lines) for code, lines in found.items()}
