"""Sessions of people: the cookie holds a secret, the catalog knows its digest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from flask import Response, g, request, session

from service.access import Access
from service.access.accounts import SESSION_LASTS
from service.catalog import AccountRecord
from service.web.pages.again import sign_in_again
from service.web.see_other import see_other


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Opens, finds and ends sessions; `is_secure` when people come by https."""

    access: Access
    is_secure: bool
    is_enrolled: Callable[[AccountRecord], bool] = lambda _: True
    """Whether an account has what is demanded of it beside the password."""

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers keep `__Host-` to this very host, and take it by https only."""
        return "__Host-vankien" if self.is_secure else "vankien"

    def account(self) -> AccountRecord | None:
        """Who is signed in, if anybody."""
        secret = request.cookies.get(self.cookie)
        return self.access.by_session(secret) if secret else None

    def waiting(self) -> AccountRecord | None:
        """Who is signed in as soon as a code is entered."""
        secret = request.cookies.get(self.cookie)
        return self.access.waiting(secret) if secret else None

    def require(self, *, enrolled: bool = True) -> Response | None:
        """
        Let whoever is signed in through; send everybody else to sign in, and back afterwards.

        With `enrolled`, those of whom a code is demanded are sent to set it up first.
        """
        g.account = self.account()
        if g.account is not None:
            return see_other("/second-factor") if enrolled and not self.is_enrolled(g.account) else None
        if request.blueprint == "drafts" and request.method == "POST":
            return sign_in_again()
        if request.headers.get("HX-Request"):
            # A piece of a page was asked for: the whole page has to go.
            return Response(status=204, headers={"HX-Redirect": "/sign-in"})
        if request.method != "GET":
            return see_other(f"/sign-in?{urlencode({'next': page_before(), 'lost': '1'})}")
        wanted = request.full_path.rstrip("?")
        return see_other(f"/sign-in?{urlencode({'next': wanted})}" if wanted != "/" else "/sign-in")

    def open(self, secret: str, *, then: str, by_link: bool = False) -> Response:
        """Sign in with a new session, forgetting whatever the browser held before."""
        session.clear()
        session["by_link"] = by_link
        if self.access.waiting(secret) is not None:
            then = f"/sign-in/code?{urlencode({'next': then})}"
        return self.renew(secret, then=then)

    def renew(self, secret: str, *, then: str) -> Response:
        """Put a new session in the place of the one the browser has; what is known of it stays."""
        self.end()
        answer = see_other(then)
        answer.set_cookie(
            self.cookie,
            secret,
            max_age=SESSION_LASTS,
            httponly=True,
            secure=self.is_secure,
            samesite="Lax",
        )
        return answer

    def close(self) -> Response:
        """Sign out, here alone: the provider's own session goes on, and the page says so."""
        self.end()
        left = session.get("by_provider")
        session.clear()
        answer = see_other("/sign-in?left=1" if left else "/sign-in")
        answer.delete_cookie(self.cookie, httponly=True, secure=self.is_secure, samesite="Lax")
        return answer

    def end(self) -> None:
        """End the session that came with the request, if any."""
        if secret := request.cookies.get(self.cookie):
            self.access.sign_out(secret)


def page_before() -> str:
    """The page from which somebody came, when the browser says which and it is ours; else the first page."""
    try:
        before = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return "/"
    if before.netloc != request.host:
        return "/"
    return local(f"{before.path or '/'}{f'?{before.query}' if before.query else ''}")


def local(path: str) -> str:
    """`path` when it leads to a page of ours, else the first page: nobody is sent to another host."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_ours and "\\" not in path else "/"
