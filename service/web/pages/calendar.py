"""The time limits that run, by a secret address that a calendar asks; its owner makes it and takes it back."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, render_template

from service.access import Calendars
from service.documents.to_do import ToDoDesk
from service.web.icalendar import MIMETYPE, calendar_of
from service.web.identity import allowed
from service.web.refusals import NotThere
from service.web.see_other import see_other


def feed(calendars: Calendars, to_do: ToDoDesk, public_url: str) -> Blueprint:
    """`/calendar/<secret>.ics`: whoever has the address reads; nobody signs in there."""
    pages = Blueprint("calendar_feed", __name__)

    @pages.get("/calendar/<secret>.ics")
    def show(secret: str) -> Response:
        account = calendars.owner(secret)
        if account is None:
            raise NotThere
        content = calendar_of(
            to_do.reminders(account=account), now=dt.datetime.now(tz=dt.UTC), public_url=public_url
        )
        return Response(content, mimetype=MIMETYPE, headers={"Cache-Control": "private, no-store"})

    return pages


def blueprint(calendars: Calendars, public_url: str) -> Blueprint:
    """`/calendar`: make an address, or take it back."""
    pages = Blueprint("calendar", __name__)

    @pages.get("/calendar")
    def look() -> str:
        account = allowed("read")
        return render_template("calendar.html", link="", made_at=calendars.since(account))

    @pages.post("/calendar")
    def make() -> str:
        account = allowed("read")
        secret = calendars.make(account)
        return render_template(
            "calendar.html",
            link=f"{public_url}/calendar/{secret}.ics",
            made_at=calendars.since(account),
        )

    @pages.post("/calendar/end")
    def end() -> Response:
        calendars.end(allowed("read"))
        return see_other("/calendar")

    return pages
