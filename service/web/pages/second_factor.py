"""Codes of a telephone: asked for after the password, set up with a QR, taken away again."""

from __future__ import annotations

import math

from flask import Blueprint, Response, g, make_response, render_template, request
from markupsafe import Markup

from service.access import Access, Enrolment, KeyChanged, Patience, SecondFactorDesk
from service.catalog import AccountRecord
from service.documents.qr import drawing_of
from service.web.pages import again
from service.web.pages.session import Sessions, local
from service.web.see_other import see_other

_LONGEST = 40


def blueprint(sessions: Sessions, access: Access, desk: SecondFactorDesk, patience: Patience) -> Blueprint:
    """`/sign-in/code`, `/second-factor`."""
    pages = Blueprint("second_factor", __name__)

    @pages.get("/sign-in/code")
    def ask() -> Response:
        if sessions.waiting() is None:
            return see_other("/sign-in")
        return make_response(code_page(then=local(request.args.get("next", "/"))))

    @pages.post("/sign-in/code")
    def enter() -> Response:
        account = sessions.waiting()
        if account is None:
            return see_other("/sign-in")
        then, typed = local(request.form.get("next", "/")), again.carried()
        # By account alone: whoever is here knows the password, and six digits are soon guessed.
        if seconds := math.ceil(patience.attempt(account.id, account.id)):
            page = code_page(then=then, typed=typed, seconds=seconds)
            return make_response(page, 429, {"Retry-After": str(seconds)})
        if not _passes(desk, account):
            return make_response(code_page(then=then, typed=typed, failed=True), 401)
        patience.succeeded(account.id, account.id)
        return again.instead(sessions.renew(access.sign_in_as(account), then=then), typed)

    _add_enrolment(pages, sessions, access, desk, patience)
    return pages


def code_page(
    *, then: str, typed: tuple[str, str] | None = None, failed: bool = False, seconds: int = 0
) -> str:
    """The page that asks for a code; `typed` is what waits to be sent again."""
    kept = {"again": typed[0], "typed": typed[1]} if typed else {}
    return render_template("code.html", next=then, failed=failed, seconds=seconds, **kept)


def _add_enrolment(
    pages: Blueprint, sessions: Sessions, access: Access, desk: SecondFactorDesk, patience: Patience
) -> None:
    @pages.get("/second-factor")
    def show() -> Response:
        return sessions.require(enrolled=False) or _page(desk.enrolment(g.account))

    @pages.post("/second-factor")
    def confirm() -> Response:
        if (sent_away := sessions.require(enrolled=False)) is not None:
            return sent_away
        codes = desk.confirm(g.account, _code()) if _has_time(patience) else None
        if codes is None:
            return _page(desk.enrolment(g.account), is_wrong=True)
        patience.succeeded(g.account.id, g.account.id)
        # Every session has ended, this one too: the browser gets a new one, that knows of the code.
        answer = sessions.renew(access.sign_in_as(g.account), then="/")
        answer.status_code = 200
        del answer.headers["Location"]
        answer.set_data(render_template("second_factor.html", codes=codes, enrolment=None, fault=False))
        return answer

    @pages.post("/second-factor/remove")
    def remove() -> Response:
        if (sent_away := sessions.require(enrolled=False)) is not None:
            return sent_away
        if not (_has_time(patience) and _passes(desk, g.account)):
            return _page(desk.enrolment(g.account), is_wrong=True)
        patience.succeeded(g.account.id, g.account.id)
        desk.remove(g.account, by=g.account)
        return sessions.renew(access.sign_in_as(g.account), then="/second-factor")


def _page(enrolment: Enrolment | None, *, is_wrong: bool = False) -> Response:
    drawing = Markup(drawing_of(enrolment.address)) if enrolment else ""  # noqa: S704 -- drawn here, of an address of our own
    page = render_template(
        "second_factor.html", codes=(), enrolment=enrolment, drawing=drawing, fault=is_wrong
    )
    return make_response(page, 422 if is_wrong else 200)


def _has_time(patience: Patience) -> bool:
    return not patience.attempt(g.account.id, g.account.id)


def _passes(desk: SecondFactorDesk, account: AccountRecord) -> bool:
    try:
        return desk.passes(account, _code())
    except KeyChanged:
        return False


def _code() -> str:
    value = request.form.get("code", "")[:_LONGEST]
    return value if value.isascii() and value.isprintable() else ""
