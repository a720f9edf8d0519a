"""Families to be spoken to by today (NET-09, FUP-02); each can be logged on the spot."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majup.cases.models import Case, Contact
from majup.staff.models import User
from majup.web.desk.start.counts import Count, Row, up_to_limit

SHOWN = 15


def _due(user: User, day: date):
    return Case.objects.in_care_of(user).contact_due(day)


def count(user: User) -> Count:
    number = up_to_limit(_due(user, timezone.localdate()))
    return Count(_("Contacts due"), number, f"{reverse('cases')}?show=overdue", "late" if number else "")


def rows(user: User, day: date) -> list[Row]:
    last = Contact.objects.filter(case=OuterRef("pk")).order_by("-at", "-pk")
    due = _due(user, day).order_by("next_contact_on", "pk")[:SHOWN]
    found = due.annotate(agreed=Subquery(last.values("next_step")[:1]), said=Subquery(last.values("summary")[:1]))
    return [_row(case) for case in found]


def _row(case: Any) -> Row:
    return Row(
        kind=_("Contact"),
        title=case.title,
        url=reverse("case", args=[case.reference]),
        due=case.next_contact_on,
        text=case.agreed or case.said or "",
        template="desk/start/contact.html",
        context={"case": case, "form_key": uuid4().hex},
    )
