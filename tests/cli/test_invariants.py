"""`vankien check-invariants`."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from service.bootstrap import build
from service.config import Settings
from tests.cli.conftest import Vankien
from tests.faults.small import small_meeting
from tests.working import work_off


def test_it_says_what_holds_names_what_is_broken_and_ends_with_1(
    vankien: Vankien, var: Path, sqlite_model: Path
) -> None:
    """One line for each invariant; the broken one on standard error, with what breaks it."""
    var.mkdir()
    (var / "catalog.db").write_bytes(sqlite_model.read_bytes())
    services = build(Settings(var=var, office="off"))
    account = services.access.ensure_administrator("Root")
    set_id = services.submit(small_meeting("Alder"), account=account, key="1").set_id
    work_off(services)
    services.close()
    told = var / "told"
    told.write_text(f"{set_id}\n")

    sound = vankien("check-invariants", "--at-rest", "--render", "1", "--acknowledged", str(told))
    assert (sound.code, sound.err) == (0, "")
    assert sound.out.count("holds") == 10

    with sqlite3.connect(var / "catalog.db") as catalog:
        catalog.execute("UPDATE document SET size=1 WHERE position=0")
    broken = vankien("check-invariants", "--json")

    assert broken.code == 1
    assert [one["invariant"] for one in json.loads(broken.out)["breaches"]] == ["I3", "I11"]


def test_without_a_catalog_or_a_storage_nothing_is_made(vankien: Vankien, var: Path) -> None:
    """Looking at what is not there does not make it."""
    said = vankien("check-invariants")

    assert said.code != 0
    assert not var.exists()
