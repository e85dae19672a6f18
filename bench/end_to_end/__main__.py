"""
How fast a congress becomes papers, end to end: `make bench`.

For each database, on an empty archive: ours and a plain reference are started as an operator would and measured in turns,
over HTTP. (a) a count from its POST to the download of its minutes, one at a time; (b) a national congress from its POST to
the last of its papers; (c) small congresses of fourteen papers from many clients, papers a second; then (a) again while (c),
and while (c) and (b) run beside it. Medians of the rounds, and ratios.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.end_to_end.congresses import Kind, count_of_votes, national_congress, small_congress
from bench.end_to_end.measuring import Big, Flow, big_seconds, count_seconds, drained
from bench.end_to_end.systems import System, ours, plain
from tests.postgresql import binaries, private_server

PAPERS_OF_A_SMALL_ONE = 14


@dataclass(slots=True)
class Figures:
    """What was measured of one system, over all rounds; seconds."""

    alone: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    beside_both: list[float] = field(default_factory=list)
    big: list[Big] = field(default_factory=list)
    papers_a_second: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much of each is measured in a round."""

    counts: int
    seconds: float
    clients: int
    national: Kind
    small: Kind
    count: Kind


def measure(system: System, sizes: Sizes, figures: Figures) -> None:
    """One round."""
    once = count_seconds(system, sizes.count)
    figures.alone += [once() for _ in range(sizes.counts)]
    figures.big.append(big_seconds(system, sizes.national))
    with Flow(system, sizes.small, sizes.clients) as flow:
        time.sleep(sizes.seconds)
        figures.papers_a_second.append(PAPERS_OF_A_SMALL_ONE * flow.sets_a_second())
    drained(system)
    figures.beside += _counts_beside(system, sizes, lambda: None)
    figures.beside_both += _counts_beside(system, sizes, lambda: big_seconds(system, sizes.national))


def _counts_beside(system: System, sizes: Sizes, beside: Callable[[], object]) -> list[float]:
    """Counts one after the other while small congresses flow, and something else begins."""
    once, found = count_seconds(system, sizes.count), []
    other = threading.Thread(target=beside)
    with Flow(system, sizes.small, sizes.clients):
        other.start()
        until = time.perf_counter() + sizes.seconds
        while time.perf_counter() < until:
            found.append(once())
        other.join()
    drained(system)
    return found


def table(name: str, figures: dict[str, Figures]) -> str:
    """The figures as a table in Markdown, with the ratios of ours to the reference."""
    mine, reference = figures["vankien"], figures["plain"]
    lines = [f"| {name} | vankien | plain | ratio | goal |", "|---|---:|---:|---:|---:|"]

    def line(
        what: str, value: Callable[[Figures], float], unit: str, goal: str, *, more: bool = False
    ) -> None:
        held, other = value(mine), value(reference)
        ratio = _ratio(held, other) if more else _ratio(other, held)
        scale, sign = {"ms": (1000, ".0f"), "s": (1, ".2f"), "papers/s": (1, ".0f")}[unit]
        lines.append(
            f"| {what} | {held * scale:{sign}} {unit} | {other * scale:{sign}} {unit} | {ratio:.1f} | {goal} |"
        )

    line("(a) a count, p50", lambda one: percentile(one.alone, 50), "ms", "")
    line("(a) a count, p99", lambda one: percentile(one.alone, 99), "ms", "")
    line(
        "(b) a national congress, answered",
        lambda one: statistics.median(b.answered for b in one.big),
        "s",
        "",
    )
    line("(b) a national congress, all papers", lambda one: statistics.median(b.finished for b in one.big), "s", "2 s; 10, aim 20")  # fmt: skip
    line(
        "(c) small congresses",
        lambda one: statistics.median(one.papers_a_second),
        "papers/s",
        "6, aim 12",
        more=True,
    )
    line("(a) beside (c), p50", lambda one: percentile(one.beside, 50), "ms", "150 ms")
    line("(a) beside (c), p99", lambda one: percentile(one.beside, 99), "ms", "500 ms")
    line("(a) beside (b) and (c), p50", lambda one: percentile(one.beside_both, 50), "ms", "")
    line("(a) beside (b) and (c), p99", lambda one: percentile(one.beside_both, 99), "ms", "")
    papers = mine.big[0].papers
    return (
        "\n".join(lines)
        + f"\n\n{len(mine.alone)} counts alone, {len(mine.beside)} and {len(mine.beside_both)} beside; {papers} papers of a national congress."
    )


