"""Erasure leaves nothing of what a family told for conditions and of what was found for it."""

from django.db import transaction

from majup.matching.models import HouseholdFacts, Match
from majup.people.models import Household


@transaction.atomic
def erase(household: Household) -> None:
    HouseholdFacts.objects.filter(household=household).delete()
    Match.objects.filter(household=household).delete()
