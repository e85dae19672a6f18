"""A small world of its own: a catalog, an archive, and whoever looks at them."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import psycopg
import structlog

from service.archive import SearchRequest
from service.archive.invariants import CheckInvariants, Findings
from service.bootstrap import Services, build
from service.catalog import Catalog
from service.catalog.work import Work
from service.config import Settings
from service.storage import open_to_read
from tests import s3
from tests.faults.small import small_meeting
from tests.postgresql import binaries, private_server

Database = Literal["sqlite", "postgresql"]
Store = Literal["folder", "seaweedfs", "moto"]

LEASE: Final = dt.timedelta(seconds=0.5)
SENT_AGAIN: Final = dt.timedelta(seconds=0.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Where everything lies."""

    folder: Path
    settings: Settings

    def at_hand(self) -> Services:
        """Services to be forked: every statement is compiled, and no connection is open."""
        services = self.services()
        account = services.access.ensure_administrator("Root")
        services.submit(small_meeting("Warm"), account=account, key="warm")
        services.tidy()
        while services.relay(services.work_on):
            pass
        (paper,) = services.archive.search(SearchRequest(kind="resolution"), account=account).papers
        services.register.give(paper.document.id, issued_on=dt.date(2024, 3, 20), account=account)
        while services.relay(services.work_on):
            pass
        services.close()
        return services

    def services(self) -> Services:
        """The services of a process of this world: short leases, messages sent again soon."""
        built = build(self.settings)
        return replace(
            built,
            work_on=replace(built.work_on, lease=LEASE),
            relay=replace(built.relay, sent_again_after=SENT_AGAIN),
        )

    def check(
        self, *, at_rest: bool, acknowledged: Iterable[str] = (), numbers: Mapping[str, str] | None = None
    ) -> Findings:
        """What the checker says."""
        check = CheckInvariants(
            storage=open_to_read(self.settings.storage_url), catalog_url=self.settings.catalog_url
        )
        return check(at_rest=at_rest, acknowledged=acknowledged, numbers=numbers)

    def come_to_rest(self) -> None:
        """Do everything that is promised; hours pass, so that no lease and no delay is waited for."""
        services = self.services()
        try:
            for hour in range(60):
                with time_passed(dt.timedelta(hours=hour)):
                    services.tidy()
                    while services.relay(services.work_on):
                        pass
                    with services.catalog.read() as work:
                        if work.outbox.oldest() is None:
                            break
            services.tidy()
        finally:
            services.close()


def time_passed_by(*, hours: int) -> AbstractContextManager[None]:
    """The same in hours."""
    return time_passed(dt.timedelta(hours=hours))


@contextmanager
def time_passed(by: dt.timedelta) -> Iterator[None]:
    """The database's clock is ahead by so much, for this process."""
    said = Work.now
    Work.now = lambda work: said(work) + by  # type: ignore[method-assign]
    try:
        yield
    finally:
        Work.now = said  # type: ignore[method-assign]


class Folders:
    """Each archive lies in the folder of its world, and is copied with it."""

    def new(self, at: Path) -> str:
        """The address of an empty one."""
        return f"file://{at / 'storage'}"

    def copy(self, _url: str, at: Path) -> str:
        """The address of one that is as that one is now."""
        return self.new(at)

    def drop(self, url: str) -> None:
        """Forget one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buckets:
    """Each archive lies below a prefix of one bucket; asked by a client without threads, since whoever forks must have none."""

    endpoint: str
    keys: Path

    def new(self, _at: Path) -> str:
        """As `Folders` says, and so do the others."""
        return f"s3://{s3.BUCKET}/{s3.new_prefix()}?endpoint={self.endpoint}&credentials={self.keys}"

    def copy(self, url: str, at: Path) -> str:
        """The address of the copy."""
        made = self.new(at)
        s3.copy_all(self.endpoint, _prefix(url), _prefix(made))
        return made

    def drop(self, url: str) -> None:
        """A server that keeps all in memory would hold those of a thousand worlds."""
        s3.remove_all(self.endpoint, _prefix(url))


def _prefix(url: str) -> str:
    return urlsplit(url).path.strip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What worlds stand on: a server of each kind that is asked for, and a model of an empty catalog."""

    folder: Path
    new_catalog: Callable[[Path], str]
    archives: Folders | Buckets = field(default_factory=Folders)
    copy_catalog: Callable[[str, Path], str] = lambda _, at: f"sqlite:///{at / 'catalog.db'}"

    @contextmanager
    def world(self) -> Iterator[World]:
        """An empty world; nothing of it is left afterwards."""
        folder = Path(tempfile.mkdtemp(prefix="world-", dir=self.folder))
        try:
            with self._archive(self.archives.new(folder)) as storage_url:
                yield self._at(folder, self.new_catalog(folder), storage_url)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def copy(self, of: World) -> Iterator[World]:
        """A world that is as that one is now; nobody may be at work in it."""
        folder = Path(tempfile.mkdtemp(prefix="world-", dir=self.folder))
        try:
            shutil.copytree(of.folder, folder, dirs_exist_ok=True)
            with self._archive(self.archives.copy(of.settings.storage_url, folder)) as storage_url:
                yield self._at(folder, self.copy_catalog(of.settings.catalog_url, folder), storage_url)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _archive(self, url: str) -> Iterator[str]:
        try:
            yield url
        finally:
            self.archives.drop(url)

    def _at(self, folder: Path, catalog_url: str, storage_url: str) -> World:
        settings = Settings(var=folder, catalog_url=catalog_url, storage_url=storage_url, office="off")
        return World(folder=folder, settings=settings)


