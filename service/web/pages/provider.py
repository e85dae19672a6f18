"""Signing in by an OpenID provider, and binding an account to a person of it."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, g, make_response, render_template, request, session

from service.access import Access
from service.access.oidc import Pending, Person, Provider, ProviderRefused, ProviderUnavailable
from service.web.pages.session import Sessions, local
from service.web.refusals import NotThere
from service.web.see_other import see_other

_KEPT = "provider"
"""In the signed cookie: what waits for the answer of the provider."""
_LONGEST = 4096


def blueprint(sessions: Sessions, access: Access, provider: Provider | None) -> Blueprint:
    """`/sign-in/provider` and the way back from there, `/provider`; nothing of it is there without a provider."""
    pages = Blueprint("provider", __name__)

    if provider is None:
        pages.before_request(_nothing)
        provider = Provider(issuer="", client_id="", client_secret="", name="", redirect_uri="")
    _add_sign_in(pages, sessions, access, provider)
    _add_binding(pages, sessions, access, provider)
    return pages


def _nothing() -> None:
    raise NotThere


def _add_sign_in(pages: Blueprint, sessions: Sessions, access: Access, provider: Provider) -> None:
    @pages.get("/sign-in/provider")
    def leave() -> Response:
        try:
            address = _begun(provider, then=local(request.args.get("next", "/")))
        except ProviderRefused as error:
            return _refused(error)
        return see_other(address)

    @pages.get("/sign-in/provider/return")
    def come_back() -> Response:
        kept = session.pop(_KEPT, None) or {}
        try:
            person = provider.finish(Pending.read(kept.get("pending")), _answered())
            if binds := kept.get("binds"):
                return _bound(sessions, access, person, account_id=binds)
            secret = access.sign_in_by_provider(person)
            if secret is None:
                raise ProviderRefused("unknown")
        except ProviderRefused as error:
            return _refused(error)
        opened = sessions.open(secret, then=local(kept["then"]))
        session["by_provider"] = True
        return opened


def _add_binding(pages: Blueprint, sessions: Sessions, access: Access, provider: Provider) -> None:
    @pages.get("/provider")
    def show() -> Response:
        return sessions.require() or _page(access)

    @pages.post("/provider")
    def bind() -> Response:
        if (sent_away := sessions.require()) is not None:
            return sent_away
        old = request.form.get("old", "")[:200]
        if _asks_old() and not access.knows_password(g.account, old):
            return _page(access, fault="wrong", status=422)
        try:
            address = _begun(provider, then="/provider", binds=g.account.id)
        except ProviderUnavailable:
            return _page(access, fault="unavailable", status=503)
        # A link, not a redirect: what a form leads to must lie on this host, as the policy of the page says.
        return _page(access, address=address)

    @pages.post("/provider/remove")
    def unbind() -> Response:
        if (sent_away := sessions.require()) is not None:
            return sent_away
        access.unbind(g.account)
        return sessions.renew(access.sign_in_as(g.account), then="/provider")


def _begun(provider: Provider, *, then: str, binds: str = "") -> str:
    """Where to send the browser; what it needs to come back is kept in its cookie."""
    address, pending = provider.begin()
    session[_KEPT] = {"pending": pending.encode(), "then": then, "binds": binds}
    return address


def _bound(sessions: Sessions, access: Access, person: Person, *, account_id: str) -> Response:
    """Bind whoever is signed in, if they are still who asked for it."""
    account = sessions.account()
    if account is None or account.id != account_id:
        raise ProviderRefused("stale")
    if not access.bind(account, person):
        return see_other(f"/provider?{urlencode({'taken': '1'})}")
    return see_other("/provider")


def _answered() -> dict[str, str]:
    """The query of the provider; what stands in it twice, or is longer than any code, is nothing."""
    values = request.args.to_dict(flat=False)
    return {name: one[0] for name, one in values.items() if len(one) == 1 and len(one[0]) <= _LONGEST}


def _refused(error: ProviderRefused) -> Response:
    page = render_template("sign_in.html", next="/", failed=False, lost=False, refused=error.reason)
    return make_response(page, 503 if error.retryable else 401)


def _asks_old() -> bool:
    """Whoever takes over a desk that was left open must not stay in the account."""
    return bool(g.account.has_password) and not session.get("by_link")


def _page(access: Access, *, fault: str = "", address: str = "", status: int = 200) -> Response:
    taken = "taken" if request.args.get("taken") == "1" else ""
    page = render_template(
        "provider.html",
        since=access.bound_since(g.account),
        asks_old=_asks_old(),
        fault=fault or taken,
        address=address,
    )
    return make_response(page, status)
