"""The first set of a term on PostgreSQL, whose table is made by whoever records it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from service.bootstrap import Services
from service.catalog import AccountRecord
from service.documents.work_on import MOST_STARTS
from tests.documents.test_given_up import Died, dying_once_decided, made_by, small_set
from tests.working import work_off


@contextmanager
def noted() -> Iterator[list[str]]:
    """The statements that are sent to a database meanwhile."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(" ".join(statement.split()))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("found_later", [False, True])
def test_its_table_is_made_before_anything_is_written_about_papers(
    services: Services, administrator: AccountRecord, complete: bytes, found_later: bool
) -> None:
    """
    At a seal, and where its version is found after its makers died: two first sets of a term would wait for each other.
    """
    set_id = small_set(services, administrator, complete)
    for start in range(MOST_STARTS if found_later else 0):
        claimed, made = made_by(services, set_id, start=start)
        with pytest.raises(Died):
            dying_once_decided(services)(claimed, made)
    with noted() as statements:
        work_off(services)
    (makes,) = (at for at, one in enumerate(statements) if one.startswith('CREATE TABLE "shelf_'))
    begins = max(at for at, one in enumerate(statements[:makes]) if one.startswith("DELETE FROM outbox"))
    writes = [one for one in statements[begins:makes] if one.startswith(("UPDATE document", "INSERT INTO"))]

    assert [] == writes
    assert "sealed" == services.sets.status(set_id, account=administrator).record.state  # type: ignore[union-attr]  # it is there
