"""Sending congress data, and asking first what it would make."""

from __future__ import annotations

import re

from flask import Blueprint, Response, request

from service.intake.refused import DataRefused
from service.intake.submit import SubmitCongress, Submitted
from service.web.answers import answer
from service.web.bodies import AcceptedBody, plan_body
from service.web.congress_data import congress_data
from service.web.identity import allowed
from service.web.query import NoQuery, read_query
from service.web.refusals import KeyMissing, KeyUnusable

KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)


def blueprint(submit: SubmitCongress, *, most_bytes: int) -> Blueprint:
    """`POST /congresses` and `POST /plans`."""
    api = Blueprint("api_congresses", __name__, url_prefix="/api/v1")

    @api.post("/congresses")
    def send() -> Response:
        account = allowed("submit")
        read_query(NoQuery, request.query_string)
        key = _key()
        raw, media_type = congress_data(most_bytes)
        return accepted(submit(raw, account=account, key=key, media_type=media_type))

    @api.post("/plans")
    def ask() -> Response:
        account = allowed("submit")
        read_query(NoQuery, request.query_string)
        preview = submit.preview(*congress_data(most_bytes), account=account)
        if preview.plan is None:
            raise DataRefused(preview.reading.findings)
        return answer(plan_body(preview.reading, preview.plan))

    return api


def accepted(submitted: Submitted) -> Response:
    """Where the set that was promised is found."""
    location = f"/api/v1/sets/{submitted.set_id}"
    body = AcceptedBody(set=submitted.set_id, location=location)
    return answer(body, status=202, headers={"Location": location})


def _key() -> str:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        raise KeyMissing
    if not KEY.fullmatch(key):
        raise KeyUnusable
    return key
