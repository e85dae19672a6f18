"""People: accounts, links and tokens, for their administrators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from pydantic import BaseModel, ConfigDict, Field

from service.access import (
    USUAL,
    Action,
    OwnAccount,
    PeopleDesk,
    SecondFactorDesk,
    UnknownAccount,
    UnknownOrganisation,
)
from service.access.people import AccountPage
from service.catalog import AccountRecord, Role
from service.web.identity import allowed
from service.web.language import SWITCH
from service.web.paged import paged
from service.web.query import PeopleQuery, read_query
from service.web.refusals import BodyRefused, NotThere
from service.web.see_other import see_other
from service.web.small_body import read_values

ROLES: tuple[Role, ...] = ("secretary", "official", "archivist", "administrator")


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewAccount(_Form):
    """A person or program to be added; without an organisation at the administrator's own."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    role: Role
    organisation: Annotated[str, Field(pattern=r"^([0-9a-f-]{36})?$")] = ""


class NewRole(_Form):
    """What somebody may do from now on."""

    role: Role


_MAY: Mapping[str, tuple[Action, ...] | None] = {
    "usual": USUAL,
    "submit": ("submit",),
    "read": ("read",),
    "sign": ("sign",),
    "all": None,
}
"""What a token may do, by what the form calls it."""


class NewToken(_Form):
    """A token to be made: what it is called, how long it lasts, and what it may do, which has to be chosen."""

    label: Annotated[str, Field(min_length=1, max_length=100)]
    days: Annotated[int, Field(ge=1, le=730)]
    only: Literal["usual", "submit", "read", "sign", "all"]


def blueprint(people: PeopleDesk, second_factor: SecondFactorDesk, public_url: str) -> Blueprint:
    """`/people` and one account."""
    pages = Blueprint("people", __name__)
    pages.context_processor(lambda: {"has_code_of": second_factor.is_on})

    def link_to(secret: str) -> str:
        return f"{public_url}/sign-in/link/{secret}"

    @pages.get("/people")
    def everybody() -> str:
        by = allowed("manage")
        asked = read_query(PeopleQuery, request.query_string, leave_out=frozenset({SWITCH}))
        found = paged(
            asked.page,
            people.count(by=by, words=asked.name),
            lambda over, most: people.accounts(by=by, words=asked.name, over=over, most=most),
        )
        return render_template("people.html", found=found, name=asked.name, roles=ROLES, own=by.organisation)

    @pages.post("/people")
    def add() -> str:
        by = allowed("manage")
        asked = read_values(NewAccount, _sent("name", "role", "organisation"))
        with _not_there():
            added, secret = people.add(
                name=asked.name, role=asked.role, organisation_id=asked.organisation or None, by=by
            )
            return _account_page(people.account(added.id, by=by), link=link_to(secret))

    @pages.get("/people/<uuid:account_id>")
    def one(account_id: UUID) -> str:
        by = allowed("manage")
        with _not_there():
            return _account_page(people.account(str(account_id), by=by))

    @pages.post("/people/<uuid:account_id>/link")
    def link(account_id: UUID) -> str:
        by = allowed("manage")
        with _not_there():
            secret = people.new_link(str(account_id), by=by)
            return _account_page(people.account(str(account_id), by=by), link=link_to(secret))

    _lay_acts(pages, people, second_factor)
    _lay_tokens(pages, people)
    return pages


def _lay_acts(pages: Blueprint, people: PeopleDesk, second_factor: SecondFactorDesk) -> None:
    """Forms that do one thing to an account and lead back to its page."""

    def change_role(account_id: str, by: AccountRecord) -> None:
        people.account(account_id, by=by)
        people.set_role(account_id, read_values(NewRole, _sent("role")).role, by=by)

    def close(account_id: str, by: AccountRecord) -> None:
        if request.form.get("sure") != people.account(account_id, by=by).account.name:
            raise BodyRefused(())
        people.close(account_id, by=by)

    def remove_code(account_id: str, by: AccountRecord) -> None:
        found = people.account(account_id, by=by).account
        if found.id == by.id:
            raise OwnAccount
        second_factor.remove(found, by=by)

    acts: dict[str, Callable[[str, AccountRecord], None]] = {
        "disable": lambda account_id, by: people.disable(account_id, by=by),
        "enable": lambda account_id, by: people.enable(account_id, by=by),
        "unbind": lambda account_id, by: people.unbind(account_id, by=by),
        "role": change_role,
        "close": close,
        "second-factor/remove": remove_code,
    }
    for path, act in acts.items():
        pages.add_url_rule(f"/people/<uuid:account_id>/{path}", path, _doing(act), methods=["POST"])


def _doing(act: Callable[[str, AccountRecord], None]) -> Callable[[UUID], Response]:
    def do(account_id: UUID) -> Response:
        by = allowed("manage")
        with _not_there():
            act(str(account_id), by)
        return _back_to(account_id)

    return do


def _lay_tokens(pages: Blueprint, people: PeopleDesk) -> None:
    @pages.post("/people/<uuid:account_id>/tokens")
    def add_token(account_id: UUID) -> str:
        by = allowed("manage")
        with _not_there():
            people.account(str(account_id), by=by)
            days = request.form.get("days", "")
            asked = read_values(
                NewToken,
                {**_sent("label", "only"), "days": int(days) if days.isascii() and days.isdigit() else days},
            )
            secret = people.add_token(
                str(account_id), label=asked.label, days=asked.days, only=_MAY[asked.only], by=by
            )
            return _account_page(people.account(str(account_id), by=by), secret=secret)

    @pages.post("/people/<uuid:account_id>/tokens/<uuid:token_id>/revoke")
    def revoke(account_id: UUID, token_id: UUID) -> Response:
        by = allowed("manage")
        with _not_there():
            people.revoke_token(str(account_id), str(token_id), by=by)
        return _back_to(account_id)


def _account_page(page: AccountPage, **secrets: str) -> str:
    return render_template("account.html", page=page, roles=ROLES, **{"link": "", "secret": "", **secrets})


def _sent(*names: str) -> dict[str, str]:
    return {name: request.form.get(name, "") for name in names}


@contextmanager
def _not_there() -> Iterator[None]:
    """What lies outside the administrator's subtree looks like what is not there."""
    try:
        yield
    except (UnknownAccount, UnknownOrganisation):
        raise NotThere from None


def _back_to(account_id: UUID) -> Response:
    return see_other(f"/people/{account_id}")
