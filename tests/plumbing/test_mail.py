"""Mail leaves at least once, with one Message-ID, whatever the mail server, the network or a kill -9 does."""

import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import get_resolver
from django.utils import timezone

from majup.plumbing import files, mail, tasks
from majup.plumbing.models import OutgoingMail
from tests.support.database import environment
from tests.support.loopback import free_port
from tests.support.worker import run_worker

committed = pytest.mark.django_db(transaction=True)
LETTER = {
    "purpose": "answer",
    "to": "ieva@example.org",
    "subject": "Piedāvājums",
    "text": "Labdien!",
    "language": "lv",
}


def the_mail(**conditions) -> OutgoingMail:
    with mail.as_sender():
        return OutgoingMail.objects.get(**conditions)


def count() -> int:
    with mail.as_sender():
        return OutgoingMail.objects.count()


@committed
def test_a_queued_mail_is_sent_by_the_worker(smtp_server):
    queued = mail.queue(
        **LETTER, from_name="Alise, Vidzeme", in_reply_to="<q@example.org>", references=["<p@example.org>"]
    )
    assert smtp_server.raw == []

    assert run_worker() == ["send_waiting_mail"]

    (received,) = smtp_server.received
    assert (received.message_id, received.from_name, received.subject, received.text) == (
        queued.message_id,
        "Alise, Vidzeme",
        "Piedāvājums",
        "Labdien!",
    )
    assert received.thread == ("<q@example.org>", "<p@example.org>")
    assert smtp_server.recipients == ["ieva@example.org"]
    sent = the_mail()
    assert (sent.state, sent.attempts, sent.next_attempt_at, sent.last_error) == ("sent", 1, None, "")


@committed
def test_mail_and_change_commit_together_or_not_at_all(smtp_server):
    with transaction.atomic():
        mail.queue(**LETTER)
        transaction.set_rollback(True)
    assert (count(), run_worker(), smtp_server.raw) == (0, [], [])


@committed
def test_a_repeated_post_queues_one_mail(smtp_server):
    first = mail.queue(**LETTER, key="offer-7")
    again = mail.queue(**LETTER | {"subject": "Cits"}, key="offer-7")
    other = mail.queue(**LETTER, key="offer-8")
    assert (again.pk, again.subject) == (first.pk, "Piedāvājums")
    run_worker()
    assert sorted(m.message_id for m in smtp_server.received) == sorted([first.message_id, other.message_id])


