"""From one stage to the next: who decides, what is asked for, what is told."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from majup.cases.actions.ground import locked, only_responsible, save, tell
from majup.cases.actions.needs import UNANSWERED, set_need
from majup.cases.errors import MoveNotAllowed, NextContactMissing, NotReady, OpenNeedsLeft, ReasonMissing
from majup.cases.models import ENDED, Case, Need, Phase, Readiness, Stage
from majup.people.models import Household
from majup.staff.models import User

WORKING = (
    Stage.ASSESSING,
    Stage.COLLECTING,
    Stage.OFFERED,
    Stage.IN_DIALOGUE,
    Stage.INTENTION,
    Stage.PREPARING,
)
PAUSED = (Stage.RESTING, Stage.NOT_RETURNING, Stage.LOST)
_FROM_WORK = {*WORKING, Stage.RETURNED, Stage.CLOSED, *PAUSED}

# A case goes on and back freely while it is worked on; who is back goes into follow-up; what ended is reopened.
TRANSITIONS: dict[str, set[Stage]] = {
    Stage.NEW: _FROM_WORK,
    **{stage: _FROM_WORK - {stage} for stage in WORKING},
    Stage.RETURNED: {Stage.FOLLOW_UP, Stage.CLOSED, Stage.LOST, Stage.LEFT_AGAIN, Stage.RESTING},
    Stage.FOLLOW_UP: {Stage.CLOSED, Stage.LOST, Stage.LEFT_AGAIN, Stage.RESTING},
    Stage.RESTING: {
        *WORKING,
        Stage.RETURNED,
        Stage.FOLLOW_UP,
        Stage.CLOSED,
        Stage.NOT_RETURNING,
        Stage.LOST,
        Stage.LEFT_AGAIN,
    },
    Stage.CLOSED: {*WORKING, Stage.RETURNED, Stage.FOLLOW_UP, Stage.RESTING, Stage.LEFT_AGAIN},
    Stage.NOT_RETURNING: {*WORKING, Stage.RETURNED, Stage.RESTING},
    Stage.LOST: {*WORKING, Stage.RETURNED, Stage.FOLLOW_UP, Stage.RESTING, Stage.LEFT_AGAIN},
    Stage.LEFT_AGAIN: {*WORKING, Stage.RETURNED, Stage.RESTING, Stage.CLOSED},
}

PHASE_OF = {
    Stage.OFFERED: Phase.PLANNING,
    Stage.IN_DIALOGUE: Phase.PLANNING,
    Stage.INTENTION: Phase.PLANNING,
    Stage.PREPARING: Phase.MOVING,
    Stage.RETURNED: Phase.RETURNED,
    Stage.FOLLOW_UP: Phase.RETURNED,
    Stage.LEFT_AGAIN: Phase.THINKING,
}

CLOSING_CODE_OF = {
    Stage.NOT_RETURNING: "not_returning",
    Stage.LOST: "lost_contact",
    Stage.LEFT_AGAIN: "left_again",
}

CHANGED_BY_A_MOVE = (
    "stage",
    "stage_since",
    "stage_reason",
    "closing_code",
    "phase",
    "was_ready",
    "came_without_plan",
    "next_contact_on",
)


@transaction.atomic
def move(
    *,
    case: Case,
    stage: str,
    by: User | None,
    reason: str = "",
    next_contact_on: date | None = None,
    closing_code: str = "",
    needs_reason: str = "",
    version: int | None = None,
) -> Case:
    """Take the case to `stage`; the same stage again changes only the day of the next contact.

    Refused by MoveNotAllowed (`TRANSITIONS`), NotResponsible, ReasonMissing (every end says why), NotReady (preparing
    with something unknown, NEE-04), NextContactMissing (FUP-02), OpenNeedsLeft (an end while needs are open, NEE-06;
    with `needs_reason` they are dropped for that reason), ChangedMeanwhile.
    """
    case, stage = locked(case, version), Stage(stage)
    if case.stage == stage:
        return _only_the_day(case, by, next_contact_on)
    only_responsible(case, by)
    if stage not in TRANSITIONS[case.stage]:
        raise MoveNotAllowed(case.stage, stage)
    code = closing_code or CLOSING_CODE_OF.get(stage, "")
    _check_reason(case, stage, reason, code)
    if stage in ENDED:
        _drop_open_needs(case, by, needs_reason)
    before = case.stage
    _set_stage(case, stage, reason.strip(), code if stage in ENDED else "")
    _set_next_contact(case, next_contact_on)
    save(case, *CHANGED_BY_A_MOVE)
    words: dict[str, Any] = {
        "stage": stage.value,
        "before": str(before),
        "reason": reason.strip(),
        "closing": case.closing_code,
    }
    tell(case, _event_of(before, stage), by, **words)
    return case


def _only_the_day(case: Case, by: User | None, day: date | None) -> Case:
    if day and day != case.next_contact_on:
        only_responsible(case, by)
        _set_next_contact(case, day)
        save(case, "next_contact_on")
    return case


def _event_of(before: str, stage: Stage) -> str:
    if stage in ENDED:
        return "case.ended"
    if stage == Stage.RESTING:
        return "case.rests"
    return "case.reopened" if before in [*ENDED, Stage.RESTING] else "case.stage"


def unknown_areas(case: Case) -> list[str]:
    """Areas of readiness about which nothing is known yet."""
    known = case.readiness.exclude(state=Readiness.State.UNKNOWN).values_list("area", flat=True)
    return [area.value for area in Readiness.Area if area not in set(known)]


def _check_reason(case: Case, stage: Stage, reason: str, code: str) -> None:
    if reason.strip():
        return
    if (stage in ENDED and not code) or stage == Stage.RESTING:
        raise ReasonMissing(stage)
    if stage == Stage.PREPARING and (areas := unknown_areas(case)):
        raise NotReady(areas)


def _drop_open_needs(case: Case, by: User | None, needs_reason: str) -> None:
    left = list(case.needs.filter(state__in=UNANSWERED).select_related("topic"))
    if left and not needs_reason.strip():
        raise OpenNeedsLeft(left)
    for need in left:
        set_need(need=need, state=Need.State.DROPPED, by=by, reason=needs_reason)
    case.refresh_from_db(fields=["version"])


def _set_stage(case: Case, stage: Stage, reason: str, code: str) -> None:
    case.stage, case.stage_since, case.stage_reason, case.closing_code = stage, timezone.now(), reason, code
    case.phase = PHASE_OF.get(stage, case.phase)
    if stage == Stage.RETURNED:
        states = set(case.readiness.values_list("state", flat=True))
        case.was_ready = states <= {Readiness.State.SETTLED, Readiness.State.NOT_APPLICABLE}
        case.came_without_plan = bool(unknown_areas(case))


def _set_next_contact(case: Case, day: date | None) -> None:
    """An end clears the day, rest keeps only a day that was given, work needs one (FUP-02)."""
    if not case.is_in_progress:
        case.next_contact_on = day if case.stage == Stage.RESTING else None
        return
    case.next_contact_on = day or case.next_contact_on
    if case.next_contact_on is None:
        raise NextContactMissing(case.reference)


@transaction.atomic
def rest(
    *,
    case: Case,
    reason: str,
    by: User,
    next_contact_on: date | None = None,
    may_be_approached: bool | None = None,
    version: int | None = None,
) -> Case:
    """Let the case rest for months or years, perhaps until a day; its history stays (FUP-03).

    `may_be_approached`: what the family said to being written to when something fits (FUP-04); None leaves it as it is.
    """
    case = move(case=case, stage=Stage.RESTING, by=by, reason=reason, next_contact_on=next_contact_on, version=version)
    if may_be_approached is not None and case.may_be_approached != may_be_approached:
        case.may_be_approached = may_be_approached
        save(case, "may_be_approached")
    return case


@transaction.atomic
def leave_to_consent(*, household: Household, by: User | None) -> None:
    """The family has just consented to being approached or taken that back: it counts more than what it said before.

    The time line has the consent; `by` is who wrote it down.
    """
    case = Case.objects.select_for_update(of=("self",)).filter(household=household).first()
    if case and case.may_be_approached is not None:
        case.may_be_approached = None
        save(case, "may_be_approached")


def reopen(
    *,
    case: Case,
    by: User,
    next_contact_on: date | None,
    reason: str = "",
    stage: str = Stage.ASSESSING,
    version: int | None = None,
) -> Case:
    """Take a resting or ended case up again, with everything it held (FUP-03)."""
    return move(case=case, stage=stage, by=by, reason=reason, next_contact_on=next_contact_on, version=version)


def close(
    *, case: Case, code: str, by: User, note: str = "", needs_reason: str = "", version: int | None = None
) -> Case:
    """End the work; `code` is one of the pack's closing reasons and decides between closed, not returning and lost."""
    stage = next((stage for stage, own in CLOSING_CODE_OF.items() if own == code), Stage.CLOSED)
    return move(
        case=case, stage=stage, by=by, reason=note, closing_code=code, needs_reason=needs_reason, version=version
    )
