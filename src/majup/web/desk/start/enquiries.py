"""New enquiries of one's regions and of the common queue (NET-09)."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majup.intake.models import UNTAKEN, Enquiry
from majup.staff.models import User
from majup.web.desk.start.counts import Count, Row, up_to_limit

SHOWN = 15


def _new(user: User):
    return Enquiry.objects.visible_to(user).filter(state__in=UNTAKEN)


def count(user: User) -> Count:
    number = up_to_limit(_new(user))
    return Count(_("New enquiries"), number, reverse("enquiries"), "wait" if number else "")


def rows(user: User, day: date) -> list[Row]:
    """An enquiry burns from the day it came; missed calls are called back before anything else.

    Taken ones come back when they are due, the sender has written again, or our answer did not arrive.
    """
    waiting = _new(user) | Enquiry.objects.visible_to(user).due(day)
    return [_row(enquiry) for enquiry in waiting.order_by("-is_missed_call", "received_at", "pk")[:SHOWN]]


def _kind(enquiry: Enquiry):
    if enquiry.is_missed_call:
        return _("Call back")
    if enquiry.is_untaken:
        return _("New enquiry")
    return _("Wrote again") if enquiry.wrote_again_at else _("Answer due")


def _row(enquiry: Enquiry) -> Row:
    return Row(
        kind=_kind(enquiry),
        title=enquiry.name or enquiry.email or enquiry.phone or str(_("No name given")),
        url=reverse("enquiry", args=[enquiry.pk]),
        due=timezone.localdate(enquiry.received_at),
        deadline=enquiry.due_on,
        text=enquiry.text or enquiry.subject,
        template="desk/start/enquiry.html",
        context={"enquiry": enquiry},
    )