@committed
def test_attachments_travel_as_they_are_kept(smtp_server, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    mail.queue(**LETTER, attachments=[mail.attach("Piedāvājums.pdf", "application/pdf", b"%PDF-1.7")])
    run_worker()
    (part,) = smtp_server.received[0].attachments
    assert (part.name, part.content_type, part.content) == ("Piedāvājums.pdf", "application/pdf", b"%PDF-1.7")


@committed
def test_with_the_mail_server_down_the_mail_waits_and_goes_when_it_is_back(smtp_server, settings):
    settings.SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    queued = mail.queue(**LETTER)
    before = timezone.now()
    run_worker()
    waiting = the_mail()
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert timedelta(seconds=50) < waiting.next_attempt_at - before < timedelta(seconds=70)
    assert "ConnectionRefusedError" in waiting.last_error
    with mail.as_sender():
        assert list(OutgoingMail.objects.delayed()) == [waiting]

    settings.SMTP_URL = smtp_server.url
    tasks.send_due_mail.defer(timestamp=0)
    run_worker()
    assert smtp_server.raw == []  # not due yet
    with mail.as_sender():
        OutgoingMail.objects.update(next_attempt_at=timezone.now())
    tasks.send_due_mail.defer(timestamp=0)
    run_worker()
    assert [m.message_id for m in smtp_server.received] == [queued.message_id]
    assert (the_mail().state, the_mail().attempts) == ("sent", 2)


@committed
def test_waits_grow_and_end_after_three_days(smtp_server):
    smtp_server.refuse_content = "451 4.7.1 Try later"
    queued = mail.queue(**LETTER)
    waits = []
    for _ in range(5):
        before = timezone.now()
        assert mail.send(queued.pk) is mail.Outcome.LATER
        waits.append(round((the_mail().next_attempt_at - before).total_seconds() / 60))
    assert waits == [1, 5, 15, 60, 60]
    with mail.as_sender():
        OutgoingMail.objects.update(attempts=mail.MOST_ATTEMPTS - 1)
    assert mail.send(queued.pk) is mail.Outcome.FAILED
    assert (the_mail().state, the_mail().last_error) == ("failed", "451 4.7.1 Try later")
    assert sum(waits[:3]) + 60 * (mail.MOST_ATTEMPTS - 4) >= 3 * 24 * 60 - 60

    smtp_server.refuse_content = ""
    mail.send_again(mail_id=queued.pk)
    run_worker()
    assert [m.message_id for m in smtp_server.received] == [queued.message_id]


@committed
def test_an_address_that_does_not_exist_is_not_tried_again(smtp_server):
    smtp_server.refuse_recipient = "550 5.1.1 No such user"
    queued = mail.queue(**LETTER)
    run_worker()
    assert (the_mail().state, the_mail().last_error) == ("failed", "550 5.1.1 No such user")
    assert mail.send(queued.pk) is mail.Outcome.NOT_MINE


@committed
def test_a_full_mailbox_is_tried_again(smtp_server):
    smtp_server.refuse_recipient = "452 4.2.2 Mailbox full"
    assert mail.send(mail.queue(**LETTER).pk) is mail.Outcome.LATER


@committed
def test_an_erased_attachment_ends_the_mail_instead_of_sending_half_of_it(smtp_server, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    part = mail.attach("a.pdf", "application/pdf", b"%PDF")
    queued = mail.queue(**LETTER, attachments=[part])
    files.delete(part["sha256"])
    assert mail.send(queued.pk) is mail.Outcome.FAILED
    assert smtp_server.raw == []


@committed
def test_a_mail_in_the_hands_of_one_worker_is_left_alone_by_the_other(smtp_server):
    queued = mail.queue(**LETTER)
    other = connection.copy()
    other.settings_dict = connection.settings_dict
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT set_config('majup.sender', 'on', true)")
            cursor.execute("SELECT FROM plumbing_outgoingmail WHERE id = %s FOR UPDATE", [queued.pk])
        assert mail.send(queued.pk) is mail.Outcome.NOT_MINE
    finally:
        other.rollback()
        other.close()
    assert mail.send(queued.pk) is mail.Outcome.SENT
    assert len(smtp_server.raw) == 1


@committed
def test_killed_between_the_servers_250_and_our_commit_it_goes_twice_with_one_message_id(smtp_server):
    """The one case in which a mail is sent twice: the receiver can tell by the Message-ID."""
    queued = mail.queue(**LETTER)
    program = f"""
import os, sys, django
django.setup()
from majup.plumbing import mail
sys.stdin.readline()
mail.send({queued.pk})
print("never reached")
"""
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    smtp_server.kill_before_goodbye = process.pid
    printed, _ = process.communicate("go\n", timeout=60)
    assert (process.returncode, printed) == (-9, "")
    assert len(smtp_server.raw) == 1
    assert the_mail().state == "waiting"

    smtp_server.kill_before_goodbye = 0
    run_worker()
    assert [m.message_id for m in smtp_server.received] == [queued.message_id] * 2
    assert smtp_server.raw[0] == smtp_server.raw[1]
    assert the_mail().state == "sent"


@committed
def test_a_job_whose_worker_was_killed_is_taken_up_again(smtp_server):
    mail.queue(**LETTER)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 1")
    tasks.take_up_stalled_jobs.defer(timestamp=0)
    assert sorted(run_worker()) == ["send_waiting_mail", "take_up_stalled_jobs"]
    assert len(smtp_server.raw) == 1


@pytest.mark.django_db
def test_outside_of_sending_nobody_sees_the_mail_of_others():
    mail.queue(**LETTER)
    assert count() == 1
    assert OutgoingMail.objects.count() == 0
    with pytest.raises(ZeroDivisionError), mail.as_sender():
        raise ZeroDivisionError
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["", "ieva", "a@b, c@d", "ieva@example.org\nBcc: x@example.org"])
def test_what_is_no_address_is_never_queued(to):
    with pytest.raises(ValueError, match="address"):
        mail.queue(**LETTER | {"to": to})
    assert count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("outgoing_mail_state_known", {"state": "lost", "next_attempt_at": None}),
        ("outgoing_mail_sent_has_its_time", {"state": "sent", "next_attempt_at": None}),
        ("outgoing_mail_sent_has_its_time", {"sent_at": timezone.now()}),
        ("outgoing_mail_waiting_has_next_attempt", {"next_attempt_at": None}),
        ("outgoing_mail_waiting_has_next_attempt", {"state": "failed"}),
        ("outgoing_mail_has_both_ends", {"to_address": ""}),
    ],
)
def test_the_database_refuses_a_mail_that_contradicts_itself(name, change):
    queued = mail.queue(**LETTER)
    with pytest.raises(IntegrityError, match=name), mail.as_sender():
        OutgoingMail.objects.filter(pk=queued.pk).update(**change)


