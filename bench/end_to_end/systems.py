"""The two systems that are compared, each started as its operator would: web under gunicorn, workers, a broker."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, bindparam, create_engine, text

from service.access.accounts import ADMINISTRATOR
from service.cli.demo import PROCESSES
from tests.running import answers, free_port, running
from workers.embedded_broker import start_broker
from workers.processes import Supervisor, await_ready


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A running system: where its API answers, and what its database is asked."""

    name: str
    port: int
    headers: Mapping[str, str]
    post: str
    look: str
    look_headers: Mapping[str, str]
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
    """`vankien serve`, two workers and the relay, on an empty archive; without an address the database is a file in it."""
    own = {"CATALOG_URL": catalog_url} if catalog_url else {}
    with running(folder, OFFICE="off", LOG_LEVEL="warning", **own) as system:
        token = system.services.access.new_token(ADMINISTRATOR, label="bench")
        # What is measured shares its database with nobody.
        system.services.close()
        for name, command in PROCESSES.items():
            if name != "web":
                system.start(*command, name=name)
        system.start_web()
        with _engine(system.settings.catalog_url) as engine:
            yield System(
                name="vankien",
                port=system.settings.port,
                headers={"Authorization": f"Bearer {token}"},
                post="/api/v1/congresses",
                look="/api/v1/sets/{}",
                look_headers={"Prefer": "wait=10"},
                file_of="/api/v1/documents/{}/file",
                engine=engine,
                state="SELECT id FROM document_set WHERE state = 'sealed' AND id IN :ids",
                papers="SELECT count(*) FROM document WHERE set_id = :id",
                in_hand="SELECT count(*) FROM outbox",
            )


@contextmanager
def plain(folder: Path, catalog_url: str) -> Iterator[System]:
    """The reference: a Flask app and a Celery worker of two processes, on a database and a folder of their own."""
    port = free_port()
    with ExitStack() as stack:
        supervisor = stack.enter_context(Supervisor(log_folder=folder / "log"))
        broker = start_broker(folder / "broker")
        supervisor.adopt(broker.child)
        env = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "PLAIN_DATABASE": catalog_url,
            "PLAIN_BROKER": broker.url,
            "PLAIN_FOLDER": str(folder / "papers"),
        }
        (folder / "papers").mkdir()
        web = ["gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "16", "bench.end_to_end.plain.web:app"]
        work = ["celery", "--app", "bench.end_to_end.plain.tasks", "worker", "--concurrency=2", "--loglevel=warning"]  # fmt: skip
        started = [
            supervisor.start(name, [sys.executable, "-m", *command], env=env)
            for name, command in {"web": web, "worker": work}.items()
        ]
        await_ready(started[0], lambda: answers(f"http://127.0.0.1:{port}/"), within=60)
        engine = stack.enter_context(_engine(catalog_url))
        yield System(
            name="plain",
            port=port,
            headers={},
            post="/congresses",
            look="/congresses/{}",
            look_headers={},
            file_of="/papers/{}",
            engine=engine,
            state="SELECT congress_id FROM paper WHERE congress_id IN :ids GROUP BY congress_id HAVING min(done) = 1",
            papers="SELECT count(*) FROM paper WHERE congress_id = :id",
            in_hand="SELECT count(*) FROM paper WHERE done = 0",
        )


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        yield engine
    finally:
        engine.dispose()
