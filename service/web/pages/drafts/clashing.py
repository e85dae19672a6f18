"""The page that tells the second of two what the first wrote, place by place, and lets them choose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request

from service.intake.drafts.answers import Clashed
from service.intake.drafts.as_typed import as_typed
from service.intake.drafts.chain import shown_at
from service.intake.drafts.merging import NOTHING, Clash
from service.intake.drafts.parts import type_path
from service.intake.field_types import field_types
from service.web.field_words import words
from service.web.language import say
from service.web.pages.drafts.sending import CHOICE

_MOST_LINES = 8
_OWN = ("csrf_token", "seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A clash in words."""

    pointer: str
    mine: str
    theirs: str


def clash_page(clashed: Clashed, address: str) -> Response:
    """Both values of every place beside one another; nothing of what was typed is lost. It is sent to `address`."""
    carried = [
        (name, text)
        for name, text in request.form.items()
        if name not in _OWN and not name.startswith(CHOICE)
    ]
    page = render_template(
        "drafts/clash.html",
        record=clashed.record,
        address=address,
        clashes=[_shown(one) for one in clashed.clashes],
        carried=carried,
    )
    return make_response(page, 409)


def _shown(clash: Clash) -> _Shown:
    path = type_path(shown_at(clash.pointer))
    return _Shown(pointer=clash.pointer, mine=_said(clash.mine, path), theirs=_said(clash.theirs, path))


def _said(value: Any, path: str) -> str:
    if value is NOTHING or value is None:
        return say("clash.empty")
    if path in field_types():
        text = as_typed(value, field_types()[path])
        return words(path).get(text, text)
    if isinstance(value, list):
        lines = [f"{n}. {_brief(one)}" for n, one in enumerate(value[:_MOST_LINES], 1)]
        more = [say("clash.more", count=len(value) - _MOST_LINES)] if len(value) > _MOST_LINES else []
        return "\n".join([*lines, *more]) or say("clash.empty")
    return _brief(value)


def _brief(value: Any) -> str:
    """The first values of a row, as they stand."""
    if not isinstance(value, dict):
        return str(value)
    plain = [str(one) for one in value.values() if isinstance(one, str | int)]
    return re.sub(r"\s+", " ", ", ".join(plain[:5]))[:200]
