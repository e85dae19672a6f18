"""
What more hosts with workers bring, and what a paper costs each part: `make bench-hosts`. Linux, as root.

Hosts are network namespaces on this machine, with PostgreSQL, Valkey and SeaweedFS on one of them. So that scaling can be seen where
all share a few cores, each worker's host may use only a share of one core (a control group); while the shares of all hosts together and
what the servers need fit into the machine, throughput follows the shares, and where they no longer fit it cannot. What it cannot show
is the network of a real site: here it is memory.

Every round loads the broker before the hosts begin, one number of hosts after the other. Costs are those of the last round: a paper is
taken from sets without delegates, a card from what sets with delegates cost beyond them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg

from tests.hosts import Site, seconds_until, site
from workers.processes import Child

EXAMPLE = Path(__file__).parents[1] / "examples" / "so-cong-thuong-2023-day-du.json"
V1, V2 = Path("/sys/fs/cgroup/cpu"), Path("/sys/fs/cgroup")
PERIOD = 20_000
TICKS = os.sysconf("SC_CLK_TCK")
PARTS = {"postgres": "database", "weed": "store", "valkey-server": "broker"}


@contextmanager
def share_of_a_core(name: str, share: float) -> Iterator[Path]:
    """A control group whose processes together get that share of one core."""
    old = (V1 / "cpu.cfs_quota_us").exists()
    group = (V1 if old else V2) / f"vankien-{name}-{os.getpid()}"
    group.mkdir()
    quota = int(share * PERIOD)
    try:
        if old:
            (group / "cpu.cfs_period_us").write_text(str(PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(quota))
        else:
            (group / "cpu.max").write_text(f"{quota} {PERIOD}")
        yield group
    finally:
        # Its last process may be ending.
        for _ in range(100):
            try:
                group.rmdir()
                break
            except OSError:
                time.sleep(0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Sets that were sealed by so many hosts: papers a second, and seconds of the processor by part."""

    papers: int
    seconds: float
    cpu: dict[str, float]

    @property
    def rate(self) -> float:
        """Papers a second."""
        return self.papers / self.seconds


def congress(name: str, *, delegates: bool) -> bytes:
    """The complete example as the congress of that union."""
    data = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    data["organisation"]["name"] = name
    if not delegates:
        data["delegates"] = []
    return json.dumps(data).encode()


def measure(place: Site, groups: list[Path], *, sets: int, delegates: bool) -> Run:
    """Let as many hosts as there are groups seal that many sets, once they have sealed as many as they need to be warm."""
    workers = _start_workers(place, groups)
    # A process reads each template once, and that is not what a paper costs.
    _seal(place, sets=3 * len(groups), delegates=delegates)
    run = _seal(place, sets=sets, delegates=delegates)
    for worker in workers:
        place.stop(worker)
    return run


def _start_workers(place: Site, groups: list[Path]) -> list[Child]:
    """One process on each host, each in its group; they have begun, and rest."""
    started = []
    for host, group in zip(place.worker_hosts, groups, strict=False):
        signs = place.folder / host.name / "progress"
        shutil.rmtree(signs, ignore_errors=True)
        started.append((place.start(host, "worker", into=group, VANKIEN_WORKER_PROCESSES="1"), signs))
    for worker, signs in started:
        # The pool's process is there, and has built its services.
        seconds_until(partial(_has_begun, signs), within=240)
        seconds_until(partial(_rests, worker.pid), within=240, poll=0.5)
    return [worker for worker, _ in started]


def _seal(place: Site, *, sets: int, delegates: bool) -> Run:
    """Send so many sets while the relay is away, then let it tell the workers, and wait for all to be sealed."""
    place.stop(place.children["hall-relay"])
    serial, begun = time.monotonic_ns(), _sealed(place)
    marks = [cpu_of(place)]
    for number in range(sets):
        name = f"Công đoàn cơ sở {serial}-{number}"
        place.post(congress(name, delegates=delegates), key=f"{serial}-{number}")
    marks.append(cpu_of(place))
    # Its start costs more than its work, and comes once a year.
    place.start(place.hall, "relay")
    held = "SELECT count(*) FROM outbox WHERE lease_until IS NOT NULL"
    seconds_until(lambda: place.asked(held), within=60, poll=0.01)
    began = time.perf_counter()
    marks.append(cpu_of(place))
    waiting = "SELECT count(*) FROM document_set WHERE state = 'accepted'"
    seconds_until(lambda: not place.asked(waiting), within=900)
    took = time.perf_counter() - began
    marks.append(cpu_of(place))
    cpu = {part: marks[1][part] - marks[0][part] + marks[3][part] - marks[2][part] for part in marks[0]}
    return Run(papers=_sealed(place) - begun, seconds=took, cpu=cpu)


def _sealed(place: Site) -> int:
    """How many papers are sealed so far."""
    return int(place.asked("SELECT count(*) FROM document WHERE state = 'sealed'"))


def _has_begun(signs: Path) -> bool:
    """Whether the worker left a first sign of progress there."""
    return any(signs.glob("*.progress"))


