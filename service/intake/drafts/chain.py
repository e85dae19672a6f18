"""The unions above an organisation as a list, since people type a list, and back as the chain of the data."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]


def with_uppers(document: Json) -> Json:
    """
    `document` with the chain of upper unions as `organisation.uppers`, the nearest first.

        >>> with_uppers({"organisation": {"name": "a", "upper": {"name": "b"}}})
        {'organisation': {'name': 'a', 'uppers': [{'name': 'b'}]}}
    """
    own = document.get("organisation")
    if not isinstance(own, dict) or not isinstance(own.get("upper"), dict):
        return document
    uppers = []
    held: Any = own["upper"]
    while isinstance(held, dict):
        uppers.append(
            {name: value for name, value in held.items() if name != "upper" or not isinstance(value, dict)}
        )
        held = held.get("upper")
    plain = {name: value for name, value in own.items() if name != "upper"}
    return {**document, "organisation": {**plain, "uppers": uppers}}


def with_upper(shown: Json) -> Json:
    """The data again: `with_upper(with_uppers(d)) == d`."""
    own = shown.get("organisation")
    uppers = own.get("uppers") if isinstance(own, dict) else None
    if (
        not isinstance(own, dict)
        or not isinstance(uppers, list)
        or not all(isinstance(one, dict) for one in uppers)
    ):
        return shown
    chain: Json | None = None
    for one in reversed(uppers):
        chain = {**one, "upper": chain} if chain is not None else one
    plain = {name: value for name, value in own.items() if name != "uppers"}
    return {**shown, "organisation": {**plain, "upper": chain} if chain is not None else plain}


def shown_at(pointer: str) -> str:
    """
    The place on a page of a JSON pointer of the data, as the names of fields are written.

        >>> shown_at("/organisation/upper/upper/name"), shown_at("/elections/0/seats")
        ('organisation.uppers.1.name', 'elections.0.seats')
    """
    if found := re.match(r"/organisation((?:/upper)+)(?=/|$)", pointer):
        depth = found[1].count("/") - 1
        pointer = f"/organisation/uppers/{depth}{pointer[found.end() :]}"
    return pointer.strip("/").replace("/", ".")
