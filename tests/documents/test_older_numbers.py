"""Numbers that stand in papers alone, of releases that had no register: entered when a catalog is rebuilt or migrated."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config

import service.catalog
from service.bootstrap import Services, build, build_import, build_rebuild
from service.catalog import AccountRecord, Replacement, Series
from service.catalog.engine import open_engine
from service.config import Settings
from service.documents.register import EnterOlderNumbers
from tests.archive.test_rebuild import as_format_1
from tests.working import work_off

ROOT = "Tổng Liên đoàn Lao động Việt Nam"
MARKS = [
    {"kind": "resolution", "number": 5, "issued_on": "2023-02-25"},
    {"kind": "minutes", "number": 1, "issued_on": "2023-02-24"},
    {"kind": "election_result", "election": 1, "round": 1, "number": 1, "issued_on": "2023-02-24"},
]
"""The minutes and a count share a number of BB-ĐH: nobody kept a register that would have said so."""
ENTERED = [("01/BB-ĐH", dt.date(2023, 2, 24)), ("05/NQ-ĐH", dt.date(2023, 2, 25))]


class NoRegister:
    """What accepted numbers before there was a register: nothing was looked at, nothing entered."""

    def __init__(self, **_: Any) -> None:
        pass

    def __call__(self, _papers: Any) -> tuple[()]:
        return ()


def settings_at(place: Path) -> Settings:
    return Settings(var=place / "var", catalog_url=f"sqlite:///{place / 'catalog.db'}")


@pytest.fixture(scope="module")
def sealed_long_ago(sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory, complete: bytes) -> Path:
    """A catalog and an archive of a release without register: two editions, both with their numbers in the data."""
    place = tmp_path_factory.mktemp("older")
    shutil.copy(sqlite_model, place / "catalog.db")
    built = build(settings_at(place))
    account = built.access.ensure_administrator(ROOT)
    data = json.loads(complete) | {"delegates": [], "marks": MARKS}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("service.intake.submit.RecordMarks", NoRegister)
        for key, change in (("1", {}), ("2", {"motto": "Đoàn kết", "reason": "Sửa phương châm"})):
            built.submit(json.dumps(data | change).encode(), account=account, key=key)
            work_off(built)
    built.close()
    return place


@pytest.fixture
def place(sealed_long_ago: Path, tmp_path: Path) -> Path:
    """A copy for one test."""
    shutil.copytree(sealed_long_ago, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def opened() -> Iterator[Callable[..., Services]]:
    """Opens services and closes them in the end."""
    all_opened: list[Services] = []

    def opened(settings: Settings, **options: Any) -> Services:
        all_opened.append(build(settings, **options))
        return all_opened[-1]

    yield opened
    for one in all_opened:
        one.close()


def entered(services: Services, account: AccountRecord) -> list[tuple[str, dt.date | None]]:
    rows = services.register.numbers(account=account)
    assert all(row.sealed and row.number.signers and row.number.receivers for row in rows)
    return [(row.number.written, row.number.issued_on) for row in rows]


def filed(services: Services) -> list[dict[str, Any]]:
    """What the archive's register says, once everything is filed."""
    work_off(services)
    (object_id,) = services.archive.root.object_ids()
    head = services.archive.root.head(object_id)
    assert head
    register = services.archive.root.read(object_id, head.head, "register.json")
    found: list[dict[str, Any]] = json.loads(register)["entries"]
    return found


def rebuilt(settings: Settings) -> tuple[str, ...]:
    """Rebuilds after the database was lost; the numbers that two papers have."""
    for one in settings.var.parent.glob("catalog.db*"):
        one.unlink()
    new = Replacement(settings.catalog_url)
    try:
        return build_rebuild(settings)(new).doubles
    finally:
        new.close()


def first_format(place: Path) -> Settings:
    """The same archive as the very first release sealed it: format 1, one version."""
    settings, other = settings_at(place), replace(settings_at(place), storage_url=str(place / "first"))
    root, first = (build_rebuild(one).root for one in (settings, other))
    (object_id,) = root.object_ids()
    head = root.head(object_id)
    assert head
    first.initialise()
    first.add_version(
        object_id,
        files=as_format_1({path: root.read_of(head, 1, path) for path in head.version(1).files}),
        created=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        message="Chốt",
        user="quan-tri",
        expected_head=0,
    )
    return other


def to_revision(catalog_url: str, revision: str) -> None:
    """The catalog as a release of that schema left it."""
    config = Config()
    config.set_main_option("script_location", str(Path(service.catalog.__file__).parent / "migrations"))
    engine = open_engine(catalog_url)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        connection.commit()
    engine.dispose()


@pytest.mark.parametrize("form", ["2", "1"])
def test_a_rebuilt_catalog_knows_them(place: Path, opened: Callable[..., Services], form: str) -> None:
    """
    From manifests of both formats: listed, counted on from, filed; the same entries whenever it is done again.
    """
    settings = settings_at(place) if form == "2" else first_format(place)
    doubles = rebuilt(settings)
    services = opened(settings)
    account = services.access.ensure_administrator(ROOT)
    (row, _) = services.register.numbers(account=account)
    series = Series(organisation_id=row.number.organisation_id, symbol="NQ-ĐH", year=2023)
    with services.catalog.begin() as work:
        assert 6 == work.register.next_number(series)
    entries = filed(services)
    services.close()

    assert sorted(ENTERED) == sorted(entered(services, account))
    assert 2 - (form == "1") == len(doubles)
    assert all(one.startswith("01/BB-ĐH Biên bản kiểm phiếu") for one in doubles)
    assert {"number_given"} == {one["entry"] for one in entries}
    assert rebuilt(settings) == doubles
    again = opened(settings)
    assert entries == filed(again)


def test_the_newest_paper_bears_them(place: Path, opened: Callable[..., Services]) -> None:
    """
    Both editions bear the number; the one in force has it in the register.
    """
    settings = settings_at(place)
    rebuilt(settings)
    services = opened(settings)
    account = services.access.ensure_administrator(ROOT)

    for row in services.register.numbers(account=account):
        paper = services.archive.paper(row.number.document_id, account=account)
        assert paper
        assert not paper.superseded


def test_a_catalog_from_before_the_register_gets_them_when_it_is_migrated(
    place: Path, opened: Callable[..., Services]
) -> None:
    """
    Its documents say what they bear; migrating again enters nothing twice.
    """
    settings = settings_at(place)
    to_revision(settings.catalog_url, "0002")

    services = opened(settings, migrate=True)
    account = services.access.ensure_administrator(ROOT)
    again = EnterOlderNumbers(packs=services.packs)(services.catalog)

    assert sorted(ENTERED) == sorted(entered(services, account))
    assert 0 == again.numbers
    assert len(ENTERED) == len(filed(services))


def test_an_imported_bag_brings_them(place: Path, opened: Callable[..., Services], tmp_path: Path) -> None:
    """
    A living archive that takes an older one in counts on from its numbers.
    """
    from service.archive import ExportTerm
    from service.bootstrap import set_reader

    day = dt.date(2026, 1, 1)
    ExportTerm(sets=set_reader(settings_at(place)))(tmp_path / "bag", term="2023-2028", on=day)
    services = opened(Settings(var=tmp_path / "living"), migrate=True)
    account = services.access.ensure_administrator(ROOT)
    done = build_import(services)(tmp_path / "bag")

    assert 2 == done.taken
    assert 2 == len(done.doubles)
    assert sorted(ENTERED) == sorted(entered(services, account))
