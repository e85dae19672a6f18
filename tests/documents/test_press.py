"""What a process has before its first paper."""

from __future__ import annotations

import json
from typing import Final

from service.bootstrap import Services
from service.catalog import AccountRecord
from service.documents.compiled import compiled
from service.documents.press import read_ahead
from service.documents.printed_values import printed_by
from tests.working import work_off

CACHES: Final = (compiled, printed_by)


def test_templates_that_were_read_ahead_are_read_by_no_paper(
    services: Services, administrator: AccountRecord, complete: bytes
) -> None:
    """
    A process that is forked later, in the middle of a large set, begins with the papers themselves.
    """
    for one in CACHES:
        one.cache_clear()
    read_ahead(services.packs)
    held = [one.cache_info().misses for one in CACHES]
    raw = json.dumps({**json.loads(complete), "delegates": json.loads(complete)["delegates"][:1]}).encode()
    services.submit(raw, account=administrator, key="1")
    work_off(services)

    assert held == [one.cache_info().misses for one in CACHES]
    assert all(one.cache_info().hits for one in CACHES)
