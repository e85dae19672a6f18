"""Where on the shelf to look: conditions on its columns, and the same as tokens for an index of words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import ColumnElement, false, select

from service.catalog.asked import ShelfScope
from service.catalog.organisations import ROOT_ID, in_subtree
from service.catalog.tables import organisation, shelf


def within(scope: ShelfScope) -> Iterator[ColumnElement[bool]]:
    """The border: what lies in the subtree of the scope's lineage."""
    root, *below = scope.lineage.strip("/").split("/")
    if root != ROOT_ID:
        yield false()
    elif len(below) == 1:
        yield shelf.c.first_id == below[0]
    elif len(below) == 2:
        yield shelf.c.second_id == below[1]
    elif below:
        subtree = select(organisation.c.id).where(in_subtree(scope.lineage))
        yield shelf.c.organisation_id.in_(subtree)


def bounds(scope: ShelfScope) -> Iterator[ColumnElement[bool]]:
    """The rest of the scope."""
    if scope.term is not None:
        yield shelf.c.term == scope.term
    if scope.kind is not None:
        yield shelf.c.kind == scope.kind
    if scope.since is not None:
        yield shelf.c.day >= scope.since
    if scope.until is not None:
        yield shelf.c.day <= scope.until
    if not scope.superseded:
        yield shelf.c.superseded.is_(False)


def tokens_of_row(*, term: str, kind: str, lineage: str) -> str:
    """Every scope that a paper belongs to but the whole, as one token each."""
    return " ".join([_term(term), _kind(kind), *map(_organisation, lineage.strip("/").split("/")[1:])])


def tokens_of_scope(scope: ShelfScope) -> list[str]:
    """The scope as tokens of `tokens_of_row`; days and supersession are not among them."""
    tokens = [_term(scope.term)] if scope.term is not None else []
    tokens += [_kind(scope.kind)] if scope.kind is not None else []
    below = scope.lineage.strip("/").split("/")[1:]
    return [*tokens, _organisation(below[-1])] if below else tokens


def _term(term: str) -> str:
    return f"t{_plain(term)}"


def _kind(kind: str) -> str:
    return f"k{_plain(kind)}"


def _organisation(organisation_id: str) -> str:
    return f"o{_plain(organisation_id)}"


def _plain(text: str) -> str:
    return re.sub("[^a-z0-9]", "", text)
