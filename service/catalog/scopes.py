"""Where on the shelf to look, as conditions on its columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, select

from service.catalog.asked import ShelfScope
from service.catalog.organisations import ROOT_ID, in_subtree
from service.catalog.tables import organisation, shelf


def within(scope: ShelfScope) -> Iterator[ColumnElement[bool]]:
    """The border: what lies in the subtree of the scope's lineage."""
    below = below_root(scope)
    if len(below) == 1:
        yield shelf.c.first_id == below[0]
    elif len(below) == 2:
        yield shelf.c.second_id == below[1]
    elif below:
        yield shelf.c.organisation_id.in_(subtree(scope))


def below_root(scope: ShelfScope) -> list[str]:
    """The organisations (ids) from the first below the root to the one whose subtree is looked at."""
    root, *below = scope.lineage.strip("/").split("/")
    if root != ROOT_ID:
        raise ValueError(f"{scope.lineage} does not begin at the root")
    return below


def own_id(scope: ShelfScope) -> str:
    """The organisation (id) whose subtree is looked at."""
    return scope.lineage.strip("/").split("/")[-1]


def subtree(scope: ShelfScope) -> Select[tuple[str]]:
    """The ids of all organisations of the subtree."""
    return select(organisation.c.id).where(in_subtree(scope.lineage))


def bounds(scope: ShelfScope) -> Iterator[ColumnElement[bool]]:
    """The rest of the scope."""
    if scope.term is not None:
        yield shelf.c.term == scope.term
    if scope.kind is not None:
        yield shelf.c.kind == scope.kind
    yield from of_days(scope, shelf.c.day)
    yield from current(scope)


def of_days(scope: ShelfScope, day: ColumnElement[dt.date]) -> Iterator[ColumnElement[bool]]:
    """The days of the scope, as conditions on `day`."""
    if scope.since is not None:
        yield day >= scope.since
    if scope.until is not None:
        yield day <= scope.until


def current(scope: ShelfScope) -> Iterator[ColumnElement[bool]]:
    """Without what is superseded, unless that is wanted."""
    if not scope.superseded:
        yield shelf.c.superseded.is_(False)
