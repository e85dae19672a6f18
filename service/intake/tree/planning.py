"""
What a list of organisations changes in the tree: pure, every fault at once, and nothing of it stored.

An organisation that the list does not name stays as it is: nobody is closed by being left out.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from service.catalog import OrganisationRecord, Placing
from service.congress.finding import Finding
from service.congress.text import clean, fold, problems_of
from service.intake.faults import text_fault
from service.intake.tree.faults import tree_fault
from service.intake.tree.rows import ACTIVE, CLOSED, Column, Row
from service.intake.tree.telling import TreePlan, told
from service.intake.workbook.layout import layout

LONGEST_NAME, LONGEST_CODE = 200, 40


def plan_tree(
    rows: Sequence[Row],
    held: Sequence[OrganisationRecord],
    own: OrganisationRecord,
    *,
    taken: Collection[str],
    at: dt.datetime,
    seed: str,
) -> TreePlan:
    """
    What `rows` change among the organisations `held` (the subtree of `own`, itself among them).

    `taken` are codes that others have; `at` is when those are closed that are; new ones get ids made of `seed`, a UUID.
    """
    return _Planning(
        rows=rows, held={one.id: one for one in held}, own=own, taken=taken, at=at, seed=seed
    ).plan()


def _levels() -> dict[str, str]:
    """The level behind each word for it, folded."""
    return {fold(word): key for key, said in layout().choices["level"].items() for word in (said, key)}


@dataclass(slots=True, kw_only=True)
class _Planning:
    rows: Sequence[Row]
    held: Mapping[str, OrganisationRecord]
    own: OrganisationRecord
    taken: Collection[str]
    at: dt.datetime
    seed: str
    faults: list[Finding] = field(default_factory=list)
    final: dict[str, Placing] = field(default_factory=dict)
    row_of: dict[str, Row] = field(default_factory=dict)
    fold: Callable[[str], str] = field(default_factory=lambda: cache(fold))
    """The same names, codes and words come again and again."""
    levels: Mapping[str, str] = field(default_factory=_levels)

    def plan(self) -> TreePlan:
        self.final = {one.id: self._as_held(one) for one in self.held.values()}
        keys = self._keys()
        ids = self._resolved(keys)
        self._placed(keys, ids)
        if not self.faults:
            self._check_circles()
        if not self.faults:
            self._check_names()
            self._check_closed()
        if self.faults:
            return TreePlan(faults=tuple(self.faults))
        changed = [one for one in self.final.values() if one.id in self.row_of and self._differs(one)]
        unchanged = len(self.row_of) - len(changed)
        return told(changed, final=self.final, held=self.held, unchanged=unchanged)

    def _fault(self, code: str, row: Row, column: Column, /, **figures: int | str) -> None:
        self.faults.append(tree_fault(code, row, column, **figures))

    def _key(self, code: str) -> str:
        """What stands for a code, however it is written; ids stand for themselves."""
        return code if code in self.held else self.fold(code)

    def _keys(self) -> dict[str, str]:
        """The id behind each code or id that may be named: of those held, and of the new ones in the list."""
        keys = {one.id: one.id for one in self.held.values()}
        keys |= {self.fold(one.code): one.id for one in self.held.values() if one.code}
        first: dict[str, int] = {}
        for row in self.rows:
            if not (key := self._key(row.code)):
                if row.code:
                    self._fault("no_code", row, "code")
                continue
            if row.unit:
                if keys.get(key, row.unit) != row.unit or row.code in self.taken:
                    self._fault("code_taken", row, "code")
                continue
            if key in first:
                self._fault("code_twice", row, "code", row=first[key])
                continue
            first[key] = row.number
            if len(row.code) > LONGEST_CODE:
                self._fault("too_long", row, "code", longest=LONGEST_CODE)
            elif key not in keys and row.code in self.taken:
                self._fault("code_taken", row, "code")
            keys.setdefault(key, self._new_id(row))
        return keys

    def _new_id(self, row: Row) -> str:
        return str(uuid.uuid5(uuid.UUID(self.seed), str(row.number)))

    def _parent(self, row: Row, keys: Mapping[str, str]) -> str | None:
        if not row.parent:
            return self.own.id
        found = keys.get(self._key(row.parent))
        if found is None:
            self._fault("unknown_parent", row, "parent", code=row.parent)
        return found

    def _resolved(self, keys: Mapping[str, str]) -> dict[int, str]:
        """The id that each row is about; one without a code is the one of that name below that parent, if there is one."""
        by_name = {(one.parent_id, self.fold(one.name)): one.id for one in self.held.values()}
        ids: dict[int, str] = {}
        for row in self.rows:
            if row.unit:
                one = row.unit
            elif key := self._key(row.code):
                one = keys[key]
            else:
                parent = keys.get(self._key(row.parent)) if row.parent else self.own.id
                one = by_name.get((parent, self.fold(row.name))) or self._new_id(row)
            if one in self.row_of and not row.code:
                self._fault("unit_twice", row, "name", row=self.row_of[one].number)
            self.row_of.setdefault(one, row)
            ids[row.number] = one
        return ids

    def _placed(self, keys: Mapping[str, str], ids: Mapping[int, str]) -> None:
        for row in self.rows:
            one = ids[row.number]
            was = self.final.get(one) if one in self.held else None
            if one == self.own.id:
                self._own(row, was)
                continue
            parent = self._parent(row, keys)
            name, level, is_closed = self._name(row, was), self._level(row, was), self._closed(row, was)
            # Who is known by a code keeps it; only the form for one gives another.
            code = was.code if was and not row.unit else row.code or None
            self.final[one] = Placing(
                id=one,
                parent_id=parent,
                name=name,
                name_key=self.fold(name),
                level=level,
                code=code,
                closed_at=((was and was.closed_at) or self.at) if is_closed else None,
            )

    def _own(self, row: Row, was: Placing | None) -> None:
        assert was is not None  # noqa: S101 -- the administrator's own organisation is held
        if row.name and self.fold(row.name) != was.name_key:
            self._fault("own", row, "name")
        elif row.state and self.fold(row.state) != fold(ACTIVE):
            self._fault("own", row, "state")

    def _name(self, row: Row, was: Placing | None) -> str:
        name = clean(row.name)
        if not self.fold(name):
            if was is None or name:
                self._fault("no_name", row, "name")
            return was.name if was else ""
        if len(name) > LONGEST_NAME:
            self._fault("too_long", row, "name", longest=LONGEST_NAME)
        for problem in problems_of(row.name, limit=1):
            if not problem.warning:
                self.faults.append(replace(text_fault(problem, "/name"), cell=row.cells.get("name", "")))
        return name

    def _level(self, row: Row, was: Placing | None) -> str:
        if not row.level:
            return was.level if was else "grassroots"
        found = self.levels.get(self.fold(row.level))
        if found is None:
            self._fault("unknown_level", row, "level", words="; ".join(layout().choices["level"].values()))
        return found or "grassroots"

    def _closed(self, row: Row, was: Placing | None) -> bool:
        said = self.fold(row.state)
        if row.state and said not in {fold(ACTIVE), fold(CLOSED)}:
            self._fault("unknown_state", row, "state", words=f"{ACTIVE}; {CLOSED}")
        return said == fold(CLOSED) if said else bool(was and was.closed_at)

    def _check_circles(self) -> None:
        """Whoever is met again on the way up, and on no way before, stands on a circle."""
        passed = {self.own.id}
        for start in self.final:
            path: dict[str, None] = {}
            one = start
            while one not in passed and one not in path:
                path[one] = None
                one = self.final[one].parent_id or self.own.id
            passed.update(path)
            if one in path:
                on_it = list(path)[list(path).index(one) :]
                for member in on_it:
                    if row := self.row_of.get(member):
                        self._fault("circle", row, "parent")

    def _check_names(self) -> None:
        named: dict[tuple[str | None, str], list[str]] = defaultdict(list)
        for one in self.final.values():
            named[one.parent_id, one.name_key].append(one.id)
        for alike in named.values():
            if len(alike) == 1:
                continue
            rows = [self.row_of[one] for one in alike if one in self.row_of]
            for row in rows:
                others = [str(other.number) for other in rows if other is not row and other.number]
                vi, en = (f" (dòng {others[0]})", f" (row {others[0]})") if others else ("", "")
                self._fault("name_twice", row, "name", where_vi=vi, where_en=en)

    def _check_closed(self) -> None:
        open_below: Counter[str] = Counter()
        for one in self.final.values():
            above = self.final.get(one.parent_id or "") if one.id != self.own.id else None
            if above is None or one.closed_at or not above.closed_at:
                continue
            was_closed = above.id in self.held and self.held[above.id].closed_at
            if not was_closed and above.id in self.row_of:
                open_below[above.id] += 1
            elif row := self.row_of.get(one.id):
                self._fault("closed_above", row, "parent")
        for above_id, count in open_below.items():
            self._fault("open_below", self.row_of[above_id], "state", count=count)

    def _as_held(self, one: OrganisationRecord) -> Placing:
        return Placing(
            id=one.id,
            parent_id=one.parent_id,
            name=one.name,
            name_key=self.fold(one.name),
            level=one.level,
            code=one.code,
            closed_at=one.closed_at,
        )

    def _differs(self, one: Placing) -> bool:
        return one.id not in self.held or one != self._as_held(self.held[one.id])
