"""What follows when a family agrees to something or takes it back, whoever writes it down (PRV-02)."""

from typing import Any

from django.db import transaction

from majup.cases.actions import leave_to_consent
from majup.matching.queries import APPROACH
from majup.people import actions as people
from majup.people.models import Consent, Household
from majup.questions import introducing
from majup.questions.consents import hide_in_open_questions
from majup.staff.models import User


@transaction.atomic
def give(*, household: Household, purpose: str, by: User | None, **said: Any) -> Consent:
    """`said` as in `people.actions.give_consent`; what the case said before about being approached is over."""
    before = set(household.consents.filter(purpose=purpose, withdrawn_at=None).values_list("pk", flat=True))
    consent = people.give_consent(household=household, purpose=purpose, by=by, **said)
    if purpose == APPROACH and consent.pk not in before:
        leave_to_consent(household=household, by=by)
    return consent


@transaction.atomic
def take_back(*, consent: Consent, by: User | None, by_family: bool = False) -> None:
    """Who was told by this agreement sees nothing more, nobody writes when something fits. Twice changes nothing."""
    rows = Consent.objects.select_for_update(of=("self",)).select_related("household", "person")
    consent = rows.get(pk=consent.pk)
    if consent.withdrawn_at is not None:
        return
    household, person = consent.household, consent.person
    people.withdraw_consent(household=household, purpose=consent.purpose, person=person, by=by, by_family=by_family)
    if consent.purpose == introducing.PURPOSE:
        introducing.withdraw_all(household=household, person=person, by=by, by_family=by_family)
    hide_in_open_questions(household=household, purpose=consent.purpose)
    if consent.purpose == APPROACH:
        leave_to_consent(household=household, by=by)
