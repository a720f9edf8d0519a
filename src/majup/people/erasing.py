"""Erasure (PRV-04): names, contacts, words and history go; the row stays, so that past counts stay right.

The pages call `web.erasure`, which lets every later stage erase its own part first, in one transaction.
"""

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from majup.people.actions import record_event, reindex
from majup.people.errors import EraseRefused
from majup.people.models import Consent, ContactPoint, DuplicatePair, Event, Household, Merge, Person
from majup.plumbing.models import OutgoingMail
from majup.staff.models import User


@transaction.atomic
def erase_household(*, household: Household, reason: str, by: User) -> Household:
    """Delete who they are, together with the households they absorbed. Raises EraseRefused.

    Stays: region, country, when it was written down and erased, how many adults and children; what happened and when,
    without details; who looked at it. `reason` is a code ("asked", "inactive"), never a text about the family.
    """
    household = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    check(household)
    for absorbed in Household.objects.filter(merged_into=household, erased_at=None):
        _empty(absorbed)
    _empty(household)
    record_event(household=household, kind="household.erased", by=by, details={"reason": reason})
    for pk in of_whom(household):
        with connection.cursor() as cursor:
            cursor.execute("SELECT majup_forget_history(%s)", [pk])
    return household


def check(household: Household) -> None:
    """Raise EraseRefused when the household is erased already or belongs to another one by now."""
    if household.erased_at:
        raise EraseRefused("already-erased")
    if household.merged_into_id:
        raise EraseRefused("merged")


def of_whom(household: Household) -> list[int]:
    """Ids of the household and of those that it absorbed."""
    absorbed = Household.objects.filter(merged_into=household).order_by("pk").values_list("pk", flat=True)
    return [household.pk, *absorbed]


def _empty(household: Household) -> None:
    children = household.members.filter(is_child=True).count()
    household.erased_children = children
    household.erased_adults = household.members.count() - children
    household.erased_at = timezone.now()
    household.version += 1
    household.save(update_fields=["erased_children", "erased_adults", "erased_at", "version"])
    for model in (Consent, ContactPoint, Person):
        model._default_manager.filter(household=household).delete()
    Merge.objects.filter(Q(kept=household) | Q(absorbed=household)).delete()
    DuplicatePair.objects.filter(Q(first=household) | Q(second=household)).delete()
    OutgoingMail.objects.filter(household_id=household.pk).delete()
    Event.objects.filter(household=household).update(details={})
    reindex(household=household)
