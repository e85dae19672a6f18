"""The tokens papers are found by: the same on both databases, whatever the text."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from service.catalog import Catalog
from service.catalog.words.gin import INDEX, WORDS, GinWords
from service.catalog.words.tokens import LONGEST_WORD, MOST_BYTES, searchable, tokens_of_body, tokens_of_head
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
    tokens = tokens_of_body(fold(body))
    row = connection.execute(
        f"SELECT tsvector_to_array({WORDS}) FROM (SELECT %s AS head, %s AS accented, %s AS body, 'minutes' AS kind, "  # noqa: S608 -- our own
        "'org' AS organisation_id, 'first' AS first_id, NULL::text AS second_id, 40000::bigint AS sid) AS shelf".encode(),
        (folded, accented, " ".join(tokens)),
    ).fetchone()
    assert row is not None

    belongs = {"@kminutes", "@oorg", "@ofirst", "@b9", "@c1"}
    assert tokens_of_head(head=folded, accented=accented) | {*tokens} | belongs == {*row[0]}  # type: ignore[misc]  # an array


def test_the_index_of_words_is_made_anew_as_the_migration_made_it(postgresql_url: str) -> None:
    """
    A rebuild lays it aside; searches find it only when its expression is the same, letter by letter.
    """
    catalog = Catalog.open(postgresql_url)
    catalog.migrate()
    definition = text(f"SELECT pg_get_indexdef('{INDEX}'::regclass)")
    with catalog.begin() as work:
        words, connection = GinWords(work._connection), work._connection
        before = connection.execute(definition).scalar_one()
        words.lay_aside()
        words.make()
        words.make()

        assert before == connection.execute(definition).scalar_one()
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
