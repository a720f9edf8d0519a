"""One appointment as a calendar file (iCalendar, RFC 5545): read by every calendar program."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

CONTENT_TYPE = "text/calendar"
LONGEST_LINE = 75  # bytes, RFC 5545 3.1


@dataclass(frozen=True)
class Appointment:
    """`begins_at` is aware; `uid` is the same in every file of the appointment, `sequence` grows with each change."""

    uid: str
    sequence: int
    begins_at: datetime
    minutes: int
    title: str
    text: str
    where: str
    organizer: str  # mailbox
    changed_at: datetime
    is_off: bool = False


def file_of(appointment: Appointment) -> bytes:
    """The file in UTF-8; times stand in UTC, so that each calendar shows them in its own zone."""
    ends_at = appointment.begins_at + timedelta(minutes=appointment.minutes)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Majup//Calls//EN",
        f"METHOD:{'CANCEL' if appointment.is_off else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{appointment.uid}",
        f"SEQUENCE:{appointment.sequence}",
        f"DTSTAMP:{_moment(appointment.changed_at)}",
        f"DTSTART:{_moment(appointment.begins_at)}",
        f"DTEND:{_moment(ends_at)}",
        f"SUMMARY:{_escaped(appointment.title)}",
        f"DESCRIPTION:{_escaped(appointment.text)}",
        f"LOCATION:{_escaped(appointment.where)}",
        f"ORGANIZER:mailto:{appointment.organizer}",
        f"STATUS:{'CANCELLED' if appointment.is_off else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) for line in lines).encode()


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """RFC 5545 3.3.11: backslash, semicolon, comma and line end."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most LONGEST_LINE bytes, never cut inside a letter; the rest begins with a space."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > LONGEST_LINE:
            pieces.append(piece)
            piece = " "
        piece += letter
    return "\r\n".join([*pieces, piece]) + "\r\n"
