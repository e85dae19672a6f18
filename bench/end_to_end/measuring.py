"""What is measured: a count alone, a national congress, many small ones at once, and the count beside both."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from bench.end_to_end.congresses import Kind
from bench.end_to_end.systems import System

LOOK_EVERY = 0.01
"""Seconds between two looks of a client that waits, on either system; ours keeps a look until there is something to say."""

LONGEST = 600.0


class NotFinished(Exception):
    """A system refused, failed or never finished what was sent."""


@dataclass(slots=True)
class Client:
    """One connection that is kept open, as a program would."""

    system: System
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.system.port, timeout=LONGEST)

    def ask(self, path: str, *, raw: bytes | None = None, **headers: str) -> bytes:
        """The body of the answer. Raises `NotFinished` for a refusal."""
        method = "GET" if raw is None else "POST"
        asked = (method, path, raw, {**self.system.headers, **headers})
        try:
            self.connection.request(*asked)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            # A server closes a connection that lay idle; the next request opens another.
            self.connection.close()
            self.connection.request(*asked)
            answer = self.connection.getresponse()
        body = answer.read()
        if answer.status >= 300:
            raise NotFinished(f"{self.system.name}: {method} {path}: {answer.status} {body[:500]!r}")
        return body

    def send(self, raw: bytes, key: str) -> str:
        """The id of the set that these data make."""
        given = {"Content-Type": "application/json", "Idempotency-Key": key}
        found: str = json.loads(self.ask(self.system.post, raw=raw, **given))["set"]
        return found

    def look(self, made: str) -> dict[str, Any]:
        """How far the set is."""
        path = self.system.look.format(made)
        found: dict[str, Any] = json.loads(self.ask(path, **self.system.look_headers))
        return found

    def first_paper(self, found: dict[str, Any]) -> bytes:
        """The Word file of its first paper."""
        papers = found["papers"] if "papers" in found else found["documents"]
        return self.ask(self.system.file_of.format(papers[0]["id"]))


def count_seconds(system: System, kind: Kind) -> Callable[[], float]:
    """A function that sends one count and waits until its paper was downloaded; seconds it took."""
    client = Client(system)

    def once() -> float:
        raw = kind.raw()
        began = time.perf_counter()
        made = client.send(raw, key_of(began))
        while not (found := client.look(made))["settled"]:
            _not_longer_than(LONGEST, began)
            time.sleep(LOOK_EVERY)
        paper = client.first_paper(found)
        took = time.perf_counter() - began
        if not paper.startswith(b"PK"):
            raise NotFinished(f"{system.name}: no Word file came: {found}")
        return took

    return once


def key_of(moment: float) -> str:
    """An idempotency key that was never used."""
    return f"{threading.get_ident()}-{moment!r}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Big:
    """A national congress: seconds until its POST was answered, and until all its papers stood."""

    answered: float
    finished: float
    papers: int


def big_seconds(system: System, kind: Kind) -> Big:
    """Send one national congress and wait for all of it; the database is asked, as the list of its papers is long."""
    raw, client = kind.raw(), Client(system)
    began = time.perf_counter()
    made = client.send(raw, key_of(began))
    answered = time.perf_counter() - began
    while not system.finished_of([made]):
        _not_longer_than(LONGEST, began)
        time.sleep(LOOK_EVERY)
    finished = time.perf_counter() - began
    return Big(answered=answered, finished=finished, papers=system.papers_of(made))


class Watcher:
    """
    Waits for sets on behalf of many clients: it asks the database once for all of them.

    Sixteen programs that ask over HTTP a hundred times a second would measure their asking.
    """

    def __init__(self, system: System, stop: threading.Event) -> None:
        self._system, self._stop = system, stop
        self._waiting: set[str] = set()
        self._changed = threading.Condition()

    def watch(self) -> None:
        """Look until told to stop."""
        while not self._stop.wait(LOOK_EVERY):
            with self._changed:
                asked = list(self._waiting)
            finished = self._system.finished_of(asked) if asked else set()
            with self._changed:
                self._waiting -= finished
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()

    def is_finished(self, made: str) -> bool:
        """Wait for the set; false when told to stop before."""
        with self._changed:
            self._waiting.add(made)
            self._changed.wait_for(lambda: made not in self._waiting or self._stop.is_set(), LONGEST)
            return made not in self._waiting


class Flow:
    """Many clients that each send a small congress, wait for it and send the next, until `end`."""

    def __init__(self, system: System, kind: Kind, clients: int) -> None:
        self._system, self._kind = system, kind
        self._stop = threading.Event()
        self._watcher = Watcher(system, self._stop)
        self._made: list[str] = []
        self._faults: list[Exception] = []
        jobs = [self._watcher.watch, *[self._work] * clients]
        self._threads = [threading.Thread(target=self._guarded, args=(job,)) for job in jobs]
        self._began = time.perf_counter()

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        if self._faults:
            raise NotFinished(f"{self._system.name}: {self._faults[0]}")

    def sets_a_second(self) -> float:
        """Sets that were finished, a second since the beginning."""
        return len(self._made) / (time.perf_counter() - self._began)

    def _work(self) -> None:
        client = Client(self._system)
        while not self._stop.is_set():
            made = client.send(self._kind.raw(), key_of(time.perf_counter()))
            if self._watcher.is_finished(made):
                self._made.append(made)

    def _guarded(self, job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001 -- said by the block, in its own thread
            self._faults.append(error)
            self._stop.set()


def drained(system: System) -> None:
    """Return once nothing is being made any more."""
    began = time.perf_counter()
    while system.unfinished():
        _not_longer_than(LONGEST, began)
        time.sleep(0.05)


def _not_longer_than(seconds: float, began: float) -> None:
    if time.perf_counter() - began > seconds:
        raise NotFinished(f"nothing came of it in {seconds:g} s")
