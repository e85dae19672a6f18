"""The congresses that the bench sends are taken, and make as many papers as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.end_to_end.__main__ import PAPERS_OF_A_SMALL_ONE
from bench.end_to_end.congresses import Kind, count_of_votes, national_congress, small_congress
from service.config import Settings
from service.documents.packs import read_packs
from service.intake.received import read_received


@pytest.mark.parametrize(
    ("kind", "papers"),
    [(count_of_votes(), 3), (small_congress(), PAPERS_OF_A_SMALL_ONE), (national_congress(160), 160 + 19)],
    ids=lambda one: one.name if isinstance(one, Kind) else None,
)
def test_what_is_sent_makes_the_papers_that_are_counted(kind: Kind, papers: int, tmp_path: Path) -> None:
    """A refused congress would be measured as a fast one."""
    settings = Settings(var=tmp_path, office="off")
    packs = read_packs(settings.templates, settings.packs)
    reading = read_received(kind.raw(), None, packs=packs.rule_sets)

    assert reading.congress is not None
    assert reading.is_acceptable
    plan = packs.of(reading.congress).plan(reading.congress, reading.findings, reading.rule_set)
    assert papers == len(plan.in_state("ready"))
    assert kind.raw() != kind.raw()
