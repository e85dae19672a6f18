"""The unit of work and the settings that durability rests on."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, event, text

from service.catalog import Catalog, CatalogMisconfigured, CatalogOutdated, CatalogUnavailable, engine
from service.catalog.engine import open_engine


class TestUnitOfWork:
    def test_what_is_not_committed_is_undone(self, catalog: Catalog) -> None:
        """
        Leaving the block without saying commit leaves nothing behind.
        """
        with catalog.begin() as work:
            work.organisations.plant_root(name="Gốc", name_key="goc")

        with catalog.read() as work:
            assert work.organisations.root() is None

    def test_what_is_committed_is_seen_by_others(self, catalog: Catalog) -> None:
        """
        After commit another transaction finds it.
        """
        with catalog.begin() as work:
            root = work.organisations.plant_root(name="Gốc", name_key="goc")
            work.commit()

        with catalog.read() as work:
            assert root == work.organisations.root()

    def test_a_process_that_has_no_connection_left_says_that_the_catalog_does_not_answer(
        self, tmp_path: Path
    ) -> None:
        """
        Trouble that passes, so whoever works for it goes on later; the bell waits.
        """
        address = f"sqlite:///{tmp_path}/one.db"
        pool = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.01}
        catalog = Catalog(create_engine(address, **pool))
        with catalog.read():
            with pytest.raises(CatalogUnavailable, match="connection"), catalog.read():
                pass
            catalog.bell().wait(0.01)
        catalog.close()

    def test_who_waits_to_write_on_sqlite_asks_again_and_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        SQLite itself would sleep for longer each time, while others that came later go first; patience ends all the same.
        """
        monkeypatch.setitem(engine._SQLITE_PRAGMAS, "busy_timeout", 100)
        opened = open_engine(f"sqlite:///{tmp_path}/one.db")
        asked: list[str] = []
        event.listen(opened, "checkout", lambda connection, *_: connection.set_trace_callback(asked.append))
        catalog, other = Catalog(opened), sqlite3.connect(tmp_path / "one.db", isolation_level=None)

        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CatalogUnavailable, match="locked"), catalog.begin() as work:
            work.now()
        in_vain = asked.count("BEGIN IMMEDIATE")
        other.execute("COMMIT")
        with catalog.begin() as work:
            work.now()

        assert in_vain > 3
        assert asked.count("BEGIN IMMEDIATE") == in_vain + 1
        other.close()
        catalog.close()

    def test_the_clock_is_the_databases_and_moves_on(self, catalog: Catalog) -> None:
        """
        Two looks at the clock in two transactions never go back.
        """
        with catalog.read() as work:
            first = work.now()
        with catalog.read() as work:
            second = work.now()

        assert first <= second
        assert first.tzinfo is not None

    def test_many_writers_at_once_all_succeed(self, catalog: Catalog) -> None:
        """
        Writers wait for one another instead of failing; the same organisation is made once.
        """
        with catalog.begin() as work:
            root = work.organisations.plant_root(name="Gốc", name_key="goc")
            work.commit()

        def plant(number: int) -> str:
            with catalog.begin() as work:
                found = work.organisations.under(root, name="Sở", name_key="so", level="grassroots")
                work.organisations.under(root, name=str(number), name_key=str(number), level="grassroots")
                work.commit()
                return found.id

        with ThreadPoolExecutor(8) as pool:
            ids = set(pool.map(plant, range(24)))

        assert 1 == len(ids)
        with catalog.read() as work:
            assert 26 == len(work.organisations.subtree(root))


