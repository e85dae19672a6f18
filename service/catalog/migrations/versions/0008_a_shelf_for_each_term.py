"""
On PostgreSQL a table for each term, and one index of words; on both databases an index of days.

Neighbours in heads (`pairs`) are made by the index itself from now on.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COLUMNS = (
    "sid, document_id, congress_id, organisation_id, first_id, second_id, term, kind, day, number_key, superseded, "
    "head, accented"
)
_OLD_INDEXES = {
    "ix_shelf_term_sid": ["term", "sid"],
    "ix_shelf_term_kind_sid": ["term", "kind", "sid"],
    "ix_shelf_first_id_term_sid": ["first_id", "term", "sid"],
    "ix_shelf_second_id_term_sid": ["second_id", "term", "sid"],
    "ix_shelf_organisation_id_sid": ["organisation_id", "sid"],
    "ix_shelf_number_key": ["number_key"],
    "ix_shelf_congress_id": ["congress_id"],
}
_NEW_INDEXES = {
    "ix_shelf_organisation_id": ["organisation_id"],
    "ix_shelf_number_key_sid": ["number_key", "sid"],
    "ix_shelf_day": ["day"],
    "ix_shelf_congress_id": ["congress_id"],
}
_NEIGHBOURS = r"'([^ ]+) ([^ ]+)', '\1+\2', 'g'"
_WORDS = rf"""
    CREATE INDEX ix_shelf_words ON shelf USING gin (array_to_tsvector(array_remove(
        string_to_array(head, ' ')
        || string_to_array(regexp_replace(head, {_NEIGHBOURS}), ' ')
        || string_to_array(regexp_replace(substr(head, strpos(head, ' ') + 1), {_NEIGHBOURS}), ' ')
        || string_to_array(regexp_replace(' ' || accented, ' [!-~]+(?= |$)', '', 'g'), ' ')
        || string_to_array(body, ' ')
        || ARRAY[
            '@k' || kind, '@o' || organisation_id, coalesce('@o' || first_id, ''), coalesce('@o' || second_id, ''),
            '@b' || CAST(sid >> 12 AS text), '@c' || CAST(sid >> 15 AS text)],
        '')))
"""
_WORDS_BEFORE = (
    "CREATE INDEX ix_shelf_head ON shelf USING gin "
    "(to_tsvector('simple', head || ' ' || accented || ' ' || pairs))",
    "CREATE INDEX ix_shelf_body ON shelf USING gin (to_tsvector('simple', head || ' ' || body)) "
    "WHERE body <> ''",
    "CREATE INDEX ix_shelf_sid_in_prose ON shelf (sid) WHERE body <> ''",
)
_BODY_AS_TOKENS = rf"""CASE WHEN body = '' THEN '' ELSE
    '/' || replace(body, ' ', ' /') || ' /' || replace(regexp_replace(body, {_NEIGHBOURS}), ' ', ' /') || ' /' ||
    replace(regexp_replace(substr(body, strpos(body, ' ') + 1), {_NEIGHBOURS}), ' ', ' /') END"""
_BODY_AS_TEXT = r"""replace(regexp_replace(body, '( ?/[^ ]+\+[^ ]+).*$', ''), '/', '')"""
_PAIRS = """(
    SELECT coalesce(string_agg(pair, ' ' ORDER BY first), '') FROM (
        SELECT word || '0' || lead(word) OVER (ORDER BY place) AS pair, place AS first
        FROM unnest(string_to_array(head, ' ')) WITH ORDINALITY AS words (word, place)
    ) AS neighbours WHERE pair IS NOT NULL
)"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _drop_indexes()
        with op.batch_alter_table("shelf") as batch:
            batch.drop_column("pairs")
            batch.drop_constraint("uq_shelf_document_id", type_="unique")
            batch.create_unique_constraint("uq_shelf_document_id_term", ["document_id", "term"])
        _create_indexes(_NEW_INDEXES)
        _index_words_of_sqlite()
        return
    _step_aside("uq_shelf_document_id")
    _create("PARTITION BY LIST (term)", key="sid, term", unique="document_id, term")
    terms = op.get_bind().execute(sa.text("SELECT DISTINCT term FROM shelf_before ORDER BY term")).scalars()
    for term in list(terms):
        name, value = f"shelf_{term}".replace('"', '""'), term.replace("'", "''")
        op.execute(f"CREATE TABLE \"{name}\" PARTITION OF shelf FOR VALUES IN ('{value}')")
    op.execute(
        f"INSERT INTO shelf ({_COLUMNS}, body) SELECT {_COLUMNS}, {_BODY_AS_TOKENS} FROM shelf_before"  # noqa: S608 -- no outside text
    )
    _finish(_NEW_INDEXES, [_WORDS])


