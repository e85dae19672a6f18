"""Doing promised work: claim it, do it, and decide what a failure means. Every door to it is this one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

import structlog

from service import traces
from service.catalog import Catalog, CatalogUnavailable, Message
from service.documents.catching_up import Found
from service.documents.failure import POISON, Failure, storage_failed
from service.documents.press import CannotProduce, TookTooMuch
from service.documents.produce import MOST_STARTS, ProduceDocuments, staging_of
from service.documents.register import FileRegister
from service.documents.seal import SealSet
from service.storage import StorageError, VersionTaken

LEASE = dt.timedelta(seconds=45)
"""How long a claim holds; the hard time limit of a task is shorter."""

AFTER_TROUBLE = dt.timedelta(seconds=5)
AFTER_A_FAULT = dt.timedelta(minutes=1)
BEHIND_AN_EARLIER_SET = dt.timedelta(milliseconds=500)

log = structlog.get_logger()


@contextmanager
def _as_in(message: Message) -> Iterator[None]:
    """Every line of the log about this work bears the id of the request that led to it, and every span its trace."""
    of = message.request_id
    with (
        structlog.contextvars.bound_contextvars(request_id=of) if of else nullcontext(),
        traces.work(
            message.task,
            message.traceparent,
            promised_at=message.created_at,
            task=message.task,
            set_id=message.set_id,
            chunk=message.chunk,
            starts=message.starts,
            request_id=of or "",
        ),
    ):
        yield


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOn:
    """Do the work behind an outbox row, unless it is done or somebody else does it."""

    catalog: Catalog
    produce: ProduceDocuments
    seal: SealSet
    file: FileRegister
    lease: dt.timedelta = LEASE

    def __call__(self, message_id: int) -> None:
        """
        Do the work, and what it leads to.

        Trouble that may pass (storage, catalog) gives the work back to be sent again; data that do not fit
        fail the whole set; anything else is raised, after giving the work back, and counts as a start.
        """
        next_id: int | None = message_id
        while next_id is not None:
            next_id = self._once(next_id)

    def _once(self, message_id: int) -> int | None:
        with self.catalog.begin() as work:
            message = work.outbox.claim(message_id, at=work.now(), lease=self.lease)
            # I7: the start is durable before any work begins: work that kills its process is counted.
            work.commit()
        if message is None:
            return None
        with _as_in(message):
            if message.starts > MOST_STARTS and message.task != "file":
                self._give_up(message, POISON)
                return None
            return self._try(message)

    def _try(self, message: Message) -> int | None:
        try:
            return self._do(message)
        except CannotProduce as error:
            self._give_up(message, error.failure)
        except VersionTaken as error:
            # Its own version may stand, written by an earlier release whose engine made other bytes.
            if (stands := self._stands_after_all(message)) is not None:
                self._seal_after_all(message, stands, "version_taken")
                return None
            # The archive may be ahead: a set that was given up, and whose version stands, comes before this work.
            caught_up = self._catch_up(message)
            log.warning(
                "version_taken",
                set_id=message.set_id,
                task=message.task,
                reason=str(error),
                caught_up=caught_up,
            )
            self._give_back(message, dt.timedelta(0) if caught_up else AFTER_TROUBLE)
            return message.id if caught_up else None
        except (StorageError, CatalogUnavailable) as error:
            if not error.retryable:
                self._give_up(message, storage_failed(error))
            else:
                log.warning("work_postponed", set_id=message.set_id, task=message.task, reason=str(error))
                self._give_back(message, AFTER_TROUBLE)
        except TookTooMuch as error:
            # The memory may have gone to others before: a process that is fresh tries again.
            log.warning("paper_took_too_much", set_id=message.set_id, document=error.failure.document_id)
            if message.starts < MOST_STARTS:
                self._give_back(message, AFTER_TROUBLE, started=True)
            else:
                self._give_up(message, error.failure)
        except Exception:
            self._give_back(message, AFTER_TROUBLE, started=True)
            raise
        return None

    def _do(self, message: Message) -> int | None:
        if message.task == "produce":
            return self._produce(message)
        if message.task == "file":
            if self.file(message):
                log.info("register_filed", set_id=message.set_id)
                return None
            self._give_back(message, dt.timedelta(0))
            return message.id
        if self.seal(message):
            log.info("set_sealed", set_id=message.set_id)
        else:
            self._give_back(message, BEHIND_AN_EARLIER_SET)
        return None

    def _produce(self, message: Message) -> int | None:
        made = self.produce.make(message)
        if made is None:
            return None
        log.info("documents_rendered", set_id=message.set_id, chunk=message.chunk)
        # What has nobody to wait for need not wait on a disk, and be claimed once more.
        if made.is_whole and self.seal(message, made):
            log.info("set_sealed", set_id=message.set_id)
            return None
        return self.produce.keep(message, made)

    def _give_back(self, message: Message, after: dt.timedelta, *, started: bool = False) -> None:
        with self.catalog.begin() as work:
            work.outbox.release(message, until=work.now() + after, started=started)
            work.commit()

    def _give_up(self, message: Message, failure: Failure) -> None:
        if message.task == "file":
            # Entries are never dropped, and the set they are about stands as it is.
            log.error("register_not_filed", set_id=message.set_id, code=failure.code)
            self._give_back(message, AFTER_A_FAULT)
            return
        if (stands := self._stands_after_all(message)) is not None:
            self._seal_after_all(message, stands, failure.code)
            return
        with self.catalog.begin() as work:
            work.sets.lock(message.set_id)
            if not work.outbox.finish(message):
                return
            work.outbox.drop(message.set_id)
            work.sets.failed(message.set_id, failure=failure.encode())
            work.audit.note("set_failed", subject=message.set_id, at=work.now())
            work.commit()
        self.produce.storage.discard(staging_of(message.set_id))
        log.error("set_failed", set_id=message.set_id, code=failure.code)

    def _seal_after_all(self, message: Message, stands: Found, code: str) -> None:
        """What stands in the archive is true, whatever kept its workers from saying so."""
        with self.catalog.begin() as work:
            record = work.sets.lock(message.set_id)
            if not work.outbox.finish(message):
                return
            work.outbox.drop(message.set_id)
            stands.record(work, record)
            work.commit()
        self.produce.storage.discard(staging_of(message.set_id))
        log.warning("set_sealed_after_all", set_id=message.set_id, code=code)

    def _stands_after_all(self, message: Message) -> Found | None:
        """The version of the set, where one stands although its workers never came back to say so; filing brings none."""
        if message.task == "file":
            return None
        try:
            return self.seal.catch_up.of_set(message.set_id)
        except StorageError as error:
            log.warning("archive_not_looked_at", set_id=message.set_id, reason=str(error))
            return None

    def _catch_up(self, message: Message) -> bool:
        try:
            with self.catalog.read() as work:
                record = work.sets.find(message.set_id)
            return record is not None and self.seal.catch_up(record.congress_id)
        except StorageError as error:
            log.warning("archive_not_looked_at", set_id=message.set_id, reason=str(error))
            return False
