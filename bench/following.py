"""
What a backup costs that follows another: `make bench-following`.

Lays an archive of many objects without sealing any (files as large and as many as a national cycle has on average), backs it up
whole, then with nothing new, then after some objects have come; in a process of its own each. Prints seconds of the clock and of the processor,
milliseconds a file, and the most memory. The last line are the costs that `bench/scale.py` counts with.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random

from bench.rebuild import _cpu, _migrate, copied
from service.bootstrap import build, build_backup
from service.config import Settings
from service.storage import FolderStorage, OcflReader, OcflRoot, Storage, decode, open_storage
from service.storage.inventory import extended, sidecar
from service.storage.layout import OBJECT_DECLARATION, OBJECT_DECLARATION_TEXT
from tests import s3

FILES = 80
"""Contents of an object; five files stand around them."""
BYTES = 11_400
"""Of one file, on average."""
NOW = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)


def lay(storage: Path, first: int, after: int) -> None:
    """Objects of those numbers, of one version each, written as they would stand, without waiting for the disk."""
    root = OcflRoot(FolderStorage(storage))
    root.initialise()
    for number in range(first, after):
        object_id, chance = f"vankien:2023-2028/union-{number:06}", Random(number)
        files = {
            f"papers/{kind}/{n:03}.docx": chance.randbytes(BYTES) for kind in "ab" for n in range(FILES // 2)
        }
        inventory, new = extended(None, object_id=object_id, files=files, created=NOW, message="x", user="x")
        text = inventory.encode()
        around = {f"{folder}inventory.json": text for folder in ("", "v1/")}
        around |= {f"{folder}inventory.json.sha512": sidecar(text) for folder in ("", "v1/")}
        for path, content in {**new, **around, OBJECT_DECLARATION: OBJECT_DECLARATION_TEXT}.items():
            place = storage / root.object_key(object_id) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)


def backup(settings: Settings, folder: Path, onto: Path | None) -> None:
    """One backup, in this process; prints what it took: seconds, of the processor, files, linked, and MB of memory."""
    services = build(settings)
    began, cpu = time.perf_counter(), _cpu()
    done = build_backup(services)(folder, onto=onto)
    took, cpu = time.perf_counter() - began, _cpu() - cpu
    services.close()
    print(took, cpu, done.files, done.linked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measured(what: str, settings: Settings, folder: Path, onto: Path | None = None) -> tuple[float, int, int]:
    """That backup in a process of its own: seconds, files, linked."""
    asked = [str(settings.var), settings.storage_url, str(folder), str(onto or "")]
    argv = [sys.executable, "-m", "bench.following", "--one", *asked]
    said = subprocess.run(argv, check=True, stdout=subprocess.PIPE).stdout
    took, cpu, files, linked, memory = map(float, said.split())
    print(
        f"{what}: {took:.1f} s, {cpu:.1f} s of CPU, {files:,.0f} files, {linked:,.0f} linked, {memory:.0f} MB",
        flush=True,
    )
    return took, int(files), int(linked)


def inventories_read(storage: Storage) -> tuple[float, int]:
    """Seconds in which the inventory of every object is read and understood, and of how many."""
    root = OcflReader(storage)
    known = list(root.object_ids())
    began = time.perf_counter()
    for object_id in known:
        decode(root.inventory_bytes(object_id) or b"")
    return time.perf_counter() - began, len(known)


def measure(settings: Settings, made: Path, objects: int, few: int) -> None:
    """The backups after one another."""
    first, second, third = (made / name for name in ("first", "second", "third"))
    whole, files, _ = measured("whole", settings, first)
    following, _, linked = measured("following, nothing new", settings, second, first)
    reading, _ = inventories_read(open_storage(settings.storage_url))
    if few:
        # The older one is gone: what is linked from the second is what it took over.
        shutil.rmtree(first)
        lay(settings.var / "storage", objects, objects + few)
        measured(f"following, {few} objects new", settings, third, second)
    print(
        f"ms a file copied {whole / files * 1000:.3f}, ms a file linked {(following - reading) / linked * 1000:.3f},"
        f" ms an object unchanged {reading / objects * 1000:.3f}"
    )


def main() -> None:
    """Run the benchmark."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--objects", type=int, default=600)
    asked.add_argument(
        "--s3", action="store_true", help="the archive lies on a server that speaks S3 (SeaweedFS)"
    )
    asked.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if chosen.one:
        var, url, folder, onto = chosen.one
        backup(Settings(var=Path(var), storage_url=url), Path(folder), Path(onto) if onto else None)
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="vankien-bench-") as name, ExitStack() as held:
        made = Path(name)
        settings = Settings(var=made / "var")
        _migrate(settings)
        lay(made / "var" / "storage", 0, chosen.objects)
        if chosen.s3:
            settings = copied(settings, held.enter_context(s3.seaweed()), made)
        measure(settings, made, chosen.objects, 0 if chosen.s3 else max(1, chosen.objects // 100))


if __name__ == "__main__":
    main()
