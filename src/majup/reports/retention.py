"""Whether families are still here 12, 24 and 36 months after their return (OUT-10), and how ready they came (Q-C2).

Known is only what somebody found out: a talk at or after that month, or a departure. Everything else is unknown and
shown as unknown; no share is taken of the known ones without saying how many are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from majup.kernel.periods import Period
from majup.places.models import PlanningRegion
from majup.reports import quality
from majup.reports.quality import Row

MONTHS = (12, 24, 36)
_SUMS = (
    "not_yet",
    "families",
    "people",
    "here",
    "people_here",
    "gone",
    "people_gone",
    "business_runs",
    "business_closed",
)


@dataclass(frozen=True)
class Stay:
    """Returns of a region, or of all (None), so many months later. `not_yet`: that month has not come."""

    region: PlanningRegion | None
    month: int
    not_yet: int
    families: int
    people: int
    here: int
    people_here: int
    gone: int
    people_gone: int
    business_runs: int
    business_closed: int

    @property
    def unknown(self) -> int:
        return self.families - self.here - self.gone

    @property
    def people_unknown(self) -> int:
        return self.people - self.people_here - self.people_gone

    @property
    def here_share(self) -> float | None:
        """The least that is sure, in percent of all: unknown ones are not counted as here."""
        return quality.share(self.here, self.families)

    @property
    def here_at_most(self) -> float | None:
        """As if everybody of whom nothing is known were here."""
        return quality.share(self.families - self.gone, self.families)

    @property
    def business_share(self) -> float | None:
        return quality.share(self.business_runs, self.business_runs + self.business_closed)


@dataclass(frozen=True)
class Retention:
    of: dict[int, list[Stay]]
    at: datetime | None

    def all_of(self, month: int) -> Stay:
        return self.of[month][-1]


def retention(period: Period, *, is_internal: bool = False, alone: bool | None = None) -> Retention:
    """Of returns within `period`. `alone`: only those who came by themselves, or only those with our support."""
    found = quality.counted("retention", period)
    rows = [row for row in found.rows if row["is_internal"] == is_internal and (alone is None or row["alone"] == alone)]
    regions = list(PlanningRegion.objects.all())
    return Retention({month: _of_month(month, rows, regions) for month in MONTHS}, found.at)


def _of_month(month: int, rows: Iterable[Row], regions: list[PlanningRegion]) -> list[Stay]:
    mine = [row for row in rows if row["month"] == month]
    sums = quality.summed(mine, "region", *_SUMS)
    nothing = dict.fromkeys(_SUMS, 0)
    each = [Stay(region, month, **sums.get(region.pk, nothing)) for region in regions]
    return [*each, Stay(None, month, **quality.total(mine, *_SUMS))]


def readiness(period: Period, *, is_internal: bool = False) -> list[tuple[PlanningRegion | None, dict[str, int]]]:
    """How many came with home, work and education settled, and what was missing (Q-C2): per region and for all."""
    columns = quality.COUNTS["readiness"][2:]
    rows: list[Any] = [r for r in quality.counted("readiness", period).rows if r["is_internal"] == is_internal]
    sums, nothing = quality.summed(rows, "region", *columns), dict.fromkeys(columns, 0)
    each = [(region, sums.get(region.pk, nothing)) for region in PlanningRegion.objects.all()]
    return [*each, (None, quality.total(rows, *columns))]
