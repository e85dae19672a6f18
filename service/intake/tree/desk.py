"""
The tree as its administrators keep it; nobody reaches past what is below their own organisation.

* TreeRefused
  - NoSuchImport   there is no such list, or it is not theirs
  - TreeMoved      the tree changed since the list was looked at: it is to be looked at again
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from service.catalog import AccountRecord, Catalog, OrganisationRecord, WaitingImport, Work
from service.congress.finding import Finding
from service.congress.text import fold
from service.intake.tree.faults import tree_fault
from service.intake.tree.planning import plan_tree
from service.intake.tree.rows import Row
from service.intake.tree.telling import TreePlan
from service.intake.tree.workbook import Listed, read_tree, tree_workbook


class TreeRefused(Exception):
    """The tree was not changed."""

    retryable = False


class NoSuchImport(TreeRefused):
    """There is no such list that waits, or it is somebody else's."""


class TreeMoved(TreeRefused):
    """The tree changed since the list was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A list that was read, and what it would change; `import_id` is empty where it has faults and was not kept."""

    import_id: str
    file_name: str
    plan: TreePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An organisation, and its names from the top, parted by ` / `, the first one left out."""

    path: str
    held: OrganisationRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeDesk:
    """What administrators do about organisations below their own; `by` is the administrator."""

    catalog: Catalog
    new_id: Callable[[], str] = lambda: str(uuid.uuid4())

    def workbook(self, *, by: AccountRecord) -> bytes:
        """A workbook with the present tree, to be changed and sent back."""
        with self.catalog.read() as work:
            held = work.tree.whole(by.organisation.lineage)
        return tree_workbook(held, by.organisation)

    def listed(self, *, by: AccountRecord) -> list[Placed]:
        """The administrator's own organisation, whose path is empty, and every one below it, by their paths."""
        with self.catalog.read() as work:
            held = work.tree.whole(by.organisation.lineage)
        names = {one.id: one.name for one in held}
        above = len(by.organisation.lineage.strip("/").split("/"))
        placed = (
            Placed(
                path=" / ".join(names[step] for step in one.lineage.strip("/").split("/")[above:]), held=one
            )
            for one in held
        )
        return sorted(placed, key=lambda one: [fold(name) for name in one.path.split(" / ")])

    def look_at(self, raw: bytes, *, file_name: str, by: AccountRecord) -> Looked:
        """
        Read a workbook, and keep what it says until somebody says yes, unless it has faults.

        Raises `WorkbookRefused`.
        """
        listed, import_id = read_tree(raw), self.new_id()
        with self.catalog.read() as work:
            plan = self._plan(work, listed, import_id, by)
        if plan.faults:
            return Looked(import_id="", file_name=file_name, plan=plan)
        rows = json.dumps([_packed(row) for row in listed.rows], ensure_ascii=False)
        with self.catalog.begin() as work:
            waiting = WaitingImport(id=import_id, file_name=file_name[:200], rows=rows, at=work.now())
            work.tree.keep_import(by.id, waiting)
            work.commit()
        return Looked(import_id=import_id, file_name=file_name, plan=plan)

    def look_again(self, import_id: str, *, by: AccountRecord) -> Looked:
        """What a list that waits would change now. Raises `NoSuchImport`."""
        with self.catalog.read() as work:
            waiting = self._waiting(work, import_id, by)
            plan = self._plan(work, _unpacked(waiting.rows), import_id, by)
        return Looked(import_id=import_id, file_name=waiting.file_name, plan=plan)

    def carry_out(self, import_id: str, *, digest: str, by: AccountRecord) -> TreePlan:
        """
        Store all that the list changes, or nothing; `digest` is that of the plan that was looked at.

        Raises `NoSuchImport`, `TreeMoved`.
        """
        # Others write while this is worked out; whether they touched the tree is seen afterwards.
        with self.catalog.read() as work:
            state = work.tree.state()
            held = work.tree.whole(by.organisation.lineage)
            waiting = self._waiting(work, import_id, by)
            plan = self._plan(work, _unpacked(waiting.rows), import_id, by, held)
        if plan.faults or plan.digest != digest:
            raise TreeMoved
        with self.catalog.begin() as work:
            work.tree.lock()
            if work.tree.state() != state:
                raise TreeMoved
            self._waiting(work, import_id, by)
            self._store(work, plan, by, held)
            work.tree.forget_import(by.id)
            work.audit.note(
                "tree_imported", subject=f"{import_id} {_counts(plan)}", at=work.now(), account_id=by.id
            )
            work.commit()
        return plan

    def change(self, row: Row, *, by: AccountRecord) -> TreePlan:
        """
        Store what a form says of one organisation: a new one when the row names no `unit`.

        Its parent may be given by code, by id, or by a name that is the only one of its kind. With faults nothing is stored.
        """
        with self.catalog.begin() as work:
            work.tree.lock()
            held = work.tree.whole(by.organisation.lineage)
            row, fault = _with_parent(row, held)
            if fault is not None:
                return TreePlan(faults=(fault,))
            plan = self._plan(work, Listed(rows=(row,), faults=()), self.new_id(), by, held)
            if not plan.faults and not row.unit and not plan.added:
                return TreePlan(faults=(tree_fault("name_twice", row, "name", where_vi="", where_en=""),))
            if not plan.faults:
                self._store(work, plan, by, held)
                added = [one.id for one in plan.added]
                work.audit.note_all("organisation_added", added, at=work.now(), account_id=by.id)
                work.commit()
        return plan

    def _waiting(self, work: Work, import_id: str, by: AccountRecord) -> WaitingImport:
        waiting = work.tree.waiting_import(by.id, import_id)
        if waiting is None:
            raise NoSuchImport
        return waiting

    def _plan(
        self,
        work: Work,
        listed: Listed,
        seed: str,
        by: AccountRecord,
        held: Sequence[OrganisationRecord] | None = None,
    ) -> TreePlan:
        lineage = by.organisation.lineage
        taken = work.tree.taken_codes((row.code for row in listed.rows if row.code), outside=lineage)
        plan = plan_tree(
            listed.rows,
            work.tree.whole(lineage) if held is None else held,
            by.organisation,
            taken=taken,
            at=work.now(),
            seed=seed,
        )
        return replace(plan, faults=tuple(sorted((*listed.faults, *plan.faults), key=_row_of)))

    def _store(
        self, work: Work, plan: TreePlan, by: AccountRecord, held: Sequence[OrganisationRecord]
    ) -> None:
        now = work.now()
        work.tree.place(plan.placings, within=by.organisation.lineage, at=now, held=held)
        for event, changes in (
            ("organisation_renamed", plan.renamed),
            ("organisation_moved", plan.moved),
            ("organisation_closed", plan.closed),
            ("organisation_reopened", plan.reopened),
            ("organisation_described", plan.described),
        ):
            work.audit.note_all(event, [one.id for one in changes], at=now, account_id=by.id)


