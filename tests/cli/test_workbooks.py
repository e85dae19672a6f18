"""`vankien workbook`, and workbooks where files of data are taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook


@pytest.fixture
def filled(vankien: Any, complete: str, tmp_path: Path) -> Path:
    """The complete example as a workbook."""
    out = tmp_path / "day-du.xlsx"
    assert vankien("workbook", "fill", complete, str(out)).code == 0
    return out


@pytest.mark.parametrize(("form", "has_delegates"), [("delegates", True), ("plenary", False)])
def test_a_new_workbook_is_for_one_form(vankien: Any, tmp_path: Path, form: str, has_delegates: bool) -> None:
    """All members take part in a plenary congress: it has no list of delegates."""
    out = tmp_path / "new.xlsx"

    said = vankien("workbook", "new", "--form", form, str(out))

    assert 0 == said.code
    assert has_delegates == ("Đại biểu" in load_workbook(out).sheetnames)


def test_the_plan_of_a_workbook_is_the_plan_of_its_data(vankien: Any, complete: str, filled: Path) -> None:
    """The same papers, lacking the same."""
    of_json, of_workbook = vankien("plan", complete), vankien("plan", str(filled))

    assert 0 == of_workbook.code
    assert of_json.out.splitlines()[-5:] == of_workbook.out.splitlines()[-5:]


def test_faults_are_said_with_their_cells(vankien: Any, filled: Path) -> None:
    """The sheet and the cell stand where the pointer stands for JSON."""
    book = load_workbook(filled)
    book["Đại biểu"]["B5"] = None
    book.save(filled)

    said = vankien("plan", str(filled))

    assert 2 == said.code
    assert "Đại biểu!B5" in said.out


def test_a_workbook_can_be_filled_from_a_workbook(vankien: Any, filled: Path, tmp_path: Path) -> None:
    """A file of last year's layout becomes one of this year's; the same data give the same file."""
    again = tmp_path / "again.xlsx"

    assert 0 == vankien("workbook", "fill", str(filled), str(again)).code
    assert filled.read_bytes() == again.read_bytes()


def test_what_cannot_be_read_fills_nothing(vankien: Any, tmp_path: Path) -> None:
    """Exit code 2, and no file."""
    (tmp_path / "bad.json").write_text("{}")

    said = vankien("workbook", "fill", str(tmp_path / "bad.json"), str(tmp_path / "out.xlsx"))

    assert 2 == said.code
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("command", ["plan", "submit"])
def test_the_marked_workbook_is_written(vankien: Any, filled: Path, tmp_path: Path, command: str) -> None:
    """A copy with a comment at the faulty cell; the file itself stays as it is."""
    vankien("migrate")
    book = load_workbook(filled)
    book["Đại biểu"]["B5"] = None
    book.save(filled)
    marked = tmp_path / "marked.xlsx"

    said = vankien(command, str(filled), "--marked", str(marked))

    assert 2 == said.code
    assert "Thiếu mục bắt buộc" in load_workbook(marked)["Đại biểu"]["B5"].comment.text
    assert load_workbook(filled)["Đại biểu"]["B5"].comment is None


def test_json_cannot_be_marked(vankien: Any, tmp_path: Path) -> None:
    """It has no cells."""
    (tmp_path / "bad.json").write_text("{}")

    said = vankien("plan", str(tmp_path / "bad.json"), "--marked", str(tmp_path / "m.xlsx"))

    assert (2, False) == (said.code, (tmp_path / "m.xlsx").exists())
