"""Calls of today, and families that wait for a time (B-24)."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.calls import queries
from majup.calls.letters import who_asks
from majup.calls.models import Call
from majup.staff.models import User
from majup.web.components.texts import longtime
from majup.web.desk.start.counts import ROWS, Count, Row, up_to_limit


def count(user: User) -> Count:
    number = up_to_limit(queries.to_decide(user))
    return Count(gettext_lazy("Calls that wait for a time"), number, reverse("calls"), "wait" if number else "")


def rows(user: User, day: date) -> list[Row]:
    waiting = [_waiting(call) for call in queries.to_decide(user)[:ROWS]]
    today = [_today(call, day) for call in queries.coming(user)[:ROWS] if timezone.localdate(call.begins_at) <= day]
    return today + waiting


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
