"""Lists of thousands at the desk: a page of them at a time, nothing lost between pages, no page larger than a page."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from flask import Flask

from bench.desk import with_delegates
from service.bootstrap import Services
from service.catalog import NumberRecord
from tests.web.test_drafts import Desk, document, hidden
from tests.web.test_pages import sign_in
from tests.working import work_off

DRAFT = "3f0a1b52-66a1-4d0e-9b35-5c2d4b7a9e10"
LIST = f"/drafts/{DRAFT}/delegates"


@pytest.fixture
def desk(app: Flask, services: Services) -> Desk:
    return Desk(sign_in(app, services))


def begin(services: Services, count: int, **changed: Any) -> list[dict[str, Any]]:
    """A draft with so many delegates; its list."""
    data = with_delegates(count) | changed
    account = services.access.ensure_administrator("")
    services.drafts.begin_with(DRAFT, data, account=account)
    held: list[dict[str, Any]] = data["delegates"]
    return held


def delegates(services: Services) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = document(services, DRAFT)["delegates"]
    return held


def sent(page: str) -> dict[str, str]:
    """What a browser sends of the page, untouched."""
    form = page[page.index('<form id="desk"') :].partition("</form>")[0]
    fields = re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form)
    chosen = re.findall(
        r'<select[^>]*? name="([^"]+)".*?(?:<option value="([^"]*)" selected>|</select>)', form, re.DOTALL
    )
    return dict(fields) | dict(chosen)


def turn(desk: Desk, query: str = "") -> dict[str, str]:
    return sent(desk.client.get(LIST + query).text)


def test_no_page_of_five_thousand_is_larger_than_a_page(desk: Desk, services: Services) -> None:
    """
    A hundred rows and what belongs to them, wherever in the list one is and whatever one searched for.
    """
    begin(services, 5_000)
    for query, rows in (
        ("", (0, 99)),
        ("?at=delegates.4711.born_on", (4700, 4799)),
        ("?at=delegates.999999", (4900, 4999)),
        ("?find=delegates&q=nguyen+thi+lan", (None, None)),
    ):
        page = desk.client.get(LIST + query)
        shown = [int(one) for one in re.findall(r'<tr role="row" id="delegates\.(\d+)"', page.text)]

        assert page.status_code == 200
        assert len(shown) <= 102, query  # two blank rows follow the last
        assert len(page.data) < 400_000, query
        assert rows[0] is None or (rows[0] in shown and rows[1] in shown), query
    for step in ("organisation", "papers"):
        assert len(desk.page(DRAFT, step).encode()) < 40_000


def test_a_page_saves_its_own_rows_alone(desk: Desk, services: Services) -> None:
    """
    The other 300 stay as they are, and what nobody touched on this page too.
    """
    before = begin(services, 400)
    fields = turn(desk, "?at=delegates.250") | {"delegates.250.unit": "Nhà máy Z"}
    answer = desk.post(LIST, **fields)
    page = desk.client.get(answer.location).text

    assert answer.status_code == 303
    assert [*before[:250], before[250] | {"unit": "Nhà máy Z"}, *before[251:]] == delegates(services)
    assert 'value="Nhà máy Z"' in page  # one stays at the page one was at
    assert desk.post(LIST, **turn(desk)).status_code == 303
    assert 2 == services.drafts.open(DRAFT, account=services.access.ensure_administrator("")).record.version


def test_rows_are_found_without_their_accents_and_mended(desk: Desk, services: Services) -> None:
    """
    Folded, by name and unit and number together; a row that was found is saved as itself, one that was taken out is gone.
    """
    data = begin(services, 300)
    data[217] |= {"full_name": "Đặng Thị Ngọc Ánh", "unit": "Xưởng Đúc"}
    data[118] |= {"full_name": "Đặng Ánh", "unit": "Xưởng Đúc"}
    services.drafts.discard(DRAFT, account=services.access.ensure_administrator(""))
    begin(services, 300, delegates=data)
    found = desk.client.get(f"{LIST}?find=delegates&q=xuong+duc+da").text
    fields = sent(found)

    assert ["118", "217"] == re.findall(r'<tr role="row" id="delegates\.(\d+)"', found)
    assert "Tìm thấy 2 dòng" in found
    assert "118-118,217-217" == fields["delegates.rows"]
    taken_out = {name: text for name, text in fields.items() if not name.startswith("delegates.118.")}
    answer = desk.post(LIST, **taken_out | {"delegates.217.seat": "A1", "delegates.217.number": "7"})
    assert [*data[:118], *data[119:217], data[217] | {"seat": "A1", "number": 7}, *data[218:]] == delegates(
        services
    )
    assert "q=xuong+duc+da" in answer.location
    assert "Tìm thấy 0 dòng" in desk.client.get(f"{LIST}?find=delegates&q=zzz").text


def test_one_row_that_is_found_is_not_the_whole_list(desk: Desk, services: Services) -> None:
    """
    The second row alone is on the page: saving it takes nobody out.
    """
    before = begin(services, 150)
    fields = turn(desk, f"?find=delegates&q={before[1]['full_name'].replace(' ', '+')}+cong+ty+so+3")

    assert "1-1" == fields["delegates.rows"]
    desk.post(LIST, **fields)
    assert before == delegates(services)


@pytest.mark.parametrize("rows", ["", "x", "9-1", "0-99999999", "0-99,", "-5", "1,2"])
def test_what_no_page_says_of_its_rows_takes_nobody_out(desk: Desk, services: Services, rows: str) -> None:
    """
    A broken or made-up field leaves the list alone.
    """
    before = begin(services, 150)
    fields = {name: text for name, text in turn(desk).items() if not re.match(r"delegates\.\d", name)}
    desk.post(LIST, **fields | {"delegates.rows": rows})

    assert before == delegates(services)


def test_turning_the_page_saves_it(desk: Desk, services: Services) -> None:
    """
    Without scripts: every button of the pages, the search and the faults sends the form.
    """
    begin(services, 350)
    turned = desk.post(LIST, **turn(desk) | {"delegates.3.seat": "C4"}, turn="delegates.300")
    searched = desk.post(LIST, **turn(desk) | {"delegates.q": "Công ty số 9"}, find="delegates")
    entered = desk.post(LIST, **turn(desk) | {"delegates.q": "số 9"})
    cleared = desk.post(LIST, **turn(desk, "?find=delegates&q=an"), find="")

    assert f"{LIST}?at=delegates.300#delegates" == turned.location
    assert "C4" == delegates(services)[3]["seat"]
    assert f"{LIST}?find=delegates&q=C%C3%B4ng+ty+s%E1%BB%91+9#delegates" == searched.location
    assert "q=s%E1%BB%91+9" in entered.location
    assert f"{LIST}#delegates" == cleared.location


def test_new_rows_follow_on_the_last_page(desk: Desk, services: Services) -> None:
    """
    Blank rows stand after the last row, and nowhere else; asking for more leads there.
    """
    before = begin(services, 230)
    asked = desk.post(LIST, **turn(desk), more="delegates")
    last = desk.client.get(asked.location).text

    assert 'id="delegates.230"' not in desk.client.get(LIST).text
    assert 'id="delegates.239"' in last
    desk.post(LIST, **sent(last) | {"delegates.234.full_name": "Đinh Bộ"})
    assert [*before, {"full_name": "Đinh Bộ"}] == delegates(services)


def test_two_people_at_two_pages_of_one_list(desk: Desk, services: Services) -> None:
    """
    One takes out a row of the first page, the other, who saw the draft before that, mends the third page: both are kept.
    """
    before = begin(services, 300)
    first, second = turn(desk), turn(desk, "?at=delegates.200")
    desk.post(LIST, **{name: text for name, text in first.items() if not name.startswith("delegates.7.")})
    answer = desk.post(LIST, **second | {"delegates.205.seat": "D1"})

    assert answer.status_code == 303
    assert [*before[:7], *before[8:205], before[205] | {"seat": "D1"}, *before[206:]] == delegates(services)


def test_faults_of_other_pages_are_counted_and_led_to(desk: Desk, services: Services) -> None:
    """
    By number, by page, and the next one; the panel leads to the row; gone when they are mended.
    """
    data = begin(services, 450)
    for row in (5, 222, 223, 431):
        data[row] = data[row] | {"born_on": "hôm qua"}
    services.drafts.discard(DRAFT, account=services.access.ensure_administrator(""))
    begin(services, 450, delegates=data)
    page = desk.client.get(LIST).text
    far = desk.client.get(f"{LIST}?at=delegates.222.born_on").text

    assert "Còn 3 lỗi ở những dòng trang này không hiện" in page
    assert 'name="at" value="delegates.222.born_on"' in page
    assert "Đến lỗi tiếp theo, dòng 223" in page
    assert 'aria-label="Trang 3, Lỗi phải sửa: 2"' in page
    assert (
        f'href="{LIST}?at=delegates.431.born_on#delegates.431.born_on" data-at="delegates.431.born_on"'
        in page
    )
    assert 'href="#delegates.5.born_on" data-name="delegates.5.born_on"' in page
    assert 'id="f:delegates.222.born_on"' in far
    assert "Đến lỗi tiếp theo, dòng 432" in far
    assert f'href="{LIST}?at=delegates.431.born_on' in desk.page(DRAFT, "papers")
    led = desk.post(LIST, **turn(desk), at="delegates.431.born_on")
    assert f"{LIST}?at=delegates.431.born_on#delegates.431.born_on" == led.location


def test_the_check_of_a_page_knows_the_rows_it_does_not_show(desk: Desk, services: Services) -> None:
    """
    A row taken out above moves the faults below by one; none is pinned to a row of the page that is not it.
    """
    data = begin(services, 250)
    data[100] = data[100] | {"born_on": "hôm qua"}
    services.drafts.discard(DRAFT, account=services.access.ensure_administrator(""))
    begin(services, 250, delegates=data)
    without = {name: text for name, text in turn(desk).items() if not name.startswith("delegates.7.")}
    panel = desk.post(f"{LIST}/check", **without).text

    assert f'href="{LIST}?at=delegates.99.born_on' in panel
    assert 'data-at="delegates.99.born_on"' in panel
    assert 'data-name="delegates.99' not in panel


HEAD = "Họ tên\tGiới tính\tNgày, tháng, năm sinh\tSố giày\tChỗ ngồi\n"
LINES = "".join(
    f"Đại biểu {n}\t{'nữ' if n % 2 else 'Nam'}\t{n % 28 + 1}/2/1985\t40\tA{n}\n" for n in range(1_500)
)


def test_a_long_list_is_pasted_at_once(desk: Desk, services: Services) -> None:
    """
    Under the spreadsheet's headings, columns that are folded away too; what the table has no column for is named.
    """
    begin(services, 120)
    answer = desk.post(LIST, **turn(desk) | {"delegates.paste": HEAD + LINES, "delegates.paste_how": "anew"})
    page = desk.client.get(answer.location).text

    assert answer.status_code == 303
    assert 1_500 == len(delegates(services))
    assert {
        "full_name": "Đại biểu 1499", "gender": "female", "born_on": "1985-02-16", "seat": "A1499",
    } == delegates(services)[-1]  # fmt: skip
    assert "Đã dán 1.500 dòng" in page
    assert "Số giày" in page


def test_pasted_rows_follow_the_last_or_go_over_those_that_stand(desk: Desk, services: Services) -> None:
    """
    Without headings by the order of the table; from a cell on, over the rows of the list and not those of the page.
    """
    before = begin(services, 150)
    desk.post(LIST, **turn(desk) | {"delegates.paste": "Mai\t900\nLan\t901\n"})
    after = [{"full_name": "Mai", "number": 900}, {"full_name": "Lan", "number": 901}]
    assert [*before, *after] == delegates(services)

    over = {
        "delegates.paste": "1001\n1002\n1003\n",
        "delegates.paste_at": "delegates.98",
        "delegates.paste_column": "1",
    }
    desk.post(LIST, **turn(desk) | over)
    numbers = [one["number"] for one in delegates(services)]
    assert [98, 1001, 1002, 1003, 102] == numbers[97:102]
    assert before[98]["full_name"] == delegates(services)[98]["full_name"]
    assert 152 == len(numbers)


def test_a_paste_that_is_broken_breaks_nothing(desk: Desk, services: Services) -> None:
    """
    Quotes that never close, rows of nothing, words without meaning: kept as they were typed, or nothing.
    """
    begin(services, 120)
    for text in ('"' + "x" * 200_000, "\n\t\t\n", '"An\nBình"\t1\n', "\x00\t\x01"):
        assert desk.post(LIST, **turn(desk) | {"delegates.paste": text}).status_code == 303
        assert desk.client.get(LIST).status_code == 200


def test_a_list_of_a_hundred_is_shown_whole(desk: Desk, services: Services) -> None:
    """
    Most congresses never see a page turned.
    """
    begin(services, 100)
    page = desk.client.get(LIST).text

    assert "1" == hidden(page)["delegates.rows"]
    assert 'name="turn"' not in page
    assert json.dumps(delegates(services)) == json.dumps(with_delegates(100)["delegates"])


def test_the_cards_of_a_large_set_are_listed_a_hundred_at_a_time(desk: Desk, services: Services) -> None:
    """
    Of a settled set, whose papers stand in groups; no page of it lists more than a hundred of one kind.
    """
    account = services.access.ensure_administrator("")
    kept = (
        "format",
        "organisation",
        "term",
        "form",
        "ordinal",
        "opened_on",
        "closed_on",
        "venue",
        "delegates",
    )
    data = {name: value for name, value in with_delegates(130).items() if name in kept}
    set_id = services.submit(json.dumps(data).encode(), account=account, key="large").set_id
    work_off(services)
    pages = [
        desk.client.get(f"/sets/{set_id}{query}").text
        for query in ("", "?of=credential_card&page=2", "?page=x")
    ]
    listed = [
        len(re.findall(r'<tr role="row".*?href="/documents/[0-9a-f-]{36}/file"', page, re.DOTALL))
        for page in pages
    ]

    assert "Đang hiện 101–130 trong 130" in pages[1]
    assert listed[0] - listed[1] == 70
    assert listed[2] == listed[0]


def counted(page: str, pattern: str) -> int:
    return len(re.findall(pattern, page))


def test_the_accounts_are_listed_a_hundred_at_a_time(desk: Desk, services: Services) -> None:
    """
    None is left out, each is found by its name or by its organisation without accents; a page that is not there is the last.
    """
    with services.catalog.begin() as work:
        root = work.organisations.root()
        assert root
        place = work.organisations.under(root, name="Xưởng Đúc", name_key="xuong duc", level="grassroots")
        for n in range(604):
            work.accounts.add(
                name=f"van-thu-{n:03}",
                role="official",
                organisation=place if n == 77 else root,
                password_hash=None,
                at=work.now(),
            )
        work.commit()
    pages = [desk.client.get(f"/people?page={n}").text for n in range(1, 8)]
    names = [one for page in pages for one in re.findall(r'<a href="/people/[0-9a-f-]{36}">([^<]+)', page)]
    by_name, by_place, nobody, beyond = (
        desk.client.get(f"/people?{query}").text
        for query in ("name=THU-60", "name=xuong+duc", "name=ai+do", "page=99")
    )

    assert 606 == len(names) == len(set(names))
    assert sorted(names) == names
    assert "Đang hiện 601–606 trong 606" in pages[-1]
    assert 'rel="next"' not in pages[-1]
    assert 'href="/people?page=6"' in pages[-1]
    assert ["van-thu-600", "van-thu-601", "van-thu-602", "van-thu-603"] == re.findall(r">(van-thu-\d+)<", by_name)  # fmt: skip
    assert ["van-thu-077"] == re.findall(r">(van-thu-\d+)<", by_place)
    assert "Không có tài khoản nào như vậy" in nobody
    assert "Đang hiện 601–606" in beyond
    assert [400, 400] == [desk.client.get(f"/people?{query}").status_code for query in ("page=0", "page=x")]


def test_what_is_searched_for_stays_while_one_turns_pages(desk: Desk, services: Services) -> None:
    """
    The second page of what was found, not of everybody.
    """
    with services.catalog.begin() as work:
        root = work.organisations.root()
        assert root
        for name in [*(f"a&b {n:03}" for n in range(101)), *(f"khac-{n:03}" for n in range(120))]:
            work.accounts.add(
                name=name, role="official", organisation=root, password_hash=None, at=work.now()
            )
        work.commit()
    first = desk.client.get("/people?name=a%26b").text
    following = re.search(r'rel="next" href="([^"]+)"', first)

    assert following
    assert ["a&amp;b 100"] == re.findall(
        r'<a href="/people/[0-9a-f-]{36}">([^<]+)', desk.client.get(following[1].replace("&amp;", "&")).text
    )


def enter(services: Services, set_id: str, count: int) -> None:
    """So many voided numbers of the first paper of a set, in its organisation's register."""
    with services.catalog.begin() as work:
        record = work.sets.find(set_id, lineage="/")
        congress = work.congresses.find(record.congress_id) if record else None
        assert congress
        paper = work.sets.documents(set_id)[0]
        for number in range(1, count + 1):
            work.register.add(
                NumberRecord(
                    id=str(uuid.uuid4()),
                    organisation_id=congress.organisation.id,
                    symbol="TT",
                    year=2023,
                    number=number,
                    congress_id=congress.id,
                    document_id=paper.id,
                    state="voided",
                    issued_on=None,
                    signers="",
                    given_at=work.now(),
                    given_by="quan-tri",
                    reason="ghi nhầm",
                )
            )
        work.commit()