def _index_words_of_sqlite() -> None:
    """The text of bodies stands in the old index alone, word by word; it is put together from there."""
    bind = op.get_bind()
    op.execute("CREATE VIRTUAL TABLE temp.shelf_said USING fts5vocab(main, shelf_fts, instance)")
    op.execute(
        "CREATE TEMP TABLE shelf_body AS SELECT doc, offset, term FROM temp.shelf_said WHERE col = 'body' ORDER BY doc, offset"
    )
    op.execute("CREATE INDEX temp.ix_shelf_body ON shelf_body (doc, offset, term)")
    op.execute("DROP TABLE temp.shelf_said")
    op.execute("DROP TABLE shelf_fts")
    op.execute(_FTS)
    last = 0
    while rows := bind.execute(sa.text(_ROWS), {"last": last, "batch": _BATCH}).all():
        last = rows[-1].sid
        bind.execute(
            sa.text("INSERT INTO shelf_fts (rowid, tokens) VALUES (:sid, :tokens)"),
            [{"sid": row.sid, "tokens": _tokens(row)} for row in rows],
        )
    op.execute("DROP TABLE temp.shelf_body")


_FTS = (
    "CREATE VIRTUAL TABLE shelf_fts USING fts5("
    """tokens, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '+/@_.-'")"""
)
_FTS_BEFORE = (
    "CREATE VIRTUAL TABLE shelf_fts USING fts5("
    "head, accented, body, scope, content='', tokenize='unicode61 remove_diacritics 0')"
)
_BATCH = 1_000
_ROWS = """
    SELECT s.sid, s.term, s.kind, s.head, s.accented, o.lineage,
        (SELECT group_concat(term, ' ') FROM (SELECT term FROM shelf_body WHERE doc = s.sid ORDER BY offset)) AS body
    FROM shelf s JOIN organisation o ON o.id = s.organisation_id
    WHERE s.sid > :last ORDER BY s.sid LIMIT :batch
"""


def _tokens(row: Any) -> str:
    found = {word for word in row.accented.split() if not word.isascii()}
    for where, text in (("", row.head), ("/", row.body or "")):
        words = text.split()
        found |= {f"{where}{word}" for word in words}
        found |= {f"{where}{left}+{right}" for left, right in pairwise(words)}
    belongs = [
        f"@t{row.term}",
        f"@k{row.kind}",
        *(f"@o{one}" for one in row.lineage.strip("/").split("/")[1:]),
    ]
    return " ".join(found.union(one for one in belongs if re.fullmatch("@[a-z0-9._-]{1,60}", one)))


