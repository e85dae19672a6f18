"""The register as a paper: ten columns, of the numbers that were really given."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from service.bootstrap import Services
from service.catalog import AccountRecord
from service.documents.papers.paper_type import PaperType
from service.documents.register import NothingEntered
from service.documents.register.printing import PrintedRegister
from tests.working import ROOT, services_in

UPPER = "Công đoàn Viên chức tỉnh"


@pytest.fixture(scope="module")
def services(sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """One sealed set for every question here."""
    with services_in(tmp_path_factory.mktemp("printed"), sqlite_model) as built:
        yield built


@pytest.fixture(scope="module")
def administrator(services: Services) -> AccountRecord:
    return services.access.ensure_administrator(ROOT)


@pytest.fixture(scope="module")
def organisation(services: Services, administrator: AccountRecord, complete: bytes) -> str:
    """The union whose resolution has number 02, since 01 was voided, and whose minutes have 01 of their own."""
    data: dict[str, Any] = json.loads(complete)
    data["delegates"] = []
    set_id = services.submit(json.dumps(data).encode(), account=administrator, key="1").set_id
    while services.relay(services.work_on):
        pass
    status = services.sets.status(set_id, account=administrator)
    assert status
    papers = {one.template: one.id for one in status.documents}
    for template, day in (("resolution", 25), ("resolution", 27), ("minutes", 26)):
        on = dt.date(2023, 2, day)
        services.register.give(papers[template], issued_on=on, account=administrator)
        if day == 25:
            services.register.void(papers[template], reason="Ghi nhầm trích yếu", account=administrator)
    return status.congress.organisation.id


@pytest.fixture(scope="module")
def printed(services: Services, administrator: AccountRecord, organisation: str) -> PrintedRegister:
    made = services.print_register(account=administrator, organisation_id=organisation, year=2023)
    assert made
    return made


def test_every_number_has_its_line_with_ten_columns(printed: PrintedRegister) -> None:
    """
    By day; a voided number stands there with its reason, and nobody gets it.
    """
    document = Document(io.BytesIO(printed.content))
    heads, numbers, *lines = [[cell.text for cell in row.cells] for row in document.tables[1].rows]

    assert (10, [f"({n})" for n in range(1, 11)]) == (len(heads), numbers)
    assert [
        ["01/NQ-ĐH", "25/02/2023", "Nghị quyết Đại hội", "Rcom Jen", "", "", "", "", "", "Đã hủy: Ghi nhầm trích yếu"],
        ["01/BB-ĐH", "26/02/2023", "Biên bản Đại hội", lines[1][3], "Công đoàn cấp trên; Hồ sơ Đại hội",
         "Văn thư; hồ sơ Đại hội", "02", "", "", ""],
        ["02/NQ-ĐH", "27/02/2023", "Nghị quyết Đại hội", "Rcom Jen",
         f"{UPPER}; Cấp ủy, lãnh đạo cơ quan; Ban Chấp hành khóa V; Các tổ công đoàn, đoàn viên",
         "Văn thư; hồ sơ Đại hội", "02", "", "", ""],
    ] == lines  # fmt: skip


def test_it_says_whose_register_it_is(printed: PrintedRegister) -> None:
    """
    The union and the one above it in the heading, the year, and how many numbers there are.
    """
    document = Document(io.BytesIO(printed.content))
    text = "\n".join(one.text for one in document.paragraphs)
    heading = "\n".join(cell.text for cell in document.tables[0].rows[0].cells)

    assert "CÔNG ĐOÀN CƠ SỞ SỞ CÔNG THƯƠNG" in heading
    assert UPPER.upper() in heading
    assert "Văn bản của Công đoàn cơ sở Sở Công thương, năm 2023" in text
    assert "Sổ có 3 số văn bản, trong đó 1 số đã hủy./." in text


def test_only_whoever_may_see_it_gets_it(
    services: Services, administrator: AccountRecord, organisation: str
) -> None:
    """
    What lies beside is as if it did not exist; a year without numbers has no register.
    """
    with services.catalog.begin() as work:
        root = work.organisations.root()
        assert root
        beside = work.organisations.under(root, name="Beside", name_key="beside", level="grassroots")
        work.commit()
    other = services.access.add_account(
        name="beside", role="secretary", organisation=beside, password="mật khẩu đủ dài"
    )

    assert None is services.print_register(account=other, organisation_id=organisation, year=2023)
    with pytest.raises(NothingEntered):
        services.print_register(account=administrator, organisation_id=organisation, year=2024)


def test_who_gets_a_paper_stays_as_it_was_when_it_was_numbered(
    services: Services, administrator: AccountRecord, organisation: str
) -> None:
    """
    Kept with the number and in the archive's register: a later manifest of templates changes no line.
    """
    rows = services.register.numbers(account=administrator, organisation_id=organisation)
    while services.relay(services.work_on):
        pass
    (object_id,) = services.archive.root.object_ids()
    head = services.archive.root.head(object_id)
    assert head
    entries = json.loads(services.archive.root.read(object_id, head.head, "register.json"))["entries"]

    given = [one["receivers"] for one in entries if one["entry"] == "number_given"]
    assert sorted(row.number.receivers for row in rows) == sorted(given)
    assert all(given)


def test_every_numbered_paper_says_where_it_goes(services: Services) -> None:
    """
    Nobody adds a template with a symbol and leaves its column of the register empty.
    """
    silent = PaperType(template="", owed=tuple, fields=dict, stem=str)  # type: ignore[arg-type]  # only its defaults are looked at
    nowhere = [
        f"{pack.key} {name}"
        for pack in services.packs.packs.values()
        for name, file in pack.book.templates.items()
        if file.symbol and not file.receivers and pack.types[name].receivers is silent.receivers
    ]

    assert [] == nowhere
