"""The real processes on one machine, with PostgreSQL and a broker, and what must hold when they come to rest."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Final

from service.archive.invariants import CheckInvariants
from service.storage import open_to_read
from tests.faults.killing import Broken, said_of
from tests.faults.world import Database, scratch
from tests.postgresql import binaries, private_server
from tests.running import Running, running

_PATIENT_WORKER: Final = (
    "import sys, service.documents.work_on as work; work.MOST_STARTS = 10**6;"
    "from workers.app import start_worker; from service.config import read_settings; sys.exit(start_worker(read_settings()))"
)
"""A worker that never gives up work for having been started too often."""


@contextmanager
def real_system(
    *roles: str,
    patient: bool = False,
    database: Database = "postgresql",
    programs: Mapping[str, Sequence[str]] | None = None,
    server_env: Mapping[str, str] | None = None,
    **settings: str,
) -> Iterator[Running]:
    """
    The system with these processes; the web process answers already.

    `patient` workers start the same work as often as it takes. `programs` and `settings` are those of `running`, `server_env` is
    the environment of PostgreSQL.
    """
    started = {"worker": [sys.executable, "-c", _PATIENT_WORKER]} if patient else {}
    with ExitStack() as stack:
        folder = scratch()
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        if database == "postgresql":
            server = binaries()
            if server is None:
                raise Broken("PostgreSQL is not installed")
            url = stack.enter_context(private_server(server, env=server_env)).format("postgres")
            settings["CATALOG_URL"] = url
        settings["OFFICE"] = "off"
        system = stack.enter_context(running(folder, programs={**started, **(programs or {})}, **settings))
        for role in roles:
            if role == "serve":
                system.start_web()
            else:
                system.start(role)
        yield system


def await_rest(system: Running, told: Callable[[str], None], *, within: float) -> float:
    """The seconds until nothing is promised any more; raises `Broken`."""
    began = said = time.monotonic()
    while True:
        with system.services.catalog.read() as work:
            oldest, now = work.outbox.oldest(), work.now()
        if oldest is None:
            return time.monotonic() - began
        if time.monotonic() - began > within:
            raise Broken(f"I7: after {within:.0f} s work is left that was promised {now - oldest} ago")
        if time.monotonic() - said > 30:
            said = time.monotonic()
            told(f"the oldest promise is {now - oldest} old")
        time.sleep(0.25)


def judge(system: Running, acknowledged: Collection[str]) -> None:
    """Hold files and rows against each other, and against what clients were told; raises `Broken`."""
    check = CheckInvariants(
        storage=open_to_read(system.settings.storage_url), catalog_url=system.settings.catalog_url
    )
    if broken := said_of(check(at_rest=True, acknowledged=acknowledged)):
        raise Broken("; ".join(broken[:5]))


def not_sealed(system: Running, sets: Collection[str]) -> list[str]:
    """Those of the sets that no version stands of."""
    with system.services.catalog.read() as work:
        return [one for one in sets if (found := work.sets.find(one)) is None or found.state != "sealed"]
