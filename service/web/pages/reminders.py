"""Reminders by mail: asked for, changed and ended by whom they go to."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from service.catalog import AccountRecord, MailLanguage
from service.reminders import AddressUnusable, ReminderDesk
from service.web.identity import allowed
from service.web.language import language
from service.web.see_other import see_other


def blueprint(desk: ReminderDesk) -> Blueprint:
    """`/reminders`."""
    pages = Blueprint("reminders", __name__)

    @pages.get("/reminders")
    def look() -> str:
        return _page(allowed("read"))

    @pages.post("/reminders")
    def ask() -> Response:
        account = allowed("read")
        wanted: MailLanguage = "en" if request.form.get("mail_language") == "en" else "vi"
        typed = request.form.get("address", "")
        try:
            desk.ask(typed, language=wanted, account=account)
        except AddressUnusable:
            return make_response(_page(account, typed=typed, wanted=wanted), 422)
        return see_other("/reminders")

    @pages.post("/reminders/end")
    def end() -> Response:
        desk.end(allowed("read"))
        return see_other("/reminders")

    def _page(account: AccountRecord, *, typed: str | None = None, wanted: MailLanguage | None = None) -> str:
        wish, newest = desk.of(account)
        return render_template(
            "reminders.html",
            is_offered=desk.is_offered,
            wish=wish,
            newest=newest,
            is_faulty=typed is not None,
            address=(wish.address if wish else "") if typed is None else typed,
            wanted=wanted or (wish.language if wish else language()),
        )

    return pages
