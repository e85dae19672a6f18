"""The page on scale says what its script prints, and the script counts as it says."""

from __future__ import annotations

import random

from bench.scale import (
    BACKED,
    BACKED_MEASURED,
    CARD,
    MEASURED,
    PAPER,
    Backed,
    Cycle,
    arrivals,
    following_backup,
    kept,
    most_copies,
    report,
    simulate,
    total,
    whole_backup,
)
from tests.ops.composition import ROOT

PAGE = (ROOT / "docs" / "scale.md").read_text("utf-8")
SMALL = Cycle(congresses=1230, papers=17_000, cards=70_000, peak_papers=60_000)


def test_the_page_says_what_the_script_prints() -> None:
    """A cost that is measured anew changes both."""
    assert "\n".join(report(Cycle())) in PAGE
    words = " ".join(PAGE.split())
    assert MEASURED in words
    assert BACKED_MEASURED in words
    for cost in BACKED.values():
        assert f"{cost.copied}, {cost.linked} and {cost.unchanged}" in words


def test_the_same_seed_gives_the_same_day() -> None:
    """And another seed another one."""
    assert simulate(SMALL, processes=2).seconds == simulate(SMALL, processes=2).seconds
    assert simulate(SMALL, processes=2).seconds != simulate(SMALL, processes=2, seed=1).seconds


def test_every_congress_of_the_day_is_sealed_and_none_before_its_work_is_done() -> None:
    """More processes never make anybody wait longer, and the work is the same."""
    cycle = Cycle()
    one, two = simulate(cycle, processes=1), simulate(cycle, processes=2)

    assert cycle.peak_congresses == len(one.seconds) == len(arrivals(cycle, random.Random(1)))  # noqa: S311
    assert all(later <= sooner + 1e-9 for sooner, later in zip(one.seconds, two.seconds, strict=True))
    assert min(one.seconds) >= cycle.papers / cycle.congresses * PAPER.ms["workers"] / 1000
    assert abs(one.busy - 2 * two.busy) < 1e-9


def test_what_is_kept_is_the_sum_of_what_each_paper_takes() -> None:
    """By hand, for a cycle of one paper and two cards."""
    tiny = Cycle(congresses=1, papers=1, cards=2, peak_papers=1)

    assert PAPER.store + 2 * CARD.store == kept(tiny, "store")
    assert abs((PAPER.ms["workers"] + 2 * CARD.ms["workers"]) / 3.6e6 - total(tiny, "workers")) < 1e-12


def test_a_day_that_is_too_much_is_seen_to_be() -> None:
    """The simulation does say when processes are too few."""
    flood = Cycle(congresses=1_230, peak_papers=6_000_000)

    assert simulate(flood, processes=1).at(0.99) > 3600
    assert simulate(flood, processes=8).at(0.99) < 3600


def test_a_backup_costs_what_it_copies_and_links() -> None:
    """By hand: a cycle of one congress with one paper, sealed on its busiest day, and a second of nothing but what stood before."""
    tiny = Cycle(congresses=1, papers=1, cards=0, peak_papers=1)
    quiet = Cycle(congresses=10, papers=100, cards=0, peak_papers=0)
    cost = Backed(copied=100.0, linked=1.0, unchanged=5.0)

    assert 0.2 == whole_backup(tiny, cost)
    assert 0.205 == following_backup(tiny, cost)
    assert 0.2 + 0.05 == following_backup(quiet, cost)


def test_how_often_the_store_lies_in_so_many_backups() -> None:
    """Each whole one alone is a copy; fourteen begin and end in the middle of a row of seven."""
    assert [3, 14, 1, 2] == [
        most_copies(keep=14, whole_every=7),
        most_copies(keep=14, whole_every=1),
        most_copies(keep=1, whole_every=7),
        most_copies(keep=2, whole_every=7),
    ]
