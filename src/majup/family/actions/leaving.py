"""Leaving: a member asks that everything be erased, and after long silence we ask whether to keep it (PRV-04, PRV-07).

Erasing itself is `web.erasure`, because every stage erases its own part.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from majup.cases.models import Case
from majup.family import letters
from majup.family.errors import FamilyError
from majup.family.models import ErasureRequest, KeepQuestion
from majup.family.queries import adult_with_address
from majup.kernel.hashing import token, token_digest
from majup.network.calendar import country_settings
from majup.people.actions import record_event
from majup.people.models import Household, Person
from majup.plumbing.days import Day
from majup.staff.models import User


@transaction.atomic
def ask_to_erase(*, household: Household, person: Person | None, text: str = "") -> ErasureRequest:
    """Ask once; while it is open a second word on it is added to the first."""
    Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    found = ErasureRequest.objects.filter(household=household, state=ErasureRequest.State.OPEN).first()
    if found:
        if text.strip() and text.strip() not in found.text:
            found.text = f"{found.text}\n{text.strip()}".strip()
            found.save(update_fields=["text"])
        return found
    request = ErasureRequest.objects.create(household=household, said_by=person, text=text.strip())
    record_event(household=household, kind="family.erasure_asked", by=None, by_family=True)
    _look_today(household)
    return request


def _look_today(household: Household) -> None:
    """The coordinator decides: the case stands on the list of the day."""
    today = timezone.localdate()
    Case.objects.filter(household=household).exclude(next_contact_on__lte=today).update(next_contact_on=today)


@transaction.atomic
def take_back_erasure(*, request: ErasureRequest) -> ErasureRequest:
    """The family changed its mind. Raises FamilyError "decided"."""
    request = _open(request)
    return _close(request, ErasureRequest.State.TAKEN_BACK, None, "family.erasure_taken_back", by_family=True)


@transaction.atomic
def refuse_erasure(*, request: ErasureRequest, reason: str, by: User) -> ErasureRequest:
    """Say why the law asks us to keep it; the family reads the reason. Raises "decided", "reason-needed"."""
    if not reason.strip():
        raise FamilyError("reason-needed")
    request = _open(request)
    request.reason = reason.strip()
    return _close(request, ErasureRequest.State.REFUSED, by, "family.erasure_refused")


def _open(request: ErasureRequest) -> ErasureRequest:
    rows = ErasureRequest.objects.select_for_update(of=("self",)).select_related("household")
    found = rows.get(pk=request.pk)
    if found.state != ErasureRequest.State.OPEN:
        raise FamilyError("decided")
    return found


def _close(
    request: ErasureRequest, state: str, by: User | None, kind: str, *, by_family: bool = False
) -> ErasureRequest:
    request.state, request.decided_by, request.decided_at = state, by, timezone.now()
    request.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record_event(household=request.household, kind=kind, by=by, by_family=by_family, details={"note": request.reason})
    return request


@transaction.atomic
def ask_to_keep(*, case: Case, by: User | None = None) -> KeepQuestion | None:
    """Mail one adult two links, to keep or to erase; None when nobody of the family has an address."""
    found = adult_with_address(case.household_id)
    if found is None:
        return None
    person, to = found
    secret, until = token(), timezone.now() + timedelta(days=country_settings()["keep_answer_days"])
    question = KeepQuestion.objects.create(
        household_id=case.household_id, person=person, digest=token_digest(secret), expires_at=until
    )
    language = letters.language_of(person)
    url = letters.url_of(secret, language, "keep_case")
    letters.write(
        "keep_case",
        case=case,
        to=to,
        language=language,
        key=f"keep {question.pk}",
        link=f"{url}?answer=keep",
        link_erase=f"{url}?answer=erase",
        valid_until=Day(timezone.localdate(until), language),
    )
    record_event(household=case.household, kind="family.keep_asked", by=by, details={"name": str(person)})
    return question


@transaction.atomic
def answer_keep(*, question: KeepQuestion, answer: str) -> KeepQuestion:
    """What the family says; to erase is a request that the coordinator decides. Raises "answered", "not-a-value"."""
    if answer not in {KeepQuestion.Answer.KEEP, KeepQuestion.Answer.ERASE}:
        raise FamilyError("not-a-value", answer)
    rows = KeepQuestion.objects.select_for_update(of=("self",)).select_related("household", "person")
    question = rows.get(pk=question.pk)
    if question.answer:
        raise FamilyError("answered")
    question.answer, question.answered_at = answer, timezone.now()
    question.save(update_fields=["answer", "answered_at"])
    kind = "family.keep_yes" if answer == KeepQuestion.Answer.KEEP else "family.keep_no"
    record_event(household=question.household, kind=kind, by=None, by_family=True)
    if answer == KeepQuestion.Answer.ERASE:
        ask_to_erase(household=question.household, person=question.person)
    return question
