"""`vankien verify` and `vankien key`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


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
    laid = {path.name for path in (var / "storage" / "archive").glob("proof-key-*.json")}

    assert {f"proof-key-{old}.json", f"proof-key-{new}.json"} == laid
    assert (var / f"signing-key.{old}").is_file()
    assert new == vankien("key", "show").out.strip()
