"""The JSON about numbers that the API takes and gives, and what may be asked of the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, TypedDict

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from service.catalog import CopyRecord, NumberRecord, RegisterRow
from service.catalog.records import NumberState
from service.congress.shape import Day, Shape
from service.web.bodies import Body
from service.web.query import NoQuery, whole

Reason = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class GiveNumberBody(Shape):
    """The day of issue: it goes with the number, and its year is that of the series."""

    issued_on: Day


class VoidNumberBody(Shape):
    """Why the number is void; the register shows it for ever."""

    reason: Reason


class NumberBody(Body):
    """A number of the register; `written` is as papers show it."""

    model_config = ConfigDict(frozen=True, extra="ignore", from_attributes=True)

    document_id: str
    written: str
    number: int
    symbol: str
    year: int
    state: NumberState
    issued_on: dt.date | None
    signers: str
    receivers: str
    given_at: dt.datetime
    given_by: str
    voided_at: dt.datetime | None
    voided_by: str | None
    reason: str | None


class RegisterLineBody(NumberBody):
    """A line of the register: the number, and the paper that bears it."""

    title: str
    title_en: str
    originals: int
    term: str
    organisation: str
    document: str | None


class RegisterBody(Body):
    """A page of the lines of the register, how many there are in all, and the years that have any."""

    items: list[RegisterLineBody]
    total: int
    years: list[int]


class Which(TypedDict):
    """Which lines the desk of the register is asked for."""

    organisation_id: str | None
    year: int | None
    symbol: str | None


class RegisterQuery(NoQuery):
    """Which lines are wanted, a hundred at a time; an organisation is given by id and stands for itself alone."""

    organisation: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")] | None = None
    year: Annotated[int, Field(ge=1900, le=2999), BeforeValidator(whole)] | None = None
    symbol: Annotated[str, Field(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")] | None = None
    page: Annotated[int, Field(ge=1, le=999_999), BeforeValidator(whole)] = 1

    @property
    def which(self) -> Which:
        """The same, for the desk."""
        return Which(organisation_id=self.organisation, year=self.year, symbol=self.symbol)


class PrintQuery(NoQuery):
    """Whose register is wanted (by id), and of which year."""

    organisation: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
    year: Annotated[int, Field(ge=1900, le=2999), BeforeValidator(whole)]


class CopyBody(Body):
    """A signed copy: `signatures` counts digital ones, which nobody has verified here; `name` is the sender's."""

    id: str
    name: str
    sha256: str
    size: int
    pages: int
    signatures: int
    number: str | None
    issued_on: dt.date | None
    attached_at: dt.datetime
    attached_by: str
    file: str


class CopiesBody(Body):
    """The signed copies of a paper, oldest first."""

    items: list[CopyBody]


class CopyQuery(NoQuery):
    """What the sender calls the file; it is shown, and nothing else is made of it."""

    name: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


def copy_body(copy: CopyRecord) -> CopyBody:
    """One signed copy."""
    told = (
        "id",
        "name",
        "sha256",
        "size",
        "pages",
        "signatures",
        "number",
        "issued_on",
        "attached_at",
        "attached_by",
    )
    return CopyBody(
        **{name: getattr(copy, name) for name in told},
        file=f"/api/v1/documents/{copy.document_id}/signed-copies/{copy.id}/file",
    )


def number_body(record: NumberRecord) -> NumberBody:
    """One number."""
    return NumberBody.model_validate(record)


def register_body(rows: Sequence[RegisterRow], total: int, years: list[int]) -> RegisterBody:
    """The register."""
    return RegisterBody(items=[_line(row) for row in rows], total=total, years=years)


def _line(row: RegisterRow) -> RegisterLineBody:
    return RegisterLineBody(
        **number_body(row.number).model_dump(),
        **{name: getattr(row, name) for name in ("title", "title_en", "originals", "term", "organisation")},
        document=f"/api/v1/documents/{row.number.document_id}" if row.sealed else None,
    )
