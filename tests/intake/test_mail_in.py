"""Mail in: what becomes of it, on real mail servers where it matters."""

from email.message import EmailMessage

import pytest

from majup.intake import actions, queries
from majup.intake.mail_in import Outcome, take_in
from majup.intake.models import Attachment, Enquiry, Message
from majup.intake.tasks import read_mailbox, read_mailboxes
from majup.plumbing import files, mail
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import Scope, acting
from tests.support.cases import case_of
from tests.support.people import region
from tests.support.worker import run_worker

pytestmark = pytest.mark.django_db
COMMON = Scope(common_queue=True)


def letter(
    number=1, *, to="vidzeme@majup.example", sender="Ieva <ieva@example.org>", body="Labdien! Vai ir darbs?", **headers
):
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message["Message-ID"] = f"<{number}@example.org>"
    message["Subject"] = headers.pop("subject", "Jautājums")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message


def arrive(message):
    return take_in(raw=message.as_bytes())


def outgoing():
    with mail.as_sender():
        return list(OutgoingMail.objects.order_by("pk"))


def the_enquiry(user):
    with acting(user.scope):
        return Enquiry.objects.get()


def test_a_mail_becomes_an_enquiry_of_the_region_it_was_sent_to(alise, cilda):
    assert arrive(letter()) == Outcome.NEW
    enquiry = the_enquiry(alise)
    assert (enquiry.channel, enquiry.email, enquiry.name, enquiry.subject, enquiry.language) == (
        "email",
        "ieva@example.org",
        "Ieva",
        "Jautājums",
        "lv",
    )
    assert (enquiry.text, enquiry.region) == ("Labdien! Vai ir darbs?", region("vidzeme"))
    with acting(cilda.scope):
        assert list(Enquiry.objects.all()) == []
        assert list(Message.objects.all()) == []
    with acting(alise.scope):
        message = Message.objects.get(direction="in")
        assert files.read(message.raw_sha256) == letter().as_bytes()


@pytest.mark.parametrize("to", ["kontaktpunkts@majup.example", "info@majup.example"])
def test_int_02_a_mail_to_nobody_in_particular_lies_in_the_common_queue(to):
    assert arrive(letter(to=to)) == Outcome.NEW
    with acting(COMMON):
        assert Enquiry.objects.get().region is None


def test_delivered_to_decides_before_to(cilda):
    arrive(letter(to="kaut@kur.example", Delivered_To="latgale@majup.example"))
    assert the_enquiry(cilda).region == region("latgale")


def test_the_same_message_twice_is_one_enquiry(alise):
    assert [arrive(letter()), arrive(letter())] == [Outcome.NEW, Outcome.KNOWN]
    assert the_enquiry(alise).messages.model.objects.count() == 0  # nobody is asking: nothing is seen
    with acting(alise.scope):
        assert Message.objects.filter(direction="in").count() == 1


def test_an_english_mail_is_confirmed_in_english_and_in_its_thread(alise):
    arrive(letter(body="Hello, we are thinking of moving to Cesis. Is there a school for my son?"))
    (confirmation,) = outgoing()
    assert (confirmation.language, confirmation.automatic) == ("en", True)
    assert confirmation.in_reply_to == "<1@example.org>"
    assert confirmation.from_address == "vidzeme@majup.example"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example.org>"},
        {"Return_Path": "<>"},
        {"sender": "MAILER-DAEMON@example.org"},
    ],
)
def test_machines_are_never_answered(alise, headers):
    assert arrive(letter(**headers)) == Outcome.NEW
    assert outgoing() == []


def test_two_machines_that_answer_each_other_come_to_rest(alise):
    """An auto-responder that says of itself nothing and drops the thread gets one confirmation a day."""
    for number in range(1, 6):
        arrive(letter(number))
    assert len(outgoing()) == 1


def test_our_own_mail_is_not_taken_in(alise):
    assert arrive(letter(sender="latgale@majup.example")) == Outcome.OURS
    arrive(letter(1))
    (confirmation,) = outgoing()
    copy = letter(2, sender="kaut@kur.example")
    del copy["Message-ID"]
    copy["Message-ID"] = confirmation.message_id
    assert arrive(copy) == Outcome.KNOWN


def test_a_reply_goes_on_the_same_enquiry_and_opens_it_again(alise):
    arrive(letter(1))
    enquiry = the_enquiry(alise)
    with acting(alise.scope):
        actions.answer(enquiry=enquiry, text="Ir. Kāda profesija?", by=alise)
    reply = outgoing()[-1]
    outcome = arrive(
        letter(
            2,
            body="Medmāsa.\n\nOn Tue, 24 Nov 2026 at 10:00, Alise wrote:\n> Ir. Kāda profesija?",
            In_Reply_To=reply.message_id,
        )
    )
    assert outcome == Outcome.THREAD
    again = the_enquiry(alise)
    assert (again.state, again.taken_by) == ("taken", alise)
    with acting(alise.scope):
        assert again.messages.filter(direction="in").last().text == "Medmāsa."
        assert again.events.last().kind == "wrote_again"
    assert len(outgoing()) == 2


