"""Figures of every municipality by the boundaries of a day: its own, put together from merged places, or inherited.

All that a page, the place finder or a letter shows of statistics comes from one `Matrix`. It is made once per version
of the statistics and kept in the process; a small query asks which version holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from majup.places.models import (
    Area,
    AreaMember,
    CrosswalkLimit,
    Dataset,
    Figure,
    Indicator,
    Municipality,
    PlanningRegion,
    RegionMembership,
    in_force,
)
from majup.places.statistics import first_day

# From the nearest to the widest. A city inside a county never stands for the county.
INHERITED = (Area.Kind.AGENCY_BRANCH, Area.Kind.PLANNING_REGION, Area.Kind.STATISTICAL_REGION, Area.Kind.COUNTRY)
Kind = Figure.Kind


@dataclass(frozen=True)
class Limit:
    """What must be said beside a figure that was carried over boundaries.

    Codes: "sum" (of the merged places), "span" (lowest to highest of them; no average is known), "only-later" (known
    only for the successor), "part-missing" (one of the merged places has no figure), "stated" (text of the pack).
    """

    code: str
    places: tuple[Municipality, ...] = ()
    text: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """One figure of one place as it can be said today. `low` and `high` are equal for one known value."""

    indicator: Indicator
    kind: str
    low: float | None = None
    high: float | None = None
    period: str = ""
    base: int | None = None
    boundary: date | None = None
    note: Mapping[str, str] = field(default_factory=dict)
    dataset: Dataset | None = None
    inherited_from: tuple[Area, ...] = ()
    shared_by: int = 0
    limits: tuple[Limit, ...] = ()

    @property
    def is_known(self) -> bool:
        return self.kind != Kind.MISSING and (self.low is not None or self.high is not None)

    @property
    def has_small_base(self) -> bool:
        return self.base is not None and self.base < (self.indicator.warning_base or 0)


@dataclass(frozen=True)
class Matrix:
    """Readings of all municipalities in force on `day`; `cells` by (municipality id, indicator code)."""

    version: str
    day: date
    places: Mapping[int, Municipality]
    regions: Mapping[int, PlanningRegion]
    indicators: Mapping[str, Indicator]
    cells: Mapping[tuple[int, str], Reading]
    settlements: Mapping[int, tuple[Area, ...]]
    shown: dict[Any, Any] = field(default_factory=dict, compare=False)  # what pages made of it, as long as it holds

    def of(self, place: Municipality) -> list[Reading]:
        """Every indicator for one place in their order."""
        return [self.cells[place.pk, code] for code in self.indicators]

    def column(self, code: str) -> dict[int, Reading]:
        return {pk: self.cells[pk, code] for pk in self.places}

    @cached_property
    def municipal(self) -> list[Indicator]:
        """Indicators of which at least one place has a figure of its own."""
        own = {code for (_pk, code), reading in self.cells.items() if reading.is_known and not reading.inherited_from}
        return [indicator for code, indicator in self.indicators.items() if code in own]

    @cached_property
    def spans(self) -> dict[str, tuple[float, float]]:
        """Smallest and largest known value of each indicator over all places."""
        found: dict[str, tuple[float, float]] = {}
        for (_pk, code), reading in self.cells.items():
            ends = [value for value in (reading.low, reading.high) if value is not None and reading.is_known]
            if ends:
                low, high = found.get(code, (ends[0], ends[0]))
                found[code] = (min(low, *ends), max(high, *ends))
        return found


# Asked by every page that shows a figure, so it is one statement.
VERSION = """
    SELECT (SELECT (max(loaded_at), count(*)) FROM places_dataset)::text
        || (SELECT (max(id), count(valid_to), count(successor_id)) FROM places_municipality)::text
"""


def version() -> str:
    """Changes with every table taken over and every change of the territory."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION)
        (found,) = cursor.fetchone()
    return str(found)


def matrix(day: date | None = None) -> Matrix:
    """All figures by the boundaries of `day`, newest period first."""
    return _matrix(version(), day or timezone.localdate())


@lru_cache(maxsize=6)
def _matrix(mark: str, day: date) -> Matrix:
    return _Maker(day).matrix(mark)


def by_boundaries(code: str, period: str, day: date) -> dict[int, Reading]:
    """One indicator of one period for every municipality in force on `day`, by municipality id."""
    return _Maker(day, period=period, codes=[code]).column(code)


def periods_of(code: str) -> list[str]:
    """Periods of which there are figures of an indicator, newest first."""
    rows = Figure.objects.filter(indicator__code=code, breakdown="").values_list("period", flat=True).distinct()
    return sorted(rows, key=lambda period: (first_day(period), period), reverse=True)


