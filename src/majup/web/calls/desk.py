"""Calls on the desk: what is asked for, what is agreed, and the times a coordinator offers (B-24)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from majup.calls import actions, queries
from majup.calls.errors import CallError
from majup.calls.letters import who_asks
from majup.calls.models import Call
from majup.places.models import PlanningRegion
from majup.staff.access import log_view
from majup.staff.roles import Permission
from majup.web.calls.forms import OVER, ConfirmForm, OffForm, SlotsForm, ours_first
from majup.web.http import StaffRequest, needs, page_or_422

SHOWN = 50


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def calls(request: StaffRequest) -> HttpResponse:
    """What waits for a time, what is agreed, and the times offered; new ones are added here."""
    form = SlotsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        regions = PlanningRegion.objects.filter(pk__in=request.user.scope.regions)
        number = sum(actions.offer_slots(region=each, moments=form.moments, by=request.user) for each in regions)
        messages.success(request, _("Times offered: %(number)s") % {"number": number})
        return redirect("calls")
    log_view(user=request.user, household_id=None, record="calls", page="calls")
    context = {
        "form": form,
        "to_decide": [_waiting(call) for call in queries.to_decide(request.user)[:SHOWN]],
        "coming": by_day([(call.agreed[0], _line(call)) for call in queries.coming(request.user)[:SHOWN]]),
        "slots": by_day([(slot.begins_at, slot) for slot in queries.offered(request.user)[:SHOWN]]),
    }
    return page_or_422(request, "calls/desk.html", context, form)


def by_day(rows: Iterable[tuple[datetime, Any]]) -> list[tuple[date, list[tuple[str, Any]]]]:
    """(day, [(time of day, row)]) as our clock shows them, in the order of the rows."""
    found: dict[date, list[tuple[str, Any]]] = {}
    for moment, row in rows:
        local = timezone.localtime(moment)
        found.setdefault(local.date(), []).append((f"{local:%H:%M}", row))
    return list(found.items())


def _line(call: Call) -> dict[str, Any]:
    times = [call.begins_at] if call.begins_at else call.times
    return {"call": call, "who": who_asks(call), "times": [ours_first(each, call.time_zone) for each in times]}


def _waiting(call: Call) -> dict[str, Any]:
    """With the times that one press agrees on: those to come, when it is known already where the call takes place."""
    ready = ConfirmForm(call).initial
    times = [(str(number), moment) for number, moment in enumerate(call.times) if moment > timezone.now()]
    quick = [(number, ours_first(moment, call.time_zone)) for number, moment in times] if ready["where"] else []
    return {**_line(call), "quick": quick, "ready": ready}


@needs(Permission.CASE_WRITE)
@require_POST
def slot_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    if actions.withdraw_slot(slot=get_object_or_404(queries.offered(request.user), pk=pk), by=request.user):
        messages.success(request, _("This time is no longer offered."))
    else:
        messages.info(request, _("Somebody has taken this time. Call it off instead."))
    return redirect("calls")


def _find(request: StaffRequest, pk: int) -> Call:
    related = ("slot", "household__case", "enquiry__region", "person", "region")
    return get_object_or_404(Call.objects.visible_to(request.user).select_related(*related), pk=pk)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Agree on a time and say where; or see what was agreed and call it off."""
    call = _find(request, pk)
    form = ConfirmForm(call, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.confirm(
                call=call, begins_at=data["moment"], where=data["where"], minutes=data["minutes"], by=request.user
            )
        except CallError:
            messages.info(request, _("This is decided already."))
        else:
            messages.success(request, _("Agreed. Both sides get the time and an entry for the calendar by mail."))
        return redirect("call_decide", pk=pk)
    return _show(request, call, form, OffForm())


def _show(request: StaffRequest, call: Call, form: ConfirmForm, off_form: OffForm) -> HttpResponse:
    log_view(user=request.user, household_id=call.household_id, record=f"call {call.pk}", page="call_decide")
    context = {**_line(call), "form": form, "off_form": off_form}
    return page_or_422(request, "calls/decide.html", context, form, off_form)


@needs(Permission.CASE_WRITE)
@require_POST
def desk_off(request: StaffRequest, pk: int) -> HttpResponse:
    call, off_form = _find(request, pk), OffForm(request.POST)
    if not off_form.is_valid():
        return _show(request, call, ConfirmForm(call), off_form)
    try:
        actions.call_off(call=call, reason=off_form.cleaned_data["reason"], by=request.user)
    except CallError:
        messages.info(request, OVER)
    else:
        messages.success(request, _("The call is off. The other side knows it."))
    return redirect("call_decide", pk=pk)