def _rests(group: int) -> bool:
    """Whether what a worker's processes used in a tenth of a second is next to nothing."""
    before = _used(group)
    time.sleep(0.1)
    return _used(group) - before < 0.02


def _used(group: int) -> float:
    return sum(used for pid, parent_group, _, used in _processes() if parent_group == group)


def _processes() -> Iterator[tuple[str, int, str, float]]:
    """Id, group, name and seconds used, those of ended children too, of every process."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            head, _, rest = stat.read_text().rpartition(")")
            fields = rest.split()
            yield (
                stat.parent.name,
                int(fields[2]),
                head.partition("(")[2],
                sum(map(int, fields[11:15])) / TICKS,
            )


def cpu_of(place: Site) -> dict[str, float]:
    """Seconds of the processor that each part used so far, told apart by the network they are in."""
    hall = Path(f"/proc/{place.hall.pid}/ns/net").readlink()
    hosts = {Path(f"/proc/{host.pid}/ns/net").readlink() for host in place.worker_hosts}
    used: dict[str, float] = dict.fromkeys(("workers", "database", "store", "broker", "web and relay"), 0.0)
    for pid, _, name, seconds in _processes():
        with suppress(OSError):
            network = Path(f"/proc/{pid}/ns/net").readlink()
            if network in hosts:
                used["workers"] += seconds
            elif network == hall:
                used[PARTS.get(name, "web and relay")] += seconds
    return used


def kept(place: Site) -> dict[str, float]:
    """Bytes so far: in the database, written to its log, in the store; and how many objects."""
    with place.hall.inside():
        from tests.s3 import BUCKET, client

        address = place.settings["VANKIEN_STORAGE_URL"]
        endpoint = address.partition("endpoint=")[2].partition("&")[0]
        pages = client(endpoint).get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
        sizes = [one["Size"] for page in pages for one in page.get("Contents", ())]
    # What rows left behind while they changed is used again, and no part of what is kept.
    with psycopg.connect(place.catalog_url, autocommit=True) as connection:
        connection.execute(b"VACUUM FULL")
    return {
        "database": float(place.asked("SELECT pg_database_size(current_database())")),
        "write-ahead log": logged(place),
        "store": float(sum(sizes)),
        "objects": float(len(sizes)),
    }


def logged(place: Site) -> float:
    """Bytes that the database wrote to its log so far."""
    return float(place.asked("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"))


def costs(place: Site, groups: list[Path], sets: int) -> Iterator[str]:
    """What a paper and a card cost, a line each."""
    found = []
    for delegates in (False, True):
        at, begun = kept(place), _sealed(place)
        run = measure(place, groups, sets=sets, delegates=delegates)
        # Before tidying up, which writes a log of its own.
        log = logged(place)
        now = {**kept(place), "write-ahead log": log}
        # Those that warmed the hosts up are kept too.
        share = run.papers / (_sealed(place) - begun)
        found.append((run, {name: share * (now[name] - at[name]) for name in now}))
    (plain, plain_held), (full, full_held) = found
    cards = full.papers - plain.papers
    yield f"{'':16s} {'a paper':>12s} {'a card':>12s}"
    for part in plain.cpu:
        paper, card = plain.cpu[part] / plain.papers, (full.cpu[part] - plain.cpu[part]) / cards
        yield f"{part:16s} {1000 * paper:9.2f} ms {1000 * card:9.2f} ms of the processor"
    for name in plain_held:
        paper, card = plain_held[name] / plain.papers, (full_held[name] - plain_held[name]) / cards
        unit = "" if name == "objects" else " bytes"
        yield f"{name:16s} {paper:12,.1f} {card:12,.1f}{unit}"


def main() -> None:
    """Run the benchmark."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--hosts", type=int, nargs="+", default=[1, 2, 4])
    asked.add_argument("--share", type=float, default=0.25, help="of one core, for each host with a worker")
    asked.add_argument("--sets", type=int, default=20)
    asked.add_argument("--rounds", type=int, default=3)
    chosen = asked.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
          f"each host has {chosen.share:g} of a core", flush=True)  # fmt: skip
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="vankien-hosts-")))
        most = max(chosen.hosts)
        groups = [held.enter_context(share_of_a_core(f"host{n}", chosen.share)) for n in range(most)]
        place = held.enter_context(site(folder, workers=most))
        rates: dict[int, list[float]] = {count: [] for count in chosen.hosts}
        for _ in range(chosen.rounds):
            for count in chosen.hosts:
                rates[count].append(measure(place, groups[:count], sets=chosen.sets, delegates=False).rate)
        one = statistics.median(rates[chosen.hosts[0]])
        print("hosts  papers/s (median, least to most)   ratio")
        for count, seen in rates.items():
            middle = statistics.median(seen)
            print(f"{count:5d}  {middle:8.1f}  ({min(seen):.1f} to {max(seen):.1f})  {middle / one:12.2f}")
        for line in costs(place, groups, chosen.sets):
            print(line, flush=True)


if __name__ == "__main__":
    main()
