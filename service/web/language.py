"""What pages say, in Vietnamese and English: one table, `sentences.toml`, and whose turn it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import quote, urlencode

from flask import Response, g, request

Language = Literal["vi", "en"]

COOKIE = "vankien-language"
SWITCH = "language"
"""The parameter of an address by which a page is asked for in the other language."""

_A_YEAR = 365 * 24 * 3600
_HERE = Path(__file__).parent


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Every sentence by name, in each language."""
    held = tomllib.loads((_HERE / "sentences.toml").read_text("utf-8"))
    return {f"{group}.{name}": said for group, names in held.items() for name, said in names.items()}


@cache
def place_names() -> dict[str, tuple[str, str, str]]:
    """What fields of the data are called: Vietnamese, English, and English for one item of a list."""
    held = tomllib.loads((_HERE / "places.toml").read_text("utf-8"))
    return {name: (vi, en, one[0] if one else en) for name, (vi, en, *one) in held.items()}


def language() -> Language:
    """The language of this request; Vietnamese unless somebody chose otherwise."""
    chosen: Language = g.get("language", "vi")
    return chosen


def say(name: str, **words: object) -> str:
    """The sentence of that name in the language of this request."""
    return sentences()[name][language()].format(**words)


def either(vi: str, en: str) -> str:
    """Whichever is in the language of this request."""
    return vi if language() == "vi" else en


def own_name(place: str) -> str | None:
    """What the pack of this page calls a step, a section or a field (`/delegates/*/unit`), if it has a name of its own for it."""
    names: Mapping[str, tuple[str, str]] = g.get("own_names", {})
    found = names.get(place) or (names.get(f"/**/{place.rpartition('/')[2]}") if "/" in place else None)
    return either(*found) if found else None


def choose_language() -> None:
    """Take the language from the address, then from the cookie."""
    for asked in (request.args.get(SWITCH), request.cookies.get(COOKIE)):
        if asked in get_args(Language):
            g.language = asked
            return


def switch_to(other: Language) -> str:
    """The address of this page in another language; of the first page where this one cannot be asked for again."""
    if request.method != "GET":
        return f"/?{SWITCH}={other}"
    if request.path.startswith("//"):
        # In a link it would be the name of another host.
        return f"/?{SWITCH}={other}"
    held = [(name, value) for name, value in request.args.items(multi=True) if name != SWITCH]
    return f"{quote(request.path)}?{urlencode([*held, (SWITCH, other)])}"


def keep_language(response: Response, *, is_secure: bool) -> Response:
    """Remember a choice that was made in the address."""
    if request.args.get(SWITCH) == language():
        response.set_cookie(
            COOKIE, language(), max_age=_A_YEAR, httponly=True, samesite="Lax", secure=is_secure
        )
    return response


def place(pointer: str) -> str:
    """
    A JSON pointer in words: `/elections/0/rounds/1/valid` is "bầu cử thứ 1 › vòng thứ 2 › số phiếu hợp lệ".

    What is no field of the data is shown as it stands.
    """
    said: list[str] = []
    parent, field, path = "", "", ""
    for part in (one.replace("~1", "/").replace("~0", "~") for one in pointer.split("/")[1:]):
        if part.isdecimal() and said:
            said[-1] = _item(parent, field, int(part) + 1, own_name(path))
            path += "/*"
            continue
        parent, field, path = field, part, f"{path}/{part}"
        found = _names(parent, field)
        said.append(own_name(path) or (either(*found[:2]) if found else field))
    return " › ".join(said) or say("faults.whole")


def _names(parent: str, field: str) -> tuple[str, str, str] | None:
    """The names of `parent/field` where the parent makes a difference, else of `field`."""
    return place_names().get(f"{parent}/{field}") or place_names().get(field)


def _item(parent: str, field: str, number: int, own: str | None) -> str:
    vi, _, one = (own, own, own) if own else _names(parent, field) or (field, field, field)
    return either(f"{vi} thứ {number}", f"{one} {number}")


def figure_name(name: str) -> str:
    """What a figure of a finding is called."""
    found = place_names().get(f"figure/{name}") or place_names().get(name)
    return either(*found[:2]) if found else name
