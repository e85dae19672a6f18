"""Twenty people who stand nowhere but where they should: not in logs, messages, metrics, traces, addresses or errors."""

from __future__ import annotations

import json
import re
import sqlite3
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import redis

from service.catalog.tables import metadata
from tests import canaries
from tests.collector import collecting
from tests.running import Running, running

pytestmark = pytest.mark.slow

Eventually = Callable[..., None]
SYLLABLES = [
    "Bích",
    "Cầm",
    "Diệp",
    "Giao",
    "Hạnh",
    "Khuyên",
    "Liễu",
    "Mẫn",
    "Nguyệt",
    "Oanh",
    "Phụng",
    "Quế",
    "Sương",
    "Tuyền",
    "Uyên",
    "Vượng",
    "Xuyến",
    "Yên",
    "Thoại",
    "Nhạn",
]
MAY_HOLD = ("catalog.db", "storage/", "drafts/")
"""Of what lies in the folder of a system: the database and the archive."""

ROWS_MAY_HOLD = {"edition", "document", "shelf", "token", "draft", "draft_version"}
"""Of the tables of the database: data as they were sent or typed, papers, and the words by which papers are found."""


@dataclass(frozen=True, kw_only=True)
class Canary:
    """Somebody whose name, day of birth and home are nobody else's."""

    name: str
    born_on: str
    hometown: str

    def texts(self) -> tuple[str, ...]:
        """Everything by which they would be recognised."""
        year, month, day = self.born_on.split("-")
        return (
            self.name,
            self.hometown,
            self.born_on,
            f"{day}/{month}/{year}",
            f"{day}-{month}-{year}",
        )


CANARIES = [
    Canary(
        name=f"Khưu Diễm {syllable}",
        born_on=f"1961-03-{number + 1:02d}",
        hometown=f"Phường Khuê Diễn {syllable}",
    )
    for number, syllable in enumerate(SYLLABLES)
]


def with_canaries(complete: bytes) -> bytes:
    """The complete example, in which twenty of the delegates are canaries, wherever it names them."""
    text = complete.decode()
    people = json.loads(text)["delegates"]
    for person, canary in zip(people, CANARIES, strict=False):
        text = re.sub(rf'"{re.escape(person["full_name"])}"', f'"{canary.name}"', text)
    data = json.loads(text)
    for person, canary in zip(data["delegates"], CANARIES, strict=False):
        person |= {"born_on": canary.born_on, "birth_year": 1961, "hometown": canary.hometown}
    return json.dumps(data, ensure_ascii=False).encode()


def found_in(content: bytes) -> list[str]:
    """The canaries in some bytes."""
    return [one.name for one in CANARIES if canaries.found_in(content, one.texts())]


