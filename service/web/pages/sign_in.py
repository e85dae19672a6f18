"""Signing in, by name and password or by a link that works once; setting a password; signing out."""

from __future__ import annotations

import math

from flask import Blueprint, Response, g, make_response, render_template, request, session

from service.access import Access, PasswordTooShort, Patience
from service.web.pages import again
from service.web.pages.second_factor import code_page
from service.web.pages.session import Sessions, local

LONGEST = 200
"""Characters of a name or password: hashing takes time in proportion. What is longer is nothing, and never cut."""


def blueprint(sessions: Sessions, access: Access, patience: Patience) -> Blueprint:
    """`/sign-in`, `/sign-in/link/<secret>`, `/password`, `/sign-out`."""
    pages = Blueprint("sign_in", __name__)

    @pages.get("/sign-in")
    def ask() -> str:
        return render_template(
            "sign_in.html",
            next=local(request.args.get("next", "/")),
            failed=False,
            lost=request.args.get("lost") == "1",
            left=request.args.get("left") == "1",
        )

    @pages.post("/sign-in")
    def enter() -> Response:
        name, password = _text("name").strip(), _text("password")
        then = local(request.form.get("next", "/"))
        typed = again.carried()
        kept = {"next": then, "again": typed[0], "typed": typed[1]} if typed else {"next": then}
        address = request.remote_addr or ""
        is_complete = bool(name and password)
        if seconds := math.ceil(patience.attempt(name, address)) if is_complete else 0:
            page = render_template("sign_in.html", failed=True, name=name, seconds=seconds, **kept)
            return make_response(page, 429, {"Retry-After": str(seconds)})
        secret = access.sign_in(name, password) if is_complete else None
        if secret is None:
            return make_response(render_template("sign_in.html", failed=True, name=name, **kept), 401)
        patience.succeeded(name, address)
        opened = sessions.open(secret, then=then)
        if typed and access.waiting(secret) is not None:
            # What was typed goes along to the page that asks for the code.
            del opened.headers["Location"]
            opened.status_code = 200
            opened.set_data(code_page(then=then, typed=typed))
            return opened
        return again.instead(opened, typed)

    _add_link(pages, sessions, access)
    _add_password(pages, sessions, access)
    return pages


def _add_link(pages: Blueprint, sessions: Sessions, access: Access) -> None:
    @pages.get("/sign-in/link/<secret>")
    def show_link(secret: str) -> str:
        # Nothing is used up by looking: programs that preview links look at every one.
        return render_template("link.html", secret=secret, failed=False)

    @pages.post("/sign-in/link/<secret>")
    def use_link(secret: str) -> Response:
        opened = access.sign_in_by_link(secret)
        if opened is None:
            return make_response(render_template("link.html", secret=secret, failed=True), 401)
        return sessions.open(opened, then="/password", by_link=True)

    @pages.post("/sign-out")
    def leave() -> Response:
        return sessions.close()


def _add_password(pages: Blueprint, sessions: Sessions, access: Access) -> None:
    @pages.get("/password")
    def offer() -> Response | str:
        return sessions.require(enrolled=False) or _password_page(None)

    @pages.post("/password")
    def keep() -> Response:
        if (sent_away := sessions.require(enrolled=False)) is not None:
            return sent_away
        password = _text("password")
        fault = _fault_of(access, password)
        if fault is None:
            try:
                access.set_password(g.account, password)
            except PasswordTooShort:
                fault = "password.too_short"
        if fault is not None:
            return make_response(_password_page(fault), 422)
        # Setting a password ends every session: this browser gets a new one.
        session["by_link"] = False
        return sessions.renew(access.sign_in_as(g.account), then="/?password=set")


def _password_page(fault: str | None) -> str:
    return render_template("password.html", fault=fault, asks_old=_asks_old())


def _asks_old() -> bool:
    """Whoever came by a link may have forgotten the password; everybody else must know it."""
    return bool(g.account.has_password) and not session.get("by_link")


def _fault_of(access: Access, password: str) -> str | None:
    if len(request.form.get("password", "")) > LONGEST:
        return "password.too_long"
    if _asks_old() and not access.knows_password(g.account, _text("old")):
        return "password.wrong_old"
    return None if password == _text("again") else "password.not_same"


def _text(name: str) -> str:
    """A field of the form; too long, or with a character that no database takes, it is empty."""
    value = request.form.get(name, "")
    return "" if "\x00" in value or len(value) > LONGEST else value
