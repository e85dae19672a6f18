"""The two systems that are compared, each started as its operator would: web under gunicorn, workers, a broker."""

from __future__ import annotations

import os
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, bindparam, create_engine, text

from service.access.accounts import ADMINISTRATOR
from service.bootstrap import build
from service.cli.demo import PROCESSES
from service.config import Settings
from workers.embedded_broker import start_broker
from workers.processes import Supervisor, await_ready

ROOT = "Tổng Liên đoàn Lao động Việt Nam"
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A running system: where its API answers, and what its database is asked."""

    name: str
    port: int
    headers: Mapping[str, str]
    post: str
    look: str
    file_of: str
    engine: Engine
    state: str
    papers: str
    in_hand: str

    def finished_of(self, sets: Sequence[str]) -> set[str]:
        """Which of these sets have all their papers, as the database has it."""
        query = text(self.state).bindparams(bindparam("ids", expanding=True))
        with self.engine.connect() as connection:
            return set(connection.execute(query, {"ids": list(sets)}).scalars())

    def papers_of(self, made: str) -> int:
        """How many papers the set has."""
        with self.engine.connect() as connection:
            return int(connection.execute(text(self.papers), {"id": made}).scalar_one())

    def unfinished(self) -> int:
        """How much is still being made."""
        with self.engine.connect() as connection:
            return int(connection.execute(text(self.in_hand)).scalar_one())


@contextmanager
def ours(folder: Path, catalog_url: str) -> Iterator[System]:
    """`vankien serve`, two workers and the relay, on an empty archive."""
    broker_folder = folder / "broker"
    settings = Settings(var=folder, catalog_url=catalog_url, port=_free_port(), office="off")
    with ExitStack() as stack:
        supervisor = stack.enter_context(Supervisor(log_folder=folder / "log"))
        broker = start_broker(broker_folder)
        supervisor.adopt(broker.child)
        services = build(settings, migrate=True)
        services.access.ensure_administrator(ROOT)
        token = services.access.new_token(ADMINISTRATOR, label="bench")
        services.close()
        env = _environment(
            VANKIEN_VAR=str(folder),
            VANKIEN_CATALOG_URL=settings.catalog_url,
            VANKIEN_BROKER_URL=broker.url,
            VANKIEN_PORT=str(settings.port),
            VANKIEN_OFFICE="off",
            VANKIEN_LOG_LEVEL="warning",
        )
        started = [
            supervisor.start(name, [sys.executable, "-P", "-m", "service.cli", *command], env=env)
            for name, command in PROCESSES.items()
        ]
        await_ready(started[0], lambda: _answers(settings.port, "/health/live"), within=60)
        engine = stack.enter_context(_engine(settings.catalog_url))
        yield System(
            name="vankien",
            port=settings.port,
            headers={"Authorization": f"Bearer {token}"},
            post="/api/v1/congresses",
            look="/api/v1/sets/{}",
            file_of="/api/v1/documents/{}/file",
            engine=engine,
            state="SELECT id FROM document_set WHERE state = 'sealed' AND id IN :ids",
            papers="SELECT count(*) FROM document WHERE set_id = :id",
            in_hand="SELECT count(*) FROM outbox",
        )


@contextmanager
def plain(folder: Path, catalog_url: str) -> Iterator[System]:
    """The reference: a Flask app and a Celery worker of two processes, on a database and a folder of their own."""
    port = _free_port()
    with ExitStack() as stack:
        supervisor = stack.enter_context(Supervisor(log_folder=folder / "log"))
        broker = start_broker(folder / "broker")
        supervisor.adopt(broker.child)
        env = _environment(
            PLAIN_DATABASE=catalog_url, PLAIN_BROKER=broker.url, PLAIN_FOLDER=str(folder / "papers")
        )
        (folder / "papers").mkdir()
        web = ["gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "16", "bench.end_to_end.plain.web:app"]
        work = ["celery", "--app", "bench.end_to_end.plain.tasks", "worker", "--concurrency=2", "--loglevel=warning"]  # fmt: skip
        started = [
            supervisor.start(name, [sys.executable, "-m", *command], env=env)
            for name, command in {"web": web, "worker": work}.items()
        ]
        await_ready(started[0], lambda: _answers(port, "/"), within=60)
        engine = stack.enter_context(_engine(catalog_url))
        yield System(
            name="plain",
            port=port,
            headers={},
            post="/congresses",
            look="/congresses/{}",
            file_of="/papers/{}",
            engine=engine,
            state="SELECT congress_id FROM paper WHERE congress_id IN :ids GROUP BY congress_id HAVING min(done) = 1",
            papers="SELECT count(*) FROM paper WHERE congress_id = :id",
            in_hand="SELECT count(*) FROM paper WHERE done = 0",
        )


def _environment(**own: str) -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root, **own}


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        yield engine
    finally:
        engine.dispose()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _answers(port: int, path: str) -> bool:
    try:
        _direct.open(f"http://127.0.0.1:{port}{path}", timeout=5).close()
    except OSError:
        time.sleep(0.05)
        return False
    return True
