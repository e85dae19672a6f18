"""Which part of a long table a page shows, and where a button of the desk leads once the page is saved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypedDict
from urllib.parse import urlencode
from uuid import UUID

from flask import request

from service.intake.drafts.parts import Step
from service.intake.drafts.steps import step_named, step_of
from service.intake.drafts.windows import View
from service.web.pages.drafts.pasting import Box

_NAME = re.compile(r"[a-z_]+(\.([a-z_]+|[0-9]{1,6}|=))*", re.ASCII)
_LONGEST = 200
_DIGITS = 7
_LAST = 999_999
"""A row after every other."""


def asked_view() -> View:
    """What the address asks to see: `at` a field or a row, or rows among those with the words `q` of the list `find`."""
    at, find, words = (request.args.get(name, "") for name in ("at", "find", "q"))
    if find and _is_name(find):
        row = View.at(at).row if _is_name(at) and View.at(at).list == find else 0
        return View(list=find, row=row, words=words[:_LONGEST])
    if _is_name(more := request.args.get("more", "")):
        return View(list=more, row=_LAST)
    return View.at(at) if _is_name(at) else View()


class JustPasted(TypedDict):
    """What `next_address` says in an address of rows that came from a box."""

    pasted: int
    pasted_in: str
    pasted_left: str


def just_pasted() -> JustPasted:
    """What the address says of it."""
    count, args = request.args.get("pasted", ""), request.args
    return JustPasted(
        pasted=int(count) if count.isascii() and count.isdecimal() and len(count) < _DIGITS else 0,
        pasted_in=args.get("in", ""),
        pasted_left=args.get("left", "")[:_LONGEST],
    )


def next_address(draft_id: UUID, step: Step, boxes: Sequence[Box]) -> str:
    """
    Where a button of a step leads: to another step, to a field (`at`), to a page of a long table (`turn`), to what is searched for
    (`find`), or back to the place one was at.
    """
    address, form = f"/drafts/{draft_id}", request.form
    if step_named(form.get("go", "")) not in {None, step}:
        # Past the steps: whoever goes on by the keyboard goes on at the first field.
        return f"{address}/{form['go']}#begin"
    if (at := _named("at")) and (there := step_of("/" + at.replace(".", "/"))) is not None:
        return f"{address}/{there.key}?{urlencode({'at': at})}#{at}"
    asked, place = _seen(boxes)
    if wide := _named("wide"):
        asked, place = {**asked, "wide": "1"}, wide
    elif more := _named("more"):
        asked, place = {"more": more}, more
    elif form.get("go") == step.key and not place:
        place = "begin"
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{address}/{step.key}{query}#{place}" if place else f"{address}/{step.key}{query}"


def _seen(boxes: Sequence[Box]) -> tuple[dict[str, str], str]:
    """What is seen afterwards, as an address asks for it, and the place on the page."""
    form = request.form
    turn, find, seen = map(_named, ("turn", "find", "seen_at"))
    place = _named("add") or _named("remove").rpartition(".")[0]
    if boxes:
        pasted = boxes[0].pasted
        told = {"pasted": str(len(pasted.rows)), "in": pasted.list}
        left = ", ".join(boxes[0].left)[:_LONGEST]
        begin = pasted.at or pasted.list
        return {"at": begin, **told, **({"left": left} if left else {})}, pasted.list
    if "find" in form and not find:  # all rows again
        return {}, _named("seen_find")
    # Enter in the box presses no button that names the list.
    typed = (name.removesuffix(".q") for name, text in form.items() if name.endswith(".q") and text.strip())
    searched = find or form.get("seen_find", "") or next(typed, "")
    words = form.get(f"{searched}.q", "").strip()[:_LONGEST] if _is_name(searched) else ""
    at = turn or ("" if find else seen)
    asked = {
        **({"at": at} if at else {}),
        **({"find": searched, "q": words} if words else {}),
    }
    return asked, View.at(turn).list if turn else find or place


def _named(button: str) -> str:
    """What the button names; nothing where that is no name: pages send none, and an address is made of it."""
    value = request.form.get(button, "")
    return value if _is_name(value) else ""


def _is_name(text: str) -> bool:
    """Whether it may be the name of a field or a list."""
    return len(text) <= _LONGEST and _NAME.fullmatch(text) is not None
