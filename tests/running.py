"""The processes of one archive on this machine, each as `vankien` starts it; all of them end with the block that began them."""

from __future__ import annotations

import os
import signal
import socket
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from service.bootstrap import Services, build
from service.config import Settings, read_settings
from workers.embedded_broker import EmbeddedBroker, broker_url_for, start_broker
from workers.processes import Child, await_ready

direct: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Opens addresses of this machine, whatever proxy the environment names."""

_ROOT = Path(__file__).parents[1]


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def answers(url: str) -> bool:
    """Whether somebody says there that all is well."""
    try:
        direct.open(url, timeout=5).close()
    except OSError:
        return False
    return True


@dataclass(slots=True, kw_only=True)
class Running:
    """What runs, and `services` of this process on the same catalog and archive."""

    folder: Path
    env: dict[str, str]
    settings: Settings
    services: Services
    broker: EmbeddedBroker
    programs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What is started in the place of `vankien command`, by the name of the process or the command."""
    children: dict[str, Child] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the web process answers."""
        return f"http://127.0.0.1:{self.settings.port}"

    def start(self, *command: str, name: str = "") -> Child:
        """Start `vankien command`; its log is `<name>.log` in the folder, and it is called what it does where nothing else is said."""
        name = name or command[0]
        argv = (
            self.programs.get(name)
            or self.programs.get(command[0])
            or [sys.executable, "-P", "-m", "service.cli", *command]
        )
        self.children[name] = Child(name, argv, log=self.folder / f"{name}.log", env=self.env)
        return self.children[name]

    def start_web(self) -> None:
        """Start the web process, and wait until it answers."""
        await_ready(self.start("serve"), lambda: answers(f"{self.address}/health/live"), within=60)

    def kill(self, role: str) -> None:
        """Kill what was started by that one word, and all that it started, and start it anew."""
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

    def stop(self) -> None:
        """End every process, the last started first and the broker last."""
        for child in reversed(self.children.values()):
            child.stop()
        self.broker.stop()


@contextmanager
def running(
    folder: Path, *, programs: Mapping[str, Sequence[str]] | None = None, **settings: str
) -> Iterator[Running]:
    """
    An archive in the folder with a root and an administrator, and a broker; no process of ours is started yet.

    `settings` are those of every process, by the names of the environment without `VANKIEN_`; none is taken from around.
    """
    given = {
        "VAR": str(folder / "var"),
        "PORT": str(free_port()),
        "BROKER_URL": broker_url_for(folder / "broker"),
    }
    env = {name: value for name, value in os.environ.items() if not name.startswith("VANKIEN_")}
    env |= {"PYTHONPATH": str(_ROOT)} | {
        f"VANKIEN_{name}": value for name, value in (given | settings).items()
    }
    with ExitStack() as stack:
        broker = stack.enter_context(start_broker(folder / "broker"))
        services = build(read_settings(env), migrate=True)
        stack.callback(services.close)
        services.access.ensure_administrator("Tổng Liên đoàn Lao động Việt Nam")
        system = Running(
            folder=folder,
            env=env,
            settings=read_settings(env),
            services=services,
            broker=broker,
            programs=programs or {},
        )
        stack.callback(system.stop)
        yield system