class _Stays(urllib.request.HTTPRedirectHandler):
    """A browser that is shown where it is led, and stays."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class Web:
    """
    The web process, asked by a program and by a browser.

    `refusals` are what a program was told when it was refused, and the headers of every refusal and every way on; `led_to` is
    where somebody was sent.
    """

    address: str
    token: str
    refusals: list[bytes]
    led_to: list[str] = field(default_factory=list)
    browser: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(), _Stays
        )
    )

    def visit(self, path: str, **form: str) -> tuple[int, str]:
        """What a browser is answered; a form is sent with the token of the page that has it."""
        body = None
        if form:
            _, page = self.visit("/password" if "/sign-in" not in path else path)
            token = re.search(r'name="csrf_token" value="([^"]+)"', page)
            assert token, page
            body = urllib.parse.urlencode({"csrf_token": token[1], **form}).encode()
        try:
            with self.browser.open(f"{self.address}{path}", data=body, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            # A page shows again what was typed to whoever typed it; what is said beside it does not.
            self.led_to.append(error.headers.get("Location", ""))
            self.refusals.append(str(error.headers).encode())
            return error.code, error.read().decode()

    def ask(
        self, path: str, body: bytes | None = None, *, key: str = "1", **headers: str
    ) -> tuple[int, bytes]:
        given = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        request = urllib.request.Request(f"{self.address}{path}", data=body, headers=given | headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 -- http, our own
                self.led_to.append(answer.headers.get("Location", ""))
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            content = error.read()
            self.refusals.append(content + str(error.headers).encode())
            return error.code, content


def test_canaries_stand_nowhere_but_in_the_database_and_the_archive(
    tmp_path: Path,
    complete: bytes,
    eventually: Eventually,
) -> None:
    """
    Web, relay, worker and broker as they run, at the level of logs that says most; sealed, searched, downloaded and refused.
    """
    raw = with_canaries(complete)
    with (
        collecting() as collector,
        running(tmp_path, LOG_LEVEL="debug", TRACES_URL=collector.url) as system,
    ):
        access, catalog = system.services.access, system.services.catalog
        administrator = access.ensure_administrator("Tổng Liên đoàn")
        token = access.new_token(administrator.name, label="canaries")
        for role in ("serve", "relay", "worker"):
            system.start(role)
        web = Web(address=system.address, token=token, refusals=[])
        eventually(lambda: is_up(web), within=60)
        status, body = web.ask("/api/v1/congresses", raw)
        assert status == 202, body
        set_id = json.loads(body)["set"]
        eventually(lambda: json.loads(web.ask(f"/api/v1/sets/{set_id}")[1])["settled"], within=120)
        assert "sealed" == json.loads(web.ask(f"/api/v1/sets/{set_id}")[1])["state"]
        read_and_be_refused(web, raw)
        at_the_pages(web, access.new_link(administrator.name), raw)
        metrics = web.ask("/metrics")[1]
        waiting = in_the_broker(system)
        with catalog.read() as work:
            log = "\n".join(f"{one.event} {one.subject}" for one in work.audit.entries()).encode()
        beside = in_rows(system)
        system.stop()  # the last spans are sent when a process ends
    files = {
        str(file.relative_to(tmp_path)): file.read_bytes()
        for file in tmp_path.rglob("*")
        if file.is_file() and not str(file.relative_to(tmp_path)).removeprefix("var/").startswith(MAY_HOLD)
    }

    assert [one.name for one in CANARIES] == found_in(raw)
    assert b"request_answered" in files["serve.log"]
    assert any(b"work_on" in content for name, content in files.items() if "aof" in name), sorted(files)
    assert len(web.refusals) >= 7
    assert {} == {name: found for name, content in files.items() if (found := found_in(content))}
    assert waiting
    assert [] == found_in(metrics + waiting + beside)
    assert len([one for one in web.led_to if one]) >= 5
    assert [] == [one for one in web.led_to if found_in(one.encode())]
    assert {"produce", "seal"} <= {one.name for one in collector.spans()}
    assert [] == [body for body in collector.bodies if found_in(body)]
    assert [] == found_in(log)
    assert [] == [body for body in web.refusals if found_in(body)]


def at_the_pages(web: Web, link: str, raw: bytes) -> None:
    """Sign in, type the name of a canary wherever a page takes words, and be led on and refused."""
    one = CANARIES[1].name
    typed = urllib.parse.quote(one)
    web.visit(f"/sign-in/link/{link}", go="")
    draft = re.fullmatch(
        "(/drafts/[0-9a-f-]{36})/.*", led(web, "/drafts", form="plenary", start="2023", end="2028", begin="")
    )
    assert draft
    led(web, f"{draft[1]}/delegates", version="1", go="", **{"delegates.0.full_name": one})
    led(web, f"{draft[1]}/delegates", version="1", add=one)
    assert 422 == web.visit("/people", name=one * 20, role="secretary")[0]
    assert 303 == web.visit("/sign-out", go="")[0]
    refused = [
        web.visit(f"/{typed}")[0],
        web.visit(f"/archive/{typed}")[0],
        web.visit("/sign-in", name=one, password=one, next=f"/{typed}")[0],
    ]
    assert all(300 <= status < 500 for status in refused), refused


def led(web: Web, path: str, **form: str) -> str:
    """Where the page sends whoever sends the form."""
    assert 303 == web.visit(path, **form)[0]
    return web.led_to[-1]


def in_the_broker(system: Running) -> bytes:
    """Everything that the broker holds now, by key."""
    with redis.Redis(unix_socket_path=system.broker.url.partition("://")[2]) as broker:
        return b"\n".join(key + b" " + (broker.dump(key) or b"") for key in broker.scan_iter())


def in_rows(system: Running) -> bytes:
    """The rows of every table but those of data, drafts and papers: work, messages, what others are told, who asked."""
    rows = sqlite3.connect(system.settings.catalog_url.removeprefix("sqlite:///"))
    tables = sorted(set(metadata.tables) - ROWS_MAY_HOLD)
    found = [str(row) for name in tables for row in rows.execute(f"SELECT * FROM {name}")]  # noqa: S608 -- our own
    rows.close()
    assert set(metadata.tables) >= ROWS_MAY_HOLD
    return "\n".join(found).encode()


def is_up(web: Web) -> bool:
    try:
        return web.ask("/health/ready")[0] == 200
    except OSError:
        return False


def read_and_be_refused(web: Web, raw: bytes) -> None:
    """Find canaries by name and take their papers; then be refused in every way that carries their data along."""
    one = CANARIES[0]
    named = urllib.parse.urlencode({"person": one.name})
    _, found = web.ask(f"/api/v1/documents?{named}")
    papers = json.loads(found)["items"]
    assert papers
    assert all(web.ask(paper["file"])[0] == 200 for paper in papers[:3])
    web.refusals.clear()
    other = json.dumps({**json.loads(raw), "motto": "Khác"}, ensure_ascii=False).encode()
    wrong = json.loads(raw)
    wrong["delegates"][0]["gender"] = one.name
    asked = [
        web.ask("/api/v1/congresses", other),  # the key was used for other data
        web.ask("/api/v1/congresses", raw[:-20], key="2"),  # cut off
        web.ask("/api/v1/congresses", raw, key="3", Authorization="Bearer nobody"),
        web.ask("/api/v1/congresses", raw, key="4", **{"Content-Type": "text/plain"}),
        web.ask(f"/api/v1/documents?{named}&limit=x"),
        web.ask(f"/api/v1/documents/{urllib.parse.quote(one.name)}"),
        # A page of errors would show the address again, in the link to the other language, to whoever typed it.
        web.ask(f"/api/v1/{urllib.parse.quote(one.name)}"),
        web.ask("/api/v1/congresses", json.dumps(wrong, ensure_ascii=False).encode(), key="5"),
    ]
    assert all(400 <= status < 500 for status, _ in asked), [status for status, _ in asked]
