"""What staff does with public events: write, change, cancel, bring back; each leaves a line of history."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from majup.openings.models import OpeningEvent, PublicEvent
from majup.staff.models import User


@transaction.atomic
def save_event(*, event: PublicEvent, by: User, **fields: Any) -> PublicEvent:
    """Write a new event, or what changed in one; it is seen by everybody from now on."""
    is_new = event.pk is None
    for name, value in fields.items():
        setattr(event, name, value)
    event.confirmed_on = timezone.localdate()
    event.save()
    kind = "added" if is_new else "changed"
    OpeningEvent.objects.create(public_event=event, kind=kind, by=by, details={"changed": sorted(fields)})
    return event


def cancel_event(*, event: PublicEvent, by: User) -> None:
    """It does not take place; its page stays and says so, for those who kept the address."""
    _put(event, PublicEvent.State.CANCELLED, "cancelled", by)


def restore_event(*, event: PublicEvent, by: User) -> None:
    """It takes place after all."""
    _put(event, PublicEvent.State.PUBLISHED, "restored", by)


@transaction.atomic
def _put(event: PublicEvent, state: PublicEvent.State, kind: str, by: User) -> None:
    held = PublicEvent.objects.select_for_update().get(pk=event.pk)
    if held.state == state:
        return
    held.state, held.confirmed_on = state, timezone.localdate()
    held.save(update_fields=["state", "confirmed_on"])
    OpeningEvent.objects.create(public_event=held, kind=kind, by=by)
