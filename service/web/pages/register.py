"""Numbers as people give them on a paper's page, and the register as it is read and printed."""

from __future__ import annotations

from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, render_template, request

from service.archive import Archive
from service.documents.register import PrintRegister, RegisterDesk
from service.web.api.documents import paper_of
from service.web.api.register import printed
from service.web.identity import allowed
from service.web.language import SWITCH
from service.web.paged import paged
from service.web.query import read_query
from service.web.register_bodies import GiveNumberBody, PrintQuery, RegisterQuery, VoidNumberBody, Which
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
        which: Which = {**asked.which, "year": year}
        found = paged(
            asked.page,
            register.count(account=account, **which),
            lambda over, most: register.numbers(
                account=account, order="organisation", over=over, most=most, **which
            ),
        )
        # By id: two unions may bear one name.
        registers = [list(rows) for _, rows in groupby(found.rows, lambda row: row.number.organisation_id)]
        here = asked.model_dump(mode="json", exclude_defaults=True, exclude={"page"})
        return render_template(
            "register.html", found=found, registers=registers, years=years, year=year, here=urlencode(here)
        )

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
