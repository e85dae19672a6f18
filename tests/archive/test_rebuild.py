"""The catalog made anew from the archive's files alone, on both databases, from a folder and from S3."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from service.archive import Rebuilt, SearchRequest, SetReader
from service.archive.reading_ahead import Reading
from service.archive.rebuild import _survey
from service.archive.sealed import FIELDS, MANIFEST
from service.bootstrap import Services, build, build_rebuild
from service.catalog import AccountRecord, CatalogInUse, Replacement, Shelved
from service.catalog.carrying import PEOPLE, REBUILT, UNSEALED
from service.catalog.tables import metadata
from service.config import Settings
from service.storage import MemoryStorage, OcflRoot, Storage
from tests import s3
from tests.pdfs import blank_pdf

ROOT = "Tổng Liên đoàn Lao động Việt Nam"
ASKED = [
    SearchRequest(limit=1000),
    SearchRequest(limit=1000, superseded=True),
    SearchRequest(words="rcom jen", superseded=True),
    SearchRequest(words="nghị quyết", kind="resolution"),
    SearchRequest(words="doan ket", limit=1000),
    SearchRequest(words="01/NQ-ĐH"),
    SearchRequest(words="02/BB-ĐH"),
    SearchRequest(term="2018-2023"),
]


def submit(services: Services, account: AccountRecord, data: dict[str, Any], key: str) -> str:
    made = services.submit(json.dumps(data).encode(), account=account, key=key).set_id
    while services.relay(services.work_on):
        pass
    return made


def sign(services: Services, account: AccountRecord, set_id: str) -> None:
    """Gives the minutes a number, voids it, gives them the next one, and attaches a signed copy."""
    status = services.sets.status(set_id, account=account)
    assert status is not None
    minutes = next(one.id for one in status.documents if one.template == "minutes")
    day = dt.date(2023, 2, 27)
    services.register.give(minutes, issued_on=day, account=account)
    services.register.void(minutes, reason="Ghi nhầm", account=account)
    services.register.give(minutes, issued_on=day, account=account)
    services.copies.attach(minutes, blank_pdf(), name="biên bản.pdf", account=account)
    while services.relay(services.work_on):
        pass


@pytest.fixture
def small(complete: bytes) -> dict[str, Any]:
    """The complete example without cards, with a number and a date."""
    data = json.loads(complete)
    data.pop("delegates")
    data["marks"] = [{"kind": "resolution", "number": 1, "issued_on": "2023-02-25"}]
    return data


@pytest.fixture
def fill(small: dict[str, Any]) -> Callable[[Services], None]:
    """Seals two editions of one congress and one of another, by two senders."""

    def fill(services: Services) -> None:
        top = services.access.ensure_administrator(ROOT)
        submit(services, top, small, "1")
        place = services.access.organisation_at("Công đoàn Viên chức tỉnh")
        sender = services.access.add_account(
            name="thu-ky", role="secretary", organisation=place, password="một mật khẩu đủ dài"
        )
        submit(services, sender, {**small, "motto": "Đoàn kết", "reason": "Sửa phương châm"}, "2")
        other = json.loads(json.dumps(small))
        other["organisation"]["name"] = "Công đoàn cơ sở Trường Cao đẳng nghề"
        sign(services, top, submit(services, top, other, "3"))

    return fill


def seen(services: Services, account: AccountRecord) -> list[Any]:
    """Everything that can be found and taken, in the order in which it is found."""
    pages = [services.archive.search(asked, account=account).papers for asked in ASKED]
    papers = {paper.document.id: paper for page in pages for paper in page}
    statuses = [
        services.sets.status(one, account=account)
        for one in sorted({p.document.set_id for p in papers.values()})
    ]
    return [
        [[_without_work(paper) for paper in page] for page in pages],
        services.archive.terms(account=account),
        [(status.serial, status.congress, status.record, status.findings) for status in statuses if status],
        {name: services.archive.content(paper) for name, paper in papers.items()},
        services.register.numbers(account=account),
        {one: _signed(services, paper) for one, paper in papers.items()},
    ]


def _signed(services: Services, paper: Shelved) -> list[Any]:
    """The signed copies of a paper, each with its bytes."""
    copies = services.copies.copies_of(paper.document.id)
    return [(one, services.copies.content(paper, one)) for one in copies]


def _without_work(paper: Shelved) -> Shelved:
    """How the work was cut and how long it took is no matter of the archive, nor are row numbers."""
    document = dataclasses.replace(paper.document, chunk=0, milliseconds=None)
    return dataclasses.replace(paper, document=document, sid=0)


def rebuilt(settings: Settings, **options: Any) -> Rebuilt:
    new = Replacement(settings.catalog_url, alone=options.pop("alone", False))
    try:
        return build_rebuild(settings)(new, **options)
    finally:
        new.close()


def empty(catalog_url: str) -> None:
    """The database is gone."""
    if catalog_url.startswith("sqlite"):
        file = Path(catalog_url.removeprefix("sqlite:///"))
        for one in file.parent.glob(f"{file.name}*"):
            one.unlink()
        return
    import psycopg

    with psycopg.connect(catalog_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.slow)])
def settings(request: pytest.FixtureRequest, migrated_url: str, tmp_path: Path) -> Settings:
    """An empty catalog of each kind over an empty storage of each kind."""
    storage_url = ""
    if request.param == "s3":
        keys = tmp_path / "keys"
        keys.write_text("[default]\naws_access_key_id = vankien\naws_secret_access_key = x\n")
        endpoint = request.getfixturevalue("moto_server")
        storage_url = f"s3://{s3.BUCKET}/{s3.new_prefix()}?endpoint={endpoint}&credentials={keys}"
    return Settings(var=tmp_path / "var", catalog_url=migrated_url, storage_url=storage_url)


@pytest.fixture
def opened(settings: Settings) -> Iterator[Services]:
    services = build(settings)
    services.access.ensure_administrator(ROOT)
    yield services
    services.close()


def test_a_lost_database_comes_back_from_the_files(
    settings: Settings, opened: Services, fill: Callable[[Services], None]
) -> None:
    """
    The database is deleted: afterwards the same documents, sets, numbers and search results are found.
    """
    fill(opened)
    before = seen(opened, opened.access.ensure_administrator(ROOT))
    opened.close()
    empty(settings.catalog_url)

    done = rebuilt(settings)

    again = build(settings)
    account = again.access.ensure_administrator(ROOT)
    assert (3, None, ()) == (done.sets, done.kept_as, done.lost)
    assert before == seen(again, account)
    with again.catalog.read() as work:
        assert work.accounts.named("thu-ky") is None, (
            "an account that sent something cannot sign in by itself"
        )
    again.close()


@pytest.mark.slow
def test_work_goes_on_after_a_rebuild(
    settings: Settings, opened: Services, fill: Callable[[Services], None], small: dict[str, Any]
) -> None:
    """
    The next edition gets the next number and supersedes; whoever sent editions has their account back.
    """
    fill(opened)
    opened.close()
    empty(settings.catalog_url)
    rebuilt(settings)

    again = build(settings)
    place = again.access.organisation_at("Công đoàn Viên chức tỉnh")
    again.access.ensure_administrator(ROOT)
    sender = again.access.add_account(
        name="thu-ky", role="secretary", organisation=place, password="một mật khẩu đủ dài"
    )
    made = submit(again, sender, {**small, "motto": "Đổi mới", "reason": "Sửa phương châm"}, "4")

    status = again.sets.status(made, account=sender)
    assert status is not None
    # Each of the two editions before was sealed, and the number in its data filed.
    assert ("sealed", 5, 3) == (status.record.state, status.record.version, status.serial)
    again.close()


def test_every_table_is_rebuilt_or_carried() -> None:
    """
    Nobody adds a table without saying where its rows come from after a rebuild.
    """
    assert set(metadata.tables) == {*PEOPLE, *UNSEALED} | REBUILT


@pytest.mark.slow
class TestCarriedOver:
    def test_people_and_unfinished_work_stay(
        self, settings: Settings, opened: Services, fill: Callable[[Services], None], published: bytes,
        small: dict[str, Any],
    ) -> None:  # fmt: skip
        """
        What stands in no file comes from the database in use, which is kept.
        """
        fill(opened)
        account = opened.access.ensure_administrator(ROOT)
        token = opened.access.new_token("thu-ky", label="máy")
        source = opened.book["resolution"].source
        brought = opened.templates.bring("resolution", source, name="a.docx", by=account)
        opened.templates.choose(brought.id, by=account)
        less = json.dumps({**json.loads(published), "reason": "Gửi lại số liệu đã công bố"}).encode()
        kept = opened.submit(less, account=account, key="5").set_id
        promised = opened.submit(
            json.dumps({**small, "motto": "Trí tuệ", "reason": "Sửa phương châm"}).encode(),
            account=account,
            key="6",
        ).set_id
        before = seen(opened, account)
        opened.close()

        done = rebuilt(settings)

        again = build(settings)
        assert before == seen(again, account)
        assert (by := again.access.by_token(token)) is not None
        assert "thu-ky" == by.name
        assert brought == again.templates.page("resolution", by=account).line.current
        assert (status := again.sets.status(kept, account=account)) is not None
        assert "incomplete" == status.record.state
        assert not again.submit(less, account=account, key="5").new
        while again.relay(again.work_on):
            pass
        assert (status := again.sets.status(promised, account=account)) is not None
        assert ("sealed", 5) == (status.record.state, status.record.version)
        assert done.kept_as is not None
        again.close()

    def test_a_set_that_the_archive_lost_is_not_forgotten_in_silence(
        self, settings: Settings, opened: Services, fill: Callable[[Services], None]
    ) -> None:
        """
        The database knows it, no file holds it: it is named, and the database stays in use.
        """
        fill(opened)
        account = opened.access.ensure_administrator(ROOT)
        before = opened.archive.terms(account=account)
        lost = next(opened.archive.root.object_ids())
        opened.close()
        other = dataclasses.replace(settings, storage_url=str(settings.var / "other"))
        _without(lost, opened.storage, other)

        done = rebuilt(other)

        assert all(name.startswith(lost) for name in done.lost)
        assert done.lost
        again = build(settings)
        assert before == again.archive.terms(account=account)
        again.close()
        assert () == rebuilt(other, forget_lost=True).lost

    def test_a_catalog_in_use_is_not_replaced(
        self, settings: Settings, opened: Services, fill: Callable[[Services], None]
    ) -> None:
        """
        A process that was left running would write into the old one.
        """
        fill(opened)
        with opened.catalog.read() as work:
            work.now()
            with pytest.raises(CatalogInUse, match="stop `vankien serve`"):
                rebuilt(settings)


def _without(object_id: str, storage: Storage, settings: Settings) -> None:
    """Copy a storage to another place, one object left out."""
    from service.storage import open_storage

    root = OcflRoot(storage)
    other = open_storage(settings.storage_url)
    for key in storage.keys("archive"):
        if not key.startswith(f"{root.object_key(object_id)}/"):
            other.put(key, storage.read(key))


def test_versions_come_back_in_their_order_whatever_clocks_said() -> None:
    """
    A rebuild goes on behind the newest version it has: an older one that came later would be left out.
    """
    root = OcflRoot(MemoryStorage())
    root.initialise()
    for number, day in enumerate((3, 1, 2)):
        root.add_version(
            "vankien:2023-2028/a",
            files={MANIFEST: bytes([number])},
            created=dt.datetime(2023, 3, day, tzinfo=dt.UTC),
            message="",
            user="",
            expected_head=number,
        )
    reader = SetReader(root=root, upgrade=lambda *_: b"")

    (found,) = _survey(Reading(reader), list(root.object_ids()))

    assert [1, 2, 3] == [number for number, _ in sorted(found.sealed, key=lambda one: (one[1], one[0]))]


class Stopped(Exception):
    """The rebuild ends here."""


@pytest.mark.slow
def test_an_interrupted_rebuild_goes_on(
    settings: Settings, opened: Services, fill: Callable[[Services], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Stopped after each set, which another process read, it has everything in the end, once.
    """
    monkeypatch.setattr("service.archive.rebuild._AT_ONCE", 1)
    monkeypatch.setattr("service.archive.reading_ahead._WORTH", 1)
    fill(opened)
    before = seen(opened, opened.access.ensure_administrator(ROOT))
    opened.close()
    empty(settings.catalog_url)

    def stop(_: int) -> None:
        raise Stopped

    for _ in range(3):
        with pytest.raises(Stopped):
            rebuilt(settings, told=stop)
    assert 0 == rebuilt(settings).sets

    again = build(settings)
    assert before == seen(again, again.access.ensure_administrator(ROOT))
    again.close()


