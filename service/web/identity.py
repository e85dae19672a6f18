"""Who asks: a token for programs, a session for people; neither is ever taken for the other."""

from __future__ import annotations

import re

from flask import g, request
from flask_wtf.csrf import CSRFError

from service.access import Access, Action, may
from service.catalog import AccountRecord
from service.web.refusals import NotAllowed, NotSignedIn

_BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]{1,500})", re.ASCII | re.IGNORECASE)


def require_token(access: Access) -> None:
    """Let the request through when it bears a valid token. Raises `NotSignedIn`."""
    match = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    found = access.bearer(match[1]) if match else None
    if found is None:
        raise NotSignedIn
    g.account, g.actions = found


def require_own_page(public_url: str) -> None:
    """
    Refuse a form that a page of another site sends, by what the browser says of it.

    Beside the token in each form, which stays the first defence. Raises `CSRFError`.
    """
    if request.method in {"GET", "HEAD"} or request.path.startswith("/api/"):
        return
    origin = request.headers.get("Origin")
    is_foreign = origin is not None and origin not in {public_url, request.host_url.rstrip("/")}
    if is_foreign or request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        raise CSRFError("the form comes from another site")


def allowed(action: Action) -> AccountRecord:
    """Who asks, when their role allows the action. Raises `NotAllowed`, `NotSignedIn`."""
    account: AccountRecord | None = g.get("account")
    if account is None:
        raise NotSignedIn
    actions: tuple[str, ...] | None = g.get("actions")
    if not may(account.role, action) or (actions is not None and action not in actions):
        raise NotAllowed
    return account
