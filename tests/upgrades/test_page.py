"""The page docs/upgrading.md, and the discipline it speaks of."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

from service.archive.key_files import renewed_key
from service.config import Settings
from service.storage import OcflRoot, open_storage

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "upgrading.md").read_text("utf-8")
COMMANDS = dict(re.findall(r"^```sh (\w+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
STAGES = Path(__file__).parent / "stages"


@pytest.mark.slow
def test_the_way_up_and_back_works_as_it_stands(tmp_path: Path) -> None:
    """
    A system of an earlier day comes up; its next backup is put back where nothing is.
    """
    var = tmp_path / "var"
    stage = STAGES / "0007"
    var.mkdir()
    (var / "catalog.db").write_bytes(gzip.decompress((stage / "catalog.db.gz").read_bytes()))
    with tarfile.open(stage / "storage.tar.gz") as packed:
        packed.extractall(var, filter="data")

    # The key of that day is not kept with the stage; what its operator has at hand is one of today.
    key = Settings(var=var).signing_key_file
    renewed_key(key, OcflRoot(open_storage(Settings(var=var).storage_url)))
    refused = run("vankien check-invariants", tmp_path)
    after = run(COMMANDS["after"], tmp_path)
    before = run(COMMANDS["before"], tmp_path)
    kept = key.read_bytes()
    shutil.rmtree(var)
    back = run(COMMANDS["back"], tmp_path)
    key.write_bytes(kept)
    found = run("vankien search 'nghi quyet'", tmp_path)

    assert "vankien migrate" in refused.stderr
    assert [0, 0, 0] == [one.returncode for one in (after, before, back)], after.stderr + back.stderr
    assert "NQ-ĐH" in found.stdout
    assert {"before", "after", "back"} == set(COMMANDS)


def run(commands: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("VANKIEN_")}
    env |= {"VANKIEN_VAR": str(folder / "var"), "PATH": f"{Path(sys.executable).parent}:{env['PATH']}"}
    # No broker is started here, and `check-config` asks the embedded one only when it runs.
    return subprocess.run(
        ["bash", "-ec", commands],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_changelog_has_every_version_once_newest_first() -> None:
    """
    What is not released stands on top, and the version of the package is never behind the changelog.
    """
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    released = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+) - (\d{4}-\d\d-\d\d)", one) for one in headings[1:]]
    versions = [tuple(int(one[part]) for part in (1, 2, 3)) for one in released if one]
    own = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    assert "Unreleased" == headings[0]
    assert all(released), headings
    assert sorted(set(versions), reverse=True) == versions
    assert tuple(map(int, own.split("."))) >= max(versions, default=(0, 0, 0))
