"""Real workers on a real broker, killed, flooded and emptied under work; on both databases."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import pytest

import workers
from bench.end_to_end.congresses import count_of_votes
from service.bootstrap import Services, build
from service.catalog import AccountRecord
from service.config import Settings
from service.documents.status import SetStatus
from service.documents.work_on import MOST_STARTS
from service.intake.submit import CHUNK
from tests.example import PAPERS, RESOLUTION_ALONE
from tests.word_files import with_words
from tests.workers.conftest import poll_until
from workers.app import make_app
from workers.embedded_broker import EmbeddedBroker, start_broker
from workers.processes import Child
from workers.queues import CHOSEN, LARGE, SMALL
from workers.relaying import Sender, run_relay

pytestmark = [pytest.mark.slow, pytest.mark.alone]

Eventually = Callable[[Callable[[], object]], None]
EXAMPLE = Path(workers.__file__).parents[1] / "examples" / "so-cong-thuong-2023-day-du.json"

# A worker as `vankien worker` starts it, but with a short lease, and with something done before each rendering.
WORKER = """
import dataclasses, datetime, os, signal, sys, time
from pathlib import Path
from service.bootstrap import build
from service.config import read_settings
from workers.app import start_worker

marks = Path(sys.argv[1])

def before_rendering():
{before}

def short_leased(settings):
    services = build(settings)
    work_on = services.work_on
    class Produce(type(work_on.produce)):
        def make(self, message):
            before_rendering()
            return super().make(message)
    held = work_on.produce
    produce = Produce(**{{name: getattr(held, name) for name in ("catalog", "storage", "packs", "signer")}})
    return dataclasses.replace(services, work_on=dataclasses.replace(
        work_on, produce=produce, lease=datetime.timedelta(seconds=float(os.environ.get("LEASE", "3")))))

sys.exit(start_worker(read_settings(), short_leased, tuple(sys.argv[2].split(","))))
"""
NOTHING = "    pass"
HANG_ONCE = """
    if not marks.exists():
        marks.write_text(str(os.getpid()))
        signal.pause()
"""
WAIT_FOR_SMALL = """
    with marks.open("a") as held:
        held.write("begun ")
    released = marks.with_name("released")
    while not released.exists():
        time.sleep(0.02)
"""
DIE = """
    with marks.open("a") as held:
        held.write("start ")
    os.kill(os.getpid(), signal.SIGKILL)
"""
# What is done each time a paper is about to be rendered, of `fields` and `properties`.
BEFORE_A_PAPER = """
    import service.documents.press as press
    if getattr(press, "is_watched", False):
        return
    press.is_watched = True
    make = press.compiled
    def watched(sha256, source):
        template = make(sha256, source)
        class Template:
            placeholders = template.placeholders
            def render(self, fields, *, properties):
{do}
                return template.render(fields, properties=properties)
        return Template()
    press.compiled = watched
"""
DIE_AT_THE_RESOLUTION = BEFORE_A_PAPER.format(
    do="""
                if properties.title.startswith("Nghị quyết") and "Công đoàn Xấu số" in properties.subject:
                    with marks.open("a") as held:
                        held.write("dies ")
                    os.kill(os.getpid(), signal.SIGKILL)
