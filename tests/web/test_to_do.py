"""The list of what is left to do: sign and number, bring the signed copy back, keep the time limits."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

from service.archive import SearchRequest
from service.bootstrap import Services
from service.catalog import AccountRecord
from tests.pdfs import blank_pdf
from tests.web.test_look import signed_in

AFTER = Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023-sau-dai-hoi.json"


def resolution(services: Services, account: AccountRecord) -> str:
    (found,) = services.archive.search(SearchRequest(kind="resolution"), account=account).papers
    return found.document.id


def test_a_paper_moves_down_the_list_until_its_signed_copy_is_there(services: Services, sealed: str) -> None:
    """
    Without a number it is to be signed, with one its copy is to be brought back, with the copy it is off the list; cards
    never stand there.
    """
    account = services.access.ensure_administrator("")
    paper = resolution(services, account)

    first = services.to_do(account=account)
    services.register.give(paper, issued_on=dt.date(2023, 2, 15), account=account)
    second = services.to_do(account=account)
    page = signed_in(services).get("/to-do").text
    services.copies.attach(paper, blank_pdf(), name="bản ký.pdf", account=account)
    third = services.to_do(account=account)

    assert paper == first.to_sign[0].document.id
    assert {"credential_card", "summons"}.isdisjoint(one.document.template for one in first.to_sign)
    assert paper in {one.document.id for one in second.to_return}
    assert "Chờ nộp bản đã ký: " in page
    assert f'href="/documents/{paper}#sign"' in page
    assert len(first.to_sign) + len(first.to_return) - 1 == len(third.to_sign) + len(third.to_return)
    assert not first.has_more


def test_a_time_limit_that_runs_stands_at_the_top(services: Services, work_off: Callable[[], None]) -> None:
    """
    After the first conference the day by which the dossier must be sent is told, with the congress; after the decision
    nothing is.
    """
    account = services.access.ensure_administrator("")
    decided = AFTER.read_text("utf-8")
    running = json.loads(decided)
    running["recognition"] = None
    running["marks"] = [one for one in running["marks"] if one["kind"] != "recognition_decision"]
    services.submit(json.dumps(running).encode(), account=account, key="running")
    work_off()
    (reminder,) = services.to_do(account=account).reminders
    running["reason"] = "Đã có quyết định công nhận"
    running["recognition"], running["marks"] = (
        json.loads(decided)["recognition"],
        json.loads(decided)["marks"],
    )
    services.submit(json.dumps(running).encode(), account=account, key="decided")
    work_off()

    assert reminder.note[0].startswith("Hồ sơ đề nghị công nhận phải gửi công đoàn cấp trên chậm nhất ngày")
    assert "2023-2028" == reminder.congress.term
    assert () == services.to_do(account=account).reminders
