"""`vankien verify` and `vankien key`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from service.archive.key_files import new_key


@pytest.fixture
def resolution(vankien: Any, at_work: Any, complete: str, var: Path) -> Path:
    """The file of a sealed resolution, in the archive."""
    with at_work():
        vankien("submit", complete, "--wait")
    found = json.loads(vankien("search", "--kind", "resolution", "--json").out)
    (file,) = (var / "storage" / "archive").rglob(f"papers/{found['file_name']}")
    return file


def test_the_archive_folder_is_enough(vankien: Any, resolution: Path, var: Path, tmp_path: Path) -> None:
    """Without a database: a paper is genuine, any other file unknown, with the exit code to tell them apart."""
    (var / "storage" / "archive").rename(tmp_path / "copy")
    file = tmp_path / "copy" / resolution.relative_to(var / "storage" / "archive")
    (tmp_path / "other.docx").write_bytes(b"x")
    genuine = vankien("verify", str(file), "--archive", str(tmp_path / "copy"))
    unknown = vankien("verify", str(tmp_path / "other.docx"), "--archive", str(tmp_path / "copy"))
    wrong = vankien("verify", str(file), "--archive", str(tmp_path))

    assert (0, 2, 2) == (genuine.code, unknown.code, wrong.code)
    assert genuine.out.startswith("Genuine")
    assert "Nghị quyết Đại hội" in genuine.out
    assert unknown.out.startswith("Unknown")
    assert "is no archive" in wrong.err


def test_a_new_key_leaves_the_old_one_beside_it(vankien: Any, var: Path) -> None:
    """Both public halves lie in the archive, so that old codes are still read."""
    vankien("migrate")
    old, new = vankien("key", "show").out.strip(), vankien("key", "new").out.strip()

    assert sorted([f"proof-key-{old}.json", f"proof-key-{new}.json"]) == laid_in(var)
    assert (var / f"signing-key.{old}").is_file()
    assert new == vankien("key", "show").out.strip()


class TestAnotherHost:
    """An archive that is signed already, and a host with a folder of its own."""

    @pytest.fixture(autouse=True)
    def archive(self, vankien: Any, var: Path) -> str:
        """The id of the key that the first host made."""
        vankien("migrate")
        return str(vankien("key", "show").out.strip())

    @pytest.fixture
    def other(self, var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The folder of the second host: the same database and store, nothing else."""
        monkeypatch.setenv("VANKIEN_CATALOG_URL", f"sqlite:///{var / 'catalog.db'}")
        monkeypatch.setenv("VANKIEN_STORAGE_URL", str(var / "storage"))
        monkeypatch.setenv("VANKIEN_BROKER_URL", "redis://127.0.0.1:1/0")
        monkeypatch.setenv("VANKIEN_VAR", str(tmp_path / "other"))
        return tmp_path / "other"

    @pytest.mark.parametrize("command", [("worker",), ("relay",), ("search", "x"), ("key", "show")])
    def test_it_does_not_start_without_the_key(
        self, vankien: Any, archive: str, other: Path, var: Path, command: tuple[str, ...]
    ) -> None:
        """A key of its own would sign papers that others began: one sentence says what to do, and nothing is made."""
        said = vankien(*command)

        assert (2, 1) == (said.code, said.err.count("\n")), said.err
        assert f"VANKIEN_SIGNING_KEY_FILE: {other / 'signing-key'} is not there" in said.err
        assert archive in said.err
        assert "vankien key new" in said.err
        assert not (other / "signing-key").exists()
        assert [f"proof-key-{archive}.json"] == laid_in(var)

    def test_it_does_not_start_with_a_key_of_its_own(
        self, vankien: Any, archive: str, other: Path, var: Path
    ) -> None:
        """What it made before, or brought from another archive, is left as it is and not believed."""
        stranger = new_key(other / "signing-key").key_id
        said = vankien("worker")

        assert (2, 1) == (said.code, said.err.count("\n")), said.err
        assert f"the key {stranger}" in said.err
        assert archive in said.err
        assert [f"proof-key-{archive}.json"] == laid_in(var)

    def test_it_starts_with_the_key_and_with_one_that_was_replaced(
        self, vankien: Any, archive: str, other: Path, var: Path
    ) -> None:
        """A host that has not been given the newest one signs what can still be verified."""
        other.mkdir()
        shutil.copy(var / "signing-key", other)
        held = vankien("search", "x")
        newer = vankien("key", "new").out.strip()
        shutil.copy(other / f"signing-key.{archive}", other / "signing-key")
        replaced = vankien("search", "x")

        assert (0, 0) == (held.code, replaced.code), held.err + replaced.err
        assert sorted([f"proof-key-{archive}.json", f"proof-key-{newer}.json"]) == laid_in(var)

    def test_where_the_key_is_lost_a_new_one_is_asked_for_in_words(
        self, vankien: Any, archive: str, other: Path, var: Path
    ) -> None:
        """After a disaster nothing but backups may be left; old codes are still read."""
        made = vankien("key", "new")
        found = vankien("search", "x")

        assert (0, 0) == (made.code, found.code), made.err + found.err
        assert sorted([f"proof-key-{archive}.json", f"proof-key-{made.out.strip()}.json"]) == laid_in(var)


def laid_in(var: Path) -> list[str]:
    return sorted(path.name for path in (var / "storage" / "archive").glob("proof-key-*.json"))