"""
)


@dataclasses.dataclass(kw_only=True)
class System:
    """The services of the test's own process, a broker, and ways to start the rest."""

    services: Services
    account: AccountRecord
    broker: EmbeddedBroker
    folder: Path
    env: dict[str, str]

    def submit(self, raw: bytes = EXAMPLE.read_bytes(), key: str = "one") -> str:
        return self.services.submit(raw, account=self.account, key=key).set_id

    def status(self, set_id: str) -> SetStatus:
        status = self.services.sets.status(set_id, account=self.account)
        assert status is not None
        return status

    def is_settled(self, set_id: str) -> Callable[[], bool]:
        return lambda: self.status(set_id).is_settled

    def due(self) -> list[int]:
        with self.services.catalog.read() as work:
            return work.outbox.due(at=work.now() + dt.timedelta(days=1))

    @contextmanager
    def worker(
        self, before: str = NOTHING, name: str = "worker", queues: tuple[str, ...] = CHOSEN
    ) -> Iterator[Child]:
        marks = str(self.folder / "marks")
        argv = [sys.executable, "-c", WORKER.format(before=before), marks, ",".join(queues)]
        child = Child(name, argv, log=self.folder / f"{name}.log", env=self.env)
        try:
            yield child
        finally:
            child.stop()

    @contextmanager
    def relay(self) -> Iterator[None]:
        patient = dataclasses.replace(self.services.relay, sent_again_after=dt.timedelta(seconds=0.5))
        stop = threading.Event()
        thread = threading.Thread(
            target=run_relay, args=(patient, self.broker.url, stop), kwargs={"tidy": self.services.tidy}
        )
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


