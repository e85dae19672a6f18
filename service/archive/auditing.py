"""The audit log held against itself and against its anchors: the first bad entry is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from service.archive.anchors import SHORT, Anchor, Anchors
from service.archive.proof import Signer, read_key
from service.catalog import BEGINNING, Catalog, Entry, Link
from service.storage import OcflRoot

Badness = Literal["changed", "missing", "unlinked", "anchor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """
    The first thing that is not as it was written.

    `changed`: entry `seq` says something else than when it was written; one put in, or one that changed places, is found
    so too. `missing`: it is not there, though later ones or an anchor are. `unlinked`: it or the one before it was
    changed, and no anchor says which. `anchor`: the anchor `what` is missing, unreadable or not signed by a key of the archive.
    """

    seq: int
    why: Badness
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerdict:
    """What a look at the log found; `anchored` is the newest entry that an anchor vouches for, `begins_at` the oldest here."""

    entries: int
    begins_at: int
    head: Link
    anchored: Link
    anchored_at: dt.datetime | None
    bad: Bad | None

    @property
    def is_sound(self) -> bool:
        """Whether nothing bad was found."""
        return self.bad is None


def first_bad(
    entries: Iterable[Entry], anchors: Sequence[Anchor], *, after: Link = BEGINNING
) -> tuple[Bad | None, int, Link]:
    """
    The first bad entry past `after`, how many were looked at, and the last of them.

    Whoever alters an entry that an anchor vouches for is found, whatever else they write anew. Entries past the last
    anchor are held against each other alone: their end may be cut off unseen.
    """
    vouched = {
        anchor.since + number: short for anchor in anchors for number, short in enumerate(anchor.entries, 1)
    }
    heads = {anchor.link.seq: anchor.link.digest for anchor in anchors}
    count, last = 0, after
    for entry in entries:
        seq = last.seq + 1
        if entry.seq != seq:
            return Bad(seq=seq, why="missing"), count, last
        true = entry.true_digest()
        if not true.startswith(vouched.get(seq, "")) or true != entry.digest:
            return Bad(seq=seq, why="changed"), count, last
        if entry.prior != last.digest:
            return Bad(seq=seq, why="unlinked"), count, last
        if heads.get(seq, true) != true:
            return Bad(seq=seq, why="changed"), count, last
        count, last = count + 1, entry.link
    if any(seq > last.seq for seq in heads):
        return Bad(seq=last.seq + 1, why="missing"), count, last
    return None, count, last


def bad_anchor(anchors: Sequence[Anchor]) -> Bad | None:
    """The first anchor that is not signed by a known key, or whose predecessor is not there as it was."""
    known = {anchor.link.seq: anchor.sha256 for anchor in anchors if not anchor.fault}
    for anchor in anchors:
        if anchor.fault:
            return Bad(seq=anchor.link.seq, why="anchor", what=f"{anchor.key}: {anchor.fault}")
        if anchor.since and known.get(anchor.since) != anchor.before:
            return Bad(seq=anchor.since, why="anchor", what=f"the one before {anchor.key}: missing")
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLog:
    """The log of this catalog and its anchors in the archive."""

    catalog: Catalog
    root: OcflRoot
    anchors: Anchors
    signer: Signer

    def verify(self, *, since: int = 0) -> AuditVerdict:
        """
        Look at every entry, from the first, or past `since`: those up to there were lost with a catalog and are vouched for
        by an anchor alone. Raises `StorageError`, `CatalogUnavailable`.
        """
        anchors = list(self.anchors.all(self._keys()))
        good = [one for one in anchors if not one.fault]
        after = next((one.link for one in good if one.link.seq == since), BEGINNING)
        newest = max(good, key=lambda one: one.link.seq, default=None)
        with self.catalog.read() as work:
            # The rows after the anchors: an entry that an anchor names was committed before it.
            bad, count, head = first_bad(work.audit.entries(after=after.seq), good, after=after)
        return AuditVerdict(
            entries=count,
            begins_at=after.seq + 1,
            head=head,
            anchored=newest.link if newest else BEGINNING,
            anchored_at=newest.at if newest else None,
            bad=_nearer(bad, bad_anchor(anchors)),
        )

    def since_anchor(self) -> AuditVerdict:
        """The same for what no anchor vouches for yet: quick enough for a page."""
        last = self.anchors.last()
        after = last.link if last else BEGINNING
        with self.catalog.read() as work:
            bad, count, head = first_bad(work.audit.entries(after=after.seq), (), after=after)
            held = work.audit.head() or BEGINNING
            if held.seq < after.seq:
                bad = Bad(seq=held.seq + 1, why="missing")
            elif bad is None and not count and held != after:
                bad = Bad(seq=after.seq, why="changed")
        return AuditVerdict(
            entries=count,
            begins_at=after.seq + 1,
            head=head,
            anchored=after,
            anchored_at=last.at if last else None,
            bad=bad,
        )

    def anchor(self, *, at_once: bool = False) -> AuditVerdict:
        """
        Lay the anchor of the day at the newest entry, and say what was found since the one before.

        Nothing is laid where nothing is new, where an entry since the last anchor is bad, or where there is one of today
        already, unless `at_once`. Raises `StorageError`, `CatalogUnavailable`.
        """
        last = self.anchors.last()
        with self.catalog.read() as work:
            now = work.now()
        if last is not None and last.at.date() == now.date() and not at_once:
            return self.since_anchor()
        verdict = self.since_anchor()
        if verdict.bad or not verdict.entries:
            return verdict
        with self.catalog.read() as work:
            past = islice(work.audit.entries(after=verdict.anchored.seq), verdict.entries)
            digests = [one.digest for one in past]
        self.anchors.lay(verdict.head, last=last, entries=digests, at=now, signer=self.signer)
        return self.since_anchor()

    def _keys(self) -> dict[str, bytes]:
        return dict(key for _, content in self.root.beside("proof-key-") if (key := read_key(content)))


def _nearer(entry: Bad | None, anchor: Bad | None) -> Bad | None:
    """Of two the one that stands earlier in the log; an injured anchor may be why an entry passes."""
    found = [one for one in (entry, anchor) if one]
    return min(found, key=lambda one: one.seq, default=None)


def line_to_sign(verdict: AuditVerdict) -> str:
    """
    One line that people may print and sign: the newest entry that an anchor vouches for.

    Digits in groups, since somebody compares them by eye.
    """
    digest = verdict.anchored.digest
    groups = " ".join(digest[at : at + SHORT] for at in range(0, len(digest), SHORT))
    return f"#{verdict.anchored.seq} {groups}"
