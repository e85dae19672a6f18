"""Hostile requests, a hundred thousand beside those of the OpenAPI description; `make hostile ARGS="requests --count 1000000"` is the big run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from tests.hostile import requests
from tests.hostile.door import Door, opened

PARTS = 8
EACH = 12_500


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with opened() as held:
        yield held


def rules(door: Door) -> list[Rule]:
    """Every rule that has variables."""
    return [rule for rule in door.app.url_map.iter_rules() if rule.arguments]


def test_every_route_is_asked_for_what_is_there(door: Door) -> None:
    """
    A new route whose ids nobody makes would be knocked at with rubbish only.
    """
    unreached = []
    for rule in rules(door):
        dice, method = Random(rule.rule), min((rule.methods or set()) - {"HEAD"})
        there = {name: set(door.things.of(rule.rule, name)) for name in rule.arguments}
        if not any(
            reached(door, requests.path_of(dice, door.things, rule.rule), method, rule, there)
            for _ in range(60)
        ):
            unreached.append(rule.rule)

    assert [] == unreached


def reached(door: Door, path: str, method: str, rule: Rule, there: dict[str, set[str]]) -> bool:
    """Whether that address leads to that rule, with something that is there for each of its variables."""
    try:
        endpoint, found = door.app.url_map.bind("localhost").match(path, method)
    except HTTPException:
        return False
    return endpoint == rule.endpoint and all(str(found[name]) in ids for name, ids in there.items())


@pytest.mark.slow
def test_what_is_there_is_really_there(door: Door) -> None:
    """
    No answer to somebody who may do everything says that there is no such thing.
    """
    missing = []
    for rule in rules(door):
        for method in sorted((rule.methods or set()) - {"HEAD"}):
            if method != "GET":
                # What one request ends, the next would miss.
                door.things.renew()
            path = re.sub(
                r"<(?:\w+:)?(\w+)>", lambda one, rule=rule: door.things.of(rule.rule, one[1])[0], rule.rule
            )
            client = door.stranger() if path.startswith("/sign-in") else door.client
            answer = client.open(
                path,
                method=method,
                data={"csrf_token": door.form_token},
                headers={"Authorization": f"Bearer {door.token}"} if path.startswith("/api/") else {},
            )
            if answer.status_code in {401, 403, 404, 405, 410} or answer.status_code >= 500:
                missing.append((method, rule.rule, answer.status_code))

    assert [] == missing


def test_some_requests(door: Door) -> None:
    """
    As many as were asked for are sent, and the room is as it was.
    """
    said = requests.run(door, seed=99, count=120)

    assert [] == said.wrong
    assert 120 == said.asked == said.statuses.total()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(PARTS))
def test_no_request_breaks_anything(door: Door, seed: int) -> None:
    """
    No 5xx, no trace, five seconds of the processor; and honest people are served after it as before.
    """
    said = requests.run(door, seed=seed, count=EACH)

    assert [] == said.wrong
    # All were sent, and answered by the door: a hundred thousand in all parts together.
    assert EACH == said.asked == said.statuses.total()
    assert PARTS * EACH >= 100_000
    # They reach the rooms behind the door, not only its first step.
    assert {200, 303, 400, 404, 422} <= set(said.statuses)
    assert 200 == door.client.get("/").status_code
