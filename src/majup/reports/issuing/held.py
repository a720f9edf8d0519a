"""The events behind the figure `events_held`: a report counts them and names them (RPT-01)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import BigIntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from majup.kernel.periods import Period
from majup.openings.models import PublicEvent
from majup.places.models import PlanningRegion, RegionMembership
from majup.reports.issuing.exceptions import bounds, zone


def events(period: Period) -> dict[int | None, list[PublicEvent]]:
    """{region id, or None for those of no region: its events by their day}.

    As the figure counts them: published, begun in the period and not later than today, of the region in which the
    municipality lay on that day.
    """
    since, until = bounds(period)
    tomorrow = timezone.localdate() + timedelta(days=1)
    rows = PublicEvent.objects.filter(state=PublicEvent.State.PUBLISHED, starts_at__gte=since, starts_at__lt=until)
    rows = rows.annotate(day=TruncDate("starts_at", tzinfo=zone())).filter(day__lt=tomorrow)
    lies = RegionMembership.objects.filter(municipality=OuterRef("municipality"), valid_from__lte=OuterRef("day"))
    lies = lies.filter(Q(valid_to=None) | Q(valid_to__gte=OuterRef("day"))).order_by("valid_from")
    place = Coalesce("region", Subquery(lies.values("region")[:1]), output_field=BigIntegerField())
    rows = rows.annotate(counted_in=place)
    found: dict[int | None, list[PublicEvent]] = {}
    for row in rows.select_related("municipality").order_by("starts_at", "pk"):
        found.setdefault(row.counted_in, []).append(row)
    return found


def of_region(period: Period, region: PlanningRegion) -> list[PublicEvent]:
    return events(period).get(region.pk, [])


def as_lines(rows: Iterable[PublicEvent]) -> list[dict[str, Any]]:
    """As they stand in an issued report: {on, title, kind, municipality}; `title` localized, `municipality` a name."""
    return [
        {
            "on": timezone.localtime(row.starts_at, zone()).date().isoformat(),
            "title": row.title,
            "kind": row.kind,
            "municipality": row.municipality.name if row.municipality else "",
        }
        for row in rows
    ]
