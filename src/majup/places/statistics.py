"""Taking figures over: places of a table become our rows, sums are compared, then all is written or nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from majup.kernel.hashing import canonical_json, digest
from majup.places.errors import StatisticsRefused
from majup.places.models import Area, Dataset, Figure, Indicator, Municipality, RegionMembership, in_force
from majup.places.sums import Checked, Line, Partition, Rule, Territory, check


@dataclass(frozen=True)
class Row:
    """One figure as a table gives it; `place` as in `sums.Line`."""

    indicator: str
    place: str
    period: str
    kind: str
    low: float | None
    high: float | None
    breakdown: str = ""
    base: int | None = None
    boundary: date | None = None
    note: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""


class Territories:
    """Every place that a table may name, read once."""

    def __init__(self) -> None:
        self.municipalities = {f"municipality:{m.atvk}": m for m in Municipality.objects.all()}
        self.areas = {str(area): area for area in Area.objects.prefetch_related("members__municipality")}
        self.by_foreign_code = {area.foreign_code: str(area) for area in self.areas.values() if area.foreign_code}

    def field_of(self, place: str) -> dict[str, Any]:
        if place in self.municipalities:
            return {"municipality": self.municipalities[place]}
        return {"area": self.areas[place]}

    def partitions(self, period: str) -> Sequence[Partition]:
        """What covers the country and each region on the first day of `period`; cities inside counties never do.

        Only groupings still in use: an office revises its places of today, while a region that has ended keeps the
        figures of its time.
        """
        day = first_day(period)
        country = [str(area) for area in self.areas.values() if area.kind == Area.Kind.COUNTRY]
        groupings: list[Partition] = []
        for kind in (Area.Kind.PLANNING_REGION, Area.Kind.STATISTICAL_REGION):
            parts = [str(a) for a in self.areas.values() if a.kind == kind and a.valid_to is None]
            groupings.append(dict.fromkeys(country, parts))
            groupings.append({part: self.members(part, day) for part in parts})
        known = [name for name, place in self.municipalities.items() if place.is_in_force(day)]
        return [*groupings, dict.fromkeys(country, known)]

    def territory(self, periods: Iterable[str], split: Mapping[str, Sequence[str]]) -> Territory:
        names = {place.pk: name for name, place in self.municipalities.items()}
        return Territory(
            partitions={period: self.partitions(period) for period in periods},
            heirs={n: names[place.successor_id] for n, place in self.municipalities.items() if place.successor_id},
            inside={
                name: names[area.members.all()[0].municipality_id]
                for name, area in self.areas.items()
                if area.kind == Area.Kind.CITY_INSIDE
            },
            split=split,
        )

    def members(self, place: str, day: date) -> list[str]:
        area = self.areas[place]
        if area.region_id:
            rows = RegionMembership.objects.filter(in_force(day), region=area.region_id).select_related("municipality")
            found = [row.municipality for row in rows]
        else:
            found = [row.municipality for row in area.members.all() if row.is_in_force(day)]
        return [f"municipality:{place.atvk}" for place in found if place.is_in_force(day)]


def first_day(period: str) -> date:
    """The first day of "2021", "2021Q3", "2021M04", "2021-01-01" or "2011-2021"; today when no year is stated."""
    found = re.match(r"(\d{4})(?:Q(\d)|M(\d\d)|-(\d\d)-(\d\d))?$", period) or re.match(
        r"(\d{4})-\d{4}()()()()$", period
    )
    if not found:
        return timezone.localdate()
    year, quarter, month, numbered, day = found.groups()
    if quarter:
        return date(int(year), int(quarter) * 3 - 2, 1)
    return date(int(year), int(month or numbered or 1), int(day or 1))


def compare(rows: Iterable[Row], territories: Territories, split: Mapping[str, Sequence[str]]) -> Checked:
    """T-13 over rows that are one known value each. What is no sum, yet may differ a little, is shares of 100."""
    rules = {
        i.code: Rule(i.code, i.is_additive, i.tolerance > 0 and not i.is_additive, i.tolerance, tuple(i.balance_of))
        for i in Indicator.objects.all()
    }
    lines = [
        Line(row.indicator, row.place, row.period, row.breakdown, row.low)
        for row in rows
        if row.kind == Figure.Kind.SINGLE and row.low is not None
    ]
    return check(lines, rules, territories.territory({line.period for line in lines}, split))


@transaction.atomic
def keep(
    *,
    code: str,
    head: Mapping[str, Any],
    rows: Sequence[Row],
    territories: Territories,
    split: Mapping[str, Sequence[str]] | None = None,
    replaces: bool = True,
) -> Dataset:
    """Write a table; StatisticsRefused("sums") with the differences when they do not hold. Twice is as once.

    `replaces`: figures of the same place and period that another table gave before are superseded, never doubled.
    """
    told = {name: str(value) for name, value in head.items() if name != "retrieved_on"}
    mark = digest(canonical_json({**told, "rows": [_plain(row) for row in rows]}))
    known = Dataset.objects.filter(code=code).first()
    if known and known.digest == mark:
        return known
    checked = compare(rows, territories, split or {})
    if checked.problems:
        raise StatisticsRefused("sums", checked.problems)
    report = [{"rule": rule, "made": made, "failed": 0} for rule, made in checked.made.items()]
    report += [{"rule": "not made", "made": len(checked.not_made), "failed": 0, "which": checked.not_made[:60]}]
    dataset, _made = Dataset.objects.update_or_create(
        code=code, defaults={**head, "checked": report, "digest": mark, "loaded_at": timezone.now()}
    )
    dataset.figures.all().delete()
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    figures = list(_figures(rows, dataset, indicators, territories))
    if replaces:
        _supersede(figures)
    Figure.objects.bulk_create(figures)
    return dataset


def _plain(row: Row) -> dict[str, Any]:
    return {**row.__dict__, "note": dict(row.note), "boundary": str(row.boundary or "")}


def _figures(
    rows: Iterable[Row], dataset: Dataset, indicators: Mapping[str, Indicator], territories: Territories
) -> Iterator[Figure]:
    for row in rows:
        yield Figure(
            dataset=dataset,
            indicator=indicators[row.indicator],
            period=row.period,
            breakdown=row.breakdown,
            kind=row.kind,
            low=row.low,
            high=row.high,
            base=row.base,
            boundary=row.boundary,
            note=dict(row.note),
            origin=row.origin,
            **territories.field_of(row.place),
        )


def _supersede(figures: Sequence[Figure]) -> None:
    """A revised table of the office takes the place of what was printed before."""
    fresh = {(f.indicator_id, f.municipality_id, f.area_id, f.period, f.breakdown) for f in figures}
    former = Figure.objects.filter(
        indicator__in={f.indicator_id for f in figures}, period__in={f.period for f in figures}
    )
    old = [f.pk for f in former if (f.indicator_id, f.municipality_id, f.area_id, f.period, f.breakdown) in fresh]
    Figure.objects.filter(pk__in=old).delete()
