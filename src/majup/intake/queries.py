"""What is known about enquiries and who answers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from majup.intake.models import Enquiry
from majup.network.models import CodeList, Role
from majup.network.queries import Contact, contact_of, coordinator_role
from majup.places.models import PlanningRegion
from majup.plumbing.models import OutgoingMail
from majup.staff.models import User
from majup.staff.scope import Scope


@dataclass(frozen=True)
class Thread:
    """Where a mail belongs that answers one of ours: an enquiry, a household, or only a region's mail."""

    enquiry_id: int | None
    household_id: int | None
    region_id: int | None


def responsible_role(region: PlanningRegion | None) -> Role:
    """The role that answers for `region`; for the common queue that of the national contact point."""
    return coordinator_role(region) if region else Role.objects.get(kind=Role.Kind.CONTACT_POINT)


def responsible(region: PlanningRegion | None) -> Contact:
    """Who answers, with the role's public phone and mailbox (NET-02, PRV-08)."""
    return contact_of(responsible_role(region))


def scope_of(region: PlanningRegion | None) -> Scope:
    """The narrowest scope in which an enquiry for `region`, or for the common queue, can be written."""
    return Scope(regions=frozenset({region.pk})) if region else Scope(common_queue=True)


def codes(kind: str) -> QuerySet[CodeList]:
    return CodeList.objects.filter(kind=kind).order_by("order")


def first_contact_channels() -> list[CodeList]:
    """The closed list of INT-03."""
    return [channel for channel in codes("channels") if channel.details["first_contact"]]


def taker_of(enquiry_id: int) -> tuple[str, int, datetime] | None:
    """(name, region id, moment) of whoever took it, also when it has left the asker's sight; None when nobody did."""
    return _row("SELECT * FROM majup_enquiry_taker(%s)", [enquiry_id])


def enquiry_of_form(form_key: str) -> int | None:
    """Id of the enquiry that this very form made when it was sent before."""
    row = _row("SELECT majup_enquiry_of_form(%s)", [form_key])
    return row[0] if row else None


def mail_is_known(message_id: str) -> bool:
    """Whether this mail was received before or is one of ours."""
    row = _row("SELECT majup_mail_known(%s)", [message_id])
    return bool(row and row[0])


def thread_of(message_ids: Sequence[str]) -> Thread | None:
    """What the nearest known of `message_ids` belongs to, in whatever region that is."""
    row = _row("SELECT * FROM majup_thread_of(%s)", [list(message_ids)])
    return Thread(*row) if row else None


def messages_to_file(most: int = 200) -> list[tuple[int, int, int]]:
    """(message, household, region) of mails that belong to a case and are not on its time line yet, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM majup_mail_to_file(%s)", [most])
        return list(cursor.fetchall())


def mail_waiting(user: User) -> QuerySet[OutgoingMail]:
    """Mail of the user's regions that has not left although it was tried: waiting for the server, or given up."""
    return OutgoingMail.objects.delayed().filter(region_id__in=user.scope.regions).order_by("-created_at", "-pk")


def call_backs(user: User) -> QuerySet[Enquiry]:
    """Missed calls that nobody has returned yet (INT-11)."""
    return Enquiry.objects.visible_to(user).waiting().filter(is_missed_call=True).order_by("due_on", "pk")


def overdue(user: User) -> QuerySet[Enquiry]:
    """Enquiries whose answer in substance is late (N-39)."""
    return Enquiry.objects.visible_to(user).waiting().filter(due_on__lt=timezone.localdate())


def _row(sql: str, values: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()
