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


def test_no_refusal_tells_a_password() -> None:
    """
    Refusals stand in logs.
    """
    told = {
        "VANKIEN_SMTP_URL": "smtp+starttls://an:s3cret/@h@mail.example",
        "VANKIEN_OIDC_ISSUER": "https://an:s3cret@id.example",
    }

    with pytest.raises(SettingsRefused) as refused:
        read_settings(told)

    assert 2 == len(refused.value.faults)
    assert "s3cret" not in str(refused.value)


def test_addresses_with_passwords_may_stand_in_files(tmp_path: Path) -> None:
    """
    The environment of a process is told by more than one program.
    """
    (file := tmp_path / "broker").write_text("redis://:s3cret@redis:6379/0\n")
    (catalog := tmp_path / "catalog").write_text("postgresql://an:s3cret@host/name")
    by_file = {"VANKIEN_BROKER_URL_FILE": str(file), "VANKIEN_CATALOG_URL_FILE": str(catalog)}
    read = read_settings(by_file)

    assert "redis://:s3cret@redis:6379/0" == read.broker_url
    assert "postgresql://an:s3cret@host/name" == read.catalog_url


def test_a_file_that_is_missing_or_one_too_many_is_said(tmp_path: Path) -> None:
    """
    All at once.
    """
    (catalog := tmp_path / "catalog").write_text("sqlite:///x")
    wrong = {
        "VANKIEN_BROKER_URL_FILE": str(tmp_path / "missing"),
        "VANKIEN_CATALOG_URL_FILE": str(catalog),
        "VANKIEN_CATALOG_URL": "sqlite:///y",
    }

    with pytest.raises(SettingsRefused) as refused:
        read_settings(wrong)

    assert ["VANKIEN_BROKER_URL_FILE", "VANKIEN_CATALOG_URL_FILE"] == sorted(
        one.partition(":")[0].partition("=")[0] for one in refused.value.faults
    )
