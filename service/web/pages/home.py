"""The first page: send a file of congress data, or see first what it would make; what was sent lately."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import uuid

from flask import Blueprint, Response, g, make_response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from service.access import may
from service.catalog import AccountRecord, LookTooLong
from service.congress.finding import Finding
from service.congress.zone import HERE
from service.documents.status import SetDesk
from service.documents.to_do import Reminder, ToDoDesk
from service.intake.drafts.desk import DraftDesk
from service.intake.refused import DataRefused, NotYours
from service.intake.submit import Preview, SubmitCongress
from service.web.identity import allowed
from service.web.pages.carried import carried, sent_file
from service.web.problems import problem_of
from service.web.see_other import see_other

_AT_MOST = 0.5
"""Seconds that the first page looks for time limits."""

_FORM_ID = re.compile(r"[0-9a-f-]{36}", re.ASCII)


def blueprint(
    submit: SubmitCongress, sets: SetDesk, drafts: DraftDesk, to_do: ToDoDesk, *, most_bytes: int
) -> Blueprint:
    """`/` and `/congresses`."""
    pages = Blueprint("home", __name__)

    def first_page(fault: str | None = None, status: int = 200) -> Response:
        account = allowed("read")
        page = render_template(
            "home.html",
            recent=sets.recent(account=account),
            reminders=_soon(to_do, account),
            today=dt.datetime.now(tz=HERE).date(),
            drafts=drafts.recent(account=account) if may(account.role, "submit") else [],
            may_submit=may(account.role, "submit"),
            fault=fault,
            form_id=str(uuid.uuid4()),
            password_set=request.args.get("password") == "set",
        )
        return make_response(page, status)

    @pages.get("/")
    def home() -> Response:
        return first_page()

    @pages.post("/congresses")
    def send() -> Response:
        account = allowed("submit")
        raw = sent_file()
        if raw is None:
            return first_page("home.no_file", 422)
        if len(raw) > most_bytes:
            raise RequestEntityTooLarge
        if request.form.get("intent") == "check":
            return _checked(submit.preview(raw, account=account), raw)
        return _sent(submit, raw)

    return pages


def _soon(to_do: ToDoDesk, account: AccountRecord) -> tuple[Reminder, ...]:
    """The limits that run, the nearest first; none where there are so many unions that looking would keep the page waiting."""
    try:
        found = to_do.reminders(account=account, seconds=_AT_MOST)
    except LookTooLong:
        return ()
    return tuple(sorted((one for one in found if one.last), key=lambda one: one.last or dt.date.max))


def _sent(submit: SubmitCongress, raw: bytes) -> Response:
    try:
        submitted = submit(raw, account=g.account, key=_key(raw))
    except DataRefused as error:
        return _faults(error.findings, problem_of(error).status, raw)
    except NotYours as error:
        problem = problem_of(error)
        page = render_template(
            "not_yours.html", problem=problem, organisation=error.organisation, form_id=_form_id()
        )
        return make_response(page, problem.status)
    return see_other(f"/sets/{submitted.set_id}")


def _checked(preview: Preview, raw: bytes) -> Response:
    if preview.plan is None or not preview.reading.is_acceptable:
        return _faults(preview.reading.findings, 422, raw)
    page = render_template(
        "plan.html",
        plan=preview.plan,
        findings=preview.reading.findings,
        form_id=_form_id(),
        carried=carried(raw),
    )
    return make_response(page)


def _faults(findings: tuple[Finding, ...], status: int, raw: bytes) -> Response:
    weight = {"error": 0, "wait": 1, "warning": 2}
    ordered = sorted(findings, key=lambda found: weight[found.severity])
    has_cells = any(found.cell for found in findings)
    page = render_template(
        "faults.html", findings=ordered, form_id=_form_id(), carried=carried(raw) if has_cells else ""
    )
    return make_response(page, status)


def _form_id() -> str:
    given = request.form.get("form_id", "")
    return given if _FORM_ID.fullmatch(given) else str(uuid.uuid4())


def _key(raw: bytes) -> str:
    """
    One submission for one form and one content.

    Pressing twice sends once; going back and choosing another file is a new submission.
    """
    return f"{_form_id()}.{hashlib.sha256(raw).hexdigest()[:32]}"
