"""Reports that wait for somebody, and which region somebody reports for."""

from django.db.models import QuerySet

from majup.network.models import Role
from majup.reports.models import IssuedFigure, RegionReport, Report
from majup.staff.models import User

SIGNING = (Role.Kind.COORDINATOR, Role.Kind.REGION_OFFICE)


def regions_of(user: User) -> frozenset[int]:
    """Ids of the regions whose reports `user` may sign today: as coordinator or from the region's administration."""
    return frozenset(_signing(user))


def _signing(user: User) -> QuerySet[Role, int]:
    roles = Role.objects.filter(pk__in=user.scope.roles, kind__in=SIGNING, region__isnull=False)
    return roles.values_list("region_id", flat=True)


def waiting_for_region(user: User) -> QuerySet[RegionReport]:
    """Reports of the user's regions that nobody has signed yet."""
    states = [RegionReport.State.DRAFTED, RegionReport.State.RETURNED]
    rows = RegionReport.objects.filter(region__in=_signing(user), state__in=states, report__state=Report.State.OPEN)
    return rows.select_related("report", "region").order_by("report__period_from", "region__order")


def waiting_for_ministry() -> list[Report]:
    """Reports that every region has signed and nobody has issued yet."""
    rows = Report.objects.filter(state=Report.State.OPEN).prefetch_related("regions").order_by("period_from")
    return [report for report in rows if all(part.is_signed for part in report.regions.all())]


def figures_of(report: Report) -> dict[tuple[int | None, str], int]:
    """The stored values of an issued report: {(region id or None for the country, column): number}."""
    rows = IssuedFigure.objects.filter(report=report, scope__in=["region", "total"])
    return {(row.region_id, row.column): int(row.value or 0) for row in rows}
