"""Calls of today, and families that wait for a time (B-24)."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from majup.calls import queries
from majup.calls.letters import who_asks
from majup.calls.models import Call
from majup.staff.models import User
from majup.web.components.texts import longtime
from majup.web.desk.start.counts import ROWS, Row


def rows(user: User, day: date) -> list[Row]:
    """In one query; the menu leads to all of them, so no figure on top counts them besides."""
    found = queries.of_the_day(user, day)[:ROWS]
    return [_today(call, day) if call.begins_at else _waiting(call) for call in found]


def _waiting(call: Call) -> Row:
    return Row(
        kind=_("Call"),
        title=who_asks(call),
        url=reverse("call_decide", args=[call.pk]),
        due=timezone.localdate(call.asked_at),
        waits_since=True,
        text=_("A call is asked for and waits for a time."),
    )


def _today(call: Call, day: date) -> Row:
    return Row(
        kind=_("Call"),
        title=who_asks(call),
        url=reverse("call_decide", args=[call.pk]),
        due=day,
        text=f"{longtime(call.begins_at)}, {call.where}",
    )
