"""A case given to, or shared with, the coordinator of another region (REF-09, T-25).

The receiving coordinator may not see the household before accepting; so the database function `majup_accept_handover`
moves it, and it alone: one region is responsible before and after, because the region is a column of the household.
"""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from majup.cases.actions.ground import locked, only_responsible, save, tell
from majup.cases.errors import HandoverRefused, NextContactMissing, ReasonMissing
from majup.cases.models import ENDED, Case, Handover
from majup.people import actions as people
from majup.people.models import HouseholdShare
from majup.places.models import PlanningRegion
from majup.staff.models import User


@transaction.atomic
def propose_handover(
    *, case: Case, to_region: PlanningRegion, kind: str, summary: str, family_agreed_on: date | None, by: User
) -> Handover:
    """Offer the case to another region, the family having agreed; `summary` is all that the other side reads first."""
    case = locked(case)
    only_responsible(case, by)
    if family_agreed_on is None or family_agreed_on > timezone.localdate():
        raise HandoverRefused("not-agreed")
    _check_proposal(case, to_region, kind, summary)
    handover = Handover.objects.create(
        case=case,
        kind=kind,
        from_region=case.region,
        to_region=to_region,
        summary=summary.strip(),
        family_agreed_on=family_agreed_on,
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    tell(case, f"{kind}.proposed", by, region=to_region.code)
    return handover


def _check_proposal(case: Case, to_region: PlanningRegion, kind: str, summary: str) -> None:
    if to_region.pk == case.region_id:
        raise HandoverRefused("same-region")
    if not summary.strip():
        raise ReasonMissing("summary")
    if case.handovers.filter(state=Handover.State.PROPOSED).exists():
        raise HandoverRefused("already-proposed")
    if kind == Handover.Kind.SHARE and case.household.shares.filter(region=to_region, ended_at=None).exists():
        raise HandoverRefused("already-shared")


@transaction.atomic
def decide_handover(
    *, handover: Handover, accept: bool, by: User, reason: str = "", next_contact_on: date | None = None
) -> Handover:
    """Answer for the receiving region: accept with a day for the next contact if none is set, or decline saying why."""
    handover = Handover.objects.select_for_update(of=("self",)).select_related("to_region").get(pk=handover.pk)
    if handover.state != Handover.State.PROPOSED:
        raise HandoverRefused("not-open")
    if handover.to_region_id not in by.scope.regions:
        raise HandoverRefused("not-yours")
    if not accept and not reason.strip():
        raise ReasonMissing("decline")
    return _accept(handover, by, reason, next_contact_on) if accept else _decline(handover, by, reason)


def _settle(handover: Handover, state: Handover.State, by: User, reason: str) -> Handover:
    handover.state, handover.reason = state, reason.strip()
    handover.decided_by, handover.decided_at = by, timezone.now()
    handover.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    return handover


def _accept(handover: Handover, by: User, reason: str, next_contact_on: date | None) -> Handover:
    with connection.cursor() as cursor:
        cursor.execute("SELECT majup_accept_handover(%s)", [handover.pk])
    _settle(handover, Handover.State.ACCEPTED, by, reason)
    case = locked(Case(pk=handover.case_id))
    if handover.kind == Handover.Kind.HANDOVER:
        _take_over(case, by, next_contact_on)
    people.reindex(household=case.household)
    tell(case, f"{handover.kind}.accepted", by, region=handover.to_region.code)
    return handover


def _take_over(case: Case, by: User, next_contact_on: date | None) -> None:
    """The receiving coordinator becomes responsible and owns the needs that are still open."""
    if next_contact_on is None and case.next_contact_on is None and case.stage not in ENDED:
        raise NextContactMissing(case.reference)
    case.responsible, case.next_contact_on = by, next_contact_on or case.next_contact_on
    save(case, "responsible", "next_contact_on")
    case.needs.filter(settled_at=None).update(owner=by)


def _decline(handover: Handover, by: User, reason: str) -> Handover:
    """The event is written by the database: the receiving side does not see the household, and will not."""
    _settle(handover, Handover.State.DECLINED, by, reason)
    with connection.cursor() as cursor:
        cursor.execute("SELECT majup_note_declined_handover(%s)", [handover.pk])
    return handover


@transaction.atomic
def withdraw_handover(*, handover: Handover, by: User) -> Handover:
    """Take an offer back that the other region has not answered."""
    handover = (
        Handover.objects.select_for_update(of=("self",))
        .select_related("to_region", "case__household")
        .get(pk=handover.pk)
    )
    if handover.state != Handover.State.PROPOSED:
        raise HandoverRefused("not-open")
    only_responsible(handover.case, by)
    _settle(handover, Handover.State.WITHDRAWN, by, "")
    tell(handover.case, f"{handover.kind}.withdrawn", by, region=handover.to_region.code)
    return handover


@transaction.atomic
def end_share(*, share: HouseholdShare, case: Case, by: User) -> None:
    """The other region sees the case no longer."""
    case = locked(case)
    only_responsible(case, by)
    if share.ended_at is None:
        tell(case, "share.ended", by, region=share.region.code)
        share.ended_at = timezone.now()
        share.save(update_fields=["ended_at"])
        people.reindex(household=case.household)
