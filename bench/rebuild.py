"""
How fast a catalog comes back from the archive's files: `make bench-rebuild`.

Seals the complete example for a hundred unions, then makes the catalog anew from the files, once for each database and storage,
and prints papers a second of the clock. Sealing takes longer than everything else.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from service.archive import Rebuilt
from service.bootstrap import build, build_rebuild
from service.catalog import Catalog, Replacement
from service.config import Settings
from service.storage import open_storage
from tests import s3
from tests.postgresql import binaries, private_server

ROOT = "Tổng Liên đoàn Lao động Việt Nam"
EXAMPLE = Path(__file__).parents[1] / "examples" / "so-cong-thuong-2023-day-du.json"


def seal(settings: Settings, sets: int, delegates: int) -> int:
    """Seal that many sets, each of a union of its own; the number of papers."""
    _migrate(settings)
    services = build(settings)
    account = services.access.ensure_administrator(ROOT)
    data = json.loads(EXAMPLE.read_text())
    data["delegates"] = data["delegates"][:delegates] if delegates else data["delegates"]
    papers = 0
    for number in range(sets):
        data["organisation"]["name"] = f"Công đoàn cơ sở Sở Công thương {number}"
        made = services.submit(json.dumps(data).encode(), account=account, key=str(number))
        while services.relay(services.work_on):
            pass
        status = services.sets.status(made.set_id, account=account)
        if status is None or status.record.state != "sealed":
            sys.exit(f"set {number} was not sealed: {status and status.record}")
        papers += len(status.documents)
    services.close()
    return papers


def _migrate(settings: Settings) -> None:
    catalog = Catalog.open(settings.catalog_url)
    catalog.migrate()
    catalog.close()


def rebuild(settings: Settings) -> tuple[Rebuilt, float, float, float]:
    """The catalog anew, beside nothing; seconds of the clock for its empty tables, for all, and of this process's CPU."""
    began, cpu = time.perf_counter(), _cpu()
    new = Replacement(settings.catalog_url, alone=True)
    empty = time.perf_counter() - began
    try:
        done = build_rebuild(settings)(new)
    finally:
        new.close()
    return done, empty, time.perf_counter() - began, _cpu() - cpu


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """The address of an empty database of each kind."""
    found = {"SQLite": f"sqlite:///{folder / 'rebuilt.db'}"}
    server = binaries()
    if server is None:
        yield found
        return
    with private_server(server, "shared_buffers=1GB") as address:
        yield found | {"PostgreSQL": address.format("postgres")}


def copied(settings: Settings, endpoint: str, folder: Path) -> Settings:
    """The same archive on a store that speaks S3."""
    keys = folder / "keys"
    keys.write_text(f"[default]\naws_access_key_id = {s3.KEYS[0]}\naws_secret_access_key = {s3.KEYS[1]}\n")
    url = f"s3://{s3.BUCKET}/{s3.new_prefix()}?endpoint={endpoint}&credentials={keys}"
    _migrate(settings)  # a kept one may be of an earlier release
    there, here = open_storage(url), build(settings).storage
    for key in here.keys("archive"):
        there.put(key, here.read(key))
    return replace(settings, storage_url=url)


def main() -> None:
    """Run the benchmark."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sets", type=int, default=100)
    asked.add_argument(
        "--delegates", type=int, default=0, help="how many of the example's delegates; all when 0"
    )
    asked.add_argument(
        "--keep", type=Path, help="a folder whose archive is kept, and sealed unless it is there"
    )
    asked.add_argument("--s3", choices=("seaweed", "moto", "none"), default="seaweed")
    chosen = asked.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="vankien-bench-")))
        kept = chosen.keep or folder
        settings = Settings(var=kept / "var", catalog_url=f"sqlite:///{kept / 'sealed.db'}", storage_url="")
        if not (kept / "sealed.db").exists():
            kept.mkdir(parents=True, exist_ok=True)
            began = time.perf_counter()
            papers = seal(settings, chosen.sets, chosen.delegates)
            took = time.perf_counter() - began
            print(f"{papers:,} papers of {chosen.sets} sets, sealed in {took:.0f} s", flush=True)
        places = {"folder": settings}
        if chosen.s3 != "none":
            endpoint = held.enter_context(s3.seaweed() if chosen.s3 == "seaweed" else s3.moto())
            places[f"S3 ({chosen.s3})"] = copied(settings, endpoint, folder)
        for place, at in places.items():
            with databases(folder) as found:
                for database, address in found.items():
                    done, empty, wall, cpu = rebuild(replace(at, catalog_url=address))
                    rate = done.documents / (wall - empty)
                    print(f"{place}, {database}: {done.documents:,} papers in {wall:.1f} s", end="")
                    print(
                        f", of it {empty:.1f} s for empty tables; {cpu:.1f} s of CPU here; {rate:,.0f}/s",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
