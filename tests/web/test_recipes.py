"""The recipes for programs, run as they stand in the document."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.bootstrap import Services
from tests import working
from tests.pdfs import blank_pdf

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "programs.md").read_text("utf-8")


def blocks(language: str) -> str:
    """The blocks of that language, one after the other."""
    return "\n".join(re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))


@pytest.fixture
def at_work(services: Services) -> Iterator[None]:
    """Promised work is done meanwhile, as by workers."""
    with working.at_work(services):
        yield


@pytest.fixture
def place(tmp_path: Path, complete: bytes) -> Path:
    """A folder with what the recipes say lies in it."""
    folder = tmp_path / "place"
    folder.mkdir()
    data = {**json.loads(complete), "delegates": []}
    (folder / "so-cong-thuong-2023-day-du.json").write_text(json.dumps(data), "utf-8")
    (folder / "signed.pdf").write_bytes(blank_pdf())
    return folder


@pytest.fixture
def env(address: str, token: str) -> dict[str, str]:
    """The variables that the recipes name; no proxy stands between two processes of one machine."""
    rest = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return {**rest, "VANKIEN": address, "TOKEN": token, "PYTHONPATH": str(ROOT)}


@pytest.mark.usefixtures("at_work")
def test_the_recipes_for_curl_work(place: Path, env: dict[str, str]) -> None:
    """
    From data to a paper with its number and its scan.
    """
    assert shutil.which("curl"), "install curl (Debian: apt-get install curl)"
    script = "set -euo pipefail\n" + blocks("sh")
    said = subprocess.run(
        ["bash", "-c", script], cwd=place, env=env, capture_output=True, text=True, timeout=120, check=False
    )

    assert (0, "") == (said.returncode, said.stderr)
    assert "01/NQ-ĐH" == json.loads((place / "number.json").read_bytes())["written"]
    assert "signed.pdf" == json.loads((place / "copy.json").read_bytes())["name"]
    assert zipfile.ZipFile(place / "papers.zip").testzip() is None


@pytest.mark.usefixtures("at_work")
def test_the_recipe_for_python_works(place: Path, env: dict[str, str]) -> None:
    """
    The same by the client.
    """
    said = subprocess.run(
        [sys.executable, "-c", blocks("python")],
        cwd=place,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (0, "") == (said.returncode, said.stderr)
    assert said.stdout.endswith("/NQ-ĐH\n")
    assert [path for path in place.glob("*.docx") if zipfile.is_zipfile(path)]
