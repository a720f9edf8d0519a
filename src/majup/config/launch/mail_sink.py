"""The demo's mail server: takes every mail on loopback and lays it into var/demo-mail, where a page shows it."""

import asyncio
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from aiosmtpd.controller import Controller

FOLDER = Path(os.environ.get("MAJUP_VAR_DIR", "var")) / "demo-mail"


class Keep:
    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        (FOLDER / f"{time.time_ns()}.eml").write_bytes(envelope.content)
        return "250 Kept"


def main(port: int) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    Controller(Keep(), hostname="127.0.0.1", port=port).start()
    with suppress(KeyboardInterrupt):  # Ctrl-C ends the demo
        asyncio.run(asyncio.Event().wait())


if __name__ == "__main__":
    main(int(sys.argv[1]))
