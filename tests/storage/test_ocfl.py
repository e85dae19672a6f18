"""The archive as an OCFL 1.1 storage root, judged by a validator that is not ours."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest

from service.storage import (
    Damaged,
    FolderStorage,
    MemoryStorage,
    Missing,
    OcflRoot,
    Version,
    VersionTaken,
    sha512,
)

Add = Callable[[OcflRoot, int], Version]
Faults = Callable[[Path], list[str]]
Versions = list[dict[str, bytes]]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "store/archive"


@pytest.fixture
def root(folder: FolderStorage) -> OcflRoot:
    root = OcflRoot(folder)
    root.initialise()
    return root


def test_an_empty_archive_is_valid(root: OcflRoot, archive: Path, faults: Faults) -> None:
    """
    The README may stand in the root: the specification wants validators to pass it by.
    """
    root.initialise()

    assert sorted(path.name for path in archive.iterdir()) == ["0=ocfl_1.1", "README.txt"]
    assert faults(archive) == []


def test_one_two_three_versions_are_valid(
    root: OcflRoot, archive: Path, object_id: str, versions: Versions, add: Add, faults: Faults
) -> None:
    """
    After every seal the outside validator finds nothing, and every version reads as it was given.
    """
    for number in (1, 2, 3):
        add(root, number)

        assert faults(archive) == []
        for earlier in range(1, number + 1):
            inventory = root.head(object_id)
            assert inventory is not None
            assert inventory.head == number
            files = inventory.version(earlier).files
            assert {path: root.read(object_id, earlier, path) for path in files} == versions[earlier - 1]


def test_the_validator_is_awake(root: OcflRoot, archive: Path, add: Add, faults: Faults) -> None:
    """
    A file too many, a flipped bit, a missing sidecar: the judge of the other tests says so.
    """
    add(root, 1)
    paper = next(archive.rglob("*nghi-quyet.docx"))
    original = paper.read_bytes()
    sidecar = next(archive.glob("*/*/inventory.json.sha512"))

    paper.chmod(0o644)
    paper.write_bytes(b"Resolution")
    assert any("E092" in fault for fault in faults(archive))
    paper.write_bytes(original)
    (paper.parent / "foreign").touch()
    assert any("E023" in fault for fault in faults(archive))
    (paper.parent / "foreign").unlink()
    sidecar.unlink()
    assert any("E058" in fault for fault in faults(archive))


def test_nothing_is_stored_twice(root: OcflRoot, archive: Path, add: Add) -> None:
    """
    A correction adds the one changed paper, a carried-over one nothing; staging is empty again.
    """
    for number in (1, 2, 3):
        add(root, number)

    stored = sorted(path.relative_to(archive / "2023-2028/gia-lai.so-cong-thuong").as_posix()
                    for path in archive.rglob("content/**/*") if path.is_file())  # fmt: skip
    assert stored == [
        "v1/content/edition.json",
        "v1/content/papers/bien-ban.docx",
        "v1/content/papers/nghi-quyet.docx",
        "v2/content/papers/nghi-quyet.docx",
        "v3/content/scan.pdf",
    ]
    assert list((archive.parent / "staging").iterdir()) == []


def test_a_key_leads_to_the_file(root: OcflRoot, folder: FolderStorage, object_id: str, add: Add) -> None:
    """
    A download reads the file of whichever version first held those bytes.
    """
    add(root, 1)
    add(root, 2)

    key = root.content_key(object_id, 2, "papers/bien-ban.docx")
    assert key == "archive/2023-2028/gia-lai.so-cong-thuong/v1/content/papers/bien-ban.docx"
    assert folder.read(key) == b"minutes"


def test_the_same_call_again_gives_the_same_version(root: OcflRoot, object_id: str, add: Add) -> None:
    """
    A task that runs twice, even after later versions, seals once.
    """
    first = add(root, 1)
    add(root, 2)

    assert add(root, 1) == first
    head = root.head(object_id)
    assert head is not None
    assert head.head == 2


def test_other_files_for_a_taken_version_are_refused(
    root: OcflRoot, archive: Path, object_id: str, add: Add, faults: Faults
) -> None:
    """
    Who did not see the newest version is told, and leaves no trace.
    """
    add(root, 1)
    root.settle(object_id)  # whoever replaces something leaves the lock behind
    before = sorted(archive.parent.rglob("*"))

    with pytest.raises(VersionTaken) as refusal:
        root.add_version(
            object_id,
            files={"late": b"late"},
            created=datetime(2026, 1, 1, tzinfo=UTC),
            message="",
            user="",
            expected_head=0,
        )
    assert refusal.value.retryable
    assert sorted(archive.parent.rglob("*")) == before
    assert faults(archive) == []


def test_a_version_after_a_missing_one_is_refused(root: OcflRoot, add: Add) -> None:
    """
    No gap can come into the versions.
    """
    with pytest.raises(Missing, match="has no version 1"):
        add(root, 2)


def test_what_is_not_there_is_missing(root: OcflRoot, object_id: str, add: Add) -> None:
    """
    No object, no version, no such file: each says which.
    """
    assert root.head(object_id) is None
    assert root.settle(object_id) is None
    with pytest.raises(Missing, match=object_id):
        root.read(object_id, 1, "edition.json")
    add(root, 1)
    with pytest.raises(Missing, match="no version 2"):
        root.read(object_id, 2, "edition.json")
    with pytest.raises(Missing, match=r"v1 has no 'x'"):
        root.content_key(object_id, 1, "x")


@pytest.mark.parametrize("name", ["v1/content/edition.json", "inventory.json", "v1/inventory.json.sha512"])
def test_a_changed_byte_is_damage(root: OcflRoot, archive: Path, object_id: str, add: Add, name: str) -> None:
    """
    Neither a paper nor the inventory is believed when its digest differs.
    """
    add(root, 1)
    file = archive / "2023-2028/gia-lai.so-cong-thuong" / name
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content.replace(b"{}", b"[]").replace(b"1", b"2"))

    with pytest.raises(Damaged):
        root.read(object_id, 1, "edition.json")


def test_an_archive_in_use_has_the_readme_it_began_with(folder: FolderStorage, archive: Path) -> None:
    """
    A later release with a better text starts on the old archive all the same.
    """
    folder.put("archive/README.txt", b"older words")

    OcflRoot(folder).initialise()

    assert (archive / "README.txt").read_bytes() == b"older words"


def test_objects_are_listed_by_term(root: OcflRoot) -> None:
    """
    The archive's files alone tell every object in it.
    """
    ids = [f"vankien:{term}/{name}" for term in ("2018-2023", "2023-2028") for name in ("a", "a.b", "b-c")]
    for object_id in reversed(ids):
        root.add_version(
            object_id,
            files={"inventory.json": b"a paper of that name"},
            created=datetime(2026, 1, 1, tzinfo=UTC),
            message="",
            user="",
            expected_head=0,
        )

    assert list(root.object_ids()) == ids == root.possible_ids()


def test_a_person_checks_it_with_sha512sum_alone(root: OcflRoot, archive: Path, add: Add) -> None:
    """
    What the README promises holds: no program of ours is needed.
    """
    add(root, 1)
    add(root, 2)
    place = archive / "2023-2028/gia-lai.so-cong-thuong"

    for folder in (place, place / "v1", place / "v2"):
        subprocess.run(
            ["sha512sum", "-c", "inventory.json.sha512"], cwd=folder, check=True, capture_output=True
        )
    paper = "v2/content/papers/nghi-quyet.docx"
    shown = subprocess.run(["sha512sum", paper], cwd=place, check=True, capture_output=True, text=True).stdout
    assert f'"{shown.split()[0]}": [\n      "{paper}"\n    ]' in (place / "inventory.json").read_text()


def test_the_readme_speaks_of_the_real_layout(archive: Path, root: OcflRoot) -> None:
    """
    The sentence that explains a path is true of the path function.
    """
    text = (archive / "README.txt").read_text(encoding="utf-8")

    assert text.count('"vankien:2023-2028/gia-lai.so-cong-thuong"') == 2
    assert root.object_key("vankien:2023-2028/gia-lai.so-cong-thuong").removeprefix("archive/") in text


@pytest.mark.parametrize("place", ["folder", "memory"])
@pytest.mark.parametrize("same", [True, False])
def test_of_rivals_for_one_version_one_wins(
    place: str, tmp_path: Path, object_id: str, faults: Faults, same: bool
) -> None:
    """
    Eight writers seal version after version at once: of different sets one wins, of equal sets all do.
    """
    storage = FolderStorage(tmp_path / "store") if place == "folder" else MemoryStorage()
    root = OcflRoot(storage)
    root.initialise()
    gate = Barrier(8, timeout=30)

    def write(n: int) -> list[bool]:
        won = []
        for head in range(4):
            gate.wait()
            mine = 0 if same else n
            files = {"paper": b"%d %d" % (head, mine), f"other{mine}": b"%d" % head, "same": b"same"}
            try:
                root.add_version(object_id, files=files, created=datetime(2026, 1, 1, tzinfo=UTC),
                                 message="", user=str(mine), expected_head=head)  # fmt: skip
            except VersionTaken:
                won.append(False)
            else:
                won.append(True)
        return won

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(write, range(8)))

    assert [sum(version) for version in zip(*won, strict=True)] == [8 if same else 1] * 4
    root.settle(object_id)
    assert list(storage.keys("staging")) == []
    head = root.head(object_id)
    assert head is not None
    for version in head.versions:
        for path, digest in version.files.items():
            assert sha512(root.read(object_id, version.number, path)) == digest
    if place == "folder":
        assert faults(tmp_path / "store/archive") == []
