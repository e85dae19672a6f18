"""`vankien migrate`, `check-config`, help, and the sentences of failures."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.access import AccessRefused
from service.catalog import CatalogError
from service.cli.entry import vankien as group
from service.cli.failures import FAILED, REFUSED, stop_for
from service.config import SettingsRefused
from service.documents.templates import BadTemplates
from service.storage import StorageError
from tests.running import free_port
from workers.processes import ProcessFailed


def family(*roots: type[Exception]) -> Iterator[type[Exception]]:
    """The classes and all that are derived from them."""
    for root in roots:
        yield root
        yield from family(*root.__subclasses__())


def test_migrating_twice_does_no_harm(vankien: Any) -> None:
    """The second time finds nothing to do."""
    assert [0, 0] == [vankien("migrate").code, vankien("migrate").code]


def test_a_command_before_the_first_migration_says_what_to_do(vankien: Any, complete: str) -> None:
    """One sentence that names the command."""
    said = vankien("submit", complete)

    assert 1 == said.code
    assert "vankien migrate" in said.err


def test_check_config_names_every_fault_at_once(
    vankien: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Unknown and unreadable settings, templates, catalog, storage and broker, without their passwords."""
    (tmp_path / "file").touch()
    settings = {
        "VANKIEN_PORT": "0",
        "VANKIEN_PROT": "8080",
        "VANKIEN_VAR": str(tmp_path / "file" / "var"),
        "VANKIEN_TEMPLATES": str(tmp_path),
        "VANKIEN_CATALOG_URL": f"postgresql://van:s3cret@/kien?host={tmp_path}",
        "VANKIEN_STORAGE_URL": "s4://somewhere",
        "VANKIEN_BROKER_URL": "redis://:s3cret@127.0.0.1:1/0",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    said = vankien("check-config")

    faults = said.err.splitlines()
    assert 2 == said.code
    for sign in (
        "VANKIEN_PROT",
        "VANKIEN_PORT",
        "VANKIEN_VAR",
        "manifest",
        "PostgreSQL",
        "VANKIEN_STORAGE_URL",
        "VANKIEN_BROKER_URL",
    ):
        assert any(sign in fault for fault in faults), sign
    assert len(settings) == len(faults)
    assert "s3cret" not in said.out + said.err


def test_check_config_of_a_fresh_folder_makes_nothing(vankien: Any, var: Path) -> None:
    """It says what was understood, and leaves no trace."""
    said = vankien("check-config")

    assert (0, "") == (said.code, said.err)
    assert f"sqlite:///{var}/catalog.db" in said.out
    assert not var.exists()


def test_check_config_finds_a_catalog_of_another_schema(vankien: Any, var: Path) -> None:
    """An empty file is a database without a schema."""
    var.mkdir()
    (var / "catalog.db").touch()

    assert "vankien migrate" in vankien("check-config").err


@pytest.mark.parametrize("name", sorted(group.commands))
def test_every_command_says_what_it_is_for(vankien: Any, name: str) -> None:
    """--help of each command."""
    said = vankien(name, "--help")

    assert 0 == said.code
    assert group.commands[name].get_short_help_str()


def test_an_unknown_command_is_refused(vankien: Any) -> None:
    """Usage errors exit with 2."""
    assert 2 == vankien("nothing-like-this").code


@pytest.mark.parametrize("kind", list(family(CatalogError, StorageError, ProcessFailed, AccessRefused)))
def test_every_expected_failure_has_a_sentence(kind: type[Exception]) -> None:
    """None of the families reaches a person as a traceback."""
    stop = stop_for(kind("why"))

    assert stop is not None
    assert "why" in stop.sentences[0]
    assert stop.exit_code in {FAILED, REFUSED}


def test_settings_and_templates_name_all_their_faults() -> None:
    """One sentence a fault."""
    settings = stop_for(SettingsRefused(["one", "two"]))
    templates = stop_for(BadTemplates(Path("mau"), ("one", "two")))

    assert settings is not None
    assert templates is not None
    assert ("one", "two") == settings.sentences == templates.sentences


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "The disk is full (/var/x)"),
        (errno.EACCES, "The right to write or read is missing (/var/x)"),
        (errno.EROFS, "The right to write or read is missing (/var/x)"),
        (errno.ENOTDIR, "The system refused (/var/x): Not a directory"),
    ],
)
def test_a_refusal_of_the_system_names_the_file(number: int, words: str) -> None:
    """Full disks and missing rights are said in words."""
    stop = stop_for(OSError(number, os.strerror(number), "/var/x"))

    assert stop is not None
    assert stop.sentences[0].startswith(words)


def test_a_defect_of_ours_keeps_its_traceback() -> None:
    """What nobody expected is not dressed up."""
    assert stop_for(KeyError("x")) is None


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_busy_port_is_one_sentence(vankien: Any, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """It says which port, and how to choose another."""
    vankien("migrate")
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        monkeypatch.setenv("VANKIEN_PORT", str(port))
        said = vankien(command)

    assert (1, 1) == (said.code, said.err.count("\n"))
    assert f"port {port}" in said.err
    assert "VANKIEN_PORT=" in said.err


def test_the_demo_without_its_examples_says_so(
    vankien: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing is started where the examples are not."""
    monkeypatch.setattr("service.cli.demo.EXAMPLES", tmp_path)

    assert "from a checkout" in vankien("demo").err


def test_the_demo_in_a_folder_that_cannot_be_made_says_so(
    vankien: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One sentence, no traceback."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("VANKIEN_VAR", str(tmp_path / "file" / "var"))
    port = free_port()
    monkeypatch.setenv("VANKIEN_PORT", str(port))

    said = vankien("demo", "--exit")

    assert (1, 1) == (said.code, said.err.count("\n"))
    assert said.err.startswith("The system refused")


def test_the_demo_with_a_broker_that_does_not_answer_says_so_before_it_starts_anything(
    vankien: Any, monkeypatch: pytest.MonkeyPatch, var: Path
) -> None:
    """One sentence that names the setting, and no folder."""
    port = free_port()
    monkeypatch.setenv("VANKIEN_PORT", str(port))
    monkeypatch.setenv("VANKIEN_BROKER_URL", f"redis://127.0.0.1:{port}/0")

    said = vankien("demo", "--exit")

    assert (1, 1) == (said.code, said.err.count("\n"))
    assert said.err.startswith("VANKIEN_BROKER_URL: no broker answers there")
    assert not var.exists()
