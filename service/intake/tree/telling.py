"""What a list of organisations would change, in words for whoever says yes to it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from service.catalog import OrganisationRecord, Placing
from service.congress.finding import Finding
from service.intake.tree.rows import ACTIVE, CLOSED
from service.intake.workbook.layout import layout

_CLOSED = dt.datetime.max.replace(tzinfo=dt.UTC)
"""Stands for any day in a digest: what is shown is that it closes, not when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An organisation as it was and as it is to be, in words that tell the difference; `was` is empty for a new one."""

    id: str
    name: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TreePlan:
    """What would be stored; with `faults` nothing is. One organisation may be renamed and moved at once."""

    faults: tuple[Finding, ...] = ()
    added: tuple[Change, ...] = ()
    renamed: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    closed: tuple[Change, ...] = ()
    reopened: tuple[Change, ...] = ()
    described: tuple[Change, ...] = ()
    """Another level or code."""
    unchanged: int = 0
    placings: tuple[Placing, ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same changes: whoever says yes says it to what was shown."""
        said = [replace(one, closed_at=_CLOSED if one.closed_at else None) for one in self.placings]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def told(
    changed: Sequence[Placing],
    *,
    final: Mapping[str, Placing],
    held: Mapping[str, OrganisationRecord],
    unchanged: int,
) -> TreePlan:
    """The plan that makes of the tree `held` the tree `final`, of which these are `changed` or new."""
    old = [(one, held[one.id]) for one in changed if one.id in held]

    def names(one: str | None) -> str:
        return final[one].name if one and one in final else ""

    def names_before(one: str | None) -> str:
        return held[one].name if one and one in held else ""

    def of_old(wanted: Iterator[tuple[Placing, str, str]]) -> tuple[Change, ...]:
        return tuple(Change(id=one.id, name=one.name, was=was, now=now) for one, was, now in wanted)

    levels = layout().choices["level"]
    return TreePlan(
        added=tuple(
            Change(id=one.id, name=one.name, was="", now=names(one.parent_id))
            for one in changed
            if one.id not in held
        ),
        renamed=of_old((one, be.name, one.name) for one, be in old if be.name != one.name),
        moved=of_old(
            (one, names_before(be.parent_id), names(one.parent_id))
            for one, be in old
            if be.parent_id != one.parent_id
        ),
        closed=of_old((one, ACTIVE, CLOSED) for one, be in old if one.closed_at and not be.closed_at),
        reopened=of_old((one, CLOSED, ACTIVE) for one, be in old if be.closed_at and not one.closed_at),
        described=of_old(
            (
                one,
                f"{levels[be.level]} {be.code or ''}".strip(),
                f"{levels[one.level]} {one.code or ''}".strip(),
            )
            for one, be in old
            if (be.level, be.code) != (one.level, one.code)
        ),
        unchanged=unchanged,
        placings=tuple(changed),
    )
