"""Signed copies: looked into, never changed, in the archive beside their papers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

import ocfl
import pytest
from pypdf import PdfWriter
from pypdf.actions import JavaScript
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from service.bootstrap import Services
from service.catalog import AccountRecord, CopyRecord, Shelved
from service.documents.register import CopyRefused
from service.documents.register.copies import shown_name
from service.documents.register.pdf import Pdf, look_into
from service.storage import Damaged
from tests.databases import ON_SQLITE
from tests.pdfs import acting_pdf, blank_pdf, packed_pdf
from tests.working import work_off


def attach(services: Services, paper: Shelved, content: bytes, account: AccountRecord) -> CopyRecord:
    attached = services.copies.attach(paper.document.id, content, name="bản ký.pdf", account=account)
    assert attached is not None
    return attached.copy


def launches(writer: PdfWriter) -> None:
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("x")}
    )
    note = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/A"): action})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def plays(writer: PdfWriter) -> None:
    note = DictionaryObject(
        {NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/RichMedia")}
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def is_xfa(writer: PdfWriter) -> None:
    form = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)


def is_signed(writer: PdfWriter) -> None:
    signature = DictionaryObject({NameObject("/Type"): NameObject("/Sig")})
    field = DictionaryObject(
        {NameObject("/FT"): NameObject("/Tx"), NameObject("/V"): writer._add_object(signature)}
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)


class TestLookingIn:
    def test_pages_and_signatures_are_counted(self) -> None:
        """
        A digitally signed file of three pages; links between its pages are no harm.
        """

        def change(writer: PdfWriter) -> None:
            is_signed(writer)
            writer.add_annotation(0, Link(rect=(0, 0, 9, 9), target_page_index=1))

        assert Pdf(pages=3, signatures=1) == look_into(blank_pdf(change, pages=3))

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "not_pdf"),
            (b"PK\x03\x04" + b"x" * 5000 + b"%PDF-1.7", "not_pdf"),
            (b"%PDF-1.7\nnothing", "unreadable"),
            (blank_pdf()[:200], "unreadable"),
            (blank_pdf(pages=0), "no_pages"),
            (blank_pdf(pages=501), "too_many_pages"),
            (blank_pdf(lambda writer: writer.encrypt("mật khẩu", algorithm="RC4-128")), "encrypted"),
            (blank_pdf(lambda writer: writer.add_open_action(JavaScript("app.alert(1)"))), "javascript"),
            (blank_pdf(lambda writer: writer.add_attachment("a.exe", b"x")), "embedded"),
            (blank_pdf(launches), "launch"),
            (blank_pdf(plays), "media"),
            (blank_pdf(is_xfa), "form"),
            (acting_pdf("/OpenAction<</S/GoToR/F(a.pdf)/D[0/Fit]>>"), "launch"),
            (acting_pdf("/X<</S/GoToR/F(a.pdf)/D[0/Fit]>>"), "launch"),
            (acting_pdf("/X<</S/Thread/F(a.pdf)/D 0>>"), "launch"),
            (acting_pdf("/X<</S/ImportData/F(a.fdf)>>"), "launch"),
            (acting_pdf("/X<</S/SubmitForm/F(http://example.vn/)>>"), "launch"),
            (acting_pdf("/X<</S/GoToE/F(a.pdf)>>"), "embedded"),
            (acting_pdf("/X<</S/Sound>>"), "media"),
            (acting_pdf("/X<</S/Movie>>"), "media"),
            (acting_pdf("/X<</S/Rendition>>"), "media"),
            (acting_pdf("/OpenAction<</S/URI/URI(http://example.vn/)>>"), "launch"),
            (acting_pdf("/AA<</WC 4 0 R>>", "<</S/URI/URI(http://example.vn/)>>"), "launch"),
            (acting_pdf("/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next<</S/URI/URI(http://a.vn/)>>>>"), "launch"),
            (acting_pdf("/X<</Type 4 0 R>>", "/EmbeddedFile"), "embedded"),
            (acting_pdf("/X<</S 4 0 R>>", "/La#75nch"), "launch"),
            (acting_pdf("/X<</#53/#4aava#53cript>>"), "javascript"),
            (packed_pdf("/Open#41ction<</#53/La#75nch/F(a.exe)>>"), "launch"),
            (packed_pdf("/AcroForm<</X#46A(a)>>"), "form"),
        ],
    )
    def test_what_has_no_place_in_an_archive_is_refused(self, content: bytes, reason: str) -> None:
        """
        By content, whatever the file is called; each with its reason.
        """
        with pytest.raises(CopyRefused) as refused:
            look_into(content)

        assert (reason,) == refused.value.reasons

    @pytest.mark.parametrize(
        "catalog",
        [
            "",
            "/OpenAction[3 0 R/Fit]",
            "/OpenAction<</S/GoTo/D[3 0 R/Fit]>>",
            "/X<</S/URI/URI(http://example.vn/)>>",
            "/X<</S/Named/N/NextPage>>",
        ],
    )
    def test_jumps_and_addresses_are_no_harm(self, catalog: str) -> None:
        """
        Word writes them into every PDF with a table of contents or a link.
        """
        assert 1 == look_into(acting_pdf(catalog)).pages == look_into(packed_pdf(catalog)).pages

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("Nghị quyết đã ký.pdf", "Nghị quyết đã ký.pdf"),
            ("C:\\Users\\an\\../../bản ký.pdf", "bản ký.pdf"),
            ("a\u202efdp.exe", "afdp.exe"),
            ("\x00", "ban-da-ky.pdf"),
            ("x" * 300, "x" * 200),
        ],
    )
    def test_a_name_is_only_shown(self, name: str, shown: str) -> None:
        """
        No folder of the sender, nothing that turns text round.
        """
        assert shown == shown_name(name)


@ON_SQLITE
class TestKeeping:
    def test_a_copy_joins_its_paper(
        self, services: Services, administrator: AccountRecord, paper: Shelved, tmp_path: Path
    ) -> None:
        """
        Byte for byte, with the number and day the paper bears, as a new version that ocfl-py finds sound.
        """
        services.register.give(paper.document.id, issued_on=dt.date(2023, 2, 27), account=administrator)
        content = blank_pdf(pages=2)
        copy = attach(services, paper, content, administrator)
        before = services.copies.content(paper, copy)
        work_off(services)
        judge = ocfl.StorageRoot(root=str(tmp_path / "var" / "storage" / "archive"))
        judge.validate()
        head = services.archive.root.head(paper.object_id)

        assert ("01/NQ-ĐH", dt.date(2023, 2, 27), 2) == (copy.number, copy.issued_on, copy.pages)
        assert content == before == services.copies.content(paper, copy)
        assert head is not None
        assert copy.path in head.versions[-1].files
        assert [] == list(services.storage.keys("staging"))
        assert (1, 1) == (judge.num_objects, judge.good_objects)

    def test_the_same_bytes_are_kept_once(
        self, services: Services, administrator: AccountRecord, paper: Shelved
    ) -> None:
        """
        Sending twice changes nothing, before and after the filing.
        """
        content = blank_pdf()
        first = attach(services, paper, content, administrator)
        second = attach(services, paper, content, administrator)
        work_off(services)
        third = attach(services, paper, content, administrator)

        assert first == second == third
        assert [first] == services.copies.copies_of(paper.document.id)
        with services.catalog.read() as work:
            assert ["copy_attached"] == work.audit.events(paper.document.id)

    def test_the_next_set_keeps_the_copies_of_the_last(
        self, services: Services, administrator: AccountRecord, paper: Shelved, complete: bytes
    ) -> None:
        """
        The head of the object holds every copy that ever came.
        """
        copy = attach(services, paper, blank_pdf(), administrator)
        work_off(services)
        raw = json.dumps(
            {**json.loads(complete), "delegates": [], "motto": "Đổi mới", "reason": "Sửa phương châm"}
        ).encode()
        services.submit(raw, account=administrator, key="2")
        work_off(services)
        head = services.archive.root.head(paper.object_id)

        assert head is not None
        assert copy.path in head.versions[-1].files
        assert blank_pdf() == services.copies.content(paper, copy)

    def test_a_copy_that_was_changed_is_not_given_out(
        self, services: Services, administrator: AccountRecord, paper: Shelved, tmp_path: Path
    ) -> None:
        """
        The digest is checked on the way out.
        """
        copy = attach(services, paper, blank_pdf(), administrator)
        work_off(services)
        (kept,) = (tmp_path / "var" / "storage" / "archive").rglob("*.pdf")
        kept.chmod(0o644)
        kept.write_bytes(blank_pdf(pages=2))

        with pytest.raises(Damaged):
            services.copies.content(paper, copy)

    def test_too_large_is_refused_unread(
        self, services: Services, administrator: AccountRecord, paper: Shelved
    ) -> None:
        """
        And nothing is left in staging.
        """
        with pytest.raises(CopyRefused, match="too_large"):
            attach(services, paper, b"%PDF-" + b"x" * services.copies.most_bytes, administrator)

        assert [] == list(services.storage.keys("staging"))

    def test_tidying_keeps_what_waits_and_drops_what_nobody_knows(
        self, services: Services, administrator: AccountRecord, paper: Shelved
    ) -> None:
        """
        A request that died before its row leaves bytes; they go when their day is over, and an hour besides.
        """
        attach(services, paper, blank_pdf(), administrator)
        # Either a request died long ago, or the clock has jumped and its row is about to come.
        orphan = "staging/signed/2020-01-01/00000000-0000-4000-8000-000000000000.pdf"
        services.storage.put(orphan, b"%PDF-")
        waiting = [key for key in services.storage.keys("staging") if key != orphan]
        seconds = iter([0.0, 3_599.0, 3_600.0])
        tidy = dataclasses.replace(services.tidy, elapsed=lambda: next(seconds))

        tidy()
        tidy()
        assert {orphan, *waiting} == set(services.storage.keys("staging"))
        tidy()
        assert waiting == list(services.storage.keys("staging"))
