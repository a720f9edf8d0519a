"""Mail of a case: what the family wrote comes onto the time line, what we write leaves in the same thread."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from majup.cases.actions.contacts import log_contact, said_before
from majup.cases.actions.ground import heard, locked, save
from majup.cases.models import Case, Contact
from majup.intake.models import Message
from majup.intake.queries import responsible
from majup.plumbing import mail
from majup.plumbing.mail_text import without_secrets
from majup.staff.models import User

CHANNEL = "email"


@transaction.atomic
def file_message(*, message: Message) -> Contact | None:
    """Put a mail on the time line of its household's case, once; None while the household has no case.

    When the family wrote, somebody has to look today: the next contact moves to today if it lay later or was not set,
    also in a case that rests or has ended.
    """
    household = message.household_id or (message.enquiry.household_id_attached if message.enquiry else None)
    case = Case.objects.filter(household_id=household).first() if household else None
    if case is None:
        return None
    case = locked(case)
    contact = case.contacts.filter(message_id=message.message_id).first() or _contact_of(message, case)
    Message.objects.filter(pk=message.pk).update(filed_in_case=True)
    return contact


def _contact_of(message: Message, case: Case) -> Contact:
    from_family = message.direction == Message.Direction.IN
    contact = Contact.objects.create(
        case=case,
        at=message.at,
        channel=CHANNEL,
        direction=message.direction,
        summary="\n".join(part for part in (message.subject, message.text) if part),
        message_id=message.message_id,
        by=message.by,
        by_family=from_family,
    )
    today = timezone.localdate()
    if from_family and not message.is_automatic and (case.next_contact_on is None or case.next_contact_on > today):
        case.next_contact_on = today
    heard(case, message.at)
    save(case, "next_contact_on", "last_contact_at")
    return contact


@transaction.atomic
def write_to_family(
    *,
    case: Case,
    to: str,
    subject: str,
    text: str,
    language: str,
    next_contact_on: date | None,
    by: User,
    form_key: str,
) -> Contact:
    """Write a mail in the thread of the household and log it as a contact; not again what `said_before` finds.

    Raises NextContactMissing, and ValueError when `to` is no address.
    """
    said: dict[str, Any] = {"channel": CHANNEL, "direction": Contact.Direction.OUT, "by": by}
    said |= {"summary": f"{subject}\n{without_secrets(text, settings.SITE_URL)}"}
    if found := said_before(locked(case), form_key, next_contact_on, **said):
        return found
    thread = _thread(case)
    sent = mail.queue(
        purpose="case_mail",
        to=to,
        subject=subject,
        text=text,
        from_address=responsible(case.region).mailbox or settings.MAIL_FROM,
        from_name=by.name,
        language=language,
        in_reply_to=thread[-1] if thread else "",
        references=thread,
        region_id=case.region_id,
        household_id=case.household_id,
        key=f"case-mail-{form_key}",
    )
    return log_contact(
        case=case, next_contact_on=next_contact_on, message_id=sent.message_id, form_key=form_key, **said
    )


def _thread(case: Case) -> list[str]:
    """Message-IDs exchanged with the household, oldest first; enough of them for any mail program."""
    mine = Q(household_id=case.household_id) | Q(enquiry__household_id_attached=case.household_id)
    messages = Message.objects.filter(mine, is_bounce=False).order_by("-at")[:20]
    return [message.message_id for message in reversed(messages)]
