"""Errors as clients see them."""

from __future__ import annotations

import errno
import importlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import service
from service.bootstrap import Services
from service.web.answers import problem_answer
from service.web.problems import PROBLEMS, problem_of


def _errors() -> Iterator[type[Exception]]:
    """Every error class that a room of the service defines; the command line is a door of its own, the client is outside."""
    house = Path(service.__path__[0])
    for file in house.rglob("*.py"):
        parts = ("service", *file.relative_to(house).with_suffix("").parts)
        if {"migrations", "cli", "client"} & set(parts) or parts[-1] == "__main__":
            continue
        name = ".".join(parts).removesuffix(".__init__")
        for thing in vars(importlib.import_module(name)).values():
            if isinstance(thing, type) and issubclass(thing, Exception) and thing.__module__ == name:
                yield thing


ERRORS = sorted(set(_errors()), key=lambda error: (error.__module__, error.__name__))


def test_the_rooms_have_errors() -> None:
    """
    The walk through the rooms finds what it should: one error of each floor is among them.
    """
    names = {error.__name__ for error in ERRORS}

    assert {
        "CatalogUnavailable",
        "Damaged",
        "KeyReused",
        "BadCursor",
        "RenderFailed",
        "RequestRefused",
    } <= names


def test_a_full_disk_is_said_whichever_volume_it_is() -> None:
    """
    The one for temporary files too, where a large upload lies; other trouble with files is ours.
    """
    codes = [problem_of(OSError(one, "")).code for one in (errno.ENOSPC, errno.EDQUOT, errno.EIO)]

    assert ["storage.full", "storage.full", "internal"] == codes


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_has_its_row(error: type[Exception]) -> None:
    """
    Nobody adds an error without deciding what a client sees.
    """
    assert error in PROBLEMS


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_only_what_may_pass_asks_to_try_again(error: type[Exception]) -> None:
    """
    503 or 429 with Retry-After is said exactly of errors that are worth another try.
    """
    problem = PROBLEMS[error]

    assert (problem.status in {429, 503}) == bool(getattr(error, "retryable", False))
    assert (problem.status in {429, 503}) == (problem.retry_after is not None)


def test_codes_are_never_used_twice() -> None:
    """
    Clients tell problems apart by their code.
    """
    rows = set(PROBLEMS.values())

    assert len(rows) == len({row.code for row in rows})


def test_unknown_errors_say_nothing_of_themselves(app: Flask) -> None:
    """
    The message of an error that nobody foresaw may hold anything; none of it leaves the house.
    """
    with app.test_request_context("/api/v1/terms"):
        answer = problem_answer(ValueError("Nguyễn Văn An, /var/lib/secret"))

    assert (500, "internal") == (answer.status_code, problem_of(ValueError()).code)
    assert b"secret" not in answer.data
    assert "Nguyễn" not in answer.data.decode()


def test_a_database_that_is_gone_is_said_so(
    client: FlaskClient, services: Services, bearer: dict[str, str]
) -> None:
    """
    Without the database: 503, when to come back, and the same media type as every problem.
    """
    database = services.settings.var / "catalog.db"
    services.close()
    for left in database.parent.glob("catalog.db*"):
        left.unlink()
    database.mkdir()
    answer = client.get("/api/v1/terms", headers=bearer)

    assert (503, "application/problem+json", "5") == (
        answer.status_code,
        answer.mimetype,
        answer.headers["Retry-After"],
    )
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/live").status_code == 200


def test_routes_that_do_not_exist_are_problems_too(client: FlaskClient) -> None:
    """
    Unknown paths and wrong methods of the API answer as problems, with the methods that are allowed.
    """
    missing, wrong = client.get("/api/v1/nothing"), client.delete("/api/v1/congresses")

    assert (404, "application/problem+json") == (missing.status_code, missing.mimetype)
    assert (405, "application/problem+json") == (wrong.status_code, wrong.mimetype)
    assert wrong.headers["Allow"] == "POST"
    assert json.loads(wrong.text)["code"] == "method_not_allowed"
