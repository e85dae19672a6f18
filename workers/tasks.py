"""The one task: unpack, call, and let the use case decide what a failure means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from celery import Celery

from service.bootstrap import Services

WORK_ON = "vankien.work_on"

log = structlog.get_logger()


@dataclass(slots=True, kw_only=True)
class Bench:
    """The services of one process of the pool, built once, in that process."""

    build_services: Callable[[], Services]
    _services: Services | None = field(default=None, init=False)

    @property
    def services(self) -> Services:
        """The services; built now when the start of the process could not, so that trouble that passes is survived."""
        if self._services is None:
            self._services = self.build_services()
        return self._services

    def prepare(self) -> None:
        """Build at the start of the process, so that the first task does not wait."""
        try:
            _ = self.services
        except Exception as error:
            # The next task tries again, and raises what it meets.
            log.exception("worker_not_ready", reason=str(error))

    def clear(self) -> None:
        """Let go of the services."""
        if self._services is not None:
            self._services.close()
            self._services = None


def register(app: Celery, bench: Bench, note_progress: Callable[[], None] = lambda: None) -> None:
    """Make the task known to `app`; whenever one was taken and ended, however it ended, progress is noted."""

    @app.task(name=WORK_ON)  # type: ignore[untyped-decorator]  # Celery has no types
    def work_on(message_id: int) -> None:
        """Do the work behind the outbox row; one that is done, held or unknown is left alone."""
        try:
            bench.services.work_on(message_id)
        finally:
            note_progress()
