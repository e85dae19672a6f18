"""Questions that want the system's worst, through both doors: an answer or a refusal in words, never a failure."""

from __future__ import annotations

import random
import time
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.archive.shelves import LOOK_SECONDS
from service.bootstrap import Services
from service.web.trouble import TOO_LONG
from tests.archive.test_hostile_queries import hostile, request
from tests.web.test_pages import sign_in

API, PAGE = "/api/v1/documents", "/archive/papers"


def asked(number: int) -> str:
    """The hostile question of that number as a query, as often as not cut to what a query may hold."""
    one, dice = request(number), random.Random(number)  # noqa: S311 -- dice, no secrets
    most = dice.choice((100, 10_000))
    fields = {"q": one.words[:most], "person": one.person[:most], "term": one.term, "kind": one.kind}
    fields |= {
        "since": one.since,
        "until": one.until,
        "limit": one.limit,
        "cursor": dice.choice((None, None, hostile(dice))),
    }
    given = {name: value for name, value in fields.items() if value not in {None, ""}}
    return urlencode(given, errors="replace")


@pytest.mark.usefixtures("sealed")
def test_every_question_is_answered_or_refused(
    app: Flask, services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    """
    Never a failure of ours, and none takes longer than a search may; a refusal says what is wrong.
    """
    browser = sign_in(app, services)
    kinds: set[int] = set()
    for number in range(50):
        began = time.thread_time()
        answers = [
            client.get(f"{API}?{asked(number)}", headers=bearer),
            browser.get(f"{PAGE}?{asked(number)}"),
        ]

        assert time.thread_time() - began < 2 * LOOK_SECONDS, asked(number)
        for answer in answers:
            assert answer.status_code in {200, 400, 422}, asked(number)
            assert answer.status_code == 200 or len(answer.text) > 100, asked(number)
        assert answers[0].status_code == answers[1].status_code, asked(number)
        kinds |= {answer.status_code for answer in answers}
    assert 200 in kinds
    assert len(kinds) > 1


@pytest.mark.usefixtures("sealed")
def test_a_search_that_is_stopped_says_what_to_do(
    app: Flask,
    services: Services,
    client: FlaskClient,
    bearer: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    The limit is told in words, to people and to programs.
    """
    monkeypatch.setattr("service.archive.shelves.LOOK_SECONDS", 0.0)
    monkeypatch.setattr("service.catalog.timelimit._STEPS", 1)
    query = urlencode({"q": "đại hội công đoàn"})

    by_program = client.get(f"{API}?{query}", headers=bearer)
    by_person = sign_in(app, services).get(f"{PAGE}?{query}")

    assert (422, "search.too_long") == (by_program.status_code, by_program.get_json()["code"])
    assert 422 == by_person.status_code
    assert TOO_LONG.vi in by_person.text
