"""One mail that came in, read so that nothing a stranger may send can stop the mailbox."""

import re
from binascii import a2b_base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from mimetypes import guess_extension
from typing import TypeVar

from majup.plumbing.mail_text import decode, decode_header, html_to_text, one_line, squeeze, tidy, without_quote

T = TypeVar("T")

IDENTIFIER = re.compile(r"<[!-;=?-~]{1,996}>")
ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"@]{1,64}@[^\s<>()\[\]:;,\"@]{1,255}")
REPLY_SUBJECT = re.compile(r"^\s*(re|aw|sv|vs|odp|ats|atb|rif|res)\b[^:]{0,6}:", re.IGNORECASE)
FORWARD_SUBJECT = re.compile(r"^\s*(fw|fwd|wg|tr|vb|p\wrs|doorst)\b\.?[^:]{0,6}:", re.IGNORECASE)
MACHINES = ("mailer-daemon", "postmaster")
SILENT_PRECEDENCE = {"bulk", "auto_reply", "auto-reply", "list", "junk"}
MACHINE_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "list-id", "list-post", "x-failed-recipients")
DELIVERY_HEADERS = ("delivered-to", "x-original-to", "envelope-to")
MOST_PARTS = 500
DEEPEST = 50


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class IncomingMail:
    """Addresses are in lower case; `date` is None when the sender gave none that can be read."""

    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    from_name: str = ""
    from_address: str = ""
    reply_to: str = ""
    to: tuple[str, ...] = ()
    delivered_to: str = ""
    subject: str = ""
    date: datetime | None = None
    text: str = ""
    text_without_quote: str = ""
    attachments: tuple[Attachment, ...] = ()
    is_automatic: bool = False
    is_bounce: bool = False
    failed_recipient: str = ""
    failed_message_id: str = ""

    @property
    def thread(self) -> tuple[str, ...]:
        """Message-IDs of what this mail answers, nearest first."""
        ids = (self.in_reply_to, *reversed(self.references))
        return tuple(dict.fromkeys(identifier for identifier in ids if identifier))


def attempt(read: Callable[[], T], otherwise: T) -> T:
    """Broken headers and parts break the standard library in many ways; what cannot be read counts as absent."""
    try:
        return read()
    except Exception:
        return otherwise


def parse(raw: bytes) -> IncomingMail:
    """Read any bytes as a mail; never raises. What has no structure arrives whole as its text."""
    headers = attempt(lambda: BytesHeaderParser(policy=policy.compat32).parsebytes(raw), Message())
    envelope = attempt(lambda: _envelope(headers, raw), IncomingMail(message_id=_derived_id(raw)))
    whole = attempt(lambda: BytesParser(policy=policy.compat32).parsebytes(raw), None)
    read = attempt(lambda: _content(whole, envelope), None) if whole is not None else None
    if read is None:
        text = squeeze(decode(raw, None))
        read = replace(envelope, text=text, text_without_quote=text)
    return read


def _derived_id(raw: bytes) -> str:
    return f"<{sha256(raw).hexdigest()}@message.invalid>"


def _all(message: Message, name: str) -> list[str]:
    """Raw values of every header called `name`; bytes beyond ASCII are surrogates in them."""
    return [str(value)[:20_000] for key, value in message.raw_items() if str(key).lower() == name]


def _first(message: Message, name: str) -> str:
    return next(iter(_all(message, name)), "")


def _identifiers(message: Message, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(IDENTIFIER.findall(" ".join(_all(message, name)))))


def _addresses(message: Message, name: str) -> list[tuple[str, str]]:
    """(name, address) of each address in the headers; also when the whole address hides in an encoded word."""
    values = _all(message, name)
    nothing: list[tuple[str, str]] = []
    pairs = attempt(lambda: getaddresses(values), nothing)
    found = [(decode_header(name), _address(address)) for name, address in pairs if ADDRESS.fullmatch(address.strip())]
    return found or [("", _address(text)) for value in values for text in ADDRESS.findall(decode_header(value))]


def _address(text: str) -> str:
    return one_line(text).lower()[:254]


def _date(text: str) -> datetime | None:
    moment = attempt(lambda: parsedate_to_datetime(text), None)
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    utc = attempt(lambda: aware.astimezone(UTC), None)
    return utc if utc and 1970 <= utc.year <= 2999 else None


def _envelope(headers: Message, raw: bytes) -> IncomingMail:
    sender = next(iter(_addresses(headers, "from") or _addresses(headers, "sender")), ("", ""))
    delivered = (address for name in DELIVERY_HEADERS for _, address in _addresses(headers, name))
    return IncomingMail(
        message_id=next(iter(_identifiers(headers, "message-id")), _derived_id(raw)),
        in_reply_to=next(iter(_identifiers(headers, "in-reply-to")), ""),
        references=_identifiers(headers, "references"),
        from_name=sender[0][:200],
        from_address=sender[1],
        reply_to=next((address for _, address in _addresses(headers, "reply-to")), ""),
        to=tuple(dict.fromkeys(address for name in ("to", "cc") for _, address in _addresses(headers, name))),
        delivered_to=next(delivered, ""),
        subject=decode_header(_first(headers, "subject"))[:400],
        date=_date(_first(headers, "date")),
        is_automatic=_is_automatic(headers, sender[1]),
    )


