"""Promises of plans, how far they are kept, and by which column they are measured (B-52, N-8, N-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from majup.kernel.periods import Period
from majup.network.calendar import country_settings
from majup.places.models import PlanningRegion
from majup.reports.measures import MEASURES
from majup.reports.models import Target, TargetUnit
from majup.reports.totals import as_known
from majup.staff.models import User


class TargetRefused(Exception):
    """`code`: unknown_column, no_reason, in_past (before the newest setting)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Reading:
    """How much of `wanted` there is when the target is measured by `column`. `region`: None for the country."""

    column: str
    region: PlanningRegion | None
    done: int
    wanted: int
    is_in_force: bool

    @property
    def share(self) -> int:
        """Whole per cent, rounded down: 99.9 % is not there yet."""
        return 100 * self.done // self.wanted


@dataclass(frozen=True)
class Progress:
    """`readings` stand side by side while the unit is not confirmed. `gone`: per cent of the time that is over."""

    target: Target
    period: Period
    unit: TargetUnit | None
    readings: tuple[Reading, ...]
    gone: int | None

    @property
    def is_confirmed(self) -> bool:
        return bool(self.unit and self.unit.is_confirmed)

    @property
    def is_counted(self) -> bool:
        return bool(self.readings)

    @property
    def is_over(self) -> bool:
        return self.period.end < timezone.localdate()


def progress(year: int) -> list[Progress]:
    """Every target that holds in `year`, in the order of the pack."""
    whole = Period.year(year)
    targets = Target.objects.touching(whole.start, whole.end).prefetch_related("units")
    return [_progress(target, year) for target in targets]


def _progress(target: Target, year: int) -> Progress:
    period = _period(target, year)
    unit = target.unit_on(min(period.end, timezone.localdate()))
    columns = [unit.column] if unit and unit.is_confirmed else list(target.readings)
    readings = [reading for column in columns for reading in _readings(target, column, period, unit)]
    return Progress(target, period, unit, tuple(readings), _gone(target, period))


def _period(target: Target, year: int) -> Period:
    """The year, or for a target in all the stretch from its beginning to the day until when it was promised."""
    if target.per == Target.Per.YEAR:
        return Period.year(year)
    start = target.valid_from or date.fromisoformat(country_settings()["programme_start"])
    return Period(start, target.valid_to or date(year, 12, 31))


def _readings(target: Target, column: str, period: Period, unit: TargetUnit | None) -> list[Reading]:
    table = as_known(period, [column])
    in_force = bool(unit and unit.column == column)
    rows: Sequence[tuple[PlanningRegion | None, dict[str, Any]]] = [(None, table.total)]
    if target.scope == "region":
        rows = list(table.regions)
    return [Reading(column, region, values[column] or 0, target.value, in_force) for region, values in rows]


def _gone(target: Target, period: Period) -> int | None:
    """None where nobody knows when it began."""
    if target.per == Target.Per.ALL and target.valid_from is None:
        return None
    over = (min(timezone.localdate(), period.end) - period.start).days + 1
    return max(0, 100 * over // period.days)


@transaction.atomic
def set_unit(*, target: Target, column: str, valid_from: date, reason: str, by: User) -> TargetUnit:
    """The ministry says by which column the target is measured from a day on; earlier settings stay as they were."""
    target = Target.objects.select_for_update().get(pk=target.pk)
    if column not in target.readings or column not in MEASURES:
        raise TargetRefused("unknown_column")
    if not reason.strip():
        raise TargetRefused("no_reason")
    newest = target.units.order_by("-valid_from").first()
    if newest and valid_from < newest.valid_from:
        raise TargetRefused("in_past")
    return TargetUnit.objects.create(
        target=target, column=column, valid_from=valid_from, is_confirmed=True, reason=reason.strip(), by=by
    )
