"""
Make one stage of tests/upgrades/stages, with the code of an earlier commit: see README.md beside this file.

    PYTHONPATH=<worktree of the commit> python tests/upgrades/make_stage.py <worktree> <stage>
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from service import bootstrap
from service.config import Settings

# The earlier commit has tests of its own; these helpers are today's.
sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.postgresql import binaries, private_server
from tests.upgrades.parts import ROOT, SECTIONS

STAGES = Path(__file__).parent / "stages"


def main(worktree: Path, stage: str) -> None:
    assert worktree in Path(bootstrap.__file__).parents, bootstrap.__file__
    data = json.loads((worktree / "examples" / "so-cong-thuong-2023-day-du.json").read_bytes())
    raw = json.dumps({name: data[name] for name in SECTIONS if name in data}, ensure_ascii=False).encode()
    folder = STAGES / stage
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        var = Path(made) / "var"
        fill(Settings(var=var), raw)
        subprocess.run(["sqlite3", str(var / "catalog.db"), "PRAGMA wal_checkpoint(TRUNCATE)"], check=True)
        (folder / "catalog.db.gz").write_bytes(gzip.compress((var / "catalog.db").read_bytes(), 9, mtime=0))
        with tarfile.open(folder / "storage.tar.gz", "w:gz", compresslevel=9) as packed:
            packed.add(var / "storage", "storage")
    server = binaries()
    assert server is not None
    with tempfile.TemporaryDirectory() as made, private_server(server) as address:
        fill(Settings(var=Path(made) / "var", catalog_url=address.format("postgres")), raw)
        dumped = subprocess.run(
            [str((server / "initdb").resolve().parent / "pg_dump"), "--no-owner", "--inserts", address.format("postgres")],
            check=True, capture_output=True, env=os.environ,
        )  # fmt: skip
        (folder / "catalog.sql.gz").write_bytes(gzip.compress(dumped.stdout, 9, mtime=0))


def fill(settings: Settings, raw: bytes) -> None:
    """A congress whose papers are sealed, the resolution with its number where there is a register yet."""
    services = bootstrap.build(settings, migrate=True)
    account = services.access.ensure_administrator(ROOT)
    set_id = services.submit(raw, account=account, key="stage").set_id
    while services.relay(services.work_on):
        pass
    status = services.sets.status(set_id, account=account)
    assert status.record.state == "sealed", status
    if hasattr(services, "register"):
        (resolution,) = [one for one in status.documents if one.kind == "resolution"]
        services.register.give(resolution.id, issued_on=dt.date(2023, 2, 27), account=account)
        while services.relay(services.work_on):
            pass
    services.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2])
