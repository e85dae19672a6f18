"""
What one national cycle needs: `make scale` prints the tables of docs/scale.md.

Counts come from what a cycle is, costs from `make bench-hosts` and `make bench-following` (copied below with their day), and what waits
how long from a small simulation with a seed: congresses arrive through a working day, and so many processes take their sets in turn.
Nothing here is measured when it runs; the same numbers in give the same page out.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

DAY_SECONDS: Final = 8 * 3600
GIGA: Final = 1e9
SEED: Final = 2026


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One term of the whole country."""

    congresses: int = 123_000
    papers: int = 1_700_000
    cards: int = 7_000_000
    peak_papers: int = 60_000
    """On the busiest day, without cards."""

    @property
    def peak_congresses(self) -> int:
        """Congresses on the busiest day, of average size."""
        return round(self.peak_papers * self.congresses / self.papers)

    @property
    def peak_cards(self) -> int:
        """Cards on the busiest day."""
        return round(self.peak_papers * self.cards / self.papers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one paper, or one card, costs: milliseconds of a processor by part, and bytes."""

    ms: dict[str, float]
    database: float
    log: float
    store: float
    objects: float


PAPER: Final = Cost(
    ms={"workers": 4.62, "database": 2.69, "store": 2.92, "broker": 0.02, "web and relay": 1.04},
    database=5451, log=125625, store=22752, objects=2.0,
)  # fmt: skip
CARD: Final = Cost(
    ms={"workers": 2.43, "database": 0.99, "store": 1.60, "broker": 0.02, "web and relay": 0.20},
    database=2575, log=27973, store=11445, objects=1.0,
)  # fmt: skip
MEASURED: Final = "28 November 2026, on two cores"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backed:
    """Milliseconds that a backup takes for one file it copies and reads back, one it links, and one object without news."""

    copied: float
    linked: float
    unchanged: float


BACKED: Final = {
    "in a folder": Backed(copied=0.199, linked=0.025, unchanged=0.133),
    "on S3": Backed(copied=0.605, linked=0.017, unchanged=1.037),
}
BACKED_MEASURED: Final = "28 November 2026, on two cores with little else to do"
BACKUPS_KEPT: Final = 14
WHOLE_EVERY: Final = 7
NIGHT_HOURS: Final = 8

CORES: Final = {"web and relay": 1, "database": 4, "store": 4}
"""What one of each part can use: a web process one core, a server of its own four."""


@dataclass(frozen=True, slots=True)
class Waited:
    """Seconds from the moment a set was accepted until it was sealed, on the simulated day."""

    seconds: Sequence[float] = field(repr=False)
    busy: float

    def at(self, share: float) -> float:
        """The time within which that share of the sets was sealed."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def arrivals(cycle: Cycle, chance: random.Random) -> list[float]:
    """When the congresses of the busiest day are sent in: two fifths at each end of a session, the rest at any time."""
    ends = (DAY_SECONDS * 0.4, DAY_SECONDS * 0.9)
    moments = []
    for _ in range(cycle.peak_congresses):
        dice = chance.random()
        moment = chance.uniform(0, DAY_SECONDS) if dice < 0.2 else chance.gauss(ends[dice < 0.6], 1800)
        moments.append(min(max(moment, 0.0), float(DAY_SECONDS)))
    return sorted(moments)


def work_of(cycle: Cycle, chance: random.Random) -> float:
    """Seconds of a worker's core for one congress: of its papers, and of cards for a number of delegates that varies widely."""
    papers = cycle.papers / cycle.congresses
    mean = cycle.cards / cycle.congresses
    # Most hold a few dozen delegates, a few some hundred.
    cards = chance.lognormvariate(0.0, 1.0) * mean / 1.6487
    return (papers * PAPER.ms["workers"] + cards * CARD.ms["workers"]) / 1000


def simulate(cycle: Cycle, *, processes: int, seed: int = SEED) -> Waited:
    """
    The busiest day with so many worker processes, each on a core of its own.

    A set is taken whole by whoever is free first, in the order of arrival: its chunks shared out would be done sooner, so what
    is said here is no promise that is too fair. Servers are taken to keep up; `walls` says until where.
    """
    chance = random.Random(seed)
    free = [0.0] * processes
    waited, busy = [], 0.0
    for moment in arrivals(cycle, chance):
        work = work_of(cycle, chance)
        begun = max(moment, heapq.heappop(free))
        heapq.heappush(free, begun + work)
        waited.append(begun + work - moment)
        busy += work
    return Waited(waited, busy / (processes * DAY_SECONDS))


def total(cycle: Cycle, part: str) -> float:
    """Core hours of a part in the whole cycle."""
    return (cycle.papers * PAPER.ms[part] + cycle.cards * CARD.ms[part]) / 3.6e6


def on_peak(cycle: Cycle, part: str) -> float:
    """Cores of a part that the busiest day keeps busy on average, over eight hours."""
    spent = cycle.peak_papers * PAPER.ms[part] + cycle.peak_cards * CARD.ms[part]
    return spent / 1000 / DAY_SECONDS


def walls(cycle: Cycle) -> list[tuple[str, float]]:
    """How many times the busiest day each part carries when there is one of it, the narrowest first."""
    return sorted(
        ((part, cores / on_peak(cycle, part)) for part, cores in CORES.items()), key=lambda one: one[1]
    )


def kept(cycle: Cycle, what: str) -> float:
    """Bytes, or objects, after the whole cycle."""
    return float(cycle.papers * getattr(PAPER, what) + cycle.cards * getattr(CARD, what))


def whole_backup(cycle: Cycle, cost: Backed) -> float:
    """Seconds of a whole backup at the end of the cycle."""
    return kept(cycle, "objects") * cost.copied / 1000


def following_backup(cycle: Cycle, cost: Backed) -> float:
    """Seconds of one that builds on the one before, in the night after the busiest day at the end of the cycle."""
    new = cycle.peak_papers * PAPER.objects + cycle.peak_cards * CARD.objects
    ms = (kept(cycle, "objects") - new) * cost.linked + cycle.congresses * cost.unchanged + new * cost.copied
    return ms / 1000


def most_copies(*, keep: int, whole_every: int) -> int:
    """How many copies of the store that many backups hold at most, one of so many being whole: the oldest may be the last of its row."""
    return min(keep, -(-(keep - 1) // whole_every) + 1)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table of Markdown: words to the left, figures to the right."""
    return [f"| {' | '.join(one)} |" for one in (head, ["---", *["---:"] * (len(head) - 1)], *rows)]


def report(cycle: Cycle) -> list[str]:
    """The tables, line by line."""
    lines = ["### The busiest day", ""]
    lines.append(
        f"{cycle.peak_congresses:,} congresses, {cycle.peak_papers:,} papers and {cycle.peak_cards:,} cards in eight hours."
    )
    lines += ["", *table(
        ("Worker processes", "busy", "half sealed within", "99 % within", "all within"),
        [
            (str(count), f"{waited.busy:.0%}", *(spoken(waited.at(share)) for share in (0.5, 0.99, 1.0)))
            for count in (1, 2, 4, 8)
            for waited in (simulate(cycle, processes=count),)
        ],
    )]  # fmt: skip
    lines += ["", "### Processors", "", *table(
        ("Part", "ms a paper", "ms a card", "cores on the busiest day", "core hours a cycle"),
        [
            (part, f"{PAPER.ms[part]:.2f}", f"{CARD.ms[part]:.2f}", f"{on_peak(cycle, part):.2f}", f"{total(cycle, part):.0f}")
            for part in PAPER.ms
        ],
    )]  # fmt: skip
    lines += ["", "### Bytes", "", *table(
        ("Where", "a paper", "a card", "after one cycle"),
        [
            ("database", f"{PAPER.database:,.0f}", f"{CARD.database:,.0f}", f"{kept(cycle, 'database') / GIGA:,.0f} GB"),
            ("its log, written and reused", f"{PAPER.log:,.0f}", f"{CARD.log:,.0f}", f"{kept(cycle, 'log') / GIGA:,.0f} GB"),
            ("store", f"{PAPER.store:,.0f}", f"{CARD.store:,.0f}", f"{kept(cycle, 'store') / GIGA:,.0f} GB"),
            ("objects in the store", f"{PAPER.objects:.1f}", f"{CARD.objects:.1f}", f"{kept(cycle, 'objects') / 1e6:.1f} million"),
        ],
    )]  # fmt: skip
    lines += ["", "### Walls", "", *table(
        ("With one of", "cores it can use", "carries the busiest day"),
        [(part, str(CORES[part]), f"{times:.0f} times") for part, times in walls(cycle)],
    )]  # fmt: skip
    return lines + backups(cycle)


def backups(cycle: Cycle) -> list[str]:
    """The tables of backups at the end of the cycle."""
    lines = ["", "### Backups", "", *table(
        ("The archive lies", f"whole, one of {WHOLE_EVERY}", "following, after the busiest day", f"files read in {NIGHT_HOURS} hours"),
        [
            (
                where,
                f"{whole_backup(cycle, cost) / 3600:.1f} hours",
                spoken(following_backup(cycle, cost)),
                f"{NIGHT_HOURS * 3600 / cost.copied * 1000 / 1e6:.0f} million",
            )
            for where, cost in BACKED.items()
        ],
    )]  # fmt: skip
    copies = most_copies(keep=BACKUPS_KEPT, whole_every=WHOLE_EVERY)
    return [
        *lines,
        "",
        f"The newest {BACKUPS_KEPT} hold the store {copies} times at most: {copies * kept(cycle, 'store') / GIGA:,.0f} GB.",
    ]


def spoken(seconds: float) -> str:
    """A time as people say it."""
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds / 60:.0f} min"


def main() -> None:
    """Print the tables."""
    print("\n".join(report(Cycle())))


if __name__ == "__main__":
    main()
