"""How far a set is, where wanted as soon as it is made, and all its papers at once."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request

from service.archive import Archive
from service.catalog import AccountRecord
from service.documents.status import SetDesk, SetStatus
from service.intake.submit import SubmitCongress
from service.web.answers import answer
from service.web.api.congresses import accepted
from service.web.bodies import set_body
from service.web.downloads import set_zip_answer
from service.web.identity import allowed
from service.web.query import NoQuery, read_query
from service.web.refusals import NotSealedYet, NotThere
from service.web.waiting import Waits, preferred_wait


def blueprint(sets: SetDesk, archive: Archive, submit: SubmitCongress, waits: Waits) -> Blueprint:
    """`GET /sets/{id}` and its file, `POST /sets/{id}/again`."""
    api = Blueprint("api_sets", __name__, url_prefix="/api/v1/sets")

    @api.get("/<uuid:set_id>")
    def look(set_id: UUID) -> Response:
        account = allowed("read")
        read_query(NoQuery, request.query_string)
        seconds = preferred_wait(request.headers.get("Prefer", ""))
        has_waited = seconds is not None and waits.until(
            lambda: not sets.is_in_hand(str(set_id), account=account), seconds=seconds
        )
        headers = {"Preference-Applied": f"wait={seconds}"} if has_waited else {}
        return answer(set_body(status_of(sets, set_id, account)), headers=headers)

    @api.get("/<uuid:set_id>/file")
    def file(set_id: UUID) -> Response:
        account = allowed("read")
        read_query(NoQuery, request.query_string)
        return packed(sets, archive, set_id, account)

    @api.post("/<uuid:set_id>/again")
    def again(set_id: UUID) -> Response:
        account = allowed("submit")
        read_query(NoQuery, request.query_string)
        status_of(sets, set_id, account)
        return accepted(submit.again(str(set_id), account=account))

    return api


def status_of(sets: SetDesk, set_id: UUID, account: AccountRecord) -> SetStatus:
    """The set. Raises `NotThere`."""
    found = sets.status(str(set_id), account=account)
    if found is None:
        raise NotThere
    return found


def packed(sets: SetDesk, archive: Archive, set_id: UUID, account: AccountRecord) -> Response:
    """All papers of the set as a zip. Raises `NotThere`, `NotSealedYet`."""
    status = status_of(sets, set_id, account)
    pieces = archive.zip_of(str(set_id), account=account)
    if pieces is None:
        raise NotSealedYet
    return set_zip_answer(status, pieces)