def test_a_reply_found_by_references_alone_to_another_regions_address_stays_in_its_thread(alise, cilda):
    arrive(letter(1))
    confirmation = outgoing()[0]
    arrive(letter(2, to="latgale@majup.example", References=f"<unknown@x.example> {confirmation.message_id}"))
    assert the_enquiry(alise).pk
    with acting(cilda.scope):
        assert list(Enquiry.objects.all()) == []
    with acting(alise.scope):
        assert Message.objects.filter(direction="in").count() == 2


def test_an_automatic_reply_is_kept_and_opens_nothing(alise):
    arrive(letter(1))
    enquiry = the_enquiry(alise)
    with acting(alise.scope):
        actions.answer(enquiry=enquiry, text="Ir.", by=alise)
    arrive(letter(2, Auto_Submitted="auto-replied", In_Reply_To=outgoing()[-1].message_id))
    assert the_enquiry(alise).state == "answered"
    assert len(outgoing()) == 2


def test_a_link_left_standing_in_a_reply_is_kept_without_its_secret(alise, settings):
    secret = "Zx9-Q_7bKc2mVt4LpYs8Wd1RfHgJn5Ea3UiOqXzTyMk"
    arrive(letter(body=f"Saite {settings.SITE_URL}/o/{secret}/ neveras."))
    with acting(alise.scope):
        kept = Message.objects.get(direction="in").text
    assert kept == the_enquiry(alise).text == f"Saite {settings.SITE_URL}/o/…/ neveras."


def bounce_of(message_id, number=9):
    return (
        f"From: MAILER-DAEMON@mx.example\r\nTo: vidzeme@majup.example\r\nMessage-ID: <{number}@mx.example>\r\n"
        "Return-Path: <>\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        "Final-Recipient: rfc822; ieva@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n\r\n--b--\r\n"
    ).encode()


def test_a_bounce_marks_the_mail_and_the_enquiry_and_is_not_answered(alise):
    arrive(letter(1))
    enquiry = the_enquiry(alise)
    with acting(alise.scope):
        actions.answer(enquiry=enquiry, text="Ir.", by=alise)
    answer = outgoing()[-1]
    assert take_in(raw=bounce_of(answer.message_id)) == Outcome.BOUNCE
    failed = outgoing()[-1]
    assert (failed.pk, failed.state) == (answer.pk, "failed")
    assert "No such user" in failed.last_error
    now = the_enquiry(alise)
    assert (now.state, now.bounced_at is None) == ("taken", False)
    with acting(alise.scope):
        assert now.events.last().kind == "bounced"
        assert [waiting.pk for waiting in queries.mail_waiting(alise)] == [answer.pk]
    assert len(outgoing()) == 2
    assert take_in(raw=bounce_of("<never@seen.example>", 10)) == Outcome.UNCLAIMED


def test_attachments_are_kept_or_refused_with_the_reason(alise, settings):
    settings.UPLOAD_LIMIT_BYTES = 1000
    message = letter(1)
    message.add_attachment(b"labdien\n", maintype="text", subtype="plain", filename="piezimes.txt")
    message.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="rekins.exe")
    message.add_attachment(b"x" * 1001, maintype="text", subtype="plain", filename="liels.txt")
    arrive(message)
    with acting(alise.scope):
        found = {a.name: (a.refused, bool(a.sha256)) for a in Attachment.objects.all()}
        kept = Attachment.objects.get(name="piezimes.txt")
    assert found == {
        "piezimes.txt": ("", True),
        "rekins.exe": ("executable", False),
        "liels.txt": ("too_large", False),
    }
    assert files.read(kept.sha256) == b"labdien\n"


def test_any_charset_and_any_bytes_become_an_enquiry(alise):
    head = b"From: ieva@example.org\r\nTo: vidzeme@majup.example\r\nMessage-ID: <c@example.org>\r\n"
    body = "Vai bērniem ir skola Cēsīs?".encode("cp1257")
    assert take_in(raw=head + b"Content-Type: text/plain; charset=windows-1257\r\n\r\n" + body) == Outcome.NEW
    assert the_enquiry(alise).text == "Vai bērniem ir skola Cēsīs?"
    assert take_in(raw=b"\x00\xff\xfe nothing like a mail \xc0") == Outcome.NEW
    with acting(COMMON):
        assert Enquiry.objects.count() == 1
    long_id = (
        b"From: a@example.org\r\nTo: vidzeme@majup.example\r\nMessage-ID: <"
        + b"x" * 900
        + b"@example.org>\r\n\r\nLabdien"
    )
    assert [take_in(raw=long_id), take_in(raw=long_id)] == [Outcome.NEW, Outcome.KNOWN]


