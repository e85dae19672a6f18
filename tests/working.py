"""What relay and workers do, done in this process, and the services that they work for."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from service.bootstrap import Services, build
from service.catalog import Message
from service.config import Settings

ROOT = "Tổng Liên đoàn Lao động Việt Nam"


@contextmanager
def services_in(var: Path, model: Path) -> Iterator[Services]:
    """Everything put together in the folder `var`, over a copy of the migrated SQLite file `model`."""
    settings = Settings(var=var)
    var.mkdir(parents=True, exist_ok=True)
    shutil.copy(model, settings.catalog_url.removeprefix("sqlite:///"))
    built = build(settings)
    built.access.ensure_administrator(ROOT)
    yield built
    built.close()


@contextmanager
def at_work(services: Services) -> Iterator[None]:
    """Promised work is done meanwhile in a thread, as by a relay and a worker."""
    with meanwhile(lambda: services.relay(services.work_on), every=0.05):
        yield


@contextmanager
def meanwhile(do: Callable[[], object], *, every: float) -> Iterator[None]:
    """Something is done again and again in a thread, after a pause of so many seconds each time, until the block ends."""
    stop = threading.Event()

    def keep_on() -> None:
        while not stop.wait(every):
            do()

    thread = threading.Thread(target=keep_on)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def work_off(services: Services) -> None:
    """Do everything that is promised, until nothing is due."""
    while services.relay(services.work_on):
        pass


def render(services: Services, message: Message) -> None:
    """Make the papers of a claimed message, and let them wait for the seal, as papers of many chunks do."""
    made = services.work_on.produce.make(message)
    assert made is not None
    services.work_on.produce.keep(message, made)
