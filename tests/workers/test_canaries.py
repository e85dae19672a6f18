"""Twenty people who stand nowhere but where they should: not in logs, messages, metrics, traces, addresses or errors."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.congress.text import fold
from tests.collector import collecting
from tests.running import running

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


@dataclass(frozen=True, kw_only=True)
class Canary:
    """Somebody whose name, day of birth and home are nobody else's."""

    name: str
    born_on: str
    hometown: str

    def spellings(self) -> Iterator[bytes]:
        """Everything by which they would be recognised, in every way in which programs write text."""
        year, month, day = self.born_on.split("-")
        for text in (self.name, self.hometown, fold(self.name), fold(self.hometown)):
            yield text.encode()
            yield urllib.parse.quote(text).encode()
            yield urllib.parse.quote_plus(text).encode()
            yield json.dumps(text).encode()[1:-1]
        for born in (self.born_on, f"{day}/{month}/{year}", f"{day}-{month}-{year}"):
            yield born.encode()


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
    return [one.name for one in CANARIES if any(spelling in content for spelling in one.spellings())]


@dataclass(frozen=True, kw_only=True)
class Web:
    """The web process, asked by a program; `refusals` are the bodies and headers of what was refused."""

    address: str
    token: str
    refusals: list[bytes]

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
        metrics = web.ask("/metrics")[1]
        with catalog.read() as work:
            log = "\n".join(f"{one.event} {one.subject}" for one in work.audit.entries()).encode()
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
    assert [] == found_in(metrics)
    assert {"produce", "seal"} <= {one.name for one in collector.spans()}
    assert [] == [body for body in collector.bodies if found_in(body)]
    assert [] == found_in(log)
    assert [] == [body for body in web.refusals if found_in(body)]


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
