"""What erasure leaves of a case: when it was opened, how it went on, needs by topic; no word of anybody."""

from django.db import transaction
from django.utils import timezone

from majup.cases.models import ENDED, Case, Need, Readiness, Stage, SupportWish
from majup.people.models import Household

ERASED = "-"  # where a constraint asks for words


@transaction.atomic
def erase(household: Household) -> None:
    SupportWish.objects.filter(household=household).delete()
    for case in Case.objects.select_for_update(of=("self",)).filter(household=household):
        _empty_rows(case)
        _empty_case(case)


def _empty_rows(case: Case) -> None:
    given_up = [Need.State.IMPOSSIBLE, Need.State.DROPPED]
    case.needs.exclude(state__in=given_up).update(reason="")
    case.needs.filter(state__in=given_up).update(reason=ERASED)
    case.needs.all().update(person=None, wish="")
    case.readiness.exclude(state=Readiness.State.SETTLED).update(note="")
    case.readiness.filter(state=Readiness.State.SETTLED).update(note=ERASED)
    case.obstacles.all().update(note="")
    case.contacts.all().update(summary="", next_step="", message_id="", form_key=None)
    case.handovers.all().update(summary=ERASED, reason=ERASED)
    case.handovers.filter(state="proposed").update(state="withdrawn", decided_at=timezone.now())
    case.steps.filter(code="").delete()
    case.case_enquiries.all().delete()


def _empty_case(case: Case) -> None:
    case.title = case.title_key = case.occupations = ""
    case.next_contact_on = case.place_weights = None
    if case.stage not in ENDED:
        case.stage, case.stage_since = Stage.CLOSED.value, timezone.now()
    case.stage_reason = ERASED
    case.version += 1
    case.save()
