"""Somebody with a browser: signs in as people do, over HTTP, and is never answered by an internal error."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import requests

from tests.faults.killing import Broken

_FORM = re.compile(r'name="csrf_token" value="([^"]+)"')


def _new_browser() -> requests.Session:
    browser = requests.Session()
    browser.trust_env = False
    return browser


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """One browser at `address`, with what it keeps."""

    address: str
    _browser: requests.Session = field(default_factory=_new_browser)

    def get(self, page: str) -> requests.Response:
        """The answer to looking at a page. Raises `Broken` for a 5xx, as `post` does."""
        return self._sound(self._browser.get(f"{self.address}{page}", allow_redirects=False, timeout=30))

    def post(self, page: str, **fields: str) -> requests.Response:
        """The answer to its form."""
        form = _FORM.search(self.get(page).text)
        if form is None:
            raise Broken(f"{page} shows no form")
        data = {"csrf_token": form[1], **fields}
        return self._sound(
            self._browser.post(f"{self.address}{page}", data=data, allow_redirects=False, timeout=30)
        )

    def sign_in(self, name: str, password: str, code: str = "") -> int:
        """The status of the last answer: 303 for whoever is in, 429 for whoever has to wait."""
        answer = self.post("/sign-in", name=name, password=password)
        if code and answer.status_code == requests.codes.see_other:
            answer = self.post("/sign-in/code", code=code)
        return answer.status_code

    def is_in(self) -> bool:
        """Whether the first page is shown instead of the way to sign in."""
        return self.get("/").status_code == requests.codes.ok

    def _sound(self, answer: requests.Response) -> requests.Response:
        if answer.status_code >= requests.codes.server_error:
            raise Broken(f"{answer.request.method} {answer.url} was answered {answer.status_code}")
        return answer
