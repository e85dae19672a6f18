"""The keys that codes of papers are signed with: auditors look, those who keep the whole tree make new ones."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from service.access import may
from service.archive.keys import KeyDesk
from service.catalog import AccountRecord
from service.web.downloads import content_disposition
from service.web.identity import allowed
from service.web.refusals import NotAllowed, NotThere
from service.web.see_other import see_other


def blueprint(keys: KeyDesk) -> Blueprint:
    """`/keys` and one public key."""
    pages = Blueprint("keys", __name__)

    @pages.get("/keys")
    def look() -> str:
        by = allowed("audit")
        return render_template(
            "keys.html",
            keys=keys.keys(),
            may_renew=_may_renew(by),
            is_renewed=request.args.get("made") == "now",
        )

    @pages.post("/keys")
    def renew() -> Response:
        by = allowed("manage")
        if not _may_renew(by):
            raise NotAllowed
        keys.renew(by=by)
        return see_other("/keys?made=now")

    @pages.get("/keys/<key_id>")
    def public(key_id: str) -> Response:
        allowed("audit")
        held = keys.public_file(key_id)
        if held is None:
            raise NotThere
        answer = Response(held, mimetype="application/json")
        answer.headers["Content-Disposition"] = content_disposition(f"proof-key-{key_id}.json")
        return answer

    return pages


def _may_renew(account: AccountRecord) -> bool:
    """One key signs for everybody: only who administers the whole tree makes another."""
    return account.organisation.parent_id is None and may(account.role, "manage")
