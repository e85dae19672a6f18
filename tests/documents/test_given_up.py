"""Sets whose version the archive decided before the catalog heard of it, or gave them up."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import ocfl
import pytest

from service.archive import SearchRequest
from service.archive.invariants import CheckInvariants
from service.bootstrap import Services
from service.catalog import AccountRecord, Message, Work
from service.documents.produce import MadeChunk
from service.documents.seal import SealSet
from service.documents.status import SetStatus
from service.documents.work_on import LEASE, MOST_STARTS
from service.storage import OcflRoot, Storage
from service.storage.port import Naming
from tests.pdfs import blank_pdf
from tests.working import render, services_in, work_off

Submit = Callable[..., str]
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def services(sqlite_model: Path, tmp_path: Path) -> Iterator[Services]:
    """On one database: what is asked here is asked of the archive."""
    with services_in(tmp_path / "var", sqlite_model) as built:
        yield built


@pytest.fixture
def submit(services: Services, administrator: AccountRecord, complete: bytes) -> Submit:
    """Sends the complete example without cards, changed a little; the papers are rendered, the seal waits."""

    def submit(key: str, **changes: Any) -> str:
        data = json.loads(complete) | changes
        data.pop("delegates")
        set_id = services.submit(json.dumps(data).encode(), account=administrator, key=key).set_id
        produce = waiting(services, set_id, "produce")
        with services.catalog.begin() as work:
            claimed = work.outbox.claim(produce, at=work.now(), lease=LEASE)
            work.commit()
        assert claimed is not None
        render(services, claimed)
        return set_id

    return submit


def waiting(services: Services, set_id: str, task: Any) -> int:
    with services.catalog.read() as work:
        return of_set(work, set_id, task)


def of_set(work: Work, set_id: str, task: Any) -> int:
    found = work.outbox.of_set(set_id, task)
    assert found is not None
    return found


def frozen(services: Services, set_id: str) -> Message:
    """The claim of a worker that froze before it began: its lease ran out long ago."""
    with services.catalog.begin() as work:
        claimed = work.outbox.claim(waiting(services, set_id, "seal"), at=LONG_AGO, lease=LEASE)
        work.commit()
    assert claimed is not None
    return claimed


def killed_so_often(services: Services, set_id: str) -> None:
    """Claims that never came back, as many as are borne."""
    for start in range(MOST_STARTS):
        at = LONG_AGO + (start + 1) * 2 * LEASE
        with services.catalog.begin() as work:
            assert work.outbox.claim(waiting(services, set_id, "seal"), at=at, lease=LEASE) is not None
            work.commit()


def frozen_before_it_writes(services: Services, set_id: str) -> Callable[[SealSet], None]:
    """A worker read everything and froze; the set was given up meanwhile. Call it, and the worker wakes."""
    seal, late = services.work_on.seal, frozen(services, set_id)
    with services.catalog.read() as work:
        sealing = seal.look(work, late, work.sets.lock(set_id))
    staged = {key: services.storage.read(key) for key in services.storage.keys("staging/sets")}
    killed_so_often(services, set_id)
    work_off(services)

    def wakes(seal: SealSet) -> None:
        services.storage.put_all(staged)  # it had read them
        seal.write(late, sealing)

    return wakes


def dying_once_decided(services: Services) -> SealSet:
    """A sealer whose process dies when the inventory of a version stands and nothing after it."""
    dies = _DiesOnceDecided(services.storage)
    return replace(services.work_on.seal, archive=OcflRoot(dies))  # type: ignore[arg-type]  # as good as one


def status(services: Services, account: AccountRecord, set_id: str) -> SetStatus:
    found = services.sets.status(set_id, account=account)
    assert found is not None
    return found


def ocfl_faults(root: Path) -> list[str]:
    judge = ocfl.StorageRoot(root=str(root))
    judge.validate(log_warnings=True)
    return [line for line in judge.log.messages if "[W008" not in line] + ["bad"] * (
        judge.num_objects - judge.good_objects
    )


def test_a_version_that_stands_is_sealed_however_often_its_workers_died(
    services: Services, administrator: AccountRecord, submit: Submit
) -> None:
    """
    Three workers died between the archive and the catalog: the set is in the archive, so it is sealed, not failed.
    """
    set_id = submit("1")
    with pytest.raises(Died):
        dying_once_decided(services)(frozen(services, set_id))
    killed_so_often(services, set_id)

    work_off(services)

    found = status(services, administrator, set_id)
    assert ("sealed", 1, None) == (found.record.state, found.record.version, found.failure)
    assert services.archive.terms(account=administrator)
    assert [] == list(services.storage.keys("staging"))


def test_a_writer_that_wakes_after_the_set_was_given_up_seals_it(
    services: Services, administrator: AccountRecord, submit: Submit
) -> None:
    """
    Nothing in the archive is taken back: what a late writer decided is what the catalog says from then on.
    """
    set_id = submit("1")
    wakes = frozen_before_it_writes(services, set_id)
    assert "failed" == status(services, administrator, set_id).record.state

    wakes(services.work_on.seal)

    found = status(services, administrator, set_id)
    assert ("sealed", 1, None) == (found.record.state, found.record.version, found.failure)
    assert {"sealed": len(found.documents)} == found.progress
    assert services.archive.terms(account=administrator)


def test_a_set_that_was_given_up_does_not_stand_in_the_way_of_later_ones(
    services: Services, administrator: AccountRecord, submit: Submit
) -> None:
    """
    The writer died for good right after it had decided: the next edition comes after its version.
    """
    first = submit("1")
    wakes = frozen_before_it_writes(services, first)
    with pytest.raises(Died):
        wakes(dying_once_decided(services))

    second = submit("2", motto="Đoàn kết", reason="Sửa phương châm")
    work_off(services)

    old, new = (status(services, administrator, one) for one in (first, second))
    assert ("sealed", 1, second) == (old.record.state, old.record.version, old.record.superseded_by)
    assert ("sealed", 2, None) == (new.record.state, new.record.version, new.record.superseded_by)
    assert [] == ocfl_faults(services.settings.var / "storage" / "archive")


def test_filing_goes_on_behind_a_version_that_was_given_up(
    services: Services, administrator: AccountRecord, submit: Submit
) -> None:
    """
    A signed copy of the set before is filed, although a later set was given up after its version was decided.
    """
    first = submit("1")
    work_off(services)
    second = submit("2", motto="Đoàn kết", reason="Sửa phương châm")
    wakes = frozen_before_it_writes(services, second)
    with pytest.raises(Died):
        wakes(dying_once_decided(services))
    paper = next(one for one in status(services, administrator, first).documents if one.template == "minutes")

    services.copies.attach(paper.id, blank_pdf(), name="biên bản.pdf", account=administrator)
    work_off(services)

    with services.catalog.read() as work:
        assert work.outbox.oldest() is None
    found = status(services, administrator, second)
    assert ("sealed", 2) == (found.record.state, found.record.version)
    head = services.archive.root.head(found.congress.object_id)
    assert head is not None
    assert 3 == head.head
    assert [] == ocfl_faults(services.settings.var / "storage" / "archive")


def small_set(services: Services, account: AccountRecord, complete: bytes) -> str:
    """A set of one chunk, of which nobody has made a paper."""
    data = json.loads(complete)
    data.pop("delegates")
    return services.submit(json.dumps(data).encode(), account=account, key="1").set_id


def made_by(services: Services, set_id: str, *, start: int) -> tuple[Message, MadeChunk]:
    """A claim that ran out long ago, and the papers its worker has made."""
    with services.catalog.begin() as work:
        at = LONG_AGO + (start + 1) * 2 * LEASE
        claimed = work.outbox.claim(of_set(work, set_id, "produce"), at=at, lease=LEASE)
        work.commit()
    assert claimed is not None
    made = services.work_on.produce.make(claimed)
    assert made is not None
    return claimed, made


def check_all_is_known(services: Services, account: AccountRecord, set_id: str) -> None:
    """The set is sealed, and every row says what the archive says."""
    found = status(services, account, set_id)
    assert ("sealed", 1, None) == (found.record.state, found.record.version, found.failure)
    check = CheckInvariants(storage=services.storage, catalog_url=services.settings.catalog_url)
    assert [] == check(at_rest=True, acknowledged=[set_id]).breaches
    papers = services.archive.search(SearchRequest(words="nghị quyết"), account=account).papers
    assert papers
    assert all(services.archive.content(one).startswith(b"PK") for one in papers)


def test_a_version_that_its_makers_never_recorded_is_sealed_with_all_that_it_says(
    services: Services, administrator: AccountRecord, complete: bytes
) -> None:
    """
    Three workers made the papers of a small set and died once its version was decided: no row has a digest, the archive has.
    """
    set_id = small_set(services, administrator, complete)
    for start in range(MOST_STARTS):
        claimed, made = made_by(services, set_id, start=start)
        with pytest.raises(Died):
            dying_once_decided(services)(claimed, made)

    work_off(services)

    check_all_is_known(services, administrator, set_id)


def test_a_version_of_another_release_is_recorded_as_it_stands(
    services: Services, administrator: AccountRecord, complete: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A worker died right behind the decision, and the next one is of a release that makes other bytes: it never could write them.
    """
    set_id = small_set(services, administrator, complete)
    claimed, made = made_by(services, set_id, start=0)
    with pytest.raises(Died):
        dying_once_decided(services)(claimed, made)
    monkeypatch.setattr("service.documents.seal.ENGINE_VERSION", "the next one")

    work_off(services)

    check_all_is_known(services, administrator, set_id)


