"""The table of defects in the docs and the tests name each other."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "docs" / "defects.md"
NUMBERS = set(range(1, 43))


def rows() -> dict[int, list[str]]:
    """The tests that the table names, by number."""
    found = re.findall(r"^\| (\d+) \|.*\| (.*) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len({number for number, _ in found}) == len(found)
    return {int(number): re.findall(r"`(\w+)`", tests) for number, tests in found}


def written() -> list[str]:
    """The tests of defects there are."""
    files = sorted(HERE.glob("test_defects_*.py"))
    return [
        name
        for file in files
        for name in re.findall(r"^def (test_defect_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]


def test_every_defect_has_a_row_and_a_test() -> None:
    """
    Forty-two numbers, each with a row, and each row with a test of its number.
    """
    assert set(rows()) == NUMBERS
    for number, tests in rows().items():
        assert tests
        assert all(test.startswith(f"test_defect_{number:02}_") for test in tests)


def test_the_table_names_every_test_once() -> None:
    """
    No test is missing from the table, and the table names none that is not there.
    """
    assert sorted(test for tests in rows().values() for test in tests) == sorted(written())
