"""Mail that we send about an enquiry; each letter stands in the thread of those before it."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils import timezone

from majup.intake import letters, limits
from majup.intake.errors import EnquiryError
from majup.intake.models import Enquiry, Message
from majup.intake.queries import responsible
from majup.kernel.localized import pick
from majup.network import letters as common_letters
from majup.network.models import Role
from majup.plumbing import mail
from majup.plumbing.addresses import page_address
from majup.plumbing.mail_text import without_secrets
from majup.plumbing.models import OutgoingMail
from majup.staff.models import User
from majup.staff.scope import acting, current

OWN_KINDS = [Role.Kind.COORDINATOR, Role.Kind.CONTACT_POINT]


def own_addresses() -> set[str]:
    """Addresses under which we ourselves write and read."""
    mailboxes = Role.objects.filter(kind__in=OWN_KINDS).exclude(mailbox="").values_list("mailbox", flat=True)
    return {address.lower() for address in (*mailboxes, settings.MAIL_FROM)}


def confirm(*, enquiry: Enquiry) -> Message | None:
    """Tell the sender at once who answers and what happens next (INT-08); None when no letter may or can be written."""
    if not enquiry.email or enquiry.email.lower() in own_addresses():
        return None
    if not limits.may_confirm(email=enquiry.email, channel=enquiry.channel):
        return None
    code = "enquiry_confirmation" if enquiry.name else "mail_confirmation_anonymous"
    return _write(enquiry, code, key=f"enquiry-{enquiry.pk}-confirmation")


def tell_new_contact(*, enquiry: Enquiry) -> Message | None:
    """Tell the sender that a colleague of another region goes on, and that nothing has to be told again."""
    return _write(enquiry, "new_contact_person", key=None)


def tell_given_back(*, enquiry: Enquiry) -> None:
    """Tell the specialist who passed it on; the mail names nobody, what was asked stands behind the sign-in."""
    specialist = enquiry.entered_by
    if specialist is None:
        return
    values = {"reference": enquiry.reference, "link": page_address("townhall_enquiry", enquiry.pk)}
    letter = common_letters.write("enquiry_given_back", specialist.language, values)
    mail.queue(
        purpose="enquiry_given_back",
        to=specialist.email,
        subject=letter.subject,
        text=letter.body,
        language=letter.language,
        automatic=True,
    )


def _write(enquiry: Enquiry, code: str, *, key: str | None) -> Message:
    letter = letters.write(code, enquiry)
    return _send(enquiry, subject=letter.subject, text=letter.body, purpose=code, automatic=True, key=key)


def belongs_to_household(*, enquiry: Enquiry, household_id: int) -> None:
    """From now on the mail that we sent about the enquiry is the household's, also when the household is erased."""
    ids = list(enquiry.messages.filter(direction=Message.Direction.OUT).values_list("message_id", flat=True))
    with mail.as_sender():
        OutgoingMail.objects.filter(message_id__in=ids).update(household_id=household_id)


def reply(*, enquiry: Enquiry, text: str, subject: str, by: User, key: str | None) -> Message:
    """Write what `by` says into the thread; raises EnquiryError "no-address"."""
    if not enquiry.email:
        raise EnquiryError("no-address")
    return _send(
        enquiry,
        subject=subject or reply_subject(enquiry),
        text=text,
        purpose="enquiry_answer",
        automatic=False,
        key=f"enquiry-{enquiry.pk}-answer-{key}" if key else None,
        by=by,
    )


def reply_subject(enquiry: Enquiry) -> str:
    """Subject of an answer: "Re:" and what the sender wrote, or what the library says."""
    written = enquiry.messages.filter(direction=Message.Direction.IN, is_automatic=False, is_bounce=False)
    last = written.exclude(subject="").last()
    asked = last.subject if last else enquiry.subject
    if asked:
        return asked if asked.lower().startswith("re:") else f"Re: {asked}"
    return letters.draft("enquiry_answer", enquiry).subject


def _send(
    enquiry: Enquiry, *, subject: str, text: str, purpose: str, automatic: bool, key: str | None, by: User | None = None
) -> Message:
    who = responsible(enquiry.region)
    letter = {**_thread(enquiry), "subject": subject[:400], "text": text}
    sent = mail.queue(
        purpose=purpose,
        to=enquiry.email,
        from_address=who.mailbox or settings.MAIL_FROM,
        from_name=by.name if by else pick(who.title, enquiry.language, who.title).text,
        language=enquiry.language,
        automatic=automatic,
        region_id=enquiry.region_id,
        household_id=enquiry.household_id_attached,
        key=key,
        **letter,
    )
    return _filed(enquiry, sent, letter, by)


def _thread(enquiry: Enquiry) -> dict[str, Any]:
    """Which mail a letter answers, and those before it."""
    thread = list(enquiry.messages.filter(is_bounce=False).values_list("message_id", "direction"))
    received = [identifier for identifier, direction in thread if direction == Message.Direction.IN]
    known = [identifier for identifier, _ in thread]
    return {"in_reply_to": (received or known or [""])[-1], "references": known}


def _filed(enquiry: Enquiry, sent: OutgoingMail, letter: dict[str, Any], by: User | None) -> Message:
    """The letter in the thread of the enquiry, without the secret links in it; once, however often it was asked for."""
    values = {
        **letter,
        "text": without_secrets(letter["text"], settings.SITE_URL),
        "enquiry": enquiry,
        "household_id": enquiry.household_id_attached,
        "filed_in_case": sent.automatic,
        "direction": Message.Direction.OUT,
        "from_address": sent.from_address,
        "to_address": sent.to_address,
        "is_automatic": sent.automatic,
        "at": timezone.now(),
        "by": by,
    }
    # Letters are the region's: who only wrote the enquiry down may cause one without reading those that follow.
    with acting(replace(current(), **_widened(enquiry))):
        return Message.objects.get_or_create(message_id=sent.message_id, defaults=values)[0]


def _widened(enquiry: Enquiry) -> dict[str, Any]:
    return {"regions": current().regions | {enquiry.region_id}} if enquiry.region_id else {"common_queue": True}
