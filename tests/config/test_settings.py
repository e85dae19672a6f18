"""Settings: read once, all faults at once."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from service.config import RENAMED, Settings, SettingsRefused, read_settings, variable


def test_everything_has_a_default_under_var() -> None:
    """
    An empty environment runs the embedded default under ./var.
    """
    settings = read_settings({})

    assert Path.cwd() / "var" == settings.var
    assert f"sqlite:///{settings.var / 'catalog.db'}" == settings.catalog_url
    assert settings.is_embedded


def test_every_fault_is_named_at_once() -> None:
    """
    Nobody should have to start three times to find three mistakes.
    """
    wrong = {"VANKIEN_PORT": "0", "VANKIEN_MAX_UPLOAD_BYTES": "many", "VANKIEN_PROT": "80", "HOME": "/"}
    wrong["VANKIEN_LOG_LEVEL"] = "loud"

    with pytest.raises(SettingsRefused) as refused:
        read_settings(wrong)

    assert 4 == len(refused.value.faults)
    for name in ("VANKIEN_PORT", "VANKIEN_MAX_UPLOAD_BYTES", "VANKIEN_PROT", "VANKIEN_LOG_LEVEL"):
        assert any(name in fault for fault in refused.value.faults)


def test_an_old_name_leads_to_the_new_one() -> None:
    """
    A start under an old name never runs with the default in silence; and a slip of the finger is told apart from it.
    """
    set_up = {"VANKIEN_DATABASE": "sqlite:///x", "VANKIEN_WORKER_PROCESES": "4", "VANKIEN_ZZZ": "1"}

    with pytest.raises(SettingsRefused) as refused:
        read_settings(set_up, renamed={"VANKIEN_DATABASE": "VANKIEN_CATALOG_URL"})

    assert [
        "VANKIEN_DATABASE is now called VANKIEN_CATALOG_URL; see docs/upgrading.md",
        "VANKIEN_WORKER_PROCESES is not a setting (did you mean VANKIEN_WORKER_PROCESSES?); see docs/settings.md",
        "VANKIEN_ZZZ is not a setting; see docs/settings.md",
    ] == refused.value.faults


def test_every_old_name_leads_to_a_setting() -> None:
    """
    The table of old names is of names that are no longer, and of some that are.
    """
    known = {variable(one.name) for one in fields(Settings)}

    assert set(RENAMED.values()) <= known
    assert not known & set(RENAMED)


def test_what_is_set_is_taken(tmp_path: Path) -> None:
    """
    The parts are chosen by address.
    """
    settings = read_settings(
        {"VANKIEN_VAR": str(tmp_path), "VANKIEN_BROKER_URL": "redis://localhost/0", "VANKIEN_PORT": "9000"}
    )

    assert Settings(var=tmp_path, broker_url="redis://localhost/0", port=9000) == settings
    assert "http://127.0.0.1:9000" == settings.public_url
    assert not settings.is_embedded
