"""The units for one machine without containers: taken by systemd, true to the program, and fenced in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from service.cli.entry import vankien
from service.cli.servers import QUEUES
from service.config import Settings, read_settings, variable
from tests.ops.composition import ROOT, tool

UNITS = ROOT / "docs" / "systemd"
GUIDE = (ROOT / "docs" / "debian.md").read_text("utf-8")
PROGRAM = "/opt/vankien/.venv/bin/vankien"
SERVICES = sorted(UNITS.glob("*.service"))
OURS = [one for one in SERVICES if "watch" not in one.name]

pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None and not os.environ.get("CI"), reason="systemd is not there"
)


def analyse(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What systemd says of units in `folder`; no manager runs for that."""
    return subprocess.run(
        ["systemd-analyze", *arguments],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:", "SYSTEMD_COLORS": "0", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units, with the program where it is on this machine."""
    place = tmp_path_factory.mktemp("units")
    for file in UNITS.glob("vankien*.*"):
        text = file.read_text("utf-8").replace(PROGRAM, tool("vankien"))
        (place / file.name).write_text(
            text.replace("/etc/vankien/vankien.env", str(UNITS / "vankien.env")), "utf-8"
        )
    return place


def test_systemd_takes_every_unit(folder: Path) -> None:
    """
    No word that it does not know, no program that is not there, no unit that is missing.
    """
    units = [str(path) for path in sorted(folder.glob("*.*")) if path.suffix != ".env"]

    said = analyse("verify", "--man=no", *units, folder=folder)

    assert len(units) == 11
    assert (0, "") == (said.returncode, said.stdout + said.stderr)


@pytest.mark.parametrize("unit", OURS, ids=lambda one: one.stem)
def test_what_systemd_calls_exposed_is_little(unit: Path, folder: Path) -> None:
    """
    Of ten, at most two: what remains is the network and a view of the machine's files.
    """
    said = analyse(
        "security", "--offline=true", "--no-pager", "--threshold=20", str(folder / unit.name), folder=folder
    )

    assert 0 == said.returncode, said.stdout


def commands(unit: Path) -> list[str]:
    """The commands of the program that a unit runs."""
    return re.findall(rf"{re.escape(PROGRAM)} ([a-z-]+)", unit.read_text("utf-8"))


def as_installed(unit: str) -> str:
    """The name of the file that a unit is made of: one file makes a worker for each queue."""
    return re.sub(r"@[a-z]+\.", "@.", unit)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda one: one.stem)
def test_every_command_exists(unit: Path) -> None:
    """
    A unit runs what the command line knows.
    """
    assert commands(unit)
    assert set(commands(unit)) <= set(vankien.commands)


def settings() -> Mapping[str, str]:
    """The settings of the file, those that are commented out too."""
    lines = (UNITS / "vankien.env").read_text("utf-8").splitlines()
    return dict(line.lstrip("#").split("=", 1) for line in lines if re.match(r"#?VANKIEN_", line))


def test_every_setting_is_known_and_understood() -> None:
    """
    Also the one that is shown as a choice.
    """
    assert set(settings()) <= {variable(one.name) for one in fields(Settings)}
    assert "postgresql:///vankien?host=/var/run/postgresql" == read_settings(settings()).catalog_url


def test_the_guide_installs_every_unit_that_the_target_wants() -> None:
    """
    And explains each.
    """
    wanted = re.findall(r"vankien-[a-z@-]+\.(?:service|timer)", (UNITS / "vankien.target").read_text("utf-8"))
    files = {as_installed(one) for one in wanted}

    by_others = {"vankien-migrate.service", "vankien-backup.service"}
    assert files == {one.name for one in (*OURS, *UNITS.glob("*.timer"))} - by_others
    assert {one.removesuffix(".service") for one in wanted} <= set(
        re.findall(r"`(vankien-[a-z@.-]+)`", GUIDE)
    )
    assert {f"vankien-worker@{queue}.service" for queue in QUEUES} <= set(wanted)
    assert {Path(name).name for name in re.findall(r"docs/systemd/([\w.]+\w)", GUIDE)} <= {
        one.name for one in UNITS.iterdir()
    } | {"vankien"}
