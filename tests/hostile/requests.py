"""Requests that no honest client sends: any route, any method, any value, header and body."""

from __future__ import annotations

import copy
import io
import itertools
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

from flask.testing import EnvironBuilder, FlaskClient
from werkzeug.wrappers import Request

from tests.hostile.door import EXAMPLE, Door
from tests.hostile.texts import made_up, texts
from tests.hostile.things import Things

SECONDS = 5.0
"""Of the processor, for one answer, with what its child processes take."""

WAITED = 30.0
"""Seconds of the clock for one answer on a machine that does other things too: more is a lock that nobody gives back."""

_RENEWED_EVERY = 200
"""Requests end drafts, use links up and close accounts; after so many all of it is there again."""

_SESSION = ("/sign-in", "/sign-out")
"""What would give the session to somebody else, or take it away from all that follow: strangers ask that."""

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND")
_TRACE = re.compile(rb"Traceback \(most recent|site-packages|werkzeug\.|sqlalchemy")
_TEXTS = tuple(dict.fromkeys(text for _, text in texts()))
_PARAMETERS = (
    "q", "term", "kind", "cursor", "limit", "organisation", "year", "page", "language", "next", "wide", "more", "before", "since",
    "template", "sort", "password", "level", "number", "signer", "from", "to", "state", "document", "paper", "papers", "id", "step",
)  # fmt: skip
_VALUES = (
    "",
    "0",
    "-1",
    "1",
    "2023",
    "99999999999999999999",
    "1e9",
    "NaN",
    "null",
    "true",
    "[]",
    "{}",
    "../..",
    "a" * 5_000,
    "%00",
    "%ff",
    "%",
    "\x00",
    "'",
    '"',
    "2023-02-30",
    "00000000-0000-0000-0000-000000000000",
)
_TYPES = (
    "application/json", "application/json; charset=utf-7", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
    "multipart/form-data; boundary=x", "application/octet-stream", "application/xml", "", "a/b; c=\"", "application/json" * 99,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/pdf",
)  # fmt: skip
_HEADERS = {
    "Accept": ("", "*/*", "application/json", "text/html;q=x", "a" * 3_000, "*/*;q=" + "9" * 400),
    "Accept-Language": ("vi", "en;q=0", "*", "x" * 2_000, ";;;,,,", "vi;q=" + "1" * 99),
    "If-None-Match": ("*", '"x"', "W/", '"' * 99, 'W/"' + "a" * 3_000 + '"'),
    "If-Modified-Since": ("x", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 99 Foo 99999 99:99:99 GMT"),
    "Range": (
        "bytes=0-",
        "bytes=-1",
        "bytes=9-1",
        "bytes=0-0,1-1",
        "lines=1-2",
        "bytes=" + "0-0," * 999,
        "bytes=99999999999999999999-",
    ),
    "Idempotency-Key": ("", "x", "x" * 201, "\x7f", "a b", "é"),
    "X-Request-Id": ("", "x" * 65, "<script>", "ok-request-id"),
    "HX-Request": ("true", "false"),
    "Origin": ("null", "https://evil.example", "http://localhost", "\\"),
    "Referer": ("https://evil.example/", "x", "http://[::1"),
    "Host": ("evil.example", "localhost:99999", "[", "a" * 300, ""),
    "X-Forwarded-For": ("127.0.0.1", "x", "1.1.1.1, 2.2.2.2"),
    "Content-Length": ("0", "-1", "x"),
    "Transfer-Encoding": ("chunked",),
    "Cookie": (
        "vankien=x",
        "vankien-form=x; vankien-language=zz",
        "vankien=" + "a" * 4_000,
        ";=;=",
        "vankien-form=.eJw",
    ),
    "Authorization": ("Bearer x", "Basic eDp4", "Bearer", "Bearer " + "x" * 5_000, "é"),
}


@dataclass(slots=True, kw_only=True)
class Answered:
    """What became of the requests: how many by status, the slowest, and those that broke a promise."""

    asked: int = 0
    unsent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    longest: float = 0.0
    longest_wait: float = 0.0
    wrong: list[str] = field(default_factory=list)


def run(door: Door, *, seed: int, count: int) -> Answered:
    """
    Send `count` requests; each is the same again for the same seed and number.

    What no client can send at all is not counted: another is sent in its place.
    """
    said, routes = Answered(), tuple(_routes(door))
    example = json.loads(EXAMPLE.read_bytes())
    for number in itertools.count():
        if said.asked == count:
            break
        if number % _RENEWED_EVERY == 0:
            door.things.renew()
            if door.client.get("/").status_code != 200:
                said.wrong.append(f"seed={seed} before number={number}: an honest person is not served")
                break
        dice = Random(f"{seed}/request/{number}")
        asked = _request(dice, door, routes, example)
        client = _client(dice, door, asked)
        try:
            request = _built(door, asked)
        except (ValueError, UnicodeError):
            said.unsent += 1
            continue
        faults = _faults(said, client, request)
        said.wrong += [
            f"seed={seed} number={number} {asked['method']} {asked['path'][:90]!a}: {fault}"
            for fault in faults
        ]
    return said


def _client(dice: Random, door: Door, asked: dict[str, Any]) -> FlaskClient:
    is_inside = dice.random() < 0.6
    if "Cookie" in asked["headers"]:
        # A client that keeps cookies would put its own in the place of this one.
        return door.app.test_client(use_cookies=False)
    return door.client if is_inside and not asked["path"].startswith(_SESSION) else door.stranger()


def _built(door: Door, asked: dict[str, Any]) -> Request:
    builder = EnvironBuilder(door.app, **asked)
    try:
        return builder.get_request()
    finally:
        builder.close()


def _faults(said: Answered, client: FlaskClient, request: Request) -> list[str]:
    """Send it, and say what was wrong with the answer."""
    worked, began = _worked(), time.monotonic()
    try:
        answer = client.open(request)
        status, body = answer.status_code, answer.get_data()
        answer.close()
    except Exception as error:  # noqa: BLE001 -- whatever comes out of the door is no answer
        said.asked += 1
        return [f"raised {error!r}"]
    took, waited = _worked() - worked, time.monotonic() - began
    said.asked += 1
    said.statuses[status] += 1
    said.longest, said.longest_wait = max(said.longest, took), max(said.longest_wait, waited)
    found = {
        f"answered {status}": status >= 500,
        "a trace in the answer": bool(_TRACE.search(body)),
        f"took {took:.1f} s of the processor": took > SECONDS,
        f"took {waited:.1f} s of the clock": waited > WAITED,
    }
    return [fault for fault, is_so in found.items() if is_so]


def _worked() -> float:
    """Seconds of the processor so far, with those of child processes that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _routes(door: Door) -> Iterator[tuple[str, str]]:
    for rule in door.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD"}):
            yield method, rule.rule


def _request(dice: Random, door: Door, routes: tuple[tuple[str, str], ...], example: Any) -> dict[str, Any]:
    method, rule = dice.choice(routes)
    if dice.random() < 0.1:
        method = dice.choice(_METHODS)
    headers = {
        name: dice.choice(_HEADERS[name]) for name in dice.sample(sorted(_HEADERS), dice.choice((0, 0, 1, 2)))
    }
    if rule.startswith("/api/") and "Authorization" not in headers and dice.random() < 0.9:
        headers["Authorization"] = f"Bearer {door.token}"
        headers.setdefault("Idempotency-Key", str(dice.randrange(10**9)))
    asked: dict[str, Any] = {"method": method, "path": path_of(dice, door.things, rule), "headers": headers}
    if dice.random() < 0.5:
        asked["query_string"] = "&".join(
            f"{dice.choice(_PARAMETERS)}={_value(dice)}" for _ in range(dice.randrange(1, 5))
        )
    if method not in {"GET", "HEAD"}:
        asked |= _body(dice, door, rule, example)
    return asked


_VARIABLE = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")


def path_of(dice: Random, things: Things, rule: str) -> str:
    """An address of that rule: most ids are there, some are of another kind, and some are no ids at all."""

    def filled(found: re.Match[str]) -> str:
        throw, there = dice.random(), things.of(rule, found[1])
        if there and throw < 0.8:
            return dice.choice((there[0], dice.choice(there)))
        if throw < 0.9:
            return dice.choice(things.known[dice.choice(sorted(things.known))])
        return quote(_sound(dice.choice((*_VALUES, *_TEXTS)))[:300], safe=dice.choice(("", "/:%")))

    return _VARIABLE.sub(filled, rule)


def _value(dice: Random) -> str:
    value = dice.choice((dice.choice(_VALUES), dice.choice(_TEXTS), made_up(dice)))
    return quote(_sound(value)[:3_000], safe=dice.choice(("", "&=%+")))


def _sound(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _body(dice: Random, door: Door, rule: str, example: Any) -> dict[str, Any]:
    kind = dice.randrange(5)
    if kind == 0 or (kind < 3 and rule.startswith("/api/")):
        return {
            "data": _json(dice, example),
            "content_type": dice.choice((_TYPES[0], _TYPES[0], dice.choice(_TYPES))),
        }
    if kind == 1:
        return {
            "data": dice.choice(
                (
                    b"",
                    b"\xff\xfe",
                    b"--x\r\n",
                    b"--x\r\nContent-Disposition: form-data; name=",
                    dice.randbytes(200),
                    b"a=%ff&b=%00",
                    b"=&=&;",
                )
            ),
            "content_type": dice.choice(_TYPES),
        }
    form: dict[str, Any] = {
        dice.choice(
            (
                *_PARAMETERS,
                "on",
                "act",
                "role",
                "digest",
                "seen",
                "again",
                "version",
                "name",
                "code",
                "days",
                "label",
                "issued_on",
                "reason",
                "sure",
                "organisation.name",
                "delegates.0.full_name",
                "elections.9999999.x",
                "a" * 500,
                "x..y",
            )
        ): _sound(dice.choice((dice.choice(_VALUES), dice.choice(_TEXTS))))[:5_000]
        for _ in range(dice.randrange(0, 9))
    }
    form["csrf_token"] = door.form_token if dice.random() < 0.9 else "x"
    if dice.random() < 0.2:
        form["file"] = (
            io.BytesIO(dice.choice((b"", b"{}", b"PK\x03\x04", b"%PDF-1.7", dice.randbytes(99)))),
            dice.choice(("a.xlsx", "../../x", "", "a" * 300, "Ðại hội.json")),
        )
    return {"data": form}


def _json(dice: Random, example: Any) -> bytes:
    fixed = (
        b"", b"{", b"[]", b"null", b"1", b'"x"', b"[" * 100_000, b'{"a":' * 5_000, b'{"a":1,"a":2}', b"NaN", b'{"x":1e999}', b'{"x":' + b"9" * 6_000 + b"}",
        b'{"x":"\\ud800"}', b"\xef\xbb\xbf{}", b"\xff\xfe{\x00}\x00", b'{"\\u0000":1}', b"{}" * 2, b"\x00", b'{"format":"vankien/congress/9"}',
    )  # fmt: skip
    if dice.random() < 0.5:
        return dice.choice(fixed)
    value = copy.deepcopy(example)
    for _ in range(dice.randrange(1, 4)):
        _mutate(dice, value)
    return json.dumps(value).encode()


def _mutate(dice: Random, value: Any) -> None:
    """One place of the data, however deep, with something else in it, or gone, or doubled."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = dice.choice(keys)
        inner = value[key]
        if isinstance(inner, dict | list) and inner and dice.random() < 0.85:
            value = inner
            continue
        odd = (
            None,
            True,
            -1,
            0,
            10**19,
            1.5,
            "",
            [],
            {},
            [[]],
            {"x": 1},
            "2023-02-30",
            "1e9",
            dice.choice(_TEXTS),
            made_up(dice),
        )
        if dice.random() < 0.2:
            del value[key]
        elif isinstance(value, list) and dice.random() < 0.3:
            value.extend([inner] * dice.choice((1, 3, 300)))
        else:
            value[key] = dice.choice(odd)
        return
