"""The way of the data: from an accepted edition to a sealed set, and every way it can go wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import ocfl
import pytest

from service.bootstrap import Services, build
from service.catalog import AccountRecord
from service.config import Settings
from service.documents.status import SetStatus
from service.documents.work_on import LEASE, MOST_STARTS
from service.storage import Damaged, OcflRoot, Storage, StorageFull
from tests.working import render


def changed(raw: bytes, **changes: object) -> bytes:
    return json.dumps({**json.loads(raw), **changes}).encode()


def run(services: Services) -> None:
    """What relay and workers do, until nothing is due."""
    while services.relay(services.work_on):
        pass


def status(services: Services, set_id: str, account: AccountRecord) -> SetStatus:
    found = services.sets.status(set_id, account=account)
    assert found is not None
    return found


def due_now(services: Services, set_id: str) -> int:
    """The id of the one piece of work that the set has in the outbox."""
    with services.catalog.read() as work:
        found = [work.outbox.of_set(set_id, "produce"), work.outbox.of_set(set_id, "seal")]
    (one,) = [message_id for message_id in found if message_id is not None]
    return one


def ocfl_faults(root: Path) -> list[str]:
    """What ocfl-py, which shares no code with us, finds wrong; W008 wants an address of a person."""
    judge = ocfl.StorageRoot(root=str(root))
    judge.validate(log_warnings=True)
    bad = [f"{judge.num_objects - judge.good_objects} bad objects"] * (judge.num_objects - judge.good_objects)
    return bad + [line for line in judge.log.messages if "[W008" not in line]


@pytest.fixture
def small(complete: bytes) -> bytes:
    """The complete example without delegates' cards, so that its papers are one chunk."""
    value = json.loads(complete)
    value.pop("delegates")
    return json.dumps(value).encode()


