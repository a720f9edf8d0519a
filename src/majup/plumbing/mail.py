"""Mail leaves at least once: its row and its job commit with the change that asks for it, and the worker sends it.

Only here, and only while a mail is written or sent, is the setting `majup.sender` on; row-level security then shows
this one table whole. It holds for one block of a transaction and never for the work around it.
"""

import smtplib
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum, auto
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation

from majup.plumbing import files
from majup.plumbing.mail_build import address, build
from majup.plumbing.mail_message import Attachment
from majup.plumbing.mail_text import without_secrets
from majup.plumbing.models import OutgoingMail

SECONDS_TO_WAIT = 20
MINUTES_BEFORE_AGAIN = (1, 5, 15)
MINUTES_LATER = 60
ATTEMPTED = [
    "state",
    "attempts",
    "sent_at",
    "next_attempt_at",
    "last_error",
    "text",
    "html",
    "links_removed",
    "unsubscribe_url",
]
MOST_ATTEMPTS = len(MINUTES_BEFORE_AGAIN) + 72  # three days


class Outcome(StrEnum):
    SENT = auto()
    LATER = auto()
    FAILED = auto()
    NOT_MINE = auto()  # sent, given up, or in the hands of another worker


@contextmanager
def as_sender() -> Iterator[None]:
    """Let the outgoing mail be seen whole inside the block, which is one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('majup.sender', 'on', true)")
        yield
        cursor.execute("SELECT set_config('majup.sender', '', true)")


def new_message_id() -> str:
    return f"<{uuid4().hex}@{settings.MAIL_DOMAIN}>"


def attach(name: str, content_type: str, content: bytes) -> dict[str, str]:
    """Keep `content` as a document and return what `queue(attachments=[…])` takes."""
    return {"name": name, "content_type": content_type, "sha256": files.store(content)}


def queue(
    *,
    purpose: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    from_address: str = "",
    from_name: str = "",
    language: str | None = None,
    in_reply_to: str = "",
    references: Iterable[str] = (),
    attachments: Sequence[dict[str, str]] = (),
    automatic: bool = False,
    unsubscribe_url: str = "",
    region_id: int | None = None,
    household_id: int | None = None,
    key: str | None = None,
    message_id: str | None = None,
) -> OutgoingMail:
    """Ask for one mail; it exists if and only if the surrounding transaction commits.

    With a `key` that was used before, nothing is queued and the former mail is returned: a repeated POST sends one
    mail. Raises ValueError when an address is none.
    """
    sender = from_address or settings.MAIL_FROM
    address(to)
    address(sender)
    fields = {
        "purpose": purpose,
        "to_address": to.strip(),
        "subject": subject[:400],
        "text": text,
        "html": html,
        "from_address": sender,
        "from_name": from_name[:200],
        "language": language or translation.get_language() or settings.LANGUAGE_CODE,
        "in_reply_to": in_reply_to[:998],
        "references": list(references),
        "attachments": list(attachments),
        "automatic": automatic,
        "unsubscribe_url": unsubscribe_url,
        "region_id": region_id,
        "household_id": household_id,
        "message_id": message_id or new_message_id(),
    }
    return _queue_once(key, fields)


def _queue_once(key: str | None, fields: dict[str, Any]) -> OutgoingMail:
    with as_sender():
        if key is None:
            mail, is_new = OutgoingMail.objects.create(**fields), True
        else:
            mail, is_new = OutgoingMail.objects.get_or_create(key=key, defaults=fields)
        if is_new:
            _defer(mail)
    return mail


def _defer(mail: OutgoingMail) -> None:
    from majup.plumbing.tasks import send_waiting_mail  # noqa: PLC0415 -- tasks import this module

    send_waiting_mail.defer(mail_id=mail.pk)


def send_again(*, mail_id: int) -> bool:
    """Give a mail that was given up its attempts anew, with the same Message-ID. The caller has checked who may.

    False for one that left before it came back and has lost its links: its reader could open nothing.
    """
    with as_sender():
        mail = OutgoingMail.objects.select_for_update().get(pk=mail_id)
        if mail.links_removed:
            return False
        if mail.state == OutgoingMail.State.FAILED:
            mail.state, mail.attempts, mail.next_attempt_at = OutgoingMail.State.WAITING, 0, timezone.now()
            mail.save(update_fields=["state", "attempts", "next_attempt_at"])
            _defer(mail)
    return True


def send(mail_id: int) -> Outcome:
    """Send a waiting mail unless another worker has it in hand; its row stays locked until the outcome is committed.

    Killed between the server's 250 and our commit, it is sent again with the same Message-ID: never lost, rarely twice.
    """
    with as_sender():
        waiting = OutgoingMail.objects.select_for_update(skip_locked=True).filter(state=OutgoingMail.State.WAITING)
        mail = waiting.filter(pk=mail_id).first()
        if mail is None:
            return Outcome.NOT_MINE
        outcome = _try(mail)
        mail.save(update_fields=ATTEMPTED)
        return outcome


def due_ids(most: int = 200) -> list[int]:
    with as_sender():
        due = OutgoingMail.objects.due(timezone.now()).order_by("next_attempt_at")
        return list(due.values_list("pk", flat=True)[:most])


def _try(mail: OutgoingMail) -> Outcome:
    mail.attempts += 1
    try:
        contents = [Attachment(a["name"], a["content_type"], files.read(a["sha256"])) for a in mail.attachments]
        message = build(mail, contents)
    except (ValueError, FileNotFoundError) as error:
        return _give_up(mail, error)
    try:
        with connected() as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        is_final = all(code >= 500 for code, _ in error.recipients.values())
        return _give_up(mail, error) if is_final else _postpone(mail, error)
    except (smtplib.SMTPException, OSError) as error:
        return _postpone(mail, error)
    mail.state, mail.sent_at, mail.next_attempt_at, mail.last_error = OutgoingMail.State.SENT, timezone.now(), None, ""
    _remove_secrets(mail)
    return Outcome.SENT


def _remove_secrets(mail: OutgoingMail) -> None:
    """The reader has the links now; a copy of the database must open no page of a family or an addressee."""
    said = mail.text, mail.html
    mail.text, mail.html = kept = (
        without_secrets(mail.text, settings.SITE_URL),
        without_secrets(mail.html, settings.SITE_URL),
    )
    mail.links_removed = kept != said
    mail.unsubscribe_url = ""


def _postpone(mail: OutgoingMail, error: Exception) -> Outcome:
    if mail.attempts >= MOST_ATTEMPTS:
        return _give_up(mail, error)
    waits = dict(enumerate(MINUTES_BEFORE_AGAIN, 1))
    mail.next_attempt_at = timezone.now() + timedelta(minutes=waits.get(mail.attempts, MINUTES_LATER))
    mail.last_error = _reason(error)
    return Outcome.LATER


def _give_up(mail: OutgoingMail, error: Exception) -> Outcome:
    mail.state, mail.next_attempt_at, mail.last_error = OutgoingMail.State.FAILED, None, _reason(error)
    return Outcome.FAILED


def _reason(error: Exception) -> str:
    """What the server said, without what we said to it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return f"{code} {_decoded(words)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_decoded(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"[:500]


def _decoded(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return text.replace("\0", "")[:500]


@contextmanager
def connected() -> Iterator[smtplib.SMTP]:
    """The server of settings.SMTP_URL: `smtp://user:password@host:port?starttls=1` or `smtps://…`."""
    url = urlsplit(settings.SMTP_URL)
    options = parse_qs(url.query)
    host, timeout = url.hostname or "127.0.0.1", float(options.get("timeout", [SECONDS_TO_WAIT])[0])
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or 465, timeout=timeout, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, url.port or 25, timeout=timeout)
    with server:
        if options.get("starttls") == ["1"]:
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server
