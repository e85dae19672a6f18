"""`vankien organisations ...`: what the pages can do for the tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from service.bootstrap import Services, build
from service.cli.organisations import LEVELS
from service.config import Settings
from service.congress.people import Level
from tests.intake.test_tree import with_rows

PROVINCE = "LĐLĐ tỉnh Gia Lai"


@pytest.fixture
def services(vankien: Any, var: Path) -> Iterator[Services]:
    """The services over the folder that the commands use, with one organisation."""
    vankien("migrate")
    vankien("organisations", "add", PROVINCE, "--level", "provincial", "--code", "GL")
    built = build(Settings(var=var))
    yield built
    built.close()


def test_the_levels_are_those_of_the_data() -> None:
    """
    They are written out at the command line.
    """
    assert set(get_args(Level)) == set(LEVELS)


def test_one_is_added_renamed_moved_closed_and_reopened(vankien: Any, services: Services) -> None:
    """
    Each is listed by its names from the top.
    """
    vankien("organisations", "add", "CĐCS Một", "--under", PROVINCE)
    added = vankien("organisations", "list")
    renamed = vankien("organisations", "rename", f"{PROVINCE} / CĐCS Một", "CĐCS Hai")
    again = vankien("organisations", "rename", f"{PROVINCE} / CĐCS Hai", "CĐCS Hai")
    vankien("organisations", "change", f"{PROVINCE} / CĐCS Hai", "--under", "", "--code", "H2", "--close")
    closed = vankien("organisations", "list")
    vankien("organisations", "change", "CĐCS Hai", "--reopen")
    within = vankien("organisations", "list", "--under", PROVINCE)

    assert [0] * 5 == [one.code for one in (added, renamed, again, closed, within)]
    assert f"{PROVINCE} / CĐCS Một  grassroots" in added.out
    assert ("renamed" in renamed.out, "It is so already.\n") == (True, again.out)
    (line,) = [one for one in closed.out.splitlines() if one.startswith("CĐCS Hai")]
    assert ["grassroots", "H2", "closed"] == line.split()[2:]
    assert "CĐCS" not in within.out
    assert services.access.organisation_at("CĐCS Hai").closed_at is None


def test_a_list_is_shown_before_it_is_stored_and_stored_whole(
    vankien: Any, services: Services, tmp_path: Path
) -> None:
    """
    Faults at their cells end with code 2 and nothing stored; without --yes nothing is either.
    """
    file, bad, good = tmp_path / "tree.xlsx", tmp_path / "bad.xlsx", tmp_path / "good.xlsx"
    vankien("organisations", "workbook", str(file))
    twice = vankien("organisations", "workbook", str(file))
    bad.write_bytes(with_rows(file.read_bytes(), [("", "", "Vua", "X", "")], first=5))
    good.write_bytes(with_rows(file.read_bytes(), [("C1", "CĐCS Một", "", "GL", "")], first=5))
    (tmp_path / "text.xlsx").write_text("x")
    refused = vankien("organisations", "import", str(bad), "--yes")
    unreadable = vankien("organisations", "import", str(tmp_path / "text.xlsx"))
    shown = vankien("organisations", "import", str(good))
    before = vankien("organisations", "list")
    stored = vankien("organisations", "import", str(good), "--yes")
    after = vankien("organisations", "list")
    again = vankien("organisations", "import", str(good), "--yes")

    assert [2, 2, 2, 0, 0, 0] == [one.code for one in (twice, refused, unreadable, shown, stored, again)]
    assert all(cell in refused.err for cell in ("!B5", "!C5", "!D5"))
    assert "added" in shown.out
    assert ("CĐCS Một" in before.out, f"{PROVINCE} / CĐCS Một" in after.out) == (False, True)
    assert "Stored: 1 organisations." in stored.out
    assert "Nothing would change" in again.out


def test_what_cannot_be_is_one_sentence_and_exit_code_2(vankien: Any, services: Services) -> None:
    """
    No such place, a name that is taken, a code that somebody has, a place below itself.
    """
    said = [
        vankien("organisations", "rename", "Không có", "X"),
        vankien("organisations", "add", PROVINCE),
        vankien("organisations", "add", "Khác", "--code", "GL"),
        vankien("organisations", "change", PROVINCE, "--under", PROVINCE),
    ]

    assert [2] * 4 == [one.code for one in said]
    assert [1] * 4 == [one.err.count("\n") for one in said], [one.err for one in said]
    assert said[0].err.startswith("There is no organisation Không có")
