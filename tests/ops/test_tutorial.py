"""The way from a published report to signed papers, as the document tells it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.bootstrap import build
from service.config import Settings
from tests.ops.composition import ROOT
from tests.working import at_work

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
COMMANDS = "\n".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A system at work in a folder: what is promised there is done, as by a relay and a worker."""
    folder = tmp_path / "var"
    services = build(Settings(var=folder), migrate=True)
    with at_work(services):
        yield folder
    services.close()


def test_the_tutorial_works_as_it_stands(var: Path, tmp_path: Path) -> None:
    """
    From facts of which no paper can be made to a genuine paper with its number, and a copy of the whole term.
    """
    for example in (ROOT / "examples").glob("so-cong-thuong-2023*.json"):
        shutil.copy(example, tmp_path)
    beside = Path(sys.executable).parent
    env = {**os.environ, "VANKIEN_VAR": str(var), "PATH": f"{beside}:{os.environ['PATH']}"}

    said = subprocess.run(
        ["bash", "-ec", COMMANDS],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert 0 == said.returncode, said.stderr
    assert "32 ballots were issued to 31 people present" in said.stdout
    assert "01/NQ-ĐH" in said.stdout
    assert (tmp_path / "nhiem-ky-2023-2028" / "data" / "index.html").is_file()
