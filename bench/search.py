"""
What finding costs: `make bench-search`.

Fills a catalog with a made-up archive through the shelf's own writer, then asks it what people ask, warm, and prints the median
and the 99th percentile of each class of question as the archive answers it: first page of 50 with its papers, its count and
how it divides.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import cast

from sqlalchemy import text

from bench.search_corpus import Place, congress
from bench.search_filling import connection_of, fill, held, place, plant
from bench.search_questions import Ask, questions
from service.archive import Archive, SearchRequest
from service.catalog import AccountRecord, Catalog
from service.catalog.errors import LookTooLong
from service.storage import OcflRoot
from tests.postgresql import binaries, private_server
from tests.working import meanwhile
from workers.relaying import TAKE_IN_EVERY

ROUNDS = 100


@contextmanager
def databases(wanted: list[str], folder: Path, *, kept: bool) -> Iterator[dict[str, str]]:
    """The addresses of databases in `folder`, by name: empty ones, unless it was `kept`."""
    found = {"sqlite": f"sqlite:///{folder / 'catalog.db'}"} if "sqlite" in wanted else {}
    if "postgresql" not in wanted:
        yield found
        return
    server = binaries()
    if server is None:
        sys.exit("no PostgreSQL server on this machine")
    settings = ("shared_buffers=4GB", "work_mem=64MB", "max_wal_size=8GB")
    with private_server(server, *settings, kept=folder / "postgresql" if kept else None) as address:
        yield found | {"postgresql": address.format("postgres")}


def ask_once(archive: Archive, account: AccountRecord, request: SearchRequest) -> tuple[float, bool]:
    """How many ms an answer took, and whether the time limit stopped it."""
    began = time.perf_counter()
    try:
        archive.search(request, account=account)
    except LookTooLong:
        return 1000 * (time.perf_counter() - began), True
    return 1000 * (time.perf_counter() - began), False


def measure(archive: Archive, account: AccountRecord, ask: Ask) -> tuple[float, float, int]:
    """Median and 99th percentile in ms, and how often the time limit stopped it; the first asking is not counted."""
    answers = [ask_once(archive, account, ask(random.Random(number))) for number in range(ROUNDS + 1)][1:]
    took = sorted(ms for ms, _ in answers)
    return statistics.median(took), _p99(took), sum(stopped for _, stopped in answers)


def _p99(took: list[float]) -> float:
    return took[max(0, round(0.99 * len(took)) - 1)]


def facets(archive: Archive, places: list[Place]) -> tuple[float, float]:
    """The same of the counts by term and kind, of provinces and of the whole."""
    took: list[float] = []
    for number in range(ROUNDS):
        lineage = random.Random(number).choice(places).lineage.strip("/").split("/")
        above = f"/{'/'.join(lineage[: 1 + number % 2])}/"
        began = time.perf_counter()
        with archive.catalog.read() as work:
            work.shelf.terms(lineage=above)
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    return statistics.median(took), _p99(took)


_SIZES = {
    # The shelf with its indexes, words, counters; without the rows that every catalog has for its work.
    "postgresql": "SELECT sum(pg_total_relation_size(one::regclass)) FROM (SELECT relid::regclass FROM pg_partition_tree('shelf') UNION VALUES ('facet'::regclass), ('token')) AS held (one)",
    "sqlite": "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%shelf%' OR name IN ('facet', 'token')",
}


def size_of(catalog: Catalog, name: str) -> int | None:
    """Bytes of the shelf, where the database can say so."""
    try:
        with catalog.read() as work:
            return int(connection_of(work).execute(text(_SIZES[name])).scalar_one())
    except Exception:  # noqa: BLE001 -- SQLite may be built without its table of sizes
        return None


def live(
    catalog: Catalog, account: AccountRecord, places: list[Place], start: int, seconds: float = 0
) -> tuple[float, float]:
    """
    Papers a second, and the slowest transaction in ms, when each set of about a hundred is a transaction of its own.

    At least 30 sets, and for at least `seconds`.
    """
    samples = (congress(start + one, places) for one in count())
    placed = slowest = spent = 0.0
    # As the relay does it.
    with meanwhile(catalog.take_in_words, every=TAKE_IN_EVERY):
        for number, sample in enumerate(samples):
            if number >= 30 and spent >= seconds:
                break
            began = time.perf_counter()
            with catalog.begin() as work:
                place(work, account, [sample])
                work.commit()
            took = time.perf_counter() - began
            placed, spent, slowest = placed + len(sample.papers), spent + took, max(slowest, took)
    return placed / spent, 1000 * slowest


def _unused() -> int:
    """A number that no congress of an earlier run has, and of which a term can be made."""
    return 20_000_000 + int(10 * time.time()) % 60_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one client saw of one class: ms of each answer, ms of CPU of its own for all, how many the limit stopped."""

    took: list[float]
    own: float
    stopped: int