def parts_of(reading: Reading) -> dict[str, float]:
    """What makes up the value, by breakdown: qualified and elementary vacancies, men and women (T-14)."""
    place = {"area": reading.inherited_from[0]} if reading.inherited_from else {}
    if not place:
        return {}
    rows = Figure.objects.filter(indicator=reading.indicator, period=reading.period, low__isnull=False, **place)
    return {part: low for part, low in rows.exclude(breakdown="").values_list("breakdown", "low") if low is not None}


class _Maker:
    """Reads all tables once and puts the cells together."""

    def __init__(self, day: date, *, period: str | None = None, codes: Sequence[str] = ()) -> None:
        self.day = day
        wanted = Indicator.objects.filter(code__in=codes) if codes else Indicator.objects.all()
        self.indicators = {indicator.code: indicator for indicator in wanted}
        self.all_places = {place.pk: place for place in Municipality.objects.all()}
        self.places = {pk: place for pk, place in self.all_places.items() if place.is_in_force(day)}
        self.predecessors: dict[int, list[int]] = {}
        for place in self.all_places.values():
            if place.successor_id:
                self.predecessors.setdefault(place.successor_id, []).append(place.pk)
        self.own, self.of_area = self._figures(period)
        self.areas = self._areas()
        self.stated: dict[tuple[int, str], Limit] = {
            (row.municipality_id, row.topic): Limit("stated", text=row.text) for row in CrosswalkLimit.objects.all()
        }

    def _figures(self, period: str | None) -> tuple[dict, dict]:
        rows = Figure.objects.filter(breakdown="", indicator__code__in=self.indicators).select_related(
            "indicator", "dataset", "area"
        )
        rows = rows.filter(period=period) if period else rows
        own: dict[tuple[int, str], Figure] = {}
        of_area: dict[tuple[int, str], Figure] = {}
        for row in sorted(rows, key=lambda figure: (first_day(figure.period), figure.pk)):
            kept, key = (own, row.municipality_id) if row.municipality_id else (of_area, row.area_id or 0)
            if row.kind != Kind.MISSING or (key, row.indicator.code) not in kept:
                kept[key, row.indicator.code] = row
        return own, of_area

    def _areas(self) -> dict[int, list[tuple[Area, int]]]:
        """Areas of each municipality in force, with the number of municipalities that share them."""
        members: dict[int, set[int]] = {}
        areas = {area.pk: area for area in Area.objects.prefetch_related("members")}
        for area in areas.values():
            rows = area.members.all()
            members[area.pk] = {self._today(row.municipality_id) for row in rows if self._holds(row)}
            if area.kind == Area.Kind.COUNTRY:
                members[area.pk] = set(self.places)
        by_region = {area.region_id: area.pk for area in areas.values() if area.region_id}
        self.region_of: dict[int, PlanningRegion] = {}
        for membership in RegionMembership.objects.filter(in_force(self.day)).select_related("region"):
            if membership.municipality_id in self.places:
                self.region_of[membership.municipality_id] = membership.region
                if membership.region_id in by_region:
                    members[by_region[membership.region_id]].add(membership.municipality_id)
        found: dict[int, list[tuple[Area, int]]] = {pk: [] for pk in self.places}
        for pk, holders in members.items():
            for holder in holders & set(self.places):
                found[holder].append((areas[pk], len(holders & set(self.places))))
        return found

    def _holds(self, row: AreaMember) -> bool:
        """A membership that holds on the day; that of a merged place goes over to its successor."""
        is_merged = self._today(row.municipality_id) != row.municipality_id
        return row.valid_from <= self.day and (row.valid_to is None or row.valid_to >= self.day or is_merged)

    def _today(self, pk: int) -> int:
        while pk not in self.places and (heir := self.all_places[pk].successor_id):
            pk = heir
        return pk

    def matrix(self, mark: str) -> Matrix:
        cells = {(pk, code): cell for code in self.indicators for pk, cell in self.column(code).items()}
        settlements = {
            pk: tuple(area for area, _shared in areas if area.kind == Area.Kind.SETTLEMENT_TYPE)
            for pk, areas in self.areas.items()
        }
        return Matrix(mark, self.day, self.places, self.region_of, self.indicators, cells, settlements)

    def column(self, code: str) -> dict[int, Reading]:
        return {pk: self._reading(pk, self.indicators[code]) for pk in self.places}

    def _reading(self, pk: int, indicator: Indicator) -> Reading:
        stated = self.stated.get((pk, indicator.topic))
        limits: tuple[Limit, ...] = (stated,) if stated else ()
        own = self.own.get((pk, indicator.code))
        if own:
            return _plain(own, limits)
        merged = self._merged(pk, indicator, limits)
        if merged:
            return merged
        limits += self._later(pk, indicator)
        return self._inherited(pk, indicator, limits) or Reading(indicator, Kind.MISSING, limits=limits)

    def _merged(self, pk: int, indicator: Indicator, limits: tuple[Limit, ...]) -> Reading | None:
        """Out of the figures of the places that became this one."""
        before = self.predecessors.get(pk, [])
        figures = [self.own[p, indicator.code] for p in before if (p, indicator.code) in self.own]
        if not figures or len(before) < 2:
            return None
        places = tuple(self.all_places[p] for p in before)
        if len(figures) < len(before) or len({figure.period for figure in figures}) > 1:
            return Reading(indicator, Kind.MISSING, limits=(*limits, Limit("part-missing", places)))
        code = "sum" if indicator.is_additive else "span"
        low, high = (_sum if indicator.is_additive else _span)(figures)
        kind = _kind_of(low, high, figures)
        return Reading(
            indicator, kind, low, high, figures[0].period, boundary=self.day, dataset=figures[0].dataset,
            limits=(*limits, Limit(code, places)),
        )  # fmt: skip

    def _inherited(self, pk: int, indicator: Indicator, limits: tuple[Limit, ...]) -> Reading | None:
        if indicator.native == Area.Kind.SETTLEMENT_TYPE:
            return self._opinion(pk, indicator)
        for kind in INHERITED:
            for area, shared in self.areas[pk]:
                figure = self.of_area.get((area.pk, indicator.code))
                # How many people live in the whole country says nothing of a place; an average of it may.
                if area.kind == kind and figure and not (indicator.is_additive and kind == Area.Kind.COUNTRY):
                    return _plain(figure, limits, inherited_from=(area,), shared_by=shared)
        return None

    def _opinion(self, pk: int, indicator: Indicator) -> Reading | None:
        """What returnees think, from every group the place belongs to that has enough answers."""
        kinds = {Area.Kind.SETTLEMENT_TYPE, Area.Kind.PLANNING_REGION}
        found = [
            (area, self.of_area[area.pk, indicator.code])
            for area, _shared in self.areas[pk]
            if area.kind in kinds and (area.pk, indicator.code) in self.of_area
        ]
        enough = [(a, f) for a, f in found if (f.base or 0) >= (indicator.minimum_base or 0)]
        if not enough:
            return Reading(indicator, Kind.SUPPRESSED, base=min((f.base or 0 for _, f in found), default=None))
        low, high = _span([figure for _, figure in enough])
        return Reading(
            indicator, Kind.RANGE if low != high else Kind.SINGLE, low, high, enough[0][1].period,
            base=min(figure.base or 0 for _, figure in enough), dataset=enough[0][1].dataset,
            inherited_from=tuple(area for area, _ in enough), shared_by=max(s for _, s in self.areas[pk]),
        )  # fmt: skip

    def _later(self, pk: int, indicator: Indicator) -> tuple[Limit, ...]:
        """Said where only the place that took this one over has a figure."""
        heir = self.all_places[pk].successor_id
        return (Limit("only-later", (self.all_places[heir],)),) if (heir, indicator.code) in self.own and heir else ()


