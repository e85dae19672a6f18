"""`vankien user ...` and `token ...`: who may sign in, and which programs may call."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, get_args

import click

from service.cli.failures import REFUSED, Stop
from service.cli.opening import administrator, services_at_hand

if TYPE_CHECKING:
    from service.access import Action

# Written out, as the rooms that know them load the database: a test holds them to it.
ROLES = ("secretary", "official", "archivist", "administrator")
ACTIONS = ("submit", "read", "sign", "audit", "manage")
USUAL = ("submit", "read")


@click.group()
def user() -> None:
    """Accounts of people."""


@click.group()
def token() -> None:
    """Tokens by which programs act as an account."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they may do.")
@click.option("--organisation", default="", help='Names from the top, "A / B"; left out: the root.')
def add_user(name: str, role: str, organisation: str) -> None:
    """Add an account NAME; the password is asked for, or read as one line where no terminal is."""
    from service.catalog import Role

    chosen = next(one for one in get_args(Role) if one == role)
    with services_at_hand() as services:
        administrator(services)
        place = services.access.organisation_at(organisation)
        password = _password()
        services.access.add_account(name=name, role=chosen, organisation=place, password=password)
        click.echo(f"{name} is {role} of {place.name}.")


@user.command("link")
@click.argument("name")
def link_user(name: str) -> None:
    """Print a link by which NAME signs in once, within 24 hours."""
    with services_at_hand() as services:
        administrator(services)
        click.echo(sign_in_link(services.settings.public_url, services.access.new_link(name)))


@user.command("reset-code")
@click.argument("name")
def reset_code(name: str) -> None:
    """Take the telephone's code off NAME, who lost it: the password alone signs in until a new one is set up."""
    from service.access import SecondFactorDesk

    with services_at_hand() as services:
        by = administrator(services)
        desk = SecondFactorDesk(catalog=services.catalog, key=b"")
        desk.remove(services.access.account_named(name), by=by)
        click.echo(f"{name} signs in with the password alone.")


@token.command("add")
@click.argument("account")
@click.option("--label", required=True, help="What the token is for.")
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=365,
    show_default=True,
    help="It ends after so many days; none lasts for ever.",
)
@click.option(
    "--only",
    type=click.Choice(ACTIONS),
    multiple=True,
    help=f"It may do this, as often as there is something it may; left out: {' and '.join(USUAL)}.",
)
@click.option("--all", "everything", is_flag=True, help="It may do all that ACCOUNT may.")
def add_token(account: str, label: str, days: int, only: tuple[Action, ...], *, everything: bool) -> None:
    """Print a new token of ACCOUNT, this once; send it as `Authorization: Bearer <token>`."""
    if only and everything:
        raise click.UsageError("--all goes without --only.")
    from service import access

    with services_at_hand() as services:
        administrator(services)
        actions = None if everything else only or access.USUAL
        lasts = dt.timedelta(days=days)
        click.echo(services.access.new_token(account, label=label, lasts=lasts, actions=actions))


def sign_in_link(public_url: str, secret: str) -> str:
    """The address at which the one-time secret signs in."""
    return f"{public_url}/sign-in/link/{secret}"


def _password() -> str:
    if sys.stdin.isatty():
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return password
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise Stop("The password is read from standard input, and nothing came.", exit_code=REFUSED)
    return line
