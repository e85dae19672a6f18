"""`vankien archive ...`: the files read back, and the database made anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from service.bootstrap import build
from service.config import read_settings


@pytest.fixture
def storage(var: Path, vankien: Any, complete: str) -> Path:
    """The folder of an archive with one sealed set."""
    vankien("migrate")
    services = build(read_settings())
    account = services.access.ensure_administrator("Tổng Liên đoàn Lao động Việt Nam")
    data = json.loads(Path(complete).read_text(encoding="utf-8"))
    data.pop("delegates")
    services.submit(json.dumps(data).encode(), account=account, key="1")
    while services.relay(services.work_on):
        pass
    services.close()
    return var / "storage"


def test_a_sound_archive_is_said_to_be_sound(vankien: Any, storage: Path) -> None:
    """Everything was read, and the exit code says so too."""
    said = vankien("archive", "verify")

    assert 0 == said.code
    assert "1 objects with" in said.out
    assert "all as they were stored" in said.out


def test_every_injury_is_named(vankien: Any, storage: Path) -> None:
    """A flipped bit, a file that is gone, one that nobody put there."""
    paper, manifest = (next(storage.rglob(name)) for name in ("nghi-quyet-dai-hoi.docx", "manifest.json"))
    paper.chmod(0o644)
    paper.write_bytes(paper.read_bytes()[:-1] + b"\1")
    manifest.unlink()
    (paper.parent / "thumbs.db").write_bytes(b"foreign")

    said = vankien("archive", "verify", "--json")

    report = json.loads(said.out)
    folder = paper.parents[4].relative_to(storage).as_posix()
    assert 1 == said.code
    assert not report["sound"]
    assert [paper.relative_to(storage).as_posix()] == report["changed"]
    assert [manifest.relative_to(storage).as_posix()] == report["missing"]
    assert [f"{folder}/v1/content/papers/resolution/thumbs.db"] == report["untracked"]


def test_a_sample_of_the_archive_is_enough_now_and_then(vankien: Any, storage: Path) -> None:
    """A share in percent; what was not looked at is not called sound."""
    said = vankien("archive", "verify", "--sample", "100")

    assert 0 == said.code
    assert 2 == vankien("archive", "verify", "--sample", "0").code


def test_a_deleted_database_is_made_anew(vankien: Any, storage: Path, var: Path) -> None:
    """From the files alone; what was there is kept under another name."""
    before = vankien("search", "nghi quyet")
    for file in var.glob("catalog.db*"):
        file.unlink()

    said = vankien("archive", "rebuild")
    again = vankien("archive", "rebuild")

    assert (0, 0) == (said.code, again.code)
    assert "1 sets with" in said.out
    assert "is kept" not in said.out
    assert "catalog.before_" in again.out
    again_found = vankien("search", "nghi quyet").out
    assert [line.split()[:4] for line in before.out.splitlines()] == [
        line.split()[:4] for line in again_found.splitlines()
    ]
    assert 1 == len(list(var.glob("catalog.before_*.db")))


def test_a_broken_database_is_left_aside(vankien: Any, storage: Path, var: Path) -> None:
    """What cannot be read cannot be carried over: `--alone` says that nothing shall be."""
    (var / "catalog.db").write_bytes(b"no database at all" * 1000)

    refused = vankien("archive", "rebuild")
    done = vankien("archive", "rebuild", "--alone")

    assert 1 == refused.code
    assert "cannot be read" in refused.err
    assert 0 == done.code
    assert "nghi-quyet-dai-hoi.docx" in vankien("search", "nghi quyet").out


def test_a_term_is_exported_and_taken_in(vankien: Any, storage: Path, tmp_path: Path) -> None:
    """A bag with a list; the same archive has it all already."""
    out = str(tmp_path / "bag")

    exported = vankien("archive", "export", "--term", "2023-2028", out)
    again = vankien("archive", "export", "--term", "2023-2028", out)
    taken = vankien("archive", "import", out)

    assert (0, 1, 0) == (exported.code, again.code, taken.code)
    assert "open" in exported.out
    assert out in again.err
    assert "0 sets were taken in; 1 were here already." in taken.out


def test_a_broken_bag_is_refused_with_every_file(vankien: Any, storage: Path, tmp_path: Path) -> None:
    """One sentence for each file that is not as the bag says."""
    out = tmp_path / "bag"
    vankien("archive", "export", "--term", "2023-2028", str(out))
    (out / "data/index.html").unlink()

    said = vankien("archive", "import", str(out))

    assert 2 == said.code
    assert "data/index.html is missing" in said.err


def test_the_disposal_list_is_only_printed(vankien: Any, storage: Path) -> None:
    """Nothing is due, nothing is deleted, and the classes are said to be unconfirmed."""
    said = vankien("archive", "disposal-list", "--on", "2099-01-01")

    assert 0 == said.code
    assert "Not verified: cards, congress_file. Nothing was deleted." in said.out
