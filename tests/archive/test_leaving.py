"""Leaving with everything, and coming back: a bag that others can check, a list that opens, no doubles."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bagit
import lxml.html
import ocfl
import pytest

from service.archive import BagRefused, Exported, ExportTerm, SearchRequest
from service.archive.listing import Listed, as_csv
from service.bootstrap import Services, build, build_import, set_reader
from service.config import Settings
from tests.pdfs import blank_pdf

ROOT = "Tổng Liên đoàn Lao động Việt Nam"
TERM = "2023-2028"
TODAY = dt.date(2026, 11, 25)


def submit(services: Services, data: dict[str, Any], key: str) -> str:
    account = services.access.ensure_administrator(ROOT)
    made = services.submit(json.dumps(data).encode(), account=account, key=key).set_id
    while services.relay(services.work_on):
        pass
    return made


@pytest.fixture
def small(complete: bytes) -> dict[str, Any]:
    """The complete example without cards."""
    data: dict[str, Any] = json.loads(complete)
    data.pop("delegates")
    return data


@pytest.fixture
def filled(services: Services, small: dict[str, Any]) -> Services:
    """Two editions of one congress, one of another."""
    submit(services, small, "1")
    submit(services, {**small, "motto": "Đoàn kết", "reason": "Sửa phương châm"}, "2")
    other = json.loads(json.dumps(small))
    other["organisation"]["name"] = "Công đoàn cơ sở Trường Cao đẳng nghề"
    submit(services, other, "3")
    return services


def sign(services: Services) -> None:
    """Gives the minutes of the other congress a number, and attaches the signed copy."""
    account = services.access.ensure_administrator(ROOT)
    request = SearchRequest(kind="minutes", limit=10)
    (paper, *_) = services.archive.search(request, account=account).papers
    services.register.give(paper.document.id, issued_on=dt.date(2023, 2, 27), account=account)
    services.copies.attach(paper.document.id, blank_pdf(), name="biên bản.pdf", account=account)
    while services.relay(services.work_on):
        pass


def export(services: Services, out: Path, *, organisation: str = "", term: str = TERM) -> Exported:
    reader = set_reader(services.settings)
    return ExportTerm(sets=reader)(out, term=term, organisation=organisation, on=TODAY)


def take_in(services: Services, bag: Path) -> tuple[int, int, list[str]]:
    done = build_import(services)(bag)
    return done.taken, done.known, list(done.left_out.values())


def found(services: Services) -> list[Any]:
    account = services.access.ensure_administrator(ROOT)
    page = services.archive.search(SearchRequest(limit=1000, superseded=True), account=account)
    return sorted(
        (paper.document.id, paper.document.sha256, paper.object_id, paper.version, paper.superseded)
        for paper in page.papers
    )


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Services]:
    """Another place with an empty archive."""
    built = build(Settings(var=tmp_path / "elsewhere"), migrate=True)
    built.access.ensure_administrator(ROOT)
    yield built
    built.close()


class TestBag:
    def test_others_find_it_whole(self, filled: Services, tmp_path: Path) -> None:
        """
        The Library of Congress's bagit and ocfl-py, which share no code with us, find nothing wrong.
        """
        done = export(filled, tmp_path / "bag")

        bag = bagit.Bag(str(tmp_path / "bag"))
        bag.validate()
        judge = ocfl.StorageRoot(root=str(tmp_path / "bag/data/archive"))
        judge.validate()
        assert (2, 2) == (judge.num_objects, judge.good_objects)
        assert 2 == done.objects
        assert not (tmp_path / "bag.partial").exists()

    def test_the_list_leads_to_every_paper(self, filled: Services, tmp_path: Path) -> None:
        """
        As a page in a browser and as a table: each link is a file of the bag, with the digest that stands beside it.
        """
        sign(filled)
        done = export(filled, tmp_path / "bag")

        data = tmp_path / "bag/data"
        page = lxml.html.fromstring((data / "index.html").read_text(encoding="utf-8"))
        rows = list(csv.DictReader(io.StringIO((data / "index.csv").read_bytes().decode("utf-8-sig"))))
        links = list(page.xpath("//td/a/@href"))
        assert done.papers + 1 == done.papers + done.copies == len(rows) == len(links)
        assert sorted(links) == sorted(row["Tệp"] for row in rows)
        assert all((data / link).is_file() for link in [*links, *page.xpath("//p/a/@href")])
        assert {"hiện hành", "đã thay"} == {row["Hiệu lực"] for row in rows}
        for row in rows:
            assert row["SHA-256"] == hashlib.sha256((data / row["Tệp"]).read_bytes()).hexdigest()
        (copy,) = [row for row in rows if row["Loại tệp"] == "Bản đã ký (PDF)"]
        assert ("01/BB-ĐH", "2023-02-27", "Biên bản Đại hội") == (
            copy["Số, ký hiệu"], copy["Ngày ban hành"], copy["Tên văn kiện"],
        )  # fmt: skip
        assert blank_pdf() == (data / copy["Tệp"]).read_bytes()
        assert ["Biên bản Đại hội (bản đã ký)"] == page.xpath(f"//a[@href='{copy['Tệp']}']/text()")

    @pytest.mark.slow
    def test_an_organisation_stands_for_its_subtree(self, filled: Services, tmp_path: Path) -> None:
        """
        The upper union's bag holds those below it; a term without papers makes an empty one.
        """
        name = "công đoàn viên chức tỉnh"
        both = export(filled, tmp_path / "both", organisation=name)
        one = export(filled, tmp_path / "one", organisation=f"{name} / Công đoàn cơ sở Sở Công thương")
        nothing = export(filled, tmp_path / "nothing", term="2018-2023")

        assert (2, 1, 0) == (both.objects, one.objects, nothing.objects)
        bagit.Bag(str(tmp_path / "nothing")).validate()

    def test_what_stands_there_is_not_touched(self, filled: Services, tmp_path: Path) -> None:
        """
        An export never mixes with what is there.
        """
        (tmp_path / "bag").mkdir()

        with pytest.raises(FileExistsError):
            export(filled, tmp_path / "bag")
        assert [] == list((tmp_path / "bag").iterdir())

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
    def test_no_cell_is_a_formula(self, sign: str) -> None:
        """
        A title that begins like a formula stays words in any spreadsheet.
        """
        paper = Listed(
            organisation=f"{sign}1+1", term=TERM, version=1, title_en="x", title=f"{sign}cmd|'/c calc'!A0",
            number="", issued_on="", superseded=False, file="x", sha256="0",
        )  # fmt: skip

        _, row = csv.reader(io.StringIO(as_csv([paper]).decode("utf-8-sig"), newline=""))
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


class TestComingBack:
    def test_an_empty_archive_gets_everything(
        self, filled: Services, elsewhere: Services, tmp_path: Path
    ) -> None:
        """
        The same papers under the same ids are found there, and the archives' objects are the same bytes.
        """
        export(filled, tmp_path / "bag")

        assert (3, 0, []) == take_in(elsewhere, tmp_path / "bag")
        assert found(filled) == found(elsewhere)
        here, there = (one.settings.var / "storage/archive" for one in (filled, elsewhere))
        # Each archive has a key of its own besides.
        assert _files(here).items() <= _files(there).items()
        assert {"proof-key-"} == {name[:10] for name in _files(there).keys() - _files(here).keys()}
        assert elsewhere.fixity().is_sound

    @pytest.mark.slow
    def test_twice_makes_no_doubles(self, filled: Services, elsewhere: Services, tmp_path: Path) -> None:
        """
        The same bag again, also into the archive it came from, changes nothing.
        """
        export(filled, tmp_path / "bag")
        before = found(filled)
        take_in(elsewhere, tmp_path / "bag")

        assert (0, 3, []) == take_in(elsewhere, tmp_path / "bag")
        assert (0, 3, []) == take_in(filled, tmp_path / "bag")
        assert before == found(filled) == found(elsewhere)

    @pytest.mark.slow
    def test_a_newer_bag_brings_only_what_is_new(
        self, filled: Services, elsewhere: Services, small: dict[str, Any], tmp_path: Path
    ) -> None:
        """
        A later edition comes as one version more and supersedes there too.
        """
        export(filled, tmp_path / "old")
        take_in(elsewhere, tmp_path / "old")
        submit(filled, {**small, "motto": "Đổi mới", "reason": "Sửa"}, "4")
        export(filled, tmp_path / "new")

        assert (1, 3, []) == take_in(elsewhere, tmp_path / "new")
        assert found(filled) == found(elsewhere)

    @pytest.mark.slow
    def test_a_contradiction_is_named_and_left_out(
        self, filled: Services, elsewhere: Services, small: dict[str, Any], tmp_path: Path
    ) -> None:
        """
        The same congress was sealed there with other papers: theirs stay, the other object comes.
        """
        export(filled, tmp_path / "bag")
        submit(elsewhere, {**small, "motto": "Trí tuệ"}, "1")

        taken, known, reasons = take_in(elsewhere, tmp_path / "bag")

        assert (1, 0) == (taken, known)
        assert ["version 1 holds other files here"] == reasons
        assert elsewhere.fixity().is_sound

    @pytest.mark.slow
    def test_a_bag_that_was_changed_is_refused_whole(
        self, filled: Services, elsewhere: Services, tmp_path: Path
    ) -> None:
        """
        Changed, missing and foreign files are all named, and nothing is taken in.
        """
        export(filled, tmp_path / "bag")
        data = tmp_path / "bag/data"
        (data / "index.csv").write_text("changed")
        (data / "archive/README.txt").unlink()
        (data / "foreign").touch()

        with pytest.raises(BagRefused) as refusal:
            take_in(elsewhere, tmp_path / "bag")
        assert [
            "data/archive/README.txt is missing",
            "data/index.csv is changed",
            "data/foreign is in no manifest",
        ] == refusal.value.faults
        assert [] == found(elsewhere)
        with pytest.raises(BagRefused, match="is no bag"):
            take_in(elsewhere, tmp_path)

    @pytest.mark.slow
    def test_a_crash_between_archive_and_catalog_is_made_good(
        self, filled: Services, elsewhere: Services, tmp_path: Path
    ) -> None:
        """
        The files are here and the rows are not: the next try brings the rows.
        """
        export(filled, tmp_path / "bag")
        shutil.copytree(
            tmp_path / "bag/data/archive", elsewhere.settings.var / "storage/archive", dirs_exist_ok=True
        )

        assert (3, 0, []) == take_in(elsewhere, tmp_path / "bag")
        assert found(filled) == found(elsewhere)


def _files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }
