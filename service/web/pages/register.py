"""Numbers as people give them on a paper's page, and the register as it is read and printed."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template, request

from service.archive import Archive
from service.documents.register import PrintRegister, RegisterDesk
from service.web.api.documents import paper_of
from service.web.api.register import printed
from service.web.identity import allowed
from service.web.language import SWITCH
from service.web.query import read_query
from service.web.register_bodies import GiveNumberBody, PrintQuery, RegisterQuery, VoidNumberBody
from service.web.see_other import see_other
from service.web.small_body import read_values


def blueprint(register: RegisterDesk, print_register: PrintRegister, archive: Archive) -> Blueprint:
    """`/register`, `/register/file`, and the forms `/documents/<id>/number` and `/number/void`."""
    pages = Blueprint("register", __name__)

    @pages.get("/register")
    def look() -> str:
        account = allowed("read")
        asked = read_query(RegisterQuery, request.query_string, leave_out=frozenset({SWITCH}))
        years = register.years(account=account)
        year = asked.year or (years[0] if years else None)
        rows = register.numbers(
            account=account, organisation_id=asked.organisation, year=year, symbol=asked.symbol
        )
        return render_template("register.html", rows=rows, years=years, year=year)

    @pages.get("/register/file")
    def file() -> Response:
        asked = read_query(PrintQuery, request.query_string, leave_out=frozenset({SWITCH}))
        return printed(print_register, asked, allowed("read"))

    @pages.post("/documents/<uuid:document_id>/number")
    def give(document_id: UUID) -> Response:
        account = allowed("sign")
        paper_of(archive, document_id, account)
        asked = read_values(GiveNumberBody, {"issued_on": request.form.get("issued_on", "")})
        register.give(str(document_id), issued_on=asked.issued_on, account=account)
        return _back_to(document_id)

    @pages.post("/documents/<uuid:document_id>/number/void")
    def void(document_id: UUID) -> Response:
        account = allowed("sign")
        paper_of(archive, document_id, account)
        asked = read_values(VoidNumberBody, {"reason": request.form.get("reason", "")})
        register.void(str(document_id), reason=asked.reason, account=account)
        return _back_to(document_id)

    return pages


def _back_to(document_id: UUID) -> Response:
    return see_other(f"/documents/{document_id}")