class TestSealing:
    def test_a_complete_congress_becomes_one_version_of_one_object(
        self, services: Services, administrator: AccountRecord, complete: bytes
    ) -> None:
        """
        All papers, what they were made from, and a manifest that ties them; an outside judge agrees.
        """
        set_id = services.submit(complete, account=administrator, key="1").set_id

        run(services)

        sealed, root = status(services, set_id, administrator), services.archive.root
        assert ("sealed", 1, ()) == (sealed.record.state, sealed.record.version, sealed.held_back)
        assert {"sealed": len(sealed.documents)} == sealed.progress
        manifest = json.loads(root.read(sealed.congress.object_id, 1, "manifest.json"))
        assert [one.sha256 for one in sealed.documents] == [one["sha256"] for one in manifest["papers"]]
        assert [31, 31, 31] == [one["originals"] for one in manifest["papers"] if one["template"] == "ballot"]
        for paper in manifest["papers"]:
            content = root.read(sealed.congress.object_id, 1, paper["path"])
            template = root.read(sealed.congress.object_id, 1, f"templates/{paper['template']}.docx")
            assert paper["sha256"] == hashlib.sha256(content).hexdigest()
            assert paper["template_sha256"] == hashlib.sha256(template).hexdigest()
        assert complete == root.read(sealed.congress.object_id, 1, "edition/received.json")
        assert [] == ocfl_faults(services.settings.var / "storage" / "archive")

    def test_nothing_waits_in_staging_afterwards(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        What waited for the seal is gone once it is sealed.
        """
        services.submit(small, account=administrator, key="1")

        run(services)

        assert [] == list(services.storage.keys("staging"))

    def test_the_same_data_give_the_same_fields_elsewhere(
        self, services: Services, administrator: AccountRecord, small: bytes, tmp_path: Path
    ) -> None:
        """
        Another machine, another database: the papers are made of the same fields and templates.
        """
        other = build(Settings(var=tmp_path / "other"), migrate=True)
        account = other.access.ensure_administrator("Tổng Liên đoàn Lao động Việt Nam")
        here = services.submit(small, account=administrator, key="1").set_id
        there = other.submit(small, account=account, key="1").set_id
        run(services)
        run(other)

        def made_of(of: SetStatus) -> list[tuple[str, str | None, str]]:
            return [(one.file_name, one.fields_sha256, one.template_sha256) for one in of.documents]

        assert made_of(status(services, here, administrator)) == made_of(status(other, there, account))
        other.close()

    def test_published_facts_alone_make_nothing_and_are_kept(
        self, services: Services, administrator: AccountRecord, published: bytes
    ) -> None:
        """
        Nothing that is missing is guessed: every paper says what it lacks.
        """
        set_id = services.submit(published, account=administrator, key="1").set_id

        run(services)

        found = status(services, set_id, administrator)
        assert ("incomplete", ()) == (found.record.state, found.documents)
        assert found.held_back
        assert all(paper.lacks for paper in found.held_back)

    def test_a_later_edition_adds_what_was_missing(
        self, services: Services, administrator: AccountRecord, published: bytes, complete: bytes
    ) -> None:
        """
        The second edition belongs to the same congress and makes its papers.
        """
        first = services.submit(published, account=administrator, key="1").set_id
        second = services.submit(complete, account=administrator, key="2").set_id

        run(services)

        one, two = status(services, first, administrator), status(services, second, administrator)
        assert one.congress == two.congress
        assert (1, "incomplete", 2, "sealed") == (one.serial, one.record.state, two.serial, two.record.state)

    def test_a_correction_supersedes_and_the_old_version_stays(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        The new set is the second version of the same object; the first can still be read, marked as old.
        """
        corrected = changed(small, reason="Sửa phương châm", motto="Đoàn kết")
        first = services.submit(small, account=administrator, key="1").set_id
        run(services)
        second = services.submit(corrected, account=administrator, key="2").set_id
        run(services)

        old, new = status(services, first, administrator), status(services, second, administrator)
        assert (second, 1) == (old.record.superseded_by, old.record.version)
        assert (None, 2) == (new.record.superseded_by, new.record.version)
        (paper,) = [one for one in old.documents if one.template == "resolution"]
        shelved = services.archive.paper(paper.id, account=administrator)
        assert shelved is not None
        assert shelved.superseded
        assert paper.sha256 == hashlib.sha256(services.archive.content(shelved)).hexdigest()


class TestRepetition:
    def test_messages_may_come_ten_times_and_in_any_order(
        self, services: Services, administrator: AccountRecord, complete: bytes
    ) -> None:
        """
        A message that comes again finds its work done.
        """
        set_id = services.submit(complete, account=administrator, key="1").set_id
        with services.catalog.read() as work:
            due = work.outbox.due(at=work.now())

        for message_id in [*reversed(due), *due] * 5:
            services.work_on(message_id)
        run(services)

        assert 1 == status(services, set_id, administrator).record.version
        with services.catalog.read() as work:
            assert ["set_accepted", "set_sealed"] == work.audit.events(set_id)

    def test_a_crash_between_archive_and_catalog_is_made_good(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        The version is there, the row is not: the next try finds its own version and goes on.
        """
        set_id = services.submit(small, account=administrator, key="1").set_id
        with services.catalog.begin() as work:
            message = work.outbox.claim(due_now(services, set_id), at=work.now(), lease=LEASE)
            work.commit()
        assert message is not None
        render(services, message)
        long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        with services.catalog.begin() as work:
            lost = work.outbox.claim(due_now(services, set_id), at=long_ago, lease=LEASE)
            work.commit()
        with services.catalog.begin() as work:
            again = work.outbox.claim(due_now(services, set_id), at=work.now(), lease=LEASE)
            work.commit()
        assert lost is not None
        assert again is not None

        services.work_on.seal(lost)
        assert "accepted" == status(services, set_id, administrator).record.state
        services.work_on.seal(again)

        found = status(services, set_id, administrator)
        assert ("sealed", 1) == (found.record.state, found.record.version)

    def test_a_crash_right_after_the_papers_were_made_and_sealed_is_made_good(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        Whoever takes over makes the papers again and finds the version with those very bytes; the late one says nothing.
        """
        set_id = services.submit(small, account=administrator, key="1").set_id
        message_id, claims = due_now(services, set_id), []
        for day in (1, 2):
            with services.catalog.begin() as work:
                at = dt.datetime(2020, 1, day, tzinfo=dt.UTC)
                claims.append(work.outbox.claim(message_id, at=at, lease=LEASE))
                work.commit()
        lost, again = claims
        assert lost is not None
        assert again is not None
        assert (lost.begun_at, again.begun_at) == (lost.begun_at, lost.begun_at)
        produce, seal = services.work_on.produce, services.work_on.seal
        made, made_again = produce.make(lost), produce.make(again)
        assert made is not None
        assert made_again is not None

        assert seal(lost, made)
        assert "accepted" == status(services, set_id, administrator).record.state
        assert seal(again, made_again)

        found = status(services, set_id, administrator)
        assert ("sealed", 1) == (found.record.state, found.record.version)
        assert lost.begun_at == found.record.sealed_at
        with services.catalog.read() as work:
            assert ["set_accepted", "set_sealed"] == work.audit.events(set_id)

    def test_sets_of_a_congress_are_sealed_in_the_order_of_their_editions(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        The later set waits for the earlier one, and gives its start back while it waits.
        """
        first = services.submit(small, account=administrator, key="1").set_id
        second = services.submit(
            changed(small, motto="Đoàn kết", reason="Sửa phương châm"), account=administrator, key="2"
        ).set_id

        for _ in range(2 * MOST_STARTS):
            services.work_on(due_now(services, second))
        assert "accepted" == status(services, second, administrator).record.state
        services.work_on(due_now(services, first))
        services.work_on(due_now(services, second))

        versions = [status(services, one, administrator).record.version for one in (first, second)]
        assert [1, 2] == versions


class _Broken:
    """The storage, but storing fails in the way that was asked for."""

    def __init__(self, storage: Storage, error: Exception) -> None:
        self._storage = storage
        self._error = error

    def put(self, key: str, content: bytes) -> None:
        raise self._error

    def put_all(self, contents: dict[str, bytes]) -> None:
        raise self._error

    def drafting(self, contents: dict[str, bytes]) -> NoReturn:
        raise self._error

    def __getattr__(self, name: str) -> object:
        return getattr(self._storage, name)


def with_broken_storage(services: Services, error: Exception) -> Services:
    broken: Any = _Broken(services.storage, error)
    produce = replace(services.work_on.produce, storage=broken)
    seal = replace(services.work_on.seal, storage=broken, archive=OcflRoot(broken))
    return replace(services, work_on=replace(services.work_on, produce=produce, seal=seal))


class TestTrouble:
    def test_a_full_disk_delays_and_loses_nothing(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        No space is a state, not a crash: however often it is tried, the work goes on when there is room.
        """
        set_id = services.submit(small, account=administrator, key="1").set_id
        full = with_broken_storage(services, StorageFull("the disk is full"))

        for _ in range(2 * MOST_STARTS):
            full.work_on(due_now(services, set_id))
        assert "accepted" == status(services, set_id, administrator).record.state
        services.work_on(due_now(services, set_id))

        assert "sealed" == status(services, set_id, administrator).record.state

    def test_damaged_storage_fails_the_whole_set(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        Trouble that does not pass is said, and nothing of the set is in the archive.
        """
        set_id = services.submit(small, account=administrator, key="1").set_id

        with_broken_storage(services, Damaged("staging")).work_on(due_now(services, set_id))

        found = status(services, set_id, administrator)
        assert found.failure is not None
        assert ("failed", "work.storage_failed") == (found.record.state, found.failure.code)
        assert {"failed": len(found.documents)} == found.progress
        assert [] == services.archive.terms(account=administrator)

    def test_a_template_that_does_not_fit_fails_the_set_and_names_the_paper(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        All or nothing: one paper that cannot be made keeps the others out of the archive.
        """
        book = services.book
        other = replace(book["minutes"], source=book["resolution"].source, sha256=book["resolution"].sha256)
        swapped = replace(book, templates={**book.templates, "minutes": other})
        set_id = replace(services.submit, packs=services.packs.with_book(swapped))(
            small, account=administrator, key="1"
        ).set_id

        run(services)

        found = status(services, set_id, administrator)
        assert found.failure is not None
        assert "work.render_failed" == found.failure.code
        assert [found.failure.document_id] == [one.id for one in found.documents if one.template == "minutes"]
        assert [] == list(services.archive.root.object_ids())

    def test_work_that_kills_its_process_is_given_up_and_says_so(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        Starts are counted before any work begins; after a few that never came back the set is given up.
        """
        set_id = services.submit(small, account=administrator, key="1").set_id
        message_id = due_now(services, set_id)
        for start in range(MOST_STARTS):
            with services.catalog.begin() as work:
                at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC) + start * 2 * LEASE
                assert work.outbox.claim(message_id, at=at, lease=LEASE) is not None
                work.commit()

        services.work_on(message_id)

        found = status(services, set_id, administrator)
        assert found.failure is not None
        assert ("failed", "work.killed_its_process") == (found.record.state, found.failure.code)
        with services.catalog.read() as work:
            assert work.outbox.oldest() is None

    def test_a_surprise_is_raised_and_counts_as_a_start(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        A bug does not loop for ever: it is seen in the log each time, then the set is given up.
        """
        set_id = services.submit(small, account=administrator, key="1").set_id
        odd = with_broken_storage(services, ZeroDivisionError("a bug"))

        for _ in range(MOST_STARTS):
            with pytest.raises(ZeroDivisionError):
                odd.work_on(due_now(services, set_id))
        odd.work_on(due_now(services, set_id))

        assert "failed" == status(services, set_id, administrator).record.state


class TestTidying:
    def test_what_crashes_left_behind_is_cleared_away(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        Staged papers of settled or unknown sets go; those of a set in hand stay.
        """
        sealed = services.submit(small, account=administrator, key="1").set_id
        run(services)
        in_hand = services.submit(
            changed(small, motto="Đoàn kết", reason="Sửa phương châm"), account=administrator, key="2"
        ).set_id
        for set_id in (sealed, in_hand, "unknown"):
            services.storage.put(f"staging/sets/{set_id}/paper.docx", b"left behind")

        services.tidy()

        assert [f"staging/sets/{in_hand}/paper.docx"] == list(services.storage.keys("staging/sets"))


class TestRelay:
    def test_a_message_rests_before_it_is_taken_for_lost(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        The row is the truth: what led to nothing is due again later, not at once.
        """
        services.submit(small, account=administrator, key="1")
        sent: list[int] = []

        services.relay(sent.append)
        services.relay(sent.append)

        assert 1 == len(sent)
        with services.catalog.read() as work:
            assert sent == work.outbox.due(at=work.now() + dt.timedelta(seconds=11))

    def test_a_broker_that_is_down_loses_nothing(
        self, services: Services, administrator: AccountRecord, small: bytes
    ) -> None:
        """
        What could not be sent is due at once.
        """
        services.submit(small, account=administrator, key="1")

        def refuse(_: int) -> None:
            raise ConnectionError("the broker is down")

        with pytest.raises(ConnectionError):
            services.relay(refuse)

        assert 1 == services.relay(services.work_on)
