"""What erasure leaves of calls: when they were asked for and took place; no word, address or number."""

from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from majup.calls.models import Call
from majup.people.models import Household
from majup.plumbing import mail
from majup.plumbing.models import OutgoingMail


@transaction.atomic
def erase(household: Household) -> set[str]:
    """Also of calls asked for with a question that the household's case took up, and the mails about them.

    Returns the digests of the calendar files that went with these mails; the caller deletes them after the commit.
    """
    mine = Q(household=household) | Q(enquiry__household_id_attached=household.pk)
    calls = list(Call.objects.filter(mine).values_list("pk", flat=True))
    empty = {"email": "", "phone": "", "words": "", "where": "", "reason": ""}
    Call.objects.filter(pk__in=calls).update(person=None, form_key=None, **empty)
    return _forget_mails(calls) if calls else set()


def _forget_mails(calls: list[int]) -> set[str]:
    """The mails have keys of their calls; those to a visitor name no household."""
    about = reduce(or_, (Q(key__startswith=f"call {pk} ") for pk in calls))
    with mail.as_sender():
        sent = OutgoingMail.objects.filter(about, purpose="call")
        digests = {file["sha256"] for files in sent.values_list("attachments", flat=True) for file in files}
        sent.delete()
    return digests
