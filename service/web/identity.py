"""Who asks: a token for programs, a session for people; neither is ever taken for the other."""

from __future__ import annotations

import re

from flask import g, request

from service.access import Access, Action, may
from service.catalog import AccountRecord
from service.web.refusals import NotAllowed, NotSignedIn

_BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]{1,500})", re.ASCII | re.IGNORECASE)


def require_token(access: Access) -> None:
    """Let the request through when it bears a valid token. Raises `NotSignedIn`."""
    match = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    account = access.by_token(match[1]) if match else None
    if account is None:
        raise NotSignedIn
    g.account = account


def allowed(action: Action) -> AccountRecord:
    """Who asks, when their role allows the action. Raises `NotAllowed`, `NotSignedIn`."""
    account: AccountRecord | None = g.get("account")
    if account is None:
        raise NotSignedIn
    if not may(account.role, action):
        raise NotAllowed
    return account