_REBUILD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from service.archive import reading_ahead, rebuild
from service.bootstrap import build_rebuild
from service.catalog import Replacement
from service.catalog.shelf import Shelf
from service.config import Settings

var, catalog, storage, when = sys.argv[1:]
settings = Settings(var=Path(var), catalog_url=catalog, storage_url=storage)
rebuild._AT_ONCE = reading_ahead._WORTH = 1
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
if when == "shelving":
    Shelf.place = die
elif when == "indexing":
    Shelf.index = die
build_rebuild(settings)(Replacement(catalog), told=die if when == "reading" else lambda _: None)
"""


@pytest.mark.slow
def test_a_killed_rebuild_goes_on(
    settings: Settings, opened: Services, fill: Callable[[Services], None]
) -> None:
    """
    Killed after a set, before the last is on the shelf, and before words are indexed: everything is there in the end, once.

    The processes that read for it end too: one that was left would keep the pipe open for ever.
    """
    fill(opened)
    before = seen(opened, opened.access.ensure_administrator(ROOT))
    opened.close()
    empty(settings.catalog_url)

    for when in ("reading", "reading", "shelving", "indexing"):
        command = [sys.executable, "-c", _REBUILD_AND_DIE, str(settings.var), settings.catalog_url]
        ended = subprocess.run(
            [*command, settings.storage_url, when],
            check=False,
            cwd=Path(__file__).parents[2],
            timeout=120,
            stdout=subprocess.PIPE,
        )
        assert -signal.SIGKILL == ended.returncode, when
    assert 0 == rebuilt(settings).sets

    again = build(settings)
    assert before == seen(again, again.access.ensure_administrator(ROOT))
    again.close()


@pytest.mark.slow
def test_the_first_format_is_still_read(
    settings: Settings, opened: Services, small: dict[str, Any], tmp_path: Path
) -> None:
    """
    A version sealed by the first release comes back with everything but the time of its seal.
    """
    account = opened.access.ensure_administrator(ROOT)
    submit(opened, account, small, "1")
    (object_id,) = opened.archive.root.object_ids()
    head = opened.archive.root.head(object_id)
    assert head is not None
    files = {path: opened.archive.root.read(object_id, 1, path) for path in head.version(1).files}
    before = seen(opened, account)
    opened.close()
    other = dataclasses.replace(settings, storage_url=str(tmp_path / "first"))
    root = OcflRoot(build_rebuild(other).root._storage)
    root.initialise()
    root.add_version(
        object_id,
        files=as_format_1(files),
        created=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        message="Chốt",
        user=account.name,
        expected_head=0,
    )
    empty(settings.catalog_url)

    rebuilt(other)

    again = build(other)
    found = seen(again, again.access.ensure_administrator(ROOT))
    assert _timeless(before) == _timeless(found)
    again.close()


def as_format_1(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files as the first release sealed them."""
    manifest = json.loads(files[MANIFEST])
    kept = ("set", "congress", "organisation", "term", "rule_set", "engine")
    edition = {name: manifest["edition"][name] for name in ("id", "serial", "sha256", "received_at")}
    told = ("id", "path", "kind", "subject", "title", "number", "issued_on", "template", "template_sha256",
            "fields_sha256", "sha256", "size")  # fmt: skip
    value = {name: manifest[name] for name in kept}
    value |= {"format": "vankien/set/1", "edition": edition}
    value["papers"] = [{name: one[name] for name in told} for one in manifest["papers"]]
    return {path: content for path, content in files.items() if path != FIELDS} | {
        MANIFEST: json.dumps(value).encode()
    }