@pytest.fixture
def system(
    catalog_url: str, tmp_path: Path, project_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[System]:
    """An empty catalog and archive, and a broker of its own."""
    with start_broker(tmp_path_factory.mktemp("broker")) as broker:
        settings = Settings(var=tmp_path, catalog_url=catalog_url, broker_url=broker.url)
        env = {
            **project_env,
            "VANKIEN_VAR": str(tmp_path),
            "VANKIEN_CATALOG_URL": catalog_url,
            "VANKIEN_BROKER_URL": broker.url,
            "VANKIEN_WORKER_PROCESSES": "2",
        }
        services = build(settings, migrate=True)
        account = services.access.ensure_administrator("Tổng Liên đoàn")
        yield System(services=services, account=account, broker=broker, folder=tmp_path, env=env)
        services.close()


def assert_sealed_once(system: System, set_id: str) -> None:
    """Every paper is in the archive, in one version, and no work is left."""
    status = system.status(set_id)
    head = system.services.archive.root.head(status.congress.object_id)

    assert status.record.state == "sealed", status.failure
    assert {"sealed": PAPERS} == dict(status.progress)
    assert head is not None
    assert head.head == 1
    assert system.due() == []


def test_a_set_goes_from_the_outbox_through_the_broker_into_the_archive(
    system: System, eventually: Eventually
) -> None:
    """Relay, broker and worker carry an accepted set to its seal."""
    set_id = system.submit()

    with system.worker(), system.relay():
        eventually(system.is_settled(set_id))

    assert_sealed_once(system, set_id)


def small_set() -> bytes:
    """The data of one paper."""
    whole = json.loads(EXAMPLE.read_bytes())
    of = {**whole["organisation"], "name": "Công đoàn cơ sở Nhỏ"}
    return json.dumps({name: whole[name] for name in RESOLUTION_ALONE} | {"organisation": of}).encode()


def test_a_small_set_is_sealed_while_a_large_one_is_in_hand(system: System, eventually: Eventually) -> None:
    """Every process for large sets is held in the middle of one, and more of it waits: the small one is done first."""
    large = system.submit()
    begun = system.folder / "marks"

    with (
        system.worker(WAIT_FOR_SMALL, "large", (LARGE,)),
        system.worker(NOTHING, "small", (SMALL,)),
        system.relay(),
    ):
        eventually(lambda: begun.exists() and len(begun.read_text().split()) >= 2)
        small = system.submit(small_set(), "two")
        eventually(system.is_settled(small))

        assert "sealed" == system.status(small).record.state
        assert "accepted" == system.status(large).record.state
        (system.folder / "released").touch()
        eventually(system.is_settled(large))

    assert_sealed_once(system, large)


@pytest.mark.parametrize("catalog_url", ["sqlite"], indirect=True)
def test_a_worker_of_large_sets_makes_a_count_when_it_has_nothing_to_do(
    system: System, eventually: Eventually
) -> None:
    """A few papers are wanted while the hall waits: whoever is free takes them."""
    small = system.submit(count_of_votes().raw(), "one")

    with system.worker(NOTHING, "large", (LARGE,)), system.relay():
        eventually(system.is_settled(small))

    assert "sealed" == system.status(small).record.state


@pytest.mark.parametrize("catalog_url", ["sqlite"], indirect=True)
def test_a_worker_of_both_queues_takes_the_smaller_first(system: System, eventually: Eventually) -> None:
    """Though the large set came first, and all of it is told to the broker."""
    large, small = system.submit(), system.submit(small_set(), "two")
    sender = Sender(app=make_app(system.broker.url))

    with system.relay():
        eventually(lambda: sender.waiting() == len(system.due()))
        with system.worker():
            eventually(system.is_settled(large))
            eventually(system.is_settled(small))

    assert sealed_at(system, small) < sealed_at(system, large)


def sealed_at(system: System, set_id: str) -> dt.datetime:
    at = system.status(set_id).record.sealed_at
    assert at is not None
    return at


def test_a_worker_killed_while_it_renders_loses_nothing(system: System, eventually: Eventually) -> None:
    """After kill -9 of a whole worker the next one seals the set."""
    set_id = system.submit()

    with system.relay():
        with system.worker(HANG_ONCE) as worker:
            eventually((system.folder / "marks").exists)
            os.killpg(worker.pid, signal.SIGKILL)
        assert not system.status(set_id).is_settled
        with system.worker(HANG_ONCE, "next"):
            eventually(system.is_settled(set_id))

    assert_sealed_once(system, set_id)


def test_templates_that_are_chosen_while_workers_render_change_nothing_of_a_set(
    system: System, eventually: Eventually
) -> None:
    """What was decided when a set was accepted stands in the archive, however often somebody chooses meanwhile."""
    desk, by, shipped = system.services.templates, system.account, system.services.book["resolution"]
    words = ("ĐOÀN CHỦ TỊCH ĐẠI HỘI", "ĐOÀN CHỦ TỊCH (MẪU MỚI)")
    brought = [
        desk.bring("resolution", with_words(shipped.source, ("ĐOÀN CHỦ TỊCH", one)), name="a.docx", by=by)
        for one in words
    ]
    whole, stop = json.loads(EXAMPLE.read_bytes()), threading.Event()
    data = {name: whole[name] for name in RESOLUTION_ALONE}

    def accepted(motto: str) -> str:
        raw = json.dumps({**data, "motto": motto, "reason": "Đổi phương châm"}).encode()
        return system.services.submit(raw, account=by, key=motto).set_id

    def keep_choosing() -> None:
        for one in cycle(brought):
            desk.choose(one.id, by=by)
            if stop.wait(0.05):
                return

    sets = [accepted("Đổi mới")]
    desk.choose(brought[0].id, by=by)
    sets.append(accepted("Trí tuệ"))
    chooser = threading.Thread(target=keep_choosing)
    chooser.start()
    try:
        with system.worker(), system.relay():
            for set_id in sets:
                eventually(system.is_settled(set_id))
    finally:
        stop.set()
        chooser.join()

    both = [system.status(one) for one in sets]
    held = [
        system.services.archive.root.read(
            one.congress.object_id, one.record.version or 0, "templates/resolution.docx"
        )
        for one in both
    ]
    assert ["sealed", "sealed"] == [one.record.state for one in both]
    assert [shipped.sha256, brought[0].sha256] == [hashlib.sha256(one).hexdigest() for one in held]


def test_a_process_of_the_pool_killed_while_it_renders_loses_nothing(
    system: System, eventually: Eventually
) -> None:
    """After kill -9 of one pool process the same worker goes on and seals the set."""
    set_id = system.submit()
    marks = system.folder / "marks"

    with system.relay(), system.worker(HANG_ONCE):
        eventually(lambda: marks.exists() and marks.read_text())
        os.kill(int(marks.read_text()), signal.SIGKILL)
        eventually(system.is_settled(set_id))

    assert_sealed_once(system, set_id)


def test_work_that_kills_its_process_is_given_up_after_a_few_starts(
    system: System, eventually: Eventually
) -> None:
    """A poisonous set fails with a reason instead of killing workers for ever."""
    set_id = system.submit()

    with system.relay(), system.worker(DIE):
        eventually(system.is_settled(set_id))

    status = system.status(set_id)
    starts = (system.folder / "marks").read_text().split()
    assert status.record.state == "failed"
    assert status.failure is not None
    assert status.failure.code == "work.killed_its_process"
    # The first chunk to die out ends all of them.
    assert MOST_STARTS <= len(starts) <= MOST_STARTS * -(-PAPERS // CHUNK)
    assert system.due() == []


def test_the_paper_that_kills_its_process_is_named_and_other_sets_are_made(system: System) -> None:
    """The last try makes each paper in a process of its own first; a set at the same time is sealed."""
    whole = json.loads(EXAMPLE.read_bytes())
    of = {**whole["organisation"], "name": "Công đoàn Xấu số"}
    deadly = system.submit(json.dumps({**whole, "delegates": [], "organisation": of}).encode(), "deadly")
    other = system.submit(key="other")

    with system.relay(), system.worker(DIE_AT_THE_RESOLUTION):
        # Each start waits for the lease of the one before.
        poll_until(system.is_settled(deadly), within=90)
        poll_until(system.is_settled(other), within=90)

    status = system.status(deadly)
    titles = {one.id: one.title for one in status.documents}
    assert status.failure is not None
    assert "work.killed_its_process" == status.failure.code
    assert titles[status.failure.document_id or ""].startswith("Nghị quyết")
    assert MOST_STARTS == len((system.folder / "marks").read_text().split())
    assert_sealed_once(system, other)


def test_messages_that_come_ten_times_in_any_order_seal_one_version(
    system: System, eventually: Eventually
) -> None:
    """Repeated messages, and ids that never were, change nothing."""
    set_id = system.submit()
    send = Sender(app=make_app(system.broker.url))
    ids = [*system.due() * 10, 10**6, 0, -1]
    random.Random(7).shuffle(ids)  # noqa: S311 -- an order, not a secret

    for message_id in ids:
        send(message_id)
    with system.relay(), system.worker():
        eventually(lambda: system.status(set_id).is_settled and send.waiting() == 0)

    assert_sealed_once(system, set_id)


def test_a_flushed_broker_costs_seconds_not_work(system: System, eventually: Eventually) -> None:
    """What the broker forgot is sent again."""
    set_id = system.submit()
    send = Sender(app=make_app(system.broker.url))

    with system.relay():
        eventually(lambda: send.waiting() > 0)
        with send.app.connection_for_write() as connection:
            connection.default_channel.client.flushall()
        with system.worker():
            eventually(system.is_settled(set_id))

    assert_sealed_once(system, set_id)


@pytest.mark.parametrize("catalog_url", ["sqlite"], indirect=True)
def test_a_frozen_worker_is_told_from_an_idle_one(system: System, eventually: Eventually) -> None:
    """
    It is alive, and takes nothing: `vankien check-progress` says so, until it goes on.
    """
    ask = [sys.executable, "-m", "service.cli", "check-progress", "worker", "--after=0.5"]

    def asked() -> tuple[int, str]:
        answer = subprocess.run(ask, env=system.env, capture_output=True, text=True, check=False)
        return answer.returncode, answer.stderr

    assert "is not there" in asked()[1]
    send = Sender(app=make_app(system.broker.url))
    with system.worker() as worker:
        send(10**6)
        eventually(lambda: send.waiting() == 0)
        assert (0, "") == asked()
        os.killpg(worker.pid, signal.SIGSTOP)
        for _ in range(3):  # the broker hands the first over, for which the frozen one had asked
            send(10**6)
        eventually(lambda: asked()[0] == 1)
        assert re.search(r"has done nothing for \d+ seconds, and [23] wait for it", asked()[1])
        os.killpg(worker.pid, signal.SIGCONT)
        eventually(lambda: asked()[0] == 0)
