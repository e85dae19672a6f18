"""
Who acts in a world: a web process that takes submissions and gives numbers, a relay, workers.

Each is a fork of a process that has everything at hand, so that starting one costs milliseconds and killing it nothing.
Messages go through a pipe, which loses what a killed worker had taken: as a broker may.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import json
import os
import random
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from service.archive import SearchRequest
from service.bootstrap import Services
from service.catalog import AccountRecord, CatalogUnavailable, LookTooLong
from service.documents.register.refusals import RegisterRefused
from service.intake import submit
from service.intake.refused import DataRefused
from service.storage import StorageError
from tests.faults.small import small_meeting
from tests.faults.steps import count_steps
from tests.faults.world import time_passed

_WHOLE: Final = submit.CHUNK
BODIES: Final = 12
"""Bodies whose meetings are sent again and again: corrections follow one another."""

_PR_SET_PDEATHSIG: Final = 1
_NOW: Final = {"kill": signal.SIGKILL, "freeze": signal.SIGSTOP}
_ID: Final = struct.Struct("<q")
DAY: Final = dt.date(2024, 3, 20)
TROUBLE: Final = (CatalogUnavailable, LookTooLong, StorageError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The pipes of a world: ids of work, and one back to whoever watches, for each actor."""

    take: int
    give: int


@dataclass(slots=True, kw_only=True)
class Actor:
    """A living process: what it said so far, and where it is to be struck."""

    role: str
    pid: int
    said: int
    strike: str
    delay: float
    buffer: bytes = b""
    woken_at: float | None = None
    frozen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A submission that somebody sent, and may have to send again with the same key."""

    key: str
    body: str
    edition: int


def begin(
    opened: Callable[[], Services],
    role: str,
    chance: random.Random,
    line: Line,
    asked: list[Asked],
    *,
    longest: int,
    strike: str,
    ahead: dt.timedelta,
) -> Actor:
    """
    Fork an actor that tells when it has come to a place drawn from `chance`, and goes on.

    Its clock is `ahead` by so much.
    """
    # Early places are met by whatever is going on; late ones cost the work before them.
    at = 1 + int(longest * chance.random() ** 2)
    delay = chance.choice((0.0, 0.0, chance.uniform(0.0, 0.004)))
    script = random.Random(chance.random())  # noqa: S311 -- an order, not a secret
    hear, tell = os.pipe()
    pid = os.fork()
    if not pid:
        # Whoever starts actors and is killed leaves none behind.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        os.close(hear)
        _act(
            opened,
            role,
            script,
            line,
            asked,
            tell,
            at,
            _NOW.get(strike) if strike == "freeze" or not delay else None,
            ahead,
        )
    os.close(tell)
    os.set_blocking(hear, False)
    return Actor(role=role, pid=pid, said=hear, strike=strike, delay=delay)


def _act(  # noqa: PLR0917 -- what a process is told at its birth
    opened: Callable[[], Services],
    role: str,
    chance: random.Random,
    line: Line,
    asked: list[Asked],
    tell: int,
    at: int,
    by_itself: signal.Signals | None,
    ahead: dt.timedelta,
) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    write = os.write

    def say(**values: object) -> None:
        write(tell, json.dumps(values).encode() + b"\n")

    def reached(n: int, name: str) -> None:
        if n == at:
            say(at=name)
            if by_itself is not None:
                # At this very place: on a busy machine whoever watches would come too late.
                os.kill(os.getpid(), by_itself)

    count_steps(reached)
    try:
        with time_passed(ahead):
            services = _patiently(opened)
            _ROLES[role](services, chance, line, asked, say)
    except BaseException:  # noqa: BLE001 -- told to whoever watches, who fails
        say(broke=traceback.format_exc())
    finally:
        sys.stdout.flush()
        os._exit(1)


def _patiently(open_services: Callable[[], Services]) -> Services:
    """A database that is just starting is waited for, as a supervisor would."""
    until = time.monotonic() + 30
    while True:
        try:
            return open_services()
        except TROUBLE:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


Say = Callable[..., None]


def _web(services: Services, chance: random.Random, _: Line, asked: list[Asked], say: Say) -> None:
    account = _patiently_account(services)
    for one in asked:
        # Without an answer again, it stays open for the web process after this one.
        with suppress(*TROUBLE):
            _submit(services, account, one, say)
    while True:
        dice = chance.random()
        with suppress(*TROUBLE):
            if dice < 0.6:
                one = Asked(
                    key=f"{chance.getrandbits(64):x}",
                    body=f"Body {chance.randrange(BODIES)}",
                    edition=chance.randint(2, 10**6),
                )
                say(tries=[one.key, one.body, one.edition])
                _submit(services, account, one, say)
            else:
                _number(services, account, chance, say, void=dice > 0.95)
        time.sleep(0.01)


def _patiently_account(services: Services) -> AccountRecord:
    while True:
        with suppress(*TROUBLE):
            return services.access.ensure_administrator("Root")
        time.sleep(0.02)


def _submit(services: Services, account: AccountRecord, one: Asked, say: Say) -> None:
    raw = small_meeting(one.body, edition=one.edition)
    # The papers of every other edition wait for each other; those of the rest are sealed by whoever makes them.
    submit.CHUNK = _WHOLE if one.edition % 2 else 1
    try:
        done = services.submit(raw, account=account, key=one.key)
    except DataRefused as refused:
        say(refused=one.key, why=[found.code for found in refused.findings])
        return
    say(accepted=one.key, set=done.set_id)


def _number(
    services: Services, account: AccountRecord, chance: random.Random, say: Say, *, void: bool
) -> None:
    papers = services.archive.search(SearchRequest(kind="resolution"), account=account).papers
    if not papers:
        return
    document_id = chance.choice(papers).document.id
    with suppress(RegisterRefused):
        if void:
            record = services.register.void(document_id, reason="misprint", account=account)
            if record is not None:
                say(voided=record.written, document=document_id)
            return
        given = services.register.give(document_id, issued_on=DAY, account=account)
        if given is not None:
            say(number=given.number.written, document=document_id)


def _relay(services: Services, _: random.Random, line: Line, __: list[Asked], ___: Say) -> None:
    def send(message_id: int) -> None:
        os.write(line.give, _ID.pack(message_id))

    while True:
        with suppress(*TROUBLE, BlockingIOError):
            services.tidy()
            break
    while True:
        with suppress(*TROUBLE, BlockingIOError):
            services.relay(send)
        time.sleep(0.005)


def _worker(services: Services, _: random.Random, line: Line, __: list[Asked], ___: Say) -> None:
    while True:
        message_id = _ID.unpack(os.read(line.take, _ID.size))[0]
        with suppress(CatalogUnavailable):
            services.work_on(message_id)


_ROLES: Final[Mapping[str, Callable[[Services, random.Random, Line, list[Asked], Say], Any]]] = {
    "web": _web,
    "relay": _relay,
    "worker": _worker,
    "second worker": _worker,
}
ROLES: Final = tuple(_ROLES)