def together(address: str, clients: int, seconds: float, *, sealing: bool) -> None:
    """Clients that ask everything in turns, each in a process of its own; one more seals sets, if wanted."""
    shares = [(address, number, seconds) for number in range(clients)]
    placed = slowest = 0.0
    with get_context("spawn").Pool(clients) as pool:
        server = server_cpu(address)
        asked = pool.map_async(_client, shares)
        if sealing:
            catalog = Catalog.open(address)
            account, places = plant(catalog)
            placed, slowest = live(catalog, account, places, _unused(), seconds)
            catalog.close()
        parts = asked.get()
        server = server_cpu(address) - server
    print(f"\n{clients} clients at once for {seconds:.0f} s" + (", while sets are sealed" if sealing else ""))
    print(f"{'':28}{'p50 ms':>9}{'p99 ms':>9}{'own CPU':>9}{'asked':>9}  stopped")
    for label in parts[0]:
        took = sorted(one for part in parts for one in part[label].took)
        stopped = sum(part[label].stopped for part in parts)
        own = sum(part[label].own for part in parts) / len(took)
        print(
            f"{label:28}{statistics.median(took):9.1f}{_p99(took):9.1f}{own:9.1f}{len(took):9}  {stopped or ''}"
        )
    every = [one for part in parts for one in part.values()]
    count_of_all = sum(len(one.took) for one in every)
    print(f"{count_of_all / seconds:,.0f} searches/s", end="")
    print(f"; of each {sum(one.own for one in every) / count_of_all:.1f} ms of CPU in the client", end="")
    print(f", {1000 * server / count_of_all:.1f} ms in the server" if server else "", flush=True)
    if sealing:
        print(f"sealed beside: {placed:,.0f} papers/s, slowest set {slowest:,.0f} ms", flush=True)


def _client(share: tuple[str, int, float]) -> dict[str, Asked]:
    address, number, seconds = share
    catalog = Catalog.open(address)
    account, places = plant(catalog)
    archive = Archive(catalog=catalog, root=cast("OcflRoot", None))
    classes = questions(places)
    took: dict[str, list[float]] = {label: [] for label in classes}
    stopped = dict.fromkeys(classes, 0)
    own = dict.fromkeys(classes, 0.0)
    until = time.monotonic() + seconds
    for turn in count():
        if time.monotonic() > until:
            break
        for label, ask in classes.items():
            began = time.process_time()
            ms, was_stopped = ask_once(archive, account, ask(random.Random(1_000 * number + turn)))
            own[label] += 1000 * (time.process_time() - began)
            took[label].append(ms)
            stopped[label] += was_stopped
    catalog.close()
    return {label: Asked(took=took[label], own=own[label], stopped=stopped[label]) for label in classes}


