"""What leaves reads the same on the other side, keeps its thread and cannot carry a second header."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majup.plumbing.mail_build import build
from majup.plumbing.mail_message import Attachment, parse


@dataclass
class Letter:
    message_id: str = "<1@majup.example>"
    from_address: str = "vidzeme@majup.example"
    from_name: str = "Alise Šķēle, Vidzeme"
    to_address: str = "ieva@example.org"
    subject: str = "Piedāvājums: dzīvoklis Valmierā"
    text: str = "Labdien!\n\nĶekavā ir vieta."
    html: str = ""
    in_reply_to: str = ""
    references: list[str] = field(default_factory=list)
    language: str = "lv"
    unsubscribe_url: str = ""
    automatic: bool = False
    created_at: datetime = datetime(2026, 10, 9, 7, 0, tzinfo=UTC)


def test_what_is_built_is_read_back_letter_by_letter():
    letter = Letter(html="<p>Labdien!</p>", in_reply_to="<0@example.org>", references=["<a@x>", "<0@example.org>"])
    mail = parse(build(letter, [Attachment("Piedāvājums Ķ.pdf", "application/pdf", b"%PDF-1.7 x")]).as_bytes())
    assert (mail.message_id, mail.in_reply_to, mail.references) == (
        "<1@majup.example>",
        "<0@example.org>",
        ("<a@x>", "<0@example.org>"),
    )
    assert (mail.from_name, mail.from_address, mail.to) == (
        "Alise Šķēle, Vidzeme",
        "vidzeme@majup.example",
        ("ieva@example.org",),
    )
    assert (mail.subject, mail.text, mail.date) == (letter.subject, letter.text, letter.created_at)
    assert mail.attachments == (Attachment("Piedāvājums Ķ.pdf", "application/pdf", b"%PDF-1.7 x"),)
    assert mail.is_automatic is False


def test_an_automatic_mail_says_so():
    assert build(Letter(automatic=True))["Auto-Submitted"] == "auto-generated"
    assert build(Letter(automatic=True, in_reply_to="<a@b>"))["Auto-Submitted"] == "auto-replied"
    assert "Auto-Submitted" not in build(Letter())
    assert parse(build(Letter(automatic=True)).as_bytes()).is_automatic is True


def test_long_identifiers_of_a_long_thread_stay_whole():
    ids = [f"<{str(number) * 60}-{'x' * 60}@example.org>" for number in range(10, 60)]
    raw = build(Letter(in_reply_to=ids[-1], references=ids)).as_bytes()
    assert parse(raw).references == (ids[0], *ids[-20:])
    assert max(len(line) for line in raw.split(b"\r\n")) < 998
    assert b"=?" not in raw.split(b"References:")[1].split(b"Content-")[0]


def test_an_international_domain_leaves_in_its_ascii_form():
    assert build(Letter(to_address="ieva@ķekava.example"))["To"] == "ieva@xn--ekava-n5a.example"


@pytest.mark.parametrize("wrong", ["", "ieva", "ieva@", "@example.org", "a b@example.org", "a@b@c", "a@b, c@d"])
def test_what_is_no_address_is_refused(wrong):
    with pytest.raises(ValueError):  # noqa: PT011 -- the standard library words each case in its own way
        build(Letter(to_address=wrong))


ANY = st.text(alphabet=st.one_of(st.sampled_from("\r\n\0:<>@ ,\t\u2028\x85"), st.characters()), max_size=80)


@given(fields=st.lists(ANY, min_size=7, max_size=7))
def test_no_field_can_add_a_header_or_a_recipient(fields):
    evil = "\r\nBcc: all@example.org\r\n\r\nspam"
    subject, name, reply, text, html, language, file_name = fields
    letter = Letter(
        subject=subject + evil,
        from_name=name + evil,
        in_reply_to=reply + evil,
        references=[reply + evil],
        text=text,
        html=html,
        language=language,
    )
    raw = build(letter, [Attachment(file_name + evil, "application/pdf" + evil, b"x")]).as_bytes()
    received = message_from_bytes(raw, policy=policy.compat32)
    allowed = {"message-id", "date", "from", "to", "subject", "in-reply-to", "references", "content-language"}
    assert {key.lower() for key in received} - {"mime-version", "content-type", "content-transfer-encoding"} <= allowed
    assert parse(raw).to == ("ieva@example.org",)
