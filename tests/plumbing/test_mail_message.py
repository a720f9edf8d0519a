"""Any mail the world sends is read: every charset, broken headers, reports, robots, bytes that are no mail."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from majup.plumbing.mail_message import Attachment, IncomingMail, parse


def mail(headers: str = "", body: bytes | str = "Labdien!", subject: str = "Jautājums") -> bytes:
    content = body.encode() if isinstance(body, str) else body
    head = (
        f"From: Ieva <Ieva@Example.org>\nTo: vidzeme@majup.example\nSubject: {subject}\nMessage-ID: <1@example.org>\n"
    )
    return (head + headers).encode().replace(b"\n", b"\r\n") + b"\r\n" + content


REPLY = """From: Paraugs <paraugs@example.org>
To: koordinators+case-1042.a1b2c3@example.lv
Subject: =?UTF-8?B?QXRncmllxaFhbsSBcw==?=
Message-ID: <0001@example.org>
In-Reply-To: <case-1042.1@example.lv>
References: <case-1042.1@example.lv>
Date: Fri, 09 Oct 2026 09:00:00 +0300
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Labdien! Paldies par atbildi.
"""

BOUNCE = """From: MAILER-DAEMON@mx.example.org
To: vidzeme@majup.example
Subject: Undelivered Mail Returned to Sender
Return-Path: <>
Message-ID: <b1@mx.example.org>
Content-Type: multipart/report; report-type=delivery-status; boundary="XX"

--XX
Content-Type: text/plain

I'm sorry to have to inform you.
--XX
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; Ieva@Example.org
Action: ACTION
Status: 5.1.1

--XX
Content-Type: message/rfc822

From: vidzeme@majup.example
To: ieva@example.org
Message-ID: <offer-7@majup.example>
Subject: x

Labdien
--XX--
"""

MIXED = """From: ieva@example.org
Subject: Dokumenti
Content-Type: multipart/mixed; boundary="A"

--A
Content-Type: multipart/alternative; boundary="B"

--B
Content-Type: text/plain; charset=windows-1257
Content-Transfer-Encoding: quoted-printable

=CDekav=E2 der.
--B
Content-Type: text/html; charset=utf-8

<p>HTML</p>
--B--
--A
Content-Type: application/pdf; name="=?utf-8?q?Diploms_=C4=B6?=.pdf"
Content-Disposition: attachment
Content-Transfer-Encoding: base64

JVBERi0xLjc=
--A
Content-Type: image/png
Content-Disposition: attachment; filename*=utf-8''..%2F..%2Fetc%2Fpasn%C4%93.png
Content-Transfer-Encoding: base64

iVBORw0K
--A
Content-Type: message/rfc822

From: x@example.org
Subject: inner

