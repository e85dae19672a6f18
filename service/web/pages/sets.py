"""A set as people follow it: progress, papers, what is held back and why."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template

from service.archive import Archive
from service.documents.status import SetDesk
from service.web.api.sets import packed, status_of
from service.web.identity import allowed


def blueprint(sets: SetDesk, archive: Archive) -> Blueprint:
    """`/sets/<id>`, the part of it that refreshes itself, and its zip."""
    pages = Blueprint("sets", __name__, url_prefix="/sets")

    @pages.get("/<uuid:set_id>")
    def look(set_id: UUID) -> str:
        return render_template("set.html", status=status_of(sets, set_id, allowed("read")))

    @pages.get("/<uuid:set_id>/progress")
    def progress(set_id: UUID) -> str:
        return render_template("_set.html", status=status_of(sets, set_id, allowed("read")))

    @pages.get("/<uuid:set_id>/file")
    def file(set_id: UUID) -> Response:
        return packed(sets, archive, set_id, allowed("read"))

    return pages
