"""Asking for a call, agreeing on its time, calling it off from either side (B-24)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from majup.calls import letters, zones
from majup.calls.errors import CallError
from majup.calls.models import Call, CallSlot
from majup.cases.models import Case
from majup.intake.models import Enquiry
from majup.network.calendar import country_settings
from majup.people.actions import record_event
from majup.people.models import Household, Person
from majup.places.models import PlanningRegion
from majup.staff.models import User

MOST_PROPOSALS = 3


@transaction.atomic
def offer_slots(*, region: PlanningRegion, moments: Iterable[datetime], by: User, minutes: int | None = None) -> int:
    """Offer times of a region; one that is offered already, or has passed, is left out. Returns how many are new."""
    length, now = minutes or country_settings()["call_minutes"], timezone.now()
    known = set(CallSlot.objects.filter(region=region).values_list("begins_at", flat=True))
    wanted = [moment for moment in dict.fromkeys(moments) if moment > now and moment not in known]
    CallSlot.objects.bulk_create([CallSlot(region=region, begins_at=each, minutes=length) for each in wanted])
    return len(wanted)


@transaction.atomic
def withdraw_slot(*, slot: CallSlot, by: User) -> bool:
    """Offer this time no more; False when somebody has taken it meanwhile.

    A call at this time that was called off keeps the moment as what was proposed.
    """
    slot = CallSlot.objects.select_for_update().get(pk=slot.pk)
    if slot.is_taken:
        return False
    Call.objects.filter(slot=slot, state=Call.State.OFF).update(slot=None, proposals=[slot.begins_at.isoformat()])
    slot.delete()
    return True


@transaction.atomic
def ask(
    *,
    kind: str,
    time_zone: str,
    language: str,
    person: Person | None = None,
    enquiry: Enquiry | None = None,
    slot: CallSlot | None = None,
    proposals: Sequence[datetime] = (),
    form_key: str | None = None,
    **fields: Any,
) -> Call:
    """Ask for a call at an offered slot or at one of the proposed moments, for a family's member or with an enquiry.

    `fields`: email, phone, words. The same `form_key` again is the same call. Raises CallError "no-time", "taken",
    "past", "unknown-zone".
    """
    if form_key and (found := asked_with(form_key)):
        return found
    _check(slot, proposals, time_zone)
    household = person.household if person else None
    call = Call.objects.create(
        region=household.region if household else enquiry.region if enquiry else None,
        household=household,
        person=person,
        enquiry=enquiry,
        slot=_take(slot) if slot else None,
        kind=kind,
        proposals=[moment.isoformat() for moment in proposals[:MOST_PROPOSALS]],
        time_zone=time_zone,
        language=language,
        uid=uuid4().hex,
        form_key=form_key,
        **fields,
    )
    _tell(call, "call.asked", None, by_family=True)
    if household:
        _look_today(household)
    letters.tell_coordinator(call)
    return call


def asked_with(form_key: str) -> Call | None:
    """The call that this form has asked for already, where it is pressed twice."""
    return Call.objects.filter(form_key=form_key).first()


def _check(slot: CallSlot | None, proposals: Sequence[datetime], time_zone: str) -> None:
    if slot is None and not proposals:
        raise CallError("no-time")
    if not zones.is_zone(time_zone):
        raise CallError("unknown-zone", time_zone)
    if any(moment <= timezone.now() for moment in ([slot.begins_at] if slot else proposals)):
        raise CallError("past")


def _take(slot: CallSlot) -> CallSlot:
    if not CallSlot.objects.filter(pk=slot.pk, is_taken=False).update(is_taken=True):
        raise CallError("taken")
    slot.is_taken = True
    return slot


def _look_today(household: Household) -> None:
    today = timezone.localdate()
    Case.objects.filter(household=household).exclude(next_contact_on__lte=today).update(next_contact_on=today)


@transaction.atomic
def confirm(*, call: Call, begins_at: datetime, where: str, by: User, minutes: int | None = None) -> Call:
    """Agree on a time; both sides get it by mail with a calendar file. Raises "decided", "past", "where-needed"."""
    call = _locked(call)
    if call.state != Call.State.ASKED:
        raise CallError("decided")
    if begins_at <= timezone.now():
        raise CallError("past")
    if not where.strip():
        raise CallError("where-needed")
    call.state, call.begins_at, call.where = Call.State.CONFIRMED, begins_at, where.strip()
    call.minutes = minutes or (call.slot.minutes if call.slot else country_settings()["call_minutes"])
    _decided(call, by)
    _tell(call, "call.confirmed", by)
    letters.tell_confirmed(call)
    return call


@transaction.atomic
def call_off(*, call: Call, reason: str, by: User | None, by_family: bool = False) -> Call:
    """Whoever cannot come says so; the slot is free again. Off twice is off once.

    Raises CallError: "reason-needed" of staff, "over".
    """
    if not by_family and not reason.strip():
        raise CallError("reason-needed")
    call = _locked(call)
    if call.state == Call.State.OFF:
        return call
    if call.is_over:
        raise CallError("over")
    call.state, call.reason, call.off_by_family = Call.State.OFF, reason.strip(), by_family
    call.sequence += 1
    _decided(call, by)
    if call.slot:
        CallSlot.objects.filter(pk=call.slot.pk).update(is_taken=False)
    _tell(call, "call.off", by, by_family=by_family)
    letters.tell_off(call)
    return call


def _locked(call: Call) -> Call:
    rows = Call.objects.select_for_update(of=("self",)).select_related(
        "slot", "household", "enquiry", "person", "region"
    )
    return rows.get(pk=call.pk)


def _decided(call: Call, by: User | None) -> None:
    call.decided_by, call.decided_at = by, timezone.now()
    call.save()


def _tell(call: Call, kind: str, by: User | None, *, by_family: bool = False) -> None:
    """On the family's time line; a visitor's call stands with its enquiry alone."""
    if call.household is None:
        return
    moment = call.begins_at or call.times[0]
    local = timezone.localtime(moment)
    details = {"day": local.date().isoformat(), "time": f"{local:%H:%M}"}
    record_event(household=call.household, kind=kind, by=by, by_family=by_family, details=details)
