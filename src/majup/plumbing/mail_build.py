"""One mail that goes out, built so that no field can carry a second header."""

from collections.abc import Iterable
from datetime import datetime
from email import policy
from email.errors import HeaderParseError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol

from majup.plumbing.mail_message import ADDRESS, IDENTIFIER, Attachment
from majup.plumbing.mail_text import one_line, tidy

MOST_REFERENCES = 20
CALENDAR = "text/calendar"  # the one kind of text that goes as a file: programs offer to put it into the calendar


class Letter(Protocol):
    """What a mail is made of; models.OutgoingMail has it all."""

    message_id: str
    from_address: str
    from_name: str
    to_address: str
    subject: str
    text: str
    html: str
    in_reply_to: str
    references: list[str]
    language: str
    automatic: bool
    unsubscribe_url: str
    created_at: datetime


class IdentifiersHeader(UnstructuredHeader):
    """Message-IDs and addresses one a line: the standard folding would encode long ones, and nobody could read them."""

    def fold(self, *, policy):
        name, value = self.name, str(self)  # type: ignore[attr-defined]
        return f"{name}: " + f"{policy.linesep} ".join(value.split()) + policy.linesep


HEADERS = HeaderRegistry()
for _name in ("message-id", "in-reply-to", "references", "list-unsubscribe"):
    HEADERS.map_to_type(_name, IdentifiersHeader)  # type: ignore[arg-type]
SMTP = policy.SMTP.clone(header_factory=HEADERS)


def address(addr_spec: str, name: str = "") -> Address:
    """Raises ValueError when `addr_spec` is not one address; an international domain becomes its ASCII form."""
    spec = one_line(addr_spec)
    if not ADDRESS.fullmatch(spec):
        raise ValueError("not an e-mail address")
    local, domain = spec.split("@")
    ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    try:
        return Address(one_line(name), addr_spec=f"{local}@{ascii_domain}")
    except HeaderParseError as error:
        raise ValueError("not an e-mail address") from error


def build(letter: Letter, attachments: Iterable[Attachment] = ()) -> EmailMessage:
    """The same bytes-for-bytes identity at each attempt: Message-ID and Date come from the letter.

    Raises ValueError when an address is none.
    """
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = _identifiers([letter.message_id])
    message["Date"] = format_datetime(letter.created_at)
    message["From"] = address(letter.from_address, letter.from_name)
    message["To"] = address(letter.to_address)
    message["Subject"] = one_line(letter.subject)
    _add_thread(message, letter)
    if letter.automatic:
        message["Auto-Submitted"] = "auto-replied" if letter.in_reply_to else "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
    if letter.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{one_line(letter.unsubscribe_url)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if letter.language.replace("-", "").isalnum():
        message["Content-Language"] = letter.language
    _add_body(message, letter, attachments)
    return message


def _identifiers(candidates: Iterable[str]) -> str:
    return " ".join(IDENTIFIER.findall(" ".join(candidates)))


def _add_thread(message: EmailMessage, letter: Letter) -> None:
    if answered := _identifiers([letter.in_reply_to]):
        message["In-Reply-To"] = answered
    known = list(dict.fromkeys(IDENTIFIER.findall(" ".join([*letter.references, answered]))))
    if known:
        message["References"] = " ".join([*known[:1], *known[1:][-MOST_REFERENCES:]])


def _add_body(message: EmailMessage, letter: Letter, attachments: Iterable[Attachment]) -> None:
    message.set_content(tidy(letter.text) + "\n", charset="utf-8")
    if letter.html:
        message.add_alternative(tidy(letter.html), subtype="html", charset="utf-8")
    for part in attachments:
        main, _, sub = part.content_type.partition("/")
        if part.content_type != CALENDAR and (main in {"multipart", "message", "text"} or not (main.isalnum() and sub)):
            main, sub = "application", "octet-stream"
        # A text without its charset is read as ASCII, and our calendar files are UTF-8.
        params = {"charset": "utf-8"} if part.content_type == CALENDAR else None
        message.add_attachment(
            part.content, maintype=main, subtype=one_line(sub), filename=one_line(part.name), params=params
        )
