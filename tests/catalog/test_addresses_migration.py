"""The migration by which addresses are confirmed: whoever is reminded goes on being, and nobody else begins to be."""

from __future__ import annotations

from alembic import command
from sqlalchemy import text

from service.bootstrap import Services
from service.catalog import AccountRecord, Catalog
from service.catalog.engine import WRITES
from service.catalog.schema import _config


def move(catalog: Catalog, revision: str) -> None:
    config = _config()
    with catalog._engine.connect().execution_options(**{WRITES: True}) as connection:
        config.attributes["connection"] = connection
        (command.upgrade if revision == "head" else command.downgrade)(config, revision)
        connection.commit()


def test_addresses_in_use_count_as_confirmed_and_others_do_not_survive_the_way_back(
    services: Services, administrator: AccountRecord
) -> None:
    """
    Earlier code sends to every address it knows.
    """
    other = services.access.add_account(
        name="can-bo",
        role="official",
        organisation=administrator.organisation,
        password="mat khau dai du dung",
    )
    for account in (administrator, other):
        services.reminders.ask(f"{account.name}@congdoan.example", language="vi", account=account)
    with services.catalog._engine.connect().execution_options(**{WRITES: True}) as connection:
        asked = text("UPDATE mail_wish SET confirmed_at = since WHERE account_id = :id")
        connection.execute(asked, {"id": administrator.id})
        connection.commit()
    move(services.catalog, "0028")
    with services.catalog._engine.connect() as connection:
        left = connection.execute(text("SELECT address FROM mail_wish")).scalars().all()
    move(services.catalog, "head")
    wish = services.reminders.of(administrator)[0]

    assert [f"{administrator.name}@congdoan.example"] == left
    assert wish
    assert (wish.since, None, 0) == (wish.confirmed_at, wish.link_due_at, wish.link_attempts)
