"""
The loop that tells the broker which work is due, and survives whatever the broker and the catalog do.

It is the timetable too: what crashes left behind is tidied up at the start and every hour, and the whole archive
is read back every `VANKIEN_FIXITY_DAYS`, in a thread of its own. Webhooks and the mail of the day go out from threads too.

* BrokerUnreachable   no broker answers at that address; start-up checks only
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog
from celery import Celery
from kombu.exceptions import KombuError, OperationalError
from redis.exceptions import RedisError

from service.archive import FixityReport
from service.catalog import CatalogError, CatalogUnavailable
from service.documents.relay import RelayOutbox, Way
from service.storage import StorageError
from workers.app import make_app
from workers.queues import LANES, QUEUES, Lane
from workers.tasks import WORK_ON

log = structlog.get_logger()

PAUSE = 0.25
"""Seconds after which it looks for what is due by the clock; for what was just promised the catalog's bell rings."""

FIRST_BACK_OFF, LONGEST_BACK_OFF = 0.5, 5.0

TIDY_EVERY = 3600.0
CHECK_LOOKS_EVERY = 60.0
TELL_EVERY = 1.0
REMIND_EVERY = 60.0
TAKE_IN_EVERY = 2.0
"""Seconds for which new words may lie beside their index: of the busiest hour that is a megabyte, and a search reads it in one millisecond."""

MOST_WAITING = 1000
"""Messages in a queue above which none is added: rows are sent again and again while no worker runs."""

TROUBLE = (OSError, KombuError, OperationalError, RedisError, CatalogUnavailable)


class BrokerUnreachable(Exception):
    """No broker answers at that address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Puts ids of due work into the broker's queues."""

    app: Celery

    def __call__(self, message_id: int, *, lane: Lane = LANES[0]) -> None:
        """Send one id, or raise one of `TROUBLE` within a few seconds."""
        self.app.send_task(
            WORK_ON,
            args=(message_id,),
            queue=QUEUES[lane.queue],
            priority=lane.priority,
            retry=False,
            ignore_result=True,
        )

    def waiting(self, *queues: str) -> int:
        """How many messages no worker has taken yet, in these queues or in all; raises one of `TROUBLE`."""
        with self.app.pool.acquire(block=True) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0)
            declare = connection.default_channel.queue_declare
            return sum(
                int(declare(queue=QUEUES[one], passive=False).message_count) for one in queues or QUEUES
            )

    def has_room(self, queue: str, most: int) -> bool:
        """Whether fewer than `most` messages wait in the queue."""
        return self.waiting(queue) < most


def run_relay(  # noqa: PLR0913 -- its timetable
    relay: RelayOutbox,
    broker_url: str,
    stop: threading.Event,
    *,
    tidy: Callable[[], None],
    check: Callable[[Callable[[], bool]], FixityReport | None] = lambda _: None,
    note_progress: Callable[[], None] = lambda: None,
    tell: Callable[[], int] = lambda: 0,
    remind: Callable[[], int] = lambda: 0,
    take_in: Callable[[], None] = lambda: None,
    most_waiting: int = MOST_WAITING,
) -> None:
    """
    Send what is due until `stop` is set; a broker or catalog that is down is said once and tried again.

    `note_progress` is called after each turn that met no trouble.
    """
    sender = Sender(app=make_app(broker_url))
    # Reading everything back takes hours, a receiver may take seconds to answer, and no paper waits for either.
    beside = [
        threading.Thread(target=_keep_checking, args=(check, stop), name="fixity"),
        threading.Thread(target=_keep_doing, args=(tell, stop, TELL_EVERY, "webhooks_wait"), name="webhooks"),
        threading.Thread(target=_keep_doing, args=(remind, stop, REMIND_EVERY, "mail_waits"), name="mail"),
        threading.Thread(target=_keep_doing, args=(take_in, stop, TAKE_IN_EVERY, "words_wait"), name="words"),
    ]
    for thread in beside:
        thread.start()
    bell = relay.catalog.bell()
    back_off, tidy_at = 0.0, time.monotonic()
    while not stop.is_set():
        if time.monotonic() >= tidy_at:
            _tidy(tidy)
            tidy_at = time.monotonic() + TIDY_EVERY
        try:
            _turn(relay, sender, most_waiting)
        except TROUBLE as error:
            if not back_off:
                log.warning("relay_waits", reason=str(error) or type(error).__name__)
            back_off = min(LONGEST_BACK_OFF, 2 * back_off or FIRST_BACK_OFF)
            stop.wait(back_off)
            continue
        note_progress()
        if back_off:
            log.info("relay_goes_on")
            back_off = 0.0
        bell.wait(PAUSE)
    bell.close()
    for thread in beside:
        thread.join()
    sender.app.close()


def _keep_checking(check: Callable[[Callable[[], bool]], FixityReport | None], stop: threading.Event) -> None:
    """Do what the timetable of fixity checks says, until `stop` is set; trouble is said, and tried again."""
    while not stop.is_set():
        try:
            report = check(stop.is_set)
        except (StorageError, CatalogError) as error:
            log.warning("fixity_check_failed", reason=str(error))
        else:
            if report is not None:
                _say_what_was_found(report)
        stop.wait(CHECK_LOOKS_EVERY)


def _keep_doing(do: Callable[[], int | None], stop: threading.Event, every: float, waits: str) -> None:
    """
    Do what is due, until `stop` is set, and look again after `every` seconds unless it says how much there was; a catalog that
    is down is said by the word `waits`, and tried again.
    """
    while not stop.is_set():
        try:
            done = do()
        except CatalogError as error:
            log.warning(waits, reason=str(error))
            done = 0
        if not done:
            stop.wait(every)


def _say_what_was_found(report: FixityReport) -> None:
    if report.is_sound:
        log.info("archive_read_back", objects=report.objects, files=report.files)
        return
    found = {name: len(getattr(report, name)) for name in ("changed", "missing", "untracked")}
    log.error("archive_injured", objects=report.objects, files=report.files, **found)


def _tidy(tidy: Callable[[], None]) -> None:
    """Tidy up; trouble is said, and the next hour tries again."""
    try:
        tidy()
    except (StorageError, CatalogUnavailable) as error:
        log.warning("tidying_failed", reason=str(error))


def _turn(relay: RelayOutbox, sender: Sender, most_waiting: int) -> None:
    """Send what is due, the smallest sets first, if their queue has room."""
    relay.by_size(
        [
            Way(
                send=partial(sender, lane=lane),
                size=lane.size,
                has_room=partial(sender.has_room, lane.queue, most_waiting),
            )
            for lane in LANES
        ]
    )


def greet(broker_url: str) -> None:
    """Return if a broker answers at `broker_url` within a few seconds; raises `BrokerUnreachable`."""
    try:
        with make_app(broker_url).connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0)
    except (*TROUBLE, KeyError, ValueError) as error:
        # The address itself may hold a password, and errors repeat it.
        raise BrokerUnreachable(f"no broker answers there ({type(error).__name__})") from error
