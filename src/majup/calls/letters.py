"""Mails about a call: to the coordinator who is asked, and to both sides with the entry for their calendars."""

from django.conf import settings
from django.core import signing
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from majup.calls import zones
from majup.calls.models import Call, Kind
from majup.intake.queries import responsible_role
from majup.network import letters
from majup.network.models import Role
from majup.plumbing import calendar_file, mail
from majup.plumbing.addresses import page_address
from majup.plumbing.days import Day

SALT = "call"


def token_of(call: Call) -> str:
    """What opens the page of this one call; signed, so that no table has to be read to know its scope."""
    return signing.dumps([call.pk, call.household_id, call.enquiry_id], salt=SALT)


def kind_words(kind: str) -> str:
    return _("by video") if kind == Kind.VIDEO else _("by phone")


def who_asks(call: Call) -> str:
    """Name or reference of who asks."""
    if call.person:
        return str(call.person)
    return (call.enquiry.name or call.enquiry.reference) if call.enquiry else "–"  # noqa: RUF001


def tell_coordinator(call: Call) -> None:
    """Write to the coordinator's mailbox that a call waits for a time."""
    role = responsible_role(call.home)
    if not role.mailbox:
        return
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        times = "\n".join(zones.said(moment, settings.TIME_ZONE, language) for moment in call.times)
        values = {
            "name": who_asks(call),
            "kind": kind_words(call.kind),
            "times": times,
            "zone": call.time_zone,
            "words": call.words or "–",  # noqa: RUF001
            "link": page_address("call_decide", call.pk),
        }
    letter = letters.write("call_asked", language, values)
    _queue(call, role, role.mailbox, letter, key=f"call {call.pk} asked")


def tell_confirmed(call: Call) -> None:
    """Both sides get the time in both zones and a calendar file (B-24)."""
    role = responsible_role(call.home)
    begins_at, minutes = call.agreed
    values = {
        "date": Day(timezone.localdate(begins_at), call.language),
        "time_here": zones.said(begins_at, settings.TIME_ZONE, call.language),
        "time_there": zones.said(begins_at, call.time_zone, call.language),
        "minutes": str(minutes),
        "where": call.where,
        "link": page_address("call", token_of(call), language=call.language),
    }
    with translation.override(call.language):
        values["kind"] = kind_words(call.kind)
    letter = letters.write("call_confirmed", call.language, values, role=role)
    for to in filter(None, (call.email, role.mailbox)):
        _queue(call, role, to, letter, key=f"call {call.pk} {call.sequence} {to}", with_file=True)


def tell_off(call: Call) -> None:
    """Both sides learn that it will not take place; a time that was agreed leaves their calendars."""
    role = responsible_role(call.home)
    moment = call.begins_at or call.times[0]
    values = {
        "date": Day(timezone.localdate(moment), call.language),
        "reason": call.reason or "–",  # noqa: RUF001
        "link": page_address("own_door" if call.household_id else "ask", language=call.language),
    }
    letter = letters.write("call_off", call.language, values, role=role)
    for to in filter(None, (call.email, role.mailbox)):
        _queue(call, role, to, letter, key=f"call {call.pk} off {to}", with_file=call.begins_at is not None)


def file_for(call: Call, role: Role) -> bytes:
    """The call as an entry of a calendar."""
    begins_at, minutes = call.agreed
    with translation.override(call.language):
        appointment = calendar_file.Appointment(
            uid=f"{call.uid}@{settings.MAIL_DOMAIN}",
            sequence=call.sequence,
            begins_at=begins_at,
            minutes=minutes,
            title=_("Call with the remigration coordinator"),
            text=call.words,
            where=call.where,
            organizer=role.mailbox or settings.MAIL_FROM,
            changed_at=call.decided_at or call.asked_at,
            is_off=call.state == Call.State.OFF,
        )
    return calendar_file.file_of(appointment)


def _queue(call: Call, role: Role, to: str, letter: letters.Letter, *, key: str, with_file: bool = False) -> None:
    files = [mail.attach("call.ics", calendar_file.CONTENT_TYPE, file_for(call, role))] if with_file else []
    mail.queue(
        purpose="call",
        to=to,
        subject=letter.subject,
        text=letter.body,
        from_address=role.mailbox or settings.MAIL_FROM,
        language=letter.language,
        attachments=files,
        automatic=True,
        region_id=call.region_id,
        household_id=call.household_id,
        key=key,
    )