def test_the_register_is_read_a_hundred_lines_at_a_time(desk: Desk, services: Services) -> None:
    """
    None is left out; two unions of one name have a register each, one after the other, and each is printed for itself.
    """
    account = services.access.ensure_administrator("")
    data = with_delegates(3)
    for upper in ("Công đoàn Một", "Công đoàn Hai"):
        own = data["organisation"] | {"upper": data["organisation"]["upper"] | {"name": upper}}
        text = json.dumps(data | {"organisation": own})
        enter(services, services.submit(text.encode(), account=account, key=upper).set_id, 120)
    pages = [desk.client.get(f"/register?symbol=TT&page={n}").text for n in (1, 2, 3)]
    lines = [re.findall(r'<th scope="row">([^<]+)</th>', page) for page in pages]
    prints = [re.findall(r'href="/register/file\?organisation=([0-9a-f-]{36})', page) for page in pages]

    numbers = [f"{n:02}/TT" for n in range(1, 121)]
    assert [*numbers, *numbers] == [one for page in lines for one in page]
    assert [100, 100, 40] == [len(page) for page in lines]
    assert [1, 2, 1] == [len(one) for one in prints]
    assert prints[1] == [*prints[0], *prints[2]]
    assert "Đang hiện 101–200 trong 240" in pages[1]
    assert 'rel="next" href="/register?symbol=TT&amp;page=3"' in pages[1]


