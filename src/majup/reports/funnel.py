"""The funnel from contact to return, per region, with one definition of conversion for all (OUT-09, K-C2, K-V1).

Two readings, never mixed: a *cohort* follows the families who turned to us in a period until today, so its shares are
true of them; a *period* sets what happened in the same months side by side, as the published figures do, so that a
return may belong to a family that asked years before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from majup.kernel.periods import Period, add_months
from majup.places.models import PlanningRegion
from majup.reports import counts, quality
from majup.reports.models import IssuedFigure

STEPS = ("enquiries", "contacted", "offered", "intending", "returned")
PUBLISHED = "returned_share_of_people_in_contact"
FEW = 20  # below this number of contacted a share moves by whole steps of five percent
YOUNG_MONTHS = 12  # a cohort that asked less than a year ago has not had its time


@dataclass(frozen=True)
class Line:
    """One region, or all (None): numbers by step, None where nobody knows; `alone` came without our help before."""

    region: PlanningRegion | None
    steps: Mapping[str, int | None]
    alone: int

    def conversion(self, step: str = "returned", of: str = "contacted") -> float | None:
        """In percent, of those who contacted us unless said otherwise; returned alone do not count."""
        part, whole = self.steps[step], self.steps[of]
        return None if part is None or whole is None else quality.share(part, whole)

    @property
    def is_few(self) -> bool:
        return 0 < (self.steps["contacted"] or 0) < FEW


@dataclass(frozen=True)
class Funnel:
    """`flags`: codes of why this funnel is to be read with care: part_year, young, ongoing."""

    period: Period
    is_cohort: bool
    lines: list[Line]
    flags: list[str]
    at: datetime | None


def funnel(period: Period, *, is_cohort: bool, unit: str = "families", is_internal: bool = False) -> Funnel:
    """`unit`: "families" or "people"."""
    lines, at = (_cohort if is_cohort else _period)(period, unit, is_internal)
    return Funnel(period, is_cohort, lines, _flags(period, is_cohort=is_cohort), at)


def _flags(period: Period, *, is_cohort: bool) -> list[str]:
    today = timezone.localdate()
    said = {
        "part_year": period.is_part_year,
        "ongoing": period.start <= today <= period.end and not period.is_part_year,
        "young": is_cohort and add_months(period.end, YOUNG_MONTHS) > today,
    }
    return [code for code, holds in said.items() if holds]


def _cohort(period: Period, unit: str, is_internal: bool) -> tuple[list[Line], datetime | None]:
    found = quality.counted("cohort", period)
    rows = [row for row in found.rows if row["is_internal"] == is_internal]
    asked = counts.counted(period, ["enquiries"])
    whole = [unit, *(name if unit == "families" else f"people_{name}" for name in (*STEPS[2:], "alone"))]
    by_region = quality.summed(rows, "region", *whole)
    nothing = dict.fromkeys(whole, 0)

    def line(region: PlanningRegion | None) -> Line:
        sums = by_region.get(region.pk, nothing) if region else quality.total(rows, *whole)
        values = [sums[name] for name in whole]
        enquiries = asked.regions.get(region.pk, {}).get("enquiries", 0) if region else asked.total["enquiries"]
        known = None if is_internal else enquiries
        return Line(region, dict(zip(STEPS, (known, *values[:-1]), strict=True)), values[-1])

    return _lines(line), found.at


_OF_UNIT = {
    "families": ("families_contacted", "offers_sent", "families_intending", "families_returned"),
    "people": ("people_contacted", "people_offered", "intentions_people", "people_returned"),
}


def _period(period: Period, unit: str, is_internal: bool) -> tuple[list[Line], datetime | None]:
    ending = counts.INTERNAL if is_internal else ""
    names = ["enquiries", *(name + ending for name in _OF_UNIT[unit]), f"{unit}_returned_alone{ending}"]
    found = counts.counted(period, names)

    def line(region: PlanningRegion | None) -> Line:
        values = found.regions[region.pk] if region else found.total
        numbers: list[int | None] = [values[name] for name in names[:-1]]
        numbers[0] = None if is_internal else numbers[0]
        return Line(region, dict(zip(STEPS, numbers, strict=True)), values[names[-1]])

    return _lines(line), None


def _lines(line: Callable[[PlanningRegion | None], Line]) -> list[Line]:
    return [*(line(region) for region in PlanningRegion.objects.all()), line(None)]


def published() -> dict[int, Decimal]:
    """{region id: percent}: shares that regions published, each by a definition of its own (K-C2)."""
    rows = IssuedFigure.objects.filter(metric=PUBLISHED, region__isnull=False).order_by("pk")
    return {row.region_id: row.value for row in rows if row.region_id and row.value is not None}
