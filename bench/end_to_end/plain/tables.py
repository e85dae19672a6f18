"""Its two tables."""

from __future__ import annotations

import os

from sqlalchemy import Column, Engine, Integer, LargeBinary, MetaData, String, Table, create_engine

metadata = MetaData()

congress = Table(
    "congress", metadata, Column("id", String(36), primary_key=True), Column("data", LargeBinary)
)

paper = Table(
    "paper",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("congress_id", String(36), index=True),
    Column("template", String(60)),
    Column("fields", LargeBinary),
    Column("path", String(200)),
    Column("done", Integer),
)


def open_database() -> Engine:
    """An engine for the database of the environment; its tables are made when they are missing."""
    url = os.environ["PLAIN_DATABASE"].replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url, connect_args={"timeout": 60} if url.startswith("sqlite") else {})
    if url.startswith("sqlite"):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=wal")
    metadata.create_all(engine)
    return engine
