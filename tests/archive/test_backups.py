"""Backups: taken beside live writers, read back, put back, on both databases; broken off in the middle and said again."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from service.archive import SearchRequest
from service.archive import backups as backups_module
from service.archive.backups import BackupRefused
from service.archive.key_files import renewed_key
from service.bootstrap import Services, build, build_backup, build_restore
from service.catalog import AccountRecord, CatalogInUse
from service.config import Settings
from service.storage import OcflRoot, open_storage
from tests import s3
from tests.restoring import put_back
from tests.working import work_off


@pytest.fixture
def few(complete: bytes) -> dict[str, Any]:
    """The complete example without cards."""
    data: dict[str, Any] = json.loads(complete)
    return {**data, "delegates": []}


def send(services: Services, account: AccountRecord, data: dict[str, Any], key: str) -> str:
    return services.submit(json.dumps(data).encode(), account=account, key=key).set_id


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, migrated_url: str, tmp_path: Path) -> str:
    """An empty database of the same kind."""
    if migrated_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'again' / 'catalog.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


def restored(backup: Path, settings: Settings, **options: bool) -> Services:
    """What `vankien restore` does."""
    put_back(backup, settings, **options)
    # The keys are kept apart from backups: here they are lost.
    renewed_key(settings.signing_key_file, OcflRoot(open_storage(settings.storage_url)))
    return build(settings)


def titles(services: Services) -> list[tuple[str, str | None]]:
    """Every paper that can be found, with its digest, each read."""
    top = services.access.ensure_administrator("")
    found = services.archive.search(SearchRequest(limit=1000, superseded=True), account=top).papers
    assert all(services.archive.content(one) for one in found)
    return sorted((one.document.title, one.document.sha256) for one in found)


def digests(services: Services) -> dict[str, str]:
    """Every file of the storage."""
    storage = services.storage
    return {key: hashlib.sha256(storage.read(key)).hexdigest() for key in storage.keys("")}


@pytest.mark.slow
def test_a_backup_under_way_while_sets_are_sealed_comes_back_whole(
    services: Services,
    administrator: AccountRecord,
    few: dict[str, Any],
    tmp_path: Path,
    empty_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    One set was sealed before; one was rendered when the database was copied and is sealed behind its back; one is still
    waiting. Accounts, the log and the promise of work come back too.
    """
    send(services, administrator, few, "1")
    work_off(services)
    second = send(services, administrator, {**few, "motto": "Hai", "reason": "Sửa"}, "2")
    services.relay(services.work_on)  # rendered, not sealed
    services.audit_log.anchor()
    real = backups_module.snapshot

    def and_then_seal(address: str, to: Path) -> None:
        real(address, to)
        work_off(services)

    monkeypatch.setattr(backups_module, "snapshot", and_then_seal)
    done = build_backup(services)(tmp_path / "backup")
    third = few | {"organisation": {**few["organisation"], "name": "Công đoàn cơ sở Ba"}}
    send(services, administrator, third, "3")
    again = restored(tmp_path / "backup", Settings(var=tmp_path / "again", catalog_url=empty_url))
    status = again.sets.status(second, account=administrator)

    assert done.lacking == ()
    assert status
    assert "sealed" == status.record.state
    assert titles(services) == titles(again)
    assert again.audit_log.verify().is_sound
    assert again.fixity().is_sound
    send(again, administrator, third, "3")
    work_off(again)
    assert len(titles(again)) > len(titles(services))
    again.close()


@pytest.mark.slow
def test_the_archive_of_a_backup_alone_gives_the_papers_back(
    services: Services, administrator: AccountRecord, few: dict[str, Any], tmp_path: Path, empty_url: str
) -> None:
    """
    The drill: the database is left aside, as if it were lost, or of the other kind.
    """
    send(services, administrator, few, "1")
    work_off(services)
    build_backup(services)(tmp_path / "backup")
    again = restored(
        tmp_path / "backup", Settings(var=tmp_path / "again", catalog_url=empty_url), with_database=False
    )

    assert titles(services) == titles(again)
    again.close()