LINKS = {
    "the family's page": "/o/Zx9-Q_7bKc2mVt4LpYs8Wd1RfHgJn5Ea3UiOqXzTyMk/",
    "the addressee's page": "/a/pLm8Vc-3_TnQ6WrY1sKd9ZxBf5HgJu2Ea7IoNqXyRtE/",
    "an asked question": "/ask/MTI3:1uQzXc:9_kLmVt-8pRsWd2YfGhJ4nEaUiOqXz5TyBc/",
    "a new password": "/accounts/password/reset/key/3-d1b8zx-5f0c4be1b2a94f7c8d6e3a2b1c0d9e8f/",
}


@committed
@pytest.mark.parametrize("path", LINKS.values(), ids=LINKS)
def test_prv_03_what_left_keeps_its_words_and_no_link_that_opens_a_page(smtp_server, settings, path):
    link = settings.SITE_URL + path
    text = f"Labdien!\n\nAtveriet: {link}\nVairāk: {settings.SITE_URL}/desk/questions/12/ un https://example.org{path}"
    mail.queue(**LETTER | {"text": text})
    run_worker()
    assert smtp_server.received[0].text == text
    kept = the_mail()
    secret = path.strip("/").split("/")[-1]
    assert (kept.subject, kept.text) == ("Piedāvājums", text.replace(link, link.replace(secret, "…")))
    assert (kept.links_removed, settings.SITE_URL + path in kept.text) == (True, False)


@committed
def test_a_mail_that_waits_for_another_attempt_still_has_its_link(smtp_server, settings):
    text = settings.SITE_URL + LINKS["the family's page"]
    smtp_server.refuse_content = "451 4.7.1 Try later"
    queued = mail.queue(**LETTER | {"text": text})
    run_worker()
    assert (the_mail().state, the_mail().text, the_mail().links_removed) == ("waiting", text, False)
    smtp_server.refuse_content = ""
    assert mail.send(queued.pk) is mail.Outcome.SENT
    assert smtp_server.received[-1].text == text
    assert the_mail().text == f"{settings.SITE_URL}/o/…/"


def test_no_word_in_our_addresses_is_long_enough_to_be_taken_for_a_secret():
    def words(patterns):
        for pattern in patterns:
            yield from re.findall(r"[\w.~:-]+", re.sub(r"<[^>]*>|\(\?P<[^)]*\)", "", str(pattern.pattern)))
            yield from words(getattr(pattern, "url_patterns", []))

    assert [word for word in words(get_resolver().url_patterns) if len(word) >= 20] == []
