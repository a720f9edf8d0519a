"""Free slots, and calls as the desk and the family see them."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from majup.calls.models import Call, CallSlot
from majup.places.models import PlanningRegion
from majup.staff.models import User

HOURS_BEFORE = 4  # nobody is surprised by a call within the hour


def free_slots(region: PlanningRegion | None, most: int = 12) -> list[CallSlot]:
    """The next times that a region offers and nobody has taken; none for the common queue."""
    if region is None:
        return []
    soonest = timezone.now() + timedelta(hours=HOURS_BEFORE)
    return list(CallSlot.objects.filter(region=region, is_taken=False, begins_at__gte=soonest)[:most])


def offered(user: User) -> QuerySet[CallSlot]:
    """Slots to come of the user's regions."""
    return CallSlot.objects.filter(region__in=user.scope.regions, begins_at__gte=timezone.now())


def to_decide(user: User) -> QuerySet[Call]:
    """Asked for and waiting for a time, the longest wait first."""
    calls = Call.objects.visible_to(user).open().select_related("slot", "household__case", "enquiry", "person")
    return calls.order_by("asked_at", "pk")


def coming(user: User) -> QuerySet[Call]:
    calls = Call.objects.visible_to(user).coming(timezone.now() - timedelta(hours=1))
    return calls.select_related("household__case", "enquiry", "person").order_by("begins_at", "pk")


def of_the_day(user: User, day: date) -> QuerySet[Call]:
    """Calls that are agreed for `day` and not over, and those that wait for a time."""
    soon = Q(state=Call.State.CONFIRMED, begins_at__gte=timezone.now() - timedelta(hours=1), begins_at__date__lte=day)
    calls = Call.objects.visible_to(user).filter(soon | Q(state=Call.State.ASKED))
    return calls.select_related("slot", "enquiry", "person").order_by("begins_at", "asked_at", "pk")


def open_of(household_id: int) -> list[Call]:
    """What a family has asked for or agreed and that lies ahead."""
    calls = Call.objects.filter(household=household_id).exclude(state=Call.State.OFF).select_related("slot")
    since = timezone.now() - timedelta(hours=1)
    return [call for call in calls if call.begins_at is None or call.begins_at >= since]
