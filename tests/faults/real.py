"""The real processes on one machine: web, worker and relay as `vankien` starts them, PostgreSQL, a broker."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from service.archive.invariants import CheckInvariants
from service.bootstrap import Services, build
from service.config import Settings
from service.storage import open_to_read
from tests.faults.killing import Broken, said_of
from tests.faults.world import scratch
from tests.postgresql import binaries, private_server
from workers.embedded_broker import EmbeddedBroker, broker_url_for, start_broker
from workers.processes import Child, await_ready

direct: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Opens addresses of this machine, whatever proxy the environment names."""

_PATIENT_WORKER: Final = (
    "import sys, service.documents.work_on as work; work.MOST_STARTS = 10**6;"
    "from workers.app import start_worker; from service.config import read_settings; sys.exit(start_worker(read_settings()))"
)
"""A worker that never gives up work for having been started too often."""


@dataclass(slots=True, kw_only=True)
class RealSystem:
    """What runs, and `services` of this process on the same catalog and archive."""

    settings: Settings
    services: Services
    broker: EmbeddedBroker
    env: dict[str, str]
    folder: Path
    patient: bool
    children: dict[str, Child] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the web process answers."""
        return f"http://127.0.0.1:{self.settings.port}"

    def start(self, role: str) -> None:
        """Start `serve`, `worker` or `relay`."""
        argv = [sys.executable, "-m", "service.cli", role]
        if role == "worker" and self.patient:
            argv = [sys.executable, "-c", _PATIENT_WORKER]
        self.children[role] = Child(role, argv, log=self.folder / f"{role}.log", env=self.env)

    def kill(self, role: str) -> None:
        """Kill the process and its pool with it, and start it anew."""
        with suppress(ProcessLookupError):
            os.killpg(self.children[role].pid, signal.SIGKILL)
        self.children[role].stop()
        self.start(role)

    def stop_broker(self) -> None:
        """Kill the broker: what it has not written is gone."""
        with suppress(ProcessLookupError):
            os.kill(self.broker.child.pid, signal.SIGKILL)
        self.broker.stop()

    def start_broker(self) -> None:
        """Start it again, at the same address."""
        self.broker = start_broker(self.folder / "broker")

    def await_rest(self, told: Callable[[str], None], *, within: float) -> float:
        """The seconds until nothing is promised any more; raises `Broken`."""
        began = said = time.monotonic()
        while True:
            with self.services.catalog.read() as work:
                oldest, now = work.outbox.oldest(), work.now()
            if oldest is None:
                return time.monotonic() - began
            if time.monotonic() - began > within:
                raise Broken(f"I7: after {within:.0f} s work is left that was promised {now - oldest} ago")
            if time.monotonic() - said > 30:
                said = time.monotonic()
                told(f"the oldest promise is {now - oldest} old")
            time.sleep(0.25)

    def judge(self, acknowledged: Collection[str]) -> None:
        """Hold files and rows against each other, and against what clients were told; raises `Broken`."""
        check = CheckInvariants(
            storage=open_to_read(self.settings.storage_url), catalog_url=self.settings.catalog_url
        )
        if broken := said_of(check(at_rest=True, acknowledged=acknowledged)):
            raise Broken("; ".join(broken[:5]))


@contextmanager
def real_system(*roles: str, patient: bool = False) -> Iterator[RealSystem]:
    """
    The system with these processes; the web process answers already.

    `patient` workers start the same work as often as it takes.
    """
    server = binaries()
    if server is None:
        raise Broken("PostgreSQL is not installed")
    with ExitStack() as stack:
        folder = scratch()
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = stack.enter_context(private_server(server)).format("postgres")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        broker = start_broker(folder / "broker")
        settings = Settings(var=folder, catalog_url=url, office="off", broker_url=broker.url, port=port)
        services = build(settings, migrate=True)
        services.access.ensure_administrator("Root")
        env = {**os.environ, "VANKIEN_VAR": str(folder), "VANKIEN_CATALOG_URL": url, "VANKIEN_OFFICE": "off",
               "VANKIEN_BROKER_URL": broker_url_for(folder / "broker"), "VANKIEN_PORT": str(port)}  # fmt: skip
        system = RealSystem(
            settings=settings, services=services, broker=broker, env=env, folder=folder, patient=patient
        )
        try:
            for role in roles:
                system.start(role)
            if "serve" in roles:
                await_ready(system.children["serve"], lambda: _is_alive(system.address), within=60)
            yield system
        finally:
            for child in system.children.values():
                child.stop()
            services.close()
            system.broker.stop()


def _is_alive(address: str) -> bool:
    try:
        direct.open(f"{address}/health/live", timeout=5).close()
    except OSError:
        return False
    return True