def scratch() -> Path:
    """A folder in memory where there is one: a killed process needs no disk, only the kernel."""
    memory = Path("/dev/shm")  # noqa: S108 -- made by mkdtemp
    return Path(
        tempfile.mkdtemp(prefix="vankien-faults-", dir=memory if os.access(memory, os.W_OK) else None)
    )


@contextmanager
def ground(database: Database, store: Store) -> Iterator[Ground]:
    """The servers that worlds of this kind need, and modules, templates and statements at hand before any fork."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    folder = scratch()
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        model = folder / "model.db"
        catalog = Catalog.open(f"sqlite:///{model}")
        catalog.migrate()
        catalog.close()
        archives = Folders() if store == "folder" else stack.enter_context(_buckets(store, folder))

        def copied(at: Path) -> str:
            shutil.copy(model, at / "catalog.db")
            return f"sqlite:///{at / 'catalog.db'}"

        # Always on a folder: the client of S3 must not have threads when we fork.
        warm = Ground(folder=folder, new_catalog=copied)
        _warm_up(warm)
        if database == "postgresql":
            new_catalog, copy_catalog = stack.enter_context(_databases())
            yield replace(warm, new_catalog=new_catalog, copy_catalog=copy_catalog, archives=archives)
        else:
            yield replace(warm, archives=archives)


def _warm_up(on: Ground) -> None:
    with on.world() as world:
        services = world.services()
        account = services.access.ensure_administrator("Root")
        services.submit(small_meeting("Warm"), account=account, key="warm")
        while services.relay(services.work_on):
            pass
        services.close()
        world.check(at_rest=True)


@contextmanager
def _databases() -> Iterator[tuple[Callable[[Path], str], Callable[[str, Path], str]]]:
    """What makes an empty database, and what copies one; at most a few stand at a time."""
    server = binaries()
    assert server is not None, "PostgreSQL is not installed"
    with private_server(server) as address:

        def run(command: str) -> None:
            with psycopg.connect(address.format("postgres"), autocommit=True) as connection:
                connection.execute(command.encode())

        def made(template: str) -> str:
            name = f"w{uuid.uuid4().hex}"
            run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
            held.append(name)
            while len(held) > 3:
                run(f"DROP DATABASE IF EXISTS {held.pop(1)} WITH (FORCE)")
            return address.format(name)

        held: list[str] = []
        run("CREATE DATABASE model")
        catalog = Catalog.open(address.format("model"))
        catalog.migrate()
        catalog.close()
        yield (
            lambda _: made("model"),
            lambda url, _: made(urlsplit(url).path.removeprefix("/")),
        )


@contextmanager
def _buckets(store: Store, folder: Path) -> Iterator[Buckets]:
    keys = folder / "keys"
    keys.write_text("[default]\naws_access_key_id = {}\naws_secret_access_key = {}\n".format(*s3.KEYS))
    with s3.seaweed() if store == "seaweedfs" else s3.moto_alone() as endpoint:
        yield Buckets(endpoint=endpoint, keys=keys)
