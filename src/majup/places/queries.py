"""Which region a place belongs to on a day, and which place a spelling means."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from majup.kernel.text import fold
from majup.places.models import Municipality, PlaceName, PlanningRegion, in_force


def region_of(municipality: Municipality, day: date | None = None) -> PlanningRegion | None:
    """The planning region of `municipality` on `day`; None when its membership is not known for that day."""
    day = day or timezone.localdate()
    membership = municipality.memberships.filter(in_force(day)).select_related("region").first()
    return membership.region if membership else None


def today_of(municipality: Municipality, day: date | None = None) -> Municipality:
    """`municipality` itself, or the successor in force on `day` when it has been merged (NET-06)."""
    while municipality.successor and not municipality.is_in_force(day):
        municipality = municipality.successor
    return municipality


def find(text: str, limit: int = 10) -> QuerySet[Municipality]:
    """Municipalities in force whose name, former unit or any spelling begins with `text`, diacritics aside (K-R2)."""
    start = fold(text)
    names = (
        PlaceName.objects.filter(folded__gte=start, folded__lt=start + "\U0010ffff")
        if start
        else PlaceName.objects.none()
    )
    found = Municipality.objects.filter(pk__in=names.values("municipality_id")).select_related("successor")
    return Municipality.objects.in_force().filter(pk__in={today_of(m).pk for m in found})[:limit]


def resolve(spelling: str) -> list[Municipality]:
    """Every municipality that exactly this spelling may mean; more than one when it is ambiguous, none when unknown."""
    return list(Municipality.objects.filter(names__folded=fold(spelling)).distinct())
