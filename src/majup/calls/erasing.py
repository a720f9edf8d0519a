"""What erasure leaves of calls: when they were asked for and took place; no word, address or number."""

from django.db import transaction

from majup.calls.models import Call
from majup.people.models import Household


@transaction.atomic
def erase(household: Household) -> None:
    calls = Call.objects.filter(household=household)
    calls.update(person=None, email="", phone="", words="", where="", reason="", form_key=None)
