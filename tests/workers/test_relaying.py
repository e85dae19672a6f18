"""The relay's loop against a broker that is down, comes back, or is full; and the process `vankien relay`."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog
from structlog.testing import capture_logs

import workers
from service.bootstrap import Services
from service.cli import servers
from service.documents.relay import RelayOutbox, SetSize, Way
from service.storage import StorageUnavailable
from tests.example import PAPERS
from tests.running import running
from tests.working import services_in, work_off
from workers.app import make_app
from workers.embedded_broker import broker_url_for, start_broker
from workers.queues import CHOSEN, LANES, PRIORITIES, QUEUES
from workers.relaying import BrokerUnreachable, Sender, greet, run_relay

EXAMPLE = Path(workers.__file__).parents[1] / "examples" / "so-cong-thuong-2023-day-du.json"
Eventually = Callable[[Callable[[], object]], None]


@pytest.fixture
def services(sqlite_model: Path, tmp_path: Path) -> Iterator[Services]:
    """A migrated catalog in a folder of its own."""
    with services_in(tmp_path, sqlite_model) as built:
        yield built


def promise(services: Services, count: int) -> None:
    """An accepted set with `count` rows in the outbox."""
    account = services.access.ensure_administrator("Tổng Liên đoàn")
    set_id = services.submit(EXAMPLE.read_bytes(), account=account, key="one").set_id
    with services.catalog.begin() as work:
        work.outbox.drop(set_id)
        for chunk in range(count):
            work.outbox.add("produce", set_id, chunk=chunk, at=work.now())
        work.commit()


@contextmanager
def relaying(
    relay: RelayOutbox, broker_url: str, *, tidy: Callable[[], None] = lambda: None, **limits: int
) -> Iterator[threading.Thread]:
    stop = threading.Event()
    thread = threading.Thread(
        target=run_relay, args=(relay, broker_url, stop), kwargs={"tidy": tidy, **limits}
    )
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join()


@pytest.mark.slow
def test_the_relay_says_once_that_the_broker_is_down_and_goes_on_when_it_is_back(
    services: Services, tmp_path: Path, eventually: Eventually
) -> None:
    """A broker that starts later gets what was promised before."""
    promise(services, 1)
    url = broker_url_for(tmp_path / "broker")
    structlog.reset_defaults()

    with capture_logs() as logs, relaying(services.relay, url):
        eventually(lambda: len(logs) == 1)
        with start_broker(tmp_path / "broker"):
            send = Sender(app=make_app(url))
            eventually(lambda: send.waiting() == 1)
            eventually(lambda: len(logs) == 2)
            # Before the broker ends: the relay would rightly say so.
            said = [one["event"] for one in logs]

    assert ["relay_waits", "relay_goes_on"] == said


def test_the_relay_does_not_pile_messages_up_that_nobody_takes(
    services: Services, broker_url: str, eventually: Eventually
) -> None:
    """A full queue gets no more, though rows are due."""
    promise(services, 30)
    send = Sender(app=make_app(broker_url))
    taken = send.waiting()
    turns = threading.Semaphore(0)

    class Counted(RelayOutbox):
        def by_size(self, ways: Sequence[Way], **said: Any) -> int:
            sent = super().by_size(ways, **said | {"limit": 10})
            if sent:
                turns.release()
            return sent

    with relaying(Counted(catalog=services.catalog), broker_url, most_waiting=taken + 15):
        assert turns.acquire(timeout=20)
        assert turns.acquire(timeout=20)
        assert not turns.acquire(timeout=1)

    assert taken + 20 == send.waiting()


def test_the_archive_is_read_back_by_the_timetable(
    services: Services, tmp_path: Path, eventually: Eventually
) -> None:
    """
    Beside the sending, not before it: an injury is said as an error, and a broker that is down changes nothing.
    """
    (tmp_path / "storage/archive/foreign").write_bytes(b"x")
    stop = threading.Event()
    thread = threading.Thread(
        target=run_relay,
        args=(services.relay, f"redis+socket://{tmp_path}/nobody.sock", stop),
        kwargs={
            "tidy": lambda: None,
            "check": lambda stopped: services.fixity.go_on(every=dt.timedelta(days=7), stop=stopped),
        },
    )
    with capture_logs() as logs:
        thread.start()
        eventually(lambda: "archive_injured" in {line["event"] for line in logs})
        stop.set()
        thread.join(timeout=30)

    assert not thread.is_alive()
    assert services.fixity.last_whole() is not None


def test_tidying_that_fails_does_not_keep_work_from_being_sent(
    services: Services, broker_url: str, eventually: Eventually
) -> None:
    """The timetable's other work is said to have failed, and the relay goes on."""
    promise(services, 1)

    def fail() -> None:
        raise StorageUnavailable("the disk is away")

    with capture_logs() as logs, relaying(services.relay, broker_url, tidy=fail):
        eventually(lambda: "tidying_failed" in {line["event"] for line in logs})
        eventually(lambda: _sent(services))


def _sent(services: Services) -> bool:
    with services.catalog.read() as work:
        return work.outbox.due(at=work.now()) == []


def test_a_broker_that_does_not_answer_is_unreachable_within_seconds(tmp_path: Path) -> None:
    """A check before the start says so, without repeating the address and its password."""
    with pytest.raises(BrokerUnreachable) as refused:
        greet(f"redis+socket://{tmp_path}/none.sock?password=hush")

    assert "hush" not in str(refused.value)


