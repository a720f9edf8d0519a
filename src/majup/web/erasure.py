"""A family is forgotten in every stage at once: from the latest to the earliest, in one transaction (PRV-04, T-28).

What stays is counts without identity, and hash and dates of the offers that were sent. A stage with personal data adds
its eraser to ERASERS; tests/web/test_erasure.py fails for a table that still holds a name.
"""

from collections.abc import Callable, Sequence

from django.db import transaction

from majup.calls import erasing as calls
from majup.cases import erasing as cases
from majup.family import erasing as family
from majup.intake import actions as intake
from majup.matching import erasing as matching
from majup.offers import actions as offers
from majup.outcomes import actions as outcomes
from majup.people import erasing as people
from majup.people.models import Household
from majup.questions import erasing as questions
from majup.staff.models import User
from majup.web.tasks import delete_file

# From the latest stage to the earliest. Calls and enquiries, which have files, and people follow in `erase`.
ERASERS: Sequence[Callable[[Household], object]] = (
    outcomes.erase,
    lambda household: offers.erase(household_id=household.pk),
    matching.erase,
    questions.erase,
    family.erase,
    cases.erase,
)


@transaction.atomic
def erase(*, household: Household, reason: str, by: User) -> None:
    """Erase the household and those it took up. Raises people.errors.EraseRefused.

    Files go by jobs of the same transaction: an erasure that is rolled back leaves them where they are.
    """
    household = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    people.check(household)
    files: set[str] = set()
    for each in Household.objects.filter(pk__in=people.of_whom(household)).order_by("-pk"):
        for eraser in ERASERS:
            eraser(each)
        files |= calls.erase(each).union(intake.forget(household_id=each.pk))
    people.erase_household(household=household, reason=reason, by=by)
    for digest in sorted(files):
        delete_file.defer(digest=digest)
