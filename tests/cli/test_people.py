"""`vankien user ...` and `token ...`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from service import access
from service.bootstrap import Services, build
from service.catalog import Role
from service.cli.people import ACTIONS, ROLES, USUAL
from service.config import Settings

PASSWORD = "mật khẩu đủ dài\n"
ADD = ("user", "add", "lan", "--role", "secretary")


@pytest.fixture
def services(vankien: Any, var: Path) -> Iterator[Services]:
    """The services over the folder that the commands use."""
    vankien("migrate")
    built = build(Settings(var=var))
    yield built
    built.close()


def test_an_added_account_signs_in_with_the_password_read_from_standard_input(
    vankien: Any, services: Services
) -> None:
    """And the password is not repeated."""
    said = vankien(*ADD, given=PASSWORD)

    assert 0 == said.code
    assert PASSWORD.strip() not in said.out + said.err
    assert services.access.sign_in("lan", PASSWORD.strip()) is not None


@pytest.mark.parametrize(
    ("arguments", "given", "sentence"),
    [
        (ADD, "ngắn\n", "Not done: a password has at least 12 characters."),
        (ADD, "", "The password is read from standard input, and nothing came."),
        ((*ADD, "--organisation", "Không có"), PASSWORD, "There is no organisation Không có"),
        (
            ("user", "add", "quan-tri", "--role", "official"),
            PASSWORD,
            "There is an account named quan-tri already.",
        ),
        (("user", "link", "ai"), "", "There is no account named ai."),
        (("token", "add", "ai", "--label", "thử"), "", "There is no account named ai."),
    ],
)
def test_a_refusal_is_one_sentence_and_exit_code_2(
    vankien: Any, services: Services, arguments: tuple[str, ...], given: str, sentence: str
) -> None:
    """Names, passwords and organisations that will not do."""
    said = vankien(*arguments, given=given)

    assert (2, 1) == (said.code, said.err.count("\n"))
    assert said.err.startswith(sentence)


def test_a_token_is_printed_once_and_acts_as_its_account(vankien: Any, services: Services) -> None:
    """Nothing else is on standard output."""
    said = vankien("token", "add", "quan-tri", "--label", "thử", "--days", "2")

    account = services.access.by_token(said.out.strip())
    assert account is not None
    assert "quan-tri" == account.name


@pytest.mark.parametrize(
    ("more", "days", "actions"),
    [
        ((), 365, access.USUAL),
        (("--only", "sign", "--only", "read", "--days", "3650"), 3650, ("sign", "read")),
        (("--all", "--days", "2"), 2, None),
    ],
)
def test_a_token_ends_and_may_little_unless_it_is_said(
    vankien: Any, services: Services, more: tuple[str, ...], days: int, actions: tuple[str, ...] | None
) -> None:
    """
    Sending data and reading, for a year; all that the account may is asked for by name, and no end by nothing.
    """
    said = vankien("token", "add", "quan-tri", "--label", "thử", *more)
    by = services.access.ensure_administrator("")
    (held,) = services.people.account(by.id, by=by).tokens

    assert 0 == said.code
    assert held.expires_at is not None
    assert (days, actions) == ((held.expires_at - held.created_at).days, held.actions)


def test_everything_and_a_part_of_it_contradict_each_other(vankien: Any, services: Services) -> None:
    """
    Neither is guessed.
    """
    said = vankien("token", "add", "quan-tri", "--label", "thử", "--all", "--only", "read")

    assert (2, "") == (said.code, said.out)


def test_a_link_signs_in_once(vankien: Any, services: Services) -> None:
    """The secret at its end opens one session."""
    address, _, secret = vankien("user", "link", "quan-tri").out.strip().rpartition("/")

    assert "http://127.0.0.1:8080/sign-in/link" == address
    assert services.access.sign_in_by_link(secret) is not None
    assert services.access.sign_in_by_link(secret) is None


def test_what_the_command_line_offers_is_what_the_policy_knows() -> None:
    """
    The names are written out there, so that a command starts without loading the database.
    """
    assert (ROLES, ACTIONS, USUAL) == (get_args(Role), access.ACTIONS, access.USUAL)
