"""A mailbox read by IMAP. A mail is handed over again and again until it is marked done, so none is lost to a crash."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

SECONDS_TO_WAIT = 30
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class MailboxUnavailableError(Exception):
    """The server cannot be reached, refuses us, or broke off; trying again later is safe."""


@dataclass(frozen=True)
class Place:
    """Where the mail lies: `imaps://user:password@host:port/FOLDER?done=FOLDER`.

    With `done` a finished mail is moved there, and people may read the inbox meanwhile; without it, it is marked read.
    """

    host: str
    port: int
    is_encrypted: bool
    user: str
    password: str
    folder: str
    done: str


def place_of(url: str) -> Place:
    """Raises ValueError for an unencrypted server that is not on this machine."""
    parts = urlsplit(url)
    encrypted, host = parts.scheme == "imaps", parts.hostname or ""
    if not encrypted and not (parts.scheme == "imap" and host in LOOPBACK):
        raise ValueError("mail may be fetched unencrypted only from this machine; use imaps://")
    return Place(
        host=host,
        port=parts.port or (993 if encrypted else 143),
        is_encrypted=encrypted,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        done=parse_qs(parts.query).get("done", [""])[0],
    )


class Mailbox:
    """One open folder. UIDs are valid while it is open."""

    def __init__(self, server: imaplib.IMAP4, done: str) -> None:
        self._server, self._done = server, done

    def fetch(self, *, limit: int = 50) -> Iterator[tuple[str, bytes]]:
        """Yield (uid, raw mail), oldest first, of at most `limit` mails not marked done; the server changes nothing."""
        (found,) = self._ask("SEARCH", "UNDELETED" if self._done else "UNSEEN UNDELETED")
        for uid in (found or b"").split()[:limit]:
            for part in self._ask("FETCH", uid.decode(), "(BODY.PEEK[])"):
                if isinstance(part, tuple):
                    yield uid.decode(), part[1]

    def mark_done(self, uid: str) -> None:
        """To be called after the commit of what the mail became: killed before, it is simply handed over again."""
        if self._done:
            self._ask("COPY", uid, _quoted(self._done))
            self._ask("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Deleted)")
            _answer(self._server.expunge())
        else:
            self._ask("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, command: str, *arguments: str) -> list:
        return _answer(self._server.uid(command, *arguments))


@contextmanager
def opened(url: str) -> Iterator[Mailbox]:
    """Open the mailbox at `url` for one round; raises MailboxUnavailableError whatever goes wrong with the server."""
    place = place_of(url)
    try:
        server = _connect(place)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxUnavailableError(str(error)) from error
    try:
        yield _select(server, place)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxUnavailableError(str(error)) from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _connect(place: Place) -> imaplib.IMAP4:
    if place.is_encrypted:
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(place.host, place.port, ssl_context=context, timeout=SECONDS_TO_WAIT)
    return imaplib.IMAP4(place.host, place.port, timeout=SECONDS_TO_WAIT)


def _select(server: imaplib.IMAP4, place: Place) -> Mailbox:
    _answer(server.login(place.user, place.password))
    if place.done:
        server.create(_quoted(place.done))  # answers NO when it is there already
    _answer(server.select(_quoted(place.folder)))
    return Mailbox(server, place.done)


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _answer(response: tuple[str, list]) -> list:
    status, data = response
    if status != "OK":
        raise imaplib.IMAP4.error(str(data))
    return data
