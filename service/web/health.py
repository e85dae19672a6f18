"""Health: is the process alive, and do its parts answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response

from service.catalog import Catalog, CatalogError
from service.storage import Storage, StorageError
from service.web.answers import answer
from service.web.bodies import LiveBody, ReadyBody

DECLARATION = "archive/0=ocfl_1.1"
"""What every archive has from its first moment: when it is gone, so is the disk below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckParts:
    """Asks the database and the storage whether they are there."""

    catalog: Catalog
    storage: Storage
    templates: int

    def __call__(self) -> ReadyBody:
        """What answers now, and how long the oldest promised work has waited; never raises for a part that fails."""
        holds_archive, answers, age = self._has_archive(), True, None
        try:
            with self.catalog.read() as work:
                oldest = work.outbox.oldest()
                age = (work.now() - oldest) / dt.timedelta(seconds=1) if oldest else None
        except CatalogError:
            answers = False
        return ReadyBody(
            status="ready" if answers and holds_archive else "not ready",
            catalog=answers,
            storage=holds_archive,
            broker=None,
            templates=self.templates,
            oldest_work_seconds=age,
        )

    def _has_archive(self) -> bool:
        try:
            return self.storage.exists(DECLARATION)
        except StorageError:
            return False


def blueprint(check: CheckParts, has_broker: Callable[[], bool] | None) -> Blueprint:
    """
    `/health/live` and `/health/ready`, open to all.

    A broker that is down leaves this process ready: what is sent in is kept, and papers are made once it answers.
    """
    pages = Blueprint("health", __name__, url_prefix="/health")

    @pages.get("/live")
    def live() -> Response:
        return answer(LiveBody(status="alive"))

    @pages.get("/ready")
    def ready() -> Response:
        found = check().model_copy(update={"broker": has_broker() if has_broker else None})
        return answer(found, status=200 if found.status == "ready" else 503)

    return pages
