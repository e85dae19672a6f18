"""
The audit log is a chain, and nothing in it is changed or removed.

Entries that are there already are numbered anew without gaps, in their order, and joined: nobody refers to their numbers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_KEPT = (("at", _TIME), ("account_id", sa.String(36)), ("event", sa.String(60)), ("subject", sa.String(120)))
_AT_ONCE = 1000


def upgrade() -> None:
    op.create_table(
        "audit_chain",
        sa.Column("seq", _SERIAL, nullable=False, autoincrement=False),
        *_kept(),
        sa.Column("prior", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_chain")),
    )
    _copy(op.get_bind())
    op.drop_table("audit")
    op.rename_table("audit_chain", "audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE audit RENAME CONSTRAINT pk_audit_chain TO pk_audit")
        op.create_unique_constraint(op.f("uq_audit_prior"), "audit", ["prior"])
        for statement in _POSTGRESQL_GUARD:
            op.execute(statement)
        return
    # SQLite alters no constraints: the table is made under its own name once its rows stand in order.
    with op.batch_alter_table("audit", recreate="always") as table:
        table.create_unique_constraint(op.f("uq_audit_prior"), ["prior"])
    for statement in _SQLITE_GUARD:
        op.execute(statement)


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "audit_plain",
        sa.Column("seq", _SERIAL, nullable=False),
        *_kept(),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit" if not is_postgresql else "pk_audit_plain")),
        sqlite_autoincrement=True,
    )
    op.execute(
        "INSERT INTO audit_plain (seq, at, account_id, event, subject)"
        " SELECT seq, at, account_id, event, subject FROM audit ORDER BY seq"
    )
    op.drop_table("audit")
    op.rename_table("audit_plain", "audit")
    if is_postgresql:
        op.execute("DROP FUNCTION audit_stays()")
        op.execute("ALTER TABLE audit RENAME CONSTRAINT pk_audit_plain TO pk_audit")
        op.execute("ALTER SEQUENCE audit_plain_seq_seq RENAME TO audit_seq_seq")
        op.execute("SELECT setval('audit_seq_seq', (SELECT coalesce(max(seq), 0) + 1 FROM audit), false)")


_SQLITE_GUARD = [
    f"CREATE TRIGGER audit_stays_{event.lower()} BEFORE {event} ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is only ever longer'); END"
    for event in ("UPDATE", "DELETE")
]
_POSTGRESQL_GUARD = (
    "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the audit log is only ever longer'; END $$",
    "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays()",
    "CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()",
)


def _kept() -> tuple[sa.Column[object], ...]:
    return tuple(sa.Column(name, kind, nullable=name == "account_id") for name, kind in _KEPT)


def _copy(connection: sa.Connection) -> None:
    old = sa.table("audit", sa.column("seq", _SERIAL), *(sa.column(*one) for one in _KEPT))
    new = sa.table(
        "audit_chain",
        sa.column("seq", _SERIAL),
        *(sa.column(*one) for one in _KEPT),
        sa.column("prior", sa.String),
        sa.column("digest", sa.String),
    )
    seq, prior, after = 0, "0" * 64, -1
    while rows := connection.execute(
        sa.select(old).where(old.c.seq > after).order_by(old.c.seq).limit(_AT_ONCE)
    ).all():
        joined = []
        for row in rows:
            seq += 1
            digest = _digest(seq, row, prior)
            kept = {name: getattr(row, name) for name, _ in _KEPT}
            joined.append({**kept, "seq": seq, "prior": prior, "digest": digest})
            prior = digest
        connection.execute(sa.insert(new), joined)
        after = rows[-1].seq


def _digest(seq: int, row: sa.Row[tuple[object, ...]], prior: str) -> str:
    """The digest as `service.catalog.chain` had it when this was written."""
    at: dt.datetime = row.at if row.at.tzinfo else row.at.replace(tzinfo=dt.UTC)
    said = {
        "account": row.account_id,
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "event": row.event,
        "prior": prior,
        "seq": seq,
        "subject": row.subject,
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
