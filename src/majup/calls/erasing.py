"""What erasure leaves of calls: when they were asked for and took place; no word, address or number.

A call that somebody asked for with an enquiry is the family's once the enquiry is, and so is the mail about it. What
lies ahead is off.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from majup.calls.models import Call, CallSlot
from majup.people.models import Household
from majup.plumbing import mail
from majup.plumbing.models import OutgoingMail


@transaction.atomic
def erase(household: Household) -> set[str]:
    """Returns the digests of the calendar files, in which the family's words stand; the caller deletes them after."""
    calls = Call.objects.filter(Q(household=household) | Q(enquiry__household_id_attached=household.pk))
    calls.update(person=None, email="", phone="", words="", where="", reason="", form_key=None)
    files = {digest for pk in calls.values_list("pk", flat=True) for digest in _forget_mail(pk)}
    now = timezone.now()
    ahead = calls.filter(Q(state=Call.State.ASKED) | Q(state=Call.State.CONFIRMED, begins_at__gte=now))
    CallSlot.objects.filter(pk__in=list(ahead.exclude(slot=None).values_list("slot", flat=True))).update(is_taken=False)
    ahead.update(state=Call.State.OFF, decided_at=now)
    return files


def _forget_mail(call: int) -> list[str]:
    with mail.as_sender():
        letters = OutgoingMail.objects.filter(purpose="call", key__startswith=f"call {call} ")
        digests = [file["sha256"] for letter in letters for file in letter.attachments]
        letters.delete()
    return digests