@pytest.mark.slow
def test_the_relay_process_ends_cleanly_on_sigterm(
    services: Services, tmp_path: Path, project_env: dict[str, str], broker_url: str, eventually: Eventually
) -> None:
    """`vankien relay` sends, and ends with status 0 when told to."""
    promise(services, 1)
    send = Sender(app=make_app(broker_url))
    before = send.waiting()
    env = {**project_env, "VANKIEN_VAR": str(tmp_path), "VANKIEN_BROKER_URL": broker_url}

    relay = subprocess.Popen(
        [sys.executable, "-m", "service.cli", "relay"],
        env=env,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    eventually(lambda: send.waiting() == before + 1)
    os.kill(relay.pid, signal.SIGTERM)
    _, said = relay.communicate(timeout=20)

    assert 0 == relay.returncode
    assert {json.loads(line)["event"] for line in said.splitlines()} <= {"archive_read_back"}


@pytest.mark.slow
def test_the_relay_process_takes_in_the_words_of_what_was_sealed(
    postgresql_url: str, tmp_path: Path, eventually: Eventually
) -> None:
    """Nobody who seals or searches has to, and no search reads through them for long."""
    with (
        psycopg.connect(postgresql_url, autocommit=True) as other,
        running(tmp_path, CATALOG_URL=postgresql_url, OFFICE="off") as system,
    ):
        account = system.services.access.ensure_administrator("")
        system.services.submit(EXAMPLE.read_bytes(), account=account, key="one")
        work_off(system.services)
        other.execute("CREATE EXTENSION pgstattuple")
        asked = (
            "SELECT sum(pending_pages) FROM pg_inherits, pgstatginindex(inhrelid) "
            "WHERE inhparent = 'ix_shelf_words'::regclass"
        )
        before = other.execute(asked).fetchone()
        system.start("relay")
        eventually(lambda: (0,) == other.execute(asked).fetchone())

    assert before is not None
    assert before[0] > 0


@pytest.mark.parametrize(
    ("doing", "stranger"),
    [
        ("from workers import app, tasks, relaying; from service.bootstrap import build", "flask"),
        ("import service.web, service.bootstrap", "celery"),
        ("import service.web, service.bootstrap", "kombu"),
        ("import service.cli.entry, service.cli.opening", "celery"),
        ("import service.cli.entry, service.cli.opening", "flask"),
        ("import service.cli.entry, service.cli.opening", "sqlalchemy"),
    ],
)
def test_no_process_loads_the_libraries_of_another_room(
    doing: str, stranger: str, project_env: dict[str, str], tmp_path: Path
) -> None:
    """A worker never loads Flask, the web process never Celery, the command line neither before it must."""
    code = f"import sys; {doing}; sys.exit({stranger!r} in sys.modules)"

    assert (
        0
        == subprocess.run([sys.executable, "-c", code], env=project_env, cwd=tmp_path, check=False).returncode
    )


def test_every_size_of_set_has_one_lane() -> None:
    """No set is sent twice, and none is forgotten; the command line knows the queues."""
    sizes = [lane.size for lane in LANES]

    assert CHOSEN == servers.QUEUES
    assert set(QUEUES) == {lane.queue for lane in LANES}
    assert (0, None) == (sizes[0].fewest, sizes[-1].most)
    assert [one.fewest for one in sizes[1:]] == [(one.most or 0) + 1 for one in sizes[:-1]]
    assert list(PRIORITIES) == [lane.priority for lane in LANES]


def test_work_is_told_apart_by_the_size_of_its_set(services: Services) -> None:
    """Each way is given what is due for sets of its size, and no other."""
    promise(services, 2)
    sent: dict[str, list[int]] = {"smaller": [], "same": [], "larger": []}
    sizes = {
        "smaller": SetSize(most=PAPERS - 1),
        "same": SetSize(fewest=PAPERS, most=PAPERS),
        "larger": SetSize(fewest=PAPERS + 1),
    }

    with services.catalog.read() as work:
        due = work.outbox.due(at=work.now())
    services.relay.by_size([Way(send=sent[name].append, size=size) for name, size in sizes.items()])

    assert {"smaller": [], "same": due, "larger": []} == sent
    assert 2 == len(due)
    assert 0 == services.relay(sent["same"].append)


def test_what_was_sent_before_another_was_refused_is_not_sent_again(services: Services) -> None:
    """A broker that goes away in the middle: the rest is due again at once."""
    promise(services, 3)
    with services.catalog.read() as work:
        first, *others = work.outbox.due(at=work.now())
    sent: list[int] = []

    def send(message_id: int) -> None:
        if sent:
            raise ConnectionError
        sent.append(message_id)

    with pytest.raises(ConnectionError):
        services.relay(send)

    assert [first] == sent
    with services.catalog.read() as work:
        assert others == work.outbox.due(at=work.now())


def test_each_size_has_room_of_its_own(services: Services) -> None:
    """A full queue of one size does not keep others from being sent."""
    promise(services, 2)
    sent: list[int] = []
    full = Way(send=sent.append, size=SetSize(most=PAPERS), has_room=lambda: False)

    assert 0 == services.relay.by_size([full])
    assert 2 == services.relay.by_size([full, Way(send=sent.append, size=SetSize(fewest=2))])
    assert 2 == len(sent)
