"""
Sending what was promised: signed, to the address that was looked at, without following anything.

The form is that of Standard Webhooks: `webhook-id` (the same however often it is sent), `webhook-timestamp`, and
`webhook-signature`, an Ed25519 signature (`v1a,`) by the archive's key over `<id>.<timestamp>.<body>`. No secret is shared: the
receiver needs the public key alone, which lies in the archive.
"""

from __future__ import annotations

import base64
import datetime as dt
import http.client
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import structlog

from service.catalog import Catalog, DeliveryRecord
from service.webhooks.addresses import AddressRefused, Allowed, Resolver, Target, resolved

SECONDS: Final = 5.0
"""How long one step of a try may take; the whole of it twice as long."""

RETRIES: Final = tuple(
    dt.timedelta(seconds=one)
    for one in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""How long after a try that failed the next one comes; after the last of them the delivery is given up."""

_LEASE = dt.timedelta(minutes=2)
_AT_ONCE = 10
_MOST_READ = 64 * 1024

log = structlog.get_logger()

Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverWebhooks:
    """Sends deliveries that are due, at least once each."""

    catalog: Catalog
    sign: Sign
    allowed: Allowed
    resolve: Resolver | None = None
    tls: ssl.SSLContext | None = None

    def __call__(self) -> int:
        """
        Send what is due; how many were tried.

        A process that dies between sending and keeping the outcome sends again later, with the same id. Raises
        `CatalogUnavailable`.
        """
        with self.catalog.begin() as work:
            now = work.now()
            taken = work.webhooks.claim(at=now, until=now + _LEASE, limit=_AT_ONCE)
            work.commit()
        for one in taken:
            self._settle(one, self._try(one, now))
        return len(taken)

    def _settle(self, delivery: DeliveryRecord, outcome: str) -> None:
        is_taken = outcome.isdigit() and HTTPStatus.OK <= int(outcome) < HTTPStatus.MULTIPLE_CHOICES
        with self.catalog.begin() as work:
            if is_taken:
                work.webhooks.settle(delivery, state="delivered", outcome=outcome)
            elif delivery.attempts > len(RETRIES):
                work.webhooks.settle(delivery, state="dead", outcome=outcome)
            else:
                due_at = work.now() + RETRIES[delivery.attempts - 1]
                work.webhooks.settle(delivery, state="waiting", outcome=outcome, due_at=due_at)
            work.commit()
        log.info("webhook_tried", webhook=delivery.webhook_id, delivery=delivery.id, outcome=outcome)

    def _try(self, delivery: DeliveryRecord, at: dt.datetime) -> str:
        """One try: the status of the answer, or a word for why there is none."""
        try:
            target = resolved(delivery.url, allowed=self.allowed, resolve=self.resolve)
        except AddressRefused as error:
            return error.reason
        body = delivery.payload.encode()
        headers = {
            "Content-Type": "application/json",
            "Host": target.authority,
            "User-Agent": "vankien",
            "Connection": "close",
            **signed_headers(delivery.event_id, at, body, self.sign),
        }
        try:
            return str(_post(target, body, headers, self.tls or ssl.create_default_context()))
        except ssl.SSLError:
            return "tls"
        except TimeoutError:
            return "too_slow"
        except (OSError, http.client.HTTPException, ValueError):
            return "unreachable"


def signed_headers(event_id: str, at: dt.datetime, body: bytes, sign: Sign) -> dict[str, str]:
    """The three headers of Standard Webhooks."""
    stamp = str(int(at.timestamp()))
    signature = sign(b".".join((event_id.encode(), stamp.encode(), body)))
    return {
        "webhook-id": event_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1a,{base64.b64encode(signature).decode()}",
    }


def _post(target: Target, body: bytes, headers: dict[str, str], tls: ssl.SSLContext) -> int:
    """The status of the answer. Nothing of it is kept, no redirect is followed, and no proxy is asked."""
    connection = _Pinned(target, tls)
    watch = threading.Timer(2 * SECONDS, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", target.path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read(_MOST_READ)
        return answer.status
    finally:
        watch.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was looked at, whatever its name may answer now."""

    def __init__(self, target: Target, tls: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self._target, self._tls = target, tls

    def connect(self) -> None:
        """Connect to the address, and prove the name to which the certificate must belong."""
        plain = socket.create_connection((self._target.ip, self._target.port), timeout=SECONDS)
        is_tls = self._target.scheme == "https"
        self.sock = self._tls.wrap_socket(plain, server_hostname=self._target.host) if is_tls else plain

    def cut(self) -> None:
        """End a try that somebody keeps open, byte by byte."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
