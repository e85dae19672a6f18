"""Organisations as a tree, a congress in figures, and two terms side by side."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from flask.testing import FlaskClient

from service.bootstrap import Services
from tests.web.test_look import signed_in

UPPER = "Công đoàn Viên chức tỉnh"
OWN = "Công đoàn cơ sở Sở Công thương"


def term_before(data: bytes) -> bytes:
    """The congress five years earlier, with another chair and without the first target."""
    earlier = re.sub(r"(?<!\d)20[12]\d(?!\d)", lambda year: str(int(year[0]) - 5), data.decode())
    value = json.loads(earlier)
    value["resolution"]["targets"] = value["resolution"]["targets"][1:]
    for part in value["resolution"]["targets"]:
        part.pop("part_of", None)
    return (
        json.dumps(value)
        .replace(json.dumps("Nguyễn Văn An")[:-1] + '"', json.dumps("Nguyễn Văn Anh"))
        .encode()
    )


def walk(client: FlaskClient, page: str, link: str) -> str:
    """The page that the link of that text leads to."""
    found = [part.rpartition('href="')[2] for part in page.split(f">{link}</a>")[:-1]]
    assert found, f"no link {link}"
    return client.get(found[-1].partition('"')[0].replace("&amp;", "&")).text


def test_from_the_top_of_the_tree_to_two_terms_beside_each_other(
    services: Services, complete: bytes, work_off: Callable[[], None]
) -> None:
    """
    Down the tree by links and by a name without accents; figures of the congress; what changed since the term before.
    """
    account = services.access.ensure_administrator("")
    services.submit(term_before(complete), account=account, key="older")
    services.submit(complete, account=account, key="newer")
    work_off()
    client = signed_in(services)

    top = client.get("/organisations", follow_redirects=True).text
    upper = walk(client, top, UPPER)
    assert UPPER in client.get(f"{client.get('/organisations').location}?name=vien%20chuc").text
    assert (
        "Không có tổ chức trực thuộc nào"
        in client.get(f"{client.get('/organisations').location}?name=zzz").text
    )
    own = walk(client, upper, OWN)
    assert f">{UPPER}</a>" in own
    chart = own.partition("<caption>Số văn kiện theo nhiệm kỳ</caption>")[2].partition("</table>")[0]
    bars = re.findall(r'term=([0-9-]{9})">.*?<rect class="part" width="([0-9.]+)".*?<td class="figure">([0-9]+)', chart, re.DOTALL)  # fmt: skip
    assert ["2018-2023", "2023-2028"] == sorted(term for term, _, _ in bars)
    assert "100.0" == max(bars, key=lambda bar: int(bar[2]))[1]
    congress = walk(client, own, "Nhiệm kỳ 2023-2028")
    assert "Có mặt 31 trên 32 được triệu tập" in congress
    assert "trúng cử" in congress
    assert congress.count("<rect") > 20
    beside = walk(client, own, "so với 2018-2023")

    assert "Nhiệm kỳ 2018-2023 và 2023-2028" in beside
    assert "Nguyễn Văn Anh" in beside
    assert re.search(r"<td[^>]*>không có</td>\s*<td[^>]*>100%", beside)
    assert 404 == client.get(f"/organisations/{'0' * 8}-0000-4000-8000-{'9' * 12}").status_code


def test_an_official_sees_their_own_part_of_the_tree(services: Services, sealed: str) -> None:
    """
    Their way begins at their own organisation; what lies above is nothing to them.
    """
    with services.catalog.begin() as work:
        root = work.organisations.root()
        assert root
        (upper,) = work.organisations.below(root, limit=9)
        work.commit()
    services.access.add_account(
        name="can-bo", role="official", organisation=upper, password="mat khau dai du dung"
    )
    client = signed_in(services, name="can-bo")

    page = client.get("/organisations", follow_redirects=True).text

    assert UPPER in page
    assert f"/organisations/{root.id}" not in page
    assert 404 == client.get(f"/organisations/{root.id}").status_code
