"""The known mistakes can still be made: one whose place was rewritten would prove nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.mutants import MUTANTS, Mutant

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_what_is_to_be_spoilt_stands_once(mutant: Mutant) -> None:
    """
    And the run that must see it takes half an hour.
    """
    assert (PROJECT / mutant.file).read_text(encoding="utf-8").count(mutant.right) == 1
