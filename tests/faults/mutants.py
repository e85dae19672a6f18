"""
Known mistakes, put into a copy of the source one at a time: a suite that does not see them proves nothing.

Each names the run that must end with `BROKEN`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PROJECT: Final = Path(__file__).parents[2]
_COPIED: Final = ("service", "workers", "tests", "templates_docx", "packs", "examples")
_PATIENCE: Final = 1800

POWER: Final = ("power", "--states=600")
COMMITS: Final = ("points", "--at=commit")
WRITES: Final = ("points", "--at=^write")
LEASES: Final = ("points", "--by=leases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One mistake: what stands in the file, what stands there instead, and the run that catches it."""

    name: str
    file: str
    right: str
    wrong: str
    caught_by: tuple[str, ...]


MUTANTS: Final = (
    Mutant(
        name="a file is not synced",
        file="service/storage/durable.py",
        right="        os.fchmod(descriptor, 0o444)\n        os.fsync(descriptor)\n",
        wrong="        os.fchmod(descriptor, 0o444)\n",
        caught_by=POWER,
    ),
    Mutant(
        name="folders are not synced",
        file="service/storage/folder.py",
        right="            with refusals(f\"store {', '.join(keys)}\"):\n"
        "                self._sync_names(*(drafts[key].target for key in keys))\n",
        wrong="",
        caught_by=POWER,
    ),
    Mutant(
        name="only the innermost folder is synced",
        file="service/storage/durable.py",
        right="for above in (folder, *folder.parents)",
        wrong="for above in (folder,)",
        caught_by=POWER,
    ),
    Mutant(
        name="SQLite does not wait for the disk",
        file="service/catalog/engine.py",
        right='"synchronous": 2',
        wrong='"synchronous": 1',
        caught_by=POWER,
    ),
    Mutant(
        name="a file is written at its final place",
        file="service/storage/folder.py",
        right="            os.link(draft, target)\n        except FileNotFoundError:\n",
        wrong="            write_durably(target, draft.read_bytes())\n        except FileNotFoundError:\n",
        caught_by=WRITES,
    ),
    Mutant(
        name="the row comes before the file",
        file="service/documents/produce.py",
        right="            self.storage.put_all({papers_key(*of): papers, fields_key(*of): printed})\n"
        "        return self._record(message, [one.record for one in made.papers])\n",
        wrong="            done = self._record(message, [one.record for one in made.papers])\n"
        "            self.storage.put_all({papers_key(*of): papers, fields_key(*of): printed})\n"
        "        return done\n",
        caught_by=COMMITS,
    ),
    Mutant(
        name="a set is sealed before its version stands",
        file="service/documents/seal.py",
        right='        with traces.span("archive", files=len(files)):\n',
        wrong="        self._record(message, sealing, sealing.head + 1, [one.record for one in made.papers] if made else [])\n"
        '        with traces.span("archive", files=len(files)):\n',
        caught_by=COMMITS,
    ),
    Mutant(
        name="a number is drawn in a transaction of its own",
        file="service/catalog/register.py",
        right="        ).scalar_one()\n        return number\n",
        wrong="        ).scalar_one()\n        self._connection.commit()\n        return number\n",
        caught_by=COMMITS,
    ),
    Mutant(
        name="the log is written after the commit",
        file="service/intake/submit.py",
        right='            work.audit.note("set_accepted"',
        wrong='            work.commit()\n            work.audit.note("set_accepted"',
        caught_by=COMMITS,
    ),
    Mutant(
        name="the key is taken before the data are kept",
        file="service/intake/submit.py",
        right="            if taken is not None:\n",
        wrong="            work.commit()\n            if taken is not None:\n",
        caught_by=COMMITS,
    ),
    Mutant(
        name="the seal is promised after the commit",
        file="service/documents/produce.py",
        right="            work.sets.rendered(results)\n            seal = None\n",
        wrong="            work.sets.rendered(results)\n            work.commit()\n            seal = None\n",
        caught_by=COMMITS,
    ),
    Mutant(
        name="a lost claim is not noticed",
        file="service/catalog/outbox.py",
        right="        return self._connection.execute(_FINISHED, held).rowcount == 1\n",
        wrong="        return self._connection.execute(_FINISHED, held).rowcount < 2\n",
        caught_by=LEASES,
    ),
)


def try_mutants(only: str, *, told: Callable[[str], None]) -> list[str]:
    """The names of mutants that nothing caught."""
    survivors = []
    for mutant in MUTANTS:
        if only not in mutant.name:
            continue
        word = caught(mutant)
        told(f"{'caught' if word else 'SURVIVED'}: {mutant.name} ({' '.join(mutant.caught_by)}) {word[:160]}")
        if not word:
            survivors.append(mutant.name)
    return survivors


def caught(mutant: Mutant) -> str:
    """What the run said of the mistake; nothing when it saw none."""
    with tempfile.TemporaryDirectory(prefix="vankien-mutant-") as folder:
        copy = Path(folder)
        for name in _COPIED:
            shutil.copytree(
                _PROJECT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "images")
            )
        file = copy / mutant.file
        source = file.read_text(encoding="utf-8")
        if source.count(mutant.right) != 1:
            raise LookupError(f"{mutant.name}: {mutant.file} does not hold what is to be spoilt exactly once")
        file.write_text(source.replace(mutant.right, mutant.wrong), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults", *mutant.caught_by],
            cwd=copy, capture_output=True, text=True, check=False, timeout=_PATIENCE,
        )  # fmt: skip
        return done.stderr[done.stderr.find("BROKEN") :].strip() if "BROKEN" in done.stderr else ""