def downgrade() -> None:
    """On SQLite the text of bodies does not come back: rebuild from the archive."""
    if op.get_bind().dialect.name == "sqlite":
        _drop_indexes()
        with op.batch_alter_table("shelf") as batch:
            batch.drop_constraint("uq_shelf_document_id_term", type_="unique")
            batch.create_unique_constraint("uq_shelf_document_id", ["document_id"])
            batch.add_column(sa.Column("pairs", sa.Text(), nullable=False, server_default=""))
        _create_indexes(_OLD_INDEXES)
        op.execute("DROP TABLE shelf_fts")
        op.execute(_FTS_BEFORE)
        op.execute(
            "INSERT INTO shelf_fts (rowid, head, accented, body, scope) "
            "SELECT s.sid, s.head, s.accented, '', 't' || replace(s.term, '-', '') || ' k' || replace(s.kind, '_', '') "
            "|| replace(replace(substr(o.lineage, 38), '-', ''), '/', ' o') "
            "FROM shelf s JOIN organisation o ON o.id = s.organisation_id"
        )
        return
    _step_aside("uq_shelf_document_id_term")
    _create("", key="sid", unique="document_id", more="pairs text NOT NULL,")
    op.execute(
        f"INSERT INTO shelf ({_COLUMNS}, body, pairs) SELECT {_COLUMNS}, {_BODY_AS_TEXT}, {_PAIRS} FROM shelf_before"  # noqa: S608 -- no outside text
    )
    _finish(_OLD_INDEXES, _WORDS_BEFORE)


def _drop_indexes() -> None:
    for name in (*_OLD_INDEXES, *_NEW_INDEXES):
        op.execute(f"DROP INDEX IF EXISTS {name}")


def _create_indexes(indexes: dict[str, list[str]]) -> None:
    for name, columns in indexes.items():
        op.create_index(name, "shelf", columns)


def _step_aside(unique: str) -> None:
    """The shelf as it is gives up its names."""
    _drop_indexes()
    for name in ("ix_shelf_head", "ix_shelf_body", "ix_shelf_sid_in_prose", "ix_shelf_words"):
        op.execute(f"DROP INDEX IF EXISTS {name}")
    op.rename_table("shelf", "shelf_before")
    for name in (
        "pk_shelf",
        unique,
        "fk_shelf_congress_id",
        "fk_shelf_document_id",
        "fk_shelf_organisation_id",
    ):
        op.execute(f"ALTER TABLE shelf_before RENAME CONSTRAINT {name} TO {name}_before")
    op.execute("ALTER SEQUENCE shelf_sid_seq RENAME TO shelf_before_sid_seq")
    # Tables of terms keep their names until they go with the old shelf.
    held = sa.text(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'shelf_before'::regclass"
    )
    for number, part in enumerate(list(op.get_bind().execute(held).scalars())):
        op.execute(f"ALTER TABLE {part} RENAME TO shelf_before_{number}")


def _create(partitioned: str, *, key: str, unique: str, more: str = "") -> None:
    name = unique.replace(", ", "_")
    op.execute(f"""
        CREATE TABLE shelf (
            sid bigserial NOT NULL,
            document_id varchar(36) NOT NULL CONSTRAINT fk_shelf_document_id REFERENCES document (id),
            congress_id varchar(36) NOT NULL CONSTRAINT fk_shelf_congress_id REFERENCES congress (id),
            organisation_id varchar(36) NOT NULL CONSTRAINT fk_shelf_organisation_id REFERENCES organisation (id),
            first_id varchar(36),
            second_id varchar(36),
            term varchar(9) NOT NULL,
            kind varchar(40) NOT NULL,
            day date NOT NULL,
            number_key varchar(60),
            superseded boolean DEFAULT false NOT NULL,
            head text NOT NULL,
            accented text NOT NULL,
            {more}
            body text NOT NULL,
            CONSTRAINT pk_shelf PRIMARY KEY ({key}),
            CONSTRAINT uq_shelf_{name} UNIQUE ({unique})
        ) {partitioned}
    """)


def _finish(indexes: dict[str, list[str]], words: tuple[str, ...] | list[str]) -> None:
    """Indexes are made over rows that are there, and numbers go on behind the highest one."""
    _create_indexes(indexes)
    for statement in words:
        op.execute(statement)
    op.execute(
        "SELECT setval(pg_get_serial_sequence('shelf', 'sid'), coalesce(max(sid), 0) + 1, false) FROM shelf"
    )
    op.drop_table("shelf_before")