inner text
--A--
"""


def test_a_reply_is_read_with_its_thread():
    assert parse(REPLY.encode()) == IncomingMail(
        message_id="<0001@example.org>",
        in_reply_to="<case-1042.1@example.lv>",
        references=("<case-1042.1@example.lv>",),
        from_name="Paraugs",
        from_address="paraugs@example.org",
        to=("koordinators+case-1042.a1b2c3@example.lv",),
        subject="Atgriešanās",
        date=datetime(2026, 10, 9, 6, 0, tzinfo=UTC),
        text="Labdien! Paldies par atbildi.",
        text_without_quote="Labdien! Paldies par atbildi.",
    )
    assert parse(REPLY.encode()).thread == ("<case-1042.1@example.lv>",)


def test_plain_text_is_preferred_and_attachments_keep_their_names_without_folders():
    read = parse(MIXED.encode())
    assert read.text == "Ķekavā der."
    assert read.attachments[:2] == (
        Attachment("Diploms Ķ.pdf", "application/pdf", b"%PDF-1.7"),
        Attachment("pasnē.png", "image/png", b"\x89PNG\r\n"),
    )
    assert [(a.name, a.content_type, b"inner text" in a.content) for a in read.attachments[2:]] == [
        ("attachment-5.eml", "message/rfc822", True)
    ]


def test_html_alone_becomes_text():
    read = parse(mail("Content-Type: text/html; charset=utf-8\n", "<p>Labdien</p><p>Ķekava</p>"))
    assert read.text == "Labdien\n\nĶekava"


@pytest.mark.parametrize("charset", ["windows-1257", "iso-8859-13", "utf-8", "x-unknown-8bit"])
def test_charset_of_the_body_is_followed_or_guessed(charset):
    known = "utf-8" if charset.startswith("x-") else charset
    raw = mail(f"Content-Type: text/plain; charset={charset}\n", "Ķekavā šķērslis".encode(known))
    assert parse(raw).text == "Ķekavā šķērslis"


def test_broken_base64_gives_what_can_be_saved():
    content = b64encode(b"Labdien, Alise!")[:-3] + b"\n***"
    assert parse(mail("Content-Transfer-Encoding: base64\n", content)).text.startswith("Labdien, Al")


def test_a_mail_without_message_id_gets_the_same_one_each_time():
    raw = b"From: ieva@example.org\r\n\r\nLabdien"
    assert parse(raw).message_id == parse(raw).message_id
    assert parse(raw).message_id != parse(raw + b"!").message_id
    assert parse(raw).message_id.endswith("@message.invalid>")


def test_bytes_without_any_header_arrive_whole():
    read = parse("Labdien, meklēju skolu.\n\nIeva".encode())
    assert "meklēju skolu" in read.text + read.subject or read.text == ""
    assert "Ieva" in read.text


def test_history_is_cut_from_answers_but_not_from_forwarded_mail():
    body = "Skat. zemāk.\n\n-----Original Message-----\nFrom: A <a@b.example>\nSent: 9.10.2026 10:00\nTo: x\n\nSvarīgi"
    assert parse(mail("In-Reply-To: <0@x.example>\n", body)).text_without_quote == "Skat. zemāk."
    assert parse(mail("", body, subject="Re: skola")).text_without_quote == "Skat. zemāk."
    assert parse(mail("", body)).text_without_quote == body
    assert parse(mail("In-Reply-To: <0@x.example>\n", body, subject="FW: skola")).text_without_quote == body


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied (vacation)",
        "X-Autoreply: yes",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "Return-Path: <>",
        "List-Id: <news.example.org>",
    ],
)
def test_machines_are_recognised(header):
    assert parse(mail(f"{header}\n")).is_automatic is True


@pytest.mark.parametrize("header", ["Auto-Submitted: no", "Precedence: first-class", "Return-Path: <ieva@example.org>"])
def test_people_are_not_taken_for_machines(header):
    assert parse(mail(f"{header}\n")).is_automatic is False


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@x.example", "Postmaster <postmaster@x.example>"])
def test_mail_of_the_post_office_is_automatic(sender):
    assert parse(f"From: {sender}\n\nx".encode()).is_automatic is True


def test_a_bounce_names_whom_it_did_not_reach_and_which_mail():
    read = parse(BOUNCE.replace("ACTION", "failed").encode())
    assert (read.is_bounce, read.is_automatic) == (True, True)
    assert (read.failed_recipient, read.failed_message_id) == ("ieva@example.org", "<offer-7@majup.example>")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_a_report_of_delay_or_delivery_is_no_bounce(action):
    read = parse(BOUNCE.replace("ACTION", action).encode())
    assert (read.is_bounce, read.is_automatic, read.failed_recipient) == (False, True, "")


@pytest.mark.parametrize(
    "date", ["Fri, 99 Oct 2026 99:00", "absurd", "", "1 Jan 2026 10:00:00 +9999", "1 Jan 99999 00:00:00 +0000"]
)
def test_absurd_dates_count_as_absent(date):
    assert parse(mail(f"Date: {date}\n")).date is None


def test_delivery_address_is_kept_for_shared_mailboxes():
    assert parse(mail("Delivered-To: Latgale@majup.example\n")).delivered_to == "latgale@majup.example"


def test_parts_nested_too_deep_arrive_as_text():
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000))
    read = parse(f"From: ieva@example.org\nSubject: x\n{nested}\nLabdien".encode())
    assert (read.from_address, read.subject) == ("ieva@example.org", "x")


def test_a_multipart_without_its_boundary_is_text():
    assert parse(mail("Content-Type: multipart/mixed; boundary=A\n", "Labdien")).text == "Labdien"


def is_storable(read: IncomingMail) -> bool:
    """Every text can be kept by PostgreSQL and put into one header line or a page."""
    lines = [
        read.message_id,
        read.subject,
        read.from_name,
        read.from_address,
        *read.to,
        *(a.name for a in read.attachments),
    ]
    texts = [*lines, read.text, read.text_without_quote, read.failed_recipient, read.delivered_to]
    return all("\0" not in text and text.encode("utf-8") is not None for text in texts) and not any(
        "\n" in line or "\r" in line for line in lines
    )


SAMPLES = [REPLY.encode(), BOUNCE.replace("ACTION", "failed").encode(), MIXED.encode(), mail("X: y\n", "x")]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=2000))
@example(b"")
@example(b"From: =?utf-7?q?+2AA-?= <a@b>\n\n\0")
@example(b"Content-Type: text/plain; charset*=x'y'%FF\n\nx")
@example(b"Content-Type: a/b; name*0*=utf-8''%C4; name*1=x\n\nx")
@example(b"To: " + b"(" * 5000 + b"\n\nx")
def test_random_bytes_never_stop_the_mailbox(raw):
    assert is_storable(parse(raw))


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    sample=st.sampled_from(SAMPLES),
    cuts=st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 40), st.binary(max_size=20)), min_size=1, max_size=6),
)
def test_mutated_mails_never_stop_the_mailbox(sample, cuts):
    raw = sample
    for start, length, new in cuts:
        raw = raw[:start] + new + raw[start + length :]
    read = parse(raw)
    assert is_storable(read)
    assert read == parse(raw)
