"""What the model says about a field: the one source of types, lists and limits for workbook and form."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from service.congress.model import Congress
from service.congress.people import Organisation

Kind = Literal["text", "number", "truth", "day", "time", "choice", "texts"]
"""Text; a whole number; yes or no; a date; a time of the day; one of a list of words; a list of texts or words."""

_KINDS: dict[Any, Kind] = {str: "text", int: "number", bool: "truth", dt.date: "day", dt.time: "time"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldType:
    """
    The type of one field. `choices` are the words of a choice or a list; `least`, `most` bound a number, `longest` a text.

    `required_in` is the outermost group that cannot be there without this field: `outgoing_term` for its first year,
    "" for what every congress must have, nothing for what may be missing. `may_be_none` tells a list that may be
    missing from one that is merely empty.
    """

    kind: Kind
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    longest: int | None = None
    required_in: str | None = None
    may_be_none: bool = False

    def is_required_in(self, group: str) -> bool:
        """Whether something at the path `group` needs this field."""
        return self.required_in is not None and f"{group}/".startswith(f"{self.required_in}/".lstrip("/"))


@cache
def field_types() -> dict[str, FieldType]:
    """
    Every field of a congress by its path, lists as `*`: `elections/*/rounds/*/issued`.

    The unions above an organisation are written once, as `organisation/upper`; a list of texts is one field.
    """
    return dict(_fields_of(Congress, "", ""))


def _fields_of(model: type[BaseModel], path: str, required_in: str) -> Iterator[tuple[str, FieldType]]:
    for name, info in model.model_fields.items():
        yield from _below(f"{path}/{name}".lstrip("/"), info, required_in if info.is_required() else None)


def _below(path: str, info: FieldInfo, required_in: str | None) -> Iterator[tuple[str, FieldType]]:
    inner, bounds = _plain(info.annotation, list(info.metadata))
    if inner is Organisation and path != "organisation":
        return
    if get_origin(inner) is tuple:
        yield from _listed(path, info, required_in)
    elif _is_model(inner):
        yield from _fields_of(inner, path, path if required_in is None else required_in)
    else:
        yield path, _field_type(inner, bounds, required_in)


def _listed(path: str, info: FieldInfo, required_in: str | None) -> Iterator[tuple[str, FieldType]]:
    item, bounds = _plain(get_args(_plain(info.annotation, [])[0])[0], [])
    if _is_model(item):
        yield from _fields_of(item, f"{path}/*", f"{path}/*")
    elif get_origin(item) is not Literal and _may_break_lines(bounds):
        yield f"{path}/*", _field_type(item, bounds, f"{path}/*")
    else:
        yield (
            path,
            FieldType(
                kind="texts",
                choices=get_args(item) if get_origin(item) is Literal else (),
                longest=_bound(bounds, "max_length"),
                required_in=required_in,
                may_be_none=type(None) in get_args(info.annotation),
            ),
        )


def _is_model(inner: Any) -> bool:
    return isinstance(inner, type) and issubclass(inner, BaseModel)


def _plain(annotation: Any, bounds: list[Any]) -> tuple[Any, list[Any]]:
    """The type itself, without `Annotated` and `| None`, and what bounds it."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            bounds = [*bounds, *more]
        elif get_origin(annotation) in {Union, types.UnionType}:
            (annotation,) = (one for one in get_args(annotation) if one is not type(None))
        else:
            return annotation, [each for one in bounds for each in getattr(one, "metadata", [one])]


def _field_type(inner: Any, bounds: list[Any], required_in: str | None) -> FieldType:
    if get_origin(inner) is Literal:
        return FieldType(kind="choice", choices=get_args(inner), required_in=required_in)
    return FieldType(
        kind=_KINDS[inner],
        least=_bound(bounds, "ge"),
        most=_bound(bounds, "le"),
        longest=_bound(bounds, "max_length"),
        required_in=required_in,
    )


def _may_break_lines(bounds: list[Any]) -> bool:
    """Whether a text of the list may hold line breaks: then several cannot share one cell."""
    return not any(getattr(one, "pattern", None) for one in bounds)


def _bound(bounds: list[Any], name: str) -> int | None:
    values = (getattr(one, name, None) for one in bounds)
    return next((value for value in values if isinstance(value, int)), None)
