"""Recording what became of a case."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from majup.cases import actions as cases
from majup.cases.actions.ground import only_responsible
from majup.cases.errors import NotResponsible
from majup.cases.models import Case, Readiness, Stage
from majup.kernel.localized import pick
from majup.kernel.periods import add_months
from majup.network.models import CodeList
from majup.outcomes.errors import OutcomeRefused
from majup.outcomes.models import Check, Departure, FlagDismissal, Intention, Outcome, Rating, Return
from majup.outcomes.pack import follow_up_months
from majup.people.actions import record_event
from majup.people.models import Event, Household
from majup.places.models import Municipality
from majup.staff.models import User

_CODES = {
    Outcome.Kind.NOT_RETURNING: "not_returning",
    Outcome.Kind.LOST_CONTACT: "lost_contact",
    Outcome.Kind.CHOSE_OTHER_REGION: "chose_other_region",
}
_BEFORE_INTENTION = {Stage.ASSESSING, Stage.COLLECTING, Stage.OFFERED, Stage.IN_DIALOGUE}


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("household").get(pk=case.pk)


def _recorded(case: Case, by: User) -> dict[str, Any]:
    return {
        "case": case,
        "region_id": case.region_id,
        "is_internal": case.kind == Case.Kind.INTERNAL,
        "recorded_by": by,
        "recorded_at": timezone.now(),
    }


def _refuse_future(day: date) -> None:
    if day > timezone.localdate():
        raise OutcomeRefused("in_future")


@transaction.atomic
def state_intention(*, case: Case, on: date, people: int, by: User, next_contact_on: date | None = None) -> Intention:
    """The family states that it intends to return; stating it again keeps the day of the first statement."""
    case = _locked(case)
    _refuse_future(on)
    if people < 1:
        raise OutcomeRefused("nobody")
    if Intention.objects.filter(case=case).exists():
        raise OutcomeRefused("already_stated")
    intention = Intention.objects.create(stated_on=on, people=people, **_recorded(case, by))
    record_event(
        household=case.household, kind="outcome.intention", by=by, details={"on": on.isoformat(), "people": people}
    )
    if case.stage not in {Stage.PREPARING, Stage.RETURNED, Stage.FOLLOW_UP}:
        cases.move(case=case, stage=Stage.INTENTION, by=by, next_contact_on=next_contact_on or case.next_contact_on)
    return intention


def _own_intention(intention: Intention, by: User, reason: str) -> tuple[Case, Intention]:
    """Case and intention, locked; whoever is not responsible, or gives no reason, is refused."""
    case = _locked(intention.case)
    if case.region_id not in by.scope.regions:
        raise NotResponsible
    if not reason.strip():
        raise OutcomeRefused("no_reason")
    return case, Intention.objects.select_for_update(of=("self",)).get(pk=intention.pk)


@transaction.atomic
def correct_intention(*, intention: Intention, by: User, reason: str, on: date, people: int) -> Intention:
    """Put right the day or the number of people of an intention that was written down wrongly.

    The former row stays in the history. Issued reports stay as they were issued.
    """
    case, intention = _own_intention(intention, by, reason)
    _refuse_future(on)
    if people < 1:
        raise OutcomeRefused("nobody")
    intention.stated_on, intention.people = on, people
    intention.save(update_fields=["stated_on", "people"])
    details = {"on": on.isoformat(), "people": people, "reason": reason.strip()}
    record_event(household=case.household, kind="outcome.intention_corrected", by=by, details=details)
    return intention


@transaction.atomic
def withdraw_intention(*, intention: Intention, by: User, reason: str) -> Case:
    """Take back an intention that nobody stated; it counts nowhere any more and the case goes back to where it was.

    A family that changed its mind did state it: that is an outcome of its own, and the intention stays.
    """
    case, intention = _own_intention(intention, by, reason)
    details = {"on": intention.stated_on.isoformat(), "people": intention.people, "reason": reason.strip()}
    intention.delete()
    record_event(household=case.household, kind="outcome.intention_withdrawn", by=by, details=details)
    if case.stage == Stage.INTENTION:
        case = cases.move(case=case, stage=_stage_before_intention(case), by=by, reason=reason.strip())
    return case


def _stage_before_intention(case: Case) -> str:
    """Where the case stood when it moved to the intention; in dialogue when it cannot go back there."""
    told = Event.objects.filter(household=case.household, details__stage=Stage.INTENTION.value).order_by("-at", "-pk")
    before = next(iter(told.values_list("details__before", flat=True)[:1]), "")
    return before if before in cases.TRANSITIONS[Stage.INTENTION] & _BEFORE_INTENTION else Stage.IN_DIALOGUE


@transaction.atomic
def record_outcome(*, case: Case, kind: str, on: date, by: User, reason: str = "") -> Outcome:
    """Decided, not returning, contact lost or another region chosen: dated, and moving the case where that follows."""
    case = _locked(case)
    _refuse_future(on)
    if said := Outcome.objects.filter(case=case, kind=kind, on=on).first():  # a second press
        return said
    outcome = Outcome.objects.create(kind=kind, on=on, reason=reason, **_recorded(case, by))
    record_event(
        household=case.household, kind=f"outcome.{kind}", by=by, details={"on": on.isoformat(), "reason": reason}
    )
    stage = {
        Outcome.Kind.NOT_RETURNING: Stage.NOT_RETURNING,
        Outcome.Kind.LOST_CONTACT: Stage.LOST,
        Outcome.Kind.CHOSE_OTHER_REGION: Stage.CLOSED,
    }.get(Outcome.Kind(kind))
    if stage:
        cases.move(
            case=case,
            stage=stage,
            by=by,
            reason=reason or kind,
            needs_reason=reason,
            closing_code=_CODES[Outcome.Kind(kind)],
        )
    return outcome


def decide(*, case: Case, on: date, by: User) -> Outcome:
    """The family decided to return."""
    return record_outcome(case=case, kind=Outcome.Kind.DECIDED, on=on, by=by)


@transaction.atomic
def record_return(
    *,
    case: Case,
    on: date,
    adults: int,
    children: int,
    municipality: Municipality | None,
    from_country: str,
    support_kind: str,
    by: User,
) -> Return:
    """The family came back. Plans the checks of the months after it and moves the case to "returned".

    A family that is back comes back again only after it left, whatever became of the case: it would count twice.
    """
    case = _locked(case)
    _refuse_future(on)
    returns = Return.objects.filter(case=case)
    if returns.filter(departure=None).exists():
        raise OutcomeRefused("already_returned")
    if returns.filter(on=on).exists():
        raise OutcomeRefused("same_day")
    if adults + children < 1:
        raise OutcomeRefused("nobody")
    kind = CodeList.objects.filter(kind="support_kinds", code=support_kind).first()
    if kind is None:
        raise OutcomeRefused("unknown_support_kind")
    unsettled = Readiness.objects.filter(case=case).exclude(state__in=["settled", "not_applicable"])
    event = Return.objects.create(
        on=on,
        adults=adults,
        children=children,
        municipality=municipality,
        from_country="" if case.kind == Case.Kind.INTERNAL else from_country,
        support_kind=support_kind,
        alone=kind.details["class"] == "alone",
        unsettled_at_move=sorted(unsettled.values_list("area", flat=True)),
        **_recorded(case, by),
    )
    Check.objects.bulk_create(
        [Check(return_event=event, month=month, due_on=add_months(on, month)) for month in follow_up_months()]
    )
    details = {"on": on.isoformat(), "adults": adults, "children": children, "support_kind": support_kind}
    record_event(household=case.household, kind="outcome.returned", by=by, details=details)
    cases.move(case=case, stage=Stage.RETURNED, by=by, next_contact_on=event.checks.earliest("month").due_on)
    return event


@transaction.atomic
def correct_return(*, event: Return, by: User, reason: str, **facts: Any) -> Return:
    """Put right what was written down wrongly about a return; `facts` are those of `record_return`.

    The former row stays in the history. Planned looks move with the day. Issued reports stay as they were issued.
    """
    case = _locked(event.case)
    if case.region_id not in by.scope.regions:
        raise NotResponsible
    if not reason.strip():
        raise OutcomeRefused("no_reason")
    event = Return.objects.select_for_update(of=("self",)).get(pk=event.pk)
    for name, value in facts.items():
        setattr(event, name, value)
    _refuse_future(event.on)
    if event.people < 1:
        raise OutcomeRefused("nobody")
    if event.is_internal:
        event.from_country = ""
    event.alone = CodeList.objects.get(kind="support_kinds", code=event.support_kind).details["class"] == "alone"
    if Return.objects.filter(case=case, on=event.on).exclude(pk=event.pk).exists():
        raise OutcomeRefused("same_day")
    if Departure.objects.filter(return_event=event, on__lt=event.on).exists():
        raise OutcomeRefused("after_departure")
    event.save()
    for check in event.checks.filter(done_on=None):
        Check.objects.filter(pk=check.pk).update(due_on=add_months(event.on, check.month))
    details = {"on": event.on.isoformat(), "adults": event.adults, "children": event.children, "reason": reason.strip()}
    record_event(household=case.household, kind="outcome.return_corrected", by=by, details=details)
    return event


@transaction.atomic
def plan_missing_checks() -> int:
    """Looks that the pack names and that a return does not have yet, as after a new pack; none whose day has passed."""
    today, planned = timezone.localdate(), 0
    for month in follow_up_months():
        since = add_months(today, -month)
        followed = Return.objects.filter(case__household__erased_at=None, case__household__merged_into=None)
        missing = followed.filter(on__gte=since, departure=None).exclude(checks__month=month)
        rows = [Check(return_event=event, month=month, due_on=add_months(event.on, month)) for event in missing]
        planned += len(Check.objects.bulk_create(rows))
    return planned


@transaction.atomic
def record_check(*, check: Check, by: User, done_on: date, findings: dict[str, str], **answers: Any) -> Check:
    """What a planned look found; the next one becomes the case's next contact. `answers`: has_work, plans, note …"""
    check = (
        Check.objects.select_for_update(of=("self",)).select_related("return_event__case__household").get(pk=check.pk)
    )
    only_responsible(check.return_event.case, by)
    _refuse_future(done_on)
    if done_on < check.return_event.on:
        raise OutcomeRefused("before_return")
    check.done_on, check.done_by, check.findings = done_on, by, findings
    for name in ("has_work", "makes_ends_meet", "business", "regrets", "plans", "note"):
        setattr(check, name, answers.get(name, getattr(check, name)))
    check.save()
    case = _locked(check.return_event.case)
    record_event(household=case.household, kind="outcome.checked", by=by, details={"month": check.month})
    cases.note_talk(case=case, on=done_on)
    following = Check.objects.filter(return_event=check.return_event, done_on=None).order_by("month").first()
    due = following.due_on if following else add_months(done_on, 1)
    if case.stage in {Stage.RETURNED, Stage.FOLLOW_UP}:
        cases.move(case=case, stage=Stage.FOLLOW_UP, by=by, next_contact_on=max(due, timezone.localdate()))
    return check


