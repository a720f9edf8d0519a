"""What can be done to households and their members."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from majup.people.models import Event, Household
from majup.staff.models import User


def record_event(
    *,
    household: Household,
    kind: str,
    by: User | None,
    details: dict[str, Any] | None = None,
    by_family: bool = False,
    at: datetime | None = None,
) -> Event:
    """Write what happened on the household's time line; call it inside the transaction of the action it tells of.

    `kind` is "<stage>.<what>", e.g. "offer.sent"; the page turns it into words (web/desk/cases/event_words.py).
    """
    return Event.objects.create(
        household=household, kind=kind, by=by, by_family=by_family, details=details or {}, at=at or timezone.now()
    )
