"""Everything that happened to an enquiry in one line of time: mails, and what was done with it."""

from dataclasses import dataclass, field
from datetime import datetime

from majup.intake.models import Attachment, Enquiry, EnquiryEvent, Message
from majup.plumbing.models import OutgoingMail
from majup.web.components.codes import code_name, region_name
from majup.web.desk.enquiries.words import GIVEN_BACK, KINDS

# What a mail says already need not stand there a second time.
SAID_BY_MAIL = {EnquiryEvent.Kind.WROTE_AGAIN, EnquiryEvent.Kind.RECEIVED}
SIGNS = {"taken": "person", "passed_on": "arrow", "answered": "check", "bounced": "alert", "attached": "home"}


@dataclass
class Entry:
    at: datetime
    title: str
    by: str = ""
    text: str = ""
    note: str = ""
    sign: str = "ring"
    state: str = ""
    files: list[Attachment] = field(default_factory=list)
    is_automatic: bool = False
    is_given_back: bool = False  # its words are for the specialist who passed the enquiry on
    message: Message | None = None


def thread_of(enquiry: Enquiry) -> list[Entry]:
    """Newest first, in four queries."""
    mails = list(enquiry.messages.select_related("by").prefetch_related("attachments"))
    sent = OutgoingMail.objects.in_bulk([m.message_id for m in mails if m.direction == "out"], field_name="message_id")
    entries = [_mail(message, sent.get(message.message_id)) for message in mails]
    by_mail = bool(mails)
    for event in enquiry.events.select_related("by"):
        if not (by_mail and _is_said_by_mail(event, enquiry)):
            entries.append(_event(event))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _is_said_by_mail(event: EnquiryEvent, enquiry: Enquiry) -> bool:
    if event.kind == EnquiryEvent.Kind.RECEIVED:
        return enquiry.channel == "email"
    return event.kind in SAID_BY_MAIL or event.details.get("channel") == "email"


def _mail(message: Message, sent: OutgoingMail | None) -> Entry:
    return Entry(
        at=message.at,
        title=message.subject,
        by=message.by.name if message.by else message.from_address,
        text=message.text,
        sign="letter" if message.direction == "out" else "mail",
        state=sent.state if sent else "",
        files=list(message.attachments.all()),
        is_automatic=message.is_automatic,
        message=message,
    )


def _event(event: EnquiryEvent) -> Entry:
    channel = event.details.get("channel", "")
    is_given_back = bool(event.details.get("given_back"))
    words = GIVEN_BACK if is_given_back else KINDS[event.kind]
    return Entry(
        at=event.at,
        title=str(words) % {"now": region_name(event.details.get("now", ""))},
        by=event.by.name if event.by else "",
        text=event.note,
        note=code_name(channel, "channels") if channel else "",
        sign=SIGNS.get(event.kind, "ring"),
        is_given_back=is_given_back,
    )
