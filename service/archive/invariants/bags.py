"""I14: a folder that was exported says itself whether it is whole."""

from __future__ import annotations

import hashlib
from pathlib import Path

from service.archive.invariants.findings import Findings


def check_export(folder: Path, found: Findings) -> None:
    """Whether the export at `folder` is whole; one that bears the name `.partial` says that it is not."""
    if folder.name.endswith(".partial"):
        found.expect(True, "I14", "")
        found.underway.append(f"{folder} was stopped: its name says so")
        return
    told: dict[str, str] = {}
    for name in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        manifest = folder / name
        if not found.expect(manifest.is_file(), "I14", f"{folder} has no {name}"):
            continue
        for line in manifest.read_text(encoding="utf-8").splitlines():
            digest, _, path = line.partition("  ")
            told[path] = digest
    for path, digest in sorted(told.items()):
        file = folder / path
        same = file.is_file() and hashlib.sha512(file.read_bytes()).hexdigest() == digest
        found.expect(same, "I14", f"{folder}/{path} is not what the manifest says")
    there = {one.relative_to(folder).as_posix() for one in (folder / "data").rglob("*") if one.is_file()}
    for path in sorted(there - told.keys()):
        found.expect(False, "I14", f"{folder}/{path} is in no manifest")
    inventories = [one for one in (folder / "data" / "archive").glob("*/*/inventory.json") if one.is_file()]
    for one in inventories:
        named = (one.parent / "0=ocfl_object_1.1").is_file()
        found.expect(named, "I14", f"{one.parent} is not a whole object")
