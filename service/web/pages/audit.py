"""Who did what and when, for those who may ask."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from service.access import PeopleDesk
from service.archive import AuditLog, event_kinds
from service.web.identity import allowed
from service.web.language import SWITCH
from service.web.query import AuditQuery, read_query

ROWS = 100
"""Events on one page."""


def blueprint(people: PeopleDesk, audit_log: AuditLog) -> Blueprint:
    """`/audit`."""
    pages = Blueprint("audit", __name__)

    @pages.get("/audit")
    def audit() -> str:
        by = allowed("audit")
        asked = read_query(AuditQuery, request.query_string, leave_out=frozenset({SWITCH}))
        rows = people.log(by=by, asked=asked.asked(), limit=ROWS + 1)
        return render_template(
            "audit.html",
            rows=rows[:ROWS],
            asked=asked,
            older=_address(asked, before=rows[ROWS - 1].seq) if len(rows) > ROWS else "",
            kinds=event_kinds(),
            chain=audit_log.since_anchor(),
        )

    return pages


def _address(asked: AuditQuery, **changed: int) -> str:
    """The address that asks the same, but for what is `changed`."""
    values = asked.model_dump(mode="json", exclude_defaults=True) | changed
    return f"/audit?{urlencode(values)}"