def _with_parent(row: Row, held: Sequence[OrganisationRecord]) -> tuple[Row, Finding | None]:
    """The row with its parent by id, where a name was given."""
    wanted = fold(row.parent)
    if not wanted or any(wanted in {fold(one.id), fold(one.code or "")} for one in held):
        return row, None
    named = [one for one in held if fold(one.name) == wanted]
    if len(named) > 1:
        return row, tree_fault("several_parents", row, "parent", count=len(named))
    return (replace(row, parent=named[0].id) if named else row), None


def _row_of(fault: Finding) -> int:
    """The row of the sheet, from the top down; what is wrong with the whole comes first."""
    return int(re.sub(r"\D", "", fault.cell.rpartition("!")[2]) or 0)


def _counts(plan: TreePlan) -> str:
    """What the log keeps of an import: a hundred thousand new ones are one line of it."""
    told = ("added", "renamed", "moved", "closed", "reopened", "described")
    return " ".join(f"{name}={len(getattr(plan, name))}" for name in told)


def _packed(row: Row) -> list[object]:
    return [row.number, row.code, row.name, row.level, row.parent, row.state]


def _unpacked(text: str) -> Listed:
    rows = tuple(
        Row(number=number, code=code, name=name, level=level, parent=parent, state=state)
        for number, code, name, level, parent, state in json.loads(text)
    )
    return Listed(rows=rows, faults=())
