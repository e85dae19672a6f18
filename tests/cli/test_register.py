"""`vankien register`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document


@pytest.fixture
def resolution(vankien: Any, at_work: Any, complete: str) -> str:
    """The id of a sealed resolution."""
    with at_work():
        vankien("submit", complete, "--wait")
    found: str = json.loads(vankien("search", "--kind", "resolution", "--json").out)["id"]
    return found


def test_a_number_is_given_listed_and_voided(vankien: Any, resolution: str) -> None:
    """The number is printed; the register shows it with its reason when it is void."""
    gave = vankien("register", "give", resolution, "--on", "2023-02-27")
    vankien("register", "void", resolution, "--reason", "Ghi nhầm")
    (line,) = [json.loads(one) for one in vankien("register", "list", "--json").out.splitlines()]

    assert (0, "01/NQ-ĐH\n") == (gave.code, gave.out)
    assert ("01/NQ-ĐH", "voided: Ghi nhầm") == (line["number"], line["note"])
    assert "01/NQ-ĐH" in vankien("register", "list", "--year", "2023").out
    assert "No number has been given.\n" == vankien("register", "list", "--year", "2024").err


def test_the_register_is_printed(vankien: Any, resolution: str, tmp_path: Path) -> None:
    """A Word file for the binder; a year without numbers is said to have none."""
    vankien("register", "give", resolution, "--on", "2023-02-27")
    of = ("register", "print", "--organisation", "Công đoàn Viên chức tỉnh / Công đoàn cơ sở Sở Công thương")
    made = vankien(*of, "--year", "2023", str(tmp_path / "so.docx"))
    none = vankien(*of, "--year", "2024", str(tmp_path / "none.docx"))
    table = Document(str(tmp_path / "so.docx")).tables[1]

    assert (0, 2) == (made.code, none.code)
    assert "01/NQ-ĐH" in [cell.text for cell in table.rows[-1].cells]
    assert "No number was given there: Công đoàn cơ sở Sở Công thương, 2024.\n" == none.err


def test_refusals_are_sentences(vankien: Any, resolution: str) -> None:
    """A day before the congress, a paper without number, and an id of nothing."""
    early = vankien("register", "give", resolution, "--on", "2020-01-01")
    none = vankien("register", "void", resolution, "--reason", "x")
    nowhere = vankien("register", "give", "no-such-id", "--on", "2023-02-27")

    assert (2, 2, 2) == (early.code, none.code, nowhere.code)
    assert early.err.startswith("The day of issue must be between 2023-02-15 and ")
    assert f"{resolution} bears no number.\n" == none.err
    assert "There is no sealed paper no-such-id.\n" == nowhere.err
