"""A mail that came in becomes an enquiry, goes on an old one, or waits to be put on the time line of its case."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum, auto

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from majup.intake import attachments
from majup.intake.actions import add_event, due_on, receive
from majup.intake.correspondence import confirm, own_addresses
from majup.intake.language import language_of
from majup.intake.models import Enquiry, EnquiryEvent, Message
from majup.intake.queries import Thread, mail_is_known, scope_of, thread_of
from majup.kernel.hashing import digest
from majup.network.models import Role
from majup.places.models import PlanningRegion
from majup.places.queries import region_of
from majup.plumbing import files, mail
from majup.plumbing.mail_message import IncomingMail, parse
from majup.plumbing.mail_text import without_secrets
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import Scope, acting

LONGEST_ID = 400
LONGEST_TEXT = 200_000


class Outcome(StrEnum):
    NEW = auto()  # a new enquiry
    THREAD = auto()  # went on with an enquiry
    CASE = auto()  # answers mail of a case and will be put on its time line
    BOUNCE = auto()  # one of ours came back
    KNOWN = auto()  # had it before
    OURS = auto()  # we wrote it ourselves
    UNCLAIMED = auto()  # a delivery report about a mail that we never sent


def take_in(*, raw: bytes, at: datetime | None = None) -> Outcome:
    """Read one mail as it came from the mailbox; once per Message-ID, whatever happens in between."""
    read = parse(raw)
    at = at or timezone.now()
    if mail_is_known(identifier(read.message_id)):
        return Outcome.KNOWN
    if read.from_address in own_addresses() and not read.is_bounce:
        return Outcome.OURS
    asked = (read.failed_message_id,) if read.is_bounce else read.thread
    thread = thread_of([identifier(known) for known in asked if known])
    with transaction.atomic():
        if read.is_bounce:
            return _bounced(read, raw, thread, at)
        if thread and (thread.enquiry_id or thread.household_id):
            return _goes_on(read, raw, thread, at)
        return _begins(read, raw, thread, at)


def identifier(message_id: str) -> str:
    """The Message-ID as it is stored: itself, or a digest when it is longer than any honest one."""
    return message_id if len(message_id) <= LONGEST_ID else f"<{digest(message_id.encode())}@long.invalid>"


def region_for(read: IncomingMail) -> PlanningRegion | None:
    """The region to whose role the mail was addressed; None when that is the national one or nobody's."""
    addresses = [address for address in (read.delivered_to, *read.to) if address]
    roles = {role.mailbox.lower(): role for role in _roles_at(addresses)}
    role = next((roles[address] for address in addresses if address in roles), None)
    if role is None:
        return None
    return role.region or (region_of(role.municipality) if role.municipality else None)


def _roles_at(addresses: Iterable[str]) -> Iterable[Role]:
    known = Role.objects.exclude(mailbox="").filter(kind__in=[*Role.Kind])
    return known.filter(mailbox__in=list(addresses)).select_related("region", "municipality").order_by("-kind")


def _words_of(read: IncomingMail) -> str:
    """What is new in the mail; a link of ours that the sender left standing in it is kept without its secret."""
    return without_secrets((read.text_without_quote or read.text)[:LONGEST_TEXT], settings.SITE_URL)


def _scope_of(thread: Thread) -> Scope:
    return Scope(regions=frozenset({thread.region_id})) if thread.region_id else Scope(common_queue=True)


def _begins(read: IncomingMail, raw: bytes, thread: Thread | None, at: datetime) -> Outcome:
    region = region_for(read)
    if region is None and thread and thread.region_id:
        region = PlanningRegion.objects.get(pk=thread.region_id)
    text = _words_of(read)
    with acting(scope_of(region)):
        enquiry = receive(
            channel="email",
            language=language_of(f"{read.subject}\n{text}"),
            text=text,
            name=read.from_name[:160],
            email=(read.reply_to or read.from_address)[:254],
            subject=read.subject[:300],
            region=region,
            at=at,
        )
        _keep(read, raw, at, enquiry=enquiry)
        if not read.is_automatic:
            confirm(enquiry=enquiry)
    return Outcome.NEW


