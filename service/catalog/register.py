"""
The register (sổ đăng ký văn bản): numbers by organisation, symbol and year, and the log of what was entered.

A number comes from a counter row that is raised in the transaction which gives it: a sequence of the database
would leave a gap wherever that transaction is undone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select, update

from service.catalog.records import CopyRecord, NumberRecord, Series
from service.catalog.tables import (
    congress,
    document,
    document_set,
    organisation,
    register_counter,
    register_number,
    signed_copy,
)
from service.catalog.upsert import insert_or_keep


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One line of the register: the number, and the paper that bears it."""

    number: NumberRecord
    title: str
    title_en: str
    originals: int
    term: str
    organisation: str
    template: str
    sealed: bool


RegisterOrder = Literal["symbol", "organisation"]


def _asked(
    lineage: str, organisation_id: str | None, year: int | None, symbol: str | None
) -> Iterator[ColumnElement[bool]]:
    yield organisation.c.lineage.startswith(lineage, autoescape=True)
    asked = {
        register_number.c.organisation_id: organisation_id,
        register_number.c.year: year,
        register_number.c.symbol: symbol,
    }
    yield from (held == value for held, value in asked.items() if value is not None)


class Register:
    """Numbers and entries; whoever gives or voids one holds the congress's lock (`Congresses.lock`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_number(self, series: Series) -> int:
        """The number after the last one of the series; nobody else gets it, and it is free again if undone."""
        # I2: in the transaction that enters the number, so an undone one leaves no gap.
        self._counter(series)
        number: int = self._connection.execute(
            update(register_counter)
            .where(_of(register_counter, series))
            .values(last=register_counter.c.last + 1)
            .returning(register_counter.c.last)
        ).scalar_one()
        return number

    def reserve(self, series: Series, number: int) -> None:
        """The number was given elsewhere: the next one is higher."""
        self._counter(series)
        self._connection.execute(
            update(register_counter)
            .where(_of(register_counter, series), register_counter.c.last < number)
            .values(last=number)
        )

    def add(self, record: NumberRecord) -> None:
        """A number that is given."""
        self._connection.execute(insert(register_number).values(**asdict(record)))

    def change(self, record: NumberRecord) -> None:
        """The number of that id as it is now: voided, or borne by the next edition of its paper."""
        values = asdict(record)
        self._connection.execute(
            update(register_number).where(register_number.c.id == values.pop("id")).values(**values)
        )

    def keep(self, record: NumberRecord) -> None:
        """The number as it is now, whether it is held already or not."""
        if not insert_or_keep(self._connection, register_number, asdict(record)):
            self.change(record)

    def void(self, number_id: str, *, by: str, at: dt.datetime, reason: str) -> None:
        """The number is given to nobody any more, and never will be."""
        self._connection.execute(
            update(register_number)
            .where(register_number.c.id == number_id)
            .values(state="voided", voided_by=by, voided_at=at, reason=reason)
        )

    def find(self, series: Series, number: int) -> NumberRecord | None:
        """Who has, or had, that number."""
        return self._one(_of(register_number, series) & (register_number.c.number == number))

    def of_document(self, document_id: str) -> NumberRecord | None:
        """The number that the document bears."""
        return self._one(
            and_(register_number.c.document_id == document_id, register_number.c.state == "given")
        )

    def rows(
        self,
        *,
        lineage: str,
        organisation_id: str | None = None,
        year: int | None = None,
        symbol: str | None = None,
        order: RegisterOrder = "symbol",
        over: int = 0,
        most: int | None = None,
    ) -> list[RegisterRow]:
        """
        Lines of the register within the subtree of `lineage`: by year, symbol, organisation, number; or by organisation first.

        The first `over` are passed over, and at most `most` given.
        """
        by = (organisation.c.name, organisation.c.id)
        symbols = (register_number.c.symbol,)
        found = self._connection.execute(
            select(
                register_number,
                document.c.title,
                document.c.title_en,
                document.c.originals,
                document.c.template,
                document.c.state.label("document_state"),
                congress.c.term,
                organisation.c.name.label("organisation"),
            )
            .join(document, document.c.id == register_number.c.document_id)
            .join(congress, congress.c.id == register_number.c.congress_id)
            .join(organisation, organisation.c.id == register_number.c.organisation_id)
            .where(*_asked(lineage, organisation_id, year, symbol))
            .order_by(
                register_number.c.year.desc(),
                *((*symbols, *by) if order == "symbol" else (*by, *symbols)),
                register_number.c.number,
            )
            .offset(over)
            .limit(most)
        )
        return [_row(one) for one in found]

    def count(
        self,
        *,
        lineage: str,
        organisation_id: str | None = None,
        year: int | None = None,
        symbol: str | None = None,
    ) -> int:
        """How many lines `rows` gives in all."""
        counted = (
            select(func.count())
            .select_from(register_number)
            .join(organisation, organisation.c.id == register_number.c.organisation_id)
            .where(*_asked(lineage, organisation_id, year, symbol))
        )
        count: int = self._connection.execute(counted).scalar_one()
        return count

    def years(self, *, lineage: str) -> list[int]:
        """The years that have numbers within the subtree, newest first."""
        rows = self._connection.execute(
            select(register_number.c.year)
            .join(organisation, organisation.c.id == register_number.c.organisation_id)
            .where(organisation.c.lineage.startswith(lineage, autoescape=True))
            .distinct()
            .order_by(register_number.c.year.desc())
        )
        return list(rows.scalars())

    def attach(self, record: CopyRecord) -> None:
        """A signed copy; again is fine."""
        insert_or_keep(self._connection, signed_copy, asdict(record))

    def copy(self, copy_id: str) -> CopyRecord | None:
        """The signed copy with that id."""
        row = self._connection.execute(select(signed_copy).where(signed_copy.c.id == copy_id)).first()
        return CopyRecord(**row._mapping) if row else None  # noqa: SLF001 -- public mapping view

    def copies(self, document_id: str) -> list[CopyRecord]:
        """The signed copies of a paper, oldest first."""
        rows = self._connection.execute(
            select(signed_copy)
            .where(signed_copy.c.document_id == document_id)
            .order_by(signed_copy.c.attached_at, signed_copy.c.id)
        )
        return [CopyRecord(**row._mapping) for row in rows]  # noqa: SLF001 -- public mapping view

    def sets_with_numbers_not_entered(self) -> list[str]:
        """Sealed sets with a paper that bears a number no register holds, the newest version first."""
        entered = select(register_number.c.id).where(register_number.c.document_id == document.c.id)
        found = (
            select(document.c.set_id)
            .where(document.c.number.is_not(None), document.c.state == "sealed", ~entered.exists())
            .distinct()
        )
        rows = self._connection.execute(
            select(document_set.c.id)
            .where(document_set.c.id.in_(found))
            .order_by(document_set.c.congress_id, document_set.c.version.desc())
        )
        return list(rows.scalars())

    def _counter(self, series: Series) -> None:
        insert_or_keep(self._connection, register_counter, {**asdict(series), "last": 0})

    def _one(self, where: ColumnElement[bool]) -> NumberRecord | None:
        row = self._connection.execute(select(register_number).where(where)).first()
        return NumberRecord(**row._mapping) if row else None  # noqa: SLF001 -- public mapping view


def _of(table: Any, series: Series) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in asdict(series).items()))


def _row(row: Row[Any]) -> RegisterRow:
    held = dict(row._mapping)  # noqa: SLF001 -- public mapping view
    beside = {
        name: held.pop(name)
        for name in ("title", "title_en", "originals", "template", "term", "organisation")
    }
    sealed = held.pop("document_state") == "sealed"
    return RegisterRow(number=NumberRecord(**held), sealed=sealed, **beside)
