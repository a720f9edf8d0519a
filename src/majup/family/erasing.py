"""What erasure leaves of the family's page: that erasure was asked for and when, and what was answered; no word."""

from django.db import transaction
from django.utils import timezone

from majup.family.models import Correction, ErasureRequest, FamilyLink, Informed, JobWish, KeepQuestion
from majup.people.models import Household

ERASED = "-"  # where a constraint asks for words


@transaction.atomic
def erase(household: Household) -> None:
    """Links, corrections and wishes go; an open request is fulfilled by this."""
    for model in (FamilyLink, Correction, Informed):
        model._default_manager.filter(household=household).delete()
    JobWish.objects.filter(person__household=household).delete()
    requests = ErasureRequest.objects.filter(household=household)
    requests.filter(state=ErasureRequest.State.OPEN).update(state=ErasureRequest.State.DONE, decided_at=timezone.now())
    requests.exclude(state=ErasureRequest.State.REFUSED).update(text="", reason="")
    requests.filter(state=ErasureRequest.State.REFUSED).update(text="", reason=ERASED)
    KeepQuestion.objects.filter(household=household).update(person=None)
