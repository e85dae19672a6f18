"""Migrations: up and down, and the same as the tables in code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from service.catalog import Catalog, CatalogUnavailable
from service.catalog.engine import WRITES, open_engine
from service.catalog.schema import _config, migrate, revision_held
from service.catalog.tables import metadata

ROOT = Path(__file__).parents[2]


def test_the_migrated_schema_is_the_one_in_code(catalog_url: str) -> None:
    """
    Whoever changes a table must write the migration.
    """
    engine = open_engine(catalog_url)
    migrate(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": False})
        differences = [
            one
            for one in compare_metadata(context, metadata)
            # The words index has an expression that metadata cannot hold; FTS5 keeps tables of its own.
            if not (
                one[0] in {"remove_table", "remove_index"}
                and one[1].name.startswith(("shelf_fts", "ix_shelf_words"))
            )
        ]

    assert [] == differences


def test_every_migration_can_be_taken_back(catalog_url: str) -> None:
    """
    Down to nothing and up again.
    """
    engine = open_engine(catalog_url)
    migrate(engine)
    config = _config()

    with engine.connect().execution_options(**{WRITES: True}) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()

    assert {"alembic_version"} == set(inspect(engine).get_table_names())
    migrate(engine)
    with engine.connect() as connection:
        assert 0 == connection.execute(text("SELECT count(*) FROM shelf")).scalar()


@pytest.mark.slow
def test_processes_that_start_together_migrate_once(catalog_url: str) -> None:
    """
    Web, worker and relay may all start on an empty database.
    """
    program = f"from service.catalog import Catalog; Catalog.open({catalog_url!r}).migrate()"
    started = [subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) for _ in range(3)]

    assert [0, 0, 0] == [process.wait(timeout=60) for process in started]
    Catalog.open(catalog_url).require_current()


def test_a_database_that_goes_away_is_said_in_words() -> None:
    """
    A process that starts while PostgreSQL restarts is told to come again, as it is later on.
    """
    away = create_engine("postgresql+psycopg://vankien@/vankien?host=/nowhere")

    with pytest.raises(CatalogUnavailable):
        revision_held(away)
