"""Interest in money for a business: registered once per household, and what became of it (GRA-02, B-39)."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from majup.catalogue.models import Fact
from majup.intake.models import Enquiry
from majup.matching.errors import ReasonMissing
from majup.matching.models import GrantInterest
from majup.people.actions import record_event
from majup.people.models import Household
from majup.places.models import Municipality
from majup.staff.models import User

Outcome = GrantInterest.Outcome


def of_household(household_id: int) -> QuerySet[GrantInterest]:
    """Written down in the case, or come with an enquiry that the case took up."""
    mine = Q(household=household_id) | Q(household=None, enquiry__household_id_attached=household_id)
    return GrantInterest.objects.filter(mine).select_related("fact", "municipality", "settled_by")


@transaction.atomic
def register(
    *,
    fact: Fact,
    by: User | None,
    enquiry: Enquiry | None = None,
    household: Household | None = None,
    business: str = "",
    municipality: Municipality | None = None,
    amount: Decimal | None = None,
    jobs: int | None = None,
    answer: str = "",
    unmet: Sequence[str] = (),
) -> GrantInterest:
    """Register interest in `fact`; of the same household or enquiry again, what is new replaces what was said."""
    said = {
        "business": business,
        "municipality": municipality,
        "amount": amount,
        "jobs": jobs,
        "answer": answer,
        "unmet": list(unmet),
    }
    known = of_household(household.pk).filter(fact=fact).first() if household else None
    interest, _made = GrantInterest.objects.update_or_create(
        **({"pk": known.pk} if known else {"fact": fact, "enquiry": enquiry, "household": household}),
        defaults=said,
        create_defaults={**said, "registered_at": timezone.now(), "registered_by": by},
    )
    if household:
        record_event(household=household, kind="grant.interest", by=by, details={"fact": fact.name})
    return interest


@transaction.atomic
def settle(*, interest: GrantInterest, household: Household, outcome: str, reason: str = "", by: User) -> GrantInterest:
    """Say whether the household applied; raises ReasonMissing when it did not and nobody says why.

    An interest that came with an enquiry belongs to the household from now on; where it has one already in the same
    fact, by another enquiry, the two become one.
    """
    if outcome == Outcome.NOT_APPLIED and not reason:
        raise ReasonMissing
    interest = GrantInterest.objects.select_for_update(of=("self",)).select_related("fact").get(pk=interest.pk)
    twin = GrantInterest.objects.filter(household=household, fact=interest.fact).exclude(pk=interest.pk).first()
    if twin:
        interest.registered_at = min(interest.registered_at, twin.registered_at)
        twin.delete()
    interest.household, interest.outcome = household, outcome
    interest.reason = reason if outcome == Outcome.NOT_APPLIED else ""
    is_open = outcome == Outcome.OPEN
    interest.settled_at, interest.settled_by = (None, None) if is_open else (timezone.now(), by)
    interest.save()
    record_event(household=household, kind=f"grant.{outcome}", by=by, details={"fact": interest.fact.name})
    return interest