def _goes_on(read: IncomingMail, raw: bytes, thread: Thread, at: datetime) -> Outcome:
    with acting(_scope_of(thread)):
        enquiry = _enquiry(thread)
        _keep(read, raw, at, enquiry=enquiry, household_id=thread.household_id)
        if enquiry and not read.is_automatic:
            _open_again(enquiry, at)
    return Outcome.CASE if thread.household_id else Outcome.THREAD


def _enquiry(thread: Thread) -> Enquiry | None:
    locked = Enquiry.objects.select_for_update(of=("self",))
    return locked.get(pk=thread.enquiry_id) if thread.enquiry_id else None


def _open_again(enquiry: Enquiry, at: datetime) -> None:
    """Whoever writes after our answer waits for one again; a new term begins (N-39)."""
    add_event(enquiry=enquiry, kind=EnquiryEvent.Kind.WROTE_AGAIN, by=None, at=at)
    if enquiry.state != Enquiry.State.ATTACHED:
        enquiry.wrote_again_at = at
    if enquiry.state == Enquiry.State.ANSWERED:
        has_taker = enquiry.taken_by_id and enquiry.region_id
        enquiry.state = Enquiry.State.TAKEN if has_taker else Enquiry.State.PASSED_ON
        enquiry.due_on = due_on(at)
    enquiry.save(update_fields=["state", "due_on", "wrote_again_at"])


def _bounced(read: IncomingMail, raw: bytes, thread: Thread | None, at: datetime) -> Outcome:
    """Our mail did not arrive: it counts as failed, and whoever wrote it sees that the address does not work."""
    if thread is None:
        return Outcome.UNCLAIMED
    with mail.as_sender():
        reason = f"{read.failed_recipient}: {read.text[:400]}"
        OutgoingMail.objects.filter(message_id=read.failed_message_id).update(
            state=OutgoingMail.State.FAILED, sent_at=None, next_attempt_at=None, last_error=reason
        )
    with acting(_scope_of(thread)):
        enquiry = _enquiry(thread)
        if enquiry or thread.household_id:
            _keep(read, raw, at, enquiry=enquiry, household_id=thread.household_id)
        if enquiry:
            _address_is_dead(enquiry, read.failed_recipient, at)
    return Outcome.BOUNCE


def _address_is_dead(enquiry: Enquiry, recipient: str, at: datetime) -> None:
    enquiry.bounced_at = at
    if enquiry.state == Enquiry.State.ANSWERED and enquiry.taken_by_id and enquiry.region_id:
        enquiry.state = Enquiry.State.TAKEN
    enquiry.save(update_fields=["bounced_at", "state"])
    add_event(enquiry=enquiry, kind=EnquiryEvent.Kind.BOUNCED, by=None, at=at, recipient=recipient)


def _keep(
    read: IncomingMail, raw: bytes, at: datetime, *, enquiry: Enquiry | None, household_id: int | None = None
) -> Message:
    """Store the new words as text, the whole mail as a file, and what was attached."""
    message = Message.objects.create(
        enquiry=enquiry,
        household_id=household_id,
        direction=Message.Direction.IN,
        message_id=identifier(read.message_id),
        in_reply_to=identifier(read.in_reply_to),
        references=[identifier(known) for known in read.references],
        from_address=read.from_address[:320],
        to_address=(read.delivered_to or next(iter(read.to), settings.MAIL_FROM))[:320],
        subject=read.subject[:400],
        text=_words_of(read),
        is_automatic=read.is_automatic,
        is_bounce=read.is_bounce,
        at=at,
        raw_sha256=files.store(raw),
    )
    attachments.keep(message=message, parts=read.attachments)
    return message
