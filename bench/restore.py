"""
How long a backup of many papers takes, and the way back: `make bench-restore`.

Seals the complete example for many unions (or takes the archive that `--keep` names), backs it up, and restores it: with its
database, and from the archive alone. Prints seconds of the clock and of this process's CPU.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bench.rebuild import _cpu, _migrate, seal
from service.archive import Rebuilt
from service.bootstrap import build, build_backup, build_rebuild, build_restore
from service.catalog import Catalog, Replacement
from service.config import Settings

T = TypeVar("T")


def timed(what: str, do: Callable[[], T]) -> T:
    """Do it, and print what it took."""
    began, cpu = time.perf_counter(), _cpu()
    done = do()
    print(f"{what}: {time.perf_counter() - began:.1f} s, {_cpu() - cpu:.1f} s of CPU", flush=True)
    return done


def restore(settings: Settings, folder: Path, *, alone: bool) -> Rebuilt:
    """What `vankien restore` does."""
    build_restore(settings)(folder, with_database=not alone)
    catalog = Catalog.open(settings.catalog_url)
    catalog.migrate()
    catalog.close()
    new = Replacement(settings.catalog_url)
    try:
        return build_rebuild(settings)(new)
    finally:
        new.close()


def main() -> None:
    """Run the benchmark."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sets", type=int, default=110)
    asked.add_argument(
        "--keep", type=Path, help="a folder whose archive is kept, and sealed unless it is there"
    )
    chosen = asked.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="vankien-bench-") as made:
        kept = chosen.keep or Path(made)
        settings = Settings(var=kept / "var", catalog_url=f"sqlite:///{kept / 'sealed.db'}", storage_url="")
        if not (kept / "sealed.db").exists():
            kept.mkdir(parents=True, exist_ok=True)
            papers = timed("sealing", lambda: seal(settings, chosen.sets, 0))
            print(f"{papers:,} papers of {chosen.sets} sets")
        _migrate(settings)  # a kept one may be of an earlier release
        services = build(settings)
        taken = timed("backup", lambda: build_backup(services)(Path(made) / "backup"))
        services.close()
        print(f"{taken.files:,} files, {taken.size / 1e6:,.0f} MB")
        backup = Path(made) / "backup"
        _way_back("with its database", Settings(var=Path(made) / "again"), backup, alone=False)
        _way_back("from the archive alone", Settings(var=Path(made) / "alone"), backup, alone=True)


def _way_back(what: str, settings: Settings, backup: Path, *, alone: bool) -> None:
    done = timed(f"restore {what}", lambda: restore(settings, backup, alone=alone))
    print(f"{done.documents:,} papers are back", flush=True)


if __name__ == "__main__":
    main()
