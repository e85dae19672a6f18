"""What the tests of storage share: one object with three versions, and an outside judge."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import ocfl
import pytest

import service.storage
from service.storage import FolderStorage, MemoryStorage, OcflRoot, Storage, Version
from service.storage.s3 import S3Storage
from tests import s3

PLACES = ["folder", "memory", "moto", pytest.param("seaweedfs", marks=pytest.mark.slow)]

OBJECT_ID = "vankien:2023-2028/gia-lai.so-cong-thuong"

# The second brings one new resolution; the third brings nothing but a repeated name and one new file.
VERSIONS = [
    {"papers/nghi-quyet.docx": b"resolution", "papers/bien-ban.docx": b"minutes", "edition.json": b"{}"},
    {"papers/nghi-quyet.docx": b"corrected", "papers/bien-ban.docx": b"minutes", "edition.json": b"{}"},
    {"papers/nghi-quyet.docx": b"resolution", "signed/bien-ban.docx": b"minutes", "scan.pdf": b"%PDF"},
]


@pytest.fixture
def object_id() -> str:
    return OBJECT_ID


@pytest.fixture
def versions() -> list[dict[str, bytes]]:
    return VERSIONS


@pytest.fixture
def add() -> Callable[[OcflRoot, int], Version]:
    """Adds version `number` of the one object, always the same."""

    def add(root: OcflRoot, number: int) -> Version:
        return root.add_version(
            OBJECT_ID,
            files=VERSIONS[number - 1],
            created=datetime(2026, 1, number, 8, 30, tzinfo=UTC),
            message=f"Chốt lần {number}",
            user="Nguyễn Thị Ánh",
            expected_head=number - 1,
        )

    return add


@pytest.fixture
def faults() -> Callable[[Path], list[str]]:
    """
    What ocfl-py, which shares no code with us, finds wrong in a storage root.

    Without W008, the missing address of the user: nobody's address belongs in an archive.
    """

    def faults(root: Path) -> list[str]:
        judge = ocfl.StorageRoot(root=str(root))
        judge.validate(log_warnings=True)
        found = [*judge.log.messages, *(line for _, text in judge.errors for line in text.splitlines())]
        bad = judge.num_objects - judge.good_objects
        return [line for line in found if "[W008" not in line] + [f"{bad} bad objects"] * bool(bad)

    return faults


@pytest.fixture
def judged(faults: Callable[[Path], list[str]], tmp_path: Path) -> Callable[[Storage], list[str]]:
    """What ocfl-py finds wrong in the archive of a storage of any kind, laid out as files."""
    numbers = itertools.count()

    def judged(storage: Storage) -> list[str]:
        place = tmp_path / f"laid-out-{next(numbers)}"
        for key in storage.keys("archive"):
            (place / key).parent.mkdir(parents=True, exist_ok=True)
            (place / key).write_bytes(storage.read(key))
        return faults(place / "archive")

    return judged


@pytest.fixture
def folder(tmp_path: Path) -> FolderStorage:
    return FolderStorage(tmp_path / "store")


@pytest.fixture
def new_storage(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Storage]:
    """Makes an empty storage of the kind that is named, another one each time."""
    numbers = itertools.count()

    def new_storage(place: str) -> Storage:
        if place == "folder":
            return FolderStorage(tmp_path / f"store-{next(numbers)}")
        if place == "memory":
            return MemoryStorage()
        endpoint = request.getfixturevalue("moto_server" if place == "moto" else "seaweed_server")
        return S3Storage(s3.BUCKET, s3.new_prefix(), endpoint=endpoint, keys=s3.KEYS)

    return new_storage


@pytest.fixture(params=PLACES)
def storage(request: pytest.FixtureRequest, new_storage: Callable[[str], Storage]) -> Storage:
    """An empty storage, once of each kind."""
    return new_storage(request.param)


@pytest.fixture
def start() -> Callable[..., subprocess.Popen[str]]:
    """Starts a Python child that can import the project, from whatever directory the tests run in."""

    def start(code: str, *arguments: str, under: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        home = Path(service.storage.__file__).parents[2]
        return subprocess.Popen(
            [*under, sys.executable, "-c", code, *arguments],
            env={**os.environ, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start
