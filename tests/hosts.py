"""
Several hosts on this machine: network namespaces on one bridge, each with an address of its own.

The hall holds database, broker, S3 store, web and relay, and the bridge; a worker's host reaches nothing but the hall, by a cable
that can be pulled. Nothing touches this machine's own network, and all of it is gone when its first process ends. Needs root.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg

from tests import s3
from tests.postgresql import binaries, private_server
from workers.embedded_broker import server_binary
from workers.processes import Child, await_ready

HALL: Final = "10.83.0.1"
_HALLS_PORT: Final = 8080
_NEW_NETWORK: Final = 0x40000000  # CLONE_NEWNET

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A network of its own; it lasts as long as the process `pid`."""

    name: str
    address: str
    pid: int

    @contextmanager
    def inside(self) -> Iterator[None]:
        """What this thread connects, listens to or starts meanwhile is on this host."""
        libc = ctypes.CDLL(None, use_errno=True)
        own = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(f"/proc/{self.pid}/ns/net", os.O_RDONLY)
        try:
            _enter(libc, there)
            yield
        finally:
            _enter(libc, own)
            os.close(there)
            os.close(own)


def _enter(libc: ctypes.CDLL, network: int) -> None:
    if libc.setns(network, _NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "setns: root is needed")


@contextmanager
def new_host(name: str, address: str, *, inside: Sequence[str] = ()) -> Iterator[Host]:
    """
    A host without a cable; it ends with the block, or with this process.

    `inside` prepares it: a command that may change its mounts, says a line and then reads to the end of its input.
    """
    # `cat` ends when whoever holds its other end does.
    command = ["unshare", "--net", "--mount", *(inside or ("sh", "-c", "echo; exec cat"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline(), "a network namespace cannot be made: root is needed"
        host = Host(name=name, address=address, pid=holder.pid)
        with host.inside():
            _ip("link set lo up")
        yield host


def _ip(command: str) -> None:
    subprocess.run(["ip", *command.split()], check=True)


def lay_bridge(hall: Host) -> None:
    """Make that host the one to which all cables lead."""
    with hall.inside():
        _ip("link add hall type bridge")
        _ip(f"addr add {hall.address}/24 dev hall")
        _ip("link set hall up")


def lay_cable(hall: Host, host: Host) -> None:
    """Connect a host to the hall's bridge."""
    with hall.inside():
        _ip(f"link add {host.name} type veth peer name eth0 netns {host.pid}")
        _ip(f"link set {host.name} master hall up")
    with host.inside():
        _ip(f"addr add {host.address}/24 dev eth0")
        _ip("link set eth0 up")


@dataclass(slots=True, kw_only=True)
class Site:
    """Everything of one organisation, on several hosts."""

    hall: Host
    folder: Path
    settings: dict[str, str]
    catalog_url: str
    """By a socket in the file system: this process needs no network for it."""
    worker_hosts: list[Host] = field(default_factory=list)
    children: dict[str, Child] = field(default_factory=dict)
    token: str = ""

    def connect(self, host: Host) -> None:
        """Lay a cable from the hall to that host."""
        lay_cable(self.hall, host)
        self.worker_hosts.append(host)

    def cut_off(self, host: Host) -> None:
        """Pull the cable at the hall's end: what either side sends is lost without a word."""
        with self.hall.inside():
            _ip(f"link set {host.name} down")

    def join(self, host: Host) -> None:
        """Put the cable back."""
        with self.hall.inside():
            _ip(f"link set {host.name} up")

    def env(self, host: Host) -> dict[str, str]:
        """The environment of a process of ours on that host."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("VANKIEN_")}
        return {
            **own,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "VANKIEN_PROGRESS_FOLDER": str(self.folder / host.name / "progress"),
            **self.settings,
        }

    def start(self, host: Host, *command: str, into: Path | None = None, **settings: str) -> Child:
        """Start `vankien command` on that host; `into` is the control group that it and its processes belong to."""
        name = f"{host.name}-{command[0]}"
        program = [sys.executable, "-m", "service.cli", *command]
        if into is not None:
            program = ["sh", "-c", 'echo $$ >"$0/cgroup.procs" && exec "$@"', str(into), *program]
        with host.inside():
            child = Child(name, program, log=self.folder / f"{name}.log", env={**self.env(host), **settings})
        self.children[name] = child
        return child

    def stop(self, child: Child) -> None:
        """End a process of ours in order."""
        child.stop()
        self.children = {name: one for name, one in self.children.items() if one is not child}

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run `vankien command` in the hall to its end."""
        with self.hall.inside():
            return subprocess.run(
                [sys.executable, "-m", "service.cli", *command],
                env=self.env(self.hall), capture_output=True, text=True, timeout=300, check=False,
            )  # fmt: skip

    def answers(self) -> bool:
        """Whether the web is there."""
        with self.hall.inside():
            try:
                _direct.open(f"{self.address}/health/live", timeout=5).close()
            except OSError:
                return False
        return True

    @property
    def address(self) -> str:
        """Where the web listens, as seen from every host."""
        return f"http://{HALL}:{_HALLS_PORT}"

    def asked(self, question: str, *values: Any) -> Any:
        """The one value that the database answers, whatever network is cut."""
        with psycopg.connect(self.catalog_url) as connection:
            row = connection.execute(question.encode(), values).fetchone()
        return row[0] if row else None

    def post(self, raw: bytes, *, key: str) -> str:
        """Send a congress; the id of its set."""
        head = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        request = urllib.request.Request(f"{self.address}/api/v1/congresses", data=raw, headers=head)  # noqa: S310
        with self.hall.inside(), _direct.open(request, timeout=60) as answer:
            return str(answer.headers["Location"]).rpartition("/")[2]


def kill_group(child: Child, number: signal.Signals) -> None:
    """Send a signal to a program and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


@contextmanager
def site(folder: Path, *, workers: int) -> Iterator[Site]:
    """A hall with servers, web and relay at work, and so many empty hosts that are connected to it."""
    server = binaries()
    assert server is not None, "PostgreSQL is not installed"
    with ExitStack() as stack:
        hall = stack.enter_context(new_host("hall", HALL))
        lay_bridge(hall)
        stack.enter_context(hall.inside())
        url, tcp = _database(stack, server, folder)
        made = Site(
            hall=hall,
            folder=folder,
            catalog_url=url,
            settings={
                "VANKIEN_VAR": str(folder),
                "VANKIEN_CATALOG_URL": tcp,
                "VANKIEN_BROKER_URL": _broker(stack, folder),
                "VANKIEN_STORAGE_URL": _store(stack, folder),
                "VANKIEN_HOST": HALL,
                "VANKIEN_PORT": str(_HALLS_PORT),
                "VANKIEN_OFFICE": "off",
                "VANKIEN_LOG_LEVEL": "info",
            },
        )
        stack.callback(lambda: [child.stop() for child in made.children.values()])
        for number in range(workers):
            made.connect(stack.enter_context(new_host(f"host{number}", f"10.83.0.{11 + number}")))
        said = made.run("migrate")
        assert said.returncode == 0, said.stderr
        await_ready(made.start(hall, "serve"), made.answers, within=60)
        made.start(hall, "relay")
        made.token = made.run("token", "add", "quan-tri", "--label", "hosts").stdout.strip()
        yield made


def _database(stack: ExitStack, server: Path, folder: Path) -> tuple[str, str]:
    """PostgreSQL in this network: its address by a socket, and by TCP."""
    # Outside the folder, which is private to this user: the server runs as another.
    place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vankien-hba-", dir="/tmp")))
    place.chmod(0o755)
    rules = place / "pg_hba.conf"
    rules.write_text("local all all trust\nhost all all 10.83.0.0/24 trust\n")
    url = stack.enter_context(
        private_server(server, f"listen_addresses='{HALL}'", f"hba_file='{rules}'")
    ).format("postgres")
    return url, f"postgresql://vankien@{HALL}:5432/postgres"


def _broker(stack: ExitStack, folder: Path) -> str:
    place = folder / "broker"
    place.mkdir()
    command = [str(server_binary()), "--bind", HALL, "--port", "6379", "--protected-mode", "no",
               "--appendonly", "yes", "--save", "", "--dir", str(place)]  # fmt: skip
    child = Child("broker", command, log=folder / "broker.log")
    stack.callback(child.stop)
    return f"redis://{HALL}:6379/0"


def _store(stack: ExitStack, folder: Path) -> str:
    endpoint = stack.enter_context(s3.seaweed(HALL))
    keys = folder / "keys"
    keys.write_text("[default]\naws_access_key_id = {}\naws_secret_access_key = {}\n".format(*s3.KEYS))
    return f"s3://{s3.BUCKET}/{s3.new_prefix()}?endpoint={endpoint}&credentials={keys}"


def seconds_until(condition: Callable[[], object], *, within: float, poll: float = 0.05) -> float:
    """How long it took until the condition held; fails when it did not in time."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < within, f"it did not come true within {within:g} seconds"
        time.sleep(poll)
    return time.monotonic() - began
