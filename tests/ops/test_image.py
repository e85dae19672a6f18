"""The Dockerfile: without a fault, locked, and never root."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

from tests.ops.composition import DOCKERFILE, ROOT, tool


def test_hadolint_finds_no_fault(tmp_path: Path) -> None:
    """Not even one of style, and no rule is switched off in a file somewhere."""
    command = [tool("hadolint"), "--no-color", "--failure-threshold", "style", str(DOCKERFILE)]
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}

    answer = subprocess.run(
        command, cwd=tmp_path, env=bare, capture_output=True, text=True, timeout=60, check=False
    )

    assert (0, "") == (answer.returncode, answer.stdout + answer.stderr)
    assert "hadolint ignore" not in DOCKERFILE.read_text()


def test_every_library_comes_from_the_lock() -> None:
    """What is installed was hashed when it was chosen; the rest is forbidden to ask anybody."""
    installs = re.findall(r"pip install (.*)", DOCKERFILE.read_text())

    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-index --no-deps" in installs[1]


def test_the_image_has_what_its_settings_ask_for() -> None:
    """Traces are one setting away; all else is of the versions that run without containers."""
    (lock,) = re.findall(r"--requirement (\S+)", DOCKERFILE.read_text())
    image, plain = (pins(ROOT / name) for name in (lock, "requirements.txt"))
    traces = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"][
        "traces"
    ]

    assert plain.items() <= image.items()
    assert {re.split("[>=]", one)[0] for one in traces} <= image.keys() - plain.keys()


def pins(lock: Path) -> dict[str, str]:
    """The version of each library."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(), re.MULTILINE))


def test_the_image_does_not_run_as_root() -> None:
    """The last word on the user is a fixed number, which files on volumes are owned by."""
    users = re.findall(r"^USER (.*)$", DOCKERFILE.read_text(), re.MULTILINE)

    assert ["10001:10001"] == users[-1:]


def test_the_image_gets_only_what_it_runs() -> None:
    """A secret or a database that lies about in the checkout never reaches a layer."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copied = " ".join(re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE.read_text(), re.MULTILINE)).split()

    assert lines[0] == "*"
    assert let_in == set(copied)
    assert all((ROOT / name).exists() for name in let_in)


def test_every_base_is_pinned_to_a_tag() -> None:
    """Another Python or another Debian is a decision, not an accident."""
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE.read_text(), re.MULTILINE)

    assert ["python:3.11-slim-trixie"] * 2 == bases
