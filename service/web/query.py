"""What may be asked of the archive in an address; anything else is refused, value by value."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from service.archive import SearchRequest
from service.catalog import AuditAsked
from service.congress.finding import Finding
from service.congress.shape import Day
from service.congress.text import clean
from service.congress.zone import HERE
from service.documents.paper import Kind
from service.intake.workbook.layout import Form
from service.web.refusals import QueryRefused

MOST_PARAMETERS = 20


def whole(value: object) -> object:
    """Only digits: Pydantic alone also takes `+5`, `5.0` and `1_0`."""
    if isinstance(value, str) and not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise ValueError("not a whole number")
    return value


def _truth(value: object) -> object:
    """Only `true` and `false`: Pydantic alone also takes `yes` and `on`."""
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError("neither true nor false")
    return value


class NoQuery(BaseModel):
    """The address takes no query."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WorkbookQuery(NoQuery):
    """For which form of congress a workbook is to be."""

    form: Form = "delegates"


class AuditQuery(NoQuery):
    """Events below a place of the log, by somebody, of a kind, of days by the clock of Vietnam."""

    before: Annotated[int, Field(ge=1, le=10**15), BeforeValidator(whole)] | None = None
    person: Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    event: Annotated[str, Field(pattern=r"^[a-z_]{0,40}$")] = ""
    since: Day | None = None
    until: Day | None = None

    def asked(self) -> AuditAsked:
        """The same, as the log is asked."""
        return AuditAsked(
            before=self.before,
            person=clean(self.person),
            event=self.event,
            since=_midnight(self.since) if self.since else None,
            until=_midnight(self.until) + dt.timedelta(days=1) if self.until else None,
        )


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), HERE)


class NameQuery(NoQuery):
    """Part of a name, with or without accents."""

    name: Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class PeopleQuery(NameQuery):
    """A page of the accounts in whose name, or that of their organisation, `name` stands."""

    page: Annotated[int, Field(ge=1, le=999_999), BeforeValidator(whole)] = 1


class DocumentsQuery(NoQuery):
    """
    Which papers are looked for.

    `q` are words, with or without accents, or a number such as 01/NQ-ĐH: quotes keep words side by side, `*` stands for any
    ending. `person` is a name as it stands; `since` and `until` are days of issue (of the seal, where a paper has none);
    `organisation` is an id and stands for itself and all below it; `cursor` comes from the page before.
    """

    term: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{4}$")] | None = None
    kind: Kind | None = None
    organisation: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")] | None = None
    q: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    person: Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    since: Day | None = None
    until: Day | None = None
    cursor: Annotated[str, Field(pattern=r"^(w[0-9]{1,18}\.[0-9]{1,9}|[0-3]\.[0-9]{1,18})$")] | None = None
    limit: Annotated[int, Field(ge=1, le=200), BeforeValidator(whole)] = 50
    superseded: Annotated[bool, BeforeValidator(_truth)] = False

    def search(self) -> SearchRequest:
        """The same, as the archive is asked."""
        values = self.model_dump()
        return SearchRequest(words=values.pop("q"), **values)


Query = TypeVar("Query", bound=NoQuery)


def read_query(model: type[Query], raw: bytes, *, leave_out: frozenset[str] = frozenset()) -> Query:
    """
    The query in `raw`, percent-encoded UTF-8. Raises `QueryRefused` naming every value that cannot be used.

    Fields named in `leave_out` are skipped; when there are any, so is what was left empty in a form.
    """
    try:
        pairs = parse_qsl(
            raw.decode(),
            keep_blank_values=not leave_out,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except ValueError:
        raise QueryRefused((_refused("?", "query.not_text"),)) from None
    names = [name for name, _ in pairs]
    if twice := {name for name in names if names.count(name) > 1}:
        raise QueryRefused(tuple(_refused(name, "query.twice") for name in sorted(twice)))
    try:
        return model.model_validate_strings(
            {name: value for name, value in pairs if name not in leave_out}, strict=False
        )
    except ValidationError as error:
        raise QueryRefused(
            tuple(
                _refused(
                    str(one["loc"][0]), "query.unknown" if one["type"] == "extra_forbidden" else "query.value"
                )
                for one in error.errors(include_url=False, include_input=False, include_context=False)
            )
        ) from None


MOST_CHOSEN = 200


def read_chosen(raw: bytes) -> tuple[str, ...]:
    """The ids of `?paper=...&paper=...`, at least one and at most `MOST_CHOSEN`. Raises `QueryRefused`."""
    try:
        pairs = parse_qsl(raw.decode(), encoding="utf-8", errors="strict", max_num_fields=MOST_CHOSEN + 1)
    except ValueError:
        raise QueryRefused((_refused("?", "query.not_text"),)) from None
    chosen = tuple(value for name, value in pairs if name == "paper")
    if not chosen:
        raise QueryRefused((_refused("paper", "query.nothing_chosen"),))
    if not all(_ID.fullmatch(one) for one in chosen):
        raise QueryRefused((_refused("paper", "query.value"),))
    return chosen


_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)

_SENTENCES = {
    "query.nothing_chosen": (
        "Chưa chọn văn kiện nào. Hãy quay lại và đánh dấu các văn kiện cần tải.",
        "No paper was chosen. Go back and tick those to be downloaded.",
    ),
    "query.not_text": (
        "Địa chỉ không phải UTF-8 hoặc có quá nhiều tham số.",
        "Not UTF-8, or too many parameters.",
    ),
    "query.twice": ("Tham số này xuất hiện hai lần.", "This parameter occurs twice."),
    "query.unknown": ("Không có tham số này.", "There is no such parameter."),
    "query.value": (
        "Giá trị của tham số này không dùng được.",
        "The value of this parameter cannot be used.",
    ),
}


def _refused(name: str, code: str) -> Finding:
    shown = ascii(name[:40])[1:-1]
    vi, en = _SENTENCES[code]
    return Finding(
        code=code,
        pointer="",
        severity="error",
        vi=f"{shown}: {vi}",
        en=f"{shown}: {en}",
        figures={"parameter": shown},
    )
