"""Who might stay locked out when a clock that ran ahead is set back: people, programs and the receivers of webhooks."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from sqlalchemy import func, select

from service.access import SecondFactorDesk
from service.access.patience import FREE
from service.catalog import AccountRecord
from service.catalog.tables import webhook_delivery
from service.web.secret_key import secret_key
from tests.answering import answering
from tests.faults.killing import Broken
from tests.faults.visitor import Visitor
from tests.running import Running
from tests.web.test_second_factor import code

PASSWORD: Final = "mật khẩu đủ dài để thử"
TIRED: Final = "met-moi"
"""Mistypes the password while the clock is ahead."""
CAREFUL: Final = "can-than"
"""Is asked for the code of a telephone."""

_IN: Final = 303
_A_CENTURY: Final = dt.timedelta(days=36_500)
"""So long lasts a token by which data are sent while clocks are years ahead."""


@dataclass(slots=True, kw_only=True)
class Receiver:
    """Whoever is told by a webhook; takes nothing while it is `away`."""

    port: int
    heard: int = 0
    away: bool = False

    def await_all(self, system: Running, *, until: float) -> int:
        """Wait until every message was taken; how many there are. Raises `Broken` after `until` of the monotonic clock."""
        while left := _deliveries(system, webhook_delivery.c.state != "delivered"):
            if time.monotonic() > until:
                raise Broken(f"I13: {left} messages were not told")
            time.sleep(0.1)
        return _deliveries(system)


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            held.heard += 1
            self.send_response(503 if held.away else 204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held = Receiver(port=server.server_address[1])
    with answering(server):
        yield held


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was given out while the clock was right: to be as good when it is right again."""

    token: str
    lasting_token: str
    visitor: Visitor
    secret: str

    @classmethod
    def of(cls, system: Running, hears: Receiver) -> Before:
        """Accounts, tokens, somebody signed in, somebody with a telephone, and an address that is told."""
        services = system.services
        root = services.access.ensure_administrator("Root")
        services.webhooks.add(f"http://127.0.0.1:{hears.port}/", by=root)
        tired, careful = (
            services.access.add_account(
                name=name, role="secretary", organisation=root.organisation, password=PASSWORD
            )
            for name in (TIRED, CAREFUL)
        )
        visitor = Visitor(address=system.address)
        if visitor.sign_in(tired.name, PASSWORD) != _IN or not visitor.is_in():
            raise Broken("nobody can sign in while the clock is right")
        return cls(
            token=services.access.new_token(root.name, label="a year"),
            lasting_token=services.access.new_token(root.name, label="lasting", lasts=_A_CENTURY),
            visitor=visitor,
            secret=_enrolled(system, careful),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What was done while the clock was far ahead."""

    visitor: Visitor

    @classmethod
    def of(
        cls, system: Running, before: Before, hears: Receiver, ahead: float, send: Callable[[], None]
    ) -> Ahead:
        """Passwords mistyped, a code used, a session opened, messages that nobody took, and work just begun."""
        hears.away, heard = True, hears.heard
        visitor, clumsy = Visitor(address=system.address), Visitor(address=system.address)
        statuses = [clumsy.sign_in(TIRED, "wrong") for _ in range(FREE + 2)]
        if 429 not in statuses:
            raise Broken(f"guessing was not slowed down: {statuses}")
        if visitor.sign_in(CAREFUL, PASSWORD, code(before.secret, later=int(ahead))) != _IN:
            raise Broken("the code of the wrong time is not taken while the clock is wrong")
        send()
        until = time.monotonic() + 30
        while hears.heard == heard:
            if time.monotonic() > until:
                raise Broken("nothing was told for 30 s")
            time.sleep(0.05)
        send()
        hears.away = False
        # A refusal that is on its way is put down before the clock moves: later it would rightly be tried minutes after.
        time.sleep(1.0)
        return cls(visitor=visitor)

    def require_in(self, system: Running, before: Before, *, until: float) -> None:
        """Everybody gets in; sessions of the wrong time are over, those from before it go on. Raises `Broken`."""
        if not before.visitor.is_in():
            raise Broken("a session from before the jumps has ended")
        if self.visitor.is_in():
            raise Broken("a session of a clock that ran ahead lasts on")
        for name, second in ((TIRED, ""), (CAREFUL, before.secret)):
            while (
                status := Visitor(address=system.address).sign_in(
                    name, PASSWORD, code(second, later=30) if second else ""
                )
            ) != _IN:
                if time.monotonic() > until:
                    raise Broken(f"{name} cannot sign in any more: {status}")
                time.sleep(0.5)


def _enrolled(system: Running, account: AccountRecord) -> str:
    """The secret of the telephone of that account, which is asked for codes from now on."""
    key = secret_key(system.settings.secret_key_file)
    desk = SecondFactorDesk(catalog=system.services.catalog, key=key)
    shown = desk.enrolment(account)
    if shown is None or desk.confirm(account, code(shown.secret)) is None:
        raise Broken(f"{account.name} cannot have codes")
    return shown.secret


def _deliveries(system: Running, *which: Any) -> int:
    counted = select(func.count()).select_from(webhook_delivery).where(*which)
    with system.services.catalog._engine.connect() as connection:
        return connection.scalar(counted) or 0
