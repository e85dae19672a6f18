"""The archive: found by term and words, seen only within one's subtree, checked on the way out."""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
from pathlib import Path

import pytest

from service.archive import BadCursor, Page, SearchRequest
from service.bootstrap import Services
from service.catalog import AccountRecord
from service.storage import Damaged


@pytest.fixture
def set_id(services: Services, administrator: AccountRecord, complete: bytes) -> str:
    made = services.submit(complete, account=administrator, key="1").set_id
    while services.relay(services.work_on):
        pass
    return made


def titles(page: Page) -> set[str]:
    return {paper.document.title for paper in page.papers}


@pytest.mark.usefixtures("set_id")
class TestSearch:
    def test_words_are_found_however_they_are_typed(
        self, services: Services, administrator: AccountRecord
    ) -> None:
        """
        With or without accents, composed or not, in any case and order.
        """
        typed = [
            unicodedata.normalize(form, words)
            for words in ("nghi quyet", "Nghị quyết", "NGHỊ QUYẾT", "quyet nghi")
            for form in ("NFC", "NFD")
        ]
        found = [
            titles(
                services.archive.search(SearchRequest(words=words, kind="resolution"), account=administrator)
            )
            for words in typed
        ]

        assert [{"Nghị quyết Đại hội"}] * len(typed) == found

    def test_people_are_found(self, services: Services, administrator: AccountRecord) -> None:
        """
        Whoever is named on a paper leads to it.
        """
        found = titles(services.archive.search(SearchRequest(words="rcom jen"), account=administrator))

        assert any("Rcom Jen" in title for title in found)

    def test_nothing_typed_is_syntax(self, services: Services, administrator: AccountRecord) -> None:
        """
        No character reaches the engine as an operator.
        """
        for words in ('"', "'", "NOT", "head:x", "*", "a AND", "()", "-", "\\", "%", "đ" * 5000):
            assert set() == titles(services.archive.search(SearchRequest(words=words), account=administrator))

    def test_pages_hold_every_paper_once(self, services: Services, administrator: AccountRecord) -> None:
        """
        Following the cursor shows each paper once and then ends.
        """
        everything = services.archive.search(SearchRequest(limit=1000), account=administrator).papers
        seen: list[str] = []
        cursor: str | None = None
        while True:
            page = services.archive.search(SearchRequest(cursor=cursor, limit=7), account=administrator)
            seen += [paper.document.id for paper in page.papers]
            cursor = page.cursor
            if cursor is None:
                break

        assert [paper.document.id for paper in everything] == seen

    def test_an_organisation_stands_for_its_subtree(
        self, services: Services, administrator: AccountRecord
    ) -> None:
        """
        The upper union finds the papers of those below; an unknown one finds nothing.
        """
        upper = services.access.organisation_at("Công đoàn Viên chức tỉnh")

        found = services.archive.search(SearchRequest(organisation=upper.id, limit=5), account=administrator)
        nothing = services.archive.search(SearchRequest(organisation="x"), account=administrator)

        assert 5 == len(found.papers)
        assert () == nothing.papers


@pytest.mark.parametrize("cursor", ["", "x", "-1", "77", "4.5", "w7", "1.5.2", "1." + "9" * 30, "1.１"])
def test_a_foreign_cursor_is_refused(services: Services, administrator: AccountRecord, cursor: str) -> None:
    """
    A cursor comes from a page or not at all.
    """
    with pytest.raises(BadCursor):
        services.archive.search(SearchRequest(cursor=cursor), account=administrator)


class TestBorders:
    def test_a_neighbour_finds_and_takes_nothing(
        self, services: Services, administrator: AccountRecord, set_id: str
    ) -> None:
        """
        What lies outside one's subtree is as if it did not exist.
        """
        with services.catalog.begin() as work:
            place = work.organisations.under(
                administrator.organisation, name="Khác", name_key="khac", level="grassroots"
            )
            work.commit()
        neighbour = services.access.add_account(
            name="khac", role="official", organisation=place, password="một mật khẩu đủ dài"
        )
        paper = services.archive.search(SearchRequest(), account=administrator).papers[0]

        assert () == services.archive.search(SearchRequest(), account=neighbour).papers
        assert [] == services.archive.terms(account=neighbour)
        assert services.archive.paper(paper.document.id, account=neighbour) is None
        assert services.archive.zip_of(set_id, account=neighbour) is None
        assert services.sets.status(set_id, account=neighbour) is None


class TestTaking:
    def test_the_zip_holds_every_paper_as_sealed(
        self, services: Services, administrator: AccountRecord, set_id: str
    ) -> None:
        """
        The same bytes under the same names, and the same zip each time.
        """
        pieces = services.archive.zip_of(set_id, account=administrator)
        again = services.archive.zip_of(set_id, account=administrator)
        status = services.sets.status(set_id, account=administrator)
        assert pieces is not None
        assert again is not None
        assert status is not None
        packed = b"".join(pieces)

        with zipfile.ZipFile(io.BytesIO(packed)) as opened:
            held = {name: hashlib.sha256(opened.read(name)).hexdigest() for name in opened.namelist()}
        assert {one.file_name: one.sha256 for one in status.documents} == held
        assert packed == b"".join(again)

    def test_a_flipped_bit_is_not_handed_out(
        self, services: Services, administrator: AccountRecord, set_id: str
    ) -> None:
        """
        The digest is checked on the way out.
        """
        paper = services.archive.search(SearchRequest(kind="resolution"), account=administrator).papers[0]
        (file,) = Path(services.settings.var, "storage").rglob("nghi-quyet-dai-hoi.docx")
        file.chmod(0o644)
        content = bytearray(file.read_bytes())
        content[100] ^= 1
        file.write_bytes(content)

        with pytest.raises(Damaged):
            services.archive.content(paper)
