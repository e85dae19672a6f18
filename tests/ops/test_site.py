"""The site of the documents is made without a warning, and asks nobody but its reader's own host."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.ops.composition import ROOT, tool

pytestmark = pytest.mark.slow

ABROAD = re.compile(
    r"""(?:src|href)=["']?(?:https?:)?//(?!squidfunk|www\.mkdocs)[^"'> ]*\.(?:js|css|woff2?)"""
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, made with every warning an error."""
    place = tmp_path_factory.mktemp("site")
    said = subprocess.run(
        [tool("mkdocs"), "build", "--quiet", "--site-dir", str(place)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (0, "") == (said.returncode, said.stdout + said.stderr)
    return place


def test_every_link_leads_somewhere_and_every_page_is_in_the_menu(site: Path) -> None:
    """
    That is what its maker warns of; the pages made of the program are there too.
    """
    for name in ("index", "command-line", "api", "fields", "decisions", "huong-dan"):
        assert (site / f"{name}.html").is_file()
    assert "vankien archive rebuild" in (site / "command-line.html").read_text("utf-8")
    assert "sendCongress" in (site / "api.html").read_text("utf-8")


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    """
    It opens in an office without a way out, and tells nobody that it was read.
    """
    loads = {match for page in site.rglob("*.html") for match in ABROAD.findall(page.read_text("utf-8"))}

    assert set() == loads
