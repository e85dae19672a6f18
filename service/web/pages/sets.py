"""A set as people follow it: progress, papers, what is held back and why."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, Response, render_template, request

from service.access import may
from service.archive import Archive
from service.documents.status import SetDesk
from service.intake.submit import SubmitCongress
from service.web.api.sets import packed, status_of
from service.web.events import Streams
from service.web.identity import allowed
from service.web.paged import Paged, page_of
from service.web.see_other import see_other

_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)

T = TypeVar("T")


def blueprint(sets: SetDesk, archive: Archive, submit: SubmitCongress, streams: Streams) -> Blueprint:
    """`/sets/<id>`, the part of it that refreshes itself and what tells it when, its zip, and sending it again."""
    pages = Blueprint("sets", __name__, url_prefix="/sets")

    def shown(template: str, set_id: UUID) -> str:
        account = allowed("read")
        status = status_of(sets, set_id, account)
        return render_template(
            template,
            status=status,
            part=_part,
            may_submit=may(account.role, "submit"),
            form_id=str(uuid.uuid4()),
        )

    @pages.get("/<uuid:set_id>")
    def look(set_id: UUID) -> str:
        return shown("set.html", set_id)

    @pages.get("/<uuid:set_id>/progress")
    def progress(set_id: UUID) -> str:
        return shown("_set.html", set_id)

    @pages.get("/<uuid:set_id>/events")
    def events(set_id: UUID) -> Response:
        account = allowed("read")
        status_of(sets, set_id, account)
        return streams.tell(lambda: sets.progress(str(set_id), account=account))

    @pages.post("/<uuid:set_id>/again")
    def again(set_id: UUID) -> Response:
        account = allowed("submit")
        status_of(sets, set_id, account)
        return see_other(f"/sets/{submit.again(str(set_id), account=account).set_id}")

    @pages.get("/<uuid:set_id>/file")
    def file(set_id: UUID) -> Response:
        return packed(sets, archive, set_id, allowed("read"))

    return pages


def _part(items: Sequence[T], of: str) -> Paged[T]:
    """The page of a list of that name that the address asks for; the first of every other."""
    asked = request.args.get("page", "") if request.args.get("of") == of else ""
    return page_of(items, int(asked) if _NUMBER.fullmatch(asked) else 1)