@pytest.mark.parametrize("server", ["moto_server", pytest.param("seaweed_server", marks=pytest.mark.slow)])
def test_an_archive_on_s3_comes_back_on_s3_and_in_a_folder(
    request: pytest.FixtureRequest, sqlite_model: Path, server: str, few: dict[str, Any], tmp_path: Path
) -> None:
    """
    The whole way over S3: sealed there, backed up, put back at another place of S3 and into a folder, every paper read.
    """
    endpoint, keys = request.getfixturevalue(server), tmp_path / "keys"
    keys.write_text(f"[default]\naws_access_key_id = {s3.KEYS[0]}\naws_secret_access_key = {s3.KEYS[1]}\n")

    def on_s3() -> str:
        return f"s3://{s3.BUCKET}/{s3.new_prefix()}?endpoint={endpoint}&credentials={keys}"

    def at(name: str, storage: str) -> Settings:
        var = tmp_path / name
        var.mkdir()
        return Settings(var=var, storage_url=storage)

    first = at("first", on_s3())
    shutil.copy(sqlite_model, first.catalog_url.removeprefix("sqlite:///"))
    services = build(first)
    send(services, services.access.ensure_administrator("Tổng Liên đoàn Lao động Việt Nam"), few, "1")
    work_off(services)
    services.audit_log.anchor()
    done = build_backup(services)(tmp_path / "backup")
    held = digests(services)
    for settings in (at("moved", on_s3()), at("folder", "")):
        with closing(restored(tmp_path / "backup", settings)) as again:
            assert titles(services) == titles(again)
            # The public half of another server's key has come beside what was restored.
            assert {f"archive/{again.signer.key_name}"} == dict(digests(again).items() - held.items()).keys()
            assert again.audit_log.verify().is_sound
            assert again.fixity().is_sound
    services.storage.put("staging/foreign", b"x")
    with pytest.raises(BackupRefused, match="staging/foreign"):
        build_restore(at("taken", first.storage_url))(tmp_path / "backup")
    services.close()

    assert (1, ()) == (done.objects, done.lacking)


class TestRefused:
    @pytest.fixture
    def backup(self, services: Services, tmp_path: Path) -> Path:
        """A backup of an empty system."""
        build_backup(services)(tmp_path / "backup")
        return tmp_path / "backup"

    def test_nothing_is_overwritten(
        self, services: Services, backup: Path, tmp_path: Path, empty_url: str
    ) -> None:
        """
        Neither an older backup, nor a database, nor an archive.
        """
        take, settings = build_backup(services), services.settings
        (tmp_path / "other.partial").mkdir()

        with pytest.raises(BackupRefused, match="already"):
            take(backup)
        with pytest.raises(BackupRefused, match="did not end"):
            take(tmp_path / "other")
        with pytest.raises(CatalogInUse):
            build_restore(settings)(backup)
        services.storage.put("staging/foreign", b"x")
        with pytest.raises(BackupRefused, match="staging/foreign"):
            build_restore(replace(settings, catalog_url=empty_url))(backup)

    def test_an_injured_backup_is_not_put_back(self, backup: Path, tmp_path: Path, empty_url: str) -> None:
        """
        A flipped bit, a file that is gone, and a folder that is no backup: nothing is stored.
        """
        settings = Settings(var=tmp_path / "again", catalog_url=empty_url)
        file = backup / "data" / "storage" / "archive" / "README.txt"
        held = file.read_bytes()
        file.chmod(0o600)
        file.write_bytes(held.replace(b"v1", b"v2", 1))
        with pytest.raises(BackupRefused, match="is changed"):
            build_restore(settings)(backup)
        file.unlink()
        with pytest.raises(BackupRefused, match="is missing"):
            build_restore(settings)(backup)
        (tmp_path / "empty").mkdir()
        with pytest.raises(BackupRefused, match="is no backup"):
            build_restore(settings)(tmp_path / "empty")

        assert not list(build_restore(settings).storage.keys(""))


KILLED = """
import os, signal, sys
from pathlib import Path
from service.bootstrap import build, build_backup, build_restore
from service.archive import backups
from service.config import Settings
from service.storage import FolderStorage

backups._AT_ONCE = 8
what, after, var, url, folder = sys.argv[1], int(sys.argv[2]), *sys.argv[3:]
settings, count = Settings(var=Path(var), catalog_url=url), 0

def dying(name):
    real = getattr(FolderStorage, name)
    def method(self, *args, **options):
        global count
        count += 1
        if count > after:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, *args, **options)
    setattr(FolderStorage, name, method)

if what == "backup":
    take = build_backup(build(settings))
    dying("read")
    take(Path(folder))
else:
    put_back = build_restore(settings)
    dying("put_all")
    put_back(Path(folder))
"""


@pytest.mark.slow
def test_killed_in_the_middle_it_is_said_again(
    services: Services, administrator: AccountRecord, few: dict[str, Any], tmp_path: Path, empty_url: str
) -> None:
    """
    A killed backup bears no name; a killed restore leaves no database, and the next one goes on.
    """
    send(services, administrator, few, "1")
    work_off(services)

    def run(what: str, after: int, var: Path, url: str) -> int:
        argv = [sys.executable, "-c", KILLED, what, str(after), str(var), url, str(tmp_path / "backup")]
        return subprocess.run(argv, check=False).returncode

    killed = run("backup", 5, services.settings.var, services.settings.catalog_url)
    is_named = (tmp_path / "backup").exists()
    (tmp_path / "backup.partial").rename(tmp_path / "broken off")
    build_backup(services)(tmp_path / "backup")
    half = run("restore", 1, tmp_path / "again", empty_url)
    again = restored(tmp_path / "backup", Settings(var=tmp_path / "again", catalog_url=empty_url))

    assert (-signal.SIGKILL, False, -signal.SIGKILL) == (killed, is_named, half)
    assert titles(services) == titles(again)
    again.close()
