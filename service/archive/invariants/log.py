"""I6: the audit log is one chain, and the anchors in the archive lie on it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from service.archive.invariants.findings import Findings
from service.catalog.witness import Row
from service.storage import Missing, Storage

_BEGINNING: Final = "0" * 64


def anchored(storage: Storage, keys: Iterable[str]) -> dict[int, tuple[str, str]]:
    """The number and digest that each anchor vouches for, with its file. Raises `StorageError`."""
    return dict(_anchored(storage, keys))


def _anchored(storage: Storage, keys: Iterable[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    for key in keys:
        try:
            said = json.loads(storage.read(key))
            yield int(said["seq"]), (str(said["digest"]), key)
        except Missing:
            continue
        except (ValueError, KeyError, TypeError):
            yield 0, ("", key)


def check_log(events: Sequence[Row], anchors: Mapping[int, tuple[str, str]], found: Findings) -> None:
    """Hold each entry against what it says and the one before it, and the anchors against the entries."""
    first = events[0]["seq"] if events else 1
    # A log whose catalog was lost begins where its last anchor ended.
    seq, digest = (first - 1, anchors.get(first - 1, ("", ""))[0]) if first > 1 else (0, _BEGINNING)
    digests: dict[int, str] = {}
    for row in events:
        whole = row["seq"] == seq + 1 and row["prior"] == digest and row["digest"] == _digest(row)
        found.expect(whole, "I6", f"entry {row['seq']} of the log is not what followed entry {seq}")
        seq, digest = row["seq"], row["digest"]
        digests[seq] = digest
    for at, (vouched, key) in sorted(anchors.items()):
        if at == 0 or at >= first:
            found.expect(digests.get(at) == vouched, "I6", f"{key} vouches for an entry that the log lacks")


def _digest(row: Row) -> str:
    """Written anew on purpose: a mistake of whoever writes the log must not be made here again."""
    at: dt.datetime = row["at"]
    said: dict[str, Any] = {
        "account": row["account_id"],
        "at": at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00"),
        "event": row["event"],
        "prior": row["prior"],
        "seq": row["seq"],
        "subject": row["subject"],
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