def reading_of(figure: Figure) -> Reading:
    """A figure as it was published, withheld where too few stand behind it."""
    return _plain(figure, ())


def _plain(
    figure: Figure, limits: tuple[Limit, ...], *, inherited_from: tuple[Area, ...] = (), shared_by: int = 0
) -> Reading:
    hidden = figure.base is not None and figure.base < (figure.indicator.minimum_base or 0)
    return Reading(
        figure.indicator,
        Kind.SUPPRESSED if hidden else figure.kind,
        None if hidden else figure.low,
        None if hidden else figure.high,
        figure.period,
        figure.base,
        figure.boundary,
        figure.note,
        figure.dataset,
        inherited_from,
        shared_by,
        limits,
    )


def _sum(figures: Iterable[Figure]) -> tuple[float | None, float | None]:
    lows, highs = zip(*((figure.low, figure.high) for figure in figures), strict=True)
    return (None if None in lows else sum(lows)), (None if None in highs else sum(highs))


def _span(figures: Iterable[Figure]) -> tuple[float | None, float | None]:
    lows, highs = zip(*((figure.low, figure.high) for figure in figures), strict=True)
    return (None if None in lows else min(lows)), (None if None in highs else max(highs))


def _kind_of(low: float | None, high: float | None, figures: Iterable[Figure]) -> str:
    if any(figure.kind == Kind.SUPPRESSED for figure in figures):
        return Kind.SUPPRESSED
    if low is None and high is None:
        return Kind.MISSING
    if low is None or high is None:
        return Kind.BOUND
    return Kind.SINGLE if low == high else Kind.RANGE