def server_cpu(address: str) -> float:
    """CPU seconds that a private server has used so far, those of its ended connections among them; 0 where there is none."""
    folder = re.search(r"host=([^&]+)", address)
    identity = Path(folder[1] if folder else "") / "data" / "postmaster.pid"
    if not identity.exists():
        return 0.0
    postmaster = identity.read_text().split()[0]
    ticks = 0
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = one.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if one.parent.name == postmaster:
            ticks += sum(map(int, fields[11:15]))
        elif fields[1] == postmaster:
            ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def settle(catalog: Catalog, name: str) -> float:
    """Seconds that the database took to gather what it wants to know of its tables."""
    began = time.perf_counter()
    with catalog._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if name == "sqlite" else "VACUUM ANALYZE")
    return time.perf_counter() - began


def report(name: str, address: str, chosen: argparse.Namespace) -> None:
    """Fill one database and ask it everything."""
    catalog = Catalog.open(address)
    catalog.migrate()
    account, places = plant(catalog)
    there = held(catalog)
    if there < 0.99 * chosen.documents:
        began, server_began = time.perf_counter(), server_cpu(address)
        filled = fill(address, chosen.documents - there, processes=chosen.processes)
        wall = time.perf_counter() - began
        own = max(0.001, filled.cpu - filled.making)
        of_server = server_cpu(address) - server_began
        print(
            f"\n{name}: {filled.placed:,} papers in {wall:.0f} s: {filled.placed / wall:,.0f}/s with making them",
            end="",
        )
        print(
            f" ({filled.making:.0f} s of CPU), {filled.placed / own:,.0f} per CPU second of the writer,"
            f" {filled.placed / (own + of_server):,.0f} with the server's;"
            f" {filled.indexing:.0f} s of the clock for indexes in the end",
            flush=True,
        )
        print(f"vacuum and analysis: {settle(catalog, name):.0f} s")
        there += filled.placed
    with catalog.begin() as work:  # an earlier run may have been stopped before it made them
        work.shelf.index()
        work.commit()
    size = size_of(catalog, name)
    print(f"{name}: {there:,} papers" + (f", {size / there:,.0f} bytes a paper" if size else ""))
    archive = Archive(catalog=catalog, root=cast("OcflRoot", None))
    print(f"{'':28}{'p50 ms':>9}{'p99 ms':>9}  stopped")
    for label, ask in questions(places).items():
        if chosen.only in label:
            p50, p99, stopped = measure(archive, account, ask)
            print(f"{label:28}{p50:9.1f}{p99:9.1f}  {stopped or ''}", flush=True)
    p50, p99 = facets(archive, places)
    print(f"{'facets':28}{p50:9.1f}{p99:9.1f}")
    if not chosen.only:
        rate, slowest = live(catalog, account, places, _unused())
        print(f"live: {rate:,.0f} papers/s, a set a transaction, the slowest {slowest:,.0f} ms")
    catalog.close()
    if chosen.clients:
        together(address, chosen.clients, chosen.seconds, sealing=False)
        together(address, chosen.clients, chosen.seconds, sealing=True)


def main() -> None:
    """Run the benchmark."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--documents", type=int, default=100_000)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    asked.add_argument(
        "--at", help="address of a catalog that is kept, and filled as far as papers are missing"
    )
    asked.add_argument(
        "--keep", type=Path, help="folder whose databases are kept, and filled as far as papers are missing"
    )
    asked.add_argument("--processes", type=int, default=1, help="how many fill (PostgreSQL)")
    asked.add_argument("--clients", type=int, default=0, help="how many ask at once in the end")
    asked.add_argument("--seconds", type=float, default=20.0, help="how long they ask")
    asked.add_argument("--only", default="", help="classes of questions whose names hold this")
    chosen = asked.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    if chosen.at:
        report(chosen.at.split(":")[0], chosen.at, chosen)
        return
    with (
        tempfile.TemporaryDirectory(prefix="vankien-bench-") as folder,
        databases(
            chosen.database or ["sqlite", "postgresql"], chosen.keep or Path(folder), kept=bool(chosen.keep)
        ) as found,
    ):
        for name, address in found.items():
            report(name, address, chosen)


if __name__ == "__main__":
    main()
