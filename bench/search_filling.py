"""Filling a catalog with a made-up archive, through the writer that the seal uses."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count, islice
from multiprocessing import get_context
from typing import Any

from sqlalchemy import func, insert, select

from bench.search_corpus import NOON, SHA, TERMS, Place, Sample, congress, tree, uuid_of
from service.catalog import AccountRecord, Catalog, DocumentRecord
from service.catalog.bulk import insert_all
from service.catalog.tables import congress as congress_table
from service.catalog.tables import document, document_set, edition, organisation, shelf
from service.catalog.work import Work

ADMINISTRATOR = "quan-tri"
_AT_ONCE = 40
"""Congresses in one transaction of the bulk load."""


def connection_of(work: Work) -> Any:
    """The connection below a unit of work, for rows that no part of the catalog writes in bulk."""
    return work.shelf._connection


def plant(catalog: Catalog) -> tuple[AccountRecord, list[Place]]:
    """The tree and an account at its root, unless they are there; the places at its base."""
    places = list(tree())
    depth = max(one.lineage.count("/") for one in places)
    base = [one for one in places if one.lineage.count("/") == depth]
    with catalog.begin() as work:
        if held := work.accounts.named(ADMINISTRATOR):
            return held, base
        root = work.organisations.plant_root(name="Tổng Liên đoàn", name_key="tong lien doan")
        account = work.accounts.add(
            name=ADMINISTRATOR, role="administrator", organisation=root, password_hash=None, at=NOON
        )
        work.sets.keep_templates({SHA: b"template"})
        rows = [
            {"id": one.id, "parent_id": one.parent_id, "name": one.name, "name_key": one.id, "level": "grassroots",
             "lineage": one.lineage}
            for one in places
        ]  # fmt: skip
        for start in range(0, len(rows), 5_000):
            connection_of(work).execute(insert(organisation), rows[start : start + 5_000])
        work.commit()
    return account, base


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """
    Papers placed, CPU seconds of the processes that placed them, and of making the corpus alone.

    `indexing` is the time of the clock in which their words were indexed in the end.
    """

    placed: int
    cpu: float
    making: float
    indexing: float = 0.0


def held(catalog: Catalog) -> int:
    """How many papers stand on the shelf."""
    with catalog.read() as work:
        return int(connection_of(work).execute(select(func.count()).select_from(shelf)).scalar_one())


def fill(address: str, wanted: int, *, processes: int = 1) -> Filled:
    """Place at least `wanted` papers more, as a rebuild does: words are indexed in the end."""
    catalog = Catalog.open(address)
    with catalog.begin() as work:
        # Processes that filled it before ended at different numbers; none is behind twice their count.
        begin = 2 * connection_of(work).execute(select(func.count()).select_from(congress_table)).scalar_one()
        work.shelf.lay_indexes_aside()
        work.commit()
    shares = [(address, begin + one, processes, wanted // processes) for one in range(processes)]
    if processes == 1:
        parts = [_fill_share(shares[0])]
    else:
        with get_context("spawn").Pool(processes) as pool:
            parts = pool.map(_fill_share, shares)
    began = time.perf_counter()
    if processes > 1:
        with get_context("spawn").Pool(processes) as pool:
            pool.map(_index_share, [(address, term) for term in reversed(TERMS)], chunksize=1)
    with catalog.begin() as work:
        work.shelf.index()
        work.commit()
    catalog.close()
    return Filled(
        placed=sum(one.placed for one in parts),
        cpu=sum(one.cpu for one in parts),
        making=sum(one.making for one in parts),
        indexing=time.perf_counter() - began,
    )


def _index_share(share: tuple[str, str]) -> None:
    address, term = share
    catalog = Catalog.open(address)
    with catalog.begin() as work:
        work.shelf.index_words_of(term)
        work.commit()
    catalog.close()


def _fill_share(share: tuple[str, int, int, int]) -> Filled:
    address, first, step, wanted = share
    catalog = Catalog.open(address)
    account, places = plant(catalog)
    numbers = count(first, step)
    placed, making = 0, 0.0
    began = time.process_time()
    while placed < wanted:
        before = time.process_time()
        samples = [congress(number, places) for number in islice(numbers, _AT_ONCE)]
        making += time.process_time() - before
        with catalog.begin() as work:
            place(work, account, samples)
            work.commit()
        placed += sum(len(sample.papers) for sample in samples)
    catalog.close()
    return Filled(placed=placed, cpu=time.process_time() - began, making=making)


def place(work: Work, account: AccountRecord, samples: Iterable[Sample]) -> None:
    """Sealed sets, as the seal leaves them."""
    for sample in samples:
        _place_sample(work, account, sample)


def _place_sample(work: Work, account: AccountRecord, sample: Sample) -> None:
    key = sample.number
    ids = {name: uuid_of(name, key) for name in ("congress", "edition", "set")}
    connection = connection_of(work)
    held = {
        "id": ids["congress"],
        "organisation_id": sample.place.id,
        "term": f"{key % 9000 + 1000}-{key // 9000 + 1000}",
    }
    connection.execute(insert(congress_table).values(**held, object_id=f"vankien:{key}"))
    connection.execute(
        insert(edition).values(
            id=ids["edition"], congress_id=ids["congress"], serial=1, received=b"{}", media_type="application/json",
            canonical=b"{}", sha256=SHA, rule_set="TLD-XII", findings="[]", received_at=NOON, received_by=account.id,
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
    insert_all(connection, document, [{**_columns(one), **unsaid} for one in documents])
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
