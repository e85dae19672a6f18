"""A real SMTP server on this machine, and the box into which it puts what it takes."""

from __future__ import annotations

import asyncio
import email
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Box:
    """What a server was handed, and what it answers to the next recipients and messages before it takes any."""

    mail: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    at_recipient: list[str] = field(default_factory=list)
    at_data: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 -- as aiosmtpd calls it
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.at_recipient:
            return self.at_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- as aiosmtpd calls it
        assert isinstance(envelope.content, bytes)
        if self.at_data:
            return self.at_data.pop(0)
        self.mail.append(email.message_from_bytes(envelope.content, policy=default))
        self.to.append([str(one) for one in envelope.rcpt_tos])
        return "250 OK"


@contextmanager
def smtp_server(box: Box, *, tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[int]:
    """The port of a server; `tls` from the first byte on, `options` are those of `aiosmtpd.smtp.SMTP`."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(
            lambda: SMTP(box, hostname="mail.example", loop=loop, **options), "127.0.0.1", 0, ssl=tls
        )
    )
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.run_until_complete(server.wait_closed())
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
