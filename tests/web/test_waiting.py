"""Programs that wait for a set in one request."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from service.web.waiting import LONGEST, Waits, preferred_wait


def test_who_waits_is_answered_when_all_papers_are_sealed(
    app: Flask, token: str, accepted: str, work_off: Callable[[], None]
) -> None:
    """
    One request is enough, however long the papers take.
    """
    asked = {"Authorization": f"Bearer {token}", "Prefer": "respond-async, wait=20"}
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: app.test_client().get(f"/api/v1/sets/{accepted}", headers=asked))
        work_off()
        answer = waiting.result()

    assert answer.json is not None
    assert (True, "sealed") == (answer.json["settled"], answer.json["state"])
    assert "wait=20" == answer.headers["Preference-Applied"]


def test_who_does_not_ask_to_wait_is_answered_at_once(app: Flask, token: str, accepted: str) -> None:
    """
    Nothing is said of a wish that nobody had, or that is no number of seconds.
    """
    for said in ({}, {"Prefer": "wait=soon"}, {"Prefer": "wait=-1"}):
        answer = app.test_client().get(
            f"/api/v1/sets/{accepted}", headers={"Authorization": f"Bearer {token}", **said}
        )

        assert answer.json is not None
        assert (False, None) == (answer.json["settled"], answer.headers.get("Preference-Applied"))


def test_a_set_that_is_not_theirs_is_not_waited_for(app: Flask, token: str) -> None:
    """
    404 comes at once, as without the wish.
    """
    asked = {"Authorization": f"Bearer {token}", "Prefer": "wait=20"}

    answer = app.test_client().get("/api/v1/sets/00000000-0000-0000-0000-000000000000", headers=asked)

    assert 404 == answer.status_code


def test_seconds_end_and_there_is_no_room_for_one_too_many() -> None:
    """
    Whoever waits in vain is told so by the state of the set; whoever finds no room, by the missing header.
    """
    waits = Waits(most=1)
    found: list[bool] = []

    def is_done() -> bool:
        found.append(waits.until(lambda: True, seconds=9))
        return False

    assert waits.until(is_done, seconds=0.03)
    assert 1 < len(found)
    assert not any(found)
    assert waits.until(lambda: True, seconds=9)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("wait=10", 10),
        ('wait="10"', 10),
        ("return=minimal, wait=7", 7),
        ("wait=0", 0),
        ("wait=999999", LONGEST),
        ("wait=9999999999999999", None),
        ("wait=1.5", None),
        ("wait=٣", None),
        ("wait", None),
        ("waiting=3", None),
        ("", None),
    ],
)
def test_what_a_wish_may_look_like(said: str, seconds: int | None) -> None:
    """
    What is not understood is no wish.
    """
    assert seconds == preferred_wait(said)
