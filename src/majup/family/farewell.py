"""Telling a family what became of its wish to be erased: the last letter goes out after everything else is gone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from majup.cases.models import Case
from majup.family import letters
from majup.family.actions import refuse_erasure
from majup.family.models import ErasureRequest
from majup.family.queries import address_of, adults
from majup.network import letters as library
from majup.network.queries import coordinator_role
from majup.plumbing import mail
from majup.plumbing.models import OutgoingMail
from majup.staff.models import User

PURPOSE = "erasure_done"
DAYS_KEPT = 7  # the last letter itself holds an address; it goes when it has surely left


@transaction.atomic
def refuse(*, request: ErasureRequest, case: Case, reason: str, by: User) -> ErasureRequest:
    """Refuse, and write the reason to who asked, when there is an address."""
    request = refuse_erasure(request=request, reason=reason, by=by)
    person = request.said_by or adults(case.household_id).first()
    to = address_of(person) if person else ""
    if to:
        language = letters.language_of(person)
        letters.write("erasure_refused", case=case, to=to, language=language, key=None, reason=request.reason)
    return request


@contextmanager
def told_after(*, case: Case) -> Iterator[None]:
    """Write "it is done" in the transaction of the erasure, to the addresses known until then, naming no household."""
    known = [(address_of(person), letters.language_of(person)) for person in adults(case.household_id)]
    role = coordinator_role(case.region)
    with transaction.atomic():
        yield
        for to, language in dict(pair for pair in known if pair[0]).items():
            letter = library.write(PURPOSE, language, {}, role=role)
            mail.queue(
                purpose=PURPOSE,
                to=to,
                subject=letter.subject,
                text=letter.body,
                language=letter.language,
                from_address=role.mailbox,
                automatic=True,
            )


def forget_last_letters() -> int:
    """Delete last letters that have left or were given up; how many went."""
    before = timezone.now() - timedelta(days=DAYS_KEPT)
    with mail.as_sender():
        old = OutgoingMail.objects.filter(purpose=PURPOSE, created_at__lt=before)
        return old.exclude(state=OutgoingMail.State.WAITING).delete()[0]
