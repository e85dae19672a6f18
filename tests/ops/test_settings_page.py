"""Every setting is documented, and nothing else is."""

from __future__ import annotations

import re
from dataclasses import fields

from service.config import Settings, variable
from tests.ops.settings_table import PAGE, page


def test_the_page_is_the_one_made_of_the_settings() -> None:
    """A setting that is added, dropped or reworded shows on the page."""
    assert page() == PAGE.read_text(encoding="utf-8"), "run: python tests/ops/settings_table.py"


def test_the_table_has_exactly_the_settings() -> None:
    """A row for each, in their order, and none for a setting that was dropped."""
    rows = re.findall(r"^\| `(VANKIEN_\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert [variable(one.name) for one in fields(Settings)] == rows


def test_no_cell_is_empty() -> None:
    """Every row says what the variable is, what holds without it, and what it means."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]

    assert len(fields(Settings)) == len(rows)
    for row in rows:
        assert re.fullmatch(r"\| `VANKIEN_\w+` \| [^|]*\w[^|]* \| [^|]*\w[^|]*\. \|", row)
