"""
Search by tiers: accented tokens beside folded ones, subtrees as columns, counters, a vocabulary.

Papers sealed before have no accented tokens until the catalog is rebuilt from the archive; they are found as before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WORDS_BEFORE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE shelf_fts USING fts5("
        "head, body, content='', tokenize='unicode61 remove_diacritics 0')"
    ),
    "postgresql": "CREATE INDEX ix_shelf_words ON shelf USING gin (to_tsvector('simple', head || ' ' || body))",
}
_WORDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE shelf_fts USING fts5("
        "head, accented, body, scope, content='', tokenize='unicode61 remove_diacritics 0')"
    ],
    "postgresql": [
        "CREATE INDEX ix_shelf_head ON shelf USING gin "
        "(to_tsvector('simple', head || ' ' || accented || ' ' || pairs))",
        "CREATE INDEX ix_shelf_body ON shelf USING gin (to_tsvector('simple', head || ' ' || body)) "
        "WHERE body <> ''",
        "CREATE INDEX ix_shelf_sid_in_prose ON shelf (sid) WHERE body <> ''",
    ],
}
_BATCH = 1_000


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.add_column("document", sa.Column("accented", sa.Text(), nullable=True))
    _drop_words(dialect)
    for name in ("ix_shelf_term_kind_sid", "ix_shelf_number_key", "ix_shelf_congress_id"):
        op.drop_index(name, table_name="shelf")
    op.rename_table("shelf", "shelf_before")
    if dialect == "postgresql":
        _free_names()
    _create_shelf()
    op.create_table(
        "facet",
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("term", sa.String(9), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "term", "kind", name=op.f("pk_facet")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "token",
        sa.Column(
            "token", sa.String(60, collation="C").with_variant(sa.String(60), "sqlite"), nullable=False
        ),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_token")),
        sqlite_with_rowid=False,
    )
    if dialect == "sqlite":
        op.execute(_WORDS["sqlite"][0])
    _carry_over(dialect)
    if dialect == "postgresql":
        for statement in _WORDS["postgresql"]:
            op.execute(statement)
        # The new numbers go on behind the highest one.
        op.execute(
            "SELECT setval(pg_get_serial_sequence('shelf', 'sid'), coalesce(max(sid), 0) + 1, false) FROM shelf"
        )
    op.drop_table("shelf_before")


def _drop_words(dialect: str) -> None:
    op.execute("DROP TABLE shelf_fts" if dialect == "sqlite" else "DROP INDEX IF EXISTS ix_shelf_words")


def _free_names() -> None:
    """Constraints keep their names when a table is renamed."""
    for name in (
        "pk_shelf",
        "uq_shelf_document_id",
        "fk_shelf_congress_id",
        "fk_shelf_document_id",
        "fk_shelf_organisation_id",
    ):
        op.execute(f"ALTER TABLE shelf_before RENAME CONSTRAINT {name} TO {name}_before")
    op.execute("ALTER SEQUENCE shelf_sid_seq RENAME TO shelf_before_sid_seq")


def _create_shelf() -> None:
    op.create_table(
        "shelf",
        sa.Column("sid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.String(36), nullable=False),
        sa.Column("congress_id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("first_id", sa.String(36), nullable=True),
        sa.Column("second_id", sa.String(36), nullable=True),
        sa.Column("term", sa.String(9), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number_key", sa.String(60), nullable=True),
        sa.Column("superseded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("accented", sa.Text(), nullable=False),
        sa.Column("pairs", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_shelf_congress_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_shelf_document_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_shelf_organisation_id")
        ),
        sa.PrimaryKeyConstraint("sid", name=op.f("pk_shelf")),
        sa.UniqueConstraint("document_id", name=op.f("uq_shelf_document_id")),
    )
    op.create_index("ix_shelf_term_sid", "shelf", ["term", "sid"])
    op.create_index("ix_shelf_term_kind_sid", "shelf", ["term", "kind", "sid"])
    op.create_index("ix_shelf_first_id_term_sid", "shelf", ["first_id", "term", "sid"])
    op.create_index("ix_shelf_second_id_term_sid", "shelf", ["second_id", "term", "sid"])
    op.create_index("ix_shelf_organisation_id_sid", "shelf", ["organisation_id", "sid"])
    op.create_index("ix_shelf_number_key", "shelf", ["number_key"])
    op.create_index("ix_shelf_congress_id", "shelf", ["congress_id"])


def _carry_over(dialect: str) -> None:
    """Every row of the old shelf, with what the new one wants besides."""
    bind = op.get_bind()
    facets: Counter[tuple[str, str, str]] = Counter()
    tokens: Counter[str] = Counter()
    for rows in _before(bind):
        bind.execute(sa.text(_INSERT), [_row(row, dialect) for row in rows])
        for row in rows:
            tokens.update({one for one in f"{row['head']} {row['body']}".split() if len(one) <= 60})
            if not row["superseded"]:
                for above in row["lineage"].strip("/").split("/")[:-1]:
                    facets[above, row["term"], row["kind"]] += 1
        if dialect == "sqlite":
            bind.execute(
                sa.text(
                    "INSERT INTO shelf_fts (rowid, head, accented, body, scope) VALUES (:sid, :head, '', :body, :scope)"
                ),
                [{**row, "scope": _scope(row)} for row in rows],
            )
    if facets:
        bind.execute(
            sa.text("INSERT INTO facet (organisation_id, term, kind, n) VALUES (:o, :t, :k, :n)"),
            [{"o": o, "t": t, "k": k, "n": n} for (o, t, k), n in facets.items()],
        )
        bind.execute(
            sa.text("INSERT INTO token (token, n) VALUES (:token, :n)"),
            [{"token": one, "n": n} for one, n in tokens.items()],
        )


_INSERT = (
    "INSERT INTO shelf (sid, document_id, congress_id, organisation_id, first_id, second_id, term, kind, day, "
    "number_key, superseded, head, accented, pairs, body) VALUES (:sid, :document_id, :congress_id, "
    ":organisation_id, :first_id, :second_id, :term, :kind, :day, :number_key, :superseded, :head, '', :pairs, :body)"
)


def _before(bind: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    last = 0
    while True:
        found = bind.execute(
            sa.text(
                "SELECT b.*, coalesce(d.issued_on, date(s.sealed_at)) AS day FROM shelf_before b "
                "JOIN document d ON d.id = b.document_id JOIN document_set s ON s.id = d.set_id "
                "WHERE b.sid > :last ORDER BY b.sid LIMIT :batch"
            ),
            {"last": last, "batch": _BATCH},
        )
        rows = [dict(row._mapping) for row in found]  # noqa: SLF001 -- SQLAlchemy's public mapping view
        if not rows:
            return
        last = rows[-1]["sid"]
        yield rows


def _row(row: dict[str, Any], dialect: str) -> dict[str, Any]:
    below = [*row["lineage"].strip("/").split("/")[1:3], None, None]
    postgresql = dialect == "postgresql"
    neighbours = dict.fromkeys(f"{left}0{right}" for left, right in pairwise(row["head"].split()))
    return {
        **row,
        "first_id": below[0],
        "second_id": below[1],
        "pairs": " ".join(neighbours) if postgresql else "",
        "body": row["body"] if postgresql else "",
    }


def _scope(row: dict[str, Any]) -> str:
    parts = [
        f"t{row['term']}",
        f"k{row['kind']}",
        *(f"o{one}" for one in row["lineage"].strip("/").split("/")[1:]),
    ]
    return " ".join(re.sub("[^a-z0-9]", "", part) for part in parts)


def downgrade() -> None:
    """On SQLite the text of bodies is in the index alone and does not come back: rebuild from the archive."""
    dialect = op.get_bind().dialect.name
    for name in ("ix_shelf_head", "ix_shelf_body", "ix_shelf_sid_in_prose"):
        op.execute(f"DROP INDEX IF EXISTS {name}")
    for name in (
        "ix_shelf_term_sid",
        "ix_shelf_first_id_term_sid",
        "ix_shelf_second_id_term_sid",
        "ix_shelf_organisation_id_sid",
    ):
        op.drop_index(name, table_name="shelf")
    op.add_column("shelf", sa.Column("lineage", sa.Text(), nullable=False, server_default="/"))
    op.execute(
        "UPDATE shelf SET lineage = (SELECT lineage FROM organisation WHERE organisation.id = shelf.organisation_id)"
    )
    for name in ("first_id", "second_id", "day", "accented", "pairs"):
        op.drop_column("shelf", name)
    op.drop_column("document", "accented")
    op.drop_table("facet")
    op.drop_table("token")
    if dialect == "sqlite":
        op.execute("DROP TABLE shelf_fts")
    op.execute(_WORDS_BEFORE[dialect])
    if dialect == "sqlite":
        op.execute("INSERT INTO shelf_fts (rowid, head, body) SELECT sid, head, body FROM shelf")
