"""
What a catalog holds beyond the archive, carried into the one that is made anew.

People and their tokens, and work that is not sealed yet, stand in no file of the archive. Rows keep their ids;
a row whose key is taken is left where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, func, select, text

from service.catalog.tables import (
    account,
    api_token,
    audit,
    calendar_feed,
    congress,
    document,
    document_set,
    draft,
    draft_version,
    edition,
    fixity_pass,
    former_place,
    idempotency,
    mail_digest,
    mail_wish,
    metadata,
    organisation,
    outbox,
    provider_identity,
    recovery_code,
    register_entry,
    request_count,
    second_factor,
    sign_in_link,
    sign_in_try,
    template_choice,
    template_file,
    template_version,
    tree_import,
    web_session,
    webhook,
    webhook_delivery,
)
from service.catalog.upsert import insert_or_keep

_UNSEALED: Final = select(document_set.c.id).where(document_set.c.state != "sealed")
_OF_UNSEALED: Final = select(document_set.c.edition_id).where(document_set.c.state != "sealed")

PEOPLE: Final[Mapping[str, Select[Any]]] = {
    "organisation": select(organisation).order_by(func.length(organisation.c.lineage)),
    "former_place": select(former_place),
    "account": select(account),
    "api_token": select(api_token),
    "calendar_feed": select(calendar_feed),
    "sign_in_link": select(sign_in_link),
    "sign_in_try": select(sign_in_try),
    "web_session": select(web_session),
    "second_factor": select(second_factor),
    "provider_identity": select(provider_identity),
    "recovery_code": select(recovery_code),
    "webhook": select(webhook),
    "request_count": select(request_count),
    "mail_wish": select(mail_wish),
    "mail_digest": select(mail_digest),
}
"""Carried before anything is put back, so that those who sent editions are there."""

UNSEALED: Final[Mapping[str, Select[Any]]] = {
    "congress": select(congress),
    "edition": select(edition).where(edition.c.id.in_(_OF_UNSEALED)),
    "template_file": select(template_file),
    "template_version": select(template_version),
    "template_choice": select(template_choice).order_by(template_choice.c.seq),
    "document_set": select(document_set).where(document_set.c.state != "sealed"),
    "document": select(document).where(document.c.set_id.in_(_UNSEALED)),
    "draft": select(draft),
    "draft_version": select(draft_version),
    "tree_import": select(tree_import),
    "outbox": select(outbox),
    "idempotency": select(idempotency),
    "audit": select(audit).order_by(audit.c.seq),
    "fixity_pass": select(fixity_pass),
    "webhook_delivery": select(webhook_delivery),
}
"""Carried when everything sealed is put back."""

REBUILT: Final = frozenset(
    {
        "shelf",
        "facet",
        "shelf_month",
        "token",
        "register_counter",
        "register_number",
        "register_entry",
        "filing",
        "signed_copy",
    }
)
"""Made of the archive; of a register, also of the entries that the archive has not heard of yet."""

_SERIALS: Final = {"outbox": "id", "fixity_pass": "id", "webhook_delivery": "id", "template_choice": "seq"}


_DONE: Final = delete(outbox).where(
    outbox.c.set_id.in_(select(document_set.c.id).where(document_set.c.state == "sealed"))
)
"""Work that is promised for a set which the archive holds: the old catalog had not heard of its end."""


def carry(old: Connection, new: Connection, tables: Mapping[str, Select[Any]]) -> None:
    """Copy the rows of these tables, each unless its key is taken."""
    for name, rows in tables.items():
        if name == audit.name:
            _forget_log(new)
        for row in old.execution_options(yield_per=1000).execute(rows):
            values = dict(row._mapping)  # noqa: SLF001 -- public mapping view
            if name == draft.name:
                values |= _lost_sets(new, values)
            insert_or_keep(new, metadata.tables[name], values)
        if name == outbox.name:
            new.execute(_DONE)
        if name in _SERIALS and new.dialect.name == "postgresql":
            column = _SERIALS[name]
            new.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{name}', '{column}'),"  # noqa: S608 -- our names
                    f" (SELECT coalesce(max({column}), 0) + 1 FROM {name}), false)"
                )
            )


def _forget_log(new: Connection) -> None:
    """Empty the log of the new catalog: what an earlier try noted there is no part of the old one's chain."""
    if new.dialect.name == "postgresql":
        new.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        new.execute(delete(audit))
        new.execute(text("ALTER TABLE audit ENABLE TRIGGER USER"))
        return
    held = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
    guards = new.execute(held).all()
    for guard in guards:
        new.execute(text(f"DROP TRIGGER {guard.name}"))
    new.execute(delete(audit))
    for guard in guards:
        new.execute(text(guard.sql))


def _lost_sets(new: Connection, values: Mapping[str, Any]) -> dict[str, None]:
    """The sets a draft speaks of that nobody could put back: what was typed outlives them."""
    named = [one for one in ("begun_from", "sent_as") if values[one] is not None]
    known = select(document_set.c.id).where(document_set.c.id.in_([values[one] for one in named]))
    found = set(new.execute(known).scalars()) if named else set()
    return {one: None for one in named if values[one] not in found}


def sealed_sets(connection: Connection) -> dict[str, tuple[str, int]]:
    """Every sealed set: its object and version, by its id."""
    rows = connection.execute(
        select(document_set.c.id, congress.c.object_id, document_set.c.version)
        .join(congress, congress.c.id == document_set.c.congress_id)
        .where(document_set.c.state == "sealed")
    )
    return {set_id: (object_id, version) for set_id, object_id, version in rows}


def entries_by_congress(connection: Connection) -> list[tuple[str, list[str]]]:
    """The entries of every register, oldest first."""
    entries: dict[str, list[str]] = {}
    rows = connection.execute(
        select(register_entry.c.congress_id, register_entry.c.content).order_by(register_entry.c.seq)
    )
    for congress_id, content in rows:
        entries.setdefault(congress_id, []).append(content)
    return list(entries.items())
