"""The tables of terms on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from service.catalog import Catalog, CatalogUnavailable
from service.catalog.terms import make_room, parts_of


def test_a_term_has_a_table_of_its_own_whatever_it_is_called(postgresql_url: str) -> None:
    """
    Made once; a name is never syntax.
    """
    catalog = Catalog.open(postgresql_url)
    catalog.migrate()
    with catalog.begin() as work:
        for term in ("2023-2028", "2023-2028", "a'b\"c:d", "%"):
            make_room(work._connection, term)
        work.commit()
    with catalog.read() as work:
        assert ["shelf_%", "shelf_2023-2028", "shelf_a'b\"c:d"] == sorted(
            parts_of(work._connection, "public")
        )
    catalog.close()


def test_whoever_waited_for_the_table_finds_it(postgresql_url: str) -> None:
    """
    Another transaction makes it meanwhile: the second one does not try again.
    """
    catalog = Catalog.open(postgresql_url)
    catalog.migrate()

    def second() -> None:
        with catalog.begin() as work:
            make_room(work._connection, "2028-2033")
            work.commit()

    with ThreadPoolExecutor(1) as threads:
        with catalog.begin() as work, catalog.read() as beside:
            make_room(work._connection, "2028-2033")
            waiting = threads.submit(second)
            while not beside._connection.execute(_WAITING).scalar_one() and not waiting.done():
                pass
            work.commit()
        waiting.result(timeout=60)
    with catalog.read() as work:
        assert ["shelf_2028-2033"] == parts_of(work._connection, "public")
    catalog.close()


_WAITING = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")


@pytest.mark.slow
def test_two_seals_of_a_new_term_both_come_through(postgresql_url: str) -> None:
    """
    Each has written rows already and wants the table: one may be refused for now, and comes through the second time.
    """
    catalog = Catalog.open(postgresql_url)
    catalog.migrate()
    both = Barrier(2, timeout=60)

    def seal(number: int) -> None:
        def attempt(*, together: bool) -> None:
            with catalog.begin() as work:
                work.sets.keep_templates({f"{number:064}": b"template"})
                # What a seal does to the tables that the shelf refers to.
                work._connection.execute(text("UPDATE document SET state = state WHERE id = 'none'"))
                if together:
                    both.wait()
                make_room(work._connection, "2028-2033")
                work.commit()

        try:
            attempt(together=True)
        except CatalogUnavailable:
            attempt(together=False)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(seal, range(2)))

    with catalog.read() as work:
        assert ["shelf_2028-2033"] == parts_of(work._connection, "public")
    catalog.close()
