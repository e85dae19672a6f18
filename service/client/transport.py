"""
Requests over HTTP: repeated where that is safe, refused answers as errors that say what to do.

* Problem       the service refused; it says why, and what is wrong in the data
* NotAnswered   nobody answers there, or only with trouble, after all tries
* NotSealed     a set was given up, or not settled in time
* Damaged       what came is not what the service says it sent
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from service.client.answers import Failure, Finding

TRIES = 4
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 61.0
"""Seconds; the limit of requests is one of a minute."""

NOTHING_DONE = 429
"""The status of a request that was not looked at: it may be sent again, whatever it is."""

PASSES = frozenset({429, 502, 503, 504})
"""Statuses of trouble that passes by itself."""


class Problem(Exception):
    """What the service says against a request (RFC 9457): `code` is stable, the sentences are for people."""

    def __init__(self, status: int, said: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(said.get("code", ""))
        self.vi = str(said.get("vi", ""))
        self.en = str(said.get("detail", ""))
        self.findings = [Finding.model_validate(one) for one in said.get("findings", ())]
        super().__init__(f"{status} {self.code}: {self.en}")


class NotAnswered(Exception):
    """Nobody answers there, or only with trouble."""


class NotSealed(Exception):
    """The set was not settled in time, or given up; then `failure` says why."""

    def __init__(self, message: str, *, failure: Failure | None = None) -> None:
        super().__init__(message)
        self.failure = failure


class Damaged(Exception):
    """The bytes that came are not those that were sent."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its bytes, and its headers."""

    content: bytes
    headers: Message

    def json(self) -> Any:
        """The bytes as JSON."""
        return json.loads(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """Requests to one service in the name of one token; `seconds` for each try, `pause` waits between them."""

    address: str
    token: str
    seconds: float = 30.0
    pause: Callable[[float], None] = time.sleep
    opener: urllib.request.OpenerDirector = field(default_factory=urllib.request.build_opener)

    def __call__(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        is_repeatable: bool = True,
    ) -> Reply:
        """
        The answer to one request.

        One that may be repeated is tried `TRIES` times while the trouble is of the kind that passes, and any while the service
        has looked at none (429); it says in `Retry-After` how long to wait. Raises `Problem`, `NotAnswered`.
        """
        request = urllib.request.Request(  # noqa: S310 -- the address is the caller's own
            self.address.rstrip("/") + path,
            data=body,
            method=method,
            headers={"Authorization": f"Bearer {self.token}", **(headers or {})},
        )
        for left in range(TRIES - 1, -1, -1):
            backed_off = FIRST_PAUSE * 2 ** (TRIES - 1 - left)
            try:
                with self.opener.open(request, timeout=self.seconds) as response:
                    return Reply(response.read(), response.headers)
            except urllib.error.HTTPError as error:
                passes = error.code in PASSES and (is_repeatable or error.code == NOTHING_DONE)
                if not passes or not left:
                    raise _problem(error) from error
                self.pause(min(LONGEST_PAUSE, _asked_to_wait(error.headers) or backed_off))
            except (OSError, http.client.HTTPException) as error:
                if not (is_repeatable and left):
                    raise NotAnswered(f"{self.address} does not answer: {error}") from error
                self.pause(min(LONGEST_PAUSE, backed_off))
        raise AssertionError("the last try returns or raises")


def _problem(error: urllib.error.HTTPError) -> Exception:
    try:
        said = json.loads(error.read())
    except ValueError:
        said = None
    if not isinstance(said, dict):
        # Not the service: something between, such as a proxy with a page of its own.
        return NotAnswered(f"{error.url} answered {error.code} {error.reason}")
    return Problem(error.code, said)


def _asked_to_wait(headers: Message) -> float | None:
    text = headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else None
