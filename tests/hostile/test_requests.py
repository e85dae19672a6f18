"""Hostile requests, a hundred thousand with those of the OpenAPI description; `make hostile ARGS="requests --count 1000000"` is the big run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hostile import requests
from tests.hostile.door import Door, opened


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with opened() as held:
        yield held


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_no_request_breaks_anything(door: Door, seed: int) -> None:
    """
    No 5xx, no trace, five seconds of the processor; and honest people are served after it as before.
    """
    said = requests.run(door, seed=seed, count=10_000)

    assert [] == said.wrong
    assert said.asked > 9_500
    # They reach the rooms behind the door, not only its first step.
    assert {200, 303, 400, 404, 422} <= set(said.statuses)
    assert 200 == door.client.get("/").status_code
