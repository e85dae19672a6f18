"""The tokens papers are found by: the same on both databases, whatever the text."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from service.catalog import Catalog
from service.catalog.words.gin import WORDS
from service.catalog.words.tokens import (
    LONGEST_WORD,
    MOST_BYTES,
    searchable,
    tokens_beside_words,
    tokens_of_body,
    tokens_of_head,
)
from service.congress.text import apostrophe_joined, exact, fold

TEXTS = st.text(st.sampled_from("aAđĐạốHy’'-/+@ \n\t_.½ﬃ①²ßİ\u0301\u200b語ж0197|"), max_size=60)


@pytest.fixture(scope="module")
def connection(postgresql_server: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(postgresql_server.format("postgres"), autocommit=True) as connection:
        yield connection


@given(head=TEXTS, body=TEXTS)
def test_postgresql_makes_the_tokens_that_sqlite_is_given(
    connection: psycopg.Connection[tuple[object, ...]], head: str, body: str
) -> None:
    """
    The index over there is made by an expression; it must not know other words than ours.
    """
    folded, accented = apostrophe_joined(head), exact(head)
    tokens = tokens_beside_words(head=folded, body=fold(body))
    row = connection.execute(
        f"SELECT tsvector_to_array({WORDS}) FROM (SELECT %s AS head, %s AS accented, %s AS tokens, 'minutes' AS kind, "  # noqa: S608 -- our own
        "'org' AS organisation_id, 'first' AS first_id, NULL::text AS second_id, 40000::bigint AS sid) AS shelf".encode(),
        (folded, accented, " ".join(tokens)),
    ).fetchone()
    assert row is not None

    belongs = {"@kminutes", "@oorg", "@ofirst", "@b9", "@c1"}
    assert tokens_of_head(head=folded, accented=accented) | {*tokens_of_body(fold(body))} | belongs == {
        *row[0]
    }  # type: ignore[misc]  # an array


_DEFINITIONS = text("""
    SELECT indexdef AS held FROM pg_indexes WHERE tablename = 'shelf'
    UNION SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'shelf'::regclass ORDER BY held
""")


def test_indexes_are_made_anew_as_the_migrations_made_them(postgresql_url: str) -> None:
    """
    A rebuild lays them aside; words are found only when the index's expression is the same, letter by letter.
    """
    catalog = Catalog.open(postgresql_url)
    catalog.migrate()
    with catalog.begin() as work:
        connection = work._connection
        before = connection.execute(_DEFINITIONS).scalars().all()
        work.shelf.lay_indexes_aside()
        work.shelf.lay_indexes_aside()
        bare = connection.execute(_DEFINITIONS).scalars().all()
        work.shelf.index()
        work.shelf.index()

        assert len(bare) < len(before)
        assert before == connection.execute(_DEFINITIONS).scalars().all()
    catalog.close()


def test_what_no_index_takes_is_left_out() -> None:
    """
    PostgreSQL refuses a row with a word of two thousand letters or a megabyte of tokens: the seal would fail for ever.
    """
    long = " ".join(f"tu{number}" for number in range(60_000))

    assert "dai hoi" == searchable(f"dai {'x' * (LONGEST_WORD + 1)} hoi")
    assert "x" * LONGEST_WORD == searchable("x" * LONGEST_WORD)
    assert len(searchable(long)) <= MOST_BYTES
    assert long.startswith(f"{searchable(long)} ")
    assert "" == searchable("")
