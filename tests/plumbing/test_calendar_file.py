"""The calendar file keeps to RFC 5545 where programs are strict: folding, escapes, UTC."""

from datetime import datetime
from zoneinfo import ZoneInfo

from majup.plumbing.calendar_file import Appointment, file_of

CALL = {
    "uid": "1@x.example", "sequence": 2, "minutes": 45, "title": "Saruna, skola; mājas", "where": "https://v.example",
    "begins_at": datetime(2026, 12, 1, 18, 0, tzinfo=ZoneInfo("Europe/Riga")), "organizer": "v@x.example",
    "changed_at": datetime(2026, 11, 1, 8, 0, tzinfo=ZoneInfo("Europe/Riga")), "text": "ā" * 100 + "\nline",
}  # fmt: skip


def test_b_24_times_are_utc_and_the_end_follows_from_the_length():
    text = file_of(Appointment(**CALL)).decode()
    assert "DTSTART:20261201T160000Z\r\n" in text
    assert "DTEND:20261201T164500Z\r\n" in text


def test_b_24_no_line_is_longer_than_75_bytes_and_unfolded_it_is_what_was_said():
    content = file_of(Appointment(**CALL))
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    unfolded = content.decode().replace("\r\n ", "")
    assert "SUMMARY:Saruna\\, skola\\; mājas\r\n" in unfolded
    assert "DESCRIPTION:" + "ā" * 100 + "\\nline\r\n" in unfolded


def test_b_24_a_call_that_is_off_leaves_the_calendar():
    text = file_of(Appointment(**CALL, is_off=True)).decode()
    assert ("METHOD:CANCEL" in text, "STATUS:CANCELLED" in text, "SEQUENCE:2" in text) == (True, True, True)
