"""Reminders by mail: asked for, changed and ended by whom they go to."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from service.catalog import AccountRecord, MailLanguage
from service.reminders import AddressUnusable, AskedTooOften, ReminderDesk
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
            return make_response(_page(account, "unusable", typed=typed, wanted=wanted), 422)
        except AskedTooOften:
            return make_response(_page(account, "too_often", typed=typed, wanted=wanted), 429)
        return see_other("/reminders")

    @pages.post("/reminders/end")
    def end() -> Response:
        desk.end(allowed("read"))
        return see_other("/reminders")

    def _page(
        account: AccountRecord,
        fault: str = "",
        *,
        typed: str | None = None,
        wanted: MailLanguage | None = None,
    ) -> str:
        wish, newest = desk.of(account)
        return render_template(
            "reminders.html",
            is_offered=desk.is_offered,
            wish=wish,
            newest=newest,
            fault=fault,
            address=(wish.address if wish else "") if typed is None else typed,
            wanted=wanted or (wish.language if wish else language()),
        )

    return pages


def link(desk: ReminderDesk) -> Blueprint:
    """`/reminders/confirm/<secret>`, for whoever reads the mail: they may be at a telephone, where they have no session."""
    pages = Blueprint("confirm", __name__)

    @pages.get("/reminders/confirm/<secret>")
    def show_link(secret: str) -> str:
        # Nothing is used up by looking: mail servers look at every link.
        return render_template("confirm.html", secret=secret, state="asked")

    @pages.post("/reminders/confirm/<secret>")
    def confirm(secret: str) -> Response:
        is_confirmed = desk.confirm(secret)
        page = render_template("confirm.html", secret="", state="confirmed" if is_confirmed else "failed")
        return make_response(page, 200 if is_confirmed else 410)

    return pages
