"""
What finding costs: `make bench-search`.

Fills a catalog with a made-up archive through the shelf's own writer, then asks it what people ask, warm, and prints the median
and the 99th percentile of each class of question as the archive answers it: first page of 50 with its papers, its count and
how it divides.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import insert, text

from bench.search_corpus import NOON, SHA, TERMS, Place, Sample, congress, person, tree, uuid_of
from service.archive import Archive, SearchRequest
from service.catalog import AccountRecord, Catalog, DocumentRecord
from service.catalog.errors import LookTooLong
from service.catalog.tables import congress as congress_table
from service.catalog.tables import document, document_set, edition, organisation
from service.catalog.work import Work
from service.storage import OcflRoot
from tests.postgresql import binaries, private_server

ROUNDS = 60
_AT_ONCE = 40
"""Congresses in one transaction of the bulk load."""

Ask = Callable[[random.Random], SearchRequest]


@contextmanager
def databases(wanted: list[str], folder: Path) -> Iterator[dict[str, str]]:
    """The addresses of empty databases, by name."""
    found = {"sqlite": f"sqlite:///{folder / 'catalog.db'}"} if "sqlite" in wanted else {}
    if "postgresql" not in wanted:
        yield found
        return
    server = binaries()
    if server is None:
        sys.exit("no PostgreSQL server on this machine")
    with private_server(server, "shared_buffers=2GB", "work_mem=64MB", "max_wal_size=8GB") as address:
        yield found | {"postgresql": address.format("postgres")}


def plant(catalog: Catalog) -> tuple[AccountRecord, list[Place]]:
    """The tree and an account at its root; the places at its base."""
    places = list(tree())
    with catalog.begin() as work:
        root = work.organisations.plant_root(name="Tổng Liên đoàn", name_key="tong lien doan")
        account = work.accounts.add(
            name="quan-tri", role="administrator", organisation=root, password_hash=None, at=NOON
        )
        work.sets.keep_template(SHA, b"template")
        rows = [
            {"id": one.id, "parent_id": one.parent_id, "name": one.name, "name_key": one.id, "level": "grassroots",
             "lineage": one.lineage}
            for one in places
        ]  # fmt: skip
        for start in range(0, len(rows), 5_000):
            _connection(work).execute(insert(organisation), rows[start : start + 5_000])
        work.commit()
    depth = max(one.lineage.count("/") for one in places)
    return account, [one for one in places if one.lineage.count("/") == depth]


def _connection(work: Work) -> Any:
    return work.shelf._connection


def fill(
    catalog: Catalog, account: AccountRecord, places: list[Place], wanted: int
) -> tuple[int, float, float]:
    """Papers placed, CPU seconds of the whole, and of the making of the corpus alone."""
    placed, number, making = 0, 0, 0.0
    began = time.process_time()
    while placed < wanted:
        before = time.process_time()
        samples = [congress(number + one, places) for one in range(_AT_ONCE)]
        making += time.process_time() - before
        with catalog.begin() as work:
            for sample in samples:
                place_sample(work, account, sample)
            work.commit()
        number += _AT_ONCE
        placed += sum(len(sample.papers) for sample in samples)
    return placed, time.process_time() - began, making


def place_sample(work: Work, account: AccountRecord, sample: Sample) -> None:
    """One sealed set, as the seal leaves it."""
    key = sample.number
    ids = {name: uuid_of(name, key) for name in ("congress", "edition", "set")}
    connection = _connection(work)
    held = {
        "id": ids["congress"],
        "organisation_id": sample.place.id,
        "term": f"{key % 9000 + 1000}-{key // 9000 + 1000}",
    }
    connection.execute(insert(congress_table).values(**held, object_id=f"vankien:{key}"))
    connection.execute(
        insert(edition).values(
            id=ids["edition"], congress_id=ids["congress"], serial=1, received=b"{}", canonical=b"{}", sha256=SHA,
            rule_set="TLD-XII", findings="[]", received_at=NOON, received_by=account.id,
        )
    )  # fmt: skip
    connection.execute(
        insert(document_set).values(
            id=ids["set"], congress_id=ids["congress"], edition_id=ids["edition"], state="sealed", accepted_at=NOON,
            sealed_at=NOON, version=1,
        )
    )  # fmt: skip
    documents = [_document(ids["set"], row) for row in sample.papers]
    unsaid = {"head": None, "accented": None, "body": None}
    connection.execute(insert(document), [{**_columns(one), **unsaid} for one in documents])
    work.shelf.place(
        documents,
        congress_id=ids["congress"],
        organisation_id=sample.place.id,
        lineage=sample.place.lineage,
        term=sample.term,
        day=dt.date(int(sample.term[:4]), 3, 1),
        number_keys=[row["key"] for row in sample.papers],
    )


def _document(set_id: str, row: dict[str, Any]) -> DocumentRecord:
    return DocumentRecord(
        id=row["id"], set_id=set_id, position=row["position"], chunk=row["position"] // 25, template=row["kind"],
        template_sha256=SHA, kind=row["kind"], subject=str(row["position"]), title=row["title"], title_en=row["title"],
        source="", symbol="", originals=1, file_name=f"{row['position']}.docx", number=row["number"], issued_on=None,
        state="sealed", sha256=SHA, fields_sha256=SHA, size=9_000, milliseconds=1, head=row["head"],
        accented=row["accented"], body=row["body"],
    )  # fmt: skip


def _columns(one: DocumentRecord) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def questions(places: list[Place]) -> dict[str, Ask]:
    """The classes of questions; each makes one of its class."""

    def somewhere(dice: random.Random, level: int) -> str:
        return dice.choice(places).lineage.strip("/").split("/")[level]

    def unaccented(name: str) -> str:
        from service.congress.text import fold

        return fold(name)

    newest = TERMS[-1]
    return {
        "newest of all": lambda _: SearchRequest(),
        "newest in a term": lambda dice: SearchRequest(term=dice.choice(TERMS)),
        "term and kind": lambda dice: SearchRequest(term=dice.choice(TERMS), kind="resolution"),
        "province": lambda dice: SearchRequest(organisation=somewhere(dice, 1), term=newest),
        "upper union, kind": lambda dice: SearchRequest(organisation=somewhere(dice, 2), kind="minutes"),
        "one organisation": lambda dice: SearchRequest(organisation=somewhere(dice, 3)),
        "deep page": lambda dice: SearchRequest(term=newest, cursor=f"0.{dice.randrange(1_000, 50_000)}"),
        "days": lambda _: SearchRequest(term=newest, since=dt.date(2023, 1, 1), until=dt.date(2023, 12, 31)),
        "name": lambda dice: SearchRequest(words=person(dice)),
        "name, no accents": lambda dice: SearchRequest(words=unaccented(person(dice))),
        "name as person": lambda dice: SearchRequest(person=person(dice)),
        "name in term and province": lambda dice: SearchRequest(
            words=person(dice), term=newest, organisation=somewhere(dice, 1)
        ),
        "name in upper union": lambda dice: SearchRequest(
            words=person(dice), organisation=somewhere(dice, 2)
        ),
        "rare word": lambda dice: SearchRequest(
            words=dice.choice(["ksor jen", "rcom h'hen", "siu h'lan", "nay oanh"])
        ),
        "very frequent words": lambda dice: SearchRequest(
            words=dice.choice(["công đoàn", "đại biểu", "cong doan", "thẻ đại biểu"])
        ),
        "words of the text": lambda dice: SearchRequest(
            words=dice.choice(["thoát nước", "tiền lương", "từ thiện"])
        ),
        "frequent phrase": lambda dice: SearchRequest(
            words=dice.choice(['"đại hội"', '"kiểm phiếu"', '"công đoàn"'])
        ),
        "phrase that never adjoins": lambda dice: SearchRequest(
            words=dice.choice(['"doan bieu"', '"hoi kiem phieu nghi"'])
        ),
        "prefix th*": lambda dice: SearchRequest(words=dice.choice(["th*", "ng*", "kie*", "nguyễn th*"])),
        "number": lambda dice: SearchRequest(
            words=dice.choice(["01/NQ-ĐH", "2/bb-dh", "12/QĐ-LĐLĐ"]), term=newest
        ),
        "nothing": lambda _: SearchRequest(words="xyzzy không có"),
    }


def measure(archive: Archive, account: AccountRecord, ask: Ask) -> tuple[float, float, int]:
    """Median and 99th percentile in ms, and how often the time limit stopped it; the first asking is not counted."""
    took: list[float] = []
    stopped = 0
    for number in range(ROUNDS + 1):
        request = ask(random.Random(number))
        began = time.perf_counter()
        try:
            archive.search(request, account=account)
        except LookTooLong:
            stopped += 1
        took.append(1000 * (time.perf_counter() - began))
    took = sorted(took[1:])
    return statistics.median(took), took[min(len(took) - 1, round(0.99 * len(took)) - 1)], stopped


def facets(archive: Archive, places: list[Place]) -> tuple[float, float]:
    """The same of the counts by term and kind, of provinces and of the whole."""
    took: list[float] = []
    for number in range(ROUNDS):
        lineage = random.Random(number).choice(places).lineage.strip("/").split("/")
        above = f"/{'/'.join(lineage[: 1 + number % 2])}/"
        began = time.perf_counter()
        with archive.catalog.read() as work:
            work.shelf.terms(lineage=above)
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    return statistics.median(took), took[round(0.99 * len(took)) - 1]


_SIZES = {
    # The shelf with its indexes, words, counters; without the rows that every catalog has for its work.
    "postgresql": "SELECT sum(pg_total_relation_size(one::regclass)) FROM unnest(ARRAY['shelf', 'facet', 'token']) one",
    "sqlite": "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%shelf%' OR name IN ('facet', 'token')",
}


def size_of(catalog: Catalog, name: str) -> int | None:
    """Bytes of the shelf, where the database can say so."""
    try:
        with catalog.read() as work:
            return int(_connection(work).execute(text(_SIZES[name])).scalar_one())
    except Exception:  # noqa: BLE001 -- SQLite may be built without its table of sizes
        return None


def live(catalog: Catalog, account: AccountRecord, places: list[Place], start: int) -> float:
    """Papers a second when each set of about a hundred is a transaction of its own."""
    samples = [congress(start + one, places) for one in range(30)]
    began = time.perf_counter()
    for sample in samples:
        with catalog.begin() as work:
            place_sample(work, account, sample)
            work.commit()
    return sum(len(sample.papers) for sample in samples) / (time.perf_counter() - began)


def report(name: str, address: str, wanted: int) -> None:
    """Fill one database and ask it everything."""
    catalog = Catalog.open(address)
    catalog.migrate()
    account, places = plant(catalog)
    began = time.perf_counter()
    placed, cpu, making = fill(catalog, account, places, wanted)
    wall = time.perf_counter() - began
    with catalog._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in ("ANALYZE",) if name == "sqlite" else ("VACUUM ANALYZE",):
            connection.exec_driver_sql(statement)
    held = size_of(catalog, name)
    print(f"\n{name}: {placed:,} papers in {wall:.0f} s ({placed / wall:,.0f}/s with making them)", end="")
    print(f", placing alone {placed / max(0.001, cpu - making):,.0f} per CPU second of this process", end="")
    print(f", {held / placed:,.0f} bytes a paper" if held else "")
    archive = Archive(catalog=catalog, root=cast("OcflRoot", None))
    print(f"{'':28}{'p50 ms':>9}{'p99 ms':>9}  stopped")
    for label, ask in questions(places).items():
        p50, p99, stopped = measure(archive, account, ask)
        print(f"{label:28}{p50:9.1f}{p99:9.1f}  {stopped or ''}", flush=True)
    p50, p99 = facets(archive, places)
    print(f"{'facets':28}{p50:9.1f}{p99:9.1f}")
    print(f"live: {live(catalog, account, places, 10_000_000):,.0f} papers/s, a set a transaction")
    catalog.close()


def main() -> None:
    """Run the benchmark."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--documents", type=int, default=100_000)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    chosen = asked.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with (
        tempfile.TemporaryDirectory(prefix="vankien-bench-") as folder,
        databases(chosen.database or ["sqlite", "postgresql"], Path(folder)) as found,
    ):
        for name, address in found.items():
            report(name, address, chosen.documents)


if __name__ == "__main__":
    main()
