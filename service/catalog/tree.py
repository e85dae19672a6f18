"""
Changes to the tree of organisations, one or a hundred thousand at once.

Rows keep their ids, so whatever hangs on an organisation goes with it: accounts, congresses, numbers, papers. What it was
called and where it stood is kept beside (`former_place`), since data of those days still name it so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from service.catalog.organisations import in_subtree, organisation_record
from service.catalog.records import OrganisationRecord
from service.catalog.shelf import Shelf, portions
from service.catalog.tables import former_place, organisation, tree_import
from service.catalog.upsert import insert_or_keep


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """
    How an organisation is to stand from now on; one whose `id` nobody has yet is new.

    `parent_id` is none for the root alone, which stays where it is.
    """

    id: str
    parent_id: str | None
    name: str
    name_key: str
    level: str
    code: str | None
    closed_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingImport:
    """A list of organisations that somebody sent and has not said yes to: `rows` as JSON."""

    id: str
    file_name: str
    rows: str
    at: dt.datetime


class Tree:
    """The tree as its administrators change it."""

    def __init__(self, connection: Connection, shelf: Shelf) -> None:
        self._connection = connection
        self._shelf = shelf

    def lock(self) -> None:
        """Nobody else changes the tree until this transaction ends."""
        self._connection.execute(
            select(organisation.c.id).where(organisation.c.parent_id.is_(None)).with_for_update()
        )

    def whole(self, lineage: str) -> list[OrganisationRecord]:
        """Every organisation of the subtree, in no order that means anything."""
        rows = self._connection.execute(select(organisation).where(in_subtree(lineage)))
        return list(map(organisation_record, rows))

    def taken_codes(self, codes: Iterable[str], *, outside: str) -> set[str]:
        """Which of these codes organisations outside the subtree have."""
        taken: set[str] = set()
        for some in portions(list(codes), 500):
            taken |= set(
                self._connection.execute(
                    select(organisation.c.code).where(organisation.c.code.in_(some), ~in_subtree(outside))
                ).scalars()
            )
        return taken

    def state(self) -> tuple[int, dt.datetime | None]:
        """Another one after every change of the tree."""
        count, last = self._connection.execute(
            select(func.count(), func.max(organisation.c.placed_at)).select_from(organisation)
        ).one()
        return count, last

    def place(
        self,
        placings: Sequence[Placing],
        *,
        within: str,
        at: dt.datetime,
        held: Sequence[OrganisationRecord] | None = None,
    ) -> None:
        """
        Let all of these stand as they say, in one stroke; parents may be among the new ones.

        Nothing may stand below itself, and names are single under a parent: whoever calls has seen to both. `within` is the
        lineage of a subtree that holds whatever changes, and `held` what it holds, where that was read already.
        """
        before = {one.id: one for one in (self.whole(within) if held is None else held)}
        wanted = {one.id: one for one in placings}
        parents = {one.id: one.parent_id for one in before.values()} | {
            one.id: one.parent_id for one in placings
        }
        after = _lineages(parents, within)
        moved = {
            one: (before[one].lineage, after[one]) for one in before if before[one].lineage != after[one]
        }
        self._keep_former([one for one in wanted.values() if one.id in before], before, at)
        self._write(wanted, before, after, at)
        self._write_lineages({one: now for one, (_, now) in moved.items() if one not in wanted})
        self._shelf.reseat(moved)

    def _keep_former(
        self, changed: Sequence[Placing], before: Mapping[str, OrganisationRecord], at: dt.datetime
    ) -> None:
        for one in changed:
            was = before[one.id]
            if was.parent_id is None or (was.name, was.parent_id) == (one.name, one.parent_id):
                continue
            where = {"organisation_id": one.id, "parent_id": was.parent_id}
            key = self._connection.execute(
                select(organisation.c.name_key).where(organisation.c.id == one.id)
            ).scalar_one()
            insert_or_keep(
                self._connection, former_place, {**where, "name": was.name, "name_key": key, "until": at}
            )
            # It may have stood there once before.
            self._connection.execute(
                update(former_place)
                .where(*(former_place.c[name] == value for name, value in where.items()))
                .where(former_place.c.name_key == key)
                .values(name=was.name, until=at)
            )

    def _write(
        self,
        wanted: Mapping[str, Placing],
        before: Mapping[str, OrganisationRecord],
        after: Mapping[str, str],
        at: dt.datetime,
    ) -> None:
        values = [
            {
                "id": one.id,
                "parent_id": one.parent_id,
                "name": one.name,
                "name_key": one.name_key,
                "level": one.level,
                "code": one.code,
                "closed_at": one.closed_at,
                "lineage": after[one.id],
                "placed_at": at,
            }
            for one in wanted.values()
        ]
        # Two may change their names with each other: for a moment each is called by its id.
        kept = [{"b_id": one["id"], "b_key": one["id"]} for one in values if one["id"] in before]
        if kept:
            self._connection.execute(
                update(organisation)
                .where(organisation.c.id == bindparam("b_id"))
                .values(name_key=bindparam("b_key"), code=None),
                kept,
            )
        # From the top down: a parent is there before what stands below it.
        new = sorted(
            (one for one in values if one["id"] not in before), key=lambda one: len(after[str(one["id"])])
        )
        if new:
            self._connection.execute(insert(organisation), new)
        changed = [
            {f"b_{name}": value for name, value in one.items()} for one in values if one["id"] in before
        ]
        if changed:
            names = [name for name in values[0] if name != "id"]
            self._connection.execute(
                update(organisation)
                .where(organisation.c.id == bindparam("b_id"))
                .values({name: bindparam(f"b_{name}") for name in names}),
                changed,
            )

    def _write_lineages(self, lineages: Mapping[str, str]) -> None:
        if lineages:
            self._connection.execute(
                update(organisation)
                .where(organisation.c.id == bindparam("b_id"))
                .values(lineage=bindparam("b_lineage")),
                [{"b_id": one, "b_lineage": lineage} for one, lineage in lineages.items()],
            )

    def keep_import(self, account_id: str, waiting: WaitingImport) -> None:
        """Keep a list until it is wanted or not; whatever the account sent before is forgotten."""
        self.forget_import(account_id)
        self._connection.execute(
            insert(tree_import).values(
                id=waiting.id,
                account_id=account_id,
                file_name=waiting.file_name,
                rows=waiting.rows,
                at=waiting.at,
            )
        )

    def waiting_import(self, account_id: str, import_id: str) -> WaitingImport | None:
        """The list that the account sent."""
        row = self._connection.execute(
            select(tree_import.c.id, tree_import.c.file_name, tree_import.c.rows, tree_import.c.at).where(
                tree_import.c.account_id == account_id, tree_import.c.id == import_id
            )
        ).first()
        return WaitingImport(**row._mapping) if row else None  # noqa: SLF001 -- public mapping view

    def forget_import(self, account_id: str) -> None:
        """The account's list is not wanted any more, or was done."""
        self._connection.execute(delete(tree_import).where(tree_import.c.account_id == account_id))


def _lineages(parents: Mapping[str, str | None], within: str) -> dict[str, str]:
    """The lineage of each, by the parents of all; the top of the subtree keeps the one it has."""
    top = within.strip("/").split("/")[-1]
    found = {top: within}
    for start in parents:
        path: list[str] = []
        one = start
        while one not in found:
            path.append(one)
            above = parents[one]
            assert above is not None  # noqa: S101 -- only the root has none, and it is the top of whatever holds it
            one = above
        for below in reversed(path):
            found[below] = f"{found[one]}{below}/"
            one = below
    return found
