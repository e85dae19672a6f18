"""What the kernel is asked, seen by strace: the order that a power cut depends on."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

STORE = """
import os, sys
from pathlib import Path
from service.storage import FolderStorage, StorageError, durable
durable.AT_ONCE = int(sys.argv[4])
storage = FolderStorage(Path(sys.argv[1]))
os.write(1, b"begin\\n")
try:
    getattr(storage, sys.argv[2])(sys.argv[3], b"x" * 1000, **({"instead_of": None} if sys.argv[2] == "replace" else {}))
    os.write(1, b"stored\\n")
except StorageError as error:
    os.write(1, f"{type(error).__name__}: {error}\\n".encode())
"""
CALLS = "trace=openat,fsync,fdatasync,link,linkat,rename,renameat,renameat2,unlink,mkdir,write"

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def trace(tmp_path: Path, start: Start) -> Callable[..., tuple[str, list[str]]]:
    """Runs one call in a child under strace; gives what it said, and the system calls since it began."""
    if shutil.which("strace") is None:
        pytest.fail("strace is needed to see the order of fsync and link: install the package strace")

    def trace(call: str, key: str, *options: str, at_once: int = 8) -> tuple[str, list[str]]:
        log = tmp_path / "log"
        under = ("strace", "-f", "-y", "-qq", "-s", "64", "-e", CALLS, *options, "-o", str(log))
        said, _ = start(STORE, str(tmp_path / "store"), call, key, str(at_once), under=under).communicate(
            timeout=60
        )
        lines = list(completed(log.read_text().splitlines()))
        begun = next(n for n, line in enumerate(lines) if '"begin' in line)
        return said.removeprefix("begin\n").strip(), lines[begun + 1 :]

    return trace


def completed(lines: Iterable[str]) -> Iterator[str]:
    """Calls in the order in which they ended: what a thread was at while another did something is told in two parts."""
    begun: dict[str, str] = {}
    for line in lines:
        thread, _, call = line.partition(" ")
        call = call.strip()
        if call.endswith("<unfinished ...>"):
            begun[thread] = call.removesuffix("<unfinished ...>").rstrip()
        elif resumed := re.match(r"<\.\.\. \w+ resumed>(.*)", call):
            yield begun.pop(thread) + resumed[1]
        else:
            yield call


def place_of(pattern: str, lines: list[str]) -> int:
    found = [n for n, line in enumerate(lines) if re.search(pattern, line)]
    assert len(found) == 1, (pattern, lines)
    return found[0]


@pytest.mark.parametrize(
    ("call", "key", "naming"),
    [
        ("put", "archive/t/o/v1/content/a", "link(at)?"),
        ("replace", "archive/t/o/inventory.json", "rename(at2?)?"),
    ],
)
def test_file_before_name_before_folders_before_answer(
    trace: Callable[..., tuple[str, list[str]]], tmp_path: Path, call: str, key: str, naming: str
) -> None:
    """
    The bytes are synced before they get their name, every folder of it before anybody hears of it.
    """
    said, lines = trace(call, key)
    folder = (tmp_path / "store" / key).parent
    folders = [folder, *folder.parents]
    folders = folders[: folders.index(tmp_path / "store") + 1]
    written = place_of(r"^write\(\d+<.*/drafts/", lines)
    synced = place_of(r"^fsync\(\d+<.*/drafts/.*= 0", lines)
    named = place_of(rf'^{naming}\(.*/{key}".*= 0', lines)
    folders_synced = [place_of(rf"^fsync\(\d+<{re.escape(str(place))}>\).*= 0", lines) for place in folders]
    answered = place_of(r'^write\(1<.*"stored', lines)

    assert said == "stored"
    assert written < synced < named < min(folders_synced) <= max(folders_synced) < answered


def test_the_same_bytes_again_are_synced_again(
    trace: Callable[..., tuple[str, list[str]]], tmp_path: Path
) -> None:
    """
    Whoever linked them first may have died before syncing the folder.
    """
    key = "archive/t/a"
    trace("put", key)
    said, lines = trace("put", key)

    assert said == "stored"
    for place in ("archive/t/a", "archive/t", "archive"):
        place_of(rf"^fsync\(\d+<{re.escape(str(tmp_path / 'store' / place))}>\)", lines)


def test_a_failed_sync_is_not_tried_again(
    trace: Callable[..., tuple[str, list[str]]], tmp_path: Path
) -> None:
    """
    The second fsync would say that all is well: the draft goes, the caller is told, nothing has the name.
    """
    trace("put", "archive/before")
    # Calls 1 and 2 are the probe of the start: its draft and the root folder.
    said, lines = trace("put", "archive/a", "-e", "inject=fsync:error=EIO:when=3+")

    assert said == "StorageUnavailable: could not store archive/a: Input/output error"
    assert sum(line.startswith("fsync") for line in lines) == 1
    assert not any(line.startswith("link") for line in lines)
    assert sorted(path.name for path in (tmp_path / "store").rglob("*") if path.is_file()) == ["before"]


@pytest.mark.parametrize("nth", [4, 5])
def test_a_folder_that_cannot_be_synced_is_told(
    trace: Callable[..., tuple[str, list[str]]], tmp_path: Path, nth: int
) -> None:
    """
    The name is there, its durability is not: an error, and putting again makes it so.
    """
    trace("put", "archive/before")
    # strace counts for each thread.
    said, _ = trace("put", "archive/a", "-e", f"inject=fsync:error=EIO:when={nth}", at_once=1)

    assert said == "StorageUnavailable: could not store archive/a: Input/output error"
    assert trace("put", "archive/a")[0] == "stored"


@pytest.mark.parametrize("error", ["ENOSPC", "EDQUOT"])
@pytest.mark.parametrize("call", ["fsync", "mkdir", "linkat,link"])
def test_no_room_at_any_call_is_storage_full(
    trace: Callable[..., tuple[str, list[str]]], tmp_path: Path, call: str, error: str
) -> None:
    """
    Some file systems find out only at fsync, or when a folder needs a block.
    """
    trace("put", "archive/before")
    nth = {"fsync": 3, "mkdir": 2, "linkat,link": 2}[call]
    said, _ = trace("put", "archive/t/a", "-e", f"inject={call}:error={error}:when={nth}+")

    assert said.startswith("StorageFull: could not store archive/t/a")
    assert sorted(path.name for path in (tmp_path / "store").rglob("*") if path.is_file()) == ["before"]
