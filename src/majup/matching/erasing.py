"""Erasure leaves nothing of what a family told for conditions and of what was found for it."""

from django.db import transaction
from django.db.models import Q

from majup.matching.models import GrantInterest, HouseholdFacts, Match
from majup.people.models import Household


@transaction.atomic
def erase(household: Household) -> None:
    HouseholdFacts.objects.filter(household=household).delete()
    Match.objects.filter(household=household).delete()
    mine = Q(household=household) | Q(enquiry__household_id_attached=household.pk)
    GrantInterest.objects.filter(mine).delete()