def test_a_maker_that_wakes_after_the_set_was_given_up_seals_it(
    services: Services, administrator: AccountRecord, complete: bytes
) -> None:
    """
    It made all papers and froze; the set was given up without a paper. What it writes now is what the catalog says.
    """
    set_id = small_set(services, administrator, complete)
    seal, (late, made) = services.work_on.seal, made_by(services, set_id, start=0)
    with services.catalog.read() as work:
        sealing = seal.look(work, late, work.sets.lock(set_id), made)
    for start in range(1, MOST_STARTS):
        made_by(services, set_id, start=start)
    work_off(services)
    assert "failed" == status(services, administrator, set_id).record.state

    seal.write(late, sealing, made)

    check_all_is_known(services, administrator, set_id)


class Died(BaseException):
    """The process ends here."""


class _DiesOnceDecided:
    """The storage of a process that dies when the inventory of a version stands and nothing after it."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    @contextmanager
    def drafting(self, contents: Mapping[str, bytes]) -> Iterator[Naming]:
        with self._storage.drafting(contents) as name:

            def until_decided(*keys: str) -> None:
                name(*keys)
                if any(key.startswith("archive/") and key.endswith("/inventory.json") for key in keys):
                    raise Died

            yield until_decided

    def __getattr__(self, name: str) -> object:
        return getattr(self._storage, name)