def test_a_program_reads_the_register_a_hundred_lines_at_a_time(desk: Desk, services: Services) -> None:
    """
    It is told how many there are in all, and the way to the next; behind the last page there is nothing.
    """
    account = services.access.ensure_administrator("")
    text = json.dumps(with_delegates(3)).encode()
    enter(services, services.submit(text, account=account, key="1").set_id, 120)
    bearer = {"Authorization": f"Bearer {services.access.new_token(account.name, label='x')}"}
    at, pages = "/api/v1/register?symbol=TT", []
    while at:
        found = desk.client.get(at, headers=bearer)
        pages.append(found.get_json())
        at = found.headers.get("Link", "").partition("<")[2].partition(">")[0]
    beyond = desk.client.get("/api/v1/register?symbol=TT&page=3", headers=bearer).get_json()

    assert [100, 20] == [len(page["items"]) for page in pages]
    assert list(range(1, 121)) == [one["number"] for page in pages for one in page["items"]]
    assert {120} == {page["total"] for page in [*pages, beyond]}
    assert [] == beyond["items"]


def of_children(count: int) -> bytes:
    """A congress whose delegates are all too young to be believed: a note on each."""
    kept = ("format", "organisation", "term", "form", "ordinal", "opened_on", "closed_on", "venue")
    data = with_delegates(count)
    people = [one | {"born_on": "2015-01-01"} for one in data["delegates"]]
    return json.dumps({**{name: data[name] for name in kept}, "delegates": people}).encode()


def test_the_notes_on_a_set_are_listed_a_hundred_at_a_time(desk: Desk, services: Services) -> None:
    """
    Each stands on one page; a page that was turned to stays while the set moves.
    """
    account = services.access.ensure_administrator("")
    set_id = services.submit(of_children(230), account=account, key="notes").set_id
    pages = [desk.client.get(f"/sets/{set_id}{address}").text for address in ("", "?of=findings&page=2", "?of=findings&page=3")]  # fmt: skip
    moving = desk.client.get(f"/sets/{set_id}/progress?of=findings&page=3").text
    noted = [[int(n) for n in re.findall(r"/delegates/(\d+)/born_on", page)] for page in pages]

    assert [100, 100] == [counted(page, r'<tr role="row" class="warning"') for page in pages[:2]]
    assert set(range(230)) == {n for page in noted for n in page}
    assert 230 == sum(map(len, noted))
    assert '<details id="findings" open>' in pages[2]
    assert '<details id="findings">' in pages[0]
    assert f'hx-get="/sets/{set_id}/progress"' in pages[0]
    for page in (pages[2], moving):
        assert f'hx-get="/sets/{set_id}/progress?of=findings&amp;page=3"' in page
