"""Backups that build on older ones: as complete as whole ones, and none takes anything from another."""

from __future__ import annotations

import datetime as dt
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import bagit
import pytest

from service.archive import SearchRequest
from service.archive.backups import BackUp, BackupRefused, read_about
from service.archive.bag import BagRefused, check_bag, new_bag, payload
from service.archive.invariants import CheckInvariants
from service.archive.kept_backups import KeepBackups, name_at, names_in, newest_whole_in
from service.bootstrap import Services, build, build_backup
from service.catalog import DocumentRecord
from service.config import Settings
from service.storage import FolderStorage, OcflRoot
from tests import s3
from tests.faults.small import small_meeting
from tests.pdfs import blank_pdf
from tests.restoring import put_back
from tests.working import services_in, work_off

NIGHT = dt.datetime(2026, 11, 26, 19, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
MEMORY = Path("/dev/shm")  # noqa: S108 -- another file system than that of the tests


@pytest.fixture
def running(tmp_path: Path, sqlite_model: Path) -> Iterator[Services]:
    """A system in which two congresses are sealed."""
    with services_in(tmp_path / "var", sqlite_model) as services:
        submit(services, "Alder")
        submit(services, "Birch")
        yield services


def submit(services: Services, name: str, edition: int = 1) -> None:
    account = services.access.ensure_administrator("")
    services.submit(small_meeting(name, edition=edition), account=account, key=f"{name} {edition}")
    work_off(services)


def resolution(services: Services, dice: random.Random) -> DocumentRecord:
    account = services.access.ensure_administrator("")
    request = SearchRequest(kind="resolution", limit=100)
    return dice.choice(services.archive.search(request, account=account).papers).document


def give_number(services: Services, dice: random.Random) -> None:
    account = services.access.ensure_administrator("")
    paper = resolution(services, dice)
    if not paper.number:
        services.register.give(paper.id, issued_on=dt.date(2024, 3, 20), account=account)
    work_off(services)


def void_number(services: Services, dice: random.Random) -> None:
    give_number(services, dice)
    account = services.access.ensure_administrator("")
    paper = resolution(services, dice)
    if paper.number:
        services.register.void(paper.id, reason="misprint", account=account)
    work_off(services)


def sign(services: Services, dice: random.Random) -> None:
    account = services.access.ensure_administrator("")
    paper = resolution(services, dice)
    if not paper.number:
        services.register.give(paper.id, issued_on=dt.date(2024, 3, 20), account=account)
    copy = blank_pdf(pages=dice.randint(1, 9))
    services.copies.attach(paper.id, copy, name="signed.pdf", account=account)
    work_off(services)


def new_set(services: Services, dice: random.Random) -> None:
    submit(services, f"Cedar {dice.randint(1, 10**9)}")


def correction(services: Services, dice: random.Random) -> None:
    submit(services, dice.choice(["Alder", "Birch"]), edition=dice.randint(2, 10**9))


CHANGES: list[Callable[[Services, random.Random], None]] = [
    new_set, correction, give_number, void_number, sign, lambda *_: None,
]  # fmt: skip


def archived(backup: Path) -> dict[str, bytes]:
    """Every file of the storage in a backup, and the list of objects."""
    data = backup / "data"
    files = (one for one in (*data.glob("storage/**/*"), data / "objects.jsonl") if one.is_file())
    return {one.relative_to(data).as_posix(): one.read_bytes() for one in files}


def inventory_in(backup: Path) -> Path:
    """The inventory of the first version of the first object."""
    return min((backup / "data/storage/archive").glob("*/*/v1/inventory.json"))


def injure(file: Path, content: bytes) -> None:
    """Change bytes in place, as a failing disk would: in every backup that shares them."""
    file.chmod(0o600)
    file.write_bytes(content)


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.slow)])
def test_whatever_happened_between_it_is_what_a_whole_one_would_be(
    running: Services, tmp_path: Path, seed: int
) -> None:
    """
    New sets, corrections, numbers given and voided, signed copies, nothing at all: file by file, and by another's judgement.
    """
    dice, take = random.Random(seed), build_backup(running)  # noqa: S311 -- which change comes next, of which paper
    onto = tmp_path / "0"
    take(onto)
    for night, change in enumerate(dice.sample(CHANGES, len(CHANGES)), start=1):
        change(running, dice)
        made = tmp_path / f"{night}"
        done = take(made, onto=onto)
        whole = take(tmp_path / "whole")

        assert archived(tmp_path / "whole") == archived(made)
        assert (whole.objects, whole.files, ()) == (done.objects, done.files, done.injured)
        assert done.linked > 0 == whole.linked
        assert night == read_about(made)["following"]
        bagit.Bag(str(made)).validate()
        shutil.rmtree(tmp_path / "whole")
        onto = made


