"""What a folder of files has to do beyond the contract."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.storage import FolderStorage, StorageFull, StorageUnavailable

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

PUT_UNDER_A_SIZE_LIMIT = """
import resource, signal, sys
from pathlib import Path
from service.storage import FolderStorage, StorageUnavailable
storage = FolderStorage(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    storage.put("archive/a", b"x" * 150_000)
except StorageUnavailable as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; only root may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", "size=1m", "tmpfs"]
    mounted = subprocess.run(["mount", *options, str(place)], check=False, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def files_in(place: Path) -> list[str]:
    return sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file())


def test_stored_files_are_read_only(folder: FolderStorage, tmp_path: Path) -> None:
    """
    Nobody overwrites a paper by saving from an editor, and its one name is the only link to it.
    """
    folder.put("archive/a", b"x")

    status = (tmp_path / "store/archive/a").stat()
    assert (status.st_mode & 0o777, status.st_nlink) == (0o444, 1)


def test_no_draft_stays_after_a_call(folder: FolderStorage, tmp_path: Path) -> None:
    """
    After a put, a put of the same and a refused put the drafts are gone.
    """
    folder.put("archive/a", b"x")
    folder.put("archive/a", b"x")
    folder.replace("archive/o/inventory.json", b"x", instead_of=None)
    with pytest.raises(Exception, match="archive/a"):
        folder.put("archive/a", b"y")
    with folder.drafting({"archive/b": b"x", "archive/c": b"x"}) as name:
        name("archive/b")

    assert files_in(tmp_path / "store/drafts") == ["lock"]


def test_old_drafts_are_swept_and_young_ones_stay(folder: FolderStorage, tmp_path: Path) -> None:
    """
    A crashed writer's draft goes after a while; a live writer's stays, and so does the lock.
    """
    folder.replace("archive/o/inventory.json", b"x", instead_of=None)
    drafts = tmp_path / "store/drafts"
    for name, made in (("old", LONG_AGO), ("young", LONG_AGO + timedelta(hours=2)), ("lock", LONG_AGO)):
        (drafts / name).touch()
        os.utime(drafts / name, (made.timestamp(), made.timestamp()))

    swept = folder.sweep_drafts(made_before=LONG_AGO + timedelta(hours=1))

    assert swept == 1
    assert files_in(drafts) == ["lock", "young"]


def test_drafts_are_no_keys(folder: FolderStorage, tmp_path: Path) -> None:
    """
    Who lists the storage never sees what is not stored yet.
    """
    (tmp_path / "store/drafts/left-over").write_bytes(b"half a pa")
    folder.put("archive/a", b"x")

    assert list(folder.keys("")) == ["archive/a"]


def test_a_folder_that_cannot_be_written_is_refused_at_the_start(tmp_path: Path) -> None:
    """
    One clear sentence at the start is better than the first paper that cannot be stored.
    """
    (tmp_path / "file").touch()

    with pytest.raises(StorageUnavailable, match=r"file/store cannot be used: .*; it must be a folder"):
        FolderStorage(tmp_path / "file/store")
    with pytest.raises(StorageUnavailable, match="cannot be used"):
        FolderStorage(Path("/proc/vankien"))


def test_a_relative_folder_stays_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A process that changes its directory goes on storing in the same place.
    """
    monkeypatch.chdir(tmp_path)
    folder = FolderStorage(Path("store"))
    monkeypatch.chdir("/")
    folder.put("archive/a", b"x")

    assert (tmp_path / "store/archive/a").read_bytes() == b"x"


def test_a_write_cut_short_leaves_nothing(
    tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    """
    The system takes the first part of the bytes and refuses the rest: no part is kept.
    """
    said, complaint = start(PUT_UNDER_A_SIZE_LIMIT, str(tmp_path)).communicate(timeout=60)

    assert said == "StorageUnavailable could not store archive/a: File too large\n", complaint
    assert files_in(tmp_path) == []


def test_a_full_disk_leaves_nothing_and_heals(small_disk: Path) -> None:
    """
    No room is a state, not a crash: nothing half stored, and with room again the same call works.
    """
    folder = FolderStorage(small_disk)
    folder.put("archive/a", b"x" * 700_000)

    with pytest.raises(StorageFull, match="could not store archive/b: No space left"):
        folder.put("archive/b", b"y" * 700_000)
    with pytest.raises(StorageFull, match="could not replace"):
        folder.replace("archive/o/inventory.json", b"y" * 700_000, instead_of=None)
    assert files_in(small_disk) == ["archive/a"]

    folder.put("archive/c", b"z" * 100_000)
    assert files_in(small_disk) == ["archive/a", "archive/c"]


def test_an_empty_folder_that_a_crash_left_is_swept(folder: FolderStorage, tmp_path: Path) -> None:
    """
    A validator of the archive calls it a fault; folders that hold something stay.
    """
    folder.put("archive/a/v1/kept", b"x")
    (tmp_path / "store/archive/a/v2/content").mkdir(parents=True)
    (tmp_path / "store/archive/b/v1").mkdir(parents=True)

    for name in ("a", "b", "c"):
        folder.sweep_folders(f"archive/{name}")

    left = [path for path in (tmp_path / "store/archive").rglob("*") if path.is_dir()]
    assert {"a", "v1"} == {path.name for path in left}
