"""Holding files and rows against each other, invariant by invariant."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from service.archive.invariants.findings import Findings
from service.archive.invariants.log import anchored, check_log
from service.archive.invariants.numbers import check_numbers
from service.archive.invariants.objects import Held, read_object
from service.archive.invariants.sealed_sets import check_version
from service.archive.invariants.told import check_told
from service.catalog.witness import Row, Testimony, bear_witness
from service.storage import Missing, Storage

_ARCHIVE: Final = "archive"
_BESIDE_THE_TERMS: Final = ("0=ocfl_1.1", "README.txt", "verify", "proof-key-")
_MOST_AT_ONCE: Final = 3  # archive/<term>/<organisation>


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInvariants:
    """
    Checks a system from outside, at work or at rest.

    `acknowledged` are ids of sets, and ids of papers with the number they were told, that clients were given.
    """

    storage: Storage
    catalog_url: str

    def __call__(
        self,
        *,
        at_rest: bool = False,
        acknowledged: Iterable[str] = (),
        numbers: Mapping[str, str] | None = None,
    ) -> Findings:
        """
        What holds and what does not; `at_rest` says that nobody is at work and nothing may be left over.

        Raises `CatalogError`, `StorageUnavailable`.
        """
        found = Findings()
        # Files first: a file that is written after this look is nobody's orphan.
        archived = _by_object(self.storage.keys(_ARCHIVE), found)
        staged = {key.split("/")[2] for key in self.storage.keys("staging/sets")}
        anchors = anchored(self.storage, self.storage.keys("anchors"))
        told = bear_witness(self.catalog_url)
        held = {
            folder: read_object(self.storage, folder, there, found)
            for folder, there in sorted(archived.items())
        }
        objects = {f"vankien:{folder.removeprefix('archive/')}": one for folder, one in held.items()}
        check_log(told["events"], anchors, found)
        check_told(told, found)
        _Check(told, objects, found, self.storage, at_rest=at_rest).run(
            set(acknowledged), numbers or {}, staged
        )
        return found


class _Check:
    def __init__(
        self,
        told: Testimony,
        objects: Mapping[str, Held],
        found: Findings,
        storage: Storage,
        *,
        at_rest: bool,
    ) -> None:
        self._told = told
        self._objects = objects
        self._found = found
        self._storage = storage
        self._at_rest = at_rest
        self._congresses = {row["id"]: row for row in told["congresses"]}
        self._sets = {row["id"]: row for row in told["sets"]}
        self._documents: dict[str, list[Row]] = defaultdict(list)
        for row in told["documents"]:
            self._documents[row["set_id"]].append(row)
        self._work: dict[str, set[str]] = defaultdict(set)
        for row in told["outbox"]:
            self._work[row["set_id"]].add(row["task"])
        self._events = Counter((row["event"], row["subject"]) for row in told["events"])
        # A catalog made again from the files knows nothing of who was acknowledged before.
        self._was_rebuilt = any(row["event"] == "catalog_rebuilt" for row in told["events"])

    def run(self, acknowledged: set[str], numbers: Mapping[str, str], staged: set[str]) -> None:
        self._nothing_lost(acknowledged, numbers)
        for row in self._told["sets"]:
            self._settled(row)
            self._told_once(row)
        for object_id, held in self._objects.items():
            self._known(object_id, held)
        for row in self._told["sets"]:
            if row["state"] == "sealed":
                self._stands(row)
        self._copies()
        self._filed()
        check_numbers(self._told, self._registers(), self._found)
        for set_id in sorted(staged - self._sets.keys()):
            self._found.underway.append(f"staging/sets/{set_id} is of no set: tidying clears it")
        if self._at_rest:
            for row in self._told["outbox"]:
                self._found.expect(
                    False,
                    "I7",
                    f"set {row['set_id']}: {row['task']} is still promised ({row['starts']} starts)",
                )

    def _nothing_lost(self, acknowledged: set[str], numbers: Mapping[str, str]) -> None:
        """I1: whatever somebody was told is accepted can be found."""
        found = self._found
        for row in self._told["requests"]:
            found.expect(row["set_id"] in self._sets, "I1", f"request {row['key']!r} led to no set")
        of_editions = {row["edition_id"] for row in self._told["sets"]}
        for row in self._told["editions"]:
            found.expect(row["id"] in of_editions, "I1", f"edition {row['id']} has no set")
        for event, subject in self._events:
            if event == "set_accepted":
                found.expect(subject in self._sets, "I1", f"set {subject} was accepted and is gone")
        for set_id in sorted(acknowledged):
            found.expect(set_id in self._sets, "I1", f"set {set_id} was acknowledged and is gone")
        given = {
            (row["document_id"], f"{row['number']:02d}/{row['symbol']}") for row in self._told["numbers"]
        }
        for document_id, written in sorted(numbers.items()):
            found.expect(
                (document_id, written) in given,
                "I1",
                f"{document_id} was told the number {written}, which is gone",
            )

    def _settled(self, row: Row) -> None:
        """I7: a set is in hand or settled, and a settled one is in nobody's hand."""
        work = self._work[row["id"]] & {"produce", "seal"}
        states = {one["state"] for one in self._documents[row["id"]]}
        name = f"set {row['id']}"
        if row["state"] == "accepted":
            self._found.expect(work, "I7", f"{name} is accepted and no work is promised for it")
            self._found.expect(states <= {"waiting", "rendered"}, "I7", f"{name} has papers {states}")
        else:
            self._found.expect(not work, "I7", f"{name} is {row['state']} and {work} is still promised")
        if row["state"] == "failed":
            self._found.expect(row["failure"], "I7", f"{name} was given up without a reason")
        if row["state"] == "sealed":
            self._found.expect(states <= {"sealed"}, "I7", f"{name} is sealed, its papers are {states}")

    def _told_once(self, row: Row) -> None:
        """I6: one entry for each acceptance and each seal."""
        name = row["id"]
        sealed = self._events["set_sealed", name]
        brought = self._events["set_imported", name] or self._was_rebuilt
        accepted = self._events["set_accepted", name]
        self._found.expect(accepted <= 1, "I6", f"set {name} was accepted {accepted} times")
        self._found.expect(accepted or brought, "I6", f"the log does not say that set {name} was accepted")
        self._found.expect(sealed <= 1, "I6", f"set {name} was sealed {sealed} times")
        if row["state"] == "sealed":
            self._found.expect(sealed or brought, "I6", f"the log does not say that set {name} was sealed")
        else:
            self._found.expect(not sealed, "I6", f"the log says that set {name} was sealed, and it is not")

    def _known(self, object_id: str, held: Held) -> None:
        """I4: each version is of a set or a filing that the catalog knows; one it has not heard of yet is named."""
        congress = next((row for row in self._told["congresses"] if row["object_id"] == object_id), None)
        if not self._found.expect(congress, "I4", f"{held.folder} is of no congress") or congress is None:
            return
        filings = [row for row in self._told["filings"] if row["congress_id"] == congress["id"]]
        filed = {row["version"] for row in filings}
        for number, files in enumerate(held.versions, 1):
            before = held.versions[number - 2].get("manifest.json") if number > 1 else None
            if files.get("manifest.json") == before:
                known = (
                    number in filed
                    or None in filed
                    or self._was_rebuilt
                    or self._newer_known(congress, number)
                )
                self._found.expect(known, "I4", f"{held.folder} v{number} files what nobody entered")
                continue
            self._known_set(held, number)

    def _known_set(self, held: Held, number: int) -> None:
        try:
            set_id = json.loads(held.content(number, "manifest.json") or b"")["set"]
        except (ValueError, KeyError, TypeError):
            self._found.expect(False, "I4", f"{held.folder} v{number} says of no set that it is its own")
            return
        row = self._sets.get(set_id)
        if not self._found.expect(
            row, "I4", f"{held.folder} v{number} is of the set {set_id}, which nobody knows"
        ):
            return
        assert row is not None  # noqa: S101 -- just held against the invariant
        if row["state"] == "sealed":
            self._found.expect(
                row["version"] == number,
                "I4",
                f"{held.folder} v{number} is of the set that is sealed as v{row['version']}",
            )
        else:
            self._found.underway.append(
                f"set {set_id} stands as {held.folder} v{number}; its row says {row['state']}"
            )

    def _newer_known(self, congress: Row, number: int) -> bool:
        """Whether an import brought versions that were filed elsewhere."""
        filed = [row["version"] or 0 for row in self._told["filings"] if row["congress_id"] == congress["id"]]
        return any(version >= number for version in filed)

    def _stands(self, row: Row) -> None:
        """I3 and I11: the version of a sealed set is there and says what the rows say."""
        congress = self._congresses[row["congress_id"]]
        held = self._objects.get(congress["object_id"])
        there = held is not None and row["version"] is not None and 0 < row["version"] <= len(held.versions)
        if not self._found.expect(
            there, "I3", f"set {row['id']} is sealed and {congress['object_id']} lacks it"
        ):
            return
        assert held is not None  # noqa: S101 -- just held against the invariant
        check_version(row, self._told, self._documents[row["id"]], held, self._found)

    def _copies(self) -> None:
        """I1 and I3: a signed copy stands in the archive, or waits for it."""
        of_document = {row["id"]: self._sets[row["set_id"]]["congress_id"] for row in self._told["documents"]}
        for row in self._told["copies"]:
            congress = self._congresses[of_document[row["document_id"]]]
            held = self._objects.get(congress["object_id"])
            stored = held.file(len(held.versions), row["path"]) if held else None
            if stored is not None:
                self._found.expect(
                    stored.sha256 == row["sha256"], "I3", f"{row['path']} is another copy than was attached"
                )
                continue
            try:
                self._storage.read(row["staged"])
            except Missing:
                # Filed in between: the object was read before its row was.
                self._found.expect(False, "I1", f"the signed copy {row['path']} is in neither place")
            else:
                self._found.expect(True, "I1", "")

    def _filed(self) -> None:
        """I7 and I11: what was entered stands in the archive, or its filing is promised."""
        newest: dict[str, int] = defaultdict(int)
        for row in self._told["filings"]:
            if row["version"] is not None:
                newest[row["congress_id"]] = max(newest[row["congress_id"]], row["upto"])
        sealed = {row["congress_id"] for row in self._told["sets"] if row["state"] == "sealed"}
        filing = {self._sets[set_id]["congress_id"] for set_id, work in self._work.items() if "file" in work}
        entries: dict[str, list[Row]] = defaultdict(list)
        for row in self._told["entries"]:
            entries[row["congress_id"]].append(row)
        registers = self._registers()
        for congress_id, rows in entries.items():
            object_id = self._congresses[congress_id]["object_id"]
            waits = [row for row in rows if row["seq"] > newest[congress_id]]
            if waits and congress_id in sealed:
                self._found.expect(
                    congress_id in filing,
                    "I7",
                    f"{object_id}: {len(waits)} entries wait and no filing is promised",
                )
            filed = {row["id"]: row for row in rows if row["seq"] <= newest[congress_id]}
            there = {entry["id"]: entry for entry in registers.get(object_id, [])}
            for entry_id, row in filed.items():
                same = there.get(entry_id) == json.loads(row["content"])
                self._found.expect(
                    same, "I11", f"{object_id}: entry {entry_id} is filed and its register.json lacks it"
                )

    def _registers(self) -> dict[str, list[dict[str, Any]]]:
        """The newest register.json of each object."""
        found = {}
        for object_id, held in self._objects.items():
            raw = held.content(len(held.versions), "register.json")
            if raw is not None:
                found[object_id] = json.loads(raw)["entries"]
        return found


def _by_object(keys: Iterable[str], found: Findings) -> dict[str, set[str]]:
    """The files of each object's folder, and a word for each that lies in none."""
    objects: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        parts = key.split("/")
        if len(parts) > _MOST_AT_ONCE:
            objects["/".join(parts[:3])].add("/".join(parts[3:]))
        else:
            beside = len(parts) == 2 and parts[1].startswith(_BESIDE_THE_TERMS)
            found.expect(beside, "I4", f"{key} belongs to nothing")
    return objects