@transaction.atomic
def record_departure(*, case: Case, on: date, reason: str, by: User, note: str = "") -> Departure:
    """Left again. Nothing about the return changes; checks that were still planned are no longer due.

    A case that has been taken up again since stays at its stage.
    """
    case = _locked(case)
    _refuse_future(on)
    event = Return.objects.filter(case=case, on__lte=on).order_by("-on").first()
    if event is None:
        raise OutcomeRefused("not_returned")
    if Departure.objects.filter(return_event=event).exists():
        raise OutcomeRefused("already_left")
    departure = Departure.objects.create(return_event=event, on=on, reason=reason, note=note, **_recorded(case, by))
    Check.objects.filter(return_event=event, done_on=None).delete()
    details = {"on": on.isoformat(), "departure": reason, "note": note}
    record_event(household=case.household, kind="outcome.left_again", by=by, details=details)
    if Stage.LEFT_AGAIN in cases.TRANSITIONS[case.stage]:
        words = note.strip() or _departure_in_words(reason, by)
        cases.move(case=case, stage=Stage.LEFT_AGAIN, by=by, needs_reason=words)
    return departure


def _departure_in_words(code: str, by: User) -> str:
    """The pack's words for a reason, as whoever writes it down reads it: they stand at the needs that are dropped."""
    row = CodeList.objects.filter(kind="departure_reasons", code=code).first()
    return pick(row.name, by.language, row.name).text if row else code


@transaction.atomic
def dismiss_flag(*, return_event: Return, flag: str, note: str, by: User) -> FlagDismissal:
    dismissal, _ = FlagDismissal.objects.get_or_create(
        return_event=return_event, flag=flag, defaults={"note": note, "by": by, "at": timezone.now()}
    )
    return dismissal


def erase(household: Household) -> dict[str, int]:
    """Texts about people go; dates, places and numbers stay, so that counts remain right (PRV-04).

    Talks that were planned are due no more.
    """
    returns = Return.objects.filter(case__household=household)
    Check.objects.filter(return_event__in=returns, done_on=None).delete()
    return {
        "outcomes": Outcome.objects.filter(case__household=household).update(reason=""),
        "departures": Departure.objects.filter(case__household=household).update(note=""),
        "checks": Check.objects.filter(return_event__in=returns).update(
            note="", findings={}, has_work=None, makes_ends_meet="", business="", regrets=None, plans=""
        ),
        "ratings": Rating.objects.filter(case__household=household).update(token_digest=None, settlement=""),
        "dismissals": FlagDismissal.objects.filter(return_event__in=returns).delete()[0],
    }
