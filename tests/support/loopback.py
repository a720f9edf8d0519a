"""Real mail servers on free ports of this machine."""

import asyncio
import imaplib
import os
import signal
import socket
import threading
import time
from argparse import Namespace
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
from aiosmtpd.controller import Controller
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPService

from majup.plumbing.mail_message import IncomingMail, parse

USER, PASSWORD = "mailbox", "a long password"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class SmtpServer:
    """Keeps what it receives; can be told to refuse, to be slow, or to kill its client after saying 250."""

    url: str
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuse_recipient: str = ""
    refuse_content: str = ""
    seconds_late: float = 0
    kill_before_goodbye: int = 0

    @property
    def received(self) -> list[IncomingMail]:
        return [parse(raw) for raw in self.raw]

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 -- the name aiosmtpd calls
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- the name aiosmtpd calls
        await asyncio.sleep(self.seconds_late)
        if self.refuse_content:
            return self.refuse_content
        self.raw.append(envelope.original_content)
        self.recipients.extend(envelope.rcpt_tos)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802 -- the name aiosmtpd calls
        if self.kill_before_goodbye:
            os.kill(self.kill_before_goodbye, signal.SIGKILL)
        return "221 Bye"


@pytest.fixture
def smtp_server(settings):
    """A running SMTP server; the application sends there for the time of the test."""
    server = SmtpServer(url="")
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.SMTP_URL = server.url = f"smtp://127.0.0.1:{controller.port}"
    yield server
    controller.stop()


class ImapServer:
    """pymap with its mailboxes in memory, in a thread of its own."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"imap://{USER}:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{self.port}/INBOX"
        self._started, self._error = threading.Event(), None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        assert self._started.wait(10)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    def deliver(self, raw: bytes, folder: str = "INBOX") -> None:
        """Put a mail into the mailbox as a mail server would."""
        with self._client() as client:
            client.append(folder, "", imaplib.Time2Internaldate(time.time()), raw)

    def flags(self, folder: str = "INBOX") -> list[set[str]]:
        """Flags of each mail in the folder."""
        with self._client() as client:
            client.select(f'"{folder}"', readonly=True)
            _, found = client.search(None, "ALL")
            answers = [client.fetch(number.decode(), "(FLAGS)")[1][0] for number in found[0].split()]
        return [{flag.decode() for flag in imaplib.ParseFlags(answer)} - {r"\Recent"} for answer in answers]

    def _client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        client.login(USER, PASSWORD)
        return client

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        arguments = Namespace(
            host=["127.0.0.1"],
            port=str(self.port),
            cert=None,
            key=None,
            tls=False,
            proxy_protocol=None,
            inherited_sockets=None,
            debug=False,
            demo_data=False,
            demo_user=USER,
            demo_password=PASSWORD,
            passlib_cfg=None,
            skip_services=[],
        )
        async with AsyncExitStack() as stack:
            backend, config = await DictBackend.init(arguments)
            config.apply_context()
            await backend.start(stack)
            await IMAPService(backend, config).start(stack)
            self._started.set()
            await self._end.wait()


@pytest.fixture
def imap_server():
    """A running IMAP server with one empty mailbox."""
    server = ImapServer()
    server.start()
    yield server
    server.stop()
