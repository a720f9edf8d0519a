"""Jobs of the intake: the mailboxes are read every minute."""

import logging

from django.conf import settings
from procrastinate.contrib.django import app

from majup.intake.mail_in import Outcome, take_in
from majup.plumbing.mailbox import MailboxUnavailableError, opened

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queue="mailbox", queueing_lock="read_mailboxes", lock="read_mailboxes")
def read_mailboxes(timestamp: int) -> None:
    """Each of settings.IMAP_URL, which holds one or several addresses separated by spaces."""
    for number, url in enumerate(settings.IMAP_URL.split(), 1):
        try:
            read_mailbox(url)
        except MailboxUnavailableError as error:
            log.warning("mailbox %s cannot be read now: %s", number, error)


def read_mailbox(url: str) -> list[Outcome]:
    """Take in what is new. A mail that cannot be taken in stays in the mailbox and does not hold up the others."""
    outcomes = []
    with opened(url) as box:
        for uid, raw in box.fetch():
            try:
                outcomes.append(take_in(raw=raw))
            except Exception:
                log.exception("mail %s stays in the mailbox", uid)
            else:
                box.mark_done(uid)
    return outcomes