def test_the_older_ones_may_go(running: Services, tmp_path: Path) -> None:
    """
    Restored from a linked backup that alone is left, everything is there and every invariant holds.
    """
    take = build_backup(running)
    take(tmp_path / "one")
    sign(running, random.Random(1))  # noqa: S311 -- which paper
    take(tmp_path / "two", onto=tmp_path / "one")
    shutil.rmtree(tmp_path / "one")
    settings = Settings(var=tmp_path / "again")
    put_back(tmp_path / "two", settings)
    shutil.copy(running.settings.signing_key_file, settings.signing_key_file)
    again = build(settings)
    found = CheckInvariants(storage=again.storage, catalog_url=settings.catalog_url)(at_rest=True)
    again.close()
    stored = {key: again.storage.read(key) for key in again.storage.keys("")}

    assert [] == found.breaches
    assert {key: running.storage.read(key) for key in running.storage.keys("")} == stored


class Watched(FolderStorage):
    """Notes what is read of the archive's objects."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.reads: list[str] = []
        self.listed: list[str] = []

    def read(self, key: str) -> bytes:
        if key.count("/") > 2:
            self.reads.append(key)
        return super().read(key)

    def keys(self, prefix: str) -> Iterator[str]:
        self.listed.append(prefix)
        return super().keys(prefix)


def test_of_an_object_without_news_one_file_is_read(running: Services, tmp_path: Path) -> None:
    """
    And its files are those of the backup before, not copies of them.
    """
    build_backup(running)(tmp_path / "one")
    storage = Watched(running.settings.var / "storage")
    take = replace(build_backup(running), storage=storage, root=OcflRoot(storage))
    done = take(tmp_path / "two", onto=tmp_path / "one")

    assert 2 == done.objects == len(storage.reads)
    assert "archive" not in storage.listed  # ten million keys take minutes to tell
    assert {"inventory.json"} == {key.rpartition("/")[2] for key in storage.reads}
    one, two = (inventory_in(tmp_path / name) for name in ("one", "two"))
    assert one.samefile(two)
    assert 0 == one.stat().st_mode & 0o222  # nobody writes into it by mistake


class FromAfar(FolderStorage):
    """Answers nobody until some have asked."""

    reads_at_once = 3

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.asked = threading.Semaphore(0)
        self.enough = threading.Event()

    def read(self, key: str) -> bytes:
        if "/content/" in key and not self.enough.is_set():
            self.asked.release()
            assert self.enough.wait(timeout=10), "who waits for one answer before asking again is slow"
        return super().read(key)

    def answer(self) -> None:
        for _ in range(self.reads_at_once):
            self.asked.acquire(timeout=10)
        self.enough.set()


def test_a_store_that_answers_from_afar_is_asked_for_several_files(running: Services, tmp_path: Path) -> None:
    """
    Files are read ahead of the one that is written, and the bag is the same as one of a folder.
    """
    storage = FromAfar(running.settings.var / "storage")
    answering = threading.Thread(target=storage.answer)
    answering.start()
    replace(build_backup(running), storage=storage, root=OcflRoot(storage))(tmp_path / "afar")
    answering.join()
    build_backup(running)(tmp_path / "near")
    afar, near = (
        {one: digest for one, digest in payload(tmp_path / name) if one.startswith("data/storage/")}
        for name in ("afar", "near")
    )

    assert afar == near


def test_an_archive_on_s3_is_linked_too(moto_server: str, sqlite_model: Path, tmp_path: Path) -> None:
    """
    Where the archive lies makes no difference to the folder of backups.
    """
    keys = tmp_path / "keys"
    keys.write_text(f"[default]\naws_access_key_id = {s3.KEYS[0]}\naws_secret_access_key = {s3.KEYS[1]}\n")
    url = f"s3://{s3.BUCKET}/{s3.new_prefix()}?endpoint={moto_server}&credentials={keys}"
    settings = Settings(var=tmp_path / "var", storage_url=url)
    (tmp_path / "var").mkdir()
    shutil.copy(sqlite_model, settings.catalog_url.removeprefix("sqlite:///"))
    services = build(settings)
    services.access.ensure_administrator("Root")
    submit(services, "Alder")
    take = build_backup(services)
    take(tmp_path / "one")
    submit(services, "Birch")
    submit(services, "Alder", edition=2)
    done = take(tmp_path / "two", onto=tmp_path / "one")
    take(tmp_path / "whole")
    services.close()

    assert done.linked > 0
    assert archived(tmp_path / "whole") == archived(tmp_path / "two")
    bagit.Bag(str(tmp_path / "two")).validate()


@pytest.mark.parametrize("error", [errno.EXDEV, errno.EPERM, errno.EMLINK])
def test_what_cannot_be_linked_is_copied(
    running: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """
    Another file system, one without links, too many of them: then it is whole, and says so.
    """
    take = build_backup(running)
    take(tmp_path / "one")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as patch:
        patch.setattr("service.archive.bag.os.link", refuse)
        done = take(tmp_path / "two", onto=tmp_path / "one")

    assert (0, ()) == (done.linked, done.injured)
    assert 0 == read_about(tmp_path / "two")["following"]
    assert archived(tmp_path / "one") == archived(tmp_path / "two")


@pytest.mark.skipif(not MEMORY.is_dir(), reason="there is no file system in memory here")
def test_one_on_another_disk_is_copied(running: Services, tmp_path: Path) -> None:
    """
    The same, with two file systems in truth.
    """
    take = build_backup(running)
    with tempfile.TemporaryDirectory(dir=MEMORY) as elsewhere:
        take(Path(elsewhere) / "one")
        done = take(tmp_path / "two", onto=Path(elsewhere) / "one")
        if Path(elsewhere).stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("both lie on one")

    assert (0, ()) == (done.linked, done.injured)
    bagit.Bag(str(tmp_path / "two")).validate()


def test_another_error_ends_it_and_the_older_one_is_unharmed(
    running: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A full disk in the middle of linking: what was begun bears the name of something unfinished.
    """
    take = build_backup(running)
    take(tmp_path / "one")
    real, count = os.link, iter(range(9))

    def full(older: str, new: str, **options: bool) -> None:
        if next(count, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(older, new, **options)

    with monkeypatch.context() as patch:
        patch.setattr("service.archive.bag.os.link", full)
        with pytest.raises(OSError, match="No space"):
            take(tmp_path / "two", onto=tmp_path / "one")

    assert not (tmp_path / "two").exists()
    shutil.rmtree(tmp_path / "two.partial")
    bagit.Bag(str(tmp_path / "one")).validate()


KILLED = """
import os, signal, sys
from pathlib import Path
from service.bootstrap import build, build_backup
from service.config import Settings

var, folder, onto, left = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
take, real = build_backup(build(Settings(var=var))), os.link

def dying(*args, **options):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(*args, **options)

os.link = dying
take(folder, onto=onto)
"""


def test_killed_while_linking_it_is_taken_again(running: Services, tmp_path: Path) -> None:
    """
    What the killed one left is cleared away by the next, whose older ones are as they were.
    """
    keep = KeepBackups(back_up=build_backup(running), folder=tmp_path / "kept", keep=9)
    one, _, _ = keep(NIGHT)
    unborn = tmp_path / "kept" / name_at(NIGHT + DAY)
    argv = [sys.executable, "-c", KILLED, str(running.settings.var), str(unborn), str(one), "9"]
    killed = subprocess.run(argv, check=False).returncode
    is_named, is_begun = unborn.exists(), unborn.with_name(f"{unborn.name}.partial").exists()
    two, done, _ = keep(NIGHT + 2 * DAY)

    assert (-signal.SIGKILL, False, True) == (killed, is_named, is_begun)
    assert done.linked > 9
    assert [one.name, two.name] == names_in(tmp_path / "kept")
    for backup in (one, two):
        bagit.Bag(str(backup)).validate()


class TestInjuries:
    @pytest.mark.parametrize("how", ["missing", "shorter"])
    def test_what_is_not_there_is_copied_and_said(self, running: Services, tmp_path: Path, how: str) -> None:
        """
        Files of the older backup that are missing or of another size; the others are linked still.
        """
        take = build_backup(running)
        take(tmp_path / "one")
        before = archived(tmp_path / "one")
        file = inventory_in(tmp_path / "one")
        file.unlink()
        if how == "shorter":
            file.write_bytes(b"{}")
        done = take(tmp_path / "two", onto=tmp_path / "one")

        assert (str(file),) == done.injured
        assert done.linked > 0
        assert before == archived(tmp_path / "two")

    def test_bytes_that_changed_are_found_by_whoever_reads_them(
        self, running: Services, tmp_path: Path
    ) -> None:
        """
        A byte flips in a file of the same size: linked nights share it, the next whole one says it and is right.
        """
        keep = KeepBackups(back_up=build_backup(running), folder=tmp_path / "kept", keep=9, whole_every=3)
        one, _, _ = keep(NIGHT)
        sound = archived(one)
        file = inventory_in(one)
        injure(file, file.read_bytes().replace(b"v1", b"v2", 1))
        two, second, _ = keep(NIGHT + DAY)
        three, third, _ = keep(NIGHT + 2 * DAY)
        four, fourth, _ = keep(NIGHT + 3 * DAY)

        assert ((), ()) == (second.injured, third.injured)
        for backup in (one, two, three):
            with pytest.raises(BagRefused, match=r"v1/inventory\.json is changed"):
                check_bag(backup)
        assert [f"{three}: data/{inventory_in(four).relative_to(four / 'data')} is changed"] == list(
            fourth.injured
        )
        assert 0 == fourth.linked
        assert sound == archived(four)

    def test_an_object_with_news_is_read_back_whole(self, running: Services, tmp_path: Path) -> None:
        """
        Then what it shares is read too; a backup that is found injured bears no name, and the next attempt is a whole one.
        """
        take = build_backup(running)
        keep = KeepBackups(back_up=take, folder=tmp_path / "kept", keep=9)
        one, _, _ = keep(NIGHT)
        for file in (one / "data/storage/archive").glob("*/*/v1/content/fields.jsonl"):
            injure(file, file.read_bytes().swapcase())
        submit(running, "Alder", edition=2)

        with pytest.raises(BagRefused, match="is changed"):
            take(tmp_path / "two", onto=one)
        two, done, _ = keep(NIGHT + DAY)

        assert not (tmp_path / "two").exists()
        assert 0 == done.linked
        assert [f"{one}: data/storage/archive"] * 2 == [fault[: len(f"{one}") + 22] for fault in done.injured]
        bagit.Bag(str(two)).validate()

    def test_a_list_that_is_not_as_it_was_is_not_believed(self, running: Services, tmp_path: Path) -> None:
        """
        A digest in it would get into the manifest of the next; so everything is copied, and it is said.
        """
        take = build_backup(running)
        take(tmp_path / "one")
        file = tmp_path / "one/data/objects.jsonl"
        injure(file, file.read_bytes().replace(b"[", b"[ ", 1))
        done = take(tmp_path / "two", onto=tmp_path / "one")

        assert (0, (str(file),)) == (done.linked, done.injured)
        bagit.Bag(str(tmp_path / "two")).validate()

    def test_nothing_outside_of_a_bag_is_taken_for_a_part_of_it(self, tmp_path: Path) -> None:
        """
        A name that climbs, a file and a folder that lead elsewhere: refused, whatever their digests.
        """
        (tmp_path / "out").mkdir()
        (tmp_path / "out/file").write_bytes(b"x")
        with new_bag(tmp_path / "bag") as bag:
            for name in ("in", "a/file", "b"):
                bag.add(name, b"x")
            bag.finish({}, on=NIGHT.date())
        check_bag(tmp_path / "bag")
        manifest = tmp_path / "bag/manifest-sha512.txt"
        manifest.write_text(manifest.read_text().replace("data/in", "data/../../out/file"))
        shutil.rmtree(tmp_path / "bag/data/a")
        (tmp_path / "bag/data/a").symlink_to(tmp_path / "out")
        (tmp_path / "bag/data/b").unlink()
        (tmp_path / "bag/data/b").symlink_to(tmp_path / "out/file")

        with pytest.raises(BagRefused) as refused:
            check_bag(tmp_path / "bag")
        said = {one for one in refused.value.faults if "leads out" in one}
        assert {f"data/{name} leads out of the bag" for name in ("../../out/file", "a/file", "b")} == said


class TestKept:
    def test_one_of_so_many_is_whole(self, running: Services, tmp_path: Path) -> None:
        """
        By 1 each is; the newest whole one is known.
        """
        folder = tmp_path / "kept"
        keep = KeepBackups(back_up=build_backup(running), folder=folder, keep=9, whole_every=3)
        linked = [keep(NIGHT + n * DAY)[1].linked > 0 for n in range(5)]
        every = replace(keep, whole_every=1)(NIGHT + 5 * DAY)[1].linked
        newest = newest_whole_in(folder, now=NIGHT + 5 * DAY)
        shutil.rmtree(folder / name_at(NIGHT + 5 * DAY))

        assert [False, True, True, False, True] == linked
        assert (0, NIGHT + 5 * DAY) == (every, newest)
        assert NIGHT + 3 * DAY == newest_whole_in(folder, now=NIGHT + 5 * DAY)

    def test_one_of_an_earlier_release_is_followed_by_a_whole_one(
        self, running: Services, tmp_path: Path
    ) -> None:
        """
        It holds no list of its objects, so nothing of it can be linked.
        """
        keep = KeepBackups(back_up=build_backup(running), folder=tmp_path / "kept", keep=9)
        one, _, _ = keep(NIGHT)
        about = read_about(one)
        (one / "data/objects.jsonl").unlink()
        injure(one / "data/backup.json", b'{"format": "%s"}' % about["format"].encode())
        two, second, _ = keep(NIGHT + DAY)
        _, third, _ = keep(NIGHT + 2 * DAY)

        assert (0, ()) == (second.linked, second.injured)
        assert 0 == read_about(two)["following"]
        assert third.linked > 0

    def test_only_a_backup_can_be_built_on(self, running: Services, tmp_path: Path) -> None:
        """
        A folder of something else is refused before anything is written.
        """
        take: BackUp = build_backup(running)
        (tmp_path / "photos").mkdir()

        with pytest.raises(BackupRefused, match="is no backup"):
            take(tmp_path / "two", onto=tmp_path / "photos")
        assert not (tmp_path / "two.partial").exists()