@pytest.mark.django_db(transaction=True)
def test_the_whole_round_trip_on_real_mail_servers(alise, smtp_server, imap_server, settings):
    """Mail in, enquiry, our reply leaves by SMTP, the family's reply to it comes back to the same enquiry."""
    settings.IMAP_URL = imap_server.url
    imap_server.deliver(letter(1).as_bytes())
    read_mailboxes.defer(timestamp=0)
    assert run_worker() == ["read_mailboxes", "send_waiting_mail"]
    enquiry = the_enquiry(alise)
    assert imap_server.flags() == [{r"\Seen"}]

    with acting(alise.scope):
        actions.answer(enquiry=enquiry, text="Jā, slimnīcā meklē medmāsas.", by=alise)
    run_worker()
    confirmation, answer = smtp_server.received
    assert (confirmation.is_automatic, answer.is_automatic) == (True, False)
    assert (answer.from_address, answer.from_name, answer.to) == (
        "vidzeme@majup.example",
        "Alise",
        ("ieva@example.org",),
    )
    assert answer.subject == "Re: Jautājums"
    assert answer.thread[0] == "<1@example.org>"

    imap_server.deliver(letter(2, body="Paldies!", In_Reply_To=answer.message_id).as_bytes())
    assert read_mailbox(imap_server.url) == [Outcome.THREAD]
    assert read_mailbox(imap_server.url) == []
    with acting(alise.scope):
        thread = the_enquiry(alise).messages.values_list("direction", "text")
        assert [
            (direction, text) for direction, text in thread if text in {"Paldies!", "Jā, slimnīcā meklē medmāsas."}
        ] == [
            ("out", "Jā, slimnīcā meklē medmāsas."),
            ("in", "Paldies!"),
        ]


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_taken_in_stays_and_does_not_hold_up_the_others(alise, imap_server, monkeypatch, caplog):
    imap_server.deliver(letter(1).as_bytes())
    imap_server.deliver(letter(2).as_bytes())
    monkeypatch.setattr(files, "store", refuse_first(files.store))
    assert read_mailbox(imap_server.url) == [Outcome.NEW]
    assert imap_server.flags() == [set(), {r"\Seen"}]
    assert "stays in the mailbox" in caplog.text
    assert read_mailbox(imap_server.url) == [Outcome.NEW]


def refuse_first(store):
    """The disk is full at the first attempt."""
    attempts = []

    def once(content):
        attempts.append(content)
        if len(attempts) == 1:
            raise OSError("no space left")
        return store(content)

    return once


def test_an_unreachable_mailbox_is_tried_again_later(settings, caplog):
    settings.IMAP_URL = "imap://a:b@127.0.0.1:1/INBOX"
    read_mailboxes(timestamp=0)
    assert "cannot be read now" in caplog.text


def test_int_06_a_reply_in_the_thread_of_a_case_waits_for_that_case(alise, cilda):
    case = case_of(alise)
    with acting(alise.scope):
        sent = mail.queue(
            purpose="offer_sent",
            to="ieva@family.example",
            subject="Piedāvājums",
            text="…",
            region_id=case.region_id,
            household_id=case.household_id,
        )
    assert arrive(letter(1, sender="ieva@family.example", In_Reply_To=sent.message_id)) == Outcome.CASE
    with acting(alise.scope):
        message = Message.objects.get()
        assert (message.enquiry_id, message.household_id) == (None, case.household_id)
        assert list(Enquiry.objects.all()) == []
    with acting(cilda.scope):
        assert list(Message.objects.all()) == []
    assert queries.messages_to_file() == [(message.pk, case.household_id, region("vidzeme").pk)]


def test_int_06_a_known_sender_outside_a_thread_is_proposed_not_attached(alise):
    case_of(alise)
    assert arrive(letter(1, sender="ieva@family.example")) == Outcome.NEW
    assert the_enquiry(alise).state == "new"
    assert queries.messages_to_file() == []


def test_forgetting_a_household_deletes_its_mail_and_keeps_the_count(alise):
    case = case_of(alise)
    arrive(letter(1))
    enquiry = the_enquiry(alise)
    with acting(alise.scope):
        actions.mark_attached(enquiry=enquiry, household=case.household, by=alise)
        raw = Message.objects.get(direction="in").raw_sha256
        assert {sent.household_id for sent in outgoing()} == {case.household_id}
        assert actions.forget(household_id=case.household_id) == [raw]
        left = Enquiry.objects.get()
        assert (left.name, left.email, left.text, left.subject, left.region) == ("", "", "", "", region("vidzeme"))
        assert Message.objects.count() == 0
