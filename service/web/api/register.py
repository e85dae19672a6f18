"""Numbers over the API: given at signing, voided, and the register."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, request

from service.archive import Archive
from service.catalog import AccountRecord
from service.documents.register import PrintRegister, RegisterDesk
from service.web.answers import answer
from service.web.api.documents import paper_of
from service.web.downloads import register_answer
from service.web.identity import allowed
from service.web.paged import ROWS
from service.web.query import NoQuery, read_query
from service.web.refusals import NotThere
from service.web.register_bodies import (
    GiveNumberBody,
    PrintQuery,
    RegisterQuery,
    VoidNumberBody,
    number_body,
    register_body,
)
from service.web.small_body import read_body


def blueprint(register: RegisterDesk, print_register: PrintRegister, archive: Archive) -> Blueprint:
    """`POST /documents/{id}/number` and `/number/void`, `GET /register` and `/register/file`."""
    api = Blueprint("api_register", __name__, url_prefix="/api/v1")

    @api.post("/documents/<uuid:document_id>/number")
    def give(document_id: UUID) -> Response:
        account = allowed("sign")
        read_query(NoQuery, request.query_string)
        paper_of(archive, document_id, account)
        asked = read_body(GiveNumberBody)
        given = register.give(str(document_id), issued_on=asked.issued_on, account=account)
        if given is None:
            raise NotThere
        return answer(number_body(given.number), status=201 if given.new else 200)

    @api.post("/documents/<uuid:document_id>/number/void")
    def void(document_id: UUID) -> Response:
        account = allowed("sign")
        read_query(NoQuery, request.query_string)
        paper_of(archive, document_id, account)
        asked = read_body(VoidNumberBody)
        record = register.void(str(document_id), reason=asked.reason, account=account)
        if record is None:
            raise NotThere
        return answer(number_body(record))

    @api.get("/register")
    def look() -> Response:
        account = allowed("read")
        asked = read_query(RegisterQuery, request.query_string)
        total, over = register.count(account=account, **asked.which), (asked.page - 1) * ROWS
        rows = register.numbers(account=account, over=over, most=ROWS, **asked.which)
        here = asked.model_dump(mode="json", exclude_defaults=True) | {"page": asked.page + 1}
        return answer(
            register_body(rows, total, register.years(account=account)),
            headers={"Link": f'</api/v1/register?{urlencode(here)}>; rel="next"'}
            if over + ROWS < total
            else {},
        )

    @api.get("/register/file")
    def file() -> Response:
        return printed(print_register, read_query(PrintQuery, request.query_string), allowed("read"))

    return api


def printed(print_register: PrintRegister, asked: PrintQuery, account: AccountRecord) -> Response:
    """The register that is asked for, as a Word file; `NotThere` when it is not theirs to see."""
    made = print_register(account=account, organisation_id=asked.organisation, year=asked.year)
    if made is None:
        raise NotThere
    return register_answer(made)
