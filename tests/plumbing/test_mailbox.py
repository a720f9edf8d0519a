"""The mailbox hands every mail over until it is marked done, however often we die in between."""

import pytest

from majup.plumbing.mail_message import parse
from majup.plumbing.mailbox import MailboxUnavailableError, opened, place_of
from tests.support.loopback import free_port


def mail(number: int) -> bytes:
    head = f"From: ieva@example.org\r\nMessage-ID: <{number}@example.org>\r\nSubject: Ķ{number}\r\n"
    return f"{head}\r\nLabdien {number}".encode()


def ids(box, limit=50):
    return [parse(raw).message_id for _, raw in box.fetch(limit=limit)]


def test_a_mail_is_handed_over_until_it_is_marked_done(imap_server):
    for number in (1, 2, 3):
        imap_server.deliver(mail(number))

    with opened(imap_server.url) as box:
        assert ids(box) == ["<1@example.org>", "<2@example.org>", "<3@example.org>"]
    assert imap_server.flags() == [set(), set(), set()]

    with opened(imap_server.url) as box:
        first = next(iter(box.fetch()))
        assert first[1] == mail(1)
        box.mark_done(first[0])
    with opened(imap_server.url) as box:
        assert ids(box) == ["<2@example.org>", "<3@example.org>"]
        assert ids(box, limit=1) == ["<2@example.org>"]
    assert imap_server.flags() == [{r"\Seen"}, set(), set()]


def test_done_mails_move_to_their_folder_and_reading_the_inbox_does_not_hide_any(imap_server):
    imap_server.deliver(mail(1))
    imap_server.deliver(mail(2))
    with opened(imap_server.url) as reader:
        reader.mark_done(next(iter(reader.fetch()))[0])  # somebody has looked at it in a mail program

    url = f"{imap_server.url}?done=Paveikts%20darbs"
    with opened(url) as box:
        for uid, _raw in list(box.fetch()):
            box.mark_done(uid)
    with opened(url) as box:
        assert ids(box) == []
    assert imap_server.flags() == []
    assert len(imap_server.flags("Paveikts darbs")) == 2


def test_an_empty_mailbox_gives_nothing(imap_server):
    with opened(imap_server.url) as box:
        assert list(box.fetch()) == []


@pytest.mark.parametrize("change", [("password", "wrong"), ("INBOX", "NOWHERE")])
def test_a_refusal_is_said_in_one_word(imap_server, change):
    with pytest.raises(MailboxUnavailableError), opened(imap_server.url.replace(*change)):
        pass


def test_a_server_that_is_down_is_said_in_one_word():
    with pytest.raises(MailboxUnavailableError), opened(f"imap://a:b@127.0.0.1:{free_port()}/INBOX"):
        pass


def test_mail_is_not_fetched_unencrypted_over_the_network():
    with pytest.raises(ValueError, match="unencrypted"):
        place_of("imap://a:b@mail.example.org/INBOX")
    place = place_of("imaps://vidzeme%40majup.example:s%2Fecret@mail.example.org/In%20box?done=Done")
    assert (place.user, place.password, place.port, place.folder, place.done) == (
        "vidzeme@majup.example",
        "s/ecret",
        993,
        "In box",
        "Done",
    )
