"""Filing: what was entered in a register becomes one new version of the congress's object, beside its papers."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.archive.registered import REGISTER, register_file
from service.catalog import Catalog, CongressRecord, CopyRecord, Filing, Message
from service.storage import Damaged, OcflRoot, Sha512, Storage


def is_kept(path: str) -> bool:
    """Whether every later version carries the file on."""
    return path == REGISTER or path.startswith("signed/")


def carried(archive: OcflRoot, object_id: str, head: int) -> Mapping[str, Sha512]:
    """The register's files of version `head`: a new set is sealed beside them, not instead of them."""
    if head == 0:
        return {}
    inventory = archive.head(object_id)
    assert inventory is not None  # noqa: S101 -- the catalog says that this version stands
    return {path: digest for path, digest in inventory.version(head).files.items() if is_kept(path)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRegister:
    """Put entries into the archive; safe to run twice, since what a filing takes in is frozen when it begins."""

    catalog: Catalog
    storage: Storage
    archive: OcflRoot

    def __call__(self, message: Message) -> bool:
        """
        File what waits for the congress of a claimed message; false when more was entered meanwhile.

        Raises `StorageError` (`VersionTaken` when a set is being sealed on top of the same version),
        `CatalogUnavailable`.
        """
        with self.catalog.begin() as work:
            record = work.sets.lock(message.set_id)
            work.congresses.lock(record.congress_id)
            congress = work.congresses.find(record.congress_id)
            assert congress is not None  # noqa: S101 -- a foreign key says so
            filing = work.register_log.open_filing(congress.id)
            if filing is None:
                work.outbox.finish(message)
                work.commit()
                return True
            entries = [one.content for one in work.register_log.entries(congress.id, upto=filing.upto)]
            work.commit()
        version = self._write(congress, filing, entries)
        with self.catalog.begin() as work:
            work.congresses.lock(congress.id)
            work.register_log.filed(filing, version=version)
            done = not work.register_log.unfiled(congress.id)
            if done and not work.outbox.finish(message):
                return True
            work.commit()
        for entry in map(json.loads, entries):
            if (copy := self._copy(entry)) is not None:
                self.storage.discard(copy.staged)
        return done

    def _write(self, congress: CongressRecord, filing: Filing, entries: list[str]) -> int:
        inventory = self.archive.head(congress.object_id)
        assert inventory is not None  # noqa: S101 -- only papers of sealed sets are entered
        before = inventory.version(filing.head).files
        last: dict[str, Any] = json.loads(entries[-1])
        version = self.archive.add_version(
            congress.object_id,
            files={**before, **self._copies(before, entries), REGISTER: register_file(congress, entries)},
            created=dt.datetime.fromisoformat(last["at"]),
            message="Ghi sổ đăng ký văn bản",
            user=last["by"],
            expected_head=filing.head,
        )
        return version.number

    def _copies(self, before: Mapping[str, Sha512], entries: list[str]) -> dict[str, bytes]:
        """The signed copies that the version before does not hold yet."""
        copies = [copy for entry in map(json.loads, entries) if (copy := self._copy(entry)) is not None]
        return {one.path: self._staged(one) for one in copies if one.path not in before}

    def _copy(self, entry: Mapping[str, Any]) -> CopyRecord | None:
        if entry["entry"] != "copy_attached":
            return None
        with self.catalog.read() as work:
            return work.register.copy(entry["id"])

    def _staged(self, copy: CopyRecord) -> bytes:
        content = self.storage.read(copy.staged)
        if hashlib.sha256(content).hexdigest() != copy.sha256:
            raise Damaged(copy.staged)
        return content
