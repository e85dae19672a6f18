"""`vankien backup` and `restore` as an operator types them."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from service.bootstrap import build
from service.config import Settings
from tests.cli.conftest import Vankien
from tests.faults.small import small_meeting
from tests.working import work_off


def test_a_system_goes_away_and_comes_back(
    vankien: Vankien, var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What is not in the backup is said, nothing is overwritten, and the log that came back is whole.
    """
    assert 0 == vankien("migrate").code
    vankien("user", "add", "thu-ky", "--role", "secretary", given="một mật khẩu đủ dài\n")
    taken = vankien("backup", str(tmp_path / "backup"))
    again = vankien("backup", str(tmp_path / "backup"))
    in_use = vankien("restore", str(tmp_path / "backup"))
    monkeypatch.setenv("VANKIEN_VAR", str(tmp_path / "elsewhere"))
    back = vankien("restore", str(tmp_path / "backup"))
    shutil.copy(var / "signing-key", tmp_path / "elsewhere")
    log = vankien("audit", "verify")
    known = vankien("user", "add", "thu-ky", "--role", "secretary", given="một mật khẩu đủ dài\n")

    assert (0, 2, 1, 0, 0, 2) == tuple(one.code for one in (taken, again, in_use, back, log, known))
    assert str(var / "signing-key") in taken.out
    assert "already" in again.err
    assert "There is a database already".casefold() in in_use.err.casefold()
    assert "files are back" in back.out
    assert f"Put the signing key back as {tmp_path / 'elsewhere' / 'signing-key'}" in back.out
    assert "entries are as they were written" in log.out


def test_backups_build_on_one_another(vankien: Vankien, var: Path, tmp_path: Path) -> None:
    """
    What is linked is said, what is injured is trouble, and how old the newest whole one is can be asked.
    """
    assert 0 == vankien("migrate").code
    with closing(build(Settings(var=var))) as services:
        account = services.access.ensure_administrator("Root")
        services.submit(small_meeting("Alder"), account=account, key="1")
        work_off(services)
    first = vankien("backup", str(tmp_path / "first"))
    second = vankien("backup", str(tmp_path / "second"), "--onto", str(tmp_path / "first"))
    next((tmp_path / "first").glob("data/storage/archive/*/*/v1/content/fields.jsonl")).unlink()
    third = vankien("backup", str(tmp_path / "third"), "--onto", str(tmp_path / "first"))
    kept = str(tmp_path / "kept")
    taken = vankien("backups", "take", kept, "--whole-every=1")
    asked = vankien("backups", "check", kept)
    (only,) = (tmp_path / "kept").glob("2*Z")
    only.rename(only.with_name("29991231T190000Z"))
    ahead = vankien("backups", "check", kept)

    assert (0, 0, 1, 0, 0) == tuple(one.code for one in (first, second, third, taken, asked))
    assert "They were read back." in first.out
    assert "files are linked from the one before, the others were read back." in second.out
    assert "INJURED" in third.err
    assert "fields.jsonl" in third.err
    assert "The newest whole one was begun" in asked.out
    assert "0 days ago" in asked.out
    assert (1, True) == (ahead.code, "are of moments that have not come" in ahead.err)


def test_a_person_is_found_and_a_correction_says_what_it_needs(vankien: Vankien, tmp_path: Path) -> None:
    """
    Nobody in an empty archive; a change without a field is refused.
    """
    assert 0 == vankien("migrate").code
    nobody = vankien("person", "export", "Trần Thị Hòa", str(tmp_path / "hoa.json"))
    refused = vankien("person", "correct", "Trần Thị Hòa", "--set", "hometown", "--reason", "x")
    unknown = vankien("person", "correct", "Trần Thị Hòa", "--set", "salary=1", "--reason", "x")
    nothing = vankien("person", "correct", "Trần Thị Hòa", "--set", "hometown=Vinh", "--reason", "x", "--try")

    assert (0, 2, 2, 0) == tuple(one.code for one in (nobody, refused, unknown, nothing))
    assert 0o600 == (tmp_path / "hoa.json").stat().st_mode & 0o777
    assert "no field salary" in unknown.err
    assert "No edition in force names them so" in nothing.out


def test_the_log_is_anchored_by_hand(vankien: Vankien) -> None:
    """
    A line to sign, and the same report for programs.
    """
    assert 0 == vankien("migrate").code
    vankien("user", "add", "thu-ky", "--role", "secretary", given="một mật khẩu đủ dài\n")
    line = vankien("audit", "anchor")
    said = vankien("audit", "verify", "--json")

    assert (0, 0) == (line.code, said.code)
    assert line.out.startswith("#")
    assert '"sound": true' in said.out


def test_a_webhook_that_leads_inside_is_refused_in_words(
    vankien: Vankien, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Until the operator allows its network; then it is listed with the key to check by, and can be removed.
    """
    assert 0 == vankien("migrate").code
    refused = vankien("webhook", "add", "https://127.0.0.1/in")
    monkeypatch.setenv("VANKIEN_WEBHOOK_NETWORKS", "127.0.0.0/8")
    added = vankien("webhook", "add", "https://127.0.0.1/in")
    own_id, key = added.out.split()
    listed = vankien("webhook", "list")
    removed = vankien("webhook", "remove", own_id)
    unknown = vankien("webhook", "remove", "x")
    monkeypatch.setenv("VANKIEN_WEBHOOK_NETWORKS", "127.0.0.0/33")
    wrong = vankien("webhook", "list")

    assert (2, 0, 0, 0, 2, 2) == tuple(one.code for one in (refused, added, listed, removed, unknown, wrong))
    assert "VANKIEN_WEBHOOK_NETWORKS" in refused.err
    assert key.startswith("whpk_")
    assert own_id in listed.out
    assert "VANKIEN_WEBHOOK_NETWORKS" in wrong.err