def _timeless(found: list[Any]) -> list[Any]:
    """Without the times, the ids of organisations and the register, which the first format did not hold."""
    pages, terms, statuses, contents, *_ = found
    papers = [[dataclasses.replace(paper, sealed_at=None) for paper in page] for page in pages]
    kept = [
        (serial, congress.id, congress.organisation.name, congress.term,
         dataclasses.replace(record, sealed_at=None, accepted_at=None), findings)
        for serial, congress, record, findings in statuses
    ]  # fmt: skip
    return [papers, terms, kept, contents]


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
def test_no_serial_that_the_archive_names_is_given_again(
    settings: Settings, opened: Services, small: dict[str, Any], published: bytes
) -> None:
    """
    Editions that made no set are named by the next manifest; what came after the last seal is all that is forgotten.
    """
    account = opened.access.ensure_administrator(ROOT)
    opened.submit(published, account=account, key="1")
    opened.submit(published + b"\n", account=account, key="2")
    submit(opened, account, small, "3")
    (object_id,) = opened.archive.root.object_ids()
    manifest = json.loads(opened.archive.root.read(object_id, 1, MANIFEST))
    opened.close()
    empty(settings.catalog_url)
    rebuilt(settings)

    again = build(settings)
    account = again.access.ensure_administrator(ROOT)
    made = submit(again, account, {**small, "motto": "Đổi mới", "reason": "Sửa phương châm"}, "4")
    status = again.sets.status(made, account=account)
    again.close()

    assert ([1, 2], 3) == ([one["serial"] for one in manifest["never_sealed"]], manifest["edition"]["serial"])
    assert status
    assert 4 == status.serial
