"""Migrations: which schema the database has, which one is needed, and how it gets there."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from service.catalog.engine import WRITES, reason
from service.catalog.errors import CatalogUnavailable

_FOLDER = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config


@cache
def revision_needed() -> str:
    """The newest revision this version brings."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("no migration is there")
    return head


def revision_held(engine: Engine) -> str | None:
    """The revision the database has; none when it is empty. Raises `CatalogUnavailable`."""
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except (OperationalError, InterfaceError) as error:
        raise CatalogUnavailable(f"the catalog does not answer: {reason(error)}") from error


def migrate(engine: Engine) -> None:
    """Run what is missing, all in one transaction."""
    config = _config()
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
