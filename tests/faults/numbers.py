"""Many writers, one series: the numbers are exactly 1 to N."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from service.catalog import Catalog, CatalogUnavailable, Series
from tests.faults.killing import Broken
from tests.faults.world import World

AT_ONCE = 8
"""Threads of a process: the rest are processes, as web servers are."""


def draw(world: World, *, writers: int, numbers: int) -> None:
    """Draw so many numbers in their own transactions, every seventh of which is undone first. Raises `Broken`."""
    services = world.services()
    account = services.access.ensure_administrator("Root")
    services.close()
    series = Series(organisation_id=account.organisation.id, symbol="NQ-ĐH", year=2026)
    processes = max(1, writers // AT_ONCE)
    shares = [numbers // processes + (one < numbers % processes) for one in range(processes)]
    children = []
    for one, share in enumerate(shares):
        drawn = world.folder / f"drawn-{one}"
        pid = os.fork()
        if not pid:
            _draw(world.settings.catalog_url, series, share, min(AT_ONCE, writers), drawn)
            os._exit(0)
        children.append((pid, drawn))
    found: list[int] = []
    for pid, drawn in children:
        os.waitpid(pid, 0)
        found += map(int, drawn.read_text().split())
    if sorted(found) != list(range(1, numbers + 1)):
        raise Broken(f"I2: {len(found)} numbers, {len(set(found))} different, the highest is {max(found)}")


def _draw(catalog_url: str, series: Series, share: int, threads: int, drawn: os.PathLike[str]) -> None:
    catalog = Catalog.open(catalog_url)

    def one(place: int) -> int:
        if place % 7 == 0:
            with suppress(CatalogUnavailable), catalog.begin() as work:
                work.register.next_number(series)
        while True:
            # Who waits for too long is told to come again, before anything was drawn.
            with suppress(CatalogUnavailable), catalog.begin() as work:
                number = work.register.next_number(series)
                work.commit()
                return number

    with ThreadPoolExecutor(threads) as pool:
        got = list(pool.map(one, range(share)))
    with open(drawn, "w", encoding="ascii") as file:  # noqa: PTH123 -- a path from before the fork
        file.write("\n".join(map(str, got)))
    catalog.close()