class TestLooking:
    def test_who_only_looks_cannot_write(self, catalog: Catalog) -> None:
        """
        Nothing would commit it on one database, and nothing undo it on the other.
        """
        with pytest.raises(RuntimeError, match="a look does not write"), catalog.read() as work:
            work.organisations.plant_root(name="Gốc", name_key="goc")

        with catalog.read() as work:
            assert work.organisations.root() is None

    def test_a_look_at_postgresql_has_no_transaction_open(self, postgresql_url: str) -> None:
        """
        Who looks and then reads files for minutes keeps no old rows from being tidied up.
        """
        catalog = Catalog.open(postgresql_url)
        with psycopg.connect(postgresql_url, autocommit=True) as other, catalog.read() as work:
            work.now()
            held = other.execute(_OTHERS).fetchall()
        catalog.close()

        assert held == [("idle",)]

    def test_what_is_asked_again_and_again_is_planned_once(self, postgresql_url: str) -> None:
        """
        A rollback would make it forget: what is prepared stays so from one look to the next.
        """
        catalog = Catalog.open(postgresql_url)
        for _ in range(7):
            with catalog.read() as work:
                work.now()
        with catalog.read() as work:
            prepared = work._connection.execute(_PREPARED).scalar_one()
        catalog.close()

        assert 1 == prepared

    def test_what_was_committed_meanwhile_is_seen(self, postgresql_url: str) -> None:
        """
        A look on PostgreSQL is no snapshot.
        """
        catalog = Catalog.open(postgresql_url)
        catalog.migrate()
        with catalog.read() as looking:
            before = looking.organisations.root()
            with catalog.begin() as work:
                work.organisations.plant_root(name="Gốc", name_key="goc")
                work.commit()
            after = looking.organisations.root()
        catalog.close()

        assert (before, after and after.name) == (None, "Gốc")

    def test_a_connection_whose_server_went_away_is_not_used_again(self, postgresql_url: str) -> None:
        """
        Nobody meets the connections of a server that was restarted: another is opened without a word.
        """
        catalog = Catalog.open(postgresql_url)
        with catalog.read() as one, catalog.read() as two:
            one.now()
            two.now()
        with psycopg.connect(postgresql_url, autocommit=True) as other:
            other.execute(_END_OTHERS)
            while other.execute(_OTHERS).fetchall():
                pass

        with catalog.read() as one, catalog.begin() as two:
            assert one.now() <= two.now()
        catalog.close()


_OTHERS = "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
_PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%clock_timestamp%'")
_END_OTHERS = _OTHERS.replace("state", "pg_terminate_backend(pid)", 1)


class TestOpening:
    def test_sqlite_syncs_every_commit(self, tmp_path: Path) -> None:
        """
        WAL with synchronous=FULL: NORMAL lost every acknowledged commit at a power cut.
        """
        engine = open_engine(f"sqlite:///{tmp_path / 'c.db'}")

        with engine.connect() as connection:
            assert 2 == connection.execute(text("PRAGMA synchronous")).scalar()
            assert "wal" == connection.execute(text("PRAGMA journal_mode")).scalar()

    @pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "nonsense"])
    def test_an_address_that_cannot_work_is_refused(self, address: str) -> None:
        """
        A wrong address is named at start-up, not at the first request.
        """
        with pytest.raises(CatalogMisconfigured):
            open_engine(address)

    def test_a_server_that_is_not_there_is_named(self) -> None:
        """
        An absent PostgreSQL is trouble that may pass, said in one sentence.
        """
        with pytest.raises(CatalogUnavailable, match="PostgreSQL does not answer"):
            open_engine("postgresql://vankien@/x?host=/nowhere")

    def test_an_unsafe_postgresql_is_refused(self, postgresql_url: str) -> None:
        """
        A server that may lose commits is refused at start-up.
        """
        engine = open_engine(postgresql_url)
        with engine.connect() as connection:
            name = connection.execute(text("SELECT current_database()")).scalar_one()
            connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
            connection.commit()
        engine.dispose()

        with pytest.raises(CatalogMisconfigured, match="synchronous_commit"):
            open_engine(postgresql_url)

    def test_an_empty_database_is_outdated(self, catalog_url: str) -> None:
        """
        Nothing works on a schema that is not the one needed, and the sentence says what to do.
        """
        with pytest.raises(CatalogOutdated, match="vankien migrate"):
            Catalog.open(catalog_url).require_current()
