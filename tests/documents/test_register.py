"""Numbers at signing: none twice, none skipped, none forgotten, and the archive knows them all."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ocfl
import pytest

from service.archive import SearchRequest
from service.archive.registered import read_register
from service.bootstrap import Services, build
from service.catalog import AccountRecord, CongressRecord, Filing, NumberRecord
from service.config import Settings
from service.documents.register import (
    DateRefused,
    FileRegister,
    HasNoNumber,
    NeverNumbered,
    PaperSuperseded,
    RegisterBehind,
)
from service.intake.refused import DataRefused

SIGNED = dt.date(2023, 2, 27)
Send = Callable[..., str]


@pytest.fixture
def migrated_url(sqlite_model: Path, tmp_path: Path) -> str:
    """SQLite only: what the databases differ in is tested in tests/catalog."""
    shutil.copy(sqlite_model, tmp_path / "catalog.db")
    return f"sqlite:///{tmp_path / 'catalog.db'}"


def run(services: Services) -> None:
    """What relay and workers do, until nothing is due."""
    while services.relay(services.work_on):
        pass


@pytest.fixture
def send(services: Services, administrator: AccountRecord, complete: bytes) -> Send:
    """Sends the example without its cards, with changes, and seals it; the id of its set."""

    def send_it(**changes: Any) -> str:
        value = {**json.loads(complete), "delegates": [], **changes}
        raw = json.dumps(value).encode()
        submitted = services.submit(raw, account=administrator, key=str(hash(raw)))
        run(services)
        return submitted.set_id

    return send_it


def paper(services: Services, set_id: str, template: str = "resolution") -> str:
    """The id of the first paper of that template."""
    with services.catalog.read() as work:
        return next(one.id for one in work.sets.documents(set_id) if one.template == template)


def number(services: Services, document_id: str, account: AccountRecord) -> NumberRecord:
    given = services.register.give(document_id, issued_on=SIGNED, account=account)
    assert given is not None
    return given.number


def filed(services: Services, set_id: str) -> list[dict[str, Any]]:
    """The register's entries as the newest version of the congress's object has them."""
    with services.catalog.read() as work:
        record = work.sets.find(set_id)
        congress = work.congresses.find(record.congress_id) if record else None
    assert congress is not None
    root = services.archive.root
    head = root.head(congress.object_id)
    assert head is not None
    return read_register(root.read(congress.object_id, head.head, "register.json"))


class Dying(FileRegister):
    """Dies when the version stands in the archive and no row says so yet."""

    def _write(self, congress: CongressRecord, filing: Filing, entries: list[str]) -> int:
        super()._write(congress, filing, entries)
        raise KeyboardInterrupt


class TestGiving:
    def test_numbers_run_by_symbol_from_one(
        self, services: Services, administrator: AccountRecord, send: Send
    ) -> None:
        """
        Minutes and counting minutes share a symbol and so a series; the resolution has its own.
        """
        set_id = send()
        wanted = ("resolution", "minutes", "election_result", "credentials_report")
        given = [number(services, paper(services, set_id, one), administrator).written for one in wanted]

        assert ["01/NQ-ĐH", "01/BB-ĐH", "02/BB-ĐH", "01/BC-ĐH"] == given

    def test_asking_twice_gives_one_number(
        self, services: Services, administrator: AccountRecord, send: Send
    ) -> None:
        """
        A button pressed twice costs no number.
        """
        document_id = paper(services, send())
        first = services.register.give(document_id, issued_on=SIGNED, account=administrator)
        again = services.register.give(document_id, issued_on=SIGNED, account=administrator)

        assert first is not None
        assert again is not None
        assert (True, False) == (first.new, again.new)
        assert first.number == again.number

    def test_the_paper_is_found_by_its_number(
        self, services: Services, administrator: AccountRecord, send: Send
    ) -> None:
        """
        However the number is typed, once it is given.
        """
        document_id = paper(services, send())
        asked = SearchRequest(words="001/NQ-DH")
        before = services.archive.search(asked, account=administrator).papers
        number(services, document_id, administrator)
        (found,) = services.archive.search(asked, account=administrator).papers

        assert () == before
        assert ("01/NQ-ĐH", SIGNED) == (found.document.number, found.document.issued_on)

    def test_the_word_file_stays_as_it_was_sealed(
        self, services: Services, administrator: AccountRecord, send: Send
    ) -> None:
        """
        The number is written by hand into the blank: the paper and its digest do not change.
        """
        document_id = paper(services, send())
        before = services.archive.paper(document_id, account=administrator)
        number(services, document_id, administrator)
        run(services)
        after = services.archive.paper(document_id, account=administrator)

        assert before is not None
        assert after is not None
        assert services.archive.content(before) == services.archive.content(after)

    @pytest.mark.parametrize("day", ["2023-02-14", "2999-01-01"])
    def test_the_day_is_neither_before_the_congress_nor_to_come(
        self, services: Services, administrator: AccountRecord, send: Send, day: str
    ) -> None:
        """
        A slip of the year would open a series that nobody wants.
        """
        document_id = paper(services, send())
        with pytest.raises(DateRefused):
            services.register.give(document_id, issued_on=dt.date.fromisoformat(day), account=administrator)

        assert [] == services.register.numbers(account=administrator)

    def test_cards_have_no_number(
        self, services: Services, administrator: AccountRecord, complete: bytes
    ) -> None:
        """
        What has no symbol is not registered.
        """
        set_id = services.submit(complete, account=administrator, key="cards").set_id
        run(services)
        card = paper(services, set_id, "credential_card")

        with pytest.raises(NeverNumbered):
            services.register.give(card, issued_on=SIGNED, account=administrator)

    def test_a_superseded_paper_gets_none(
        self, services: Services, administrator: AccountRecord, send: Send
    ) -> None:
        """
        The paper that took its place is the one that is signed.
        """
        old = paper(services, send())
        send(motto="Đổi mới", reason="Sửa phương châm")

        with pytest.raises(PaperSuperseded):
            services.register.give(old, issued_on=SIGNED, account=administrator)


class TestVoiding:
    def test_a_voided_number_stays_and_is_not_given_again(
        self, services: Services, administrator: AccountRecord, send: Send
    ) -> None:
        """
        The register shows it with its reason, the paper gets the next one.
        """
        document_id = paper(services, send())
        number(services, document_id, administrator)
        services.register.void(document_id, reason="Ghi nhầm trích yếu", account=administrator)
        next_one = number(services, document_id, administrator)
        rows = [row.number for row in services.register.numbers(account=administrator)]

        assert "02/NQ-ĐH" == next_one.written
        assert [("voided", "Ghi nhầm trích yếu", "quan-tri"), ("given", None, None)] == [
            (one.state, one.reason, one.voided_by) for one in rows
        ]

    def test_what_has_no_number_is_not_voided(
        self, services: Services, administrator: AccountRecord, send: Send
    ) -> None:
        """
        Voiding twice says so.
        """
        document_id = paper(services, send())
        number(services, document_id, administrator)
        services.register.void(document_id, reason="Nhầm", account=administrator)

        with pytest.raises(HasNoNumber):
            services.register.void(document_id, reason="Nhầm", account=administrator)
        assert () == services.archive.search(SearchRequest(words="01/NQ-ĐH"), account=administrator).papers

    def test_the_audit_log_has_both(
        self, services: Services, administrator: AccountRecord, send: Send
    ) -> None:
        """
        Who gave and who voided is asked years later.
        """
        document_id = paper(services, send())
        number(services, document_id, administrator)
        services.register.void(document_id, reason="Nhầm", account=administrator)
        with services.catalog.read() as work:
            events = work.audit.events(document_id)

        assert ["number_given", "number_voided"] == events


class TestData:
    def test_a_number_in_the_data_is_entered(
        self, services: Services, administrator: AccountRecord, send: Send
    ) -> None:
        """
        Given on paper before: the register takes note of it, and the next one is higher.
        """
        set_id = send(marks=[{"kind": "resolution", "number": 5, "issued_on": "2023-02-25"}])
        (row,) = services.register.numbers(account=administrator)

        assert ("05/NQ-ĐH", dt.date(2023, 2, 25)) == (row.number.written, row.number.issued_on)
        assert ["number_given"] == [one["entry"] for one in filed(services, set_id)]

    def test_the_same_paper_of_the_next_edition_keeps_it(
        self, services: Services, administrator: AccountRecord, send: Send
    ) -> None:
        """
        Both ways agree: what was given on request may be written into the data.
        """
        old = paper(services, send())
        number(services, old, administrator)
        new = paper(
            services,
            send(
                motto="Đổi mới",
                reason="Ghi số",
                marks=[{"kind": "resolution", "number": 1, "issued_on": SIGNED.isoformat()}],
            ),
        )
        (row,) = services.register.numbers(account=administrator)

        assert new == row.number.document_id

    @pytest.mark.parametrize("void", [False, True])
    def test_a_number_of_another_paper_is_refused(
        self, services: Services, administrator: AccountRecord, send: Send, void: bool
    ) -> None:
        """
        Every clash is named with its place, and nothing of the edition is stored.
        """
        minutes = paper(services, send(), "minutes")
        number(services, minutes, administrator)
        if void:
            services.register.void(minutes, reason="Nhầm", account=administrator)
        clashing = [
            {"kind": "election_result", "election": 1, "round": 1, "number": 1, "issued_on": "2023-02-25"}
        ]
        with pytest.raises(DataRefused) as refused:
            send(marks=clashing, reason="Ghi số")

        assert [("/marks/0/number", "marks.number_voided" if void else "marks.number_taken")] == [
            (one.pointer, one.code) for one in refused.value.findings if one.severity == "error"
        ]
        assert 1 == len(services.sets.recent(account=administrator))


class TestArchive:
    def test_every_entry_is_filed(
        self, services: Services, administrator: AccountRecord, send: Send, tmp_path: Path
    ) -> None:
        """
        Given and voided stand in a new version beside the papers; ocfl-py finds the root sound.
        """
        set_id = send()
        document_id = paper(services, set_id)
        number(services, document_id, administrator)
        run(services)
        services.register.void(document_id, reason="Ghi nhầm", account=administrator)
        run(services)
        judge = ocfl.StorageRoot(root=str(tmp_path / "var" / "storage" / "archive"))
        judge.validate()

        assert [("number_given", None), ("number_voided", "Ghi nhầm")] == [
            (one["entry"], one.get("reason")) for one in filed(services, set_id)
        ]
        assert (1, 1) == (judge.num_objects, judge.good_objects)

    def test_the_next_set_carries_the_register_on(
        self, services: Services, administrator: AccountRecord, send: Send
    ) -> None:
        """
        The head of the object always holds the whole register, and says which set was superseded and why.
        """
        first = send()
        number(services, paper(services, first), administrator)
        run(services)
        second = send(motto="Đổi mới", reason="Sửa phương châm")
        shown = services.sets.status(second, account=administrator)
        assert shown is not None
        manifest = json.loads(
            services.archive.root.read(shown.congress.object_id, shown.record.version or 0, "manifest.json")
        )

        assert ["number_given"] == [one["entry"] for one in filed(services, second)]
        assert (first, "Sửa phương châm") == (manifest["supersedes"], manifest["reason"])

    def test_filing_twice_files_once(
        self, services: Services, administrator: AccountRecord, send: Send
    ) -> None:
        """
        A worker that dies between the version and its row leaves work that ends in the same version.
        """
        set_id = send()
        number(services, paper(services, set_id), administrator)
        with services.catalog.begin() as work:
            message_id = work.outbox.of_set(set_id, "file")
            message = work.outbox.claim(message_id or 0, at=work.now(), lease=dt.timedelta(0))
            work.commit()
        assert message is not None
        dying = Dying(catalog=services.catalog, storage=services.storage, archive=services.archive.root)
        with pytest.raises(KeyboardInterrupt):
            dying(message)
        number(services, paper(services, set_id, "minutes"), administrator)
        run(services)
        run(services)
        shown = services.sets.status(set_id, account=administrator)
        head = services.archive.root.head(shown.congress.object_id) if shown else None

        assert head is not None
        assert 3 == head.head
        assert ["01/NQ-ĐH", "01/BB-ĐH"] == [one["written"] for one in filed(services, set_id)]

    def test_an_old_copy_of_the_catalog_gives_no_number_twice(
        self, tmp_path: Path, administrator: AccountRecord, complete: bytes
    ) -> None:
        """
        After a restore the archive knows more than the catalog: numbering stops and says so.
        """
        settings_ = Settings(var=tmp_path / "own")
        services = build(settings_, migrate=True)
        account = services.access.ensure_administrator("Tổng Liên đoàn Lao động Việt Nam")
        set_id = services.submit(complete, account=account, key="1").set_id
        run(services)
        document_id, minutes = paper(services, set_id), paper(services, set_id, "minutes")
        services.close()
        shutil.copy(tmp_path / "own" / "catalog.db", tmp_path / "old.db")
        services = build(settings_)
        number(services, document_id, account)
        run(services)
        services.close()
        for left in (tmp_path / "own").glob("catalog.db*"):
            left.unlink()
        shutil.copy(tmp_path / "old.db", tmp_path / "own" / "catalog.db")
        services = build(settings_)

        with pytest.raises(RegisterBehind):
            number(services, minutes, account)
        services.close()
