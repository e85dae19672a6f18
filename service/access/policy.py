"""
The policy: one function, asked by every door.

A role says what; the organisation of the account says where: itself and everything below it. Where is kept
by the queries, which are given the account's lineage and cannot see past it.
"""

from __future__ import annotations

from typing import Literal, get_args

from service.catalog import Role

Action = Literal["submit", "read", "sign", "audit", "manage"]
"""Send congress data; search and download papers; enter what signing brings; read who did what; keep accounts."""

ACTIONS: tuple[Action, ...] = get_args(Action)
USUAL: tuple[Action, ...] = ("submit", "read")
"""What a token is for unless somebody chooses otherwise: sending data, and fetching what was made of them."""

_ALLOWED: dict[Role, frozenset[Action]] = {
    "secretary": frozenset({"submit", "read", "sign"}),
    "official": frozenset({"read", "sign"}),
    "archivist": frozenset({"read", "audit"}),
    "administrator": frozenset({"submit", "read", "sign", "audit", "manage"}),
}


def may(role: Role, action: Action) -> bool:
    """Whether somebody with that role may do that, within their own subtree."""
    return action in _ALLOWED[role]
