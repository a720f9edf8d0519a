"""A figure since the start of the programme: what others published, what we issued with its corrections, live days.

A stretch that no source covers is named, and the sum is then "at least" so much: unknown is never zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from majup.kernel.periods import Period
from majup.network.calendar import country_settings
from majup.places.models import PlanningRegion
from majup.reports.issuing.figures import counted
from majup.reports.issuing.known import known_values
from majup.reports.models import IssuedFigure, Report

PUBLISHED, ISSUED, LIVE = "published", "issued", "live"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Days that one source covers, with the figure it gives."""

    period: Period
    value: int
    source: str  # "published", "issued" or "live"
    said_by: str = ""
    doubt: dict[str, str] | None = None  # localized: what is not certain about a published figure


@dataclass(frozen=True)
class Cumulative:
    stretches: tuple[Stretch, ...]
    gaps: tuple[Period, ...]

    @property
    def value(self) -> int:
        return sum(stretch.value for stretch in self.stretches)

    @property
    def is_at_least(self) -> bool:
        return bool(self.gaps)


def since_start(column: str, *, region: PlanningRegion | None = None, until: date | None = None) -> Cumulative:
    """The figure from the start of the programme to the end of `until` (yesterday), for a region or the country."""
    start = date.fromisoformat(country_settings()["programme_start"])
    until = until or timezone.localdate() - ONE_DAY
    own = [*_issued(column, region, until), *_live(column, region, until)]
    before = min([stretch.period.start for stretch in own], default=until + ONE_DAY)
    chosen = _cover(_published(column, region, start, before))
    stretches = tuple(sorted([*chosen, *own], key=lambda stretch: stretch.period))
    return Cumulative(stretches, tuple(_gaps(start, until, stretches)))


def _issued(column: str, region: PlanningRegion | None, until: date) -> list[Stretch]:
    reports = Report.objects.filter(state=Report.State.ISSUED, period_to__lte=until).order_by("period_from")
    key, found = (region.pk if region else None, column), []
    for report in reports.prefetch_related("corrections"):
        value = known_values(report).get(key)
        if value is not None:
            found.append(Stretch(report.period, value, ISSUED))
    return found


def _live(column: str, region: PlanningRegion | None, until: date) -> list[Stretch]:
    """Days after the last issued report, counted as the cases are known today."""
    last = Report.objects.filter(state=Report.State.ISSUED).order_by("-period_to").first()
    first = last.period_to + ONE_DAY if last else date.fromisoformat(country_settings()["reports"]["first_day"])
    if first > until:
        return []
    table = counted(Period(first, until))
    values = next((values for row, values in table.regions if row == region), {}) if region else table.total
    value = values.get(column)
    return [] if value is None else [Stretch(table.period, value, LIVE)]


def _published(column: str, region: PlanningRegion | None, start: date, before: date) -> list[Stretch]:
    """What others published, exact, for days between the start of the programme and our own first day."""
    rows = IssuedFigure.objects.filter(
        column=column,
        region=region,
        scope="region" if region else "total",
        qualifier="eq",
        report=None,
        value__isnull=False,
        period_from__gte=start,
        period_to__lt=before,
    )
    newest = {
        (row.period_from, row.period_to): row
        for row in rows.order_by("issued_on", "pk")
        if row.period_from and row.period_to
    }
    return [
        Stretch(Period(*days), int(row.value or 0), PUBLISHED, row.source, row.doubt) for days, row in newest.items()
    ]


def _cover(found: Iterable[Stretch]) -> list[Stretch]:
    """Of stretches that overlap, those that together cover most days; of equals the fewest."""
    best: list[tuple[int, list[Stretch]]] = [(0, [])]
    ordered = sorted(found, key=lambda stretch: stretch.period.end)
    for number, stretch in enumerate(ordered):
        earlier = sum(1 for other in ordered[:number] if other.period.end < stretch.period.start)
        days, chosen = best[earlier]
        taken = (days + stretch.period.days, [*chosen, stretch])
        best.append(max(best[number], taken, key=lambda option: (option[0], -len(option[1]))))
    return best[-1][1]


def _gaps(start: date, until: date, stretches: Iterable[Stretch]) -> Iterable[Period]:
    day = start
    for stretch in stretches:
        if stretch.period.start > day:
            yield Period(day, stretch.period.start - ONE_DAY)
        day = max(day, stretch.period.end + ONE_DAY)
    if day <= until:
        yield Period(day, until)