def _ratio(part: float, of: float) -> float:
    """Nothing at all was finished where a machine is too busy for the seconds it was given."""
    return part / of if of else float("nan")


def percentile(values: list[float], percent: int) -> float:
    """The value below which so many percent lie; the greatest where there are too few to tell."""
    held = sorted(values)
    return held[min(len(held) - 1, len(held) * percent // 100)]


@contextmanager
def databases(wanted: str, folder: Path) -> Iterator[tuple[str, str]]:
    """The addresses of an empty database for each of the two systems."""
    if wanted == "sqlite":
        yield "", f"sqlite:///{folder / 'plain.db'}"
        return
    server = binaries()
    if server is None:
        sys.exit("PostgreSQL is not installed: --database=sqlite")
    with private_server(server) as first, private_server(server) as second:
        yield first.format("postgres"), second.format("postgres")


def compare(database: str, rounds: int, sizes: Sizes, folder: Path, *, alone: bool) -> None:
    """Measure both systems in turns and print the table."""
    with ExitStack() as stack:
        first, second = stack.enter_context(databases(database, folder))
        (folder / "ours").mkdir()
        (folder / "plain").mkdir()
        systems = [stack.enter_context(ours(folder / "ours", first))]
        if not alone:
            systems.append(stack.enter_context(plain(folder / "plain", second)))
        figures = {one.name: Figures() for one in systems}
        for number in range(rounds):
            for system in systems:
                began = time.perf_counter()
                measure(system, sizes, figures[system.name])
                print(
                    f"{database}, round {number + 1}, {system.name}: {time.perf_counter() - began:.0f} s",
                    file=sys.stderr,
                )
    figures.setdefault("plain", figures["vankien"])
    print(
        table(
            {"sqlite": "SQLite, folder, embedded broker", "postgresql": "PostgreSQL, folder, Valkey"}[
                database
            ],
            figures,
        )
    )


def main() -> None:
    """Measure what the options say."""
    options = argparse.ArgumentParser(prog="bench.end_to_end", description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--counts", type=int, default=40, help="counts one after the other, a round")
    options.add_argument(
        "--seconds", type=float, default=15, help="seconds that small congresses flow, each time"
    )
    options.add_argument("--clients", type=int, default=16)
    options.add_argument("--delegates", type=int, default=1100, help="of the national one, at least 64")
    options.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    options.add_argument(
        "--quick", action="store_true", help="one round of five seconds: about two minutes in all"
    )
    options.add_argument("--alone", action="store_true", help="without the reference: ratios are 1")
    asked = options.parse_args()
    if asked.quick:
        asked.rounds, asked.counts, asked.seconds = 1, 15, 5.0
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n"
    )
    # Kept to the end: ext4 passes by every inode that was freed a moment ago, which costs the next files up to a millisecond each.
    with tempfile.TemporaryDirectory(prefix="vankien-bench-") as folder:
        for database in ["sqlite", "postgresql"] if asked.database == "both" else [asked.database]:
            sizes = Sizes(
                counts=asked.counts,
                seconds=asked.seconds,
                clients=asked.clients,
                national=national_congress(asked.delegates),
                small=small_congress(),
                count=count_of_votes(),
            )
            (own := Path(folder, database)).mkdir()
            compare(database, asked.rounds, sizes, own, alone=asked.alone)
            print()


if __name__ == "__main__":
    main()