def _is_automatic(headers: Message, sender: str) -> bool:
    submitted = _first(headers, "auto-submitted").split(";")[0].strip().lower()
    return (
        submitted not in {"", "no"}
        or any(_all(headers, name) for name in MACHINE_HEADERS)
        or _first(headers, "precedence").strip().lower() in SILENT_PRECEDENCE
        or _first(headers, "return-path").strip() == "<>"
        or sender.split("@", maxsplit=1)[0] in MACHINES
    )


def _content(message: Message, envelope: IncomingMail) -> IncomingMail:
    parts = list(_leaves(message))
    text = squeeze(_body(message)).strip()
    failed, original = _failure(parts)
    return replace(
        envelope,
        text=text,
        text_without_quote=without_quote(text) if _is_reply(envelope) else text,
        attachments=tuple(_attachments(parts)),
        is_automatic=envelope.is_automatic or bool(failed),
        is_bounce=bool(failed),
        failed_recipient=failed,
        failed_message_id=(original or envelope.in_reply_to) if failed else "",
    )


def _is_reply(envelope: IncomingMail) -> bool:
    """A forwarded mail carries its meaning below the line, so only answers are cut."""
    if FORWARD_SUBJECT.match(envelope.subject):
        return False
    return bool(envelope.thread) or bool(REPLY_SUBJECT.match(envelope.subject))


def _leaves(message: Message) -> Iterator[Message]:
    """Parts that hold content, in order; an attached mail is one part. No recursion: nesting may be deep."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop()
        seen += 1
        if _kind(part).startswith("multipart/"):
            waiting.extend(reversed(_children(part)))
        else:
            yield part


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _kind(part: Message) -> str:
    """Content type; a multipart whose boundary never comes is one piece of text."""
    kind = attempt(part.get_content_type, "application/octet-stream")
    return "text/plain" if kind.startswith("multipart/") and not isinstance(part.get_payload(), list) else kind


def _file_name(part: Message) -> str:
    """Name without folders and control characters, empty when the part has none."""
    raw = attempt(part.get_filename, None)
    name = decode_header(raw) if isinstance(raw, str) else ""
    return name.replace("\\", "/").rsplit("/", 1)[-1].strip(". ")[-150:]


def _is_attachment(part: Message) -> bool:
    disposition = _first(part, "content-disposition").split(";")[0].strip().lower()
    return disposition == "attachment" or bool(_file_name(part)) or not _kind(part).startswith("text/")


def _body(part: Message, depth: int = 0) -> str:
    """What a reader sees: plain text where the sender gave it, otherwise the words of the HTML."""
    kind = _kind(part)
    if kind.startswith("multipart/") and depth < DEEPEST:
        bodies = [(_kind(child), _body(child, depth + 1)) for child in _children(part)[:MOST_PARTS]]
        filled = [(child, body) for child, body in bodies if body.strip()]
        if kind == "multipart/alternative":
            return next((body for child, body in filled if child == "text/plain"), filled[-1][1] if filled else "")
        return "\n\n".join(body for _, body in filled)
    if _is_attachment(part) or kind == "text/rfc822-headers":
        return ""
    text = decode(_bytes(part), attempt(part.get_content_charset, None))
    return html_to_text(text) if kind == "text/html" else text


def _bytes(part: Message) -> bytes:
    """Content with the transfer encoding undone; broken encodings give what can be saved of them."""
    if isinstance(part.get_payload(), list):
        return b"\n".join(attempt(child.as_bytes, b"") for child in _children(part))
    written = str(part.get_payload() or "").encode("utf-8", "surrogateescape")
    decoded: object = attempt(lambda: part.get_payload(decode=True), None)
    if not isinstance(decoded, bytes):
        return written
    is_undone = b"".join(decoded.split()) != b"".join(written.split())
    if not is_undone and _first(part, "content-transfer-encoding").strip().lower() == "base64":
        return _whole_groups(written)
    return decoded


def _whole_groups(broken: bytes) -> bytes:
    """Base64 that was cut off in the middle, as far as it goes."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", broken)
    return a2b_base64(letters[: len(letters) // 4 * 4])


def _attachments(parts: list[Message]) -> Iterator[Attachment]:
    for number, part in enumerate(parts, 1):
        if not _is_attachment(part) or _kind(part) == "message/delivery-status":
            continue
        content = _bytes(part)
        if content:
            kind = one_line(tidy(_kind(part)))[:100]
            yield Attachment(_file_name(part) or f"attachment-{number}{guess_extension(kind) or ''}", kind, content)


def _failure(parts: list[Message]) -> tuple[str, str]:
    """(recipient who cannot be reached, Message-ID of what we sent) of a delivery report; empty for any other mail."""
    failed = original = ""
    for part in parts:
        kind = _kind(part)
        if kind == "message/delivery-status":
            failed = failed or _failed_recipient(part)
        elif kind in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            original = original or _original_id(part)
    return failed, original


def _failed_recipient(report: Message) -> str:
    for block in _children(report):
        recipient = _first(block, "final-recipient") or _first(block, "original-recipient")
        action = _first(block, "action").strip().lower()
        if recipient and action in {"", "failed"}:
            return _address(recipient.split(";", 1)[-1]) or "unknown"
    return ""


def _original_id(part: Message) -> str:
    found = re.search(rb"^message-id:\s*(<[!-;=?-~]+>)", _bytes(part), re.IGNORECASE | re.MULTILINE)
    return found[1].decode("ascii") if found else ""
