"""What listens to the suite hears a name in every spelling, and fails the session for one."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import unicodedata
import urllib.parse
from pathlib import Path

import pytest

from tests.canaries import found_in
from tests.ops.composition import ROOT
from tests.overheard import Overheard, names

NAME = "Khưu Diễm Phụng"


def body_of_a_message(name: str) -> bytes:
    """As a task that is called with a name would lie in the broker."""
    inside = json.dumps([["", {"name": name}, 1], {}, {}]).encode()
    return json.dumps({"body": base64.b64encode(inside).decode()}).encode()


@pytest.mark.parametrize(
    "content",
    [
        f"name={NAME.upper()};".encode(),
        unicodedata.normalize("NFD", f"Bà {NAME},").encode(),
        b"reason=khuu diem phung",
        b"Khuu Diem Phung",
        f"/archive?person={urllib.parse.quote_plus(NAME)}&page=2".encode(),
        f"next=%2F{urllib.parse.quote(urllib.parse.quote(NAME))}".encode(),
        urllib.parse.quote(NAME).lower().encode(),
        json.dumps({"event": json.dumps(NAME)}).encode(),
        repr(NAME.encode()).encode(),
        base64.b64encode(f"x{NAME}xyz".encode()),
        base64.b64encode(f"xy{NAME}xyz".encode()),
        base64.urlsafe_b64encode(f"xyz{NAME}".encode()),
        body_of_a_message(NAME),
        f"{NAME}!".encode("utf-16-le"),
        NAME.encode("ascii", "xmlcharrefreplace"),
    ],
)
def test_a_name_is_found_however_it_is_written(content: bytes) -> None:
    """
    In capitals, taken apart, without accents, in an address, in JSON in JSON, in base64 wherever it begins.
    """
    assert [NAME] == found_in(content, [NAME, "Khưu Diễm Quế"])


def test_everybody_of_the_examples_is_listened_for() -> None:
    """
    Delegates and candidates alike, and nobody of one word, who would be heard everywhere.
    """
    assert len(names()) > 50
    assert all(" " in name for name in names())


@pytest.mark.parametrize("said", ["{name}", '{{"who": {escaped}}}'])
def test_one_place_is_told_for_a_name(said: str) -> None:
    """
    The test, the name and the line, plain or as JSON writes it.
    """
    ears, name = Overheard(), min(names())
    ears.hear("here", "request_answered\n" + said.format(name=name, escaped=json.dumps(name)) + "\nrest")
    ears.hear("there", "request_answered status=200")

    (place,) = ears.places
    assert place.startswith(f"here: {name}: ")


@pytest.mark.parametrize(
    ("processes", "logged", "code"),
    [("0", "nobody", 0), ("0", "name", 1), pytest.param("2", "name", 1, marks=pytest.mark.slow)],
)
def test_a_session_in_which_a_name_was_logged_fails(
    tmp_path: Path, processes: str, logged: str, code: int
) -> None:
    """
    Though each of its tests passed; in one process and in several.
    """
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "conftest.py").write_text(
        "from tests.overheard import Overheard\n"
        "def pytest_configure(config):\n"
        "    if not hasattr(config, 'workerinput'):\n"
        "        config.pluginmanager.register(Overheard())\n"
    )
    (tmp_path / "test_it.py").write_text(
        "import logging\n"
        "from tests.overheard import names\n"
        "name, nobody = min(names()), 'nobody'\n"
        f"def test_it():\n    logging.getLogger('x').warning('of %s', {logged})\n"
    )
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "xdist",
            "-n",
            processes,
            "-p",
            "no:cacheprovider",
            str(tmp_path),
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert code == ended.returncode, ended.stdout
    assert ("test_it.py::test_it (Captured log call)" in ended.stdout) == bool(code)
    assert "1 passed" in ended.stdout
